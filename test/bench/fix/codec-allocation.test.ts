/**
 * Decoding with full validation, and encoding, allocate nothing: a process of its own with a young generation of known size does a million
 * of each between two looks at the heap. A collection in between would show as one, so nothing can hide behind it.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('allocates less than a byte per message', () => {
  const output = execFileSync(
    process.execPath,
    [
      '--expose-gc',
      '--min-semi-space-size=64',
      '--import',
      'tsx',
      join(import.meta.dirname, 'codec-allocation.process.ts'),
    ],
    { encoding: 'utf8' },
  );
  const { decoded, encoded, each, messages, invalid, total } = JSON.parse(output);
  expect(each).toBeGreaterThanOrEqual(1_000_000);
  expect([invalid, messages]).toEqual([0, 2 * each]);
  expect(total).toBeGreaterThan(0);
  expect([decoded.collections, encoded.collections]).toEqual([0, 0]);
  expect(decoded.bytes / each).toBeLessThan(1);
  expect(encoded.bytes / each).toBeLessThan(1);
}, 120_000);
