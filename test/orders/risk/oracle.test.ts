/**
 * The pass beside its oracle (model.ts) over random days: orders, fills, busts, corrections, replacements, cancels, limits, kill switches, markets, clocks. Every
 * answer is compared, and all exposure after every step. `CROSSFEED_RISK_RUNS` sets the number of days.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DENIALS } from '../../../control/orders/risk/denials.js';
import { actions } from './actions.js';
import { RiskDay } from './day.js';

const RUNS = Number(process.env['CROSSFEED_RISK_RUNS'] ?? 100);

it(
  'answers as the oracle does, and keeps the same exposure, over random days',
  () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(fc.array(actions, { minLength: 1, maxLength: 120, size: 'max' }), (all) => {
        const day = new RiskDay();
        for (const action of all) {
          day.do(action);
          day.checkExposure();
        }
        for (const name of day.seen) seen.set(name, (seen.get(name) ?? 0) + 1);
      }),
      { numRuns: RUNS, seed: 6 },
    );
    // Whatever can be refused was: but for broken books, and values that cannot be counted, which have tests of their own.
    const never = DENIALS.map(({ name }) => name).filter((name) => !seen.has(name));
    expect(never.filter((name) => !['exposureFault', 'amountOverflow'].includes(name))).toEqual([]);
  },
  60_000 + 100 * RUNS,
);
