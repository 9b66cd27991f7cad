import { describe, expect, it } from 'vitest';
import { FLAG } from '../../core/generated/records.js';
import { BookSet } from './book-set.js';
import type { TopOfBook } from './book.js';
import { TestRing, type TestRecord } from './testing.js';

function set(options: ConstructorParameters<typeof BookSet>[0] = {}) {
  const books = new BookSet(options);
  const ring = new TestRing(4, 13);
  return { books, feed: (...records: TestRecord[]) => ring.deliver(books, ...records) };
}

function add(orderRef: bigint, extra: Partial<TestRecord> = {}, fields: TestRecord['fields'] = {}): TestRecord {
  const defaults = { orderRef, side: 'B', shares: 100, stock: 'AAPL', price: 1000 };
  return { name: 'AddOrder', stockLocate: 1, ...extra, fields: { ...defaults, ...fields } };
}

describe('certainty', () => {
  it('is lost by a gap, for known books and for those to come, since the first missing message', () => {
    const { books, feed } = set();
    feed(
      add(1n),
      { name: 'Gap', sequence: 5n, fields: { last: 9n } },
      { name: 'Loss', sequence: 20n, fields: { last: 29n, count: 3 } },
    );
    feed(add(2n, { stockLocate: 2, sequence: 30n }, { stock: 'MSFT' }));
    for (const symbol of ['AAPL', 'MSFT']) {
      expect(books.find(symbol)).toMatchObject({ uncertain: true, uncertainSince: 5n });
    }
    expect(books.channel(0)).toMatchObject({ gaps: 2, missing: 8, uncertainSince: 5n });
    expect(books.channel(1)).toMatchObject({ gaps: 0, uncertainSince: undefined });
    const certainty = books.certaintyOf(0);

    books.certify(0);
    expect(books.find('MSFT')).toMatchObject({ uncertain: false, uncertainSince: undefined });
    expect(books.certaintyOf(0)).not.toBe(certainty);
    expect(books.certaintyOf(1)).toBe(0);
    feed({ name: 'Gap', sequence: 40n, fields: { last: 40n } });
    expect(books.find('AAPL')).toMatchObject({ uncertain: true, uncertainSince: 40n });
  });

  it('is not there after a late start, but unsequenced messages and padding say nothing about it', () => {
    const early = set();
    early.feed(
      { name: 'Pad', sequence: 0n },
      add(1n, { sequence: 0n, flags: FLAG.unsequenced }),
      add(2n, { sequence: 1n }),
    );
    expect(early.books.find('AAPL')?.uncertain).toBe(false);
    const late = set();
    late.feed(add(1n, { sequence: 14_760_000n }));
    expect(late.books.find('AAPL')).toMatchObject({ uncertain: true, uncertainSince: 1n });
  });

  it('stays with books that a picture made before the first record of the lines', () => {
    const { books, feed } = set();
    feed(add(1n, { sequence: 0n, flags: FLAG.unsequenced }));
    books.certify(0);
    feed(add(2n, { sequence: 445n }));
    expect(books.find('AAPL')?.uncertain).toBe(false);
  });

  it('comes back with a new session, which empties the books of its channel only', () => {
    const { books, feed } = set({ channels: 2 });
    feed(add(1n), add(1n, { channel: 1 }), { name: 'Gap', sequence: 5n, fields: { last: 9n } });
    feed({ name: 'OrderExecuted', stockLocate: 1, fields: { orderRef: 1n, executedShares: 10 } });
    feed({ name: 'End', sequence: 10n });
    expect(books.channel(0).ended).toBe(true);
    feed({ name: 'Session', sequence: 1n, fields: { session: 'TUESDAY' } });
    expect(books.channel(0)).toMatchObject({
      session: 'TUESDAY',
      sessions: 1,
      ended: false,
      uncertainSince: undefined,
    });
    expect([...books.symbols()].map(({ channel, symbol }) => [channel, symbol])).toEqual([[1, 'AAPL']]);
    expect(books.at(0, 1)).toMatchObject({ symbol: '', orderCount: 0, uncertain: false, crossed: false });
    expect(books.at(0, 1)?.lastTrade()).toBeUndefined();
    // References and locates begin anew.
    feed(add(1n, { sequence: 2n }, { stock: 'MSFT' }));
    expect(books.find('MSFT', 0)?.bestBid()).toEqual({ price: 1000, shares: 100, orders: 1 });
    expect(books.stats()).toMatchObject({ duplicateOrders: 0, nameConflicts: 0, liveOrders: 2 });
  });

  it('is lost when an order is refused for want of room', () => {
    const { books, feed } = set({ maxOrders: 2 });
    feed(add(1n), add(2n), add(3n, { sequence: 7n }), {
      name: 'OrderReplace',
      stockLocate: 1,
      fields: { originalOrderRef: 1n, newOrderRef: 9n, shares: 5, price: 7 },
    });
    expect(books.stats()).toMatchObject({ refusedOrders: 1, liveOrders: 2, replaces: 1 });
    expect(books.find('AAPL')).toMatchObject({ uncertain: true, uncertainSince: 7n });
  });
});

