/**
 * SIGKILL and a power cut at every change that either side makes to its disk, while the two trade: before it, in the middle of it, and
 * after it; and once more while the log is being recovered from the first. Judged as in the convergence runs. Every boundary is
 * visited each time, with some of the ways to crash; `CROSSFEED_CRASH_FULL=1` tries all of them.
 */
import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DurabilityPolicy } from '../../../control/core/journal.js';
import type { SideName } from '../convergence/ledger.js';
import type { Plan, Step } from '../convergence/plan.js';
import { runPlan } from '../convergence/run.js';
import { journalStores } from '../convergence/stores.js';

interface Crash {
  readonly moment: 'before' | 'during' | 'after';
  readonly kind: 'kill' | 'powerCut';
  /** Another crash so many changes after the restart; undefined: none. */
  readonly again: number | undefined;
}

const ways: readonly Crash[] = (['before', 'during', 'after'] as const).flatMap((moment) =>
  (['kill', 'powerCut'] as const).flatMap((kind) => [undefined, 0, 2, 5].map((again) => ({ moment, kind, again }))),
);

const isFull = process.env['CROSSFEED_CRASH_FULL'] === '1';
const first = Number(process.env['CROSSFEED_CRASH_FIRST'] ?? randomInt(2 ** 40));

/** Messages both ways, a lost connection with messages stored meanwhile, a log of several files. */
function tradingPlan(policy: DurabilityPolicy, seed: number): Plan {
  const steps: Step[] = [];
  const send = (atMs: number, side: SideName, count: number): void =>
    void steps.push({ atMs, action: { do: 'send', side, count } });
  for (let i = 0; i < 12; i++) {
    send(20 + 60 * i, 'desk', 1 + (i % 3));
    send(45 + 60 * i, 'bank', 1 + (i % 2));
  }
  steps.push({ atMs: 400, action: { do: 'cut' } });
  send(400, 'bank', 2);
  steps.sort((a, b) => a.atMs - b.atMs);
  return {
    seed,
    beginString: 'FIX.4.4',
    policy,
    heartBtIntS: 1,
    resendChunk: 0,
    maxHeldMessages: 1000,
    nextExpectedMsgSeqNum: false,
    lastMsgSeqNumProcessed: false,
    resetOnLogon: false,
    resetOnLogout: false,
    resetOnDisconnect: false,
    resendMaxAgeMs: undefined,
    scheduleMs: undefined,
    replayPauseBytes: 1_048_576,
    timerErrorMs: 0,
    shortWritesOf256: 0,
    segmentBytes: 8192,
    answers: true,
    calmAtMs: 1000,
    steps,
  };
}

async function faultsOf(
  plan: Plan,
  side: SideName,
  index: number,
  { moment, kind, again }: Crash,
): Promise<readonly string[]> {
  const { faults } = await runPlan(plan, {
    openStores: journalStores,
    prepare: (hosts) => {
      const { disk } = hosts[side];
      disk.crashAt(index, moment, kind);
      let starts = 0;
      // The first start is in order; the next one is what comes after the crash.
      hosts[side].onStart = () => {
        if (++starts === 2 && again !== undefined) disk.crashAt(disk.operations + again, moment, kind);
      };
    },
  });
  return faults;
}

describe.each<DurabilityPolicy>(['group', 'sync', 'os'])('policy %s', (policy) => {
  it.each<SideName>(['desk', 'bank'])(
    `a crash of the %s at every change to its disk, from seed ${first}`,
    async (side) => {
      const calm = await runPlan(tradingPlan(policy, first), { openStores: journalStores });
      expect(calm.faults).toEqual([]);
      const boundaries = calm.operations[side];
      expect(boundaries).toBeGreaterThan(30);
      for (let index = 0; index < boundaries; index++) {
        const seed = first + index;
        const tried = isFull ? ways : [0, 1].map((i) => ways[(seed + i * 7) % ways.length]!);
        for (const way of tried) {
          const where = `CROSSFEED_CRASH_FIRST=${first}, ${policy}, ${side}, change ${index}, ${JSON.stringify(way)}`;
          expect(await faultsOf(tradingPlan(policy, first), side, index, way), where).toEqual([]);
        }
      }
    },
    1_200_000,
  );
});
