/**
 * FIX market data: a snapshot (W) of each symbol that is asked for, then what changed (X) in intervals, trading states (f), the list of symbols
 * (y), refusals (Y). Levels are aggregated; between two intervals changes of one level are one.
 */
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { Timer, Timers } from '../../../control/core/world.js';
import type { SimListing } from '../core/orders.js';
import { businessReject, type Desk, type Outcome } from './desk.js';
import { formatDecimal } from './decimal.js';
import type { BookSide, FeedBooks, FeedBooksListener, LevelBook, Print } from './feed-books.js';
import type { Listings } from './listings.js';
import {
  isRefusal,
  readMarketDataRequest,
  type MarketDataLimits,
  type MarketDataRefusal,
  type MarketDataWish,
} from './market-data-request.js';
import { fields, type OutField, type OutMessage } from './out-message.js';
import { transactTime } from './transact-time.js';

export interface MarketDataOptions {
  readonly books: FeedBooks;
  readonly listings: Listings;
  readonly timers: Timers;
  readonly nowMs: () => number;
  /** How often what changed is sent. */
  readonly intervalMs: number;
  readonly limits: MarketDataLimits;
}

type Shown = Record<BookSide, Map<number, number>>;

interface Subscription {
  readonly wish: MarketDataWish;
  /** What the client has been told, by instrument. */
  readonly shown: Map<number, Shown>;
}

const MAX_PRINTS = 1000;
/** Entries of one X; more go into the next one. */
const MAX_ENTRIES = 200;

export class MarketDataDesk implements Desk, FeedBooksListener {
  readonly accepts: ReadonlySet<string> = new Set(['V', 'x', 'e']);
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly dirty = new Set<number>();
  private readonly prints: { readonly instrument: number; readonly print: Print }[] = [];
  /** Trades that were not told because too many came within one interval. */
  printsDropped = 0;
  private emit: ((messages: readonly OutMessage[]) => void) | undefined;
  private timer: Timer | undefined;

  constructor(private readonly options: MarketDataOptions) {}

  opened(emit: (messages: readonly OutMessage[]) => void): void {
    this.emit = emit;
    this.options.books.listen(this);
    this.timer = this.options.timers.every(this.options.intervalMs, () => this.flush());
  }

  closed(): void {
    this.timer?.cancel();
    this.timer = undefined;
    this.emit = undefined;
    this.options.books.unlisten(this);
    this.subscriptions.clear();
    this.dirty.clear();
    this.prints.length = 0;
  }

  tell(): readonly OutMessage[] {
    return [];
  }

  take(message: FixMessage, type: string): Outcome {
    if (type === 'x') return this.securityList(message);
    if (type === 'e') return this.statusRequest(message);
    const { listings, limits } = this.options;
    let subscribed = 0;
    for (const { wish } of this.subscriptions.values()) subscribed += wish.listings.length;
    const wish = readMarketDataRequest(message, listings, limits, (id) => this.subscriptions.has(id), subscribed);
    return isRefusal(wish) ? refused(wish) : { messages: this.grant(wish) };
  }

  private grant(wish: MarketDataWish): readonly OutMessage[] {
    if (wish.kind === '2') {
      this.subscriptions.delete(wish.id);
      return [];
    }
    const shown = new Map<number, Shown>();
    const messages: OutMessage[] = [];
    for (const listing of wish.listings) {
      const view = viewOf(this.options.books.book(listing.index), wish);
      shown.set(listing.index, view);
      messages.push(snapshotMessage(wish, listing, view));
      const { state } = this.options.books.book(listing.index);
      if (state !== '' && state !== 'T') messages.push(this.stateMessage(listing, undefined));
    }
    if (wish.kind === '1') this.subscriptions.set(wish.id, { wish, shown });
    return messages;
  }

  // What the books say

  changed(instrument: number): void {
    this.dirty.add(instrument);
  }

  printed(instrument: number, print: Print): void {
    if (this.prints.length < MAX_PRINTS) this.prints.push({ instrument, print });
    else this.printsDropped++;
  }

  stateChanged(instrument: number): void {
    const listing = this.options.listings.all[instrument];
    if (listing === undefined || !this.isWanted(instrument)) return;
    this.flush();
    this.emit?.([this.stateMessage(listing, undefined)]);
  }

  private isWanted(instrument: number): boolean {
    for (const { shown } of this.subscriptions.values()) if (shown.has(instrument)) return true;
    return false;
  }

  private flush(): void {
    if (this.dirty.size === 0 && this.prints.length === 0) return;
    const messages: OutMessage[] = [];
    for (const subscription of this.subscriptions.values()) this.updates(subscription, messages);
    this.dirty.clear();
    this.prints.length = 0;
    if (messages.length > 0) this.emit?.(messages);
  }

  private updates({ wish, shown }: Subscription, messages: OutMessage[]): void {
    const entries: OutField[][] = [];
    for (const listing of wish.listings) {
      if (!this.dirty.has(listing.index)) continue;
      const before = shown.get(listing.index)!;
      const after = viewOf(this.options.books.book(listing.index), wish);
      shown.set(listing.index, after);
      if (wish.fullRefresh) {
        if (!isSame(before.B, after.B) || !isSame(before.S, after.S))
          messages.push(snapshotMessage(wish, listing, after));
        continue;
      }
      differences(listing, 'B', before.B, after.B, entries);
      differences(listing, 'S', before.S, after.S, entries);
    }
    if (wish.trades) {
      for (const { instrument, print } of this.prints) {
        const listing = shown.has(instrument) ? this.options.listings.all[instrument] : undefined;
        if (listing !== undefined) entries.push(tradeEntry(listing, print));
      }
    }
    for (let at = 0; at < entries.length; at += MAX_ENTRIES) {
      const some = entries.slice(at, at + MAX_ENTRIES);
      messages.push({ type: 'X', fields: [[262, wish.id], [268, String(some.length)], ...some.flat()] });
    }
  }

