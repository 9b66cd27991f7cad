/**
 * Price-time matching for every symbol of a market. Commands go in, events come out, nothing else changes a book; the same
 * commands give the same events, which is what lets a log of commands rebuild an engine.
 */
import { Book, Order, type Level, type Side } from './book.js';
import type { CrossType, OrderEvents } from './events.js';
import type { Instrument } from './instruments.js';
import type { OrderOwner } from './owner.js';

/** `ioc`: what does not trade at once is gone. `hidden`: rests without being displayed, behind displayed orders. */
export type OrderKind = 'limit' | 'ioc' | 'hidden';

export class MatchingEngine {
  readonly books: readonly Book[];
  /** Events given so far. */
  eventCount = 0;
  readonly #events: OrderEvents;
  readonly #free: Order[] = [];
  #lastOrderId = 0;
  #lastMatch = 0;
  #ownedMatch = 0;
  /** What self-trade prevention took off the incoming order in the last call of `take`. */
  #preventedShares = 0;

  constructor(instruments: readonly Instrument[], events: OrderEvents) {
    this.books = instruments.map((instrument) => new Book(instrument));
    this.#events = events;
  }

  /** The newest match number, 0 before the first. */
  get lastMatch(): number {
    return this.#lastMatch;
  }

  /** The newest match of an order that has an owner. */
  get ownedMatch(): number {
    return this.#ownedMatch;
  }

  /** What self-trade prevention took off the incoming order in the last `take`. */
  get preventedShares(): number {
    return this.#preventedShares;
  }

  /** The number of an order that will rest, or not. */
  nextOrderId(): number {
    return ++this.#lastOrderId;
  }

  /** Trades an incoming order of an owner with the book as far as it goes. Returns what is left of it. */
  take(book: Book, side: Side, limit: number, shares: number, owner: OrderOwner): number {
    this.#preventedShares = 0;
    return this.#match(book, side, limit, shares, owner);
  }

  /** How many shares an order at this limit would meet at once, up to `enough`. */
  available(book: Book, side: Side, limit: number, enough: number, taker: OrderOwner): number {
    let found = 0;
    for (const hidden of [false, true]) {
      const levels = book.levels(side === 'B' ? 'S' : 'B', hidden);
      for (let i = levels.length - 1; i >= 0 && found < enough; i--) {
        const level = levels[i]!;
        if (side === 'B' ? level.price > limit : level.price < limit) break;
        for (let order = level.head; order !== undefined; order = order.next) {
          if (order.owner === undefined || taker.meeting(order.owner) === 'trade') found += order.shares;
        }
      }
    }
    return found;
  }

  /** Would an order at this price trade, with a displayed order or a hidden one? */
  wouldTrade(book: Book, side: Side, price: number): boolean {
    return this.#wouldTrade(book, side, price);
  }

  /** Rests an owner's order under a number from `nextOrderId`. It must not cross what is displayed. */
  rest(
    book: Book,
    id: number,
    side: Side,
    price: number,
    shares: number,
    hidden: boolean,
    attribution: string,
    owner: OrderOwner,
  ): Order {
    return this.#rest(book, id, side, price, shares, hidden, attribution, 0, owner);
  }

  /** An owner's displayed order gets a new number, price and size, behind everybody at that price. It must not cross. */
  replaceResting(book: Book, order: Order, id: number, price: number, shares: number): void {
    const originalId = order.id;
    book.remove(order);
    order.id = id;
    order.price = price;
    order.shares = shares;
    book.insert(order);
    this.eventCount++;
    this.#events.replaced(order, originalId);
  }

