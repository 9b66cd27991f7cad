/** Reads a file through one buffer: `ensure` makes bytes available, `skip` leaves them behind. */
import type { InputFile } from '../../core/world-files.js';
import { CaptureError } from './errors.js';

const CHUNK_BYTES = 1 << 20;

export class ChunkReader {
  bytes = new Uint8Array(CHUNK_BYTES);
  view = new DataView(this.bytes.buffer);
  /** Where the next unread byte is in `bytes`, and where it is in the file. */
  at = 0;
  offset = 0;
  private end = 0;

  constructor(readonly file: InputFile) {}

  /** Makes `count` bytes available at `bytes[at]`; false when the file ends before. */
  ensure(count: number): boolean {
    if (this.end - this.at >= count) return true;
    this.refill(count);
    return this.end - this.at >= count;
  }

  /** Makes `count` bytes available, or reports that the file ends in the middle of `what`. */
  require(count: number, what: string): void {
    if (this.ensure(count)) return;
    throw new CaptureError('CAPTURE_TRUNCATED', `the file ends within ${what}`, this.file.path, this.offset, {
      found: `${this.available} bytes`,
      expected: `${count} bytes`,
    });
  }

  /** Bytes that are left; at most what the buffer holds, 0 only at the end of the file after an `ensure`. */
  get available(): number {
    return this.end - this.at;
  }

  skip(count: number): void {
    this.at += count;
    this.offset += count;
  }

  private refill(count: number): void {
    if (count > this.bytes.length) {
      const larger = new Uint8Array(2 * count);
      larger.set(this.bytes.subarray(this.at, this.end));
      this.bytes = larger;
      this.view = new DataView(larger.buffer);
    } else {
      this.bytes.copyWithin(0, this.at, this.end);
    }
    this.end -= this.at;
    this.at = 0;
    while (this.end < this.bytes.length) {
      const read = this.file.read(this.bytes, this.end, this.bytes.length - this.end);
      if (read === 0) break;
      this.end += read;
    }
  }
}
