/** Seeds of the order simulation. `CROSSFEED_ORDER_SEEDS` runs more, from `CROSSFEED_ORDER_FIRST`; test/orders/main.ts runs as many as evidence needs. */
import { describe, expect, it } from 'vitest';
import { runSeed, type RunOptions } from './run.js';

const seeds = Number(process.env['CROSSFEED_ORDER_SEEDS'] ?? 200);
const first = Number(process.env['CROSSFEED_ORDER_FIRST'] ?? 1);

/** Kills in three of four runs, torn writes in one of five, the real order types in one of three. */
const mixed = (seed: number): Omit<RunOptions, 'seed' | 'steps'> => ({
  kills: seed % 4 !== 0,
  tears: seed % 5 === 0,
  types: seed % 3 === 0,
});

describe('orders, simulated', () => {
  it(`tells one story in ${seeds} runs from seed ${first}`, () => {
    const failed: Record<number, readonly string[]> = {};
    const totals = { trades: 0, kills: 0, uncertain: 0 };
    for (let seed = first; seed < first + seeds; seed++) {
      const { problems, trades, kills, alarms } = runSeed({ seed, ...mixed(seed), steps: 22 });
      if (problems.length > 0) failed[seed] = problems;
      totals.trades += trades;
      totals.kills += kills;
      totals.uncertain += alarms['uncertain'] ?? 0;
    }
    expect(failed).toEqual({});
    // The runs are about something.
    if (seeds >= 200) {
      expect(totals.trades).toBeGreaterThan(1_000);
      expect(totals.kills).toBeGreaterThan(100);
      expect(totals.uncertain).toBeGreaterThan(10);
    }
  });

  it('is the same again by its seed', () => {
    const once = runSeed({ seed: 7, steps: 40, kills: true, tears: true });
    expect(runSeed({ seed: 7, steps: 40, kills: true, tears: true })).toEqual(once);
  });
});
