/** `feed`: a known capture through the card under test, its records compared with the golden model's, one by one. */
import { z } from 'zod';
import { oneOf, text, whole } from '../../../control/core/config-shapes.js';
import type { FeedConfig } from '../../../control/core/feed.js';
import { ChannelDiscovery, configureChannels } from '../../../control/market-data/captures/discover.js';
import { DEFAULT_WINDOW_NS, MAX_FRAME_BYTES, MIN_FRAME_BYTES } from '../../../control/market-data/captures/replay.js';
import { NotApplicable } from '../../../control/operations/checks/check-list.js';
import { NicLibraryError } from '../../errors.js';
import type { FeedDevice } from '../feed/feed-device.js';
import { eachKnownFrame, writeKnownFrames, type KnownFrames } from '../feed/known-frames.js';
import { writeKnownCapture } from '../feed/known-capture.js';
import { play } from '../feed/play.js';
import { defineStep, fail, type StepContext } from './step.js';

/** Of a simulated card; a busy machine may leave it alone for a while. */
const SIMULATED_IDLE_MS = 20_000;
/** What is written out for another host to play. */
const PLAYED_FRAMES_MOST = 100_000;

export const feed = defineStep({
  name: 'feed',
  title: 'Known feed against the golden model',
  needs: ['connect', 'identify'],
  schema: z.strictObject({
    capture: text('a capture file')
      .optional()
      .describe('a file; absent: a capture of every ITCH 5.0 message, made from the seed'),
    protocol: oneOf(['itch50', 'pitch2']).default('itch50').describe('of the capture'),
    messages: whole(23, 1_000_000).default(400).describe('of a capture that is made'),
    seed: whole(0, 2 ** 31)
      .default(1)
      .describe('of a capture that is made'),
    lines: whole(1, 2).default(2).describe('2: into both ports, as lines A and B; 1: into port 0'),
    waitMs: whole(100, 600_000)
      .default(10_000)
      .describe('how long frames over the wire are waited for, from one record to the next'),
  }),
  timeoutMs: ({ messages, waitMs }, simulated) => 30_000 + messages + (simulated ? 0 : 10 * waitMs),
  async run(context, { capture, protocol, messages, seed, lines, waitMs }) {
    const { bench, measure, clock, wait } = context;
    if (bench.openFeed === undefined) {
      throw new NotApplicable(
        'records go to host memory, which the console cannot see: it takes a card in a slot (--device pcie:…) and a host that plays the capture into its ports',
      );
    }
    const path = capture ?? bench.outputFile('feed.itch');
    if (capture === undefined) writeKnownCapture(path, messages, seed);
    const warned = new Set<string>();
    const ports = lines === 2 ? [0, 1] : [0];
    const known: KnownFrames = { path, ports, warn: (words) => warned.add(words), rest: () => wait(0) };
    const device = opened(context, bench.openFeed);
    try {
      const isByHand = device.input !== undefined;
      const config = await configFor(known, device, protocol);
      const file = isByHand ? '' : bench.outputFile('feed.pcap');
      if (!isByHand) {
        await writeKnownFrames(known, file, PLAYED_FRAMES_MOST);
        context.tell?.(`play ${file} into port ${ports.join(' and port ')} now; ${waitMs / 1000} s are waited for it`);
      }
      const idleMs = isByHand ? SIMULATED_IDLE_MS : waitMs;
      const played = await play(device, { known, config, idleMs, nowMs: () => clock.monotonicNs() / 1e6, wait });
      if (!isByHand && played.slots === 0) {
        throw new NotApplicable(`nobody played ${file} into port ${ports.join(' and port ')} within ${waitMs} ms`);
      }
      measure('frames', played.frames, '', { simulated: isByHand });
      measure('records equal to the golden model', played.equal, '', { least: 1, simulated: isByHand });
      for (const words of warned) measure('of the capture', words, '');
      if (played.difference !== undefined) {
        fail(
          `the card's records differ from the golden model's after ${played.equal} equal ones: ${played.difference}`,
        );
      }
      const into = lines === 2 ? 'both ports' : 'port 0';
      return `${played.frames} frames into ${into}, ${played.equal} records equal to the golden model's${isByHand ? '' : ' (NIC times and ports not compared)'}`;
    } finally {
      if (device.end() && !context.card.client.isLost)
        await context.card.afterReset(context.signal).catch(() => undefined);
    }
  },
});

function opened({ bench }: StepContext, openFeed: () => FeedDevice): FeedDevice {
  try {
    return openFeed();
  } catch (error) {
    if (error instanceof NicLibraryError) throw new NotApplicable(`${bench.device ?? ''}: ${error.message}`);
    throw error;
  }
}

async function configFor(known: KnownFrames, device: FeedDevice, protocol: 'itch50' | 'pitch2'): Promise<FeedConfig> {
  const discovery = new ChannelDiscovery(MIN_FRAME_BYTES, MAX_FRAME_BYTES, protocol);
  await eachKnownFrame(known, (port, _arrival, bytes, length) =>
    discovery.frame(port, { bytes, at: 0, length, badFcs: false }),
  );
  const { channels, warnings } = configureChannels(discovery.found, DEFAULT_WINDOW_NS, device.limits, protocol);
  warnings.forEach(known.warn);
  return { minFrameBytes: MIN_FRAME_BYTES, maxFrameBytes: MAX_FRAME_BYTES, channels };
}
