/** The bodies of ExecutionReport (8) and OrderCancelReject (9), as FIX 4.4 and no more has them. Nothing is kept; what it allocates is an ExecID. */
import type { Instrument } from '../../core/instruments.js';
import { execIdOf, type ClientCancelReject, type ClientReport } from '../../core/order-entry.js';
import { ExecType, OrdStatus } from '../../core/venue.js';
import type { FixEncoder } from '../../protocols/fix/encoder.js';
import { CXL_REJ_REASON, ordRejReasonOf, restatementReasonOf } from './reasons.js';
import { TAG } from './tags.js';

/** ExecTypes that came after FIX 4.4, such as L (triggered): told as a restatement, with the words that come with it. */
const KNOWN = new Set<number>(Object.values(ExecType));
/** Stands for a text that the session's characters cannot carry. */
const NOT_LATIN = /[^\x20-\x7e\xa0-\xff]/g;
/** Where there is no order to name. */
export const NO_ORDER = 'NONE';
/** In place of the symbol of an instrument that is not known any more. */
const NO_SYMBOL = '[N/A]';
const TEXT_MAX = 500;

/** Our own fields on the way out, for clients whose configuration asks for them. */
const OWN_TAG = { reasonCode: 7110, uncertain: 7111 } as const;

export interface WriterOptions {
  readonly instruments: readonly Instrument[];
  /** LastMkt (30) by venue: a market identifier code; '' leaves it out. */
  readonly markets: readonly string[];
  /** Tags above 5000 may be sent. */
  readonly ownTags: boolean;
  /** A drop copy: CopyMsgIndicator (797). */
  readonly isCopy: boolean;
}

/** What an answer to a status request has besides. */
export interface StatusContext {
  ordStatusReqId: string;
  massStatusReqId: string;
  /** Of a mass status: all reports, and which one this is, from 1. */
  total: number;
  index: number;
}

export class ReportWriter {
  constructor(private readonly options: WriterOptions) {}

  /** @param possResend it may have been told before, under another MsgSeqNum */
  execution(message: FixEncoder, report: Readonly<ClientReport>, possResend: boolean, status?: StatusContext): void {
    const { isCopy } = this.options;
    if (possResend) message.flag(TAG.possResend, true);
    if (report.orderId > 0) message.int(TAG.orderId, report.orderId);
    else message.string(TAG.orderId, NO_ORDER);
    if (report.clOrdId !== '') message.string(TAG.clOrdId, report.clOrdId);
    if (report.origClOrdId !== '') message.string(TAG.origClOrdId, report.origClOrdId);
    if (status !== undefined) writeContext(message, status);
    message.string(TAG.execId, idOf(report));
    if (report.execRefId !== '') message.string(TAG.execRefId, report.execRefId);
    const isKnown = KNOWN.has(report.execType);
    const execType = isKnown ? report.execType : ExecType.restated;
    message.char(TAG.execType, execType);
    message.char(TAG.ordStatus, report.ordStatus);
    if (report.ordStatus === OrdStatus.rejected) message.int(TAG.ordRejReason, ordRejReasonOf(report.reasonCode));
    if (execType === ExecType.restated) {
      message.int(TAG.execRestatementReason, isKnown ? restatementReasonOf(report.reasonCode) : 99);
    }
    if (report.account !== '') message.string(TAG.account, report.account);
    this.terms(message, report);
    if (execType === ExecType.trade || execType === ExecType.tradeCorrect || execType === ExecType.tradeCancel) {
      this.trade(message, report);
    }
    this.totals(message, report);
    if (isCopy) message.flag(TAG.copyMsgIndicator, true);
    this.words(message, report);
  }

