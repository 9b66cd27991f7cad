/**
 * Bytes four at a time. A checksum over bytes costs V8 about three times as much as one over 32-bit words; messages lie at any offset,
 * so the words are those of the whole ArrayBuffer, and the ragged ends are taken as bytes.
 */

/** The words of the ArrayBuffer under some bytes, kept from call to call: receive buffers and encoder buffers stay the same. */
export class WordView {
  private buffer: ArrayBufferLike | undefined;
  private words: Int32Array = new Int32Array(0);

  of(bytes: Uint8Array): Int32Array {
    const { buffer } = bytes;
    if (buffer !== this.buffer) {
      this.words = new Int32Array(buffer, 0, buffer.byteLength >>> 2);
      this.buffer = buffer;
    }
    return this.words;
  }
}

/** The sum of bytes[start .. end), modulo 256. @param words WordView.of(bytes) */
export function byteSum(bytes: Uint8Array, words: Int32Array, start: number, end: number): number {
  const offset = bytes.byteOffset;
  let sum = 0;
  let at = start;
  while (at < end && ((offset + at) & 3) !== 0) sum += bytes[at++]!;
  // Two lanes of 16 bits; a word adds at most 510 to each, so 128 words fit before the lanes must be folded.
  let word = (offset + at) >>> 2;
  const lastWord = (offset + end) >>> 2;
  while (word < lastWord) {
    const stop = Math.min(lastWord, word + 128);
    let lanes = 0;
    for (; word < stop; word++) {
      const four = words[word]!;
      lanes = (lanes + (four & 0x00ff00ff) + ((four >>> 8) & 0x00ff00ff)) | 0;
    }
    sum += (lanes & 0xffff) + (lanes >>> 16);
    at = (word << 2) - offset;
  }
  while (at < end) sum += bytes[at++]!;
  return sum & 0xff;
}
