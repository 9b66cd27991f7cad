/**
 * One decision in memory and on disk: a run of doubles, little-endian. The router computes in these words, so that recording costs no second pass:
 * what it read and what it made of it stands there when it is done.
 *
 *     head      HEAD_WORDS
 *     venues    ROW_WORDS for each venue
 *     levels    for each venue whose book was looked into: venue, count, then price and quantity of each level behind the best
 *     slices    SLICE_WORDS each
 *
 * Prices and quantities are integers in the instrument's units. Whatever a decision depends on is in its frame or in the reference frame of its instrument
 * (log-format.ts), so that a decision can be made again from them.
 */

export const HEAD_WORDS = 34;
export const HEAD = {
  /** Of the whole frame. */
  words: 0,
  decision: 1,
  epochMs: 2,
  orderId: 3,
  client: 4,
  instrument: 5,
  side: 6,
  quantity: 7,
  /** 0: market. */
  limitPrice: 8,
  minQuantity: 9,
  strategy: 10,
  /** FLAG bits. */
  flags: 11,
  attempt: 12,
  /** Bit masks of venues: those that the request excludes, those that are lost, those under self-help, those that take sweeps. */
  excluded: 13,
  lost: 14,
  selfHelp: 15,
  sweepable: 16,
  /** RULE bits that were in force, and the venues whose quotes they protect. */
  rules: 17,
  protectedVenues: 18,
  roundLot: 19,
  increment: 20,
  lowerBand: 21,
  upperBand: 22,
  halt: 23,
  /** The consolidated best, as it was seen. */
  bestBid: 24,
  bestAsk: 25,
  /** Nothing may be taken at a worse price than this protected quote that cannot be taken; 0: none. */
  barrier: 26,
  /** NOTE bits. */
  notes: 27,
  remainder: 28,
  /** REASON. */
  reason: 29,
  venues: 30,
  /** Words of the levels, and how many slices. */
  levelWords: 31,
  slices: 32,
  /** The instrument's primary venue, -1: none. */
  primary: 33,
} as const;

export const FLAG = { takeOnly: 1, postOnly: 2, parallel: 4, control: 8, fallback: 16 } as const;

export const ROW_WORDS = 18;
export const ROW = {
  /** The quote that the order would take: price and displayed quantity. */
  price: 0,
  displayed: 1,
  /** Of that, what orders of ours are already on their way to. */
  reserved: 2,
  /** WHY, plus 256 times the EXCLUDED bits of the market view. */
  why: 3,
  /** Of taking: price units a unit of quantity, and part of the price. Negative: a rebate. */
  feeFlat: 4,
  feeRate: 5,
  /** Score of the fees of resting, and measured fill rate of resting orders. */
  restCost: 6,
  restFill: 7,
  /** Quantity that is expected behind what is displayed. */
  hidden: 8,
  /** Price with fees, for the side of the order. */
  net: 9,
  // The five scores, 0 bad to 1 good (price up to 2), and their weighted sum.
  priceScore: 10,
  speed: 11,
  fill: 12,
  cost: 13,
  liquidity: 14,
  score: 15,
  /** Measured chance that an order inside the spread trades here. */
  improvement: 16,
  /** Score for what is left to rest; 0 when nothing was. */
  restScore: 17,
} as const;

export const SLICE_WORDS = 4;
export const SLICE = { venue: 0, quantity: 1, price: 2, kind: 3 } as const;
/** Bits of a slice's `kind`. */
export const SLICE_KIND = { takes: 1, sweep: 2, midpoint: 4 } as const;

/** Why a venue was left out; the order is that in which they are looked for. */
export const WHY = {
  none: 0,
  notListed: 1,
  /** The market view does not count its quotes: the EXCLUDED bits tell why. */
  state: 2,
  lost: 3,
  excluded: 4,
  selfHelp: 5,
  noQuote: 6,
  reserved: 7,
  worseThanLimit: 8,
  notChosen: 9,
  /** Its price would trade through a protected quote that cannot be taken. */
  tradesThrough: 10,
  belowMinimum: 11,
} as const;

export const WHY_TEXT: readonly string[] = [
  '',
  'does not list the instrument',
  'quote does not count',
  'order entry is down',
  'excluded by the order',
  'self-help: does not answer in time',
  'no quote on this side',
  'all that it shows is already being taken by orders of ours',
  'worse than the limit or outside the price band',
  'not chosen by the strategy',
  'would trade through a protected quote elsewhere',
  'what it could get is below its minimum quantity',
];

/** Why something could not be placed. */
export const REASON = {
  none: 0,
  noLiquidity: 1,
  protectedQuote: 2,
  halted: 3,
  noVenue: 4,
  belowMinimum: 5,
  outsideBand: 6,
  slicesFull: 7,
  attemptsExhausted: 8,
  waitsBehind: 9,
  lot: 10,
  strategyUnknown: 11,
  aboveMaximum: 12,
} as const;

/** Codes as `RouteSlices.reason` has them. */
export const REASON_CODE: readonly string[] = [
  '',
  'NO_LIQUIDITY',
  'PROTECTED_QUOTE',
  'HALTED',
  'NO_VENUE',
  'BELOW_MINIMUM',
  'OUTSIDE_BAND',
  'SLICES_FULL',
  'ATTEMPTS_EXHAUSTED',
  'WAITS_BEHIND',
  'LOT',
  'STRATEGY_UNKNOWN',
  'ABOVE_MAXIMUM',
];

/** What is worth knowing about a decision: exceptions from rules that it used, opportunities that it saw, and what was done to a price. */
export const NOTE = {
  /** Sweeps were marked as such: order protection is met by taking the better quotes at the same time. */
  sweep: 1,
  /** A quote of a venue under self-help was traded through. */
  selfHelp: 2,
  /** The market was crossed: quotes are not protected while it is. */
  crossed: 4,
  /** A better quote of less than a round lot, which nobody must take, was passed over. */
  oddLotPassed: 8,
  /** A better price of a venue whose quotes do not count was passed over. */
  uncountedPassed: 16,
  midpoint: 32,
  inverted: 64,
  oddLot: 128,
  /** The resting price was moved so that it does not lock or cross; into the band; onto the price increment. */
  restUncrossed: 256,
  restBanded: 512,
  restRounded: 1024,
} as const;

export const NOTE_TEXT: ReadonlyMap<number, string> = new Map([
  [NOTE.sweep, 'order protection: intermarket sweep'],
  [NOTE.selfHelp, 'exception: a better quote of a venue under self-help was passed over'],
  [NOTE.crossed, 'exception: the market was crossed'],
  [NOTE.oddLotPassed, 'a better quote below a round lot, which is not protected, was passed over'],
  [NOTE.uncountedPassed, 'a better price of a venue whose quotes do not count was passed over'],
  [NOTE.midpoint, 'opportunity: inside the spread'],
  [NOTE.inverted, 'opportunity: a venue that pays for taking'],
  [NOTE.oddLot, 'opportunity: an odd lot better than the best round lot'],
  [NOTE.restUncrossed, 'resting price moved: it would have locked or crossed'],
  [NOTE.restBanded, 'resting price moved into the price band'],
  [NOTE.restRounded, 'resting price moved onto the price increment'],
]);

/** Words of the longest frame there can be. */
export function frameWordsMax(venues: number, depth: number, slices: number): number {
  return HEAD_WORDS + venues * (ROW_WORDS + 2 + 2 * depth) + slices * SLICE_WORDS;
}
