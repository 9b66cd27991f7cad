/**
 * What is known of our orders at a venue, kept in step with what the venue says. Order entries translate messages into the one report that is
 * reused; the keeper brings the table up to date and hands the report on, each fact once.
 */
import {
  blankOrder,
  blankReport,
  ExecType,
  OrdStatus,
  type VenueHandler,
  type VenueRefusal,
  type VenueReport,
} from '../../core/venue.js';
import type { Clock } from '../../core/world.js';
import { ImageType, type OrderImage } from '../journal/order-image.js';
import type { VenueJournal } from '../journal/venue-journal.js';
import { IdIndex } from '../orders/id-index.js';
import { isFinal, OrderFlag, OrderTable, Pending } from '../orders/order-table.js';
import type { TradeReconciler } from '../orders/reconciliation.js';
import { TradeMemory } from '../orders/trade-memory.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface KeeperOptions {
  readonly index: number;
  readonly maxOrders: number;
  readonly maxTrades: number;
  readonly clock: Pick<Clock, 'epochMs'>;
}

export interface KeeperCounters {
  reports: number;
  trades: number;
  refusals: number;
  /** The same trade from a second source, or again. */
  duplicateTrades: number;
  /** Other things that were told before, by another source. */
  duplicateReports: number;
  /** Reports about orders that we do not know. */
  foreignReports: number;
  /** Answers that were older than what another source had told. */
  staleStatuses: number;
  uncertain: number;
  /** What the handler threw: its own affair, and looked at. */
  handlerErrors: number;
}

export class OrderKeeper {
  readonly table: OrderTable;
  readonly trades: TradeMemory;
  /** Present where there is a second source to compare with. */
  reconciler: TradeReconciler | undefined;
  /** Filled by whoever has something to tell, after `blank`. */
  readonly report: Mutable<VenueReport>;
  readonly counters: KeeperCounters = {
    reports: 0,
    trades: 0,
    refusals: 0,
    duplicateTrades: 0,
    duplicateReports: 0,
    foreignReports: 0,
    staleStatuses: 0,
    uncertain: 0,
    handlerErrors: 0,
  };
  lastHandlerError = '';
  /** While the journal is read again nothing is told to anybody, and nothing is written. */
  isRecovering = false;
  private readonly refusal: Mutable<VenueRefusal>;
  private readonly slotsByRef = new IdIndex();

  constructor(
    private readonly options: KeeperOptions,
    private readonly journal: VenueJournal,
    private readonly handler: VenueHandler,
  ) {
    this.table = new OrderTable(options.maxOrders, (slot) => this.dropRef(slot));
    this.trades = new TradeMemory(options.maxTrades);
    this.report = blankReport(options.index);
    this.refusal = { venue: options.index, orderId: 0, request: 'cancel', ordStatus: 0, reasonCode: '', text: '' };
  }

  // Names of orders

  setRef(slot: number, ref: number): void {
    this.dropRef(slot);
    this.table.ref[slot] = ref;
    this.slotsByRef.set(ref, slot);
  }

  /** A reference that another order has by now, in a later session, stays that one's: without it what the venue says of it would be about nobody's order. */
  private dropRef(slot: number): void {
    const ref = this.table.ref[slot]!;
    if (ref > 0 && this.slotsByRef.get(ref) === slot) this.slotsByRef.delete(ref);
  }

  /** By UserRefNum; -1. */
  byRef(ref: number): number {
    return ref > 0 ? this.slotsByRef.get(ref) : -1;
  }

  /**
   * A new session of the venue: its references begin anew, and what became of the orders that lived in the old one is not known. They are told
   * as uncertain when the replay is over.
   */
  forgetSession(entry: number): void {
    const { table } = this;
    for (let slot = 0; slot < table.end; slot++) {
      if (table.entry[slot] !== entry) continue;
      this.dropRef(slot);
      table.ref[slot] = 0;
      if (table.isDone(slot)) continue;
      table.pending[slot] = table.pending[slot]! | Pending.submit;
      table.sentOn[slot] = 0;
    }
  }

  // What the venue said

  /** Empties the report, for an order by slot, -1 when it is not known. Returns it. */
  blank(slot: number): Mutable<VenueReport> {
    const { report, table } = this;
    const isKnown = slot >= 0;
    report.orderId = isKnown ? table.orderId[slot]! : 0;
    report.instrument = isKnown ? table.instrument[slot]! : -1;
    report.execType = 0;
    report.ordStatus = 0;
    report.side = isKnown ? table.side[slot]! : 0;
    report.execId = '';
    report.execRefId = '';
    report.lastQuantity = 0;
    report.lastPrice = 0;
    report.cumQuantity = -1;
    report.leavesQuantity = -1;
    report.orderQuantity = isKnown ? table.quantity[slot]! : 0;
    report.price = isKnown ? table.price[slot]! : 0;
    report.venueOrderId = isKnown ? table.venueOrderId[slot]! : '';
    report.clientId = '';
    report.liquidityFlag = '';
    report.liquidity = '';
    report.reasonCode = '';
    report.text = '';
    report.transactEpochMs = 0;
    report.possDup = false;
    report.source = 'session';
    return report;
  }

