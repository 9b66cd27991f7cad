/** The sequenced messages of one port, numbered from 1, for as many connections as want to read them. */
import type { SequencedLog } from '../../../../control/protocols/soupbintcp/server.js';

const CHUNK_BYTES = 65_536;

export class SessionLog implements SequencedLog {
  isEnded = false;
  session = '';
  /** Messages lie one after the other in chunks; none is split. */
  private readonly chunks: Uint8Array[] = [];
  private used = CHUNK_BYTES;
  private readonly places: { readonly chunk: Uint8Array; readonly start: number; readonly end: number }[] = [];

  get next(): number {
    return this.places.length + 1;
  }

  /** Copies the message. */
  append(bytes: Uint8Array, length: number): void {
    if (this.used + length > CHUNK_BYTES) {
      this.chunks.push(new Uint8Array(CHUNK_BYTES));
      this.used = 0;
    }
    const chunk = this.chunks[this.chunks.length - 1]!;
    chunk.set(bytes.subarray(0, length), this.used);
    this.places.push({ chunk, start: this.used, end: this.used + length });
    this.used += length;
  }

  read(sequenceNumber: number, into: { bytes: Uint8Array; start: number; end: number }): void {
    const place = this.places[sequenceNumber - 1];
    if (place === undefined) throw new RangeError(`message ${sequenceNumber} of ${this.places.length}`);
    into.bytes = place.chunk;
    into.start = place.start;
    into.end = place.end;
  }

  clear(): void {
    this.chunks.length = 0;
    this.places.length = 0;
    this.used = CHUNK_BYTES;
    this.isEnded = false;
  }
}
