/**
 * One walk over a message, four bytes at a time, that yields both the sum of its bytes and where its SOHs are. The framer needs the one,
 * the index of fields the other: what the framer's walk found is kept for the time in which it hands the message out.
 */
import type { ByteViews } from './words.js';

const SOH = 1;
/** Four SOHs, and the high bits of four bytes: int32 both, as a literal above 2^31 would be a double. */
const FOUR_SOH = 0x01010101;
const HIGH_BITS = 0x80808080 | 0;
const LOW_BITS = 0x7f7f7f7f;

/** Most SOHs that are kept: messages with more are indexed byte by byte. */
export const MAX_SEPARATORS = 16_384;

/** Positions of SOHs in the bytes that were walked over last. One array for all: it is only read right after it was written. */
export const separators = new Int32Array(MAX_SEPARATORS + 4);

/** What `separators` is about, while that is sure to be unchanged. */
export const walked: { bytes: Uint8Array | undefined; start: number; end: number; count: number } = {
  bytes: undefined,
  start: 0,
  end: 0,
  count: 0,
};

/**
 * Fills `separators` from bytes[start .. end).
 * @param views of the bytes
 * @returns the sum of the bytes modulo 256, plus 256 × the number of SOHs; negative when there are more than MAX_SEPARATORS
 */
export function walk(bytes: Uint8Array, { words, offset }: ByteViews, start: number, end: number): number {
  const into = separators;
  let sum = 0;
  let count = 0;
  let at = start;
  while (at < end && ((offset + at) & 3) !== 0) {
    const byte = bytes[at]!;
    sum += byte;
    if (byte === SOH) into[count++] = at;
    at++;
  }
  let word = (offset + at) >>> 2;
  const lastWord = (offset + end) >>> 2;
  while (word < lastWord) {
    // Two lanes of 16 bits; two words add at most 1020 to each, so 64 pairs fit before the lanes must be folded.
    const stop = Math.min(lastWord - 1, word + 128);
    let lanes = 0;
    for (; word < stop; word += 2) {
      const four = words[word]!;
      const next = words[word + 1]!;
      if (((four | next) & HIGH_BITS) !== 0) break;
      // All ASCII: bytes add up in pairs without a carry, and 0x80 less a byte that is no SOH keeps its high bit clear.
      const both = four + next;
      lanes = (lanes + (both & 0x00ff00ff) + ((both >>> 8) & 0x00ff00ff)) | 0;
      const bits = (HIGH_BITS - (four ^ FOUR_SOH)) & HIGH_BITS;
      const nextBits = (HIGH_BITS - (next ^ FOUR_SOH)) & HIGH_BITS;
      if (bits !== 0) {
        into[count++] = (word << 2) - offset + ((31 - Math.clz32(bits & -bits)) >>> 3);
        if ((bits & (bits - 1)) !== 0) count = keepAll(bits & (bits - 1), (word << 2) - offset, count);
      }
      if (nextBits !== 0) {
        into[count++] = (word << 2) + 4 - offset + ((31 - Math.clz32(nextBits & -nextBits)) >>> 3);
        if ((nextBits & (nextBits - 1)) !== 0)
          count = keepAll(nextBits & (nextBits - 1), (word << 2) + 4 - offset, count);
      }
    }
    sum += (lanes & 0xffff) + (lanes >>> 16);
    if (word < lastWord) {
      // A word alone: the last one, or not ASCII.
      const four = words[word]!;
      const lanes = (four & 0x00ff00ff) + ((four >>> 8) & 0x00ff00ff);
      sum += (lanes & 0xffff) + (lanes >>> 16);
      const differences = four ^ FOUR_SOH;
      const bits = ~(((differences & LOW_BITS) + LOW_BITS) | differences | LOW_BITS);
      if (bits !== 0) count = keepAll(bits, (word << 2) - offset, count);
      word++;
    }
    if (count > MAX_SEPARATORS - 130 * 4) return -1;
  }
  at = Math.max(at, (lastWord << 2) - offset);
  for (; at < end; at++) {
    const byte = bytes[at]!;
    sum += byte;
    if (byte === SOH) into[count++] = at;
  }
  return (sum & 0xff) | (count << 8);
}

/** Keeps the SOHs of a word. @param from a high bit for each byte that is one */
function keepAll(from: number, position: number, before: number): number {
  let count = before;
  let bits = from;
  do {
    separators[count++] = position + ((31 - Math.clz32(bits & -bits)) >>> 3);
    bits &= bits - 1;
  } while (bits !== 0);
  return count;
}
