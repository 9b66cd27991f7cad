import { beforeEach, describe, expect, it } from 'vitest';
import type { Listing, SymbolMap } from '../../core/instruments.js';
import { BEST, BEST_STRIDE, CONDITION, EXCLUDED, QUOTE, QUOTE_STRIDE } from '../../core/market-view.js';
import { BookSet } from '../books/book-set.js';
import { TestRing, type TestRecord } from '../books/testing.js';
import { BookFeeder } from './book-feeder.js';
import { ConsolidatedBook } from './consolidated-book.js';

const NASDAQ = 0;
const CBOE = 1;
const FIXEX = 2;
/** Venue symbols, by venue; the number is the instrument. */
const LISTED: readonly Readonly<Record<string, number>>[] = [
  { AAPL: 0, BRKB: 1 },
  { AAPL: 0, 'BRK.B': 1 },
  { 'AAPL US': 0 },
];

const symbols: SymbolMap = {
  instruments: [],
  bySymbol: () => undefined,
  listing: () => undefined,
  byVenueSymbol: () => undefined,
  byFeedSymbol: (venue, venueSymbol): Listing | undefined => {
    const instrument = LISTED[venue]?.[venueSymbol];
    if (instrument === undefined) return undefined;
    return { instrument, venue, venueSymbol, locate: undefined, tick: 100, lot: 10, minQuantity: 10, maxQuantity: 1e9 };
  },
  instrumentByLocate: () => -1,
};

function bench() {
  const books = new BookSet({ channels: 3 });
  const ring = new TestRing(10);
  const consolidated = new ConsolidatedBook({ instruments: 2, venues: 3, clock: { monotonicNs: () => 5 } });
  const seen: string[] = [];
  const feeder = new BookFeeder({
    books,
    consolidated,
    symbols,
    venueOfChannel: [NASDAQ, CBOE, FIXEX],
    tickChannels: new Set([2]),
    onBook: ({ symbol }) => seen.push(symbol),
  });
  const feed = (...records: TestRecord[]): void => {
    ring.deliver(books, ...records);
    feeder.refresh();
  };
  const best = (instrument: number, what: keyof typeof BEST): number =>
    consolidated.best[instrument * BEST_STRIDE + BEST[what]]!;
  const state = (instrument: number, venue: number): number =>
    consolidated.quotes[(instrument * 3 + venue) * QUOTE_STRIDE + QUOTE.state]!;
  return { feed, feeder, consolidated, best, state, seen };
}

let reference = 0;
/** By channel: each begins at its first message. */
let sequences = [0n, 0n, 0n];
beforeEach(() => {
  sequences = [0n, 0n, 0n];
});
const next = (channel: number): bigint => (sequences[channel] = sequences[channel]! + 1n);
const add = (channel: number, stock: string, side: 'B' | 'S', price: number, shares: number): TestRecord => ({
  name: 'AddOrder',
  channel,
  stockLocate: stock.length,
  sequence: next(channel),
  fields: { orderRef: BigInt(++reference), side, shares, stock, price },
});
const trading = (channel: number, stock: string, state: string): TestRecord => ({
  name: 'StockTradingAction',
  channel,
  stockLocate: stock.length,
  sequence: next(channel),
  fields: { stock, tradingState: state },
});

describe('BookFeeder', () => {
  it('joins what venues call by different names, each in its own units', () => {
    const { feed, best, feeder, consolidated } = bench();
    feed(add(0, 'BRKB', 'B', 4_000_000, 100), add(1, 'BRK.B', 'B', 4_000_100, 50), add(1, 'BRK.B', 'S', 4_000_300, 70));
    feed(add(2, 'AAPL US', 'S', 20_000, 7));
    expect([best(1, 'bidPrice'), best(1, 'bidVenues'), best(1, 'askPrice')]).toEqual([4_000_100, 2, 4_000_300]);
    expect([best(0, 'askPrice'), best(0, 'askQuantity')]).toEqual([2_000_000, 70]);
    const prices = new Float64Array(4);
    const quantities = new Float64Array(4);
    expect(consolidated.readVenueDepth(0, FIXEX, 'ask', 4, prices, quantities, 0)).toBe(1);
    expect([prices[0], quantities[0]]).toEqual([2_000_000, 70]);
    expect(feeder.unmapped).toBe(0);
  });

  it('leaves out a venue that is halted, quoting only, or whose own book is crossed', () => {
    const { feed, best, state } = bench();
    feed(add(0, 'AAPL', 'B', 100, 1), add(0, 'AAPL', 'S', 110, 1), add(1, 'AAPL', 'B', 90, 1));
    expect(best(0, 'bidPrice')).toBe(100);
    feed(trading(0, 'AAPL', 'H'));
    expect([best(0, 'bidPrice'), state(0, NASDAQ), best(0, 'condition')]).toEqual([
      90,
      EXCLUDED.halted,
      CONDITION.oneSided,
    ]);
    feed(trading(0, 'AAPL', 'Q'));
    expect(state(0, NASDAQ)).toBe(EXCLUDED.notTrading);
    feed(trading(0, 'AAPL', 'T'));
    expect(best(0, 'bidPrice')).toBe(100);
    feed(add(0, 'AAPL', 'B', 120, 1));
    expect([best(0, 'bidPrice'), state(0, NASDAQ)]).toEqual([90, EXCLUDED.selfCrossed]);
  });

  it('takes a whole channel out after a gap, and back in after a new session', () => {
    const { feed, best, state } = bench();
    feed(add(0, 'AAPL', 'B', 100, 1), add(1, 'AAPL', 'B', 90, 1));
    feed({ name: 'Gap', channel: 0, sequence: 50n, fields: { last: 51n } });
    expect([best(0, 'bidPrice'), state(0, NASDAQ), state(0, CBOE)]).toEqual([90, EXCLUDED.uncertain, 0]);
    feed({ name: 'Session', channel: 0, sequence: 1n, fields: { session: 'NEXT' } });
    expect(best(0, 'bidPrice')).toBe(90);
    feed({ ...add(0, 'AAPL', 'B', 101, 1), sequence: 1n });
    expect([best(0, 'bidPrice'), state(0, NASDAQ)]).toEqual([101, 0]);
  });

  it('counts what no listing names, and tells it all the same', () => {
    const { feed, feeder, seen } = bench();
    feed(add(0, 'ZZZZZ', 'B', 1, 1));
    feed(add(0, 'ZZZZZ', 'B', 2, 1));
    expect([feeder.unmapped, seen]).toEqual([1, ['ZZZZZ', 'ZZZZZ']]);
  });
});
