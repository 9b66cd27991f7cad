import { expect, it } from 'vitest';
import { RateBucket } from './rate.js';

it('lets a burst pass, then as many a second as it fills', () => {
  let nowNs = 0;
  const bucket = new RateBucket({ monotonicNs: () => nowNs, epochMs: () => 0 }, 10, 3);
  const taken = (times: number): boolean[] => Array.from({ length: times }, () => bucket.take());
  expect(taken(4)).toEqual([true, true, true, false]);
  nowNs += 100e6;
  expect(taken(2)).toEqual([true, false]);
  nowNs += 10e9;
  expect(taken(4)).toEqual([true, true, true, false]);
});
