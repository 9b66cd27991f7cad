/**
 * The price that an order is held against: the other side of the consolidated book, else its own side, else the last trade where the limits allow it. In a crossed book
 * the other side is the stricter of the two, so nothing special applies; a stale quote is not in the book at all (market-view.ts).
 */
import { BEST, BEST_STRIDE, type MarketView } from '../../core/market-view.js';
import { WITHOUT_REFERENCE } from './layout.js';
import type { MarketFacts } from './market-facts.js';

const BPS = 10_000;

export class References {
  /** Oldest last trade that counts, ms; 0: none does. */
  lastPriceMaxAgeMs = 0;

  constructor(
    private readonly market: MarketView,
    private readonly facts: MarketFacts,
  ) {}

  /** Writes the reference for an order into `cells[into]`; 0: there is none. `nowAt`: epoch ms. */
  find(instrument: number, isBuy: boolean, policy: number, cells: Float64Array, nowAt: number, into: number): void {
    const { best } = this.market;
    const at = instrument * BEST_STRIDE;
    const other = best[at + (isBuy ? BEST.askPrice : BEST.bidPrice)]!;
    const same = best[at + (isBuy ? BEST.bidPrice : BEST.askPrice)]!;
    if (other > 0) cells[into] = other;
    else if (same > 0) cells[into] = same;
    else if (policy === WITHOUT_REFERENCE.last && this.#lastCounts(instrument, cells, nowAt)) {
      cells[into] = this.facts.lastPrice[instrument]!;
    } else cells[into] = 0;
  }

  #lastCounts(instrument: number, cells: Float64Array, nowAt: number): boolean {
    const { lastPrice, lastEpochMs } = this.facts;
    return lastPrice[instrument]! > 0 && cells[nowAt]! - lastEpochMs[instrument]! <= this.lastPriceMaxAgeMs;
  }
}

/**
 * The worst price that a collar allows, into `cells[into]`: the reference in `cells[at]` and `bps` basis points beyond, rounded towards the reference. Whole numbers
 * below 2^51 throughout.
 */
export function collar(isBuy: boolean, cells: Float64Array, at: number, bps: number, into: number): void {
  const reference = cells[at]!;
  const whole = Math.floor(reference / BPS);
  const rest = reference - whole * BPS;
  cells[into] = isBuy
    ? whole * (BPS + bps) + Math.floor((rest * (BPS + bps)) / BPS)
    : whole * (BPS - bps) + Math.ceil((rest * (BPS - bps)) / BPS);
}
