/** Books from PITCH records, against a map of orders that is kept in the plainest way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BookSet } from './book-set.js';
import { TestRing, type TestRecord } from './testing.js';

const SYMBOLS = ['AAPL', 'BRK B', 'ZVZZT'];

interface PlainOrder {
  readonly symbol: string;
  readonly side: string;
  price: number;
  quantity: number;
}

type Step = readonly [kind: number, id: number, symbol: number, buys: boolean, price: number, quantity: number];

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.nat({ max: 11 }),
  fc.nat({ max: 7 }),
  fc.nat({ max: SYMBOLS.length - 1 }),
  fc.boolean(),
  fc.integer({ min: 1, max: 6 }),
  fc.integer({ min: 1, max: 9 }),
);

/** What a step is as a record, and what it does to the orders. */
function play([kind, id, s, buys, price, quantity]: Step, orders: Map<number, PlainOrder>): TestRecord {
  const symbol = SYMBOLS[s]!;
  const side = buys ? 'B' : 'S';
  // Identifiers collide as doubles: only the low word tells them apart.
  const orderId = 0x7fff_ffff_ffff_ff00n + BigInt(id);
  const order = orders.get(id);
  const take = (amount: number): void => {
    if (order === undefined) return;
    order.quantity -= amount;
    if (order.quantity <= 0) orders.delete(id);
  };
  switch (kind) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4: {
      if (order === undefined) orders.set(id, { symbol, side, price, quantity });
      const name = ['PitchAddOrderLong', 'PitchAddOrderShort', 'PitchAddOrderExpanded'][kind % 3]!;
      return { name, fields: { orderId, side, symbol, price: BigInt(price), quantity } };
    }
    case 5:
      take(quantity);
      return { name: 'PitchOrderExecuted', fields: { orderId, executedQuantity: quantity } };
    case 6: {
      const remainingQuantity = Math.max(0, (order?.quantity ?? 0) - quantity - 1);
      take((order?.quantity ?? 0) - remainingQuantity);
      const fields = { orderId, executedQuantity: quantity, remainingQuantity, price: 3n };
      return { name: 'PitchOrderExecutedAtPriceSize', fields };
    }
    case 7:
      take(quantity);
      return {
        name: buys ? 'PitchReduceSizeLong' : 'PitchReduceSizeShort',
        fields: { orderId, canceledQuantity: quantity },
      };
    case 8:
    case 9:
      if (order !== undefined) Object.assign(order, { price, quantity });
      return {
        name: kind === 8 ? 'PitchModifyOrderLong' : 'PitchModifyOrderShort',
        fields: { orderId, price: BigInt(price), quantity },
      };
    case 10:
      orders.delete(id);
      return { name: 'PitchDeleteOrder', fields: { orderId } };
    default:
      return { name: 'PitchTradeShort', fields: { orderId: 5n, side, symbol, price: BigInt(price), quantity } };
  }
}

function levels(orders: Iterable<PlainOrder>, symbol: string, side: string): unknown[] {
  const byPrice = new Map<number, { price: number; shares: number; orders: number }>();
  for (const order of orders) {
    if (order.symbol !== symbol || order.side !== side) continue;
    const level = byPrice.get(order.price) ?? { price: order.price, shares: 0, orders: 0 };
    byPrice.set(order.price, { ...level, shares: level.shares + order.quantity, orders: level.orders + 1 });
  }
  const sign = side === 'B' ? -1 : 1;
  return [...byPrice.values()].sort((a, b) => sign * (a.price - b.price));
}

function bench(): { books: BookSet; feed: (...records: TestRecord[]) => void } {
  const books = new BookSet({ channels: 3 });
  const ring = new TestRing(12);
  let sequence = 0n;
  return {
    books,
    feed: (...records) =>
      ring.deliver(books, ...records.map((record) => ({ channel: 2, sequence: ++sequence, ...record }))),
  };
}

describe('books of PITCH', () => {
  it('are those of a plain map of orders', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { books, feed } = bench();
        const orders = new Map<number, PlainOrder>();
        feed(...steps.map((each) => play(each, orders)));
        for (const symbol of SYMBOLS) {
          const book = books.find(symbol);
          expect(book?.levels('bid') ?? []).toEqual(levels(orders.values(), symbol, 'B'));
          expect(book?.levels('ask') ?? []).toEqual(levels(orders.values(), symbol, 'S'));
        }
        expect(books.stats().liveOrders).toBe(orders.size);
      }),
    );
  });

  const add = (price: bigint, id = 1n): TestRecord => ({
    name: 'PitchAddOrderLong',
    fields: { orderId: id, side: 'B', symbol: 'AAPL', price, quantity: 100 },
  });

  it('tell what the trading status is in the words of the other books', () => {
    const { books, feed } = bench();
    const states = ['T', 'Q', 'A', 'H', 'S'].map((tradingStatus) => {
      feed({ name: 'PitchTradingStatus', fields: { symbol: 'AAPL', tradingStatus } });
      return books.find('AAPL')!.tradingState;
    });
    expect(states).toEqual(['T', 'Q', 'Q', 'H', 'H']);
  });

  it('are empty after a Unit Clear, and doubtful where a price is beyond 32 bits', () => {
    const { books, feed } = bench();
    feed(add(5n), { name: 'PitchUnitClear' });
    expect([books.find('AAPL')!.bestBid(), books.find('AAPL')!.uncertain]).toEqual([undefined, false]);
    feed(add(2n ** 32n, 2n));
    expect([books.find('AAPL')!.bestBid(), books.find('AAPL')!.uncertain]).toEqual([undefined, true]);
    expect(books.stats().refusedOrders).toBe(1);
  });

  it('count the last trade of executions and of hidden orders', () => {
    const { books, feed } = bench();
    feed(add(7n), { name: 'PitchOrderExecuted', timestamp: 11, fields: { orderId: 1n, executedQuantity: 30 } });
    expect(books.find('AAPL')!.lastTrade()).toEqual({ price: 7, shares: 30, timestampNs: 11 });
    feed({ name: 'PitchTradeLong', timestamp: 12, fields: { symbol: 'AAPL', price: 9n, quantity: 5 } });
    expect([books.find('AAPL')!.lastTrade(), books.find('AAPL')!.volume()]).toEqual([
      { price: 9, shares: 5, timestampNs: 12 },
      { shares: 35, trades: 2 },
    ]);
  });
});
