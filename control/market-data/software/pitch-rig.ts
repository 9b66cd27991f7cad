/** For tests: PITCH messages, the blocks around them, and a rig for channels of one unit. */
import type { ChannelConfig } from '../../core/feed.js';
import type { FieldsOf } from '../../protocols/layout.js';
import { putPitch } from '../../protocols/pitch2/codec.js';
import { pitchFeed } from '../../protocols/pitch2/messages.js';
import { rigConfig, TestRig } from './test-rig.js';

type Layouts = typeof pitchFeed;

export function pitchMessage<Name extends keyof Layouts>(name: Name, fields: FieldsOf<Layouts[Name]>): Uint8Array {
  const layout = pitchFeed[name];
  const bytes = new Uint8Array(layout.bytes);
  putPitch(bytes, 0, layout, fields);
  return bytes;
}

export const timeMessage = (seconds: number): Uint8Array => pitchMessage('Time', { time: seconds });
export const deleteMessage = (orderId: bigint | number, timeOffset = 0): Uint8Array =>
  pitchMessage('DeleteOrder', { timeOffset, orderId: BigInt(orderId) });
export const unitClear = (timeOffset = 0): Uint8Array => pitchMessage('UnitClear', { timeOffset });

/** A datagram's block; no messages make a heartbeat. `count` may lie. */
export function unitBlock(
  sequence: number,
  messages: readonly Uint8Array[],
  unit = 1,
  count = messages.length,
): Uint8Array {
  const bytes = new Uint8Array(8 + messages.reduce((sum, message) => sum + message.length, 0));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, bytes.length, true);
  bytes[2] = count;
  bytes[3] = unit;
  view.setUint32(4, sequence, true);
  let at = 8;
  for (const message of messages) {
    bytes.set(message, at);
    at += message.length;
  }
  return bytes;
}

/** One channel for each unit, all on the addresses of the rig's channel 0. */
export function pitchRig(units: readonly number[] = [1], options: Partial<ChannelConfig> = {}): TestRig {
  const lines = (unit: number) => [0, 1].map((port) => ({ port, ip: `233.0.0.${port}`, udpPort: 26400, unit }));
  return new TestRig(
    rigConfig(...units.map((unit) => ({ protocol: 'pitch2' as const, lines: lines(unit), ...options }))),
  );
}
