/**
 * One line of a feed between publisher and socket: what gets lost, doubled, out of order and late on the way, from a seed.
 * Corruption is not made here: UDP checksums would hide it, so the receiver makes it at the frame.
 */
import type { Random } from '../../control/core/world.js';

export interface LineFaults {
  /** Chance that a datagram is lost. */
  readonly loss: number;
  /** Chance that a datagram arrives twice, one copy right behind the other. */
  readonly duplication: number;
  /** Chance that a datagram is overtaken by one to three later ones. */
  readonly reordering: number;
  readonly delayUs: number;
  /** Added to the delay, uniform from 0; it stretches gaps between datagrams but does not reorder. */
  readonly jitterUs: number;
}

export const NO_FAULTS: LineFaults = { loss: 0, duplication: 0, reordering: 0, delayUs: 0, jitterUs: 0 };

export interface LineCounters {
  /** Datagrams that the publisher handed over. */
  offered: number;
  lost: number;
  duplicated: number;
  reordered: number;
  /** Dropped while the line was silent. */
  silenced: number;
  /** Dropped because too many were under way. */
  overflowed: number;
  sent: number;
}

export interface ImpairedLineOptions {
  readonly faults: LineFaults;
  readonly random: Random;
  /** Sends a datagram: the first `length` bytes, valid only during the call. */
  readonly send: (bytes: Uint8Array, length: number) => void;
  /** Most datagrams under way; default 4,096. */
  readonly capacity?: number;
  /** Longest datagram; default 1,472. */
  readonly maxBytes?: number;
}

const MOST_OVERTAKING = 3;
/** Room for so many datagrams to begin with. */
const FIRST_SLOTS = 64;
/** An overtaken datagram does not wait for later ones longer than this: a quiet feed would hold it back for a second. */
const OVERTAKEN_WAIT_NS = 5_000_000;

interface Overtaken {
  slot: number;
  length: number;
  later: number;
  sinceNs: number;
}

export class ImpairedLine {
  /** While silent, nothing leaves; what would have left is gone. */
  silent = false;
  readonly counters: LineCounters = {
    offered: 0,
    lost: 0,
    duplicated: 0,
    reordered: 0,
    silenced: 0,
    overflowed: 0,
    sent: 0,
  };
  readonly #faults: LineFaults;
  readonly #random: Random;
  readonly #send: (bytes: Uint8Array, length: number) => void;
  readonly #maxBytes: number;
  /** Of as many slots as were ever needed at once. */
  #storage: Uint8Array;
  readonly #free: Int32Array;
  #freeCount = 0;
  #room = 0;
  /** First in, first out: slot, length and due time of datagrams under way. */
  readonly #slots: Int32Array;
  readonly #lengths: Int32Array;
  readonly #dueNs: Float64Array;
  #head = 0;
  #tail = 0;
  #lastDueNs = 0;
  readonly #overtaken: Overtaken[] = [];

  constructor({ faults, random, send, capacity = 4096, maxBytes = 1472 }: ImpairedLineOptions) {
    this.#faults = faults;
    this.#random = random;
    this.#send = send;
    this.#maxBytes = maxBytes;
    this.#free = new Int32Array(capacity);
    this.#storage = new Uint8Array(0);
    this.#grow(Math.min(capacity, FIRST_SLOTS));
    this.#slots = new Int32Array(capacity);
    this.#lengths = new Int32Array(capacity);
    this.#dueNs = new Float64Array(capacity);
  }

  /** When the next datagram is due, or Infinity. */
  get nextDueNs(): number {
    const first = this.#head === this.#tail ? Infinity : this.#dueNs[this.#head % this.#slots.length]!;
    const overtaken = this.#overtaken[0];
    return overtaken === undefined ? first : Math.min(first, overtaken.sinceNs + OVERTAKEN_WAIT_NS);
  }

