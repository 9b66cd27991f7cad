/** The market and the venues of testing.ts: books that the test writes, own orders in them, and simple matching. */
import {
  BEST,
  BEST_STRIDE,
  CONDITION,
  EXCLUDED,
  QUOTE,
  QUOTE_STRIDE,
  type BookSide,
  type DepthBuffer,
  type MarketView,
} from '../../core/market-view.js';
import { ExecType, OrdType, Side, TimeInForce, type VenueCapabilities } from '../../core/venue.js';
import type { Rig, RigChild } from './testing.js';

/** Price and quantity, best first. */
export type Levels = [price: number, quantity: number][];

export interface TestVenue {
  readonly capabilities: VenueCapabilities;
  readonly listed?: boolean;
  isUsable?: boolean;
  /** Orders are not taken: the code that `send` gives. */
  refuses?: string;
  /** The venue rejects this many of the next orders. */
  rejects?: number;
  /** Cancels never arrive: the child becomes uncertain. */
  losesCancels?: boolean;
  /** Nothing trades here but what the test fills. */
  isManual?: boolean;
  /** How long the feed is behind with our own orders. */
  feedLagMs?: number;
}

/** A venue that can do everything but what is said otherwise. */
export function testVenue(
  capabilities: Partial<VenueCapabilities> = {},
  rest: Omit<TestVenue, 'capabilities'> = {},
): TestVenue {
  return {
    capabilities: {
      ordTypes: '12P',
      timesInForce: '013467',
      replace: 'replace',
      replaceKeepsPriority: false,
      postOnly: 'native',
      displayQuantity: 'native',
      hidden: 'native',
      minQuantity: 'native',
      pegs: ['same', 'opposite', 'mid'],
      massCancel: 'native',
      orderStatus: 'native',
      massStatus: 'none',
      sweep: 'native',
      shortSale: 'native',
      cancelOnDisconnect: 'always',
      ratePerSecond: 0,
      priceBandBps: 0,
      ...capabilities,
    },
    ...rest,
  };
}

/** Limit and market orders, immediate, fill-or-kill and day, post-only: what every emulated type is made of. */
export const PLAIN: Partial<VenueCapabilities> = {
  ordTypes: '12',
  timesInForce: '034',
  displayQuantity: 'none',
  hidden: 'none',
  minQuantity: 'none',
  pegs: [],
};

interface VenueBook {
  bids: Levels;
  asks: Levels;
  state: number;
  /** Our own shown orders, as the feed has them. */
  own: { readonly buys: boolean; readonly price: number; readonly quantity: number }[];
}

export class TestMarket implements MarketView {
  readonly instruments = 1;
  readonly venues: number;
  readonly quotes: Float64Array;
  readonly best = new Float64Array(BEST_STRIDE);
  private readonly books: VenueBook[];

  constructor(
    private readonly all: readonly TestVenue[],
    private readonly rig: Rig,
  ) {
    this.venues = all.length;
    this.quotes = new Float64Array(this.venues * QUOTE_STRIDE);
    this.books = all.map(() => ({ bids: [], asks: [], state: EXCLUDED.absent, own: [] }));
    this.rebuild();
  }

  /** Everybody else's orders at a venue from now on. What they reach of ours trades. */
  set(venue: number, bids: Levels, asks: Levels, state = 0): void {
    const book = this.books[venue]!;
    book.bids = bids.map(([price, quantity]) => [price, quantity]);
    book.asks = asks.map(([price, quantity]) => [price, quantity]);
    book.state = state;
    if (state === 0 && this.all[venue]!.isManual !== true) {
      for (const child of this.rig.open) if (child.venue === venue && child.rests) this.match(child);
    }
    this.rebuild();
    this.rig.marketChanged();
  }

  /** Best bid and offer of everybody else at venues that count; 0: none. */
  others(): readonly [bid: number, ask: number] {
    const books = this.books.filter(({ state }) => state === 0);
    const bid = Math.max(0, ...books.map(({ bids }) => bids[0]?.[0] ?? 0));
    const ask = Math.min(Infinity, ...books.map(({ asks }) => asks[0]?.[0] ?? Infinity));
    return [bid, ask === Infinity ? 0 : ask];
  }