describe('what a reader gets', () => {
  it('names books by symbol and channel', () => {
    const { books, feed } = set({ channels: 1 });
    feed(add(1n, { channel: 3 }), add(1n, { channel: 2, stockLocate: 9 }), {
      name: 'StockDirectory',
      stockLocate: 5,
      fields: { stock: 'BRK.A' },
    });
    expect(books.find('AAPL')?.channel).toBe(2);
    expect(books.find('AAPL', 3)?.stockLocate).toBe(1);
    expect(books.find('AAPL', 0)).toBeUndefined();
    expect(books.find('BRK.A')?.bestBid()).toBeUndefined();
    const { namesVersion } = books;
    feed({ name: 'StockDirectory', stockLocate: 5, fields: { stock: 'BRK.B' } });
    expect(books.namesVersion).not.toBe(namesVersion);
    expect(books.find('BRK.A')).toBeUndefined();
    expect(books.find('BRK.B')?.counters().nameConflicts).toBe(1);
    expect(() => books.channel(256)).toThrow(/0 to 255/);
  });

  it('fills a top of book in place', () => {
    const { books, feed } = set();
    feed(
      add(1n),
      add(2n),
      add(3n, {}, { side: 'S', price: 0xffffffff, shares: 0xffffffff }),
      add(4n, {}, { price: 999 }),
    );
    const top: TopOfBook = { bidPrice: 9, bidShares: 9, bidOrders: 9, askPrice: 9, askShares: 9, askOrders: 9 };
    books.find('AAPL')!.readTop(top);
    expect(top).toEqual({
      bidPrice: 1000,
      bidShares: 200,
      bidOrders: 2,
      askPrice: 0xffffffff,
      askShares: 0xffffffff,
      askOrders: 1,
    });
    feed(...[1n, 2n, 3n, 4n].map((orderRef) => ({ name: 'OrderDelete', stockLocate: 1, fields: { orderRef } })));
    books.find('AAPL')!.readTop(top);
    expect(top).toEqual({ bidPrice: 0, bidShares: 0, bidOrders: 0, askPrice: 0, askShares: 0, askOrders: 0 });
  });

  it('reads the first levels of a side into arrays of the caller’s', () => {
    const { books, feed } = set();
    const prices = [1000, 998, 1001, 0, 1000];
    feed(...prices.map((price, i) => add(BigInt(i), {}, { price, shares: 0xffffffff })));
    feed(add(9n, {}, { side: 'S', price: 0xffffffff }));
    const book = books.find('AAPL')!;
    const into = { prices: new Float64Array(6), shares: new Float64Array(6) };
    expect(book.readLevels('bid', 3, into.prices, into.shares, 1)).toBe(3);
    expect([...into.prices]).toEqual([0, 1001, 1000, 998, 0, 0]);
    expect([...into.shares]).toEqual([0, 0xffffffff, 2 * 0xffffffff, 0xffffffff, 0, 0]);
    expect(book.readLevels('ask', 6, into.prices, into.shares, 0)).toBe(1);
    expect([into.prices[0], into.shares[0], into.prices[1]]).toEqual([0xffffffff, 100, 1001]);
    expect(book.readLevels('bid', 99, into.prices, into.shares, 0)).toBe(4);
    expect(into.prices[3]).toBe(0);
    expect(book.levels('bid', 2)).toEqual([
      { price: 1001, shares: 0xffffffff, orders: 1 },
      { price: 1000, shares: 2 * 0xffffffff, orders: 2 },
    ]);
  });

  it('drains each changed book once, and not those that are as they were', () => {
    const { books, feed } = set();
    const drained = (): string[] => {
      const symbols: string[] = [];
      books.drainChanged(({ symbol }) => symbols.push(symbol));
      return symbols;
    };
    feed(add(1n), add(2n), add(3n, { stockLocate: 2 }, { stock: 'MSFT' }));
    expect(drained()).toEqual(['AAPL', 'MSFT']);
    expect(drained()).toEqual([]);
    const { version } = books.find('MSFT')!;
    feed({ name: 'OrderDelete', stockLocate: 2, fields: { orderRef: 3n } }, add(1n), {
      name: 'Noii',
      stockLocate: 1,
      fields: { stock: 'AAPL' },
    });
    expect(drained()).toEqual(['MSFT']);
    expect(books.find('MSFT')!.version).not.toBe(version);
  });

  it('tells the state of trading', () => {
    const { books, feed } = set();
    const action = {
      name: 'StockTradingAction',
      stockLocate: 1,
      fields: { stock: 'AAPL', tradingState: 'H', reason: 'T1' },
    };
    const halt = (marketCode: string, haltAction: string) => ({
      name: 'OperationalHalt',
      stockLocate: 1,
      fields: { stock: 'AAPL', marketCode, haltAction },
    });
    feed(action, halt('X', 'H'), { name: 'SystemEvent', fields: { eventCode: 'Q' } });
    expect(books.find('AAPL')).toMatchObject({ tradingState: 'H', tradingStateReason: 'T1', operationalHalt: false });
    expect(books.find('AAPL')?.tradingStateCode).toBe(0x48);
    expect(books.channel(0).systemEvent).toBe('Q');
    feed(halt('Q', 'H'));
    expect(books.find('AAPL')).toMatchObject({ tradingState: 'H', operationalHalt: true });
    feed(halt('Q', 'T'));
    expect(books.find('AAPL')?.operationalHalt).toBe(false);
  });

  it('has no queues where none are kept', () => {
    const { books, feed } = set();
    feed(add(1n));
    expect(() => [...books.find('AAPL')!.orders('bid')]).toThrow(/depth L3/);
  });

  it('keeps the place of an order that loses shares, and takes it from one that is replaced', () => {
    const { books, feed } = set({ depth: 'L3' });
    const replace = { originalOrderRef: 1n, newOrderRef: 4n, shares: 10, price: 1000 };
    feed(add(1n), add(2n), add(3n));
    feed({ name: 'OrderCancel', stockLocate: 1, fields: { orderRef: 2n, canceledShares: 50 } });
    feed({ name: 'OrderReplace', stockLocate: 1, fields: replace });
    expect([...books.find('AAPL')!.orders('bid')].map(({ orderRef, shares }) => [orderRef, shares])).toEqual([
      [2n, 50],
      [3n, 100],
      [4n, 10],
    ]);
  });
});
