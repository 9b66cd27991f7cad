/** The five scores of a venue, 0 bad to 1 good (price up to 2 for what is better than the consolidated best), and their weighted sum. */
import type { Candidates } from './candidates.js';
import { HEAD } from './decisions/frame.js';
import { AT_QUOTE, FILL_WORDS, LOCAL, LOCAL_WORDS, RESTING, sizeOffset, type Measures } from './learning/measures.js';
import { TERM, TERM_WORDS, type Terms } from './terms.js';

// Locals of the module: V8 of Node 20 does not fold constants that are imported.
const { bestAsk: BEST_ASK, bestBid: BEST_BID, quantity: QUANTITY } = HEAD;
const { cost: COST, restCost: REST_COST } = TERM;
const { hidden: HIDDEN } = LOCAL;
const TERMS = TERM_WORDS;
const LOCALS = LOCAL_WORDS;
const FILLS = FILL_WORDS;
const AT = AT_QUOTE;
const REST = RESTING;

export interface Weights {
  readonly price: number;
  readonly speed: number;
  readonly fill: number;
  readonly cost: number;
  readonly liquidity: number;
}

/** Price, speed, fill, cost, liquidity: for explanations. */
export type Scores = readonly [number, number, number, number, number];

export class Scoring {
  /** Of the price, at which the price score is 0. */
  readonly #range: number;

  /** @param priceRangeBps basis points from the best price at which the price score is 0 */
  constructor(
    readonly terms: Terms,
    readonly measures: Measures,
    priceRangeBps: number,
  ) {
    this.#range = priceRangeBps / 10_000;
  }

  /** Writes `scores` of the venues of a bit mask. */
  weigh(candidates: Candidates, weights: Float64Array, mask: number): void {
    const { nets, available, scores, words, at, instrument, isBuy, venues } = candidates;
    const { rows } = this.terms;
    const { speeds, fills, local } = this.measures;
    const quantity = words[at + QUANTITY]!;
    const perUnit = 1 / quantity;
    const asked = words[at + (isBuy ? BEST_ASK : BEST_BID)]!;
    const best = isBuy ? asked : -asked;
    const perRange = asked === 0 ? 0 : 1 / (asked * this.#range);
    const price = weights[0]!;
    const speed = weights[1]!;
    const fill = weights[2]!;
    const cost = weights[3]!;
    const liquidity = weights[4]!;
    const first = instrument * venues;
    for (let left = mask; left !== 0; left &= left - 1) {
      const venue = 31 - Math.clz32(left & -left);
      const free = available[venue]!;
      let priced = 1 - (nets[venue]! - best) * perRange;
      if (priced < 0) priced = 0;
      else if (priced > 2) priced = 2;
      let liquid = (free + local[(first + venue) * LOCALS + HIDDEN]!) * perUnit;
      if (liquid > 1) liquid = 1;
      scores[venue] =
        price * priced +
        speed * speeds[venue]! +
        fill * fills[venue * FILLS + AT + sizeOffset(quantity, free)]! +
        cost * rows[(first + venue) * TERMS + COST]! +
        liquidity * liquid;
    }
  }

  /**
   * Resting: what is paid for adding, how often orders that rest there trade, how fast the venue answers, and how much of the other side comes there, for which
   * what it displays there now stands. Writes `restScores`.
   */
  weighRest(candidates: Candidates, weights: Float64Array): void {
    const { available, restScores, instrument, venues } = candidates;
    const { rows } = this.terms;
    const { speeds, fills } = this.measures;
    const { quantity } = candidates;
    let most = 1;
    for (let venue = 0; venue < venues; venue++) most = Math.max(most, candidates.displayed(venue));
    for (let venue = 0; venue < venues; venue++) {
      restScores[venue] =
        (weights[0]! + weights[2]!) * fills[venue * FILLS + sizeOffset(quantity, available[venue]!) + REST]! +
        weights[1]! * speeds[venue]! +
        weights[3]! * rows[(instrument * venues + venue) * TERMS + REST_COST]! +
        (weights[4]! * candidates.displayed(venue)) / most;
    }
  }

  /** The scores of one venue one by one. */
  of(candidates: Candidates, venue: number): Scores {
    const { nets, available, best, isBuy, quantity, instrument, venues } = candidates;
    const { speeds, fills, local } = this.measures;
    const cell = instrument * venues + venue;
    const priced = best === 0 ? 1 : 1 - (nets[venue]! - (isBuy ? best : -best)) / (best * this.#range);
    return [
      Math.min(2, Math.max(0, priced)),
      speeds[venue]!,
      fills[venue * FILLS + AT + sizeOffset(quantity, available[venue]!)]!,
      this.terms.rows[cell * TERMS + COST]!,
      Math.min(1, (available[venue]! + local[cell * LOCALS + HIDDEN]!) / quantity),
    ];
  }
}
