import { describe, expect, it } from 'vitest';
import { faultPlan, faultText, type Fault } from '../../sim/chaos/faults.js';
import { minimise } from '../../sim/chaos/minimise.js';
import { runChaos, type ChaosResult } from '../../sim/chaos/run.js';
import { SeededRandom } from '../../control/core/random.js';

/** More of them: `CROSSFEED_CHAOS_SEEDS=100 CROSSFEED_CHAOS_FIRST=1`. */
const SEEDS = Number(process.env['CROSSFEED_CHAOS_SEEDS'] ?? 1);
const FIRST = Number(process.env['CROSSFEED_CHAOS_FIRST'] ?? 1);

describe('the seeded simulation', () => {
  it('makes the same plan of a seed', () => {
    const plan = () => faultPlan(new SeededRandom(7), { ms: 2000, venues: 3 });
    expect(plan()).toEqual(plan());
    expect(plan().length).toBeGreaterThan(0);
  });

  it('keeps of a failing run the faults without which it does not fail', async () => {
    const kinds = ['cutClient', 'syncFails', 'writeFails', 'cutClient'] as const;
    const faults: readonly Fault[] = kinds.map((kind, i) => ({ kind, atMs: i }));
    const result = (left: readonly Fault[]): ChaosResult => {
      const has = (kind: string): boolean => left.some((fault) => fault.kind === kind);
      const violations = has('syncFails') && has('cutClient') ? ['both'] : [];
      return { seed: 5, faults: left, violations, orders: 0, trades: 0, starts: 1, ms: 0, fingerprint: 0 };
    };
    const least = await minimise(
      result(faults),
      () => undefined,
      (_seed, options) => Promise.resolve(result(options.faults ?? [])),
    );
    expect(least.faults.map(faultText)).toEqual(['    0 ms  cutClient', '    1 ms  syncFails']);
  });

  it('finds books right after lines that were silent for a moment, where pictures are all that could take their place', async () => {
    const faults = [{ kind: 'loseLines', atMs: 150, venue: 1, part: 'publisher', forMs: 150 }] as const;
    expect((await runChaos(3, { ms: 400, faults })).violations).toEqual([]);
  });

  it('does not start on a journal in which a bit has flipped, and goes on when it is right again', async () => {
    for (const [seed, place] of [0.01, 0.5, 0.99].entries()) {
      const faults = [{ kind: 'flipBit', atMs: 200, place, forMs: 10 }] as const;
      const { violations, starts } = await runChaos(seed, { ms: 400, faults });
      expect(violations, `place ${place}`).toEqual([]);
      // The first one, one that was refused, and one that was not.
      expect(starts).toBe(3);
    }
  });

  it('finds nothing wrong, and is the same run each time', async () => {
    for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
      const result = await runChaos(seed, { ms: 500 });
      expect(result.violations, `seed ${seed}`).toEqual([]);
      expect(result.orders).toBeGreaterThan(50);
      if (seed > FIRST) continue;
      const again = await runChaos(seed, { ms: 500 });
      expect(again.fingerprint).toBe(result.fingerprint);
    }
  });
});
