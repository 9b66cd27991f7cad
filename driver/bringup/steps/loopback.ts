/** `loopback`: each port's generator into its own receiver, inside the card. Then with wrong bits on purpose: a checker that finds none is no checker. */
import { z } from 'zod';
import { whole } from '../../../control/core/config-shapes.js';
import { defineStep, fail } from './step.js';
import { sendTestFrames } from './test-frames.js';

export const loopback = defineStep({
  name: 'loopback',
  title: 'Loopback in the MAC',
  needs: ['connect', 'identify'],
  schema: z.strictObject({
    frames: whole(1, 1_000_000).default(64).describe('test frames of each port'),
    frameBytes: whole(64, 1512).default(256).describe('their length'),
    wrongBits: whole(1, 1000).default(5).describe('bits sent wrong on purpose in a second run'),
  }),
  timeoutMs: ({ frames }) => 30_000 + frames,
  async run(context, { frames, frameBytes, wrongBits }) {
    const { card, measure } = context;
    for (let port = 0; port < card.ports; port++) {
      const test = { port, frames, frameBytes, loopback: true };
      const good = await sendTestFrames(context, { ...test, staysOn: true });
      measure(`port ${port}: test frames that came back`, good.received, '', { least: frames, most: frames });
      measure(`port ${port}: bits compared`, good.bits, '');
      measure(`port ${port}: wrong bits`, good.errors, '', { most: 0 });
      if (good.sent !== frames) fail(`port ${port}: the generator sent ${good.sent} of ${frames} frames`);
      if (good.received !== good.sent)
        fail(`port ${port}: ${good.received} of ${good.sent} frames came back in loopback`);
      if (good.bits === 0) fail(`port ${port}: the checker compared nothing`);
      if (good.errors > 0 || good.badFcs > 0)
        fail(`port ${port}: ${good.errors} wrong bits and ${good.badFcs} bad frames inside the card`);
      const bad = await sendTestFrames(context, { ...test, inject: wrongBits, goesOn: true });
      measure(`port ${port}: wrong bits found of ${wrongBits} made`, bad.errors, '', {
        least: wrongBits,
        most: wrongBits,
      });
      if (bad.errors !== wrongBits)
        fail(`port ${port}: the checker found ${bad.errors} of ${wrongBits} bits that were sent wrong on purpose`);
    }
    return `${frames} frames of ${frameBytes} bytes on each of ${card.ports} ports without a wrong bit; all ${wrongBits} bits made wrong on purpose were found`;
  },
});
