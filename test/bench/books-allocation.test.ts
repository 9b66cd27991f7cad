/**
 * Updates allocate nothing: a process of its own with a young generation of known size runs a million of them, between two looks at
 * the heap. A collection in between would show as one, so nothing can hide behind it.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('allocates less than a byte per record over a million updates', () => {
  const output = execFileSync(
    process.execPath,
    [
      '--expose-gc',
      '--min-semi-space-size=64',
      '--import',
      'tsx',
      join(import.meta.dirname, 'books-allocation.process.ts'),
    ],
    { encoding: 'utf8' },
  );
  const { records, bytes, collections, liveOrders } = JSON.parse(output);
  expect(records).toBeGreaterThanOrEqual(1_000_000);
  expect(collections).toBe(0);
  expect(liveOrders).toBeGreaterThan(0);
  expect(bytes / records).toBeLessThan(1);
}, 120_000);
