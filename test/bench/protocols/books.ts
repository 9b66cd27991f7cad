/** Order books of the generated files: the books' own code, fed with the records of the file's messages. */
import { RecordWriter } from '../../../control/market-data/records/writer.js';
import { decodeItch50, MESSAGE_SLOTS } from '../../../control/market-data/records/itch50.js';
import { HEADER } from '../../../control/core/generated/records.js';
import { BookSet } from '../../../control/market-data/books/book-set.js';
import type { BenchContext } from '../harness.js';
import { quantiles } from '../harness.js';
import { SHAPES, type Shape } from './flow-files.js';

/** Records that are in the ring at one time. */
const BURST = 4096;
const PASSES = 5;
const GOALS = { wide: { L2: 250, L3: 500 }, hot: { L2: 150, L3: 300 } } as const;

/** Whole files, from empty books on; writing the records to the ring is not timed. */
export function bookRows(context: BenchContext, shape: Shape, itch: Uint8Array, messages: number): void {
  const { symbols, orders } = SHAPES[shape];
  for (const depth of ['L2', 'L3'] as const) {
    const perMessage = new Float64Array(PASSES);
    const input = `${messages.toLocaleString('en-GB')} messages, ${symbols.toLocaleString('en-GB')} symbols, from empty books to ${orders.toLocaleString('en-GB')} live orders`;
    for (let pass = 0; pass < PASSES; pass++) {
      const books = new BookSet({ depth, expectedBooks: symbols, expectedOrders: Math.ceil(orders * 1.05) });
      perMessage[pass] = feed(books, itch, messages) / messages;
    }
    const goal = { atMost: GOALS[shape][depth] };
    const name = `${depth.toLowerCase()}-book-${shape}`;
    context.report({ name, unit: 'ns', n: PASSES * messages, ...quantiles(perMessage), input, goal, batch: messages });
  }
}

/** Returns the nanoseconds that the books took. */
function feed(books: BookSet, itch: Uint8Array, messages: number): number {
  const writer = new RecordWriter(Math.log2(BURST) + 1);
  const { u32 } = writer.ring;
  let at = 0;
  let taken = 0;
  let ns = 0;
  while (taken < messages) {
    const burst = Math.min(BURST, messages - taken);
    for (let i = 0; i < burst; i++) {
      const type = itch[at + 2]!;
      const slot = writer.begin(MESSAGE_SLOTS[type]!, type, 0, 0);
      decodeItch50(writer.ring, slot, itch, at + 2);
      u32[(slot + HEADER.sequence) >> 2] = ++taken;
      at += 2 + ((itch[at]! << 8) | itch[at + 1]!);
    }
    const { first } = writer;
    const end = writer.batchEnd(BURST * 2);
    const start = performance.now();
    books.onRecords(writer.ring, first, end);
    ns += (performance.now() - start) * 1e6;
    writer.release(end);
    books.drainChanged(() => undefined);
  }
  return ns;
}
