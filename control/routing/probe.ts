/** Before the displayed quote, part of the first slice tries the middle of the spread, at the venue where that has traded best. */
import { BEST, BEST_STRIDE, type MarketView } from '../core/market-view.js';
import type { Candidates } from './candidates.js';
import { NOTE } from './decisions/frame.js';
import type { Hand } from './hand.js';
import type { Learning } from './learning/learning.js';
import type { Slices } from './slices.js';
import { TERM, type Terms } from './terms.js';

export interface ProbeOptions {
  readonly market: MarketView;
  readonly terms: Terms;
  readonly learning: Learning;
  readonly candidates: Candidates;
  readonly slices: Slices;
  readonly hand: Hand;
}

export class Probe {
  readonly #options: ProbeOptions;

  constructor(options: ProbeOptions) {
    this.#options = options;
  }

  /** @param chance the least measured chance at which it is tried */
  try(chance: number, minQuantity: number): void {
    const { market, terms, learning, candidates, slices, hand } = this.#options;
    const { instrument, isBuy } = candidates;
    const venue = learning.bestInside(candidates, chance);
    if (venue < 0 || slices.count === 0 || slices.count === slices.capacity) return;
    const b = instrument * BEST_STRIDE;
    const bid = market.best[b + BEST.bidPrice]!;
    const ask = market.best[b + BEST.askPrice]!;
    const step = terms.stepOf(instrument, venue);
    if (bid === 0 || ask - bid < 2 * step) return;
    const middle = (bid + ask) / 2;
    const price = isBuy ? Math.floor(middle / step) * step : -Math.ceil(middle / step) * step;
    const lot = Math.max(terms.row(instrument, venue, TERM.lot), terms.row(instrument, slices.venue(0), TERM.lot));
    const least = Math.max(minQuantity, terms.row(instrument, venue, TERM.minQuantity));
    if (slices.split(venue, price, lot, least)) hand.notes |= NOTE.midpoint;
  }
}
