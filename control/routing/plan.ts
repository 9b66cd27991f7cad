/** What a decision has to know of its strategy, as bits of one number: to ask the strategy itself each time would cost more than the rest. */
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
  /** It may leave venues out, or try the middle of the spread. */
  picks: 32,
  probes: 64,
} as const;

/** The PLAN bits of a strategy. */
export function planOf({ order, allocation, sweep, picks, midpointChance }: RoutingStrategy): number {
  let plan = 0;
  if (allocation === ALLOCATION.greedy) {
    plan |= PLAN.swiftIfProtected;
    if (order === ORDER.price) plan |= PLAN.swiftIfOpen;
  }
  if (order === ORDER.score) plan |= PLAN.byScore;
  if (sweep !== SWEEP.sequential) plan |= PLAN.mergesIfOpen;
  if (sweep === SWEEP.iso) plan |= PLAN.mergesAsSweep;
  if (picks !== PICK.all) plan |= PLAN.picks;
  if (midpointChance <= 1) plan |= PLAN.probes;
  return plan;
}
