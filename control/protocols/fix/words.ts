/**
 * Bytes four at a time. Byte by byte, V8 spends more than a nanosecond on each: too much for checksums and for the search of
 * separators. A message lies at any offset, so views are those of the whole ArrayBuffer, and positions in them are
 * `bytes.byteOffset` + index.
 */

/** As an int32: a literal above 2^31 would be a double. */
const HIGH_BITS = 0x80808080 | 0;

/**
 * Views of the memory under some bytes. They are kept from call to call: receive and encode buffers stay the same for long, and asking
 * bytes for their ArrayBuffer is a call into the runtime.
 */
export class ByteViews {
  /** Aligned words, for sums. */
  words: Int32Array = new Int32Array(0);
  /** Words at any position, little-endian. */
  view: DataView = new DataView(new ArrayBuffer(0));
  /** Where the bytes begin in both, in bytes. */
  offset = 0;
  private bytes: Uint8Array | undefined;

  of(bytes: Uint8Array): this {
    if (bytes !== this.bytes) this.set(bytes);
    return this;
  }

  private set(bytes: Uint8Array): void {
    const { buffer } = bytes;
    if (buffer !== this.view.buffer) {
      this.words = new Int32Array(buffer, 0, buffer.byteLength >>> 2);
      this.view = new DataView(buffer);
    }
    this.offset = bytes.byteOffset;
    this.bytes = bytes;
  }
}

/** The sum of bytes[start .. end), modulo 256. @param views of the bytes */
export function byteSum(bytes: Uint8Array, { words, offset }: ByteViews, start: number, end: number): number {
  let sum = 0;
  let at = start;
  while (at < end && ((offset + at) & 3) !== 0) sum += bytes[at++]!;
  let word = (offset + at) >>> 2;
  const lastWord = (offset + end) >>> 2;
  while (word < lastWord) {
    // Two lanes of 16 bits; a pair of words adds at most 1020 to each, so 60 pairs and a word fit before the lanes must be folded.
    const stop = Math.min(lastWord - 1, word + 120);
    let lanes = 0;
    for (; word < stop; word += 2) {
      const four = words[word]!;
      const next = words[word + 1]!;
      if (((four | next) & HIGH_BITS) === 0) {
        // All ASCII: bytes add up in pairs without a carry.
        const both = four + next;
        lanes = (lanes + (both & 0x00ff00ff) + ((both >>> 8) & 0x00ff00ff)) | 0;
      } else {
        lanes = (lanes + (four & 0x00ff00ff) + ((four >>> 8) & 0x00ff00ff)) | 0;
        lanes = (lanes + (next & 0x00ff00ff) + ((next >>> 8) & 0x00ff00ff)) | 0;
      }
    }
    if (word === lastWord - 1) {
      const four = words[word++]!;
      lanes = (lanes + (four & 0x00ff00ff) + ((four >>> 8) & 0x00ff00ff)) | 0;
    }
    sum += (lanes & 0xffff) + (lanes >>> 16);
    at = (word << 2) - offset;
  }
  while (at < end) sum += bytes[at++]!;
  return sum & 0xff;
}

/** Copies below this are cheaper word by word than by a call, and need no subarray. */
const SHORT_COPY_BYTES = 96;

/** Copies parts of bytes. One for each place that copies, so that its views stay the same. */
export class ByteCopier {
  private readonly fromViews = new ByteViews();
  private readonly toViews = new ByteViews();

  /** from[start .. end) to to[at ..). There must be room, and they must not overlap. */
  copy(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): void {
    // Views of bytes that are others each time are dear, and long parts need none.
    if (end - start > SHORT_COPY_BYTES) to.set(from.subarray(start, end), at);
    else this.copyFrom(from, this.fromViews.of(from), start, end, to, at);
  }

  /** As above. @param views of `from` */
  copyFrom(from: Uint8Array, views: ByteViews, start: number, end: number, to: Uint8Array, at: number): void {
    const length = end - start;
    if (length > SHORT_COPY_BYTES) {
      to.set(from.subarray(start, end), at);
      return;
    }
    const { view: source, offset: fromOffset } = views;
    const { view: target, offset: toOffset } = this.toViews.of(to);
    const first = (fromOffset + start) | 0;
    const place = (toOffset + at) | 0;
    let i = 0;
    for (; i < length - 3; i += 4) target.setInt32((place + i) | 0, source.getInt32((first + i) | 0, true), true);
    if (i === length) return;
    if (length > 4) {
      // The last four bytes, some of them once more.
      i = length - 4;
      target.setInt32((place + i) | 0, source.getInt32((first + i) | 0, true), true);
      return;
    }
    for (; i < length; i++) target.setUint8(place + i, source.getUint8(first + i));
  }
}
