/** The process that books-allocation.test.ts measures: prints how many bytes a million updates left on the heap. */
import { PerformanceObserver } from 'node:perf_hooks';
import { SeededRandom } from '../../control/core/random.js';
import { BookSet } from '../../control/market-data/books/book-set.js';
import type { Book } from '../../control/market-data/books/book.js';
import { TestRing, type TestRecord } from '../../control/market-data/books/testing.js';

const LOG2 = 16;
const SLOTS = 2 ** LOG2;
const LAPS = 17;

/** A lap that ends as it began, without an order, so that it can be played again and again. References have their top bits set. */
function lap(): TestRing {
  const ring = new TestRing(LOG2);
  const random = new SeededRandom(1);
  const live: bigint[] = [];
  let next = 0xfffffff0_00000000n;
  const write = (name: string, fields: TestRecord['fields']): void =>
    ring.write({ name, stockLocate: 1 + Number(next % 50n), fields: fields! });
  for (let i = 0; i < SLOTS; i++) {
    const remaining = SLOTS - i;
    const draw = random.below(100);
    const price = random.below(4) === 0 ? 0xfffffff0 - random.below(500) : 100 + random.below(500);
    if (remaining > live.length + 1 && (draw < 45 || live.length === 0)) {
      next += 0x1_0001n;
      live.push(next);
      const shares = 200 + random.below(2) * 0xf0000000;
      write(random.below(2) === 0 ? 'AddOrder' : 'AddOrderMpid', {
        orderRef: next,
        side: 'BS'[random.below(2)]!,
        shares,
        stock: `S${next % 50n}`,
        price,
      });
    } else if (live.length === 0) {
      write('SystemEvent', { eventCode: 'Q' });
    } else if (remaining > live.length && draw < 55) {
      const at = random.below(live.length);
      next += 1n;
      write('OrderReplace', { originalOrderRef: live[at]!, newOrderRef: next, shares: 300, price });
      live[at] = next;
    } else if (remaining > live.length && draw < 60) {
      write('OrderExecuted', { orderRef: live[random.below(live.length)]!, executedShares: 1 });
    } else if (remaining > live.length && draw < 62) {
      write('OrderCancel', { orderRef: live[random.below(live.length)]!, canceledShares: 1 });
    } else if (remaining > live.length && draw < 64) {
      write('OrderExecutedWithPrice', {
        orderRef: live[random.below(live.length)]!,
        executedShares: 1,
        executionPrice: price,
        printable: 'Y',
      });
    } else if (remaining > live.length && draw < 65) {
      write('TradeNonCross', { side: 'B', shares: 0xf0000000, stock: `S${next % 50n}`, price });
    } else {
      write('OrderDelete', { orderRef: live.splice(random.below(live.length), 1)[0]! });
    }
  }
  return ring;
}

const { ring } = lap();
// With queues: whatever a set of depth L2 does, one of depth L3 does too.
const books = new BookSet({ depth: 'L3', expectedOrders: SLOTS });
let changes = 0;
const prices = new Float64Array(5);
const shares = new Float64Array(5);
const count = (book: Book): void => {
  changes += book.readLevels('bid', 5, prices, shares, 0) + books.certaintyOf(book.channel) + book.tradingStateCode;
};
function play(): void {
  // In batches of a drain's size; the middle of the lap is where orders rest.
  for (let first = 0; first < SLOTS; first += 256) {
    books.onRecords(ring, first, first + 256);
    books.drainChanged(count);
  }
}

for (let i = 0; i < 6; i++) play();
books.onRecords(ring, 0, SLOTS / 2);
const { liveOrders } = books.stats();
books.onRecords(ring, SLOTS / 2, SLOTS);

/** When each collection began. They are reported in order, some turns of the event loop later. */
const begun: number[] = [];
const observer = new PerformanceObserver((list) => begun.push(...list.getEntries().map((entry) => entry.startTime)));
observer.observe({ entryTypes: ['gc'] });

globalThis.gc!();
const start = performance.now();
const before = process.memoryUsage().heapUsed;
for (let i = 0; i < LAPS; i++) play();
const bytes = process.memoryUsage().heapUsed - before;
const end = performance.now();
// Once one of our own has been reported, so have all before it.
globalThis.gc!();
while (!begun.some((time) => time >= end)) await new Promise((resolve) => setImmediate(resolve));
const collections = begun.filter((time) => time >= start && time < end).length;
process.stdout.write(JSON.stringify({ records: LAPS * SLOTS, bytes, collections, liveOrders, changes }));