  cancelReject(message: FixEncoder, reject: Readonly<ClientCancelReject>, possResend: boolean): void {
    if (possResend) message.flag(TAG.possResend, true);
    if (reject.orderId > 0) message.int(TAG.orderId, reject.orderId);
    else message.string(TAG.orderId, NO_ORDER);
    // By this a reject is known again among the messages that were sent: it has no ExecID.
    if (reject.sequence > 0) message.string(TAG.secondaryOrderId, `R${reject.sequence}`);
    message.string(TAG.clOrdId, reject.clOrdId === '' ? NO_ORDER : reject.clOrdId);
    message.string(TAG.origClOrdId, reject.origClOrdId === '' ? NO_ORDER : reject.origClOrdId);
    message.char(TAG.ordStatus, reject.ordStatus === 0 ? OrdStatus.rejected : reject.ordStatus);
    message.char(TAG.cxlRejResponseTo, reject.request === 'cancel' ? 0x31 : 0x32);
    message.int(TAG.cxlRejReason, CXL_REJ_REASON[reject.reason]);
    writeText(message, TAG.text, reject.text);
  }

  private terms(message: FixEncoder, report: Readonly<ClientReport>): void {
    const instrument = this.options.instruments[report.instrument];
    const priceScale = instrument?.priceScale ?? 0;
    message.string(TAG.symbol, instrument?.symbol ?? NO_SYMBOL);
    message.char(TAG.side, report.side);
    message.decimal(TAG.orderQty, report.quantity, instrument?.quantityScale ?? 0);
    message.char(TAG.ordType, report.ordType);
    if (report.price > 0) message.decimal(TAG.price, report.price, priceScale);
    if (report.stopPrice > 0) message.decimal(TAG.stopPx, report.stopPrice, priceScale);
    message.char(TAG.timeInForce, report.timeInForce);
  }

  private trade(message: FixEncoder, report: Readonly<ClientReport>): void {
    const instrument = this.options.instruments[report.instrument];
    message.decimal(TAG.lastQty, report.lastQuantity, instrument?.quantityScale ?? 0);
    message.decimal(TAG.lastPx, report.lastPrice, instrument?.priceScale ?? 0);
    const market = this.options.markets[report.lastVenue] ?? '';
    if (market !== '') message.string(TAG.lastMkt, market);
  }

  private totals(message: FixEncoder, report: Readonly<ClientReport>): void {
    const quantityScale = this.options.instruments[report.instrument]?.quantityScale ?? 0;
    message.decimal(TAG.leavesQty, report.leavesQuantity, quantityScale);
    message.decimal(TAG.cumQty, report.cumQuantity, quantityScale);
    message.string(TAG.avgPx, report.averagePrice === '' ? '0' : report.averagePrice);
    if (report.transactEpochMs > 0) message.utcTimestamp(TAG.transactTime, report.transactEpochMs, 'milliseconds');
  }

  private words(message: FixEncoder, report: Readonly<ClientReport>): void {
    const { reasonCode, text, uncertain } = report;
    if (reasonCode !== '' || text !== '' || uncertain) {
      const parts = uncertain ? ['UNCERTAIN', reasonCode, text] : [reasonCode, text];
      writeText(message, TAG.text, parts.filter((part) => part !== '').join(': '));
    }
    if (!this.options.ownTags) return;
    if (reasonCode !== '') message.string(OWN_TAG.reasonCode, reasonCode);
    if (uncertain) message.flag(OWN_TAG.uncertain, true);
  }
}

/** 0 for an answer that is no event; what was refused without being written down is named by the request. */
function idOf({ sequence, execType, clOrdId }: Readonly<ClientReport>): string {
  if (sequence > 0) return execIdOf(sequence);
  return execType === ExecType.orderStatus ? '0' : `N-${clOrdId}`;
}

/** Words for a person, in the characters and the length that a field may have. Empty ones are left out. */
export function writeText(message: FixEncoder, tag: number, text: string): void {
  if (text !== '') message.string(tag, text.slice(0, TEXT_MAX).replace(NOT_LATIN, '?'));
}

export function writeContext(
  message: FixEncoder,
  { ordStatusReqId, massStatusReqId, total, index }: StatusContext,
): void {
  if (ordStatusReqId !== '') message.string(TAG.ordStatusReqId, ordStatusReqId);
  if (massStatusReqId === '') return;
  message.string(TAG.massStatusReqId, massStatusReqId);
  message.int(TAG.totNumReports, total);
  message.flag(TAG.lastRptRequested, index >= total);
}
