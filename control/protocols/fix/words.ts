/**
 * Bytes four at a time. Byte by byte, V8 spends more than a nanosecond on each: too much for checksums and for the search of
 * separators. A message lies at any offset, so views are those of the whole ArrayBuffer, and positions in them are
 * `bytes.byteOffset` + index.
 */

/** Views of the ArrayBuffer under some bytes, kept from call to call: receive and encode buffers stay the same for long. */
export class ByteViews {
  /** Aligned words, for sums. */
  words: Int32Array = new Int32Array(0);
  /** Words at any position, little-endian. */
  view: DataView = new DataView(new ArrayBuffer(0));
  private buffer: ArrayBufferLike | undefined;

  of(bytes: Uint8Array): this {
    const { buffer } = bytes;
    if (buffer !== this.buffer) this.set(buffer);
    return this;
  }

  private set(buffer: ArrayBufferLike): void {
    this.buffer = buffer;
    this.words = new Int32Array(buffer, 0, buffer.byteLength >>> 2);
    this.view = new DataView(buffer);
  }
}

/** The sum of bytes[start .. end), modulo 256. @param words ByteViews.of(bytes).words */
export function byteSum(bytes: Uint8Array, words: Int32Array, start: number, end: number): number {
  const offset = bytes.byteOffset;
  let sum = 0;
  let at = start;
  while (at < end && ((offset + at) & 3) !== 0) sum += bytes[at++]!;
  let word = (offset + at) >>> 2;
  const lastWord = (offset + end) >>> 2;
  while (word < lastWord) {
    // Two lanes of 16 bits; a word adds at most 510 to each, so 128 words fit before the lanes must be folded.
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
