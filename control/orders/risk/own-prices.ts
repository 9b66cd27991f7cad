/**
 * Prices at which a client's own orders rest, by instrument and side: a multiset whose best is kept in the client's row (layout.ts), where the risk pass looks.
 * Levels are sorted with the best at the end, where most changes are.
 */
import { ROW, ROW_STRIDE } from './layout.js';

const FIRST_LEVELS = 8;

class Levels {
  prices = new Float64Array(FIRST_LEVELS);
  counts = new Int32Array(FIRST_LEVELS);
  length = 0;

  constructor(private readonly isBuy: boolean) {}

  get best(): number {
    return this.length === 0 ? 0 : this.prices[this.length - 1]!;
  }

  add(price: number): void {
    const at = this.#find(price);
    if (at < this.length && this.prices[at] === price) {
      this.counts[at] = this.counts[at]! + 1;
      return;
    }
    if (this.length === this.prices.length) this.#grow();
    this.prices.copyWithin(at + 1, at, this.length);
    this.counts.copyWithin(at + 1, at, this.length);
    this.prices[at] = price;
    this.counts[at] = 1;
    this.length++;
  }

  /** False: no such price. */
  remove(price: number): boolean {
    const at = this.#find(price);
    if (at >= this.length || this.prices[at] !== price) return false;
    this.counts[at] = this.counts[at]! - 1;
    if (this.counts[at] === 0) {
      this.prices.copyWithin(at, at + 1, this.length);
      this.counts.copyWithin(at, at + 1, this.length);
      this.length--;
    }
    return true;
  }

  /** The first place whose price is as good or better. */
  #find(price: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = this.prices[middle]!;
      if (this.isBuy ? there < price : there > price) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #grow(): void {
    const { prices, counts } = this;
    this.prices = new Float64Array(prices.length * 2);
    this.counts = new Int32Array(counts.length * 2);
    this.prices.set(prices);
    this.counts.set(counts);
  }
}

export class OwnPrices {
  /** By row, two each; made when the first order rests. */
  readonly #levels = new Map<number, Levels>();

  constructor(private readonly rows: Float64Array) {}

  rest(row: number, isBuy: boolean, price: number): void {
    const key = row * 2 + (isBuy ? 0 : 1);
    let levels = this.#levels.get(key);
    if (levels === undefined) this.#levels.set(key, (levels = new Levels(isBuy)));
    levels.add(price);
    this.#keepBest(row, isBuy, levels);
  }

  /** False: nothing rests there. */
  unrest(row: number, isBuy: boolean, price: number): boolean {
    const levels = this.#levels.get(row * 2 + (isBuy ? 0 : 1));
    if (levels === undefined || !levels.remove(price)) return false;
    this.#keepBest(row, isBuy, levels);
    return true;
  }

  #keepBest(row: number, isBuy: boolean, levels: Levels): void {
    this.rows[row * ROW_STRIDE + (isBuy ? ROW.ownBid : ROW.ownAsk)] = levels.best;
  }
}
