/**
 * Orders for demonstrations: on every venue in turn, small ones that trade at once, and some that rest away from the market and are replaced or cancelled.
 * They are priced from the consolidated book and go through the same venues and ledger as anybody's.
 */
import type { Listing } from '../core/instruments.js';
import { EXCLUDED, QUOTE, QUOTE_STRIDE, type MarketView } from '../core/market-view.js';
import { blankOrder, Side, TimeInForce, type Venue } from '../core/venue.js';
import type { Random, Timer, TradingWorld } from '../core/world.js';
import type { VenueLedger } from '../orders/ledger/venue-ledger.js';
import type { VenueSet } from '../venues/venue-set.js';

export interface DemoTraderOptions {
  readonly world: TradingWorld;
  readonly set: VenueSet;
  readonly ledger: VenueLedger;
  readonly market: MarketView;
  readonly perSecond: number;
  readonly seed: number;
}

/** Resting orders a venue has at most; then the oldest is cancelled. */
const RESTING_MAX = 20;
const REST_TICKS = 5;
/** Of a hundred orders, so many rest. */
const RESTING_PERCENT = 40;
const REPLACED_PERCENT = 30;

export class DemoTrader {
  private readonly random: Random;
  private timer: Timer | undefined;
  private nextVenue = 0;
  private lastOrderId: number;
  /** By venue: what it lists. */
  private readonly listings: readonly (readonly Listing[])[];
  private readonly order = blankOrder();

  constructor(private readonly options: DemoTraderOptions) {
    const { world, seed, set } = options;
    this.random = world.random(seed);
    this.listings = set.venues.map(({ index }) => [...set.symbols.ofVenue(index)]);
    // Unique for good: a restart begins at a later millisecond than it can have counted to.
    this.lastOrderId = world.clock.epochMs() * 1000;
  }

  start(): void {
    const { world, perSecond } = this.options;
    this.timer = world.timers.every(1000 / perSecond, () => this.act());
  }

  stop(): void {
    this.timer?.cancel();
  }

  private act(): void {
    const { venues } = this.options.set;
    const venue = venues[this.nextVenue++ % venues.length]!;
    if (venue.state !== 'active') return;
    const resting = [...this.options.ledger.open(venue.index)].filter(({ state }) => state.pendingCancels === 0);
    if (resting.length >= RESTING_MAX) {
      this.cancelOrReplace(venue, resting[0]!.orderId);
      return;
    }
    this.enter(venue);
  }

  private cancelOrReplace(venue: Venue, orderId: number): void {
    const { ledger } = this.options;
    const working = ledger.order(orderId)!;
    if (venue.capabilities.replace === 'replace' && this.random.below(100) < REPLACED_PERCENT) {
      const newOrderId = ++this.lastOrderId;
      const quantity = working.state.quantity;
      if (venue.replace(orderId, newOrderId, quantity, working.price) === 'sent') {
        ledger.beginReplace(orderId, newOrderId, quantity);
      }
      return;
    }
    if (venue.cancel(orderId) === 'sent') ledger.beginCancel(orderId);
  }

  private enter(venue: Venue): void {
    const { ledger, market } = this.options;
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
    order.orderId = ++this.lastOrderId;
    order.instrument = instrument;
    order.side = buys ? Side.buy : Side.sell;
    order.price = rests ? (buys ? bid - away : ask + away) : buys ? ask : bid;
    order.quantity = Math.max(listing.minQuantity, listing.lot * (1 + this.random.below(3)));
    order.timeInForce = rests ? TimeInForce.day : TimeInForce.immediateOrCancel;
    if (!venue.capabilities.timesInForce.includes(String.fromCharCode(order.timeInForce))) {
      order.timeInForce = venue.capabilities.timesInForce.charCodeAt(0);
    }
    ledger.begin(venue.index, order);
    if (venue.submit(order) !== 'sent') ledger.forget(order.orderId);
  }
}
