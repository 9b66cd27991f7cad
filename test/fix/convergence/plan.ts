/** What a run does, drawn from its seed: how the two sides are set up, and what goes wrong when. */
import { SeededRandom } from '../../../control/core/random.js';
import type { DurabilityPolicy } from '../../../control/core/journal.js';
import type { Random } from '../../../control/core/world.js';
import type { BeginString } from '../../../control/fix/session/config.js';
import type { SideName } from './ledger.js';

export type Action =
  | { readonly do: 'send'; readonly side: SideName; readonly count: number }
  | { readonly do: 'cut' }
  | { readonly do: 'cutAfter'; readonly bytes: number }
  | { readonly do: 'corrupt' }
  | { readonly do: 'partition'; readonly ms: number }
  | { readonly do: 'weather'; readonly latencyMs: number; readonly jitterMs: number; readonly splitChance: number }
  | { readonly do: 'narrow'; readonly windowBytes: number; readonly bytesPerSecond: number; readonly ms: number }
  | { readonly do: 'refuse'; readonly side: SideName; readonly ms: number }
  | { readonly do: 'kill'; readonly side: SideName; readonly ms: number }
  | { readonly do: 'powerCut'; readonly side: SideName; readonly ms: number }
  | {
      readonly do: 'crash';
      readonly side: SideName;
      readonly operations: number;
      readonly moment: 'before' | 'during' | 'after';
      readonly kind: 'kill' | 'powerCut';
      readonly ms: number;
    }
  | { readonly do: 'diskFull'; readonly side: SideName; readonly freeBytes: number; readonly ms: number }
  | { readonly do: 'clockStep'; readonly side: SideName; readonly ms: number }
  | { readonly do: 'drift'; readonly side: SideName; readonly partsPerMillion: number }
  | { readonly do: 'logout'; readonly side: SideName; readonly ms: number }
  | { readonly do: 'disconnect'; readonly side: SideName }
  | { readonly do: 'reset'; readonly side: SideName };

export interface Step {
  readonly atMs: number;
  readonly action: Action;
}

export interface Plan {
  readonly seed: number;
  readonly beginString: BeginString;
  readonly policy: DurabilityPolicy;
  readonly heartBtIntS: number;
  readonly resendChunk: number;
  readonly maxHeldMessages: number;
  readonly nextExpectedMsgSeqNum: boolean;
  readonly lastMsgSeqNumProcessed: boolean;
  readonly resetOnLogon: boolean;
  readonly resetOnLogout: boolean;
  readonly resetOnDisconnect: boolean;
  /** Messages older than this are not sent again; undefined: all are. */
  readonly resendMaxAgeMs: number | undefined;
  /** Sessions end and begin anew every so many ms of wall-clock time; undefined: never. */
  readonly scheduleMs: number | undefined;
  readonly replayPauseBytes: number;
  readonly timerErrorMs: number;
  readonly shortWritesOf256: number;
  readonly segmentBytes: number;
  /** The bank answers each of the desk's messages. */
  readonly answers: boolean;
  /** From here on nothing goes wrong any more. */
  readonly calmAtMs: number;
  readonly steps: readonly Step[];
}

