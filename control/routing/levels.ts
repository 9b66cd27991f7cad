/** Levels behind the best of each venue, read from its book when a decision first asks for them: a few, and all only when those are used up. */
import type { MarketView } from '../core/market-view.js';

const SHALLOW = 2;

export class Levels {
  readonly prices: Float64Array;
  readonly quantities: Float64Array;
  readonly #market: MarketView;
  readonly #depth: number;
  /** How many levels are here, and the deepest that was asked for; of the venues in `#read`, which are `#count`. */
  readonly #known: Int32Array;
  readonly #asked: Int32Array;
  readonly #read: Int32Array;
  #count = 0;

  constructor(market: MarketView, depth: number) {
    const { venues } = market;
    this.#market = market;
    this.#depth = depth;
    this.prices = new Float64Array(venues * depth);
    this.quantities = new Float64Array(venues * depth);
    this.#known = new Int32Array(venues).fill(-1);
    this.#asked = new Int32Array(venues);
    this.#read = new Int32Array(venues);
  }

  /** Before a decision: nothing has been read. */
  clear(): void {
    for (let n = 0; n < this.#count; n++) this.#known[this.#read[n]!] = -1;
    this.#count = 0;
  }

  /** Where a level stands in `prices` and `quantities`; 0 is the best one. -1: the book, or what is looked at of it, is not that deep. */
  at(instrument: number, venue: number, isBuy: boolean, level: number): number {
    let known = this.#known[venue]!;
    if (known < 0) {
      this.#read[this.#count++] = venue;
      this.#asked[venue] = level;
    } else if (level > this.#asked[venue]!) this.#asked[venue] = level;
    if (level >= known) {
      const depth = this.#depth;
      // Fewer than were asked for the last time: there are no more.
      if (level >= depth || (known >= 0 && known < SHALLOW)) {
        if (known < 0) this.#known[venue] = 0;
        return -1;
      }
      const wanted = level < SHALLOW && SHALLOW < depth ? SHALLOW : depth;
      known = this.#market.readVenueDepth(
        instrument,
        venue,
        isBuy ? 'ask' : 'bid',
        wanted,
        this.prices,
        this.quantities,
        venue * depth,
      );
      this.#known[venue] = known;
      if (level >= known) return -1;
    }
    return venue * this.#depth + level;
  }

  /** Writes the levels that were looked at from index `to` on: venue, how many behind the best, price and quantity of each. Returns how many words. */
  record(words: Float64Array, to: number): number {
    let end = to;
    for (let n = 0; n < this.#count; n++) {
      const venue = this.#read[n]!;
      const base = venue * this.#depth;
      const count = Math.max(0, Math.min(this.#asked[venue]!, this.#known[venue]! - 1));
      words[end] = venue;
      words[end + 1] = count;
      end += 2;
      for (let level = 1; level <= count; level++) {
        words[end] = this.prices[base + level]!;
        words[end + 1] = this.quantities[base + level]!;
        end += 2;
      }
    }
    return end - to;
  }
}