  isSound(): boolean {
    const bid = this.best[BEST.bidPrice]!;
    const ask = this.best[BEST.askPrice]!;
    return this.books.some(({ state }) => state === 0) && !(bid > 0 && ask > 0 && bid > ask);
  }

  /** Venues with what they show up to a limit, those with the best price first. */
  offers(side: number, limit: number, wanted: number): { venue: number; shown: number }[] {
    const buys = side === Side.buy;
    return this.books
      .map((book, venue) => {
        const levels =
          book.state !== 0 || this.all[venue]!.isUsable === false
            ? []
            : (buys ? book.asks : book.bids).filter(([price]) => reaches(buys, limit, price));
        return {
          venue,
          price: levels[0]?.[0] ?? 0,
          shown: Math.min(
            wanted,
            levels.reduce((sum, [, quantity]) => sum + quantity, 0),
          ),
        };
      })
      .filter(({ shown }) => shown > 0)
      .sort((a, b) => (buys ? a.price - b.price : b.price - a.price));
  }

  arrive(child: RigChild): void {
    const venue = this.all[child.venue]!;
    if (!child.isOpen) return;
    if ((venue.rejects ?? 0) > 0 || (this.books[child.venue]!.state & EXCLUDED.halted) !== 0) {
      venue.rejects = Math.max(0, (venue.rejects ?? 0) - 1);
      this.back(() => this.rig.endChild(child, ExecType.rejected, 'VENUE_SAYS_NO'));
      return;
    }
    if (child.terms.postOnly === true && this.shown(child) > 0) {
      this.back(() => this.rig.endChild(child, ExecType.rejected, 'WOULD_TRADE'));
      return;
    }
    const tif = child.terms.timeInForce ?? TimeInForce.day;
    const needed = tif === TimeInForce.fillOrKill ? child.quantity : (child.terms.minQuantity ?? 0);
    if (venue.isManual !== true && this.shown(child) >= needed && child.terms.pegTo === undefined) this.match(child);
    const ends =
      tif === TimeInForce.immediateOrCancel || tif === TimeInForce.fillOrKill || child.terms.ordType === OrdType.market;
    if (ends && venue.isManual !== true) {
      this.back(() => child.isOpen && this.rig.endChild(child, ExecType.canceled));
      return;
    }
    child.rests = child.isOpen;
    const { expireEpochMs = 0 } = child.terms;
    if (expireEpochMs > 0)
      this.rig.later(() => child.isOpen && this.rig.endChild(child, ExecType.expired), expireEpochMs - this.rig.now);
    this.ownChanged();
  }

  cancelArrived(child: RigChild): void {
    if (!child.isOpen || child.venueFilled >= child.quantity) return;
    if (this.all[child.venue]!.losesCancels === true) {
      child.isUncertain = true;
      if (!this.rig.isOver) this.rig.worker.onChild(child, undefined);
      return;
    }
    child.rests = false;
    this.ownChanged();
    this.back(() => child.isOpen && this.rig.endChild(child, ExecType.canceled));
  }

  replaceArrived(child: RigChild, quantity: number, price: number): void {
    if (!child.isOpen) return;
    const before = child.price;
    child.price = price;
    const isRefused = child.terms.postOnly === true && this.shown(child) > 0;
    child.price = before;
    this.back(() => {
      if (!child.isOpen) return;
      child.replacePending = false;
      child.pendingQuantity = 0;
      if (!isRefused) {
        child.price = price;
        child.quantity = Math.max(quantity, child.venueFilled);
        if (child.quantity === child.cumQuantity) {
          this.rig.endChild(child, ExecType.canceled);
          return;
        }
        if (this.all[child.venue]!.isManual !== true) this.match(child);
      }
      this.ownChanged();
      if (!this.rig.isOver) this.rig.worker.onChild(child, undefined);
    });
  }

  private back(run: () => void): void {
    this.rig.later(run);
  }

  /** What the other side shows at the child's venue within its price. */
  private shown(child: RigChild): number {
    const buys = this.rig.terms.side === Side.buy;
    const book = this.books[child.venue]!;
    return (buys ? book.asks : book.bids)
      .filter(([price]) => reaches(buys, child.price, price))
      .reduce((sum, [, quantity]) => sum + quantity, 0);
  }

