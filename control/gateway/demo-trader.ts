/**
 * Orders for demonstrations: small ones that trade at once, and some that rest away from the market and are replaced or cancelled. They are those of a client, and
 * go the way of anybody's orders: risk, router, venues.
 */
import type { Listing } from '../core/instruments.js';
import { EXCLUDED, QUOTE, QUOTE_STRIDE, type MarketView } from '../core/market-view.js';
import { blankClientOrder, type ClientHandler, type ClientReport, type OrderEntry } from '../core/order-entry.js';
import { OrdType, Side, TimeInForce, type Venue } from '../core/venue.js';
import type { Random, Timer, TradingWorld } from '../core/world.js';
import type { VenueSet } from '../venues/venue-set.js';

export interface DemoTraderOptions {
  readonly world: TradingWorld;
  readonly set: VenueSet;
  readonly entry: OrderEntry;
  /** Whose orders they are. */
  readonly client: number;
  readonly market: MarketView;
  readonly perSecond: number;
  readonly seed: number;
}

/** Resting orders for each venue at most; then the oldest is cancelled or replaced. */
const RESTING_MAX = 20;
const REST_TICKS = 5;
/** Of a hundred orders, so many rest. */
const RESTING_PERCENT = 40;
const REPLACED_PERCENT = 30;

interface Resting {
  readonly orderId: number;
  readonly instrument: number;
  clOrdId: string;
  price: number;
  /** A request of ours is under way. */
  isAsked: boolean;
}

export class DemoTrader implements ClientHandler {
  private readonly random: Random;
  private timer: Timer | undefined;
  private nextVenue = 0;
  private lastNumber = 0;
  /** By OrderID, oldest first. */
  private readonly resting = new Map<number, Resting>();
  /** By venue: what it lists. */
  private readonly listings: readonly (readonly Listing[])[];
  /** By instrument: the largest step of its venues. */
  private readonly ticks: number[] = [];
  private readonly order = blankClientOrder();
  /** ClOrdIDs are unique for good: those of a restart begin with a later millisecond. */
  private readonly prefix: string;

  constructor(private readonly options: DemoTraderOptions) {
    const { world, seed, set } = options;
    this.random = world.random(seed);
    this.listings = set.venues.map(({ index }) => [...set.symbols.ofVenue(index)]);
    for (const { instrument, tick } of this.listings.flat()) {
      this.ticks[instrument] = Math.max(tick, this.ticks[instrument] ?? 0);
    }
    this.prefix = `D${world.clock.epochMs().toString(36)}-`;
  }

  start(): void {
    const { world, perSecond } = this.options;
    this.timer = world.timers.every(1000 / perSecond, () => this.act());
  }

  stop(): void {
    this.timer?.cancel();
  }

  /** Those of before a restart too. */
  onReport({ orderId, clOrdId, instrument, price, leavesQuantity, timeInForce }: Readonly<ClientReport>): void {
    if (leavesQuantity === 0) {
      this.resting.delete(orderId);
      return;
    }
    if (timeInForce === TimeInForce.immediateOrCancel) return;
    const known = this.resting.get(orderId);
    if (known === undefined) this.resting.set(orderId, { orderId, clOrdId, instrument, price, isAsked: false });
    else Object.assign(known, { clOrdId, price });
  }

  onCancelReject({ orderId }: { readonly orderId: number }): void {
    const known = this.resting.get(orderId);
    if (known !== undefined) known.isAsked = false;
  }

  private act(): void {
    const { venues } = this.options.set;
    const venue = venues[this.nextVenue++ % venues.length]!;
    const isFull = this.resting.size >= RESTING_MAX * venues.length;
    const oldest = isFull ? [...this.resting.values()].find(({ isAsked }) => !isAsked) : undefined;
    if (oldest !== undefined) this.cancelOrReplace(oldest);
    else if (!isFull && venue.state === 'active') this.enter(venue);
  }

  private cancelOrReplace(resting: Resting): void {
    const { entry, client } = this.options;
    const { orderId, clOrdId: origClOrdId } = resting;
    const clOrdId = this.nextClOrdId();
    if (this.random.below(100) < REPLACED_PERCENT) {
      // A step up or down. It is the youngest then.
      this.resting.delete(orderId);
      this.resting.set(orderId, resting);
      const tick = this.ticks[resting.instrument]!;
      const price = resting.price + (this.random.below(2) === 0 ? tick : -tick);
      entry.replace({ client, clOrdId, origClOrdId, orderId, quantity: 0, price, stopPrice: 0, displayQuantity: 0 });
      return;
    }
    resting.isAsked = true;
    entry.cancel({ client, clOrdId, origClOrdId, orderId });
  }

  private enter(venue: Venue): void {
    const { entry, market } = this.options;
    const listings = this.listings[venue.index]!;
    if (listings.length === 0) return;
    const listing = listings[this.random.below(listings.length)]!;
    const { instrument } = listing;
    const at = (instrument * market.venues + venue.index) * QUOTE_STRIDE;
    const { quotes } = market;
    const bid = quotes[at + QUOTE.bidPrice]!;
    const ask = quotes[at + QUOTE.askPrice]!;
    if (bid === 0 || ask === 0 || (quotes[at + QUOTE.state]! & ~EXCLUDED.uncertain) !== 0) return;
    const buys = this.random.below(2) === 0;
    const rests = this.random.below(100) < RESTING_PERCENT;
    const away = rests ? REST_TICKS * listing.tick : 0;
    const { order } = this;
    order.client = this.options.client;
    order.clOrdId = this.nextClOrdId();
    order.instrument = instrument;
    order.side = buys ? Side.buy : Side.sell;
    order.ordType = OrdType.limit;
    order.price = rests ? (buys ? bid - away : ask + away) : buys ? ask : bid;
    order.quantity = Math.max(listing.minQuantity, listing.lot * (1 + this.random.below(3)));
    order.timeInForce = rests ? TimeInForce.goodTillCancel : TimeInForce.immediateOrCancel;
    entry.submit(order);
  }

  private nextClOrdId(): string {
    return `${this.prefix}${++this.lastNumber}`;
  }
}
