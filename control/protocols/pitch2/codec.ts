/** One message of PITCH at a time, by its layout: for logs, tests, simulators and recovery. */
import * as littleEndian from '../little-endian.js';
import { getField, putFields, type Field, type FieldsOf, type MessageLayout } from '../layout.js';
import { pitchFeed, pitchRecovery } from './messages.js';

/** Returns the message's length. */
export function putPitch<Layout extends MessageLayout>(
  out: Uint8Array,
  at: number,
  layout: Layout,
  values: FieldsOf<Layout>,
): number {
  out[at] = layout.bytes;
  out[at + 1] = layout.type;
  putFields(out, at, layout, values, littleEndian);
  return layout.bytes;
}

export interface PitchMessage {
  readonly name: keyof typeof pitchFeed | keyof typeof pitchRecovery;
  /** Those fields that the message is long enough for. */
  readonly fields: Readonly<Record<string, number | bigint | string>>;
}

type Layouts = ReadonlyMap<number, readonly [name: PitchMessage['name'], layout: MessageLayout]>;

function byType(layouts: typeof pitchFeed | typeof pitchRecovery): Layouts {
  const entries = Object.entries(layouts) as [PitchMessage['name'], MessageLayout][];
  return new Map(entries.map(([name, layout]) => [layout.type, [name, layout]]));
}

const feed = byType(pitchFeed);
const recovery = byType(pitchRecovery);
/** What the first revision of each message had: shorter ones are damaged. */
const LEAST_BYTES = new Map<number, number>([[pitchFeed.AddOrderExpanded.type, 36]]);

/** Undefined for a type that is not known, or a message too short for its type: both are to be stepped over. */
export function getPitch(bytes: Uint8Array, at: number, from: 'feed' | 'recovery' = 'feed'): PitchMessage | undefined {
  const entry = (from === 'feed' ? feed : recovery).get(bytes[at + 1] as number);
  if (entry === undefined) return undefined;
  const [name, layout] = entry;
  const length = bytes[at] as number;
  if (length < (LEAST_BYTES.get(layout.type) ?? layout.bytes)) return undefined;
  const fields: Record<string, number | bigint | string> = {};
  for (const [field, place] of Object.entries<Field>(layout.fields)) {
    if (place.at + place.size <= length) fields[field] = getField(bytes, at, place, littleEndian);
  }
  return { name, fields };
}

/** An order (12 digits) or execution identifier (9 digits) as Cboe prints it. */
export function base36(identifier: bigint, digits: 12 | 9): string {
  return identifier.toString(36).toUpperCase().padStart(digits, '0');
}
