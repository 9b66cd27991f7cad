/**
 * The record ring as the host sees it: a power-of-two number of 64-byte slots, written by a card (or by
 * the software engine) and read in place. Records are never copied into objects: consumers get slot
 * indices and read the typed-array views.
 */
import { SLOT_BYTES } from './generated/records.js';

export class RecordRing {
  readonly slots: number;
  /** `(index & mask) << 6` is the byte offset of a slot. */
  readonly mask: number;
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly u32: Uint32Array;

  /**
   * @param buffer memory of at least `64 << slotsLog2` bytes behind `byteOffset`
   * @param byteOffset a multiple of 64
   */
  constructor(
    readonly buffer: ArrayBufferLike,
    byteOffset: number,
    readonly slotsLog2: number,
  ) {
    this.slots = 2 ** slotsLog2;
    this.mask = this.slots - 1;
    const bytes = this.slots * SLOT_BYTES;
    this.u8 = new Uint8Array(buffer, byteOffset, bytes);
    this.u16 = new Uint16Array(buffer, byteOffset, bytes / 2);
    this.u32 = new Uint32Array(buffer, byteOffset, bytes / 4);
  }
}

/**
 * Takes batches of slots. `first` and `end` are absolute slot indices modulo 2^32 (`first` included, `end` not);
 * walk with `i = (i + 1) >>> 0` until `i === end`. A two-slot record has the flag `twoSlots` in its first slot, both of its slots are
 * in one batch and adjacent in memory. Slots are valid only during the call.
 */
export interface RecordSink {
  onRecords(ring: RecordRing, first: number, end: number): void;
}
