import { describe, expect, it } from 'vitest';
import { faultPlan } from '../../sim/chaos/faults.js';
import { runChaos } from '../../sim/chaos/run.js';
import { SeededRandom } from '../../control/core/random.js';

/** More of them: `CROSSFEED_CHAOS_SEEDS=100 CROSSFEED_CHAOS_FIRST=1`. */
const SEEDS = Number(process.env['CROSSFEED_CHAOS_SEEDS'] ?? 2);
const FIRST = Number(process.env['CROSSFEED_CHAOS_FIRST'] ?? 1);

describe('the seeded simulation', () => {
  it('makes the same plan of a seed', () => {
    const plan = () => faultPlan(new SeededRandom(7), { ms: 2000, venues: 3 });
    expect(plan()).toEqual(plan());
    expect(plan().length).toBeGreaterThan(0);
  });

  it('finds nothing wrong, and is the same run each time', async () => {
    for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
      const result = await runChaos(seed, { ms: 600 });
      expect(result.violations, `seed ${seed}`).toEqual([]);
      expect(result.orders).toBeGreaterThan(50);
      if (seed > FIRST) continue;
      const again = await runChaos(seed, { ms: 600 });
      expect(again.fingerprint).toBe(result.fingerprint);
    }
  });
});
