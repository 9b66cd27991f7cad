/** Many short seeds, one after the other: what `npm test` plays of the simulation. Whole ones are the evidence run's. */
import { expect, it } from 'vitest';
import { runChaos } from '../../sim/chaos/run.js';

const SEEDS = 500;
/** How long is traded: an opening, some fifteen orders, the seed's faults, and everything after them. */
const TRADED_MS = 100;
/** A bound for a machine that others use, not a measure. */
const TIMEOUT_MS = 1_800_000;

it(
  'finds nothing wrong in any of many seeds',
  async () => {
    const wrong: string[] = [];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { violations } = await runChaos(seed, { ms: TRADED_MS });
      for (const violation of violations) wrong.push(`seed ${seed}: ${violation}`);
    }
    expect(wrong).toEqual([]);
  },
  TIMEOUT_MS,
);
