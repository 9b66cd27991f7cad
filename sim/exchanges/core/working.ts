/**
 * Orders at work: how one that has been accepted meets the book, rests, is refilled, waits for its cross, its stop or its peg, and ends.
 */
import type { Book, Order } from '../market/book.js';
import type { MatchingEngine } from '../market/engine.js';
import type { CancelReason } from './orders.js';
import type { OrderEventsOfOwner, ParticipantOrder } from './participant-order.js';
import { pegPrice } from './pegs.js';
import type { ReportWriter, VenueTime } from './report-writer.js';
import { feeE8, type FeeModel } from './rules.js';
import type { TradeMemory } from './trade-memory.js';

export interface WorkingOptions {
  readonly engine: MatchingEngine;
  readonly reports: ReportWriter;
  readonly time: VenueTime;
  readonly fees: FeeModel;
  readonly trades: TradeMemory;
}

export class Working implements OrderEventsOfOwner {
  /** Waiting for a cross or for trading, in the order of their time. */
  readonly held = new Set<ParticipantOrder>();
  readonly stops = new Set<ParticipantOrder>();
  readonly pegs = new Set<ParticipantOrder>();
  readonly expiring = new Set<ParticipantOrder>();
  /** Price of the last trade by instrument index; 0: none. */
  readonly lastPrices: number[];
  /** Instruments whose opening cross has been. */
  readonly opened = new Set<Book>();

  constructor(private readonly options: WorkingOptions) {
    this.lastPrices = options.engine.books.map(() => 0);
  }

  /** Works an order that has just been accepted, or that may go on. */
  start(order: ParticipantOrder): void {
    const { timeInForce, pegTo, expireEpochMs } = order.terms;
    if (timeInForce === 'gtd' && expireEpochMs > 0) this.expiring.add(order);
    if (order.stopPrice > 0 && !this.isTriggered(order)) {
      order.phase = 'stop';
      this.stops.add(order);
      return;
    }
    order.stopPrice = 0;
    if (timeInForce === 'opening' || timeInForce === 'closing' || order.book.state !== 'trading') {
      this.hold(order);
      return;
    }
    order.phase = 'working';
    if (pegTo !== '') {
      this.pegs.add(order);
      this.reprice(order);
      return;
    }
    this.match(order, order.limit);
  }

  /** Ends what is left of an order. */
  cancel(order: ParticipantOrder, reason: CancelReason, requestToken = ''): void {
    const quantity = order.leaves;
    this.withdraw(order);
    this.end(order);
    order.leaves = 0;
    this.options.reports.of(order.state(), {
      type: 'canceled',
      order: order.state(),
      quantity,
      reason,
      requestToken,
      final: true,
    });
  }

  /** Takes quantity off an order without a loss of priority: first what is not displayed. Nothing is reported. */
  reduce(order: ParticipantOrder, leaves: number): void {
    order.leaves = leaves;
    const { resting } = order;
    if (resting !== undefined && resting.shares > leaves) {
      this.options.engine.cancel(order.book, resting, resting.shares - leaves);
    }
  }

  /** Off the book; the order itself goes on. */
  withdraw(order: ParticipantOrder): void {
    if (order.resting === undefined) return;
    this.options.engine.delete(order.book, order.resting);
    order.resting = undefined;
  }

  /** A replaced order goes on under its new terms, already set; `previous` is what was on the book of it. */
  replaced(order: ParticipantOrder): void {
    const { engine } = this.options;
    const { resting, book } = order;
    const isPlain = resting !== undefined && !resting.hidden && order.terms.displayQuantity === 0 && order.price > 0;
    if (isPlain && book.state === 'trading' && !engine.wouldTrade(book, order.bookSide, order.price)) {
      engine.replaceResting(book, resting, order.orderId, order.price, order.leaves);
      order.restedOnce = true;
      return;
    }
    this.withdraw(order);
    this.held.delete(order);
    this.stops.delete(order);
    this.start(order);
  }

  // What the engine says, as OrderEventsOfOwner.

  took(order: ParticipantOrder, shares: number, match: number, price: number): void {
    this.traded(order, shares, match, price, 'removed');
  }

  made(order: ParticipantOrder, resting: Order, shares: number, match: number, price: number, cross: boolean): void {
    if (resting.shares === 0) order.resting = undefined;
    this.traded(order, shares, match, price, cross ? 'cross' : 'added');
    if (resting.shares > 0 || order.leaves === 0) return;
    // A reserve order shows its next part, behind everybody at its price.
    this.rest(order, resting.price);
    this.options.reports.of(order.state(), { type: 'restated', order: order.state(), why: 'refresh' });
  }

  prevented(order: ParticipantOrder, resting: Order, shares: number, whole: boolean): void {
    if (resting.shares === 0) order.resting = undefined;
    // What a reserve order does not show goes with what it shows, or is shown next.
    this.canceledPart(order, whole ? order.leaves : shares);
    if (resting.shares === 0 && order.leaves > 0) this.rest(order, resting.price);
  }

  dropped(order: ParticipantOrder): void {
    order.resting = undefined;
    this.pegs.delete(order);
    this.hold(order);
  }

