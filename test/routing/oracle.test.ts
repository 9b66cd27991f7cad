/** The router against an oracle that tries every way. `ROUTING_BOOKS` sets how many books; `test/routing/main.ts` runs many more. */
import { expect, it } from 'vitest';
import { compareWithOracle } from './oracle.js';

it('costs no more than the best of all ways, and keeps every limit, on random books', () => {
  expect(compareWithOracle(20261123, Number(process.env['ROUTING_BOOKS'] ?? 100_000))).toEqual([]);
}, 600_000);
