/** `crossfeed bench --suite protocols`: what the binary protocols cost, on generated files of 10 million messages. */
import { ItchDecoder } from '../../control/market-data/records/itch50.js';
import { PitchDecoder } from '../../control/market-data/records/pitch2.js';
import { ItchView } from '../../control/protocols/itch50/view.js';
import { PitchView } from '../../control/protocols/pitch2/view.js';
import type { BatchBench, BenchContext, BenchSuite } from './harness.js';
import { compareWithFix } from './protocols/against-fix.js';
import { bookRows } from './protocols/books.js';
import { flowFile, SHAPES, type Shape } from './protocols/flow-files.js';
import { decodeItchPieces, decodePitchPieces, itchUnit, piecesOf, pitchUnit } from './protocols/input-file.js';
import { decodeItchFile, MoldReader, MoldStream } from './protocols/itch.js';
import { orderRows } from './protocols/orders.js';
import { decodePitchFile } from './protocols/pitch.js';
import { readItch, readPitch, sumOfRecords } from './protocols/records.js';

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
      'itch-decode, pitch-decode: pieces of 64 KiB to records, which are read; …-view: message by message where it lies, by the flyweights',
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
function passes(
  context: BenchContext,
  bench: Pick<BatchBench, 'name' | 'input' | 'goal'> & { readonly run: () => unknown },
  messages = MESSAGES,
): void {
  const run = (): void => void bench.run();
  context.time({ ...bench, run, batch: messages, batches: PASSES, warmUp: WARM_UP });
  const perMessage = context.allocated(run, PASSES) / messages;
  context.report({
    name: `${bench.name}-allocated`,
    unit: 'bytes',
    n: PASSES * messages,
    p50: perMessage,
    p99: perMessage,
    p999: perMessage,
    max: perMessage,
    input: bench.input ?? '',
    goal: { atMost: 0.01 },
  });
}

function itchRows(context: BenchContext, shape: Shape, bytes: Uint8Array): void {
  const decoder = new ItchDecoder(undefined);
  const pieces = piecesOf(bytes, itchUnit);
  const run = (): void => {
    const messages = decodeItchPieces(decoder, pieces, readItch);
    if (messages !== MESSAGES) throw new Error(`protocols: ${messages} messages were decoded`);
    readItch();
  };
  passes(context, { name: `itch-decode-${shape}`, input: inputOf(shape), goal: { atMost: DECODE_GOAL_NS }, run });
  const view = new ItchView();
  view.bind(bytes);
  const sums = new Int32Array(1);
  const byView = (): void => {
    sums[0] = decodeItchFile(view, bytes, 0, bytes.length);
  };
  passes(context, { name: `itch-view-${shape}`, input: inputOf(shape), run: byView });
  if (sums[0] === 0 || sumOfRecords() === 0) throw new Error('protocols: nothing was read');
}

function moldRows(context: BenchContext, shape: Shape, itch: Uint8Array): void {
  const { packets } = new MoldStream(itch, MESSAGES);
  for (const lines of [1, 2]) {
    const run = (): void => {
      const reader = new MoldReader();
      for (let i = 0; i < packets.length; i++) {
        for (let line = 0; line < lines; line++) reader.take(packets[i]!, line);
      }
      if (reader.messages !== MESSAGES) throw new Error(`protocols: ${reader.messages} messages went up`);
    };
    const name = `mold-itch-${lines === 1 ? 'line' : 'a-and-b'}-${shape}`;
    const input = `${inputOf(shape)}, ${packets.length.toLocaleString('en-GB')} packets on ${lines === 1 ? 'one line' : 'each of two lines'}`;
    passes(context, { name, input, goal: { atMost: ARBITRATE_GOAL_NS }, run });
  }
}

function pitchRows(context: BenchContext, shape: Shape): void {
  const bytes = flowFile('pitch2', shape, MESSAGES);
  const decoder = new PitchDecoder();
  const pieces = piecesOf(bytes, pitchUnit);
  const run = (): number => {
    const count = decodePitchPieces(decoder, pieces, readPitch);
    readPitch();
    return count;
  };
  // Without the directory and with a Time for each second: nearly as many as in the ITCH file.
  const messages = run();
  const input = `${messages.toLocaleString('en-GB')} messages, ${SHAPES[shape].symbols.toLocaleString('en-GB')} symbols`;
  const goal = { atMost: DECODE_GOAL_NS };
  passes(context, { name: `pitch-decode-${shape}`, input, goal, run }, messages);
  const view = new PitchView();
  view.bind(bytes);
  const counts = new Float64Array(1);
  const sums = new Int32Array(1);
  const byView = (): void => {
    sums[0] = decodePitchFile(view, bytes, 0, bytes.length, counts);
  };
  passes(context, { name: `pitch-view-${shape}`, input, run: byView }, messages);
  if (sums[0] === 0 || sumOfRecords() === 0) throw new Error('protocols: nothing was read');
}
