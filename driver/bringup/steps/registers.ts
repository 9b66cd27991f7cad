/** `registers`: writes patterns to registers and names the bits that do not take them. */
import { z } from 'zod';
import { list, text } from '../../../control/core/config-shapes.js';
import { hex } from '../card/card.js';
import { defineStep, fail } from './step.js';

const PATTERNS = [0x55555555, 0xaaaaaaaa, 0x00000000, 0xffffffff, 0x12345678, 0xedcba987];

export const registers = defineStep({
  name: 'registers',
  title: 'Registers',
  needs: ['connect', 'identify'],
  schema: z.strictObject({
    // They get their content back.
    registers: list(text('the name of a register'), 1, 64)
      .default(['device.SCRATCH'])
      .describe('with 32 bits that may be written and have no effect while the card is at rest'),
  }),
  timeoutMs: ({ registers: names }) => 5_000 + 3_000 * names.length,
  async run({ card, signal, measure }, { registers: names }) {
    for (const name of names) {
      const register = card.names.get(name);
      const kept = await card.readRegister(register, signal);
      let notHigh = 0;
      let notLow = 0;
      for (const pattern of PATTERNS) {
        await card.write(name, pattern, signal);
        const found = await card.readRegister(register, signal);
        notHigh |= pattern & ~found;
        notLow |= found & ~pattern;
      }
      await card.write(name, kept, signal);
      measure(
        register.name,
        notHigh === 0 && notLow === 0 ? 'holds every pattern' : `wrong bits ${hex(notHigh | notLow)}`,
        '',
      );
      const where = `${register.name} (0x${register.address.toString(16)})`;
      if (notHigh !== 0 && notLow !== 0)
        fail(`${where} does not hold what is written: wrong bits ${hex(notHigh | notLow)}`);
      if (notHigh !== 0) fail(`${where}: ${bitsText(notHigh)} stuck at 0`);
      if (notLow !== 0) fail(`${where}: ${bitsText(notLow)} stuck at 1`);
    }
    return `${names.length} ${names.length === 1 ? 'register holds' : 'registers hold'} ${PATTERNS.length} patterns`;
  },
});

function bitsText(bits: number): string {
  const numbers = Array.from({ length: 32 }, (_, bit) => bit).filter((bit) => (bits >>> bit) % 2 === 1);
  return numbers.length === 1 ? `bit ${numbers.join('')} is` : `bits ${numbers.join(', ')} are`;
}
