/** Whether bytes are an OUCH 4.2 message of one side, or one of 4.0 and 4.1, which lack the last field of three messages. */
import { ouch40ClientBytes, ouch40ServerBytes, ouch42Client, ouch42Server } from './messages.js';
import type { MessageLayout } from '../layout.js';

/** `OUCH 4.2`, or the revision without the last field. */
export type Ouch42Revision = '4.2' | '4.0';

interface Sizes {
  readonly now: Uint8Array;
  readonly before: Uint8Array;
}

function sizesOf(layouts: Readonly<Record<string, MessageLayout>>, before: Readonly<Record<number, number>>): Sizes {
  const sizes = { now: new Uint8Array(256), before: new Uint8Array(256) };
  for (const { type, bytes } of Object.values(layouts)) sizes.now[type] = bytes;
  for (const [type, bytes] of Object.entries(before)) sizes.before[Number(type)] = bytes;
  return sizes;
}

const client = sizesOf(ouch42Client, ouch40ClientBytes);
const server = sizesOf(ouch42Server, ouch40ServerBytes);

/** Which revision the message from `start` to `end` is of; undefined when it is none. */
export function ouch42Revision(
  bytes: Uint8Array,
  start: number,
  end: number,
  from: 'client' | 'server',
): Ouch42Revision | undefined {
  if (end <= start) return undefined;
  const sizes = from === 'client' ? client : server;
  const type = bytes[start] as number;
  const length = end - start;
  if (sizes.now[type] === length) return '4.2';
  return sizes.before[type] === length ? '4.0' : undefined;
}
