/** Books as rows: from records in a ring, as an engine writes them, to what a page shows. */
import { beforeEach, describe, expect, it } from 'vitest';
import { FIELD, HEADER, RECORD, SLOT_BYTES } from '../../control/core/generated/records.js';
import { RecordRing } from '../../control/core/record-ring.js';
import { BOOK_STATES, ROW } from '../../control/core/status/rows.js';
import { BooksView } from '../../control/gateway/books-view.js';
import { BookSet } from '../../control/market-data/books/book-set.js';
import { newStatus } from './counters.js';

const SECOND = 1e9;

/** Writes records as a card would. */
class Records {
  private readonly ring = new RecordRing(new ArrayBuffer(SLOT_BYTES * 16), 0, 4);
  private readonly view = new DataView(this.ring.buffer as ArrayBuffer);
  private slot = 0;
  private sequence = 1n;

  constructor(private readonly books: BookSet) {}

  write(type: number, locate: number, fill: (view: DataView, at: number) => void = () => undefined): void {
    const at = (this.slot & this.ring.mask) * SLOT_BYTES;
    new Uint8Array(this.ring.buffer, at, SLOT_BYTES).fill(0);
    this.view.setUint8(at + HEADER.type, type);
    this.view.setUint16(at + HEADER.stockLocate, locate, true);
    this.view.setBigUint64(at + HEADER.sequence, this.sequence, true);
    if (type > RECORD.Loss) this.sequence += 1n;
    fill(this.view, at);
    this.books.onRecords(this.ring, this.slot, this.slot + 1);
    this.slot += 1;
  }

  text(view: DataView, at: number, text: string): void {
    const padded = text.padEnd(8);
    for (let index = 0; index < 8; index++) view.setUint8(at + index, padded.charCodeAt(index));
  }

  directory(locate: number, stock: string): void {
    this.write(RECORD.StockDirectory, locate, (view, at) => this.text(view, at + FIELD.StockDirectory.stock, stock));
  }

  add(locate: number, stock: string, ref: number, side: 'B' | 'S', shares: number, price: number): void {
    this.write(RECORD.AddOrder, locate, (view, at) => {
      view.setUint32(at + FIELD.AddOrder.orderRef, ref, true);
      view.setUint8(at + FIELD.AddOrder.side, side.charCodeAt(0));
      view.setUint32(at + FIELD.AddOrder.shares, shares, true);
      this.text(view, at + FIELD.AddOrder.stock, stock);
      view.setUint32(at + FIELD.AddOrder.price, price, true);
    });
  }

  trading(locate: number, stock: string, state: string): void {
    this.write(RECORD.StockTradingAction, locate, (view, at) => {
      this.text(view, at + FIELD.StockTradingAction.stock, stock);
      view.setUint8(at + FIELD.StockTradingAction.tradingState, state.charCodeAt(0));
    });
  }

  gap(): void {
    this.write(RECORD.Gap, 0, (view, at) => view.setBigUint64(at + FIELD.Gap.last, this.sequence + 5n, true));
    this.sequence += 6n;
  }

  session(): void {
    this.sequence = 1n;
    this.write(RECORD.Session, 0, (view, at) => this.text(view, at + FIELD.Session.session, 'NEXT'));
  }
}

let books: BookSet;
let view: BooksView;
let records: Records;
beforeEach(() => {
  books = new BookSet();
  view = new BooksView(books, ['test']);
  records = new Records(books);
});

const cell = (symbol: string, name: keyof typeof ROW): number =>
  view.table.cell(view.table.indexOf(symbol) ?? -1, ROW[name]);
const state = (symbol: string): string | undefined => BOOK_STATES[cell(symbol, 'state')];

describe('BooksView', () => {
  it('shows best bid, best offer and what the book is', () => {
    records.directory(1, 'AAPL');
    view.refresh(0);
    expect(state('AAPL')).toBe('empty');
    records.add(1, 'AAPL', 1, 'B', 300, 1_000_000);
    view.refresh(1);
    expect(state('AAPL')).toBe('oneSided');
    records.add(1, 'AAPL', 2, 'S', 200, 1_000_100);
    view.refresh(2);
    expect(state('AAPL')).toBe('open');
    expect([cell('AAPL', 'bidSize'), cell('AAPL', 'bid'), cell('AAPL', 'ask'), cell('AAPL', 'askSize')]).toEqual([
      300, 1_000_000, 1_000_100, 200,
    ]);
    expect(view.summary(SECOND)).toMatchObject({ symbols: 1, quoted: 1, uncertain: 0, updates: 2 });
    expect(view.depth('AAPL', 5)).toMatchObject({
      symbol: 'AAPL',
      state: 'open',
      bids: [{ price: 1_000_000, shares: 300, orders: 1 }],
      last: null,
    });
    expect(view.depth('NONE', 5)).toBeUndefined();
  });

  it.each([
    ['H', 'halted'],
    ['P', 'paused'],
    ['Q', 'auction'],
    ['T', 'empty'],
  ])('shows trading state %s as %s', (letter, shown) => {
    records.trading(1, 'AAPL', letter);
    view.refresh(0);
    expect(state('AAPL')).toBe(shown);
  });

  it('shows every book of a channel as uncertain after a gap, without a message of its own', () => {
    for (const [index, symbol] of ['A', 'B'].entries()) records.directory(index + 1, symbol);
    view.refresh(0);
    records.gap();
    view.refresh(2 * SECOND);
    expect(['A', 'B'].map(state)).toEqual(['uncertain', 'uncertain']);
  });

  it('shows the books of a quiet feed as stale at once, and as they are when it is back', () => {
    records.directory(1, 'AAPL');
    view.refresh(0);
    const [channel] = newStatus().channels;
    view.setChannels([{ ...channel!, state: 'stale' }]);
    view.refresh(1);
    expect(state('AAPL')).toBe('stale');
    view.setChannels([{ ...channel!, state: 'live' }]);
    view.refresh(2);
    expect(state('AAPL')).toBe('empty');
  });

  it('empties the rows of a session that has ended, and fills them from the next', () => {
    records.directory(1, 'AAPL');
    records.directory(2, 'MSFT');
    records.add(1, 'AAPL', 1, 'B', 300, 1_000_000);
    view.refresh(0);
    records.session();
    const [channel] = newStatus().channels;
    view.setChannels([{ ...channel!, counters: { ...channel!.counters, sessions: 1 } }]);
    view.refresh(1);
    expect(cell('AAPL', 'bid')).toBe(0);
    // The same stocks under other locates.
    records.directory(2, 'AAPL');
    records.add(2, 'AAPL', 1, 'B', 100, 990_000);
    view.refresh(2);
    expect(cell('AAPL', 'bid')).toBe(990_000);
    expect(view.table.size).toBe(2);
    expect(state('MSFT')).toBe('empty');
  });
});
