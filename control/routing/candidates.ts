/**
 * The venues as one decision sees them, side by side: what strategies score and what is placed. One array a quantity, indexed by venue, because that is what the
 * machine reads fastest. Signed prices are `price` for a buy and `-price` for a sell: lower is better for either.
 */
export class Candidates {
  /** The quote that the order would take, and what is displayed there. */
  readonly prices: Float64Array;
  readonly displayed: Float64Array;
  /** Of that, what no order of ours is on its way to. */
  readonly available: Float64Array;
  /** WHY, plus 256 times the EXCLUDED bits; 0: it can be used. */
  readonly why: Int32Array;
  readonly signed: Float64Array;
  /** Signed price with the fees of taking. */
  readonly nets: Float64Array;
  readonly scores: Float64Array;
  readonly restScores: Float64Array;
  /** Of the order. */
  instrument = 0;
  isBuy = true;
  /** The instrument's primary venue; -1: none. */
  primary = -1;
  /** `best` is the signed price of the other side's consolidated best; `perRange` the share of the price score that one unit of price costs; 1 / quantity. */
  readonly scale = new Float64Array(4);

  constructor(readonly venues: number) {
    this.prices = new Float64Array(venues);
    this.displayed = new Float64Array(venues);
    this.available = new Float64Array(venues);
    this.why = new Int32Array(venues);
    this.signed = new Float64Array(venues);
    this.nets = new Float64Array(venues);
    this.scores = new Float64Array(venues);
    this.restScores = new Float64Array(venues);
  }
}

/** Of `Candidates.scale`. */
export const SCALE = { best: 0, perRange: 1, quantity: 2, perUnit: 3 } as const;