  /** Puts a datagram on the line. It is copied; it leaves in a later `release`. */
  offer(bytes: Uint8Array, length: number, nowNs: number): void {
    if (length > this.#maxBytes)
      throw new RangeError(`a datagram of ${length} bytes, expected at most ${this.#maxBytes}`);
    const { counters } = this;
    counters.offered++;
    // Always the same number of draws, so that a datagram's fate does not hang on what happened to others.
    const random = this.#random;
    const isLost = random.next() < this.#faults.loss;
    const isDouble = random.next() < this.#faults.duplication;
    const isOvertaken = random.next() < this.#faults.reordering;
    const overtaking = 1 + random.below(MOST_OVERTAKING);
    const lateNs = (this.#faults.delayUs + random.next() * this.#faults.jitterUs) * 1000;
    if (isLost) counters.lost++;
    else if (isOvertaken) {
      const slot = this.#store(bytes, length);
      if (slot >= 0) {
        counters.reordered++;
        this.#overtaken.push({ slot, length, later: overtaking, sinceNs: nowNs });
        if (isDouble) this.#double(bytes, length, nowNs + lateNs);
        return;
      }
    } else {
      this.#enqueue(this.#store(bytes, length), length, nowNs + lateNs);
      if (isDouble) this.#double(bytes, length, nowNs + lateNs);
      this.#overtake(nowNs + lateNs);
    }
  }

  /** Sends what is due. */
  release(nowNs: number): void {
    while (this.#overtaken.length > 0 && this.#overtaken[0]!.sinceNs + OVERTAKEN_WAIT_NS <= nowNs) {
      const { slot, length } = this.#overtaken.shift()!;
      this.#enqueue(slot, length, nowNs);
    }
    const capacity = this.#slots.length;
    while (this.#head !== this.#tail && this.#dueNs[this.#head % capacity]! <= nowNs) {
      const i = this.#head++ % capacity;
      const slot = this.#slots[i]!;
      const at = slot * this.#maxBytes;
      this.#free[this.#freeCount++] = slot;
      if (this.silent) this.counters.silenced++;
      else {
        this.counters.sent++;
        const length = this.#lengths[i]!;
        this.#send(this.#storage.subarray(at, at + length), length);
      }
    }
  }

  #double(bytes: Uint8Array, length: number, dueNs: number): void {
    this.counters.duplicated++;
    this.#enqueue(this.#store(bytes, length), length, dueNs);
  }

  /** One more datagram went past those that are being overtaken. */
  #overtake(dueNs: number): void {
    const waiting = this.#overtaken;
    for (let i = 0; i < waiting.length; i++) {
      const one = waiting[i]!;
      if (--one.later > 0) continue;
      this.#enqueue(one.slot, one.length, dueNs);
      waiting.splice(i--, 1);
    }
  }

  /** The slot that now holds the datagram, or -1 when there is none left. */
  #store(bytes: Uint8Array, length: number): number {
    if (this.#freeCount === 0 && !this.#grow(this.#room * 2)) {
      this.counters.overflowed++;
      return -1;
    }
    const slot = this.#free[--this.#freeCount]!;
    const at = slot * this.#maxBytes;
    for (let i = 0; i < length; i++) this.#storage[at + i] = bytes[i]!;
    return slot;
  }

  /** Makes room for so many datagrams; false: there are as many as there may be. */
  #grow(slots: number): boolean {
    const room = Math.min(slots, this.#free.length);
    if (room === this.#room) return false;
    const storage = new Uint8Array(room * this.#maxBytes);
    storage.set(this.#storage);
    this.#storage = storage;
    for (let slot = this.#room; slot < room; slot++) this.#free[this.#freeCount++] = slot;
    this.#room = room;
    return true;
  }

  #enqueue(slot: number, length: number, dueNs: number): void {
    if (slot < 0) return;
    const i = this.#tail++ % this.#slots.length;
    // A line keeps its order: nobody is due before the one in front.
    this.#lastDueNs = Math.max(this.#lastDueNs, dueNs);
    this.#slots[i] = slot;
    this.#lengths[i] = length;
    this.#dueNs[i] = this.#lastDueNs;
  }
}
