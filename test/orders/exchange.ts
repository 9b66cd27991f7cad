/**
 * An exchange that is the truth of the simulation: what it did is what happened. It accepts, refuses, fills in part, fills just before a cancel, tells a fill after the
 * cancel, takes trades back and corrects them, tells twice, all by its seed. What it says has numbers, and is kept for whoever reconnects.
 */
import { ExecType, OrdStatus, type VenueOrder, type VenueReport } from '../../control/core/venue.js';
import type { Random, Timers } from '../../control/core/world.js';

export interface Trade {
  readonly execId: string;
  quantity: number;
  price: number;
  cancelled: boolean;
  latestExecId: string;
}

export interface ExchangeOrder {
  orderId: number;
  readonly numbers: number[];
  readonly side: number;
  quantity: number;
  price: number;
  /** What has traded and counts; `taken` also counts what was taken back: it does not return to the book. */
  cum: number;
  taken: number;
  status: number;
  readonly trades: Trade[];
  /** It traded before it was cancelled, and that was told after it. */
  isLate: boolean;
}

export type Said =
  | {
      readonly kind: 'report';
      readonly report: Partial<VenueReport> & { readonly orderId: number; readonly execType: number };
    }
  | {
      readonly kind: 'refusal';
      readonly orderId: number;
      readonly request: 'cancel' | 'replace';
      readonly ordStatus: number;
      readonly code: string;
    };

export type Asked =
  | { readonly kind: 'submit'; readonly order: VenueOrder }
  | { readonly kind: 'cancel'; readonly orderId: number }
  | { readonly kind: 'massCancel' }
  | {
      readonly kind: 'replace';
      readonly orderId: number;
      readonly newOrderId: number;
      readonly quantity: number;
      readonly price: number;
    }
  | { readonly kind: 'status'; readonly orderId: number };

export interface ExchangeHabits {
  /** Answers questions about orders. */
  readonly status: boolean;
  /** Tells what an order has traded in all with its trades and ends. */
  readonly tellsCum: boolean;
  /** It behaves: no refusals, busts, late or double words. */
  readonly calm: boolean;
}

const LIVE: readonly number[] = [OrdStatus.new, OrdStatus.partiallyFilled];

export class Exchange {
  readonly orders = new Map<number, ExchangeOrder>();
  readonly said: Said[] = [];
  /** Hears that something was said. */
  onSaid: () => void = () => undefined;
  /** From now on orders only fill no more, and cancels work. */
  isClosing = false;
  private execs = 0;

  constructor(
    readonly index: number,
    private readonly timers: Timers,
    private readonly random: Random,
    readonly habits: ExchangeHabits,
  ) {}

  ask(asked: Asked): void {
    switch (asked.kind) {
      case 'submit':
        this.submit(asked.order);
        return;
      case 'cancel':
        this.cancel(asked.orderId);
        return;
      case 'massCancel':
        // Some of them are let go, some are not, as at a venue that is busy.
        for (const order of new Set(this.orders.values())) if (this.isClosing || this.chance(0.8)) this.kick(order);
        return;
      case 'replace':
        this.replace(asked.orderId, asked.newOrderId, asked.quantity, asked.price);
        return;
      default:
        this.status(asked.orderId);
    }
  }

  isLive(order: ExchangeOrder): boolean {
    return LIVE.includes(order.status);
  }

  /** The exchange cancels an order by itself. */
  kick(order: ExchangeOrder): void {
    if (this.isLive(order)) this.end(order, OrdStatus.canceled, ExecType.canceled);
  }

  private submit(from: Readonly<VenueOrder>): void {
    const { orderId, side, quantity, price, timeInForce } = from;
    if (this.orders.has(orderId)) throw new Error(`order ${orderId} was sent twice`);
    const order: ExchangeOrder = {
      orderId,
      numbers: [orderId],
      side,
      quantity,
      price: price || 10_000,
      cum: 0,
      taken: 0,
      status: OrdStatus.new,
      trades: [],
      isLate: false,
    };
    this.orders.set(orderId, order);
    if (this.chance(0.08)) {
      order.status = OrdStatus.rejected;
      this.report(order, ExecType.rejected, { reasonCode: '99', text: 'not today' });
      return;
    }
    this.report(order, ExecType.new, {});
    if (timeInForce === 0x33 || timeInForce === 0x34) {
      if (this.random.below(4) > 0) this.trade(order, timeInForce === 0x34);
      if (this.isLive(order)) this.end(order, OrdStatus.canceled, ExecType.canceled);
    } else this.plan(order);
  }

  private plan(order: ExchangeOrder): void {
    if (this.random.below(5) === 0) return;
    this.timers.after(1 + this.random.below(250), () => {
      if (!this.isLive(order) || this.isClosing) return;
      this.trade(order, this.random.below(3) === 0);
      if (this.chance(0.05)) this.kick(order);
      else this.plan(order);
    });
  }

  private trade(order: ExchangeOrder, all: boolean): void {
    const left = order.quantity - order.taken;
    const lots = left / 10;
    const quantity = all || lots <= 1 ? left : 10 * (1 + this.random.below(Math.floor(lots)));
    const price = order.price - (this.random.below(3) === 0 ? this.random.below(5) : 0);
    const trade = this.book(order, quantity, price);
    this.tellTrade(order, trade, false);
    if (this.chance(0.05)) this.tellTrade(order, trade, true);
    if (this.chance(0.06)) this.timers.after(1 + this.random.below(400), () => this.amend(order, trade));
  }

