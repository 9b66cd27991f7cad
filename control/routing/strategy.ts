/**
 * The one interface by which a routing strategy plugs in. A strategy says how good each venue is, and in which order prices and scores count; rules, lots,
 * limits and recording are the router's, so that no strategy can break them.
 */
import type { Candidates } from './candidates.js';
import type { Scoring } from './scoring.js';

/**
 * - `price`: the best price first, then the lower fee, then the higher score
 * - `cost`: the best price after fees first
 * - `score`: the best score first, among prices within the tolerance; what is worse comes by price
 *
 * Where order protection is in force a better price always comes first, whatever the strategy: `cost` and `score` decide within one price.
 */
export const ORDER = { price: 0, cost: 1, score: 2 } as const;
/** `greedy`: the best level whole, then the next. `proRata`: where a price has more than is needed, each venue gives in proportion to what it displays. */
export const ALLOCATION = { greedy: 0, proRata: 1 } as const;
/**
 * - `sequential`: a slice for each venue and price, one after the other
 * - `parallel`: at once, one slice a venue, wherever order protection allows it without sweep orders
 * - `iso`: at once, marked as intermarket sweeps where more than one price is taken
 */
export const SWEEP = { sequential: 0, parallel: 1, iso: 2 } as const;

/**
 * Who may be used at all; the quotes of the others stand.
 * - `all`: whoever can be used
 * - `primary`: the instrument's primary venue only
 * - `mostDisplayed`: the venue that shows the most at the best price only
 * - `scores`: those that the strategy does not score `NOT_CHOSEN`
 */
export const PICK = { all: 0, primary: 1, mostDisplayed: 2, scores: 3 } as const;

/** A score that keeps a venue out of a decision. */
export const NOT_CHOSEN = -Infinity;

export interface RoutingStrategy {
  readonly name: string;
  /** Of the simple ones: what the fallback and the control of a comparison may be. */
  readonly simple: boolean;
  readonly order: number;
  readonly allocation: number;
  readonly sweep: number;
  /** How much worse than the best price after fees a price may be and still be chosen by its score; basis points. */
  readonly toleranceBps: number;
  /** Tries a better price inside the spread first where the measured chance is at least this; above 1: never. */
  readonly midpointChance: number;
  /** `score` is the sum of the five scores (scoring.ts) by these weights: the router may compute it itself. */
  readonly weights?: Float64Array;
  /** `score` is what a venue displays: the router may compute it itself. */
  readonly scoresDisplayed?: boolean;
  /** PICK. With `scores` it is asked before each decision, else only where scores decide. */
  readonly picks: number;
  /**
   * Writes `candidates.scores`, higher is better, of at least the venues of the bit mask, whose `available` and `nets` are there. It must not allocate, and must
   * depend on nothing but what it is given: a recorded decision has to come out the same again. A venue's score must not depend on what else is in the mask.
   */
  score(candidates: Candidates, scoring: Scoring, venues: number): void;
  /** Writes `candidates.restScores`: where what is left would rest best. Venues that cannot be used are left out by the router. */
  scoreRest(candidates: Candidates, scoring: Scoring): void;
}
