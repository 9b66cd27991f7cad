/** Who goes first of the venues at one price: the lowest fee, then the highest score; or, where the strategy goes by score, the highest score. */
import type { Candidates } from './candidates.js';
import type { Look } from './look.js';
import type { Scoring } from './scoring.js';
import type { RoutingStrategy } from './strategy.js';
import { TERM, TERM_WORDS, type Terms } from './terms.js';

// Locals of the module: V8 of Node 20 does not fold constants that are imported.
const TERMS = TERM_WORDS;
const { feeFlat: FEE_FLAT, feeRate: FEE_RATE } = TERM;

export class Precedence {
  /** The signed price: a double in an array, because one that is handed over may be boxed. */
  readonly price = new Float64Array(9);
  readonly #rows: Float64Array;
  readonly #scores: Float64Array;
  readonly #scoring: Scoring;
  readonly #candidates: Candidates;
  readonly #look: Look;
  #strategy: RoutingStrategy | undefined;
  #weights: Float64Array | undefined;
  #isByScore = false;
  #scored = 0;

  constructor(terms: Terms, scoring: Scoring, candidates: Candidates, look: Look) {
    this.#rows = terms.rows;
    this.#scores = candidates.scores;
    this.#scoring = scoring;
    this.#candidates = candidates;
    this.#look = look;
  }

  /** For a decision, whose candidates are there. */
  begin(strategy: RoutingStrategy, isByScore: boolean): void {
    this.#strategy = strategy;
    this.#weights = strategy.weights;
    this.#isByScore = isByScore;
    this.#scored = 0;
    this.#candidates.priced = 0;
  }

  ahead(group: number): number {
    if (this.#isByScore) return this.#highest(group);
    const rows = this.#rows;
    const { instrument, isBuy, venues } = this.#candidates;
    const first = (instrument * venues) | 0;
    let tied = group & -group;
    let best = 31 - Math.clz32(tied);
    const signed = this.price[0]!;
    const price = isBuy ? signed : -signed;
    const term = ((first + best) * TERMS) | 0;
    let least = signed + (rows[(term + FEE_FLAT) | 0]! + rows[(term + FEE_RATE) | 0]! * price);
    for (let left = group & (group - 1); left !== 0; left &= left - 1) {
      const bit = left & -left;
      const venue = 31 - Math.clz32(bit);
      const other = ((first + venue) * TERMS) | 0;
      const net = signed + (rows[(other + FEE_FLAT) | 0]! + rows[(other + FEE_RATE) | 0]! * price);
      if (net > least) continue;
      if (net === least) tied |= bit;
      else {
        least = net;
        best = venue;
        tied = bit;
      }
    }
    return (tied & (tied - 1)) === 0 ? best : this.#highest(tied);
  }

  /** Of some venues, the first with the highest score. */
  #highest(mask: number): number {
    const missing = mask & ~this.#scored;
    if (missing !== 0) {
      this.#scored |= missing;
      const weights = this.#weights;
      if (weights !== undefined) this.#scoring.weighShown(this.#candidates, weights, missing);
      else {
        this.#look.price(missing);
        this.#strategy!.score(this.#candidates, this.#scoring, missing);
      }
    }
    const scores = this.#scores;
    let best = 31 - Math.clz32(mask & -mask);
    for (let left = mask & (mask - 1); left !== 0; left &= left - 1) {
      const venue = 31 - Math.clz32(left & -left);
      if (scores[venue]! > scores[best]!) best = venue;
    }
    return best;
  }
}
