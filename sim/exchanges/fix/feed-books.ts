/** Aggregated books from the exchange's feed, for publishers that sell levels and not orders. */
import type { FeedEvent, FeedEventBody, FeedLink, SnapshotOrder } from '../core/links.js';

export type BookSide = 'B' | 'S';

interface RestingOrder {
  readonly instrument: number;
  readonly side: BookSide;
  readonly price: number;
  quantity: number;
}

export interface Print {
  readonly match: number;
  readonly price: number;
  readonly quantity: number;
}

/** One instrument's levels: prices best first, and what stands at each. */
export class LevelBook {
  readonly bids: number[] = [];
  readonly asks: number[] = [];
  readonly quantities = { B: new Map<number, number>(), S: new Map<number, number>() } as const;
  /** `T` trading, `H` halted, `Q` quoting, `P` paused; `` not told yet. */
  state = '';

  add(side: BookSide, price: number, quantity: number): void {
    const levels = this.quantities[side];
    const before = levels.get(price) ?? 0;
    const after = before + quantity;
    if (after > 0) levels.set(price, after);
    else levels.delete(price);
    if (before === 0 && after > 0) this.insert(side, price);
    else if (before > 0 && after <= 0) this.remove(side, price);
  }

  private insert(side: BookSide, price: number): void {
    const prices = this.side(side);
    prices.splice(this.place(side, price), 0, price);
  }

  private remove(side: BookSide, price: number): void {
    const prices = this.side(side);
    const at = this.place(side, price);
    if (prices[at] === price) prices.splice(at, 1);
  }

  side(side: BookSide): number[] {
    return side === 'B' ? this.bids : this.asks;
  }

  /** Where a price is, or would be. */
  private place(side: BookSide, price: number): number {
    const prices = this.side(side);
    let low = 0;
    let high = prices.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const isBefore = side === 'B' ? prices[middle]! > price : prices[middle]! < price;
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export interface FeedBooksListener {
  /** Something of the book changed since it was last asked for. */
  changed(instrument: number): void;
  printed(instrument: number, print: Print): void;
  stateChanged(instrument: number): void;
}

/** A snapshot has the matching engine's words where events have the letters of trading actions. */
const LETTERS: Readonly<Record<string, string>> = { halted: 'H', quoting: 'Q', trading: 'T' };

/** Follows the feed from a snapshot on. Whoever listens is told what changed, and reads the books. */
export class FeedBooks {
  readonly books: LevelBook[] = [];
  private readonly orders = new Map<number, RestingOrder>();
  private readonly listeners = new Set<FeedBooksListener>();
  private ready = false;

  constructor(private readonly link: FeedLink) {
    link.onUp(() => {
      if (!this.ready) this.begin();
    });
    if (link.isUp) this.begin();
  }

  /** The books are whole, and kept up. */
  get isReady(): boolean {
    return this.ready && this.link.isUp;
  }

  listen(listener: FeedBooksListener): void {
    this.listeners.add(listener);
  }

  unlisten(listener: FeedBooksListener): void {
    this.listeners.delete(listener);
  }

  book(instrument: number): LevelBook {
    return (this.books[instrument] ??= new LevelBook());
  }

  private begin(): void {
    this.link.snapshot().then(
      ({ feedSequence, orders, states }) => {
        this.reset(orders, states);
        this.ready = true;
        this.link.follow(
          feedSequence,
          (events) => this.take(events),
          () => {
            this.ready = false;
            this.begin();
          },
        );
      },
      () => {
        // The link went down meanwhile: it begins again when it is up.
      },
    );
  }

  private reset(orders: readonly SnapshotOrder[], states: readonly string[]): void {
    this.orders.clear();
    this.books.length = 0;
    for (const { instrument, orderId, side, price, quantity } of orders) {
      this.orders.set(orderId, { instrument, side, price, quantity });
      this.book(instrument).add(side, price, quantity);
    }
    states.forEach((state, instrument) => {
      this.book(instrument).state = LETTERS[state] ?? '';
    });
    for (const { index } of this.link.listings) for (const listener of this.listeners) listener.changed(index);
  }

  private take(events: readonly FeedEvent[]): void {
    for (const { event } of events) this.apply(event);
  }

  private apply(event: FeedEventBody): void {
    switch (event.type) {
      case 'added':
        this.orders.set(event.orderId, { ...event });
        this.change(event.instrument, event.side, event.price, event.quantity);
        break;
      case 'executed':
        this.reduce(event.orderId, event.quantity);
        if (event.printable) this.print(event.instrument, event);
        break;
      case 'reduced':
        this.reduce(event.orderId, event.quantity);
        break;
      case 'deleted':
        this.reduce(event.orderId, Infinity);
        break;
      case 'replaced':
        this.reduce(event.originalId, Infinity);
        this.orders.set(event.orderId, { ...event });
        this.change(event.instrument, event.side, event.price, event.quantity);
        break;
      case 'hiddenTraded':
      case 'crossed':
        this.print(event.instrument, event);
        break;
      case 'tradingAction':
        this.book(event.instrument).state = event.state;
        for (const listener of this.listeners) listener.stateChanged(event.instrument);
        break;
      default:
    }
  }

  private reduce(orderId: number, quantity: number): void {
    const order = this.orders.get(orderId);
    if (order === undefined) return;
    const taken = Math.min(quantity, order.quantity);
    order.quantity -= taken;
    if (order.quantity === 0) this.orders.delete(orderId);
    this.change(order.instrument, order.side, order.price, -taken);
  }

  private change(instrument: number, side: BookSide, price: number, quantity: number): void {
    this.book(instrument).add(side, price, quantity);
    for (const listener of this.listeners) listener.changed(instrument);
  }

  private print(instrument: number, { match, price, quantity }: Print): void {
    for (const listener of this.listeners) listener.printed(instrument, { match, price, quantity });
  }
}
