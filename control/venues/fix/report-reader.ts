/** ExecutionReports and what else a FIX venue says about orders, brought into the one report of the keeper. */
import type { Instrument } from '../../core/instruments.js';
import { ExecType, OrdStatus, type VenueReport } from '../../core/venue.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import type { Dialect } from '../config/dialect-schema.js';
import { orderIdOf } from '../orders/client-ids.js';
import { isFinal, Pending } from '../orders/order-table.js';
import type { OrderKeeper } from '../venue/order-keeper.js';

const TAG = {
  clOrdId: 11,
  cumQty: 14,
  execId: 17,
  execRefId: 19,
  execTransType: 20,
  lastPx: 31,
  lastQty: 32,
  orderId: 37,
  orderQty: 38,
  ordStatus: 39,
  origClOrdId: 41,
  possDup: 43,
  price: 44,
  side: 54,
  symbol: 55,
  text: 58,
  transactTime: 60,
  possResend: 97,
  cxlRejReason: 102,
  ordRejReason: 103,
  execType: 150,
  leavesQty: 151,
  cxlRejResponseTo: 434,
} as const;

/** ExecTransType (20), before FIX 4.3. */
const TRANS_CANCEL = 0x31;
const TRANS_CORRECT = 0x32;
const TRANS_STATUS = 0x33;
const PARTIAL_FILL = 0x31;
const FILL = 0x32;
/** OrdStatus 5, replaced: FIX 4.2; the order itself is new or partly filled. */
const STATUS_REPLACED = 0x35;
/** CxlRejReason (102): the venue knows no such order. */
const UNKNOWN_ORDER = '1';
/** Finer amounts than our units are rounded, and counted. */
const FINER = 6;
const ALIASES_MAX = 65_536;

const known = new Set<number>(Object.values(ExecType));

export interface ReaderParts {
  readonly keeper: OrderKeeper;
  readonly dialect: Dialect;
  readonly instruments: readonly Instrument[];
  readonly instrumentOf: (venueSymbol: string) => number;
}

export class ReportReader {
  /** Amounts that were finer than our units. */
  inexact = 0;
  unreadable = 0;
  /** ExecID of a trade to what all sources call it, for trades that are taken back by their ExecID. */
  private readonly aliases = new Map<string, string>();

  constructor(private readonly parts: ReaderParts) {}

  /** ExecutionReport (8). */
  execution(message: FixMessage, source: VenueReport['source']): void {
    const slot = this.fill(message, source);
    if (slot === undefined) return;
    if (this.parts.keeper.report.execType === ExecType.orderStatus && slot >= 0) this.status(slot);
    else this.parts.keeper.give(slot, true);
  }

  /** The answer to a status request: it may say that the order is not there, or that a replacement that nobody had confirmed has taken its place. */
  private status(slot: number): void {
    const { keeper } = this.parts;
    const { report, table } = keeper;
    if (report.ordStatus === OrdStatus.rejected && keeper.isUncertain(slot)) {
      keeper.gone(slot, report.reasonCode, report.text);
      return;
    }
    if (table.origin[slot]! >= 0 && keeper.isUncertain(slot)) report.execType = ExecType.replaced;
    keeper.give(slot, true);
  }

  /** Fills the keeper's report. The slot, -1 for a foreign order; undefined when there is nothing to tell. */
  fill(message: FixMessage, source: VenueReport['source']): number | undefined {
    const { keeper, dialect } = this.parts;
    const execType = this.execTypeOf(message);
    if (execType === 0) {
      this.unreadable++;
      return undefined;
    }
    const slot = this.slotOf(message, execType);
    const report = keeper.blank(slot);
    report.execType = execType;
    report.source = execType === ExecType.orderStatus ? 'status' : source;
    report.possDup = message.flag(TAG.possDup) || message.flag(TAG.possResend);
    report.clientId = message.string(dialect.rewritesClOrdId ? TAG.origClOrdId : TAG.clOrdId) ?? '';
    if (slot < 0) {
      report.instrument = this.parts.instrumentOf(message.string(TAG.symbol) ?? '');
      report.side = Math.max(0, message.char(TAG.side));
    }
    report.venueOrderId = message.string(dialect.rewritesClOrdId ? TAG.clOrdId : TAG.orderId) ?? report.venueOrderId;
    this.amounts(message, report);
    this.identity(message, report);
    this.words(message, report);
    report.ordStatus = this.statusOf(message, slot, execType);
    const transact = message.utcMs(TAG.transactTime);
    report.transactEpochMs = Number.isNaN(transact) ? 0 : transact;
    return slot;
  }

  /** OrderCancelReject (9). */
  cancelReject(message: FixMessage): void {
    const { keeper, dialect } = this.parts;
    const status = Math.max(0, message.char(TAG.ordStatus));
    const code = message.string(TAG.cxlRejReason) ?? '';
    const words = message.string(TAG.text) ?? '';
    if (message.char(TAG.cxlRejResponseTo) === 0x32) {
      const replacement = keeper.table.find(this.idAt(message, TAG.clOrdId));
      if (replacement >= 0 && keeper.table.origin[replacement]! >= 0) {
        keeper.refuseReplace(replacement, status, code, words);
        return;
      }
    }
    let slot = keeper.table.find(this.idAt(message, TAG.clOrdId));
    if (slot < 0) slot = keeper.table.find(this.idAt(message, TAG.origClOrdId));
    if (slot < 0 && dialect.rewritesClOrdId) slot = this.byVenueId(message.string(TAG.origClOrdId) ?? '');
    // It is over. Where the venue cannot be asked how, it stays uncertain until trades or a person tell.
    const tells = dialect.status !== 'none' || dialect.massStatus !== 'none';
    const isGone = tells && slot >= 0 && code === UNKNOWN_ORDER && keeper.isUncertain(slot);
    keeper.refuse(slot, 'cancel', status, code, words);
    if (isGone) keeper.gone(slot, code, words);
  }

