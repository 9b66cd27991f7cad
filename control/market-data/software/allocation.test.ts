/** The hot path allocates nothing per message: neither a number that does not fit a small integer, nor a view, nor a closure. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** The smallest thing that can be allocated takes 16 bytes. What the probe itself costs per packet is about 1 byte a message. */
const BYTES_PER_MESSAGE_MAX = 4;

it('allocates nothing per message', () => {
  const output = execFileSync(
    process.execPath,
    ['--expose-gc', '--import', 'tsx', join(import.meta.dirname, 'allocation-probe.ts')],
    { encoding: 'utf8' },
  );
  const { bytesPerMessage, slots, gaps, gapMessages } = JSON.parse(output) as Record<string, number>;
  expect(bytesPerMessage).toBeLessThan(BYTES_PER_MESSAGE_MAX);
  // It did meet held messages, fills, gaps and two-slot records.
  expect({ gaps, gapMessages }).toEqual({ gaps: 50, gapMessages: 1200 });
  expect(slots).toBeGreaterThan(1_000_000);
});
