/** Strategies that need nothing learnt: what the fallback turns to, and what smart ones are compared with. */
import type { Candidates } from './candidates.js';
import { ALLOCATION, NOT_CHOSEN, ORDER, SWEEP, type RoutingStrategy } from './strategy.js';

class SimpleStrategy implements RoutingStrategy {
  readonly simple = true;
  readonly order = ORDER.price;
  readonly sweep = SWEEP.sequential;
  readonly toleranceBps = 0;
  readonly midpointChance = 2;

  constructor(
    readonly name: string,
    readonly allocation: number,
    readonly leavesOut: boolean,
    readonly score: (candidates: Candidates) => void,
    readonly scoreRest: (candidates: Candidates) => void,
  ) {}
}

/** Gives one venue 1 and keeps all others out. */
function only(scores: Float64Array, venue: number): void {
  for (let n = 0; n < scores.length; n++) scores[n] = n === venue ? 1 : NOT_CHOSEN;
}

/** All rests where there is most of the other side. */
function restAtMost(candidates: Candidates): void {
  const { restScores, venues } = candidates;
  for (let venue = 0; venue < venues; venue++) restScores[venue] = candidates.displayed(venue);
}

/** Everything to one venue, whatever the others show: the instrument's primary venue. */
export function primary(): RoutingStrategy {
  return new SimpleStrategy(
    'primary',
    ALLOCATION.greedy,
    true,
    ({ scores, primary: venue }) => only(scores, venue),
    ({ restScores, primary: venue }) => only(restScores, venue),
  );
}

/** By price, and at the price where there is more than is needed in proportion to what is displayed. */
export function proRata(): RoutingStrategy {
  const score = (candidates: Candidates): void => {
    const { scores, venues } = candidates;
    for (let venue = 0; venue < venues; venue++) scores[venue] = candidates.displayed(venue);
  };
  return new SimpleStrategy('pro-rata', ALLOCATION.proRata, false, score, restAtMost);
}

/** Everything to the venue that displays the most at the best price. */
export function bestDisplayed(): RoutingStrategy {
  const score = (candidates: Candidates): void => {
    const { why, scores, venues } = candidates;
    let best = -1;
    for (let venue = 0; venue < venues; venue++) {
      if (why[venue] !== 0) continue;
      const ahead = best < 0 ? 1 : candidates.signed(best) - candidates.signed(venue);
      if (ahead > 0 || (ahead === 0 && candidates.displayed(venue) > candidates.displayed(best))) best = venue;
    }
    only(scores, best);
  };
  return new SimpleStrategy('best-displayed', ALLOCATION.greedy, true, score, restAtMost);
}
