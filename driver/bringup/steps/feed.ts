/** `feed`: a known capture through the card's data path, its records compared with the golden model's, line by line. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { realFiles } from '../../../control/core/world-files.js';
import { oneOf, text, whole } from '../../../control/core/config-shapes.js';
import { replayCaptures } from '../../../control/market-data/captures/replay.js';
import { softwareReplayEngine } from '../../../control/market-data/captures/replay-engine.js';
import { nicReplayEngine } from '../../../control/market-data/captures/replay-nic.js';
import { NotApplicable } from '../../../control/operations/checks/check-list.js';
import { writeKnownCapture } from '../feed/known-capture.js';
import { defineStep, fail } from './step.js';

export const feed = defineStep({
  name: 'feed',
  title: 'Known feed against the golden model',
  needs: ['connect', 'identify'],
  schema: z.strictObject({
    /** Absent: a capture of every ITCH 5.0 message, made from the seed. */
    capture: text('a capture file').optional(),
    protocol: oneOf(['itch50', 'pitch2']).default('itch50'),
    messages: whole(23, 1_000_000).default(400),
    seed: whole(0, 2 ** 31).default(1),
  }),
  timeoutMs: ({ messages }) => 30_000 + messages,
  async run({ bench, measure }, { capture, protocol, messages, seed }) {
    const { device } = bench;
    if (device === undefined)
      throw new NotApplicable('records go to host memory: it takes a device (sim: or pcie:) beside the console');
    if (!device.startsWith('sim:')) {
      throw new NotApplicable(
        `${device}: the capture has to be played into the ports by a traffic generator, which this step has none of`,
      );
    }
    const nic = nicReplayEngine();
    if ('missing' in nic) throw new NotApplicable(nic.missing);
    const path = capture ?? bench.outputFile('feed.itch');
    if (capture === undefined) writeKnownCapture(path, messages, seed);
    const files = { card: bench.outputFile('feed-card.ndjson'), model: bench.outputFile('feed-model.ndjson') };
    const common = { files: realFiles, protocol, a: path };
    const card = await replayCaptures({ ...common, engine: nic.kind, records: files.card });
    const model = await replayCaptures({ ...common, engine: softwareReplayEngine, records: files.model });
    const difference = firstDifference(readFileSync(files.card, 'utf8'), readFileSync(files.model, 'utf8'));
    measure('messages delivered', card.messages, '', { least: model.messages, most: model.messages, simulated: true });
    measure('records compared', difference.lines, '', { simulated: true });
    if (difference.at !== undefined) {
      fail(
        `record ${difference.at} differs from the golden model: found ${difference.found}, expected ${difference.expected}`,
      );
    }
    return `${difference.lines} records equal to the golden model's (the data path in a simulation of its own)`;
  },
});

interface Difference {
  readonly lines: number;
  readonly at?: number;
  readonly found?: string;
  readonly expected?: string;
}

function firstDifference(card: string, model: string): Difference {
  const found = card.split('\n');
  const expected = model.split('\n');
  const lines = Math.max(found.length, expected.length) - 1;
  for (let n = 0; n < lines; n++) {
    if (found[n] !== expected[n])
      return { lines, at: n + 1, found: found[n] ?? 'nothing', expected: expected[n] ?? 'nothing' };
  }
  return { lines };
}
