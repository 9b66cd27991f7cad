/** `selftest`: the card tests itself, and says bit by bit what failed. */
import { z } from 'zod';
import { defineStep, fail } from './step.js';

/** As docs/console-protocol.md numbers them. */
const TESTS = ['scratch register', 'magic number and block types', 'cycle counter', 'capture memory', 'CRC unit'];

export const selftest = defineStep({
  name: 'selftest',
  title: 'Self-test',
  // Its first test is of a register that the step before looks at bit by bit.
  needs: ['connect', 'identify', 'registers'],
  schema: z.strictObject({}),
  timeoutMs: () => 20_000,
  async run({ card, signal, measure }) {
    const { failed, ran } = await card.client.selfTest(signal);
    const named = TESTS.map((name, bit) => ({ name, ran: isSet(ran, bit), failed: isSet(failed, bit) }));
    for (const test of named) measure(test.name, test.failed ? 'failed' : test.ran ? 'passed' : 'not run', '');
    const wrong = named.filter((test) => test.failed);
    if (wrong.length > 0) fail(`the card found a fault in itself: ${wrong.map(({ name }) => name).join(', ')}`);
    if (failed !== 0) fail(`the card found a fault that this software has no name for: 0x${failed.toString(16)}`);
    return `${named.filter((test) => test.ran).length} of ${TESTS.length} tests run, none failed`;
  },
});

function isSet(bits: number, bit: number): boolean {
  return (bits >>> bit) % 2 === 1;
}