  /**
   * Enters an order. Outside trading it may only rest. Returns it if it rests; undefined if it traded, was refused, or ended.
   * @param attribution participant to display; empty: none
   */
  enter(
    book: Book,
    side: Side,
    price: number,
    shares: number,
    kind: OrderKind,
    attribution: string,
    tracking: number,
  ): Order | undefined {
    if (book.state === 'halted') return undefined;
    if (book.state === 'quoting' && (kind !== 'limit' || book.crosses(side, price))) return undefined;
    const left = book.state === 'trading' ? this.#match(book, side, price, shares, undefined) : shares;
    if (left === 0 || kind === 'ioc') return undefined;
    return this.#rest(
      book,
      ++this.#lastOrderId,
      side,
      price,
      left,
      kind === 'hidden',
      attribution,
      tracking,
      undefined,
    );
  }

  #rest(
    book: Book,
    id: number,
    side: Side,
    price: number,
    shares: number,
    hidden: boolean,
    attribution: string,
    tracking: number,
    owner: OrderOwner | undefined,
  ): Order {
    const order = this.#free.pop() ?? new Order(book.instrument);
    order.instrument = book.instrument;
    order.id = id;
    order.side = side;
    order.price = price;
    order.shares = shares;
    order.hidden = hidden;
    order.attribution = attribution;
    order.tracking = tracking;
    order.owner = owner;
    book.insert(order);
    if (!hidden) {
      this.eventCount++;
      this.#events.added(order);
    }
    return order;
  }

  /** Takes away part of an order, or all of it. */
  cancel(book: Book, order: Order, shares: number): void {
    if (shares >= order.shares) {
      this.delete(book, order);
      return;
    }
    book.reduce(order, shares);
    if (order.hidden) return;
    this.eventCount++;
    this.#events.reduced(order, shares);
  }

  delete(book: Book, order: Order): void {
    book.remove(order);
    if (!order.hidden) {
      this.eventCount++;
      this.#events.deleted(order);
    }
    this.#release(order);
  }

  /** New price and size under a new id, behind everybody at that price. One that would trade is a delete and a new order. */
  replace(book: Book, order: Order, price: number, shares: number): Order | undefined {
    if (book.state === 'halted') return order;
    if (this.#wouldTrade(book, order.side, price)) {
      if (book.state !== 'trading') return order;
      const { side, attribution, tracking } = order;
      this.delete(book, order);
      return this.enter(book, side, price, shares, 'limit', attribution, tracking);
    }
    const originalId = order.id;
    book.remove(order);
    order.id = ++this.#lastOrderId;
    order.price = price;
    order.shares = shares;
    book.insert(order);
    this.eventCount++;
    this.#events.replaced(order, originalId);
    return order;
  }

  /** Trades the oldest displayed order of the best level at a better price for the taker (a discretionary order). */
  tradeInside(book: Book, level: Level, price: number, shares: number, printable: boolean): void {
    const order = level.head!;
    const traded = Math.min(shares, order.shares);
    book.reduce(order, traded);
    this.eventCount++;
    this.#events.executedAt(order, traded, ++this.#lastMatch, price, printable);
    if (order.shares === 0) this.#release(order);
  }

  /**
   * A cross at one price: `paired` shares of orders that were never displayed, and an imbalance that takes displayed
   * orders of the other side, best first, down to `limit`. Returns the match number of the cross, 0 when nothing crossed.
   */
  cross(
    book: Book,
    type: CrossType,
    paired: number,
    imbalanceSide: Side,
    imbalance: number,
    limit: number,
    reference: number,
  ): number {
    this.dropHidden(book);
    const levels = book.levels(imbalanceSide === 'B' ? 'S' : 'B', false);
    let price = reference;
    let left = imbalance;
    for (let i = levels.length - 1; i >= 0 && left > 0; i--) {
      const level = levels[i]!;
      if (imbalanceSide === 'B' ? level.price > limit : level.price < limit) break;
      price = level.price;
      left -= Math.min(left, level.shares);
    }
    let taken = imbalance - left;
    const total = paired + taken;
    if (total === 0) return 0;
    while (taken > 0) {
      const order = levels[levels.length - 1]!.head!;
      const shares = Math.min(order.shares, taken);
      taken -= shares;
      book.reduce(order, shares);
      this.eventCount++;
      this.#events.executedAt(order, shares, ++this.#lastMatch, price, false);
      if (order.owner !== undefined) {
        this.#ownedMatch = this.#lastMatch;
        order.owner.made(order, shares, this.#lastMatch, price, true);
      }
      if (order.shares === 0) this.#release(order);
    }
    this.eventCount++;
    this.#events.crossed(book.instrument, total, price, ++this.#lastMatch, type);
    return this.#lastMatch;
  }

  /** Breaks a trade. Books do not change: the shares are gone from them. */
  breakTrade(instrument: Instrument, match: number): void {
    this.eventCount++;
    this.#events.tradeBroken(instrument, match);
  }

  /** Ends the hidden orders of a book; nobody sees it. */
  dropHidden(book: Book): void {
    for (const levels of [book.hiddenBids, book.hiddenAsks]) {
      while (levels.length > 0) {
        const order = levels[levels.length - 1]!.head!;
        order.owner?.dropped(order);
        this.delete(book, order);
      }
    }
  }

  #wouldTrade(book: Book, side: Side, price: number): boolean {
    if (book.crosses(side, price)) return true;
    const hidden = book.levels(side === 'B' ? 'S' : 'B', true);
    const best = hidden[hidden.length - 1];
    return best !== undefined && (side === 'B' ? price >= best.price : price <= best.price);
  }

  #match(book: Book, side: Side, limit: number, shares: number, taker: OrderOwner | undefined): number {
    const displayed = side === 'B' ? book.asks : book.bids;
    const hidden = side === 'B' ? book.hiddenAsks : book.hiddenBids;
    let left = shares;
    while (left > 0) {
      const shown = displayed[displayed.length - 1];
      const dark = hidden[hidden.length - 1];
      const level = better(side, shown, dark);
      if (level === undefined || (side === 'B' ? level.price > limit : level.price < limit)) break;
      const order = level.head!;
      const { owner, price } = order;
      const traded = Math.min(left, order.shares);
      if (taker !== undefined && owner !== undefined) {
        const meeting = taker.meeting(owner);
        if (meeting === 'cancelIncoming') break;
        if (meeting !== 'trade') {
          const prevented = meeting === 'decrement' ? traded : order.shares;
          if (meeting === 'decrement') {
            left -= traded;
            this.#preventedShares += traded;
          }
          this.#prevent(book, order, prevented, meeting === 'cancelResting');
          continue;
        }
      }
      left -= traded;
      book.reduce(order, traded);
      this.eventCount++;
      const match = ++this.#lastMatch;
      if (order.hidden) this.#events.hiddenTraded(order, traded, match);
      else this.#events.executed(order, traded, match);
      if (taker !== undefined || owner !== undefined) this.#ownedMatch = match;
      taker?.took(traded, match, price);
      owner?.made(order, traded, match, price, false);
      if (order.shares === 0) this.#release(order);
    }
    return left;
  }

  /** Self-trade prevention takes shares off a resting order. */
  #prevent(book: Book, order: Order, shares: number, whole: boolean): void {
    const owner = order.owner!;
    if (shares < order.shares) {
      this.cancel(book, order, shares);
      owner.prevented(order, shares, whole);
      return;
    }
    book.remove(order);
    if (!order.hidden) {
      this.eventCount++;
      this.#events.deleted(order);
    }
    order.shares = 0;
    owner.prevented(order, shares, whole);
    this.#release(order);
  }

  #release(order: Order): void {
    order.id = 0;
    order.owner = undefined;
    this.#free.push(order);
  }
}

/** The level a taker on `side` meets first: the better price, displayed before hidden. */
function better(side: Side, shown: Level | undefined, dark: Level | undefined): Level | undefined {
  if (shown === undefined) return dark;
  if (dark === undefined) return shown;
  if (side === 'B') return dark.price < shown.price ? dark : shown;
  return dark.price > shown.price ? dark : shown;
}
