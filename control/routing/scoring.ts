/** The five scores of a venue, 0 bad to 1 good (price up to 2 for what is better than the consolidated best), and their weighted sum. */
import { SCALE, type Candidates } from './candidates.js';
import { AT_QUOTE, FILL_WORDS, LOCAL, LOCAL_WORDS, RESTING, sizeOffset, type Measures } from './learning/measures.js';
import { TERM, TERM_WORDS, type Terms } from './terms.js';

// Locals of the module: V8 of Node 20 does not fold constants that are imported.
const { best: BEST, perRange: PER_RANGE, quantity: QUANTITY, perUnit: PER_UNIT } = SCALE;
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
  constructor(
    readonly terms: Terms,
    readonly measures: Measures,
  ) {}

  /** Writes `scores` of all venues, used or not: that is cheaper than to ask. */
  weigh(candidates: Candidates, weights: Float64Array): void {
    const { nets, available, scores, scale, instrument, venues } = candidates;
    const { rows } = this.terms;
    const { speeds, fills, local } = this.measures;
    const best = scale[BEST]!;
    const perRange = scale[PER_RANGE]!;
    const quantity = scale[QUANTITY]!;
    const perUnit = scale[PER_UNIT]!;
    const price = weights[0]!;
    const speed = weights[1]!;
    const fill = weights[2]!;
    const cost = weights[3]!;
    const liquidity = weights[4]!;
    let term = instrument * venues * TERMS + COST;
    let own = instrument * venues * LOCALS + HIDDEN;
    let column = AT;
    for (let venue = 0; venue < scores.length; venue++) {
      const free = available[venue]!;
      let priced = 1 - (nets[venue]! - best) * perRange;
      if (priced < 0) priced = 0;
      else if (priced > 2) priced = 2;
      let liquid = (free + local[own]!) * perUnit;
      if (liquid > 1) liquid = 1;
      scores[venue] =
        price * priced +
        speed * speeds[venue]! +
        fill * fills[column + sizeOffset(quantity, free)]! +
        cost * rows[term]! +
        liquidity * liquid;
      term += TERMS;
      own += LOCALS;
      column += FILLS;
    }
  }

  /**
   * Resting: what is paid for adding, how often orders that rest there trade, how fast the venue answers, and how much of the other side comes there, for which
   * what it displays there now stands. Writes `restScores`.
   */
  weighRest(candidates: Candidates, weights: Float64Array): void {
    const { available, restScores, scale, instrument, venues } = candidates;
    const { rows } = this.terms;
    const { speeds, fills } = this.measures;
    const quantity = scale[QUANTITY]!;
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
    const { nets, available, scale, instrument, venues } = candidates;
    const { speeds, fills, local } = this.measures;
    const cell = instrument * venues + venue;
    const quantity = scale[QUANTITY]!;
    const priced = 1 - (nets[venue]! - scale[BEST]!) * scale[PER_RANGE]!;
    return [
      Math.min(2, Math.max(0, priced)),
      speeds[venue]!,
      fills[venue * FILLS + AT + sizeOffset(quantity, available[venue]!)]!,
      this.terms.rows[cell * TERMS + COST]!,
      Math.min(1, (available[venue]! + local[cell * LOCALS + HIDDEN]!) * scale[PER_UNIT]!),
    ];
  }
}