  /**
   * Takes the filled report: brings the order up to date and tells it. A trade that was told before is dropped: false. Amounts that the venue
   * does not tell (-1) follow from what it told before.
   *
   * @param keep write the order's new state to the journal (what the session's own records do not hold)
   */
  give(slot: number, keep: boolean): boolean {
    const { report, counters } = this;
    if (report.execType === ExecType.trade) {
      // A foreign order has no number of ours: its trades are told apart by the venue's.
      const orderId = report.orderId === 0 ? -1 : report.orderId;
      this.reconcile();
      if (!this.trades.add(orderId, report.execId, report.lastQuantity)) {
        counters.duplicateTrades++;
        return false;
      }
      counters.trades++;
    } else if (slot >= 0 && this.isOld(slot)) {
      counters.staleStatuses++;
      return false;
    } else if (slot >= 0 && this.isTold(slot)) {
      counters.duplicateReports++;
      return false;
    }
    if (slot >= 0) this.apply(slot);
    else counters.foreignReports++;
    counters.reports++;
    if (this.isRecovering) return true;
    const isTrade = report.execType === ExecType.trade;
    if (keep && slot >= 0) {
      const tradeId = isTrade ? report.execId : '';
      this.journal.write(ImageType.state, this.table, slot, tradeId, isTrade ? report.lastQuantity : 0);
    }
    try {
      this.handler.onReport(report);
    } catch (error) {
      this.failed(error);
      // What was told is known here and not there: the venue's answer to a question brings it together again.
      if (slot >= 0) this.uncertain(report.orderId, 'submit');
    }
    return true;
  }

  /** The filled report tells a trade: noted for the comparison of the two sources, once each. */
  reconcile(): void {
    const { report, reconciler } = this;
    if (reconciler === undefined || this.isRecovering) return;
    const source = report.source === 'dropCopy' ? 'dropCopy' : 'session';
    reconciler.told(source, report.orderId, report.execId, report.lastQuantity, this.options.clock.epochMs());
  }

  /** A request that the venue refused: the order stands as it was. */
  refuse(
    slot: number,
    request: VenueRefusal['request'],
    ordStatus: number,
    reasonCode: string,
    text: string,
    orderId = slot < 0 ? 0 : this.table.orderId[slot]!,
  ): void {
    const { refusal, table } = this;
    if (slot >= 0) {
      if (request === 'cancel') table.pending[slot] = table.pending[slot]! & ~Pending.cancel;
      if (request === 'replace') table.pending[slot] = table.pending[slot]! & ~Pending.replace;
    }
    this.counters.refusals++;
    if (this.isRecovering) return;
    refusal.orderId = orderId;
    refusal.request = request;
    refusal.ordStatus = ordStatus;
    refusal.reasonCode = reasonCode;
    refusal.text = text;
    try {
      this.handler.onRefusal(refusal);
    } catch (error) {
      this.failed(error);
    }
  }

  /** The replacement that was asked for will not be: the old order stands. */
  refuseReplace(newSlot: number, ordStatus: number, reasonCode: string, text: string): void {
    const { table } = this;
    const old = table.originOf(newSlot);
    table.pending[newSlot] = 0;
    table.setStatus(newSlot, OrdStatus.rejected);
    table.leaves[newSlot] = 0;
    this.refuse(old, 'replace', ordStatus, reasonCode, text, table.originId[newSlot]);
  }

  /** Replay is over: tells what was sent on an earlier connection of this entry and has no answer, once each. Returns their slots. */
  tellUncertain(entry: number, connection: number): readonly number[] {
    const { table } = this;
    const told: number[] = [];
    for (let slot = 0; slot < table.end; slot++) {
      const pending = table.pending[slot]!;
      if (pending === 0 || table.entry[slot] !== entry || table.sentOn[slot]! >= connection) continue;
      if (table.isDone(slot)) continue;
      // Not told again with the next connection: from now on it counts as sent on this one.
      table.sentOn[slot] = connection;
      told.push(slot);
      const orderId = table.orderId[slot]!;
      const isReplacement = table.origin[slot]! >= 0;
      if ((pending & Pending.submit) !== 0) {
        this.uncertain(isReplacement ? table.originId[slot]! : orderId, isReplacement ? 'replace' : 'submit');
      }
      if ((pending & Pending.cancel) !== 0) this.uncertain(orderId, 'cancel');
    }
    return told;
  }

