/** The decision in hand: what its parts hand to each other, and nobody records as it stands. */

export const WORK_WORDS = 16;
/** Of `Hand.work`. Prices are signed: lower is better for either side. `Infinity` is none. */
export const WORK = {
  /** Not to be exceeded: the order's limit, and the price band. */
  limit: 0,
  /** The best protected quote that cannot be taken. */
  barrier: 1,
  /** What is to be placed, and what of it could not be. */
  quantity: 2,
  remaining: 3,
  /** The worst price that was taken; -Infinity: nothing was. */
  worst: 4,
  /** The best quotes that need not be honoured, by why. */
  selfHelp: 5,
  oddLot: 6,
  uncounted: 7,
  /** The worst price after fees at which scores count. */
  tolerated: 8,
  /** Where the venues stand that go next. */
  key: 9,
  /** What the venues of a group show together. */
  displayed: 12,
  /** Of what rests: its price, and the price that it must stay better than. */
  restPrice: 10,
  otherSide: 11,
  /** The limit of the order itself. */
  restLimit: 13,
} as const;

export class Hand {
  /** Doubles in one array, because a double in a field of an object may be boxed. */
  readonly work = new Float64Array(WORK_WORDS);
  /** Quotes are protected now. */
  isProtected = false;
  /** The venues that the look left out stand in WORK. */
  isPassing = false;
  /** RULE, FLAG and NOTE bits. */
  rules = 0;
  flags = 0;
  notes = 0;
  /** A bit mask of the venues that are lost, excluded by the request, or under self-help. */
  blocked = 0;
}
