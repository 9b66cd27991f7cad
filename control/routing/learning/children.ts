/**
 * Our orders at venues, as far as the router has to know them: a table of fixed size, found by number (linear probing). Full: an order is not followed, and
 * counted; nothing is learnt from it.
 */

export class Children {
  readonly orderIds: Float64Array;
  readonly decisions: Float64Array;
  readonly quantities: Float64Array;
  readonly filled: Float64Array;
  /** Of the fills: at a better price than the order's own. */
  readonly improved: Float64Array;
  readonly prices: Float64Array;
  readonly sentNs: Float64Array;
  /** What could be taken on the other side at that time, at that venue. */
  readonly available: Float64Array;
  /** Part of a quote that it keeps from other decisions. */
  readonly reserved: Float64Array;
  readonly venues: Int32Array;
  readonly instruments: Int32Array;
  readonly sides: Int32Array;
  /** Column of the fill rates: size and distance (measures.ts). */
  readonly classes: Int32Array;
  /** 1: the venue has said something about it. */
  readonly answered: Uint8Array;
  readonly #mask: number;
  readonly #limit: number;
  #size = 0;
  notFollowed = 0;

  /** @param capacityLog2 of the table; three quarters of it are used. */
  constructor(capacityLog2 = 15) {
    const capacity = 2 ** capacityLog2;
    this.orderIds = new Float64Array(capacity);
    this.decisions = new Float64Array(capacity);
    this.quantities = new Float64Array(capacity);
    this.filled = new Float64Array(capacity);
    this.improved = new Float64Array(capacity);
    this.prices = new Float64Array(capacity);
    this.sentNs = new Float64Array(capacity);
    this.available = new Float64Array(capacity);
    this.reserved = new Float64Array(capacity);
    this.venues = new Int32Array(capacity);
    this.instruments = new Int32Array(capacity);
    this.sides = new Int32Array(capacity);
    this.classes = new Int32Array(capacity);
    this.answered = new Uint8Array(capacity);
    this.#mask = capacity - 1;
    this.#limit = capacity * 0.75;
  }

  get size(): number {
    return this.#size;
  }

  get capacity(): number {
    return this.#mask + 1;
  }

  /** Row of an order; -1: not followed. */
  find(orderId: number): number {
    const { orderIds } = this;
    const mask = this.#mask;
    for (let row = this.#home(orderId); orderIds[row] !== 0; row = (row + 1) & mask) {
      if (orderIds[row] === orderId) return row;
    }
    return -1;
  }

  /** Row for a new order, whose columns the caller fills; -1: none is free, or it is there. */
  add(orderId: number): number {
    const { orderIds } = this;
    const mask = this.#mask;
    if (this.#size >= this.#limit) {
      this.notFollowed++;
      return -1;
    }
    let row = this.#home(orderId);
    while (orderIds[row] !== 0) {
      if (orderIds[row] === orderId) return -1;
      row = (row + 1) & mask;
    }
    orderIds[row] = orderId;
    this.filled[row] = 0;
    this.improved[row] = 0;
    this.answered[row] = 0;
    this.reserved[row] = 0;
    this.#size++;
    return row;
  }

  /** Frees a row. Rows behind it move up, so no row is valid after this. */
  remove(row: number): void {
    const { orderIds } = this;
    const mask = this.#mask;
    let hole = row;
    for (let next = (hole + 1) & mask; orderIds[next] !== 0; next = (next + 1) & mask) {
      const home = this.#home(orderIds[next]!);
      // It may move only to where a search for it still comes by.
      if (((next - home) & mask) < ((next - hole) & mask)) continue;
      this.#move(next, hole);
      hole = next;
    }
    orderIds[hole] = 0;
    this.#size--;
  }

  #move(from: number, to: number): void {
    this.orderIds[to] = this.orderIds[from]!;
    this.decisions[to] = this.decisions[from]!;
    this.quantities[to] = this.quantities[from]!;
    this.filled[to] = this.filled[from]!;
    this.improved[to] = this.improved[from]!;
    this.prices[to] = this.prices[from]!;
    this.sentNs[to] = this.sentNs[from]!;
    this.available[to] = this.available[from]!;
    this.reserved[to] = this.reserved[from]!;
    this.venues[to] = this.venues[from]!;
    this.instruments[to] = this.instruments[from]!;
    this.sides[to] = this.sides[from]!;
    this.classes[to] = this.classes[from]!;
    this.answered[to] = this.answered[from]!;
  }

  #home(orderId: number): number {
    return (Math.imul(orderId | 0, 0x9e3779b1) >>> 8) & this.#mask;
  }
}
