/**
 * Orders of one client that passed a moment ago, by their terms. Bounded: no more can pass within the window than the message rate lets through, and for so many there
 * is room. Entries lie in a ring in the order of time, and hang by hash in chains of which the oldest comes first, so what expires is always the head of its chain.
 */

/** Terms of an order, as the pass lays them out for `isDuplicate`. */
export const TERMS = { instrument: 0, codes: 1, quantity: 2, price: 3, stopPrice: 4, offset: 5 } as const;
export const TERMS_COUNT = 6;

const ENTRY_STRIDE = 8;
const TIME = TERMS_COUNT;
const NONE = -1;

export class DuplicateWindow {
  readonly #entries: Float64Array;
  readonly #buckets: Int32Array;
  readonly #next: Int32Array;
  readonly #heads: Int32Array;
  readonly #tails: Int32Array;
  readonly #capacity: number;
  readonly #mask: number;
  #first = 0;
  #count = 0;

  /** @param orders that can come within the window */
  constructor(
    private readonly withinMs: number,
    private readonly allowed: number,
    orders: number,
  ) {
    // Of the next power of two, so that rings and hashes take a mask.
    this.#capacity = 2 ** Math.ceil(Math.log2(Math.max(2, orders + 1)));
    this.#mask = this.#capacity - 1;
    this.#entries = new Float64Array(this.#capacity * ENTRY_STRIDE);
    this.#buckets = new Int32Array(this.#capacity);
    this.#next = new Int32Array(this.#capacity).fill(NONE);
    this.#heads = new Int32Array(this.#capacity).fill(NONE);
    this.#tails = new Int32Array(this.#capacity).fill(NONE);
  }

  get count(): number {
    return this.#count;
  }

  /**
   * Whether as many orders of these terms came within the window as are allowed. If not, this one is remembered.
   * @param terms `TERMS`
   * @param passed its first element: milliseconds, never going back
   */
  isDuplicate(terms: Float64Array, passed: Float64Array): boolean {
    const entries = this.#entries;
    const now = passed[0]!;
    while (this.#count > 0 && now - entries[this.#first * ENTRY_STRIDE + TIME]! >= this.withinMs) this.#expire();
    const bucket = this.#hash(terms);
    let same = 0;
    for (let i = this.#heads[bucket]!; i !== NONE; i = this.#next[i]!) {
      const at = i * ENTRY_STRIDE;
      if (
        entries[at] === terms[0] &&
        entries[at + 1] === terms[1] &&
        entries[at + 2] === terms[2] &&
        entries[at + 3] === terms[3] &&
        entries[at + 4] === terms[4] &&
        entries[at + 5] === terms[5]
      ) {
        same++;
      }
    }
    if (same >= this.allowed) return true;
    // The rate was raised without room being made: the oldest makes way.
    if (this.#count === this.#capacity) this.#expire();
    const slot = (this.#first + this.#count) & this.#mask;
    this.#count++;
    const at = slot * ENTRY_STRIDE;
    for (let i = 0; i < TERMS_COUNT; i++) entries[at + i] = terms[i]!;
    entries[at + TIME] = now;
    this.#buckets[slot] = bucket;
    this.#next[slot] = NONE;
    const tail = this.#tails[bucket]!;
    if (tail === NONE) this.#heads[bucket] = slot;
    else this.#next[tail] = slot;
    this.#tails[bucket] = slot;
    return false;
  }

  #expire(): void {
    const slot = this.#first;
    const bucket = this.#buckets[slot]!;
    const next = this.#next[slot]!;
    this.#heads[bucket] = next;
    if (next === NONE) this.#tails[bucket] = NONE;
    this.#first = (slot + 1) & this.#mask;
    this.#count--;
  }

  #hash(terms: Float64Array): number {
    // Whole numbers up to 2^53: low words are what differs.
    let hash = terms[TERMS.instrument]! | 0;
    hash = Math.imul(hash ^ (terms[TERMS.codes]! | 0), 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15) ^ (terms[TERMS.quantity]! | 0), 0x85ebca77);
    hash = Math.imul(hash ^ (hash >>> 13) ^ (terms[TERMS.price]! | 0), 0xc2b2ae3d);
    hash = Math.imul(hash ^ (hash >>> 16) ^ (terms[TERMS.stopPrice]! | 0), 0x27d4eb2f);
    return (hash ^ (hash >>> 15)) & this.#mask;
  }
}
