/** `crossfeed bench --suite books`: what an update of an order book costs, and a look at one. */
import { SeededRandom } from '../../control/core/random.js';
import { RecordRing } from '../../control/core/record-ring.js';
import { BookSet, type BookSetOptions } from '../../control/market-data/books/book-set.js';
import type { TopOfBook } from '../../control/market-data/books/book.js';
import type { BenchContext, BenchSuite } from './harness.js';
import { MapBooks } from './map-books.js';
import { orderFlow, type Flow } from './order-flow.js';

const BATCH = 128;
/** Records that are in the ring at one time. */
const BURST = 4096;
const SEED = 20101224;

export const suite: BenchSuite = {
  name: 'books',
  description: 'order books from records: levels and best bid and offer (L2), or the queue of every level as well (L3)',
  run(context) {
    market(context);
    hot(context);
    small(context);
    context.note(
      'input: seeded flow, adds 45 %, deletes 41 %, replaces 9 %, executions 4 %, cancels 1 %; the busiest stocks get most of it',
    );
    context.note(
      'warm: every update is timed after a tenth of them went before, with its record written to the ring shortly before',
    );
    context.note(
      'the usual messages are applied by a WebAssembly kernel, all others in TypeScript; run by npm, pages of 2 MiB (GLIBC_TUNABLES) serve the peer only',
    );
    context.note(
      'peer: Map of order objects, Map of levels, sorted price array; same records, same process, keeps queues as L3 does',
    );
  },
};

/** The size of a whole market. */
function market(context: BenchContext): void {
  const flow = orderFlow({ seed: SEED, symbols: 8000, orders: 1_000_000, updates: 2 ** 21 });
  const input = '8,000 symbols, 1,000,000 live orders';
  const size = { expectedOrders: 2 ** 20, expectedBooks: 8000 };
  const books = filled(flow, { depth: 'L2', ...size });
  updates(context, 'l2-update', input, flow, books, { atMost: 300 });
  const queues = filled(flow, { depth: 'L3', ...size });
  updates(context, 'l3-update', input, flow, queues, { atMost: 500 });
  const peer = filledPeer(flow);
  updates(context, 'update-map', input, flow, peer);
  compare(books, peer);
  compare(queues, peer);
  reads(context, books, input);
}

/** What a strategy follows closely. */
function hot(context: BenchContext): void {
  const flow = orderFlow({ seed: SEED, symbols: 100, orders: 100_000, updates: 2 ** 20 });
  const input = '100 symbols, 100,000 live orders';
  const size = { expectedOrders: 2 ** 17, expectedBooks: 100 };
  updates(context, 'l2-update-hot', input, flow, filled(flow, { depth: 'L2', ...size }), { atMost: 150 });
  updates(context, 'l3-update-hot', input, flow, filled(flow, { depth: 'L3', ...size }), { atMost: 300 });
}

function small(context: BenchContext): void {
  const flow = orderFlow({ seed: SEED, symbols: 3, orders: 3000, updates: 2 ** 18 });
  const input = '3 symbols, 3,000 live orders';
  const books = filled(flow, { depth: 'L2' });
  updates(context, 'l2-update-small', input, flow, books);
  const peer = filledPeer(flow);
  updates(context, 'update-small-map', input, flow, peer);
  compare(books, peer);
}

function filled(flow: Flow, options: BookSetOptions): BookSet {
  const books = new BookSet(options);
  books.onRecords(flow.fill, 0, flow.fillRecords);
  return books;
}

function filledPeer(flow: Flow): MapBooks {
  const peer = new MapBooks();
  peer.onRecords(flow.fill, 0, flow.fillRecords);
  return peer;
}

/**
 * Applies all updates in batches, a tenth of them as warm-up; the last tenth is left for the count of allocations. Records come
 * to a ring of the usual kind a few batches before they are read, as an engine would put them there.
 */
