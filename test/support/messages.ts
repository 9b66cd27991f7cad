/** Random ITCH 5.0 messages: every type, random field values, and lengths and types that must be stepped over. */
import { RECORD_LAYOUTS } from '../../control/core/generated/records.js';
import type { TestRandom } from './random.js';

const KNOWN = RECORD_LAYOUTS.filter((layout) => layout.protocol === 'itch50');
const KNOWN_TYPES = new Set(KNOWN.map((layout) => layout.type));

/** Writes a message of a random known type and its right length at `at`; returns its length. */
export function putKnownMessage(random: TestRandom, bytes: Uint8Array, at: number): number {
  const { type, length } = KNOWN[random.below(KNOWN.length)]!;
  random.fill(bytes, at, at + length);
  bytes[at] = type;
  // Half of the locates from a few, so that filters and books meet some again; 0 among them.
  const word = random.u32();
  if (word & 1) {
    bytes[at + 1] = 0;
    bytes[at + 2] = (word >>> 8) & 15;
  }
  return length;
}

/** Writes a message that must come out as unknown; returns its length, 1 to `maxLength`. */
export function putUnknownMessage(random: TestRandom, bytes: Uint8Array, at: number, maxLength = 300): number {
  const layout = random.pick(KNOWN);
  let type = layout.type;
  let length: number;
  switch (random.below(6)) {
    case 0:
      length = layout.length + 1;
      break;
    case 1:
      length = layout.length - 1;
      break;
    case 2:
      length = random.pick([1, 2, 10, 11, 63, 64]);
      if (length === layout.length) length += 1;
      break;
    case 3:
      length = random.range(65, Math.max(65, maxLength));
      break;
    default:
      do type = random.below(256);
      while (KNOWN_TYPES.has(type));
      length = random.range(1, 64);
  }
  length = Math.min(length, maxLength);
  if (length === layout.length && type === layout.type) length -= 1;
  random.fill(bytes, at, at + length);
  bytes[at] = type;
  return length;
}
