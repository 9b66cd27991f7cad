/** Small stand-ins for what an order engine is connected with: instruments, a market that stands still, a router that knows one venue after the other, a strict risk side. */
import type { Instrument, Listing, SymbolMap } from '../../control/core/instruments.js';
import {
  BEST_STRIDE,
  CONDITION,
  QUOTE,
  QUOTE_STRIDE,
  type BookSide,
  type DepthBuffer,
  type MarketView,
} from '../../control/core/market-view.js';
import type { Denial } from '../../control/core/order-entry.js';
import type { Router, RouteRequest, RouteSlices } from '../../control/core/router.js';
import type { VenueCapabilities } from '../../control/core/venue.js';
import type { RiskGate } from '../../control/orders/risk/risk-port.js';

export const SYMBOLS = ['AAPL', 'MSFT'];

export function simpleSymbols(venues: number): SymbolMap {
  const instruments = SYMBOLS.map((symbol, index): Instrument => ({
    index,
    symbol,
    assetClass: 'equity',
    currency: 'USD',
    unit: 'shares',
    priceScale: 4,
    quantityScale: 0,
  }));
  const listing = (venue: number, instrument: number): Listing | undefined =>
    venue < venues && instrument < instruments.length
      ? {
          instrument,
          venue,
          venueSymbol: SYMBOLS[instrument]!,
          locate: undefined,
          tick: 1,
          lot: 1,
          minQuantity: 1,
          maxQuantity: 1e9,
        }
      : undefined;
  return {
    instruments,
    bySymbol: (symbol) => instruments.find((each) => each.symbol === symbol),
    listing,
    byVenueSymbol: () => undefined,
    byFeedSymbol: () => undefined,
    instrumentByLocate: () => -1,
  };
}

export class SimpleMarket implements MarketView {
  readonly instruments = SYMBOLS.length;
  readonly quotes: Float64Array;
  readonly best = new Float64Array(SYMBOLS.length * BEST_STRIDE);
  private readonly listeners: ((instrument: number) => void)[] = [];

  constructor(readonly venues: number) {
    this.quotes = new Float64Array(SYMBOLS.length * venues * QUOTE_STRIDE);
  }

  readVenueDepth(
    instrument: number,
    venue: number,
    side: BookSide,
    _depth: number,
    prices: Float64Array,
    quantities: Float64Array,
    at: number,
  ): number {
    const quote = (instrument * this.venues + venue) * QUOTE_STRIDE;
    const [price, quantity] =
      side === 'bid' ? [QUOTE.bidPrice, QUOTE.bidQuantity] : [QUOTE.askPrice, QUOTE.askQuantity];
    prices[at] = this.quotes[quote + price]!;
    quantities[at] = this.quotes[quote + quantity]!;
    return prices[at] === 0 ? 0 : 1;
  }

  readDepth(instrument: number, side: BookSide, depth: number, into: DepthBuffer): number {
    let count = 0;
    for (let venue = 0; venue < this.venues; venue++) {
      into.venues[count] = venue;
      count += this.readVenueDepth(instrument, venue, side, depth, into.prices, into.quantities, count);
    }
    return count;
  }

  onChange(listener: (instrument: number) => void): void {
    this.listeners.push(listener);
  }

  /** One price on all venues. */
  quote(instrument: number, bid: number, ask: number): void {
    for (let venue = 0; venue < this.venues; venue++) {
      const at = (instrument * this.venues + venue) * QUOTE_STRIDE;
      this.quotes[at + QUOTE.bidPrice] = bid;
      this.quotes[at + QUOTE.bidQuantity] = 1_000;
      this.quotes[at + QUOTE.askPrice] = ask;
      this.quotes[at + QUOTE.askQuantity] = 1_000;
      this.quotes[at + QUOTE.version]!++;
    }
    const at = instrument * BEST_STRIDE;
    const all = (1 << this.venues) - 1;
    this.best.set([bid, 1_000 * this.venues, all, ask, 1_000 * this.venues, all, CONDITION.normal], at);
    this.changed(instrument);
  }

  changed(instrument: number): void {
    for (const listener of this.listeners) listener(instrument);
  }
}

/** Puts all of it at the first venue that is not excluded, in at most two slices. */
export class SimpleRouter implements Router {
  waits(): void {
    // Nobody stands in a line here.
  }

  waitsNoMore(): void {
    // Nobody stands in a line here.
  }

  isParallel = true;
  private decisions = 0;

  constructor(private readonly venues: number) {}

  strategyNumber(name: string): number {
    return name === '' ? 0 : -1;
  }

  route(request: Readonly<RouteRequest>, into: RouteSlices): number {
    into.count = 0;
    into.remainder = request.quantity;
    into.parallel = this.isParallel;
    into.decision = ++this.decisions;
    for (let venue = 0; venue < this.venues && into.count < 2; venue++) {
      if ((request.excludedVenues & (1 << venue)) !== 0 || into.remainder === 0) continue;
      const quantity = into.count === 0 && into.remainder > 100 ? Math.ceil(into.remainder / 2) : into.remainder;
      into.venues[into.count] = venue;
      into.quantities[into.count] = quantity;
      into.prices[into.count] = request.limitPrice;
      into.takes[into.count] = request.takeOnly ? 1 : 0;
      into.sweeps[into.count] = 0;
      into.count++;
      into.remainder -= quantity;
    }
    return into.count;
  }

