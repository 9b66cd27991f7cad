/**
 * What lies where in the memory that the kernel works in: at its beginning where everything else stands, and what its functions hand to each other. Doubles
 * and integers are little-endian; positions are in bytes.
 */

/** Venues that there is room for. */
export const VENUES_MAX = 32;

/** Integers of 32 bits. */
export const AT = {
  // Where the first byte stands of what is said in control/core/market-view.ts, terms.ts and learning/measures.ts.
  quotes: 0,
  best: 4,
  states: 8,
  rows: 12,
  speeds: 16,
  fills: 20,
  local: 24,
  reserved: 28,
  /** Levels of venues, by venue, as the market wrote them. */
  levelPrices: 32,
  levelQuantities: 36,
  /** Of the router. */
  venues: 40,
  depth: 44,
  /** Bytes of all slices that a decision may have. */
  slices: 48,
  /** The venues that take intermarket sweep orders. */
  sweepable: 52,
  // Of the decision in hand.
  /** The venues whose levels are asked for. */
  wanted: 56,
  instrument: 64,
  isBuy: 68,
  plan: 72,
  strategy: 76,
  group: 80,
  usable: 84,
  leftOut: 88,
  /** Of those left out, what the strategy did not choose, and what would trade through a protected quote. */
  unchosen: 92,
  through: 96,
  merges: 100,
  isProtected: 104,
  notes: 108,
  flags: 112,
  /** The venues whose score stands in `scores`. */
  scored: 116,
  // A sweep that waits for levels.
  end: 120,
  held: 124,
  open: 128,
  occupied: 132,
  used: 136,
  isFar: 140,
  known: 144,
  asked: 148,
  askedCount: 152,
  isMany: 156,
  /** The venues that list the instrument, and those of them whose whole quote orders of ours are on their way to. */
  listed: 160,
  gone: 164,
  /** Where the quotes stand as this order can have them, less 8 * HEAD_WORDS: in the frame, or in `LIST.free`. */
  free: 168,
  side: 172,
  /** Of the last decision: index of its frame, in words from the beginning of all memory. */
  frame: 176,
  /** Where the masks by fee stand (fee-classes.ts). */
  classes: 180,
  // The ring of decisions (decisions/ring.ts): the byte at which it begins, its words, index of the next frame, and the index from which on none may begin.
  ring: 184,
  ringWords: 188,
  ringNext: 288,
  ringLast: 292,
} as const;

/** Doubles. Prices are signed: lower is better for either side. */
export const WORK = {
  /** Part of the price: the distance from the best price at which a price score is 0. */
  range: 192,
  /** The price at which venues stand. */
  price: 200,
  limit: 208,
  barrier: 216,
  remaining: 224,
  signed: 232,
} as const;

/** Doubles: what is asked for, as it stands in the head of the frame; `decision` is the number of the next one, `position` that of `decisions/ring.ts`. */
export const CALL = {
  decision: 240,
  epochMs: 248,
  orderId: 256,
  client: 264,
  quantity: 272,
  limitPrice: 280,
  position: 296,
} as const;

const WEIGHTS = 320;
/** Bytes of a strategy's five weights. */
export const WEIGHTS_BYTES = 64;
export const STRATEGIES_MAX = 64;
const LISTS = WEIGHTS + STRATEGIES_MAX * WEIGHTS_BYTES;

/** By venue, but `buckets` by distance from the best price in ticks, and `order` by when its venue's levels were asked for. */
export const LIST = {
  weights: WEIGHTS,
  scores: LISTS,
  quantities: LISTS + 8 * VENUES_MAX,
  /** A venue's quote as this order can have it: price, and what is displayed less what orders of ours are on their way to. */
  free: LISTS + 16 * VENUES_MAX,
  /** Which level a venue stands at, how many of its levels are here, the deepest that was asked for, and where its slice stands. */
  level: LISTS + 32 * VENUES_MAX,
  count: LISTS + 36 * VENUES_MAX,
  deepest: LISTS + 40 * VENUES_MAX,
  slice: LISTS + 44 * VENUES_MAX,
  order: LISTS + 48 * VENUES_MAX,
  buckets: LISTS + 52 * VENUES_MAX,
  /** Prices after fees, signed. */
  nets: LISTS + 56 * VENUES_MAX,
} as const;
export const BUCKETS = 32;
/** Bytes in front of what is handed out (memory.ts). */
export const FIRST_BYTES = LISTS + 64 * VENUES_MAX;

/**
 * What the kernel's functions answer: else it is how many slices there are, and these bits; `rest`: not all was placed. Where there is one slice and no other bit, its
 * venue stands from the bit of `venue` on, and its price in `WORK.price`.
 */
export const ANSWER = {
  givenUp: -1,
  deep: -2,
  levels: -3,
  parallel: 256,
  sweep: 512,
  rest: 1024,
  venue: 2048,
} as const;

/** Levels of a venue that are read at first; all when those are used up. */
export const SHALLOW = 2;
