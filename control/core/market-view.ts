/**
 * The `MarketView` port: the market across venues as the router, order types, risk and the dashboard read it, in place and without copies. Prices and
 * quantities are integers in the units of the instrument (instruments.ts), held as doubles; 0 is "none".
 *
 * `quotes` has `QUOTE_STRIDE` numbers for every (instrument, venue) at `(instrument * venues + venue) * QUOTE_STRIDE`; `best` has `BEST_STRIDE` numbers for
 * every instrument. Both arrays stay the same for good.
 */

/** Best bid and offer of one instrument on one venue. */
export const QUOTE = {
  bidPrice: 0,
  bidQuantity: 1,
  askPrice: 2,
  askQuantity: 3,
  state: 4,
  timeNs: 5,
  version: 6,
} as const;
export const QUOTE_STRIDE = 8;

/**
 * The national best bid and offer: best price over all venues that count, the quantity that they show there together, and which venues they are
 * as a bit mask (venue 0 is bit 0).
 */
export const BEST = {
  bidPrice: 0,
  bidQuantity: 1,
  bidVenues: 2,
  askPrice: 3,
  askQuantity: 4,
  askVenues: 5,
  condition: 6,
  version: 7,
} as const;
export const BEST_STRIDE = 8;

/** `locked`: the best bid is the best offer; `crossed`: it is above. Both need two venues, or one whose own book is so. */
export const CONDITION = { normal: 0, oneSided: 1, empty: 2, locked: 3, crossed: 4 } as const;

/** Why a venue's quote does not count; bits, 0 counts. */
export const EXCLUDED = {
  /** Nothing is known: no data yet, or the venue does not list the instrument. */
  absent: 1,
  /** The feed or the line behind it went quiet, or was cut. */
  stale: 2,
  /** Messages are missing: the book may be wrong. */
  uncertain: 4,
  halted: 8,
  /** Quotation only, auction, paused: nothing trades at these prices now. */
  notTrading: 16,
  /** The venue's own book is crossed: it cannot be right. */
  selfCrossed: 32,
  /** Taken out by hand or by policy. */
  disabled: 64,
} as const;

export type BookSide = 'bid' | 'ask';

/** Levels over all venues, best first; reused by its owner. */
export interface DepthBuffer {
  readonly prices: Float64Array;
  readonly quantities: Float64Array;
  /** Venue of each level. */
  readonly venues: Int32Array;
}

export interface MarketView {
  readonly instruments: number;
  /** At most 31. */
  readonly venues: number;
  readonly quotes: Float64Array;
  readonly best: Float64Array;
  /** One venue's levels of a side, best first, whatever its state; returns how many were written from index `at` on. */
  readVenueDepth(
    instrument: number,
    venue: number,
    side: BookSide,
    depth: number,
    prices: Float64Array,
    quantities: Float64Array,
    at: number,
  ): number;
  /**
   * All counting venues' levels of a side merged: by price, at one price the venue with the larger quantity first, then the lower venue number. Every
   * level keeps its venue. Returns how many; at most `depth` of each venue are looked at.
   */
  readDepth(instrument: number, side: BookSide, depth: number, into: DepthBuffer): number;
  /** Called for each instrument whose quotes or best changed, once per batch of records. The listener reads; it changes nothing. */
  onChange(listener: (instrument: number) => void): void;
}
