/** The codec takes anything: no exception, no growth, and good messages come through again. FIX_FUZZ_BYTES makes the run longer. */
import { expect, it } from 'vitest';
import { fuzz } from './fuzz.js';

const bytes = Number(process.env['FIX_FUZZ_BYTES'] ?? 1_500_000);

it.each([1, 2])(
  'survives rubbish, seed %i',
  (seed) => {
    const result = fuzz(bytes / 2, seed);
    expect(result.sentinelsSeen).toBe(result.sentinels);
    expect(result.sentinels).toBeGreaterThan(0);
    // The rubbish is of every kind: none of the counters stays at nothing.
    for (const count of [result.valid, result.unparsed, ...Object.values(result.garbled)])
      expect(count).toBeGreaterThan(0);
    const reasons = Object.keys(result.refused).map(Number);
    expect(reasons).toEqual(expect.arrayContaining([0, 1, 2, 4, 5, 6, 11, 13, 14, 15, 16]));
    expect(result.mostBuffered).toBeLessThanOrEqual(4096 + 64);
  },
  600_000,
);
