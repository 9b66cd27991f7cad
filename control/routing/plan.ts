/** What a decision has to know of its strategy, as bits of one number: to ask the strategy itself each time would cost more than the rest. */
import { STRATEGIES_MAX } from './kernel/layout.js';
import { ALLOCATION, ORDER, PICK, SWEEP, type RoutingStrategy } from './strategy.js';

export const PLAN = {
  /** The short way (swift.ts) can be tried where quotes are protected, and where they are not. */
  swiftIfProtected: 1,
  swiftIfOpen: 2,
  /** At one price the score decides, else the fee before it. */
  byScore: 4,
  /** One slice a venue where quotes are not protected, and where sweep orders may be sent. */
  mergesIfOpen: 8,
  mergesAsSweep: 16,
  /** It may try the middle of the spread. */
  probes: 64,
  /** All but one venue are left out: all but the primary one, or all but the one that shows the most at the best price. */
  picks: 128,
  mostDisplayed: 256,
  /** A price that has more than is needed is shared. */
  proRata: 512,
  /** The score is what is displayed, not the weighted sum of the five. */
  byDisplayed: 1024,
} as const;

/** The PLAN bits of a strategy. */
export function planOf(
  { order, allocation, sweep, picks, midpointChance, scoresDisplayed, weights }: RoutingStrategy,
  number: number,
): number {
  let plan = 0;
  const isPicking = picks === PICK.primary || picks === PICK.mostDisplayed;
  const isSequential = sweep === SWEEP.sequential;
  const isShared = allocation === ALLOCATION.proRata;
  // A score that the kernel knows: the weighted sum, or what is displayed.
  const isKnown = number < STRATEGIES_MAX && (weights !== undefined || scoresDisplayed === true);
  // What is shared, or left out, in the usual case goes one by one.
  if (
    isKnown &&
    midpointChance > 1 &&
    (picks === PICK.all || isPicking) &&
    (isSequential || (!isPicking && !isShared))
  ) {
    plan |= PLAN.swiftIfProtected;
    if (order === ORDER.price) plan |= PLAN.swiftIfOpen;
  }
  if (weights === undefined) plan |= PLAN.byDisplayed;
  if (isShared) plan |= PLAN.proRata;
  if (isPicking) plan |= PLAN.picks;
  if (picks === PICK.mostDisplayed) plan |= PLAN.mostDisplayed;
  if (order === ORDER.score) plan |= PLAN.byScore;
  if (sweep !== SWEEP.sequential) plan |= PLAN.mergesIfOpen;
  if (sweep === SWEEP.iso) plan |= PLAN.mergesAsSweep;
  if (midpointChance <= 1) plan |= PLAN.probes;
  return plan;
}