function updates(
  { time, report, allocated }: BenchContext,
  name: string,
  input: string,
  flow: Flow,
  books: BookSet | MapBooks,
  goal?: { atMost: number },
): void {
  const total = Math.floor(flow.updateRecords / BURST) * (BURST / BATCH);
  const warmUp = Math.floor(total / 10);
  const batches = total - 2 * warmUp;
  const peer = books instanceof MapBooks;
  const ring = new RecordRing(new ArrayBuffer(64 * BURST), 0, Math.log2(BURST));
  const prepare = (index: number): void => {
    if ((index * BATCH) % BURST !== 0) return;
    ring.u8.set(flow.updates.u8.subarray(index * BATCH * 64, (index * BATCH + BURST) * 64));
    if (books instanceof BookSet) books.drainChanged(() => undefined);
  };
  const run = (index: number): void => books.onRecords(ring, index * BATCH, (index + 1) * BATCH);
  time({ name, input, batch: BATCH, batches, warmUp, prepare, run, peer, ...(goal === undefined ? {} : { goal }) });

  // Straight from the flow and in larger pieces, so that looking at the heap costs little beside what is looked for.
  const calls = Math.floor(warmUp / 16);
  const first = (warmUp + batches) * BATCH;
  const bytes = allocated((call) => {
    books.onRecords(flow.updates, first + call * 16 * BATCH, first + (call + 1) * 16 * BATCH);
  }, calls);
  const perUpdate = bytes / (16 * BATCH);
  const figures = { n: calls * 16 * BATCH, p50: perUpdate, p99: perUpdate, p999: perUpdate, max: perUpdate };
  report({
    name: `${name}-allocated`,
    unit: 'bytes',
    ...figures,
    input,
    peer,
    ...(peer ? {} : { goal: { atMost: 1 } }),
  });
}

function reads({ time }: BenchContext, books: BookSet, input: string): void {
  const all = [...books.symbols()];
  const random = new SeededRandom(SEED);
  const order = Array.from({ length: 2 ** 16 }, () => all[random.below(all.length)]!);
  const top: TopOfBook = { bidPrice: 0, bidShares: 0, bidOrders: 0, askPrice: 0, askShares: 0, askOrders: 0 };
  let sum = 0;
  const at = (index: number, i: number) => order[(index * BATCH + i) & (order.length - 1)]!;
  const run = (index: number): void => {
    for (let i = 0; i < BATCH; i++) {
      at(index, i).readTop(top);
      sum += top.bidPrice + top.askShares;
    }
  };
  time({ name: 'read-top', input: `${input}, a random one each time`, batch: BATCH, batches: 4096, warmUp: 512, run });
  const prices = new Float64Array(5);
  const shares = new Float64Array(5);
  const inPlace = (index: number): void => {
    for (let i = 0; i < BATCH; i++) sum += at(index, i).readLevels('bid', 5, prices, shares, 0) + prices[4]!;
  };
  const asObjects = (index: number): void => {
    for (let i = 0; i < BATCH; i++) sum += at(index, i).levels('bid', 5).length;
  };
  const levels = { input: `${input}, a random one each time`, batch: BATCH, batches: 2048, warmUp: 256 };
  time({ name: 'read-5-levels', ...levels, run: inPlace });
  time({ name: 'read-5-levels-objects', ...levels, run: asObjects });
  if (sum === 0) throw new Error('books: nothing was read');
}

/** A benchmark of books that are wrong is worth nothing: both must end with the same best bids, offers and trades. */
function compare(books: BookSet, peer: MapBooks): void {
  for (const book of books.symbols()) {
    const theirs = peer.books.get(book.stockLocate)!;
    const pairs: [unknown, unknown][] = [
      [book.bestBid()?.price, theirs.bids.best()?.price],
      [book.bestBid()?.shares, theirs.bids.best()?.shares],
      [book.bestAsk()?.price, theirs.asks.best()?.price],
      [book.bestAsk()?.orders, theirs.asks.best()?.queue.size],
      [book.lastTrade()?.price, theirs.lastTrade?.price],
      [book.levelCount('bid'), theirs.bids.prices.length],
    ];
    for (const [ours, wanted] of pairs) {
      if (ours !== wanted)
        throw new Error(
          `books: ${book.symbol} differs from its peer: found ${String(ours)}, expected ${String(wanted)}`,
        );
    }
  }
}
