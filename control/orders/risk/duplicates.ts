/**
 * Orders of one client that passed a moment ago, by their terms. Bounded: no more can pass within the window than the message rate lets through, and for so many there
 * is room. What is looked at is one cache line of eight marks (a hash and a time each); the terms behind a mark are read only where the hash is the same. A mark that is
 * older than the window is a free place: nothing has to be cleared. Where all eight are in use the order goes to a short list, which is searched while it has any.
 */

import { alignedInts } from './layout.js';

/** Terms of an order, as the pass lays them out for `isDuplicate`. */
export const TERMS = { instrument: 0, codes: 1, quantity: 2, price: 3, stopPrice: 4, offset: 5 } as const;
export const TERMS_COUNT = 6;

/** Terms and time of an order. */
const STRIDE = 8;
const TIME = TERMS_COUNT;
const WAYS = 8;
const OVERFLOW_MAX = 256;

/** Longer ago than any window reaches, from every time of the first weeks. */
const LONG_AGO = -(2 ** 30);

export class DuplicateWindow {
  /** By bucket: hash and time (ms, the low 32 bits) of each way. */
  readonly #marks: Int32Array;
  /** By way and bucket, as the first ways are used most; after them the overflow. */
  readonly #entries: Float64Array;
  readonly #mask: number;
  readonly #buckets: number;
  readonly #overflowAt: number;
  #overflow = 0;
  /** Orders that found no room at all and are not remembered. */
  forgotten = 0;

  /** @param orders that can come within the window */
  constructor(
    private readonly withinMs: number,
    private readonly allowed: number,
    orders: number,
  ) {
    // A quarter as many buckets as orders: four to a bucket when they come as fast as they may.
    const buckets = 2 ** Math.max(4, Math.ceil(Math.log2((orders + 1) / 4)));
    this.#buckets = buckets;
    this.#mask = buckets - 1;
    this.#marks = alignedInts(buckets * WAYS * 2).fill(LONG_AGO);
    this.#overflowAt = buckets * WAYS;
    this.#entries = new Float64Array((buckets * WAYS + OVERFLOW_MAX) * STRIDE);
  }

  /**
   * Whether as many orders of these terms came within the window as are allowed. If not, this one is remembered.
   * @param terms `TERMS`
   * @param passed its first element: whole milliseconds, never going back
   */
  isDuplicate(terms: Float64Array, passed: Float64Array): boolean {
    const marks = this.#marks;
    const now = passed[0]! | 0;
    const { withinMs } = this;
    const hash = hashOf(terms);
    const bucket = (hash >>> 7) & this.#mask;
    const first = bucket * WAYS * 2;
    let same = this.#overflow === 0 ? 0 : this.#sameInOverflow(terms, passed);
    let free = -1;
    for (let way = WAYS - 1; way >= 0; way--) {
      const at = first + way * 2;
      // A mark comes round in seven weeks: it may take a place too long, but the entry behind it tells the truth.
      if ((now - marks[at + 1]!) >>> 0 >= withinMs) free = way;
      else if (marks[at] === hash && this.#isSame(way * this.#buckets + bucket, terms, passed)) same++;
    }
    if (same >= this.allowed) return true;
    if (free >= 0) {
      marks[first + free * 2] = hash;
      marks[first + free * 2 + 1] = now;
      this.#write(free * this.#buckets + bucket, terms, passed);
    } else if (this.#overflow < OVERFLOW_MAX) {
      this.#write(this.#overflowAt + this.#overflow++, terms, passed);
    } else {
      this.forgotten++;
    }
    return false;
  }

  #isSame(place: number, terms: Float64Array, passed: Float64Array): boolean {
    const entries = this.#entries;
    const at = place * STRIDE;
    for (let i = 0; i < TERMS_COUNT; i++) if (entries[at + i] !== terms[i]) return false;
    return passed[0]! - entries[at + TIME]! < this.withinMs;
  }

  #write(place: number, terms: Float64Array, passed: Float64Array): void {
    const entries = this.#entries;
    const at = place * STRIDE;
    for (let i = 0; i < TERMS_COUNT; i++) entries[at + i] = terms[i]!;
    entries[at + TIME] = passed[0]!;
  }

  /** Counts, and lets go of what is older than the window. */
  #sameInOverflow(terms: Float64Array, passed: Float64Array): number {
    const entries = this.#entries;
    let same = 0;
    for (let i = this.#overflow - 1; i >= 0; i--) {
      const place = this.#overflowAt + i;
      if (passed[0]! - entries[place * STRIDE + TIME]! >= this.withinMs) {
        const last = (this.#overflowAt + --this.#overflow) * STRIDE;
        entries.copyWithin(place * STRIDE, last, last + STRIDE);
      } else if (this.#isSame(place, terms, passed)) {
        same++;
      }
    }
    return same;
  }
}

/** Whole numbers up to 2^53, of which the low words differ. */
function hashOf(terms: Float64Array): number {
  let hash = Math.imul((terms[TERMS.instrument]! << 8) ^ terms[TERMS.codes]!, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15) ^ terms[TERMS.quantity]!, 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 13) ^ terms[TERMS.price]!, 0xc2b2ae3d);
  hash = Math.imul(hash ^ (hash >>> 16) ^ terms[TERMS.stopPrice]!, 0x27d4eb2f);
  return hash ^ (hash >>> 15);
}
