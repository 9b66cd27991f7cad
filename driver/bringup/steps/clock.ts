/** `clock`: the core clock against the pulses of a reference. */
import { z } from 'zod';
import { whole } from '../../../control/core/config-shapes.js';
import { numberFrom } from './number-shape.js';
import { defineStep, fail } from './step.js';

const POLL_MS = 20;
const INTERVAL_MS = 1000;

export const clock = defineStep({
  name: 'clock',
  title: 'Clock and PPS',
  needs: ['connect', 'identify'],
  schema: z.strictObject({
    intervals: whole(1, 255).default(3).describe('PPS intervals to measure'),
    offsetPpmMost: numberFrom(0, 10_000).default(100).describe('how far the clock may be off'),
    jitterCyclesMost: whole(0, 1_000_000)
      .default(200)
      .describe('how far the longest and the shortest interval may be apart'),
  }),
  // A pulse that does not come is missed after two intervals.
  timeoutMs: ({ intervals }) => 15_000 + 2 * INTERVAL_MS * (intervals + 1),
  async run({ card, signal, measure, wait }, { intervals, offsetPpmMost, jitterCyclesMost }) {
    const status = (field: string): Promise<number> => card.field('clock.STATUS', field, signal);
    const simulated = (await status('simulated')) === 1;
    await card.write('clock.INTERVALS', intervals, signal);
    await card.write('clock.CONTROL', card.bits('clock.CONTROL', { measure: 1 }), signal);
    while ((await status('measuring')) === 1) await wait(POLL_MS);
    const measured = await status('measured');
    const missed = await status('missed');
    measure('PPS intervals measured', measured, '', { least: intervals, simulated });
    measure('PPS pulses missed', missed, '', { most: 0, simulated });
    if (measured === 0) fail('no PPS pulse came: reference, cable, or its input');
    const nominal = await card.read('clock.NOMINAL', signal);
    const mean = (await card.read('clock.SUM', signal)) / measured;
    const ppm = (mean / nominal - 1) * 1e6;
    const jitter = (await card.read('clock.LONGEST', signal)) - (await card.read('clock.SHORTEST', signal));
    measure('clock offset', ppm, 'ppm', { least: -offsetPpmMost, most: offsetPpmMost, simulated });
    measure('PPS jitter', jitter, 'cycles', { most: jitterCyclesMost, simulated });
    if (missed > 0) fail(`${missed} of ${intervals} PPS pulses were missed`);
    const sign = ppm < 0 ? '' : '+';
    const seen = `clock ${sign}${ppm.toFixed(1)} ppm off`;
    if (Math.abs(ppm) > offsetPpmMost) fail(`${seen} against PPS, the limit is ±${offsetPpmMost} ppm`);
    if (jitter > jitterCyclesMost) fail(`PPS jitter of ${jitter} cycles, the limit is ${jitterCyclesMost}`);
    return `${seen}, jitter ${jitter} cycles, ${measured} intervals`;
  },
});
