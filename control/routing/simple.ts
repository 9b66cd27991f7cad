/** Strategies that need nothing learnt: what the fallback turns to, and what smart ones are compared with. */
import type { Candidates } from './candidates.js';
import { ALLOCATION, NOT_CHOSEN, ORDER, PICK, SWEEP, type RoutingStrategy } from './strategy.js';

class SimpleStrategy implements RoutingStrategy {
  readonly simple = true;
  readonly scoresDisplayed = true;
  readonly order = ORDER.price;
  readonly sweep = SWEEP.sequential;
  readonly toleranceBps = 0;
  readonly midpointChance = 2;

  constructor(
    readonly name: string,
    readonly allocation: number,
    readonly picks: number,
    readonly scoreRest: (candidates: Candidates) => void,
  ) {}

  /** At one price and fee: where there is most. */
  score(candidates: Candidates): void {
    const { scores, venues } = candidates;
    for (let venue = 0; venue < venues; venue++) scores[venue] = candidates.displayed(venue);
  }
}

/** All rests where there is most of the other side. */
function restAtMost(candidates: Candidates): void {
  const { restScores, venues } = candidates;
  for (let venue = 0; venue < venues; venue++) restScores[venue] = candidates.displayed(venue);
}

function restAtPrimary({ restScores, primary: own }: Candidates): void {
  for (let venue = 0; venue < restScores.length; venue++) restScores[venue] = venue === own ? 1 : NOT_CHOSEN;
}

/** Everything to one venue, whatever the others show: the instrument's primary venue. */
export function primary(): RoutingStrategy {
  return new SimpleStrategy('primary', ALLOCATION.greedy, PICK.primary, restAtPrimary);
}

/** By price, and at the price where there is more than is needed in proportion to what is displayed. */
export function proRata(): RoutingStrategy {
  return new SimpleStrategy('pro-rata', ALLOCATION.proRata, PICK.all, restAtMost);
}

/** Everything to the venue that displays the most at the best price. */
export function bestDisplayed(): RoutingStrategy {
  return new SimpleStrategy('best-displayed', ALLOCATION.greedy, PICK.mostDisplayed, restAtMost);
}
