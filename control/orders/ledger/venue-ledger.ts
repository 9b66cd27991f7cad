/**
 * What became of every order that was sent to a venue: takes reports in, keeps each order's state, positions and what is uncertain. It assumes nothing:
 * an order ends when the venue says so, and what does not fit is counted by kind and told.
 */
import {
  ExecType,
  type VenueHandler,
  type VenueOrder,
  type VenueRefusal,
  type VenueReport,
  type VenueSessionState,
} from '../../core/venue.js';
import { OrderState, type StateFault } from '../state/order-state.js';

export type UncertainRequest = 'submit' | 'cancel' | 'replace';

/** An order at a venue. A replacement is the same order under a new number. */
export interface WorkingOrder {
  /** The newest number that the venue has taken. */
  orderId: number;
  readonly venue: number;
  readonly instrument: number;
  readonly side: number;
  price: number;
  readonly state: OrderState;
  /** Requests whose fate is not known, until the venue has told. */
  readonly uncertain: Set<UncertainRequest>;
  /** Replacements that were sent and have no answer: number and quantity. */
  readonly replacements: Map<number, number>;
}

export interface VenueTotals {
  sent: number;
  accepted: number;
  rejected: number;
  canceled: number;
  replaced: number;
  trades: number;
  /** Busts and corrections. */
  amended: number;
  refusals: number;
  uncertain: number;
  /** Reports about orders that this ledger does not know. */
  foreign: number;
}

export type LedgerFault = StateFault | 'foreign' | 'badReport';

export interface LedgerListener {
  onOrder?(order: WorkingOrder, report: Readonly<VenueReport>): void;
  onRefusal?(order: WorkingOrder | undefined, refusal: Readonly<VenueRefusal>): void;
  onUncertain?(order: WorkingOrder, request: UncertainRequest): void;
  onState?(venue: number, state: VenueSessionState, detail: string): void;
  onFault?(fault: LedgerFault, report: Readonly<VenueReport>): void;
}

const SELLS = new Set([0x32, 0x35, 0x36]);

export class VenueLedger implements VenueHandler {
  readonly totals: VenueTotals[];
  readonly faults: Partial<Record<LedgerFault, number>> = {};
  readonly #orders = new Map<number, WorkingOrder>();
  /** Bought less sold, by `venue * instruments + instrument`. */
  readonly #positions: Float64Array;

  constructor(
    venues: number,
    private readonly instruments: number,
    private readonly listener: LedgerListener = {},
  ) {
    this.totals = Array.from({ length: venues }, () => ({
      sent: 0,
      accepted: 0,
      rejected: 0,
      canceled: 0,
      replaced: 0,
      trades: 0,
      amended: 0,
      refusals: 0,
      uncertain: 0,
      foreign: 0,
    }));
    this.#positions = new Float64Array(venues * instruments);
  }

  /** Before an order is given to the venue. */
  begin(venue: number, order: Readonly<VenueOrder>): WorkingOrder {
    const working: WorkingOrder = {
      orderId: order.orderId,
      venue,
      instrument: order.instrument,
      side: order.side,
      price: order.price,
      state: new OrderState(order.quantity),
      uncertain: new Set(),
      replacements: new Map(),
    };
    this.#orders.set(order.orderId, working);
    this.totals[venue]!.sent++;
    return working;
  }

  /** The venue did not take it: nothing has left. */
  forget(orderId: number): void {
    const order = this.#orders.get(orderId);
    if (order === undefined) return;
    this.#orders.delete(orderId);
    this.totals[order.venue]!.sent--;
  }

  beginReplace(orderId: number, newOrderId: number, quantity: number): void {
    const order = this.#orders.get(orderId);
    if (order === undefined) return;
    order.state.requestReplace();
    order.replacements.set(newOrderId, quantity);
    this.#orders.set(newOrderId, order);
  }

  beginCancel(orderId: number): void {
    this.#orders.get(orderId)?.state.requestCancel();
  }

  order(orderId: number): WorkingOrder | undefined {
    return this.#orders.get(orderId);
  }

  /** Orders that may still trade, or of which that is not known; each once. */
  *open(venue?: number): Generator<WorkingOrder> {
    for (const [orderId, order] of this.#orders) {
      if (order.orderId !== orderId || (venue !== undefined && order.venue !== venue)) continue;
      if (order.state.isOpen || order.uncertain.size > 0) yield order;
    }
  }

  /** Drops orders that have ended and are certain. */
  compact(): number {
    let dropped = 0;
    for (const [orderId, order] of this.#orders) {
      if (order.state.isOpen || order.uncertain.size > 0) continue;
      this.#orders.delete(orderId);
      dropped++;
    }
    return dropped;
  }