  /** The order that a message names, whatever else is in it; -1. */
  orderOf(message: FixMessage): number {
    return this.slotOf(message, ExecType.orderStatus);
  }

  private slotOf(message: FixMessage, execType: number): number {
    const { keeper, dialect } = this.parts;
    const { table } = keeper;
    if (dialect.rewritesClOrdId) {
      const slot = table.find(this.idAt(message, TAG.origClOrdId));
      return slot >= 0 ? slot : this.byVenueId(message.string(TAG.clOrdId) ?? '');
    }
    const own = table.find(this.idAt(message, TAG.clOrdId));
    const before = table.find(this.idAt(message, TAG.origClOrdId));
    if (own < 0) return before;
    // Until it is replaced, everything is about the old order, whatever request is named.
    const isAsked = table.origin[own]! >= 0 && (table.pending[own]! & Pending.submit) !== 0;
    const names = execType === ExecType.replaced || execType === ExecType.orderStatus;
    return isAsked && !names && before >= 0 ? before : own;
  }

  private idAt(message: FixMessage, tag: number): number {
    const text = message.string(tag);
    return text === undefined ? 0 : orderIdOf(this.parts.dialect.clOrdId, text);
  }

  /** For venues that call orders otherwise: there are few that live. */
  private byVenueId(venueId: string): number {
    const { table } = this.parts.keeper;
    if (venueId === '') return -1;
    for (let slot = table.end - 1; slot >= 0; slot--) if (table.venueOrderId[slot] === venueId) return slot;
    return -1;
  }

  /** 0 for what is not understood. */
  private execTypeOf(message: FixMessage): number {
    switch (message.char(TAG.execTransType)) {
      case TRANS_CANCEL:
        return ExecType.tradeCancel;
      case TRANS_CORRECT:
        return ExecType.tradeCorrect;
      case TRANS_STATUS:
        return ExecType.orderStatus;
    }
    const type = message.char(TAG.execType);
    if (type === PARTIAL_FILL || type === FILL) return ExecType.trade;
    if (known.has(type)) return type;
    // Stopped, triggered, calculated, in a clearing hold: the order is as its status says.
    return type > 0 ? ExecType.restated : 0;
  }

  private statusOf(message: FixMessage, slot: number, execType: number): number {
    const status = message.char(TAG.ordStatus);
    if (status < 0 || status === STATUS_REPLACED) return 0;
    if (execType === ExecType.trade && slot >= 0 && !isFinal(status)) return 0;
    return statuses.has(status) ? status : 0;
  }

  private amounts(message: FixMessage, report: Mutable<VenueReport>): void {
    const instrument = this.parts.instruments[report.instrument];
    const priceScale = instrument?.priceScale ?? 0;
    const quantityScale = instrument?.quantityScale ?? 0;
    report.lastQuantity = this.amount(message, TAG.lastQty, quantityScale, 0);
    report.lastPrice = this.amount(message, TAG.lastPx, priceScale, 0);
    report.cumQuantity = this.amount(message, TAG.cumQty, quantityScale, -1);
    report.leavesQuantity = this.amount(message, TAG.leavesQty, quantityScale, -1);
    report.orderQuantity = this.amount(message, TAG.orderQty, quantityScale, report.orderQuantity);
    report.price = this.amount(message, TAG.price, priceScale, report.price);
  }

  private amount(message: FixMessage, tag: number, scale: number, absent: number): number {
    if (!message.has(tag)) return absent;
    const exact = message.decimal(tag, scale);
    if (!Number.isNaN(exact)) return exact;
    const finer = message.decimal(tag, Math.min(15, scale + FINER));
    this.inexact++;
    return Number.isNaN(finer) ? absent : Math.round(finer / 10 ** (Math.min(15, scale + FINER) - scale));
  }

  /** A trade is called what all sources call it; a trade that is taken back by the same name. */
  private identity(message: FixMessage, report: Mutable<VenueReport>): void {
    const { tradeIdTag } = this.parts.dialect;
    const execId = message.string(TAG.execId) ?? '';
    report.execId = execId;
    report.execRefId = message.string(TAG.execRefId) ?? '';
    if (report.execType === ExecType.trade && tradeIdTag !== TAG.execId) {
      const tradeId = message.string(tradeIdTag);
      if (tradeId === undefined || tradeId === '') return;
      report.execId = tradeId;
      if (this.aliases.size >= ALIASES_MAX) this.aliases.clear();
      this.aliases.set(execId, tradeId);
    } else if (report.execRefId !== '') {
      report.execRefId = this.aliases.get(report.execRefId) ?? message.string(tradeIdTag) ?? report.execRefId;
    }
  }

  private words(message: FixMessage, report: Mutable<VenueReport>): void {
    const { liquidity } = this.parts.dialect;
    report.reasonCode = message.string(TAG.ordRejReason) ?? '';
    report.text = message.string(TAG.text) ?? '';
    if (report.execType !== ExecType.trade) return;
    const flag = message.string(liquidity.tag) ?? '';
    report.liquidityFlag = flag;
    if (flag === '') return;
    report.liquidity = liquidity.added.includes(flag)
      ? 'added'
      : liquidity.removed.includes(flag)
        ? 'removed'
        : 'other';
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const statuses = new Set<number>(Object.values(OrdStatus));
