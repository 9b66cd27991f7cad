/** `counters`: the receive counters of each port against the number of frames that the generator sent it. */
import { z } from 'zod';
import { whole } from '../../../control/core/config-shapes.js';
import { defineStep, fail, type StepContext } from './step.js';
import { sendTestFrames } from './test-frames.js';

/** Test frames are no IPv4. */
const REJECTED = 'rejected.notIpv4';

export const counters = defineStep({
  name: 'counters',
  title: 'Port counters',
  needs: ['connect', 'identify'],
  schema: z.strictObject({
    frames: whole(1, 1_000_000).default(16).describe('test frames of each port'),
    frameBytes: whole(64, 1512).default(128).describe('their length'),
  }),
  timeoutMs: ({ frames }) => 30_000 + frames,
  async run(context, { frames, frameBytes }) {
    const { card, signal, measure } = context;
    const enabled = await card.read('device.CONTROL', signal);
    // The ring stays off, so nothing is written to the host: the frames are counted and refused.
    await card.write('device.CONTROL', card.bits('device.CONTROL', { enable: 1 }), signal);
    try {
      for (let port = 0; port < card.ports; port++) {
        const before = await countersOf(context, port);
        const { sent } = await sendTestFrames(context, { port, frames, frameBytes, loopback: true });
        const after = await countersOf(context, port);
        const expected = { frames: sent, bytes: sent * frameBytes, [REJECTED]: sent };
        for (const [name, count] of Object.entries(expected)) {
          const counted = (after[name] ?? 0) - (before[name] ?? 0);
          measure(`port ${port}: ${name}`, counted, '', { least: count, most: count });
          if (counted === 0)
            fail(`port ${port}: the counter ${name} does not count: ${count} expected, it stands still`);
          if (counted !== count) fail(`port ${port}: the counter ${name} counted ${counted}, expected ${count}`);
        }
      }
    } finally {
      if (!card.client.isLost) await card.write('device.CONTROL', enabled).catch(() => undefined);
    }
    return `frames, bytes and refused frames counted right on ${card.ports} ports`;
  },
});

async function countersOf({ card, signal }: StepContext, port: number): Promise<Readonly<Record<string, number>>> {
  const values: Record<string, number> = {};
  await card.client.snapshot(signal);
  await card.client.snapshot(signal);
  for (const name of ['frames', 'bytes', REJECTED]) values[name] = await card.read(`port[${port}].${name}`, signal);
  return values;
}