  // States and symbols

  private statusRequest(message: FixMessage): Outcome {
    const symbol = message.string(55) ?? '';
    const listing = this.options.listings.bySymbol(symbol);
    if (listing === undefined) return businessReject(message, 'e', 2, `unknown symbol ${symbol}`, message.string(324));
    return { messages: [this.stateMessage(listing, message.string(324))] };
  }

  private stateMessage(listing: SimListing, requestId: string | undefined): OutMessage {
    const { state } = this.options.books.book(listing.index);
    return {
      type: 'f',
      fields: fields([
        [324, requestId],
        [55, listing.symbol],
        [325, requestId === undefined ? 'Y' : 'N'],
        // 2 halted, 3 quoting before it resumes, 17 trades, 18 closed.
        [326, state === 'T' ? '17' : state === 'Q' ? '3' : state === '' ? '18' : '2'],
        [60, transactTime(this.options.nowMs())],
      ]),
    };
  }

  private securityList(message: FixMessage): Outcome {
    const id = message.string(320) ?? '';
    const { all } = this.options.listings;
    const symbol = message.string(55);
    const listed = symbol === undefined ? all : all.filter((listing) => listing.symbol === symbol);
    const head = fields([
      [320, id],
      [322, `L-${id}`],
      [560, listed.length === 0 ? '2' : '0'],
      [393, listed.length === 0 ? undefined : listed.length],
      [146, listed.length === 0 ? undefined : listed.length],
    ]);
    return { messages: [{ type: 'y', fields: [...head, ...listed.flatMap(securityEntry)] }] };
  }
}

function securityEntry(listing: SimListing): readonly OutField[] {
  const { symbol, canonical, lot, tick, priceScale, quantityScale } = listing;
  const shownLot = formatDecimal(lot, quantityScale);
  return [
    [55, symbol],
    [48, canonical],
    [22, '8'],
    [561, shownLot],
    [562, shownLot],
    // FIX 4.4 has no field for the price step.
    [58, `tick=${formatDecimal(tick, priceScale)}`],
  ];
}

function refused({ id, code, text }: MarketDataRefusal): Outcome {
  return {
    messages: [
      {
        type: 'Y',
        fields: [
          [262, id],
          [281, code],
          [58, text],
        ],
      },
    ],
    refused: ['marketData', text],
  };
}

function viewOf(book: LevelBook, wish: MarketDataWish): Shown {
  const side = (which: BookSide, wanted: boolean): Map<number, number> => {
    const levels = new Map<number, number>();
    if (!wanted) return levels;
    const prices = book.side(which);
    const count = wish.depth === 0 ? prices.length : Math.min(wish.depth, prices.length);
    for (let i = 0; i < count; i++) levels.set(prices[i]!, book.quantities[which].get(prices[i]!)!);
    return levels;
  };
  return { B: side('B', wish.bids), S: side('S', wish.asks) };
}

function isSame(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): boolean {
  if (a.size !== b.size) return false;
  for (const [price, quantity] of a) if (b.get(price) !== quantity) return false;
  return true;
}

function differences(
  listing: SimListing,
  side: BookSide,
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
  entries: OutField[][],
): void {
  for (const price of before.keys())
    if (!after.has(price)) entries.push(levelEntry(listing, '2', side, price, undefined));
  for (const [price, quantity] of after) {
    const old = before.get(price);
    if (old !== quantity) entries.push(levelEntry(listing, old === undefined ? '0' : '1', side, price, quantity));
  }
}

/** @param action MDUpdateAction (279): 0 new, 1 change, 2 delete */
function levelEntry(
  listing: SimListing,
  action: string,
  side: BookSide,
  price: number,
  quantity: number | undefined,
): OutField[] {
  const { symbol, priceScale, quantityScale } = listing;
  return fields([
    [279, action],
    [269, side === 'B' ? '0' : '1'],
    [55, symbol],
    [270, formatDecimal(price, priceScale)],
    [271, quantity === undefined ? undefined : formatDecimal(quantity, quantityScale)],
  ]);
}

function tradeEntry({ symbol, priceScale, quantityScale }: SimListing, { match, price, quantity }: Print): OutField[] {
  return fields([
    [279, '0'],
    [269, '2'],
    [278, match],
    [55, symbol],
    [270, formatDecimal(price, priceScale)],
    [271, formatDecimal(quantity, quantityScale)],
  ]);
}

function snapshotMessage({ id }: MarketDataWish, listing: SimListing, shown: Shown): OutMessage {
  const entries: OutField[] = [];
  const { symbol, priceScale, quantityScale } = listing;
  for (const side of ['B', 'S'] as const) {
    for (const [price, quantity] of shown[side]) {
      entries.push([269, side === 'B' ? '0' : '1']);
      entries.push([270, formatDecimal(price, priceScale)], [271, formatDecimal(quantity, quantityScale)]);
    }
  }
  const count = shown.B.size + shown.S.size;
  // A group needs an entry: an empty book has a bid of nothing.
  const body: OutField[] =
    count === 0
      ? [
          [268, '1'],
          [269, '0'],
          [270, '0'],
          [271, '0'],
        ]
      : [[268, String(count)], ...entries];
  return { type: 'W', fields: [[262, id], [55, symbol], ...body] };
}
