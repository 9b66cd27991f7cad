/** A capture whose records are known: every ITCH 5.0 message in a random order from a seed, as a BinaryFILE. */
import { RECORD_LAYOUTS, type FieldLayout } from '../../../control/core/generated/records.js';
import { SeededRandom } from '../../../control/core/random.js';
import { realFiles, type Files } from '../../../control/core/world-files.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const FIRST_NS = 34_200_000_000_000;
const STEP_NS_MOST = 20_000;
/** Beyond 2^31 times and prices are no more likely to be right or wrong. */
const VALUE_MOST = 2 ** 31;

/** Writes so many messages; the same seed writes the same file. */
export function writeKnownCapture(path: string, messages: number, seed: number, files: Files = realFiles): void {
  const random = new SeededRandom(seed);
  const layouts = RECORD_LAYOUTS.filter(({ protocol }) => protocol === 'itch50');
  const file = files.openOutput(path);
  let timeNs = FIRST_NS;
  for (let n = 0; n < messages; n++) {
    const layout = layouts[n < layouts.length ? n : random.below(layouts.length)]!;
    const bytes = Buffer.alloc(2 + layout.length);
    bytes.writeUInt16BE(layout.length, 0);
    bytes[2] = layout.type;
    // Some messages share a time, and so a packet.
    if (random.below(3) > 0) timeNs += random.below(STEP_NS_MOST);
    for (const field of layout.fields) {
      if (field.name !== 'messageType') fill(bytes, field, random, timeNs);
    }
    file.write(bytes);
  }
  file.commit();
}

function fill(
  bytes: Buffer,
  { name, kind, wire, messageOffset, size }: FieldLayout,
  random: SeededRandom,
  timeNs: number,
): void {
  if (messageOffset < 0 || wire !== undefined) return;
  const at = 2 + messageOffset;
  if (kind.startsWith('alpha')) {
    for (let i = 0; i < size; i++) bytes[at + i] = LETTERS.charCodeAt(random.below(LETTERS.length));
    return;
  }
  const value = name === 'timestamp' ? timeNs : random.below(Math.min(VALUE_MOST, 2 ** (8 * size)));
  let rest = BigInt(value);
  for (let i = size - 1; i >= 0; i--, rest >>= 8n) bytes[at + i] = Number(rest & 0xffn);
}
