/** Looking at armed stops allocates nothing when none fires: a million looks in a process of their own, between two looks at the heap. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('allocates nothing per quote of a sound market with ten thousand stops armed', () => {
  const script = join(import.meta.dirname, 'triggers-allocation.process.ts');
  const output = execFileSync(
    process.execPath,
    ['--expose-gc', '--min-semi-space-size=64', '--import', 'tsx', script],
    { encoding: 'utf8' },
  );
  const { looks, bytes, collections, armed, fired } = JSON.parse(output);
  expect([looks, armed, fired, collections]).toEqual([1_000_000, 10_000, 0, 0]);
  expect(bytes / looks).toBeLessThan(0.1);
}, 120_000);
