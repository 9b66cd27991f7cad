/**
 * Orders of one client that passed a moment ago, by a hash of 64 bits over their terms, in two words: two different orders of one window are taken for the same with a chance of
 * one in 10^19. Bounded: no more can pass within the window than the message rate lets through, and for so many there is room in a ring, in the order in which they came.
 * Beside it a table of marks by hash: the newest order there and when it came. A mark that is older than the window says that none of these terms came within it, which is
 * what nearly every order finds; else the orders of that mark are followed back, newest first.
 */

import { alignedInts } from './layout.js';

/** Terms of an order, as the pass lays them out for `isDuplicate`: whole numbers up to 2^53. */
export const TERMS = { instrument: 0, codes: 1, quantity: 2, price: 3, stopPrice: 4, offset: 5 } as const;
export const TERMS_COUNT = 6;

/** An order in the ring: its hash, when it came, and the number of the one before it at its mark. */
const ENTRY = { first: 0, second: 1, time: 2, before: 3 } as const;
const STRIDE = 4;

/** Longer ago than any window reaches. */
const LONG_AGO = -(2 ** 30);
/** Times are counted from a base that moves when they come to this. */
const TIME_MAX = 2 ** 30;
const HIGH_WORD = 2 ** -32;

export class DuplicateWindow {
  /** By hash: the number of the newest order, and when it came. */
  readonly #marks: Int32Array;
  readonly #markMask: number;
  readonly #entries: Int32Array;
  readonly #entryMask: number;
  /** Number of the order that comes next; 32 bits. Its place is that within the ring. */
  #next = 0;
  readonly #base = new Float64Array(1);

  /** @param orders that can come within the window */
  constructor(
    private readonly withinMs: number,
    private readonly allowed: number,
    orders: number,
  ) {
    const places = 2 ** Math.max(4, Math.ceil(Math.log2(orders + 1)));
    this.#entries = alignedInts(places * STRIDE).fill(LONG_AGO);
    this.#entryMask = places - 1;
    this.#marks = alignedInts(places * 2).fill(LONG_AGO);
    this.#markMask = places - 1;
  }

  /**
   * Whether as many orders of these terms came within the window as are allowed. If not, this one is remembered.
   * @param terms `TERMS`
   * @param passed its first element: whole milliseconds, never going back
   */
  isDuplicate(terms: Float64Array, passed: Float64Array): boolean {
    if (passed[0]! - this.#base[0]! > TIME_MAX) this.#rebase(passed[0]!);
    const now = (passed[0]! - this.#base[0]!) | 0;
    const quantity = terms[TERMS.quantity]!;
    const price = terms[TERMS.price]!;
    const codes = (terms[TERMS.instrument]! << 8) ^ terms[TERMS.codes]!;
    const high = ((quantity * HIGH_WORD) << 11) ^ (price * HIGH_WORD);
    let first = Math.imul(codes ^ (quantity << 16), 0x9e3779b1);
    first = Math.imul(first ^ (first >>> 15) ^ quantity, 0x85ebca77) + high;
    first = Math.imul(first ^ (first >>> 13) ^ price, 0xc2b2ae3d);
    let second = Math.imul(codes, 0x27d4eb2f) + Math.imul(quantity, 0x165667b1) + high;
    second = Math.imul(second ^ (second >>> 15) ^ price, 0x2c1b3c6d);
    if (terms[TERMS.stopPrice]! + terms[TERMS.offset]! !== 0) {
      const stopPrice = terms[TERMS.stopPrice]!;
      const offset = terms[TERMS.offset]!;
      const rest = ((stopPrice * HIGH_WORD) << 11) ^ (offset * HIGH_WORD);
      first = Math.imul(first ^ (first >>> 16) ^ stopPrice, 0x27d4eb2f) + rest;
      first = Math.imul(first ^ (first >>> 15) ^ offset, 0x9e3779b1);
      second = Math.imul(second ^ (second >>> 16) ^ offset, 0x85ebca77) + rest;
      second = Math.imul(second ^ (second >>> 13) ^ stopPrice, 0xc2b2ae3d);
    }
    first ^= first >>> 16;
    const marks = this.#marks;
    const mark = (first & this.#markMask) << 1;
    const newest = marks[mark]!;
    if (now - marks[mark + 1]! < this.withinMs && this.#same(newest, first, second, now) >= this.allowed) return true;
    const next = this.#next;
    marks[mark] = next;
    marks[mark + 1] = now;
    this.#next = (next + 1) | 0;
    const entries = this.#entries;
    const at = (next & this.#entryMask) * STRIDE;
    entries[at + ENTRY.first] = first;
    entries[at + ENTRY.second] = second;
    entries[at + ENTRY.time] = now;
    entries[at + ENTRY.before] = newest;
    return false;
  }

  /** How many of this hash came within the window. */
  #same(newest: number, first: number, second: number, now: number): number {
    const entries = this.#entries;
    let same = 0;
    let number = newest;
    // How far back: what is further than the ring is long is not there any more.
    let back = (this.#next - newest) | 0;
    while (back > 0 && back <= this.#entryMask + 1) {
      const at = (number & this.#entryMask) * STRIDE;
      if (now - entries[at + ENTRY.time]! >= this.withinMs) break;
      if (entries[at + ENTRY.first] === first && entries[at + ENTRY.second] === second) same++;
      number = entries[at + ENTRY.before]!;
      const further = (this.#next - number) | 0;
      if (further <= back) break;
      back = further;
    }
    return same;
  }

  /** Once in twelve days. */
  #rebase(passed: number): void {
    const shift = passed - this.#base[0]!;
    this.#base[0] = passed;
    for (let at = 1; at < this.#marks.length; at += 2) this.#marks[at] = Math.max(LONG_AGO, this.#marks[at]! - shift);
    for (let at: number = ENTRY.time; at < this.#entries.length; at += STRIDE) {
      this.#entries[at] = Math.max(LONG_AGO, this.#entries[at]! - shift);
    }
  }
}
