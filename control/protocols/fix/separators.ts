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
    // Two lanes of 16 bits; a word adds at most 510 to each, so 128 words fit before the lanes must be folded.
    const stop = Math.min(lastWord, word + 128);
    let lanes = 0;
    for (; word < stop; word++) {
      const four = words[word]!;
      lanes = (lanes + (four & 0x00ff00ff) + ((four >>> 8) & 0x00ff00ff)) | 0;
      const differences = four ^ FOUR_SOH;
      const bits = (differences - FOUR_SOH) & ~differences & HIGH_BITS;
      if (bits === 0) continue;
      // The lowest bit is the first SOH; the borrow of the subtraction may have set higher ones without reason.
      const first = (31 - Math.clz32(bits & -bits)) >>> 3;
      const position = (word << 2) - offset;
      into[count++] = position + first;
      if ((bits & (bits - 1)) !== 0) count = furtherSeparators(differences, position, count);
    }
    sum += (lanes & 0xffff) + (lanes >>> 16);
    at = (word << 2) - offset;
    if (count > MAX_SEPARATORS - 130 * 4) return -1;
  }
  for (; at < end; at++) {
    const byte = bytes[at]!;
    sum += byte;
    if (byte === SOH) into[count++] = at;
  }
  return (sum & 0xff) | (count << 8);
}

/** The SOHs of a word behind its first, exactly. */
function furtherSeparators(differences: number, position: number, from: number): number {
  let count = from;
  let bits = ~(((differences & LOW_BITS) + LOW_BITS) | differences | LOW_BITS);
  for (bits &= bits - 1; bits !== 0; bits &= bits - 1) {
    separators[count++] = position + ((31 - Math.clz32(bits & -bits)) >>> 3);
  }
  return count;
}
