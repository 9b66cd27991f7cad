/** Records that wait until what is missing in front of them has come: copies of their slots, in order. */
import { FLAG, HEADER, SLOT_BYTES } from '../../core/generated/records.js';
import { RecordRing, type RecordSink } from '../../core/record-ring.js';
import { sequenceAt } from './record-sequence.js';

const CHUNK_SLOTS_LOG2 = 10;
const CHUNK_SLOTS = 2 ** CHUNK_SLOTS_LOG2;

interface Chunk {
  readonly ring: RecordRing;
  used: number;
}

export class HeldRecords {
  slots = 0;
  private readonly chunks: Chunk[] = [];

  /** Copies the record in slot `slot` (already masked) of a ring, one slot or two. */
  add(ring: RecordRing, slot: number, slots: number): void {
    let chunk = this.chunks.at(-1);
    // A record of two slots stays in one piece.
    if (chunk === undefined || chunk.used + slots > CHUNK_SLOTS) {
      chunk = { ring: new RecordRing(new ArrayBuffer(CHUNK_SLOTS * SLOT_BYTES), 0, CHUNK_SLOTS_LOG2), used: 0 };
      this.chunks.push(chunk);
    }
    const from = slot * SLOT_BYTES;
    chunk.ring.u8.set(ring.u8.subarray(from, from + slots * SLOT_BYTES), chunk.used * SLOT_BYTES);
    chunk.used += slots;
    this.slots += slots;
  }

  /** Hands over the records whose number is at least `from`; numbers rise. */
  give(sink: RecordSink, from: number): void {
    for (const { ring, used } of this.chunks) {
      let first = 0;
      while (first < used && sequenceAt(ring, first) < from) {
        first += (ring.u8[first * SLOT_BYTES + HEADER.flags]! & FLAG.twoSlots) === 0 ? 1 : 2;
      }
      if (first < used) sink.onRecords(ring, first, used);
    }
  }
}
