/** Strategies that need nothing learnt: what the fallback turns to, and what smart ones are compared with. */
import { HEAD, HEAD_WORDS, ROW, ROW_WORDS } from './decisions/frame.js';
import { ALLOCATION, NOT_CHOSEN, ORDER, SWEEP, type RoutingStrategy } from './strategy.js';

type Scores = Pick<RoutingStrategy, 'score' | 'scoreRest'>;

function simple(name: string, allocation: number, leavesOut: boolean, scores: Scores): RoutingStrategy {
  return {
    name,
    simple: true,
    order: ORDER.price,
    allocation,
    sweep: SWEEP.sequential,
    toleranceBps: 0,
    midpointChance: 2,
    leavesOut,
    ...scores,
  };
}

/** All rests where there is most of the other side. */
function restAtMost(words: Float64Array, at: number): void {
  const end = at + HEAD_WORDS + words[at + HEAD.venues]! * ROW_WORDS;
  for (let row = at + HEAD_WORDS; row < end; row += ROW_WORDS) {
    words[row + ROW.restScore] = words[row + ROW.displayed]!;
  }
}

/** Gives one venue 1 and keeps all others out. */
function only(words: Float64Array, at: number, venue: number, field: number): void {
  const count = words[at + HEAD.venues]!;
  for (let n = 0, row = at + HEAD_WORDS; n < count; n++, row += ROW_WORDS) {
    words[row + field] = n === venue ? 1 : NOT_CHOSEN;
  }
}

/** Everything to one venue, whatever the others show: the instrument's primary venue. */
export function primary(): RoutingStrategy {
  return simple('primary', ALLOCATION.greedy, true, {
    score(words, at) {
      only(words, at, words[at + HEAD.primary]!, ROW.score);
    },
    scoreRest(words, at) {
      only(words, at, words[at + HEAD.primary]!, ROW.restScore);
    },
  });
}

/** By price, and at the price where there is more than is needed in proportion to what is displayed. */
export function proRata(): RoutingStrategy {
  return simple('pro-rata', ALLOCATION.proRata, false, {
    score(words, at) {
      const end = at + HEAD_WORDS + words[at + HEAD.venues]! * ROW_WORDS;
      for (let row = at + HEAD_WORDS; row < end; row += ROW_WORDS) {
        words[row + ROW.score] = words[row + ROW.displayed]!;
      }
    },
    scoreRest: restAtMost,
  });
}

/** Everything to the venue that displays the most at the best price. */
export function bestDisplayed(): RoutingStrategy {
  return simple('best-displayed', ALLOCATION.greedy, true, {
    score(words, at) {
      const count = words[at + HEAD.venues]!;
      const sign = words[at + HEAD.side] === 0x31 ? 1 : -1;
      let best = -1;
      let bestRow = 0;
      for (let venue = 0, row = at + HEAD_WORDS; venue < count; venue++, row += ROW_WORDS) {
        if (words[row + ROW.why] !== 0) continue;
        const ahead = best < 0 ? 1 : sign * (words[bestRow + ROW.price]! - words[row + ROW.price]!);
        if (ahead > 0 || (ahead === 0 && words[row + ROW.displayed]! > words[bestRow + ROW.displayed]!)) {
          best = venue;
          bestRow = row;
        }
      }
      only(words, at, best, ROW.score);
    },
    scoreRest: restAtMost,
  });
}