  /** At a cross, what waits for it trades at its price, first come first served, up to what crossed. */
  crossed(book: Book, price: number, quantity: number, match: number, type: 'O' | 'C' | 'H'): void {
    let left = quantity;
    for (const order of this.held) {
      if (left === 0) break;
      if (order.book !== book || (order.terms.timeInForce === 'closing' && type !== 'C')) continue;
      if (order.terms.pegTo !== '' || order.terms.display === 'hidden') continue;
      if (order.bookSide === 'B' ? order.limit < price : order.limit > price) continue;
      const shares = Math.min(left, order.leaves);
      left -= shares;
      this.traded(order, shares, match, price, 'cross');
    }
    if (type === 'O') this.opened.add(book);
    for (const order of this.held) {
      const { timeInForce } = order.terms;
      if (order.book === book && type !== 'H' && timeInForce === (type === 'C' ? 'closing' : 'opening')) {
        this.cancel(order, 'closed');
      }
    }
  }

  /** After anything has happened in the market: held orders, stops, pegs and dates look whether it is their time. */
  look(): void {
    if (this.held.size > 0) this.release();
    if (this.stops.size > 0) this.trigger();
    if (this.pegs.size > 0) for (const order of [...this.pegs]) if (order.isLive) this.reprice(order);
    if (this.expiring.size > 0) this.expire();
  }

  private release(): void {
    for (const order of [...this.held]) {
      const { timeInForce } = order.terms;
      if (order.book.state !== 'trading' || timeInForce === 'closing') continue;
      if (timeInForce === 'opening') {
        if (this.opened.has(order.book)) this.cancel(order, 'closed');
        continue;
      }
      this.held.delete(order);
      this.start(order);
    }
  }

  private trigger(): void {
    for (const order of [...this.stops]) {
      if (!this.isTriggered(order)) continue;
      this.stops.delete(order);
      this.options.reports.of(order.state(), { type: 'restated', order: order.state(), why: 'triggered' });
      this.start(order);
    }
  }

  private expire(): void {
    const { epochMs } = this.options.time;
    for (const order of [...this.expiring]) {
      if (!order.isLive) this.expiring.delete(order);
      else if (order.terms.expireEpochMs <= epochMs) this.cancel(order, 'timeout');
    }
  }

  private isTriggered(order: ParticipantOrder): boolean {
    const last = this.lastPrices[order.listing.index]!;
    if (last === 0) return false;
    return order.bookSide === 'B' ? last >= order.stopPrice : last <= order.stopPrice;
  }

  private hold(order: ParticipantOrder): void {
    order.phase = 'held';
    this.held.add(order);
  }

  private match(order: ParticipantOrder, limit: number): void {
    const { engine } = this.options;
    const { book, bookSide, terms } = order;
    const isImmediate = terms.timeInForce === 'ioc' || terms.timeInForce === 'fok' || limit === Infinity || limit === 0;
    const needed = terms.timeInForce === 'fok' ? order.leaves : Math.min(terms.minQuantity, order.leaves);
    const isEnough = needed === 0 || engine.available(book, bookSide, limit, needed, order) >= needed;
    order.begin();
    if (isEnough) {
      engine.take(book, bookSide, limit, order.leaves, order);
      if (engine.preventedShares > 0) this.canceledPart(order, engine.preventedShares);
    }
    if (order.leaves === 0) {
      this.end(order);
      return;
    }
    if (order.metItself) this.cancel(order, 'selfTrade');
    else if (isImmediate) this.cancel(order, terms.timeInForce === 'fok' ? 'fok' : 'ioc');
    else this.rest(order, limit);
  }

  private rest(order: ParticipantOrder, price: number): void {
    const { engine } = this.options;
    const { terms, leaves } = order;
    const shown = terms.displayQuantity > 0 ? Math.min(terms.displayQuantity, leaves) : leaves;
    const isFirst = !order.restedOnce;
    order.restedOnce = true;
    order.resting = engine.rest(
      order.book,
      isFirst ? order.orderId : engine.nextOrderId(),
      order.bookSide,
      price,
      shown,
      terms.display === 'hidden',
      terms.attribution,
      order,
    );
  }

  /** Moves a peg to where it should be. */
  private reprice(order: ParticipantOrder): void {
    if (order.book.state !== 'trading' || order.phase !== 'working') return;
    const price = pegPrice(order);
    if (price === order.resting?.price) return;
    if (price === 0) {
      this.withdraw(order);
      return;
    }
    const wasResting = order.resting !== undefined;
    this.withdraw(order);
    this.match(order, price);
    if (wasResting && order.resting !== undefined) {
      this.options.reports.of(order.state(), { type: 'restated', order: order.state(), why: 'reprice' });
    }
  }

  private traded(
    order: ParticipantOrder,
    quantity: number,
    match: number,
    price: number,
    liquidity: 'added' | 'removed' | 'cross',
  ): void {
    const { reports, fees, trades } = this.options;
    order.leaves -= quantity;
    order.executed += quantity;
    trades.add(match, order, quantity, price);
    reports.of(order.state(), {
      type: 'executed',
      order: order.state(),
      quantity,
      price,
      match,
      liquidity,
      feeE8: feeE8(fees[liquidity], quantity, price, order.listing),
    });
    if (order.leaves === 0) this.end(order);
  }

  private canceledPart(order: ParticipantOrder, quantity: number): void {
    order.leaves -= quantity;
    if (order.leaves === 0) this.end(order);
    this.options.reports.of(order.state(), {
      type: 'canceled',
      order: order.state(),
      quantity,
      reason: 'selfTrade',
      requestToken: '',
      final: order.leaves === 0,
    });
  }

  private end(order: ParticipantOrder): void {
    order.end();
    this.held.delete(order);
    this.stops.delete(order);
    this.pegs.delete(order);
    this.expiring.delete(order);
  }
}
