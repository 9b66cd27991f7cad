/** `connect`: opens the line, and finds out why nothing answers. */
import { z } from 'zod';
import { whole, yesNo } from '../../../control/core/config-shapes.js';
import { ConsoleError } from '../errors.js';
import { defineStep, fail } from './step.js';

/** The likely ones first. */
const RATES = [9600, 57600, 230400, 921600, 19200, 38400, 460800];

export const connect = defineStep({
  name: 'connect',
  title: 'Console answers',
  needs: [],
  schema: z.strictObject({
    timeoutMs: whole(100, 60_000).default(10_000).describe('how long it may take'),
    scan: yesNo.default(true).describe('whether other baud rates are tried when nothing answers'),
  }),
  timeoutMs: ({ timeoutMs }) => timeoutMs,
  async run({ card, bench, signal, clock, measure }, { scan }) {
    const { client } = card;
    const startNs = clock.monotonicNs();
    try {
      await client.open(signal);
    } catch (error) {
      if (!(error instanceof ConsoleError)) throw error;
      const { bytesReceived } = client.statistics;
      await client.close();
      for (const baud of scan ? RATES : []) {
        if (baud === bench.baud || signal.aborted) continue;
        if (await bench.answersAt(baud, signal))
          fail(`wrong baud rate: the card answers at ${baud} baud, not at ${bench.baud}`);
      }
      if (bytesReceived === 0) fail('no answer, not one byte came back: power, cable, or TX and RX swapped');
      fail(`no answer that can be read among ${bytesReceived} bytes: baud rate, or noise on the line`);
    }
    measure('time to the first answers', (clock.monotonicNs() - startNs) / 1e6, 'ms');
    return `answers at ${bench.baud} baud`;
  },
});
