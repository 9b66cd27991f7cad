/** A run of consecutive messages in memory, each behind its big-endian length: as they stand in a file of the store. */
import type { MessagePlace } from './message-output.js';

export const LENGTH_BYTES = 2;
/** A chunk ends at so many messages, whatever its bytes. */
export const CHUNK_MESSAGES_MAX = 65_536;

export class Chunk {
  count = 0;
  /** Bytes in use, and how many of them are in the file. */
  used = 0;
  written = 0;
  private offsets = new Uint32Array(1024);

  /** @param first sequence number of its first message */
  constructor(
    readonly first: number,
    readonly bytes: Uint8Array,
  ) {}

  /** Sequence number behind its last message. */
  get next(): number {
    return this.first + this.count;
  }

  hasRoom(length: number): boolean {
    return this.count < CHUNK_MESSAGES_MAX && this.used + LENGTH_BYTES + length <= this.bytes.length;
  }

  /** Takes the message that stands behind its length at `used`. */
  add(length: number): void {
    const { bytes, used } = this;
    bytes[used] = length >>> 8;
    bytes[used + 1] = length;
    if (this.count === this.offsets.length) {
      const grown = new Uint32Array(this.count * 2);
      grown.set(this.offsets);
      this.offsets = grown;
    }
    this.offsets[this.count++] = used + LENGTH_BYTES;
    this.used = used + LENGTH_BYTES + length;
  }

  /** Finds the messages in the first `length` bytes; what is behind the last whole one is left out. */
  scan(length: number): void {
    while (this.used + LENGTH_BYTES <= length && this.count < CHUNK_MESSAGES_MAX) {
      const size = ((this.bytes[this.used] as number) << 8) | (this.bytes[this.used + 1] as number);
      if (this.used + LENGTH_BYTES + size > length) break;
      this.add(size);
    }
    this.written = this.used;
  }

  place(sequence: number, into: MessagePlace): void {
    const start = this.offsets[sequence - this.first] as number;
    const { bytes } = this;
    into.bytes = bytes;
    into.start = start;
    into.end = start + (((bytes[start - 2] as number) << 8) | (bytes[start - 1] as number));
  }
}
