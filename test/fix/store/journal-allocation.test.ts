/** The log allocates nothing for a record: a process of its own, where no other test has taught V8 other types. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('allocates nothing for a record', () => {
  const script = join(import.meta.dirname, 'journal-allocation.process.ts');
  const flags = ['--expose-gc', '--min-semi-space-size=64', '--import', 'tsx'];
  const { records, bytesEach } = JSON.parse(execFileSync(process.execPath, [...flags, script], { encoding: 'utf8' }));
  expect(records).toBeGreaterThan(500_000);
  expect(bytesEach).toBeLessThan(1);
}, 120_000);
