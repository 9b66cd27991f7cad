/** Decisions allocate nothing: a process of its own, whose young generation is large enough that nothing is collected in between. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('allocates less than a tenth of a byte per decision, recording included, and learning next to nothing', () => {
  const flags = ['--expose-gc', '--min-semi-space-size=64', '--import', 'tsx'];
  const output = execFileSync(process.execPath, [...flags, join(import.meta.dirname, 'allocation.process.ts')], {
    encoding: 'utf8',
  });
  const { decisions, bytes, worked, slices } = JSON.parse(output);
  expect(slices).toBeGreaterThan(decisions);
  expect(bytes / decisions).toBeLessThan(0.1);
  // A time that passes from function to function may be boxed: a number each, for the quarter of the decisions that were sent.
  expect(worked / decisions).toBeLessThan(40);
}, 120_000);
