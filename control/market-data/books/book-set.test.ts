import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BookSet, type BookDepth } from './book-set.js';
import { Oracle } from './oracle.js';
import { TestRing, type TestRecord } from './testing.js';

/** Small sets of values, so that messages meet: few references, with every word at its extremes; few prices; few stocks. */
const ref = fc.constantFrom(
  1n,
  2n,
  3n,
  0x80000000n,
  0xffffffffn,
  0x100000001n,
  0x8000000000000001n,
  0xffffffffffffffffn,
  0n,
);
const price = fc.constantFrom(100, 101, 102, 103, 104, 0, 1, 0x7fffffff, 0x80000000, 0xffffffff);
const shares = fc.constantFrom(100, 1, 50, 200, 0, 0x80000000, 0xffffffff);
const side = fc.constantFrom('B', 'S', 'B', 'S', 'B', 'S', '?');
const stocks = ['', 'AAPL', 'MSFT', 'X'];

const message: fc.Arbitrary<TestRecord> = fc
  .tuple(
    fc.constantFrom(0, 0, 0, 1),
    fc.constantFrom(1, 1, 2, 3),
    fc.nat({ max: 2 ** 48 - 1 }),
    fc.oneof(
      {
        weight: 16,
        arbitrary: fc.record({
          name: fc.constantFrom('AddOrder', 'AddOrderMpid'),
          orderRef: ref,
          side,
          shares,
          price,
          other: fc.nat(40),
        }),
      },
      {
        weight: 6,
        arbitrary: fc.record({ name: fc.constant('OrderExecuted'), orderRef: ref, executedShares: shares }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          name: fc.constant('OrderExecutedWithPrice'),
          orderRef: ref,
          executedShares: shares,
          executionPrice: price,
          printable: fc.constantFrom('Y', 'N'),
        }),
      },
      { weight: 6, arbitrary: fc.record({ name: fc.constant('OrderCancel'), orderRef: ref, canceledShares: shares }) },
      { weight: 6, arbitrary: fc.record({ name: fc.constant('OrderDelete'), orderRef: ref }) },
      {
        weight: 8,
        arbitrary: fc.record({
          name: fc.constant('OrderReplace'),
          originalOrderRef: ref,
          newOrderRef: ref,
          shares,
          price,
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          name: fc.constant('TradeNonCross'),
          orderRef: ref,
          side,
          shares,
          price,
          other: fc.nat(5),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          name: fc.constant('CrossTrade'),
          shares: fc.bigInt(0n, 2n ** 40n),
          crossPrice: price,
          other: fc.nat(5),
        }),
      },
      { weight: 2, arbitrary: fc.record({ name: fc.constant('StockDirectory'), other: fc.nat(5) }) },
      {
        weight: 2,
        arbitrary: fc.record({
          name: fc.constant('StockTradingAction'),
          tradingState: fc.constantFrom('H', 'T'),
          other: fc.nat(5),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          name: fc.constantFrom('Noii', 'BrokenTrade', 'Rpii', 'Pad', 'Unknown', 'End', 'SystemEvent'),
        }),
      },
      { weight: 1, arbitrary: fc.record({ name: fc.constantFrom('Gap', 'Loss'), last: fc.bigInt(1n, 1000n) }) },
      { weight: 1, arbitrary: fc.record({ name: fc.constant('Session'), session: fc.constantFrom('S1', 'S2') }) },
    ),
    fc.constantFrom(1n, 1n, 1n, 7n),
  )
  .map(
    ([channel, stockLocate, timestamp, { name, other, ...fields }, sequence]: [
      number,
      number,
      number,
      Fields,
      bigint,
    ]) => {
      // `other` picks a wrong name now and then.
      const named = other === undefined ? {} : { stock: stocks[other === 1 ? 3 : stockLocate]! };
      return { name, channel, stockLocate, timestamp, sequence, fields: { ...fields, ...named } };
    },
  );
type Fields = { name: string; other?: number } & Record<string, string | number | bigint>;

/** Everything a reader can see, in one shape for both; queues only where they are kept. */
function seen(books: BookSet, oracle: Oracle, depth: BookDepth) {
  const real: unknown[] = [];
  const expected: unknown[] = [];
  for (const wanted of oracle.books.values()) {
    const book = books.at(wanted.channel, wanted.locate);
    real.push(
      book && {
        symbol: book.symbol,
        ...(depth === 'L3' && { bids: [...book.orders('bid')], asks: [...book.orders('ask')] }),
        bidLevels: book.levels('bid'),
        askLevels: book.levels('ask'),
        bestBid: book.bestBid(),
        bestAsk: book.bestAsk(),
        orders: book.orderCount,
        lastTrade: book.lastTrade(),
        volume: book.volume(),
        tradingState: book.tradingState,
        uncertain: book.uncertain,
        crossed: book.crossed,
        counters: Object.fromEntries(Object.entries(book.counters()).filter(([, count]) => count > 0)),
      },
    );
    expected.push({
      symbol: wanted.name,
      ...(depth === 'L3' && { bids: wanted.queue('bid'), asks: wanted.queue('ask') }),
      bidLevels: wanted.levels('bid'),
      askLevels: wanted.levels('ask'),
      bestBid: wanted.levels('bid')[0],
      bestAsk: wanted.levels('ask')[0],
      orders: wanted.orders.length,
      lastTrade: wanted.lastTrade,
      volume: wanted.volume,
      tradingState: wanted.tradingState,
      uncertain: wanted.uncertain,
      crossed: wanted.wasCrossed,
      counters: wanted.counters,
    });
  }
  return { real, expected };
}

/** Of two slots; the second one begins like an Add Order. */
const long: TestRecord = { name: 'Noii', stockLocate: 1, fields: { stock: 'AAPL', currentReferencePrice: 0x41 } };

describe.each([
  ['L2', true],
  ['L2', false],
  ['L3', true],
  ['L3', false],
] as const)('books of depth %s (kernel: %s) against the oracle', (depth, kernel) => {
  it('agree in every order, level, trade and counter after each message of any stream', () => {
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 120, size: 'max' }),
        fc.constantFrom(0, 0xfffffff0),
        (messages, first) => {
          const books = new BookSet({ depth, kernel, expectedOrders: 2, expectedBooks: 1 });
          const ring = new TestRing(4, first);
          const oracle = new Oracle();
          for (const record of messages) {
            ring.deliver(books, record);
            oracle.apply(record);
            const { real, expected } = seen(books, oracle, depth);
            expect(real).toEqual(expected);
            expect(books.stats()).toMatchObject({ books: oracle.books.size, ...oracle.totals });
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('agree when many records come at once, some of them two slots long', () => {
    const batch = fc.array(message, { minLength: 1, maxLength: 100, size: 'max' });
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 6 }), fc.nat(7), (batches, every) => {
        const books = new BookSet({ depth, kernel, expectedOrders: 2, expectedBooks: 1 });
        const ring = new TestRing(9);
        const oracle = new Oracle();
        for (const records of batches) {
          const mixed = records.flatMap((record, i) => (i % (every + 1) === 0 ? [record, long] : [record]));
          ring.deliver(books, ...mixed);
          for (const record of mixed) oracle.apply(record);
          const { real, expected } = seen(books, oracle, depth);
          expect(real).toEqual(expected);
        }
      }),
      { numRuns: 100 },
    );
  });
});
