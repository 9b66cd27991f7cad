/** What the kernel cannot get at itself: levels of venues, from their books; and quotes, where the market view keeps them elsewhere. */
import { BEST_STRIDE, QUOTE_STRIDE, type MarketView } from '../core/market-view.js';
import { AT, LIST, SHALLOW } from './kernel/layout.js';
import type { RoutingMemory } from './kernel/memory.js';

// Locals of the module: V8 of Node 20 does not fold constants that are imported.
const QUOTES = QUOTE_STRIDE;
const BESTS = BEST_STRIDE;
const WANTED = AT.wanted / 4;
const COUNT = LIST.count / 4;
const KNOWN = AT.known / 4;

export class VenueLevels {
  /** The quotes stand in the kernel's memory. */
  readonly isInPlace: boolean;
  readonly #market: MarketView;
  readonly #memory: RoutingMemory;
  readonly #integers: Int32Array;
  readonly #prices: Float64Array;
  readonly #quantities: Float64Array;
  readonly #depth: number;
  readonly #shallow: number;

  constructor(market: MarketView, memory: RoutingMemory, depth: number) {
    this.isInPlace = market.quotes === memory.quotes && market.best === memory.best;
    this.#market = market;
    this.#memory = memory;
    this.#integers = memory.integers;
    this.#prices = memory.levelPrices;
    this.#quantities = memory.levelQuantities;
    this.#depth = depth;
    this.#shallow = Math.min(SHALLOW, depth);
  }

  /** Copies the quotes of an instrument to where the kernel looks for them. */
  show(instrument: number): void {
    const { quotes, best } = this.#market;
    const { quotes: ownQuotes, best: ownBest } = this.#memory;
    const words = (this.#market.venues * QUOTES) | 0;
    const end = ((instrument + 1) * words) | 0;
    for (let at = (instrument * words) | 0; at < end; at++) ownQuotes[at] = quotes[at]!;
    const bestEnd = ((instrument + 1) * BESTS) | 0;
    for (let at = (instrument * BESTS) | 0; at < bestEnd; at++) ownBest[at] = best[at]!;
  }

  /** Reads the levels that the kernel has asked for: a few of a venue first, and all when those are used up. */
  read(instrument: number, isBuy: boolean): void {
    const integers = this.#integers;
    const depth = this.#depth;
    const known = integers[KNOWN]!;
    const side = isBuy ? 'ask' : 'bid';
    for (let left = integers[WANTED]!; left !== 0; left &= left - 1) {
      const venue = 31 - Math.clz32(left & -left);
      const wanted = ((known >> venue) & 1) === 0 ? this.#shallow : depth;
      integers[COUNT + venue] = this.#market.readVenueDepth(
        instrument,
        venue,
        side,
        wanted,
        this.#prices,
        this.#quantities,
        venue * depth,
      );
    }
  }
}