  /** Nobody knows whether the venue has the order, or how it stands there. */
  isUncertain(slot: number): boolean {
    return (this.table.pending[slot]! & Pending.submit) !== 0 && !this.table.isDone(slot);
  }

  /** The venue does not have an order that was uncertain: it is over. What of it has traded meanwhile only trades can tell. */
  gone(slot: number, reasonCode: string, text: string): void {
    if (this.table.origin[slot]! >= 0) {
      this.refuseReplace(slot, 0, reasonCode, text);
      return;
    }
    const isKnown = (this.table.flags[slot]! & OrderFlag.acknowledged) !== 0;
    const report = this.blank(slot);
    // Of an order that was never acknowledged, nothing says that it arrived.
    report.execType = isKnown ? ExecType.canceled : ExecType.rejected;
    report.execId = `G${this.table.sentOn[slot]!}-${report.orderId}`;
    report.source = 'status';
    report.reasonCode = reasonCode;
    report.text = text;
    this.give(slot, true);
  }

  uncertain(orderId: number, request: 'submit' | 'cancel' | 'replace'): void {
    this.counters.uncertain++;
    if (this.isRecovering) return;
    try {
      this.handler.onUncertain(this.options.index, orderId, request);
    } catch (error) {
      this.failed(error);
    }
  }

  /** Whether anything that was sent before this connection of the entry has no answer yet. */
  hasOlder(entry: number, connection: number): boolean {
    const { table } = this;
    for (let slot = 0; slot < table.end; slot++) {
      if (table.pending[slot] === 0 || table.entry[slot] !== entry || table.sentOn[slot]! >= connection) continue;
      if (!table.isDone(slot)) return true;
    }
    return false;
  }

  // After a restart

  /** Takes an order as a record of the journal has it. `instrument` -1: it is not listed any more. */
  restore(orderId: number, image: OrderImage, instrument: number): void {
    const { table } = this;
    let slot = table.find(orderId);
    if (slot < 0) {
      slot = table.add({ ...blankOrder(), orderId, instrument });
      if (slot < 0) return;
    }
    table.instrument[slot] = instrument;
    table.side[slot] = image.side;
    table.ordType[slot] = image.ordType;
    table.timeInForce[slot] = image.timeInForce;
    table.flags[slot] = image.flags;
    table.pegTo[slot] = image.pegTo;
    table.capacity[slot] = image.capacity;
    table.quantity[slot] = image.quantity;
    table.price[slot] = image.price;
    table.stopPrice[slot] = image.stopPrice;
    table.minQuantity[slot] = image.minQuantity;
    table.displayQuantity[slot] = image.displayQuantity;
    table.pegOffset[slot] = image.pegOffset;
    table.expireEpochMs[slot] = image.expireEpochMs;
    table.cum[slot] = image.cum;
    table.leaves[slot] = image.leaves;
    table.entry[slot] = image.entry;
    table.requests[slot] = image.requests;
    table.account[slot] = image.account;
    table.venueOrderId[slot] = image.venueOrderId;
    table.pending[slot] = image.pending;
    table.sentOn[slot] = 0;
    table.setStatus(slot, image.status);
    if (image.ref > 0) this.setRef(slot, image.ref);
    if (image.originId > 0) this.restoreOrigin(slot, image);
    if (image.tradeId !== '') this.trades.add(orderId, image.tradeId, image.tradeQuantity);
  }

  private restoreOrigin(slot: number, image: OrderImage): void {
    const { table } = this;
    const old = table.find(image.originId);
    table.origin[slot] = old;
    table.originId[slot] = image.originId;
    if (old < 0 || old === slot) return;
    // That a replacement has taken the order's place is said by its own record alone.
    if ((image.flags & OrderFlag.acknowledged) !== 0) this.giveWay(old);
    else if (image.type === ImageType.replace) table.pending[old] = table.pending[old]! | Pending.replace;
  }

  /** Its replacement is what lives. */
  private giveWay(old: number): void {
    const { table } = this;
    table.pending[old] = 0;
    table.leaves[old] = 0;
    table.setStatus(old, OrdStatus.canceled);
  }

  // The order itself

  /** What happens to an order once has been told, by whichever source came first. */
  private isTold(slot: number): boolean {
    const { table, report } = this;
    switch (report.execType) {
      case ExecType.new:
      case ExecType.replaced:
        return (table.flags[slot]! & OrderFlag.acknowledged) !== 0;
      case ExecType.canceled:
      case ExecType.rejected:
      case ExecType.expired:
        return isFinal(table.status[slot]!);
      default:
        return false;
    }
  }

