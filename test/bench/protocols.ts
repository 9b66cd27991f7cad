/** `crossfeed bench --suite protocols`: what the binary protocols cost, on generated files of 10 million messages. */
import { ItchView } from '../../control/protocols/itch50/view.js';
import { PitchView } from '../../control/protocols/pitch2/view.js';
import type { BatchBench, BenchContext, BenchSuite } from './harness.js';
import { compareWithFix } from './protocols/against-fix.js';
import { bookRows } from './protocols/books.js';
import { flowFile, SHAPES, type Shape } from './protocols/flow-files.js';
import { decodeItchFile, MoldReader, MoldStream } from './protocols/itch.js';
import { orderRows } from './protocols/orders.js';
import { decodePitchFile } from './protocols/pitch.js';

const MESSAGES = 10_000_000;
const PASSES = 5;
const WARM_UP = 2;
const DECODE_GOAL_NS = 15;
const ARBITRATE_GOAL_NS = 25;

export const suite: BenchSuite = {
  name: 'protocols',
  description: 'binary protocols: decoding, arbitration, books and order entry, and the same content in FIX',
  run(context) {
    for (const shape of ['wide', 'hot'] as const) {
      const itch = flowFile('itch50', shape, MESSAGES);
      itchRows(context, shape, itch);
      moldRows(context, shape, itch);
      pitchRows(context, shape);
      bookRows(context, shape, itch, MESSAGES);
    }
    orderRows(context);
    compareWithFix(context);
    context.note(
      `files: seeded flow (adds 45 %, deletes 41 %, replaces 9 %, executions 4 %, cancels 1 %), wide ${inputOf('wide')}, hot ${inputOf('hot')}`,
    );
    context.note(
      'decoding, arbitration and books: one sample is a pass over a whole file, so that p50 is the median of 5',
    );
  },
};

export function inputOf(shape: Shape): string {
  return `${MESSAGES.toLocaleString('en-GB')} messages, ${SHAPES[shape].symbols.toLocaleString('en-GB')} symbols`;
}

/** Passes over a whole file, and how many bytes of heap one pass leaves behind for each message. */
function passes(context: BenchContext, bench: Pick<BatchBench, 'name' | 'input' | 'goal' | 'run'>): void {
  context.time({ ...bench, batch: MESSAGES, batches: PASSES, warmUp: WARM_UP });
  const perMessage = context.allocated(bench.run, PASSES) / MESSAGES;
  context.report({
    name: `${bench.name}-allocated`,
    unit: 'bytes',
    n: PASSES * MESSAGES,
    p50: perMessage,
    p99: perMessage,
    p999: perMessage,
    max: perMessage,
    input: bench.input ?? '',
    goal: { atMost: 0.01 },
  });
}

function itchRows(context: BenchContext, shape: Shape, bytes: Uint8Array): void {
  const view = new ItchView();
  view.bind(bytes);
  const sums = new Int32Array(1);
  const run = (): void => {
    sums[0] = decodeItchFile(view, bytes, 0, bytes.length);
  };
  passes(context, { name: `itch-decode-${shape}`, input: inputOf(shape), goal: { atMost: DECODE_GOAL_NS }, run });
  if (sums[0] === 0) throw new Error('protocols: nothing was read');
}

function moldRows(context: BenchContext, shape: Shape, itch: Uint8Array): void {
  const stream = new MoldStream(itch, MESSAGES);
  const { bytes, starts, packets } = stream;
  for (const lines of [1, 2]) {
    const run = (): void => {
      const reader = new MoldReader(bytes);
      for (let i = 0; i < packets; i++) {
        for (let line = 0; line < lines; line++) reader.take(starts[i]!, starts[i + 1]!);
      }
      if (reader.messages !== MESSAGES) throw new Error(`protocols: ${reader.messages} messages went up`);
    };
    const name = `mold-itch-${lines === 1 ? 'line' : 'a-and-b'}-${shape}`;
    const input = `${inputOf(shape)}, ${packets.toLocaleString('en-GB')} packets on ${lines === 1 ? 'one line' : 'each of two lines'}`;
    passes(context, { name, input, goal: { atMost: ARBITRATE_GOAL_NS }, run });
  }
}

function pitchRows(context: BenchContext, shape: Shape): void {
  const bytes = flowFile('pitch2', shape, MESSAGES);
  const view = new PitchView();
  view.bind(bytes);
  const counts = new Float64Array(1);
  const sums = new Int32Array(1);
  const run = (): void => {
    sums[0] = decodePitchFile(view, bytes, 0, bytes.length, counts);
  };
  run();
  // Without the directory and with a Time for each second: nearly as many as in the ITCH file.
  const messages = counts[0]!;
  context.time({
    name: `pitch-decode-${shape}`,
    input: `${messages.toLocaleString('en-GB')} messages, ${SHAPES[shape].symbols.toLocaleString('en-GB')} symbols`,
    goal: { atMost: DECODE_GOAL_NS },
    batch: messages,
    batches: PASSES,
    warmUp: WARM_UP,
    run,
  });
  const perMessage = context.allocated(run, PASSES) / messages;
  context.report({
    name: `pitch-decode-${shape}-allocated`,
    unit: 'bytes',
    n: PASSES * messages,
    p50: perMessage,
    p99: perMessage,
    p999: perMessage,
    max: perMessage,
    goal: { atMost: 0.01 },
  });
  if (sums[0] === 0) throw new Error('protocols: nothing was read');
}