  private book(order: ExchangeOrder, quantity: number, price: number): Trade {
    const execId = `X${this.index}-${++this.execs}`;
    const trade = { execId, quantity, price, cancelled: false, latestExecId: execId };
    order.trades.push(trade);
    order.cum += quantity;
    order.taken += quantity;
    if (this.isLive(order)) order.status = order.taken >= order.quantity ? OrdStatus.filled : OrdStatus.partiallyFilled;
    return trade;
  }

  private tellTrade(order: ExchangeOrder, trade: Trade, possDup: boolean): void {
    this.report(order, ExecType.trade, {
      execId: trade.execId,
      lastQuantity: trade.quantity,
      lastPrice: trade.price,
      ...(possDup ? { possDup, cumQuantity: -1 } : {}),
    });
  }

  private amend(order: ExchangeOrder, trade: Trade): void {
    if (trade.cancelled) return;
    const execId = `X${this.index}-${++this.execs}`;
    const execRefId = this.random.below(2) === 0 ? trade.execId : trade.latestExecId;
    trade.latestExecId = execId;
    const leavesQuantity = this.isLive(order) ? order.quantity - order.taken : 0;
    if (this.random.below(2) === 0) {
      trade.cancelled = true;
      order.cum -= trade.quantity;
      this.report(order, ExecType.tradeCancel, { execId, execRefId, leavesQuantity });
      return;
    }
    const quantity = trade.quantity > 10 ? trade.quantity - 10 : trade.quantity;
    order.cum += quantity - trade.quantity;
    trade.quantity = quantity;
    trade.price += 1;
    this.report(order, ExecType.tradeCorrect, {
      execId,
      execRefId,
      lastQuantity: quantity,
      lastPrice: trade.price,
      leavesQuantity,
    });
    if (this.chance(0.3)) this.timers.after(1 + this.random.below(100), () => this.amend(order, trade));
  }

  private cancel(orderId: number): void {
    const order = this.orders.get(orderId);
    if (order !== undefined && this.isLive(order) && !this.isClosing && this.chance(0.15))
      this.trade(order, this.random.below(2) === 0);
    if (order === undefined || !this.isLive(order)) {
      this.refuse(orderId, 'cancel', order?.status ?? OrdStatus.rejected, '0');
      return;
    }
    if (!this.isClosing && this.chance(0.08)) {
      this.refuse(orderId, 'cancel', order.status, '2');
      return;
    }
    // Traded before it was cancelled, and told after it.
    const late = !this.isClosing && order.quantity - order.taken > 10 && this.chance(0.06);
    this.end(order, OrdStatus.canceled, ExecType.canceled);
    order.isLate = late;
    if (late) this.tellTrade(order, this.book(order, 10, order.price), false);
  }

  private replace(orderId: number, newOrderId: number, quantity: number, price: number): void {
    const order = this.orders.get(orderId);
    if (order === undefined || !this.isLive(order) || (!this.isClosing && this.chance(0.15))) {
      this.refuse(newOrderId, 'replace', order?.status ?? OrdStatus.rejected, '1');
      return;
    }
    // Quantity of a replacement is the total; what was taken back does not return.
    const total = quantity === 0 ? order.quantity : quantity;
    order.numbers.push(newOrderId);
    order.orderId = newOrderId;
    this.orders.set(newOrderId, order);
    order.quantity = Math.max(total + order.taken - order.cum, order.taken);
    if (price > 0) order.price = price;
    if (order.taken >= order.quantity) order.status = order.taken > 0 ? OrdStatus.filled : order.status;
    this.report(order, ExecType.replaced, { orderQuantity: Math.max(total, order.cum), price: order.price });
  }

  private status(orderId: number): void {
    if (!this.habits.status) return;
    const order = this.orders.get(orderId);
    if (order === undefined) {
      this.put({
        kind: 'report',
        report: {
          orderId,
          execType: ExecType.orderStatus,
          ordStatus: OrdStatus.rejected,
          source: 'status',
          cumQuantity: 0,
        },
      });
      return;
    }
    // As venues say it: quantity in all, as it counts.
    const orderQuantity = order.quantity - (order.taken - order.cum);
    this.put({
      kind: 'report',
      report: {
        orderId: order.orderId,
        execType: ExecType.orderStatus,
        ordStatus: order.status,
        source: 'status',
        cumQuantity: order.cum,
        leavesQuantity: this.isLive(order) ? order.quantity - order.taken : 0,
        orderQuantity,
        price: order.price,
      },
    });
  }

  private end(order: ExchangeOrder, status: number, execType: number): void {
    order.status = status;
    this.report(order, execType, {});
  }

  private report(order: ExchangeOrder, execType: number, values: Partial<VenueReport>): void {
    const { orderId, status, quantity, taken, side } = order;
    const cumQuantity = this.habits.tellsCum && !this.hasLate(order) ? order.cum : -1;
    const leavesQuantity = this.isLive(order) ? quantity - taken : 0;
    this.put({
      kind: 'report',
      report: {
        orderId,
        side,
        execType,
        ordStatus: status,
        execId: `X${this.index}-${++this.execs}`,
        cumQuantity,
        leavesQuantity,
        ...values,
      },
    });
  }

  private hasLate(order: ExchangeOrder): boolean {
    return order.trades.length === 0 && order.cum > 0;
  }

  private refuse(orderId: number, request: 'cancel' | 'replace', ordStatus: number, code: string): void {
    this.put({ kind: 'refusal', orderId, request, ordStatus, code });
  }

  private put(said: Said): void {
    this.said.push(said);
    this.onSaid();
  }

  private chance(probability: number): boolean {
    return !this.habits.calm && this.random.next() < probability;
  }
}
