/**
 * The messages one channel holds beyond a gap: copies of their bytes, indexed by the low bits of the sequence number, which
 * are unique because nothing further ahead than `HELD_DEPTH` is ever held.
 */
import { HELD_DEPTH, MAX_MESSAGE_BYTES } from '../../core/generated/records.js';
import { LO } from './sequence.js';

const MASK = HELD_DEPTH - 1;
if ((HELD_DEPTH & MASK) !== 0) throw new Error('HELD_DEPTH must be a power of two');

export class HeldMessages {
  count = 0;
  readonly bytes = new Uint8Array(HELD_DEPTH * MAX_MESSAGE_BYTES);
  /** The message's own length, which may be more than what is kept of it. */
  readonly lengths = new Uint16Array(HELD_DEPTH);
  readonly ports = new Uint8Array(HELD_DEPTH);
  readonly ingress = new Float64Array(HELD_DEPTH);
  private readonly stamps = new Float64Array(HELD_DEPTH);
  private readonly present = new Uint8Array(HELD_DEPTH);

  /** The place of a sequence number within reach. */
  indexOf(sequence: Uint32Array): number {
    return sequence[LO]! & MASK;
  }

  has(index: number): boolean {
    return this.present[index] !== 0;
  }

  /** Keeps a copy. `now` holds the frame's stamp and ingress. */
  put(index: number, bytes: Uint8Array, at: number, length: number, port: number, now: Float64Array): void {
    const kept = length < MAX_MESSAGE_BYTES ? length : MAX_MESSAGE_BYTES;
    const to = index * MAX_MESSAGE_BYTES;
    for (let i = 0; i < kept; i++) this.bytes[to + i] = bytes[at + i]!;
    this.lengths[index] = length;
    this.ports[index] = port;
    this.stamps[index] = now[0]!;
    this.ingress[index] = now[1]!;
    this.present[index] = 1;
    this.count++;
  }

  /** Forgets one; its bytes stay readable until the place is used again. */
  remove(index: number): void {
    this.present[index] = 0;
    this.count--;
  }

  /** How far beyond `expected` the lowest held message is. Only when there is one. */
  distanceToLowest(expected: Uint32Array): number {
    for (let distance = 1; distance < HELD_DEPTH; distance++) {
      if (this.present[(expected[LO]! + distance) & MASK] !== 0) return distance;
    }
    throw new Error('no message is held');
  }

  /** True when a message is held that is further ahead of `expected` than `ahead`. */
  hasBeyond(expected: Uint32Array, ahead: number): boolean {
    for (let distance = ahead + 1; distance < HELD_DEPTH; distance++) {
      if (this.present[(expected[LO]! + distance) & MASK] !== 0) return true;
    }
    return false;
  }

  /** Writes the stamp of the earliest-arrived held message to `to[at]`. Only when there is one. */
  earliestStamp(to: Float64Array, at: number): void {
    let earliest = Infinity;
    for (let i = 0; i < HELD_DEPTH; i++) {
      if (this.present[i] !== 0 && this.stamps[i]! < earliest) earliest = this.stamps[i]!;
    }
    to[at] = earliest;
  }
}