  private match(child: RigChild): void {
    const buys = this.rig.terms.side === Side.buy;
    const book = this.books[child.venue]!;
    const levels = buys ? book.asks : book.bids;
    while (levels.length > 0 && child.venueFilled < child.quantity) {
      const level = levels[0]!;
      if (!reaches(buys, child.price, level[0])) break;
      const quantity = Math.min(level[1], child.quantity - child.venueFilled);
      level[1] -= quantity;
      child.venueFilled += quantity;
      if (level[1] === 0) levels.shift();
      const price = child.rests ? child.price : level[0];
      this.back(() => this.rig.fill(child, quantity, price));
    }
    if (child.venueFilled >= child.quantity) child.rests = false;
    this.rebuild();
  }

  /** Our own orders show in the feed, after its lag. */
  ownChanged(): void {
    for (const [venue, { feedLagMs = 0 }] of this.all.entries()) {
      const own = this.rig.open
        .filter((child) => child.venue === venue && child.rests && child.terms.hidden !== true)
        .map((child) => ({
          buys: this.rig.terms.side === Side.buy,
          price: child.price,
          quantity: child.terms.displayQuantity ?? child.quantity - child.cumQuantity,
        }));
      const show = (): void => {
        this.books[venue]!.own = own;
        this.rebuild();
        this.rig.marketChanged();
      };
      if (feedLagMs > 0) this.rig.later(show, feedLagMs);
      else {
        this.books[venue]!.own = own;
        this.rebuild();
      }
    }
  }

  private levels(venue: number, isBid: boolean): Levels {
    const book = this.books[venue]!;
    const levels = (isBid ? book.bids : book.asks).map(([price, quantity]): Levels[number] => [price, quantity]);
    for (const { buys, price, quantity } of book.own) {
      if (buys !== isBid || price === 0) continue;
      const same = levels.find((level) => level[0] === price);
      if (same === undefined) levels.push([price, quantity]);
      else same[1] += quantity;
    }
    return levels.sort((a, b) => (isBid ? b[0] - a[0] : a[0] - b[0]));
  }

  private rebuild(): void {
    const { best, quotes } = this;
    best.fill(0);
    for (let venue = 0; venue < this.venues; venue++) {
      const [bid] = this.levels(venue, true);
      const [ask] = this.levels(venue, false);
      const at = venue * QUOTE_STRIDE;
      quotes[at + QUOTE.bidPrice] = bid?.[0] ?? 0;
      quotes[at + QUOTE.bidQuantity] = bid?.[1] ?? 0;
      quotes[at + QUOTE.askPrice] = ask?.[0] ?? 0;
      quotes[at + QUOTE.askQuantity] = ask?.[1] ?? 0;
      quotes[at + QUOTE.state] = this.books[venue]!.state;
      if (this.books[venue]!.state !== 0) continue;
      if (bid !== undefined && bid[0] > best[BEST.bidPrice]!) best[BEST.bidPrice] = bid[0];
      if (ask !== undefined && (best[BEST.askPrice] === 0 || ask[0] < best[BEST.askPrice]!))
        best[BEST.askPrice] = ask[0];
    }
    best[BEST.condition] = this.isSound() ? CONDITION.normal : CONDITION.crossed;
  }

  readVenueDepth(
    _instrument: number,
    venue: number,
    side: BookSide,
    depth: number,
    prices: Float64Array,
    quantities: Float64Array,
    at: number,
  ): number {
    const levels = this.levels(venue, side === 'bid').slice(0, depth);
    for (const [i, [price, quantity]] of levels.entries()) {
      prices[at + i] = price;
      quantities[at + i] = quantity;
    }
    return levels.length;
  }

  readDepth(_instrument: number, _side: BookSide, _depth: number, _into: DepthBuffer): number {
    throw new Error('no type reads the merged book');
  }

  onChange(): void {
    // The rig tells the worker itself.
  }
}

function reaches(buys: boolean, limit: number, price: number): boolean {
  return limit === 0 || (buys ? price <= limit : price >= limit);
}
