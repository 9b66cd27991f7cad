/** A few kills of the gateway with orders on three venues; `npm run verify -- --only kills` does 500. */
import { randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { runKills } from './run.js';

const KILLS = 2;

it('a gateway that is killed while it trades sends nothing twice, forgets nothing, and tells each report once', async () => {
  const seed = randomInt(1, 1_000_000);
  const { faults, kills, atVenues, reports } = await runKills({
    kills: KILLS,
    seed,
    wholeEvery: 0,
    progress: () => undefined,
  });
  expect(faults, `seed ${seed}`).toEqual([]);
  expect(kills).toBe(KILLS);
  expect(Object.values(atVenues).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
  expect(reports).toBeGreaterThan(0);
}, 600_000);
