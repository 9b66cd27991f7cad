/**
 * Two sessions over journals, through faults of every kind: they always come together again, and nothing is lost, doubled or out of
 * order. `CROSSFEED_CONVERGENCE_SEEDS=100000` takes that many seeds, `CROSSFEED_CONVERGENCE_FIRST` the first.
 *
 * By default fresh seeds in every run: the name of the test says which. The ones that failed once are played in every run besides.
 */
import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { brokenSessions } from './broken.js';
import { mutants } from './mutants.js';
import { planOf } from './plan.js';
import { runPlan } from './run.js';
import { journalStores } from './stores.js';

const seeds = Number(process.env['CROSSFEED_CONVERGENCE_SEEDS'] ?? 120);
const first = Number(process.env['CROSSFEED_CONVERGENCE_FIRST'] ?? randomInt(2 ** 31));

/** Each of them failed once, by a fault of the session, the store, the engine, or the checks. */
const failedOnce = [
  5_001_427, 5_001_551, 5_008_752, 5_012_765, 5_105_961, 5_108_307, 5_113_106, 5_114_508, 6_002_961, 6_006_569, 382_392,
  1_148_372_946,
];

/** How a run can be looked at: it prints every frame and event. */
function replay(seed: number): string {
  return `npx tsx test/fix/convergence/main.ts --seed ${seed}`;
}

async function play(seed: number): Promise<void> {
  const { faults } = await runPlan(planOf(seed), { openStores: journalStores });
  expect(faults, `seed ${seed}; its story: ${replay(seed)}`).toEqual([]);
}

describe('two sessions', () => {
  it(
    `come together after ${seeds} schedules of faults, from seed ${first}`,
    async () => {
      for (let seed = first; seed < first + seeds; seed++) await play(seed);
    },
    Math.max(120_000, seeds * 200),
  );

  it('come together where they once did not', async () => {
    for (const seed of failedOnce) await play(seed);
  });

  it('play the same run for the same seed', async () => {
    for (const seed of [3, 4, 5]) {
      const [one, two] = [
        await runPlan(planOf(seed), { openStores: journalStores }),
        await runPlan(planOf(seed), { openStores: journalStores }),
      ];
      expect(two).toEqual(one);
    }
  });
});

describe('the checks find', () => {
  for (const { what, found, options } of brokenSessions) {
    it(what, async () => {
      const faults: string[] = [];
      for (let seed = 1; seed <= 100 && !faults.some((fault) => found.test(fault)); seed++) {
        faults.push(...(await runPlan(planOf(seed), options())).faults);
      }
      expect(faults.find((fault) => found.test(fault))).toBeDefined();
    });
  }

  for (const { what, found, firstSeed, mutate } of mutants) {
    it(`that ${what}`, async () => {
      const restore = mutate();
      const faults: string[] = [];
      try {
        for (let seed = firstSeed; seed < firstSeed + 100 && !faults.some((fault) => found.test(fault)); seed++) {
          faults.push(...(await runPlan(planOf(seed), { openStores: journalStores })).faults);
        }
      } finally {
        restore();
      }
      expect(faults.find((fault) => found.test(fault))).toBeDefined();
    });
  }
});
