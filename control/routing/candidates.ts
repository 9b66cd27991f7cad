/**
 * The venues as one decision sees them, side by side: what strategies score and what is placed. One array a quantity, indexed by venue, because that is what the
 * machine reads fastest; sets of venues are bit masks. Signed prices are `price` for a buy and `-price` for a sell: lower is better for either.
 */
import { HEAD, HEAD_WORDS, VENUE, VENUE_WORDS } from './decisions/frame.js';

// Locals of the module: V8 of Node 20 does not fold constants that are imported.
const HEADER = HEAD_WORDS;
const SEEN = VENUE_WORDS;
const { price: PRICE, displayed: DISPLAYED } = VENUE;

export class Candidates {
  /** The venues that the order can use. */
  usable = 0;
  /** Of the venues that list the instrument, those that were left out: `why` tells of them. */
  leftOut = 0;
  /** The venues whose `available` and `nets` are there. */
  priced = 0;
  /** Displayed, less what orders of ours are on their way to. */
  readonly available: Float64Array;
  /** Signed price with the fees of taking. */
  readonly nets: Float64Array;
  /** WHY, plus 256 times the EXCLUDED bits; 0: it can be used, or does not list the instrument. */
  readonly why: Int32Array;
  readonly scores: Float64Array;
  readonly restScores: Float64Array;
  /** Index of the decision's frame in `words`: the quotes stand there. */
  at = 0;
  /** Of the order. */
  instrument = 0;
  isBuy = true;
  /** The instrument's primary venue; -1: none. */
  primary = -1;

  constructor(
    readonly venues: number,
    readonly words: Float64Array,
  ) {
    this.available = new Float64Array(venues);
    this.why = new Int32Array(venues);
    this.nets = new Float64Array(venues);
    this.scores = new Float64Array(venues);
    this.restScores = new Float64Array(venues);
  }

  /** Of the quote that the order would take. */
  price(venue: number): number {
    return this.words[this.at + HEADER + venue * SEEN + PRICE]!;
  }

  displayed(venue: number): number {
    return this.words[this.at + HEADER + venue * SEEN + DISPLAYED]!;
  }

  signed(venue: number): number {
    const price = this.words[this.at + HEADER + venue * SEEN + PRICE]!;
    return this.isBuy ? price : -price;
  }

  /** What is to be placed. */
  get quantity(): number {
    return this.words[this.at + HEAD.quantity]!;
  }

  /** The consolidated best price of the side that the order would take; 0: none. */
  get best(): number {
    return this.words[this.at + (this.isBuy ? HEAD.bestAsk : HEAD.bestBid)]!;
  }

  isListed(venue: number): boolean {
    return (((this.usable | this.leftOut) >> venue) & 1) !== 0;
  }

  /** Takes a venue out, for a reason (WHY). */
  leaveOut(venue: number, why: number): void {
    this.usable &= ~(1 << venue);
    this.leftOut |= 1 << venue;
    this.why[venue] = why;
  }
}