  /** Bought less sold on a venue, in the instrument's units. */
  position(venue: number, instrument: number): number {
    return this.#positions[venue * this.instruments + instrument]!;
  }

  onReport(report: Readonly<VenueReport>): void {
    const order = this.#orders.get(report.orderId);
    if (order === undefined) {
      this.totals[report.venue]!.foreign++;
      this.#fault('foreign', report);
      return;
    }
    const fault = this.#apply(order, report);
    if (fault !== undefined) this.#fault(fault, report);
    // The venue has spoken about this number: what it says is what there is.
    if (report.orderId === order.orderId) order.uncertain.delete('submit');
    if (!order.state.isOpen) order.uncertain.clear();
    this.listener.onOrder?.(order, report);
  }

  onRefusal(refusal: Readonly<VenueRefusal>): void {
    const order = this.#orders.get(refusal.orderId);
    this.totals[refusal.venue]!.refusals++;
    if (order !== undefined) {
      if (refusal.request === 'cancel') {
        order.state.refuseCancel();
        order.uncertain.delete('cancel');
      }
      if (refusal.request === 'replace') {
        order.state.refuseReplace();
        order.uncertain.delete('replace');
        order.replacements.delete(refusal.orderId);
      }
    }
    this.listener.onRefusal?.(order, refusal);
  }

  onState(venue: number, state: VenueSessionState, detail: string): void {
    this.listener.onState?.(venue, state, detail);
  }

  onUncertain(venue: number, orderId: number, request: UncertainRequest): void {
    const order = this.#orders.get(orderId);
    if (order === undefined) return;
    this.totals[venue]!.uncertain++;
    order.uncertain.add(request);
    this.listener.onUncertain?.(order, request);
  }

  #apply(order: WorkingOrder, report: Readonly<VenueReport>): LedgerFault | undefined {
    const totals = this.totals[order.venue]!;
    const { state } = order;
    switch (report.execType) {
      case ExecType.new:
        totals.accepted++;
        state.accept();
        if (report.price !== 0) order.price = report.price;
        return undefined;
      case ExecType.rejected:
        totals.rejected++;
        return state.reject();
      case ExecType.canceled:
        totals.canceled++;
        return state.cancel();
      case ExecType.expired:
        return state.expire();
      case ExecType.doneForDay:
        return state.doneForDay();
      case ExecType.replaced:
        totals.replaced++;
        return this.#replaced(order, report);
      case ExecType.restated:
        if (report.price !== 0) order.price = report.price;
        return report.orderQuantity > 0 ? state.restate(report.orderQuantity) : undefined;
      case ExecType.suspended:
        state.suspend();
        return undefined;
      case ExecType.trade: {
        const fault = state.trade(report.execId, report.lastQuantity, report.lastPrice);
        if (fault !== undefined && fault !== 'overfill') return fault;
        totals.trades++;
        this.#move(order, report.lastQuantity);
        return fault;
      }
      case ExecType.tradeCancel:
      case ExecType.tradeCorrect: {
        const before = state.cumQuantity;
        const fault =
          report.execType === ExecType.tradeCancel
            ? state.cancelTrade(report.execRefId, report.execId)
            : state.correctTrade(report.execRefId, report.execId, report.lastQuantity, report.lastPrice);
        this.#move(order, state.cumQuantity - before);
        totals.amended++;
        return fault;
      }
      case ExecType.pendingNew:
      case ExecType.pendingCancel:
      case ExecType.pendingReplace:
      case ExecType.orderStatus:
        return undefined;
      default:
        return 'badReport';
    }
  }

  #replaced(order: WorkingOrder, report: Readonly<VenueReport>): StateFault | undefined {
    const asked = order.replacements.get(report.orderId);
    order.replacements.delete(report.orderId);
    order.uncertain.delete('replace');
    if (report.orderId !== order.orderId) {
      this.#orders.delete(order.orderId);
      order.orderId = report.orderId;
    }
    if (report.price !== 0) order.price = report.price;
    return order.state.replace(report.orderQuantity || asked || order.state.quantity);
  }

  #move(order: WorkingOrder, quantity: number): void {
    this.#positions[order.venue * this.instruments + order.instrument]! += SELLS.has(order.side) ? -quantity : quantity;
  }

  #fault(fault: LedgerFault, report: Readonly<VenueReport>): void {
    this.faults[fault] = (this.faults[fault] ?? 0) + 1;
    this.listener.onFault?.(fault, report);
  }
}
