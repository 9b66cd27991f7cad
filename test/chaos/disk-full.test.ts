/** A disk that has no room for ten minutes, in the middle of trading, and then has some: no restart, and nothing is lost. */
import { expect, it } from 'vitest';
import { runChaos } from '../../sim/chaos/run.js';

const FULL_MS = 600_000;

it('goes on by itself when a disk that was full for ten minutes has room again', async () => {
  const result = await runChaos(7, {
    ms: FULL_MS + 4000,
    faults: [{ kind: 'diskFull', atMs: 2000, forMs: FULL_MS }],
    // Ten quiet minutes: what matters is how long it takes, not how much happens meanwhile.
    everyMs: 2000,
    marketRate: 2,
    turnUs: 20_000,
  });
  expect(result.violations).toEqual([]);
  expect(result.starts).toBe(1);
  expect(result.orders).toBeGreaterThan(150);
  expect(result.trades).toBeGreaterThan(0);
}, 300_000);
