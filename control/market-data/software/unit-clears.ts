/**
 * The Unit Clears of a PITCH unit. One that comes behind the expected number, and is no copy of one seen before, says that the unit
 * began to count anew: the feed has failed over to another site.
 */
import { RECORD } from '../../core/generated/records.js';
import { LO } from '../arbiter/sequence.js';

/** Copies of a clear come from the other line within moments: a few are enough. */
const REMEMBERED = 4;
const UNIT_CLEAR_BYTES = 6;

export class UnitClears {
  private readonly sequences = new Int32Array(REMEMBERED);
  private readonly offsets = new Int32Array(REMEMBERED);
  private count = 0;
  private next = 0;

  /** True for a Unit Clear seen for the first time, by its number and its nanoseconds. It is remembered. */
  isNew(sequence: Uint32Array, bytes: Uint8Array, at: number, length: number): boolean {
    if (length < UNIT_CLEAR_BYTES || bytes[at + 1] !== RECORD.PitchUnitClear) return false;
    const number = sequence[LO]! | 0;
    const offset = bytes[at + 2]! | (bytes[at + 3]! << 8) | (bytes[at + 4]! << 16) | (bytes[at + 5]! << 24);
    for (let i = 0; i < this.count; i++) {
      if (this.sequences[i] === number && this.offsets[i] === offset) return false;
    }
    this.sequences[this.next] = number;
    this.offsets[this.next] = offset;
    this.next = (this.next + 1) % REMEMBERED;
    if (this.count < REMEMBERED) this.count++;
    return true;
  }
}
