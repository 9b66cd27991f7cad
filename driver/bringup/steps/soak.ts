/** `soak`: test frames in loopback, sensors and the card's reset count, over and over. */
import { z } from 'zod';
import { whole } from '../../../control/core/config-shapes.js';
import { errorRate } from './ber.js';
import { isWithin } from './limits.js';
import { numberFrom } from './number-shape.js';
import { defineStep, fail, type StepContext } from './step.js';
import { sendTestFrames } from './test-frames.js';
import { readSensors, thermalLimits } from './thermal.js';

const FRAME_BYTES = 1024;

export const soak = defineStep({
  name: 'soak',
  title: 'Soak',
  needs: ['connect', 'identify', 'loopback', 'thermal'],
  schema: z.strictObject({
    minutes: numberFrom(0, 10_000).default(30).describe('how long'),
    simulatedRounds: whole(1, 100_000).default(3).describe('the same, of a simulated card'),
    framesARound: whole(1, 100_000_000).default(1000).describe('test frames of each port between two looks'),
    simulatedFramesARound: whole(1, 1000).default(8).describe('the same, of a simulated card'),
  }),
  timeoutMs: ({ minutes }, simulated) => (simulated ? 60_000 : minutes * 60_000 + 60_000),
  async run(context, { minutes, simulatedRounds, framesARound, simulatedFramesARound }) {
    const { card, signal, clock, measure } = context;
    const simulated = (await card.field('prbs[0].STATUS', 'simulated', signal)) === 1;
    const endNs = clock.monotonicNs() + minutes * 60e9;
    const frames = simulated ? simulatedFramesARound : framesARound;
    let rounds = 0;
    let bits = 0;
    let errors = 0;
    let lost = 0;
    const hot = new Set<string>();
    // Limits are looked at, but values are not noted in every round.
    const quiet: StepContext = { ...context, measure: (_name, value, _unit, limits = {}) => isWithin(value, limits) };
    do {
      for (let port = 0; port < card.ports; port++) {
        const counts = await sendTestFrames(quiet, { port, frames, frameBytes: FRAME_BYTES, loopback: true }).catch(
          async (error: unknown) => {
            await notReset(context, rounds);
            throw error;
          },
        );
        bits += counts.bits;
        errors += counts.errors;
        lost += counts.sent - counts.received;
        await notReset(context, rounds);
      }
      if (card.has('sensor')) for (const words of await readSensors(quiet, thermalLimits())) hot.add(words);
      rounds += 1;
    } while (simulated ? rounds < simulatedRounds : clock.monotonicNs() < endNs);
    measure('rounds', rounds, '', { simulated });
    measure('bits compared', bits, '', { simulated });
    measure('wrong bits', errors, '', { most: 0, simulated });
    measure('frames lost', lost, '', { most: 0, simulated });
    measure('bit-error rate, not above with 95 % confidence', errorRate(errors, bits).upper, '', { simulated });
    if (hot.size > 0) fail([...hot][0] ?? '');
    return `${rounds} ${rounds === 1 ? 'round' : 'rounds'}, ${bits} bits, ${errors} wrong`;
  },
});

/** A reset explains everything else that may look wrong. */
async function notReset({ card, signal }: StepContext, rounds: number): Promise<void> {
  const resets = await card.field('console.BOOT', 'resets', signal);
  if (resets === card.resets) return;
  fail(
    `the card was reset since it was identified, found in round ${rounds + 1} of the soak: power (brown-out), or its watchdog`,
  );
}
