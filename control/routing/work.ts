/** What the parts of a decision hand to each other and nobody records: doubles in one array, because a double in a field of an object may be boxed. */

export const WORK_WORDS = 16;
/** Prices are signed: lower is better for either side. `Infinity` is none. */
export const WORK = {
  /** Not to be exceeded: the order's limit, and the price band. */
  limit: 0,
  /** 1: quotes are protected now. */
  protects: 1,
  /** The best protected quote that cannot be taken. */
  barrier: 2,
  /** What is to be placed. */
  quantity: 3,
  bestNet: 5,
  /** The best quotes that need not be honoured, by why. */
  selfHelp: 6,
  oddLot: 7,
  uncounted: 8,
  /** What could not be taken. */
  remaining: 9,
  /** The worst price that was taken; -Infinity: nothing was. */
  worst: 10,
  /** The worst price after fees at which scores count. */
  tolerated: 12,
  /** 1: prices after fees count before prices. */
  netFirst: 13,
  /** Of what rests: its price, and the price that it must stay better than. */
  restPrice: 14,
  otherSide: 15,
} as const;