  /** An answer to a question of long ago, sent again after a gap, when fills that followed it are known from another source: an order that is over stays over. */
  private isOld(slot: number): boolean {
    const { table, report } = this;
    if (report.execType !== ExecType.orderStatus || !table.isDone(slot)) return false;
    return report.cumQuantity >= 0 && report.cumQuantity < table.cum[slot]!;
  }

  private apply(slot: number): void {
    const { table, report } = this;
    if (report.venueOrderId !== '') table.venueOrderId[slot] = report.venueOrderId;
    // Whatever was said about the order: the venue has it.
    if (report.execType !== ExecType.pendingNew) table.pending[slot] = table.pending[slot]! & ~Pending.submit;
    // Whatever was said about an order, from whichever source, says that the venue has it; that a replacement has taken its place only `replaced` does.
    const isReplacement = table.origin[slot]! >= 0;
    if (report.execType !== ExecType.pendingNew && !isReplacement) {
      table.flags[slot] = table.flags[slot]! | OrderFlag.acknowledged;
    }
    switch (report.execType) {
      case ExecType.trade:
        this.addTraded(slot, report.lastQuantity);
        break;
      case ExecType.tradeCancel:
        table.cum[slot] =
          report.cumQuantity >= 0 ? report.cumQuantity : Math.max(0, table.cum[slot]! - report.lastQuantity);
        if (report.leavesQuantity >= 0) table.leaves[slot] = report.leavesQuantity;
        break;
      case ExecType.replaced:
        this.replaced(slot);
        break;
      case ExecType.canceled:
      case ExecType.rejected:
      case ExecType.expired:
      case ExecType.doneForDay:
        if (report.cumQuantity >= 0) table.cum[slot] = report.cumQuantity;
        table.leaves[slot] = 0;
        break;
      default:
        this.amounts(slot);
    }
    const status = report.ordStatus === 0 ? this.statusAfter(slot) : report.ordStatus;
    table.setStatus(slot, status);
    if (table.isDone(slot)) table.pending[slot] = 0;
    report.ordStatus = status;
    report.cumQuantity = table.cum[slot]!;
    report.leavesQuantity = table.leaves[slot]!;
  }

  private amounts(slot: number): void {
    const { table, report } = this;
    if (report.cumQuantity >= 0) table.cum[slot] = report.cumQuantity;
    if (report.leavesQuantity >= 0) table.leaves[slot] = report.leavesQuantity;
  }

  private addTraded(slot: number, quantity: number): void {
    const { table, report } = this;
    const before = table.leaves[slot]!;
    table.cum[slot] = report.cumQuantity >= 0 ? report.cumQuantity : table.cum[slot]! + quantity;
    table.leaves[slot] = report.leavesQuantity >= 0 ? report.leavesQuantity : Math.max(0, before - quantity);
  }

  /** The report's order has taken the place of its origin. */
  private replaced(slot: number): void {
    const { table, report } = this;
    const old = table.originOf(slot);
    table.flags[slot] = table.flags[slot]! | OrderFlag.acknowledged;
    // Fills of the replacement that another source has told already are not undone.
    const isAhead = old >= 0 && table.cum[slot]! > table.cum[old]!;
    if (old >= 0 && old !== slot) {
      if (report.cumQuantity < 0 && !isAhead) table.cum[slot] = table.cum[old]!;
      this.giveWay(old);
    }
    if (report.cumQuantity >= 0 && !isAhead) table.cum[slot] = report.cumQuantity;
    if (report.orderQuantity > 0) table.quantity[slot] = report.orderQuantity;
    if (report.price > 0) table.price[slot] = report.price;
    table.leaves[slot] =
      report.leavesQuantity >= 0 && !isAhead
        ? report.leavesQuantity
        : Math.max(0, table.quantity[slot]! - table.cum[slot]!);
  }

  private statusAfter(slot: number): number {
    const { table, report } = this;
    switch (report.execType) {
      case ExecType.canceled:
        return OrdStatus.canceled;
      case ExecType.rejected:
        return OrdStatus.rejected;
      case ExecType.expired:
        return OrdStatus.expired;
      case ExecType.doneForDay:
        return OrdStatus.doneForDay;
      default:
        if (table.isDone(slot)) return table.status[slot]!;
        if (table.leaves[slot] === 0 && table.cum[slot]! > 0) return OrdStatus.filled;
        return table.cum[slot]! > 0 ? OrdStatus.partiallyFilled : OrdStatus.new;
    }
  }

  /** An error while something that the venue said was taken: the session goes on, and somebody is told. */
  failed(error: unknown): void {
    this.counters.handlerErrors++;
    this.lastHandlerError = error instanceof Error ? error.message : String(error);
    try {
      this.handler.onFault?.(this.options.index, this.lastHandlerError);
    } catch {
      // It is counted.
    }
  }
}
