/** The risk pass allocates nothing when an order passes: a process of its own runs half a million checks between two looks at the heap (as books-allocation.test.ts). */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('leaves less than a byte per check on the heap over half a million checks', () => {
  const output = execFileSync(
    process.execPath,
    [
      '--expose-gc',
      '--min-semi-space-size=64',
      '--import',
      'tsx',
      join(import.meta.dirname, 'risk-allocation.process.ts'),
    ],
    { encoding: 'utf8' },
  );
  const { checks, bytes, collections } = JSON.parse(output);
  expect(checks).toBeGreaterThan(500_000);
  expect(collections).toBe(0);
  expect(bytes / checks).toBeLessThan(1);
}, 120_000);