  onSent(): void {
    // Nothing is learned.
  }

  onAcknowledged(): void {
    // Nothing is learned.
  }

  onFilled(): void {
    // Nothing is learned.
  }

  onEnded(): void {
    // Nothing is learned.
  }

  onVenue(): void {
    // Nothing is learned.
  }
}

/** Lets all but some prices pass, and takes it ill when what goes out is not what went in. */
export class StrictRisk implements RiskGate {
  exposurePrice = 0;
  /** By client, instrument and side: quantity times price that is open or held. */
  readonly exposure = new Map<string, number>();
  /** Shares bought less sold, and money, by client and instrument. */
  readonly position = new Map<string, number>();
  readonly rests = new Map<string, number>();
  killed = false;
  protected last: Denial = { code: '', text: '' };

  checkNew(order: { readonly price: number }, _epochMs?: number): number {
    this.exposurePrice = order.price || 10_000;
    if (this.killed) return this.deny('RISK_KILLED', 'the switch is engaged');
    return order.price === 66_666 ? this.deny('RISK_PRICE_COLLAR', 'limit 60000, found 66666') : 0;
  }

  checkReplace(
    _order: unknown,
    quantity: number,
    price: number,
    _epochMs?: number,
    _cum?: number,
    _held?: number,
  ): number {
    this.exposurePrice = price;
    return quantity === 6_666 ? this.deny('RISK_SIZE', 'limit 6000, found 6666') : 0;
  }

  checkChild(..._given: readonly (number | boolean | undefined)[]): number {
    return this.killed ? this.deny('RISK_KILLED', 'the switch is engaged') : 0;
  }

  denial(): Denial {
    return this.last;
  }

  open(client: number, instrument: number, side: number, quantity: number, price: number): void {
    this.add(client, instrument, side, quantity * price);
  }

  change(
    client: number,
    instrument: number,
    side: number,
    oldQuantity: number,
    oldPrice: number,
    quantity: number,
    price: number,
  ): void {
    this.add(client, instrument, side, quantity * price - oldQuantity * oldPrice);
  }

  close(client: number, instrument: number, side: number, quantity: number, price: number): void {
    this.add(client, instrument, side, -quantity * price);
  }

  hold(
    client: number,
    instrument: number,
    side: number,
    quantity: number,
    price: number,
    newQuantity: number,
    newPrice: number,
  ): void {
    this.add(client, instrument, side, Math.max(0, newQuantity * newPrice - quantity * price));
  }

  unhold(
    client: number,
    instrument: number,
    side: number,
    quantity: number,
    price: number,
    newQuantity: number,
    newPrice: number,
  ): void {
    this.add(client, instrument, side, -Math.max(0, newQuantity * newPrice - quantity * price));
  }

  trade(client: number, instrument: number, side: number, quantity: number, price: number): void {
    const sign = side === 0x31 ? 1 : -1;
    const shares = `${client} ${instrument} shares`;
    const money = `${client} ${instrument} money`;
    this.position.set(shares, (this.position.get(shares) ?? 0) + sign * quantity);
    this.position.set(money, (this.position.get(money) ?? 0) - sign * quantity * price);
  }

  rest(client: number, instrument: number, side: number, price: number): void {
    this.count(`${client} ${instrument} ${side} ${price}`, 1);
  }

  unrest(client: number, instrument: number, side: number, price: number): void {
    this.count(`${client} ${instrument} ${side} ${price}`, -1);
  }

  beginDay(): void {
    // Positions stay.
  }

  setPosition(): void {
    // There are none.
  }

  private add(client: number, instrument: number, side: number, amount: number): void {
    const key = `${client} ${instrument} ${side}`;
    const sum = (this.exposure.get(key) ?? 0) + amount;
    if (sum < 0) throw new Error(`exposure of ${key} is ${sum}`);
    if (sum === 0) this.exposure.delete(key);
    else this.exposure.set(key, sum);
  }

  private count(key: string, by: number): void {
    const count = (this.rests.get(key) ?? 0) + by;
    if (count < 0) throw new Error(`${key} rests ${count} times`);
    if (count === 0) this.rests.delete(key);
    else this.rests.set(key, count);
  }

  private deny(code: string, text: string): number {
    this.last = { code, text };
    return 1;
  }
}

export function capabilities(over: Partial<VenueCapabilities> = {}): VenueCapabilities {
  return {
    ordTypes: '12',
    timesInForce: '0134',
    replace: 'replace',
    replaceKeepsPriority: true,
    postOnly: 'native',
    displayQuantity: 'native',
    hidden: 'native',
    minQuantity: 'native',
    pegs: [],
    massCancel: 'none',
    orderStatus: 'native',
    massStatus: 'none',
    sweep: 'none',
    shortSale: 'native',
    cancelOnDisconnect: 'never',
    ratePerSecond: 0,
    priceBandBps: 0,
    ...over,
  };
}
