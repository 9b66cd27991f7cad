/** `prbs`: the bit-error rate of each port over the wire (a loopback plug, or a cable from port to port), with its confidence bound. */
import { z } from 'zod';
import { list, whole } from '../../../control/core/config-shapes.js';
import { errorRate, poissonUpper } from './ber.js';
import { numberFrom } from './number-shape.js';
import { defineStep, fail } from './step.js';
import { sendTestFrames } from './test-frames.js';

/** Destination, source and type of a test frame. */
const HEADER_BYTES = 16;
const CONFIDENCE = 0.95;
/** What the register FRAMES holds. */
const FRAMES_MOST = 2 ** 32 - 1;
/** Frames that the checker may need to find the sequence. */
const LOCK_FRAMES = 2;

export const prbs = defineStep({
  name: 'prbs',
  title: 'Bit errors over the wire (PRBS31)',
  needs: ['connect', 'identify', 'link'],
  schema: z.strictObject({
    bits: numberFrom(1e3, 5e13).default(1e11).describe('bits to compare on each port'),
    rateMost: numberFrom(0, 1).default(1e-10).describe('what the rate must be below, with 95 % confidence'),
    // A simulation's speed reaches fewer bits.
    simulatedBits: numberFrom(1e3, 1e9).default(2e5).describe('bits, of a simulated card'),
    simulatedRateMost: numberFrom(0, 1).default(2e-5).describe('rateMost, of a simulated card'),
    frameBytes: whole(64, 1512).default(1512).describe('length of test frames'),
    ports: list(whole(0, 15), 1, 16).optional().describe('such as [0]; absent: all'),
  }),
  timeoutMs: ({ bits }, simulated) => 30_000 + (simulated ? 0 : bits / 4e6),
  async run(context, { bits, rateMost, simulatedBits, simulatedRateMost, frameBytes, ports }) {
    const { card, measure, signal } = context;
    const simulated = (await card.field('prbs[0].STATUS', 'simulated', signal)) === 1;
    const target = simulated ? simulatedBits : bits;
    const most = simulated ? simulatedRateMost : rateMost;
    const frames = Math.ceil(target / (8 * (frameBytes - HEADER_BYTES))) + LOCK_FRAMES;
    if (frames > FRAMES_MOST) fail(`${frames} test frames are more than can be counted: fewer bits, or longer frames`);
    let worst = 0;
    for (const port of ports ?? Array.from({ length: card.ports }, (_, n) => n)) {
      const counts = await sendTestFrames(context, { port, frames, frameBytes, loopback: false });
      const { rate, upper } = errorRate(counts.errors, counts.bits, CONFIDENCE);
      measure(`port ${port}: bits compared`, counts.bits, '', { least: Math.floor(target), simulated });
      measure(`port ${port}: wrong bits`, counts.errors, '', { simulated });
      measure(`port ${port}: frames lost`, counts.sent - counts.received, '', { simulated });
      measure(`port ${port}: bit-error rate, not above with 95 % confidence`, upper, '', { most, simulated });
      if (counts.received === 0) fail(`port ${port}: none of ${counts.sent} test frames came back over the wire`);
      if (!counts.isLocked && counts.bits === 0) fail(`port ${port}: the checker never found the sequence`);
      if (upper > most && counts.errors === 0) {
        const enough = Math.ceil(poissonUpper(0, CONFIDENCE) / most).toExponential(1);
        fail(
          `port ${port}: too few bits for the limit: no error in ${counts.bits} bits says at most ${upper.toExponential(1)} with 95 % confidence; a limit of ${most.toExponential(1)} needs ${enough} bits`,
        );
      }
      if (upper > most) {
        fail(
          `port ${port}: bit errors on the wire: ${counts.errors} in ${counts.bits} bits, rate ${rate.toExponential(1)}, at most ${upper.toExponential(1)} with 95 % confidence; the limit is ${most.toExponential(1)}`,
        );
      }
      worst = Math.max(worst, upper);
    }
    return `rate at most ${worst.toExponential(1)} with 95 % confidence${simulated ? ' (simulated)' : ''}`;
  },
});
