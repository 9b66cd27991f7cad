/**
 * A market without order entry behind a FeedLink, in memory: for an exchange that is its feed and nothing else, and for tests. The newest
 * events are kept for followers that come back.
 */
import { FeedRecorder } from '../core/feed-recorder.js';
import type { FeedEvent, FeedLink, SnapshotOrder } from '../core/links.js';
import type { SimListing } from '../core/orders.js';
import { FeedStore } from '../core/stores.js';
import { Market, type MarketOptions } from '../market/market.js';
import type { FeedSnapshot } from './resync.js';

/** Events to a call, as the bus has it. */
const BATCH = 512;

export class MarketFeed {
  readonly market: Market;
  readonly listings: readonly SimListing[];
  private readonly store: FeedStore;
  private readonly links = new Set<MarketFeedLink>();

  /** @param keep how many events; the default is far more than a follower is ever behind */
  constructor(options: MarketOptions, keep = 65_536) {
    this.store = new FeedStore(keep);
    const nobody = (): void => undefined;
    const recorder = new FeedRecorder(this.store, { traded: nobody, crossed: nobody, restricted: nobody });
    this.market = new Market(options, recorder);
    this.listings = this.market.instruments.map((instrument) => {
      const { index, locate, stock, canonical, priceScale, quantityScale, tick, lot } = instrument;
      return { index, locate, symbol: stock, canonical, priceScale, quantityScale, tick, lot };
    });
  }

  link(): FeedLink {
    const link = new MarketFeedLink(this, () => this.links.delete(link));
    this.links.add(link);
    return link;
  }

  /** Lets everything happen that is due, and tells it. */
  advance(untilNs: number): void {
    this.market.advance(untilNs);
    this.tell();
  }

  closeDay(): void {
    this.market.close();
    this.tell();
  }

  /** Undefined when some are gone. */
  after(feedSequence: number): readonly FeedEvent[] | undefined {
    return this.store.after(feedSequence, BATCH);
  }

  get oldestKept(): number {
    return this.store.oldest;
  }

  snapshot(): FeedSnapshot {
    const orders: SnapshotOrder[] = [];
    for (const book of this.market.engine.books) {
      for (const side of [book.bids, book.asks]) {
        for (const level of side) {
          for (let order = level.head; order !== undefined; order = order.next) {
            orders.push({
              instrument: order.instrument.index,
              orderId: order.id,
              side: order.side,
              price: order.price,
              quantity: order.shares,
              attribution: order.attribution,
            });
          }
        }
      }
    }
    const states = this.market.engine.books.map(({ state }) => state);
    return { feedSequence: this.store.newest, timeNs: this.market.nowNs, orders, states };
  }

  private tell(): void {
    for (const link of this.links) link.tell();
  }
}

class MarketFeedLink implements FeedLink {
  readonly isUp = true;
  private following: { after: number; onEvents: (events: readonly FeedEvent[]) => void } | undefined;
  private onGone: ((oldest: number) => void) | undefined;

  constructor(
    private readonly feed: MarketFeed,
    private readonly onClosed: () => void,
  ) {}

  get listings(): readonly SimListing[] {
    return this.feed.listings;
  }

  follow(
    after: number,
    onEvents: (events: readonly FeedEvent[]) => void,
    onSnapshotNeeded: (oldest: number) => void,
  ): void {
    this.following = { after, onEvents };
    this.onGone = onSnapshotNeeded;
    this.tell();
  }

  tell(): void {
    while (this.following !== undefined) {
      const { following } = this;
      const events = this.feed.after(following.after);
      if (events === undefined) {
        this.following = undefined;
        this.onGone?.(this.feed.oldestKept);
        return;
      }
      if (events.length === 0) return;
      following.after += events.length;
      following.onEvents(events);
    }
  }

  snapshot(): Promise<FeedSnapshot> {
    return Promise.resolve(this.feed.snapshot());
  }

  onUp(listener: () => void): void {
    listener();
  }

  onDown(): void {
    // In memory it never does.
  }

  close(): void {
    this.following = undefined;
    this.onClosed();
  }
}