/** Kinds of trouble, and how often each comes relative to the others. */
const TROUBLES: readonly (readonly [number, (random: Random) => Action])[] = [
  [30, (random) => ({ do: 'send', side: side(random), count: 1 + random.below(20) })],
  [8, () => ({ do: 'cut' })],
  [10, (random) => ({ do: 'cutAfter', bytes: 1 + random.below(random.below(2) === 0 ? 400 : 4000) })],
  [6, () => ({ do: 'corrupt' })],
  [5, (random) => ({ do: 'partition', ms: 10 + random.below(15_000) })],
  [
    5,
    (random) => ({
      do: 'weather',
      latencyMs: random.below(3) === 0 ? random.below(200) : random.below(20) / 10,
      jitterMs: random.below(2) * random.below(30),
      splitChance: random.below(2) * random.next(),
    }),
  ],
  [
    3,
    (random) => ({
      do: 'narrow',
      windowBytes: 50 + random.below(3000),
      bytesPerSecond: 500 + random.below(20_000),
      ms: 100 + random.below(5000),
    }),
  ],
  [2, (random) => ({ do: 'refuse', side: side(random), ms: 10 + random.below(3000) })],
  [6, (random) => ({ do: 'kill', side: side(random), ms: random.below(3000) })],
  [5, (random) => ({ do: 'powerCut', side: side(random), ms: random.below(3000) })],
  [
    6,
    (random) => ({
      do: 'crash',
      side: side(random),
      operations: random.below(12),
      moment: pick(random, ['before', 'during', 'after'] as const),
      kind: pick(random, ['kill', 'powerCut'] as const),
      ms: random.below(3000),
    }),
  ],
  [4, (random) => ({ do: 'diskFull', side: side(random), freeBytes: random.below(3000), ms: 10 + random.below(8000) })],
  [2, (random) => ({ do: 'clockStep', side: side(random), ms: (random.below(2) * 2 - 1) * random.below(90_000) })],
  [1, (random) => ({ do: 'clockStep', side: side(random), ms: (random.below(2) * 2 - 1) * random.below(7_200_000) })],
  [1, (random) => ({ do: 'drift', side: side(random), partsPerMillion: random.below(2000) - 1000 })],
  [2, (random) => ({ do: 'logout', side: side(random), ms: random.below(3000) })],
  [2, (random) => ({ do: 'disconnect', side: side(random) })],
  [1, (random) => ({ do: 'reset', side: side(random) })],
];

const WEIGHT = TROUBLES.reduce((sum, [weight]) => sum + weight, 0);

export function planOf(seed: number): Plan {
  const random = new SeededRandom(seed);
  const oneIn = (times: number): boolean => random.below(times) === 0;
  const beginString = pick(random, ['FIX.4.2', 'FIX.4.4', 'FIX.4.4', 'FIXT.1.1', 'FIX.4.0'] as const);
  const isNew = beginString === 'FIX.4.4' || beginString === 'FIXT.1.1';
  const calmAtMs = 2_000 + random.below(30_000);
  const drawn: Step[] = [];
  for (let left = 3 + random.below(30); left > 0; left--) {
    const atMs = random.below(calmAtMs);
    drawn.push({ atMs, action: trouble(random) });
    // Trouble likes company: what goes wrong while something is wrong already finds more.
    while (oneIn(3)) drawn.push({ atMs: atMs + random.below(300), action: trouble(random) });
  }
  const scheduleMs = oneIn(8) ? 5_000 + random.below(20_000) : undefined;
  const resendMaxAgeMs = oneIn(5) ? random.below(5000) : undefined;
  // Who finds the start of a session by a wrong clock begins at 1 alone: the protocol has no cure for that.
  const steps = scheduleMs === undefined ? drawn : drawn.filter(({ action }) => action.do !== 'clockStep');
  steps.sort((a, b) => a.atMs - b.atMs);
  return {
    seed,
    beginString,
    policy: pick(random, ['group', 'group', 'sync', 'os'] as const),
    heartBtIntS: pick(random, [1, 2, 5, 30]),
    resendChunk: pick(random, [0, 0, 0, 1, 3, 10]),
    maxHeldMessages: pick(random, [10_000, 10_000, 0, 3]),
    nextExpectedMsgSeqNum: isNew && oneIn(3),
    lastMsgSeqNumProcessed: beginString !== 'FIX.4.0' && oneIn(3),
    // Without ResetSeqNumFlag (since 4.1) nobody can say that it has begun anew.
    resetOnLogon: beginString !== 'FIX.4.0' && oneIn(12),
    resetOnLogout: oneIn(15) && beginString !== 'FIX.4.0',
    resetOnDisconnect: oneIn(20) && beginString !== 'FIX.4.0',
    resendMaxAgeMs,
    scheduleMs,
    replayPauseBytes: oneIn(3) ? 300 + random.below(2000) : 1_048_576,
    timerErrorMs: oneIn(2) ? 0 : random.below(20),
    shortWritesOf256: oneIn(4) ? 1 + random.below(64) : 0,
    segmentBytes: oneIn(3) ? 4096 + random.below(30_000) : 1_048_576,
    answers: oneIn(2),
    calmAtMs,
    steps,
  };
}

function trouble(random: Random): Action {
  let left = random.below(WEIGHT);
  for (const [weight, make] of TROUBLES) {
    left -= weight;
    if (left < 0) return make(random);
  }
  throw new Error('the weights do not add up');
}

function side(random: Random): SideName {
  return random.below(2) === 0 ? 'desk' : 'bank';
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.below(from.length)]!;
}
