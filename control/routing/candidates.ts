/**
 * The venues as one decision sees them, side by side: what strategies score and what is placed. One array a quantity, indexed by venue, because that is what the
 * machine reads fastest. Signed prices are `price` for a buy and `-price` for a sell: lower is better for either.
 */
import { HEAD_WORDS, VENUE, VENUE_WORDS } from './decisions/frame.js';

export class Candidates {
  /** Displayed, less what orders of ours are on their way to. */
  readonly available: Float64Array;
  /** WHY, plus 256 times the EXCLUDED bits; 0: it can be used. */
  readonly why: Int32Array;
  /** Signed price with the fees of taking. */
  readonly nets: Float64Array;
  /** In which the venues go (place.ts): Infinity is out. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly scores: Float64Array;
  readonly restScores: Float64Array;
  /** The decision's frame: the quotes stand there. */
  words: Float64Array = new Float64Array(0);
  at = 0;
  /** Of the order. */
  instrument = 0;
  isBuy = true;
  /** The venue that goes first of all; -1: none, or that is for the scores to say. */
  ahead = -1;
  /** The instrument's primary venue; -1: none. */
  primary = -1;
  /** `best` is the signed price of the other side's consolidated best; `perRange` the share of the price score that one unit of price costs; 1 / quantity. */
  readonly scale = new Float64Array(4);

  constructor(readonly venues: number) {
    this.available = new Float64Array(venues);
    this.why = new Int32Array(venues);
    this.nets = new Float64Array(venues);
    this.first = new Float64Array(venues);
    this.second = new Float64Array(venues);
    this.scores = new Float64Array(venues);
    this.restScores = new Float64Array(venues);
  }

  /** Of the quote that the order would take. */
  price(venue: number): number {
    return this.words[this.at + HEAD_WORDS + venue * VENUE_WORDS + VENUE.price]!;
  }

  displayed(venue: number): number {
    return this.words[this.at + HEAD_WORDS + venue * VENUE_WORDS + VENUE.displayed]!;
  }

  signed(venue: number): number {
    const price = this.price(venue);
    return this.isBuy ? price : -price;
  }
}

/** Of `Candidates.scale`. */
export const SCALE = { best: 0, perRange: 1, quantity: 2, perUnit: 3 } as const;
