/**
 * What the router records, in memory and on disk: frames of doubles, little-endian. Word 0 is the length of the frame in words, word 1 its kind.
 *
 *     decision   HEAD_WORDS, then VENUE_WORDS for each venue (the book that was seen), then SLICE_WORDS for each slice, then, where a listed venue was left out, a
 *                word for each venue (WHY), then for each venue whose book was looked into: venue, count, price and quantity of each level behind the best
 *     measures   what was learnt of a venue and of an instrument there, each time that it changed
 *     terms      rules, fees and lots of an instrument, each time that they changed
 *     fill       a fill, and where the market went after it (quality/fills.ts)
 *
 * A decision follows from its own frame and from the newest measures and terms before it: so scores need not be written down, and whoever reads the frames in
 * order can make each decision again and see them. Prices and quantities are integers in the instrument's units.
 */

/** Those from 100 on are in files only: texts in JSON (`reference`, `note`), and everything that was learnt (`snapshot`). */
export const KIND = { decision: 1, measures: 2, terms: 3, fill: 4, reference: 100, snapshot: 101, note: 102 } as const;

export const HEAD_WORDS = 24;
export const HEAD = {
  /** Of the whole frame. */
  words: 0,
  kind: 1,
  decision: 2,
  epochMs: 3,
  orderId: 4,
  client: 5,
  instrument: 6,
  side: 7,
  quantity: 8,
  /** 0: market. */
  limitPrice: 9,
  minQuantity: 10,
  strategy: 11,
  /** FLAG bits, and 256 times the attempt. */
  flags: 12,
  /** Bit masks of venues: those that the request excludes, those that are lost, those under self-help. */
  excluded: 13,
  lost: 14,
  selfHelp: 15,
  /** The consolidated best, as it was seen. */
  bestBid: 16,
  bestAsk: 17,
  /** Nothing may be taken at a worse price than this protected quote that cannot be taken; 0: none. */
  barrier: 18,
  /** NOTE bits. */
  notes: 19,
  remainder: 20,
  /** REASON. */
  reason: 21,
  /** A bit mask of the venues that list the instrument and were left out; 0: no words tell why. */
  leftOut: 22,
  slices: 23,
} as const;

export const FLAG = { takeOnly: 1, postOnly: 2, parallel: 4, control: 8, fallback: 16, crossed: 32 } as const;

export const VENUE_WORDS = 2;
/** The quote that the order would take. */
export const VENUE = { price: 0, displayed: 1 } as const;

export const SLICE_WORDS = 4;
export const SLICE = { venue: 0, quantity: 1, price: 2, kind: 3 } as const;
/** Bits of a slice's `kind`. */
export const SLICE_KIND = { takes: 1, sweep: 2, midpoint: 4 } as const;

/** Why a venue was left out, plus 256 times the EXCLUDED bits of the market view; the order is that in which they are looked for. */
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

/** Index of the first slice of a decision's frame. */
export function slicesAt(at: number, venues: number): number {
  return at + HEAD_WORDS + venues * VENUE_WORDS;
}

/** Index of the words that tell why each venue was left out; -1: there are none. */
export function whysAt(words: Float64Array, at: number, venues: number): number {
  return words[at + HEAD.leftOut] === 0 ? -1 : slicesAt(at, venues) + words[at + HEAD.slices]! * SLICE_WORDS;
}

/** Index of the first level behind the best; the levels end where the frame ends. */
export function levelsAt(words: Float64Array, at: number, venues: number): number {
  const whys = words[at + HEAD.leftOut] === 0 ? 0 : venues;
  return slicesAt(at, venues) + words[at + HEAD.slices]! * SLICE_WORDS + whys;
}

/** Words of the longest frame there can be. */
export function frameWordsMax(venues: number, depth: number, slices: number): number {
  return Math.max(HEAD_WORDS + venues * (VENUE_WORDS + 3 + 2 * depth) + slices * SLICE_WORDS, 64 + venues * 8);
}
