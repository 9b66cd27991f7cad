/** A small run of the comparison; `main.ts` does thirty seeds. The same seeds give the same figures on every machine. */
import { expect, it } from 'vitest';
import { compare, run } from './compare.js';

const OPTIONS = { seed: 20261101, seconds: 4, ordersPerSecond: 10, messagesPerSecond: 1500 };

it('fills more than everything to one venue does', () => {
  const { against } = compare(OPTIONS, 2);
  expect(against['primary']!.fillRate.mean).toBeGreaterThan(0.05);
}, 120_000);

it('is the same again from its seed', () => {
  expect(run('best-price', { ...OPTIONS, seconds: 2 })).toEqual(run('best-price', { ...OPTIONS, seconds: 2 }));
}, 120_000);
