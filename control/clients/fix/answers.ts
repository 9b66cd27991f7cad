/** What a client's session answers by itself: refusals of what cannot be read, statuses, mass cancel reports, list statuses. */
import type { ClientCancelReject, ClientHandler, ClientReport, MassCancelOutcome } from '../../core/order-entry.js';
import { ExecType, OrdStatus } from '../../core/venue.js';
import type { Clock } from '../../core/world.js';
import type { FixSession } from '../../fix/session/session.js';
import type { FixEncoder } from '../../protocols/fix/encoder.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import { BusinessRejectReason, OrdRejReason, type Fault } from './fault.js';
import { NO_ORDER, writeContext, writeText, type ReportWriter, type StatusContext } from './report-writer.js';
import { TAG } from './tags.js';

/** How an order of a list stands right after it was entered. */
export interface ListEntryState {
  readonly clOrdId: string;
  ordStatus: number;
  cumQuantity: number;
  leavesQuantity: number;
  averagePrice: string;
  cancelledQuantity: number;
  quantityScale: number;
  text: string;
}

/** Side (54) where there is no order: undisclosed. */
const NO_SIDE = 0x37;
const NO_SYMBOL = '[N/A]';

export class Answers implements ClientHandler {
  /** Statuses written since `beginStatus`. */
  statuses = 0;
  private readonly context: StatusContext = { ordStatusReqId: '', massStatusReqId: '', total: 0, index: 0 };

  constructor(
    private readonly session: FixSession,
    private readonly writer: ReportWriter,
    private readonly clock: Clock,
  ) {}

  /** Business Message Reject (j). */
  business(message: FixMessage, reason: number, text: string): void {
    const answer = this.session.begin('j');
    answer.int(45, Math.max(0, message.int(34) || 0));
    answer.string(372, message.string(35) ?? '');
    const id = message.string(TAG.clOrdId) ?? '';
    if (id !== '') answer.string(379, id);
    answer.int(380, reason);
    writeText(answer, TAG.text, text);
    this.session.send();
  }

  /** An order that cannot be read never was one: rejected by name, without a number of ours. */
  refuseOrder(message: FixMessage, fault: Fault): void {
    if (fault.isMissing) {
      this.business(message, BusinessRejectReason.fieldMissing, fault.text);
      return;
    }
    const answer = this.session.begin('8');
    answer.string(TAG.orderId, NO_ORDER);
    copy(answer, message, TAG.clOrdId);
    answer.string(TAG.execId, this.ownId('X', message));
    answer.char(TAG.execType, ExecType.rejected);
    answer.char(TAG.ordStatus, OrdStatus.rejected);
    answer.int(TAG.ordRejReason, fault.reason);
    copy(answer, message, TAG.account);
    if (!copy(answer, message, TAG.symbol)) answer.string(TAG.symbol, NO_SYMBOL);
    if (!copy(answer, message, TAG.side)) answer.char(TAG.side, NO_SIDE);
    copy(answer, message, TAG.orderQty);
    copy(answer, message, TAG.ordType);
    this.nothingTraded(answer);
    writeText(answer, TAG.text, fault.text);
    this.session.send();
  }

  /** OrderCancelReject (9) of a request that cannot be read. */
  refuseRequest(
    message: FixMessage,
    request: 'cancel' | 'replace',
    orderId: number,
    ordStatus: number,
    text: string,
  ): void {
    const answer = this.session.begin('9');
    if (orderId > 0) answer.int(TAG.orderId, orderId);
    else answer.string(TAG.orderId, NO_ORDER);
    copy(answer, message, TAG.clOrdId);
    copy(answer, message, TAG.origClOrdId);
    answer.char(TAG.ordStatus, ordStatus);
    answer.char(TAG.cxlRejResponseTo, request === 'cancel' ? 0x31 : 0x32);
    answer.int(TAG.cxlRejReason, 99);
    writeText(answer, TAG.text, text);
    this.session.send();
  }

  // Statuses: this is the handler that the port is given for them.

  beginStatus(ordStatusReqId: string, massStatusReqId = '', total = 0): void {
    const { context } = this;
    context.ordStatusReqId = ordStatusReqId;
    context.massStatusReqId = massStatusReqId;
    context.total = total;
    context.index = 0;
    this.statuses = 0;
  }

  onReport(report: Readonly<ClientReport>): void {
    this.statuses++;
    this.context.index++;
    this.writer.execution(this.session.begin('8'), report, false, this.context);
    this.session.send();
  }

  onCancelReject(_reject: Readonly<ClientCancelReject>): void {
    // A status request is answered with reports.
  }

  /** No such order, or no open orders at all. */
  noStatus(message: FixMessage, text: string): void {
    const answer = this.session.begin('8');
    answer.string(TAG.orderId, NO_ORDER);
    copy(answer, message, TAG.clOrdId);
    writeContext(answer, this.context);
    answer.string(TAG.execId, '0');
    answer.char(TAG.execType, ExecType.orderStatus);
    answer.char(TAG.ordStatus, OrdStatus.rejected);
    answer.int(TAG.ordRejReason, OrdRejReason.unknownOrder);
    if (!copy(answer, message, TAG.symbol)) answer.string(TAG.symbol, NO_SYMBOL);
    if (!copy(answer, message, TAG.side)) answer.char(TAG.side, NO_SIDE);
    this.nothingTraded(answer);
    writeText(answer, TAG.text, text);
    this.session.send();
  }

  /** OrderMassCancelReport (r). */
  massCanceled(message: FixMessage, outcome: MassCancelOutcome): void {
    const answer = this.beginMassCancel(message, message.char(TAG.massCancelRequestType));
    answer.int(TAG.totalAffectedOrders, outcome.orders);
    const { orders, confirmed, pending, uncertain } = outcome;
    writeText(answer, TAG.text, `${orders} orders: ${confirmed} confirmed, ${pending} pending, ${uncertain} uncertain`);
    this.session.send();
  }

  /** @param reason MassCancelRejectReason (532) */
  massCancelRefused(message: FixMessage, reason: string, text: string): void {
    const answer = this.beginMassCancel(message, 0x30);
    answer.string(TAG.massCancelRejectReason, reason);
    writeText(answer, TAG.text, text);
    this.session.send();
  }

  /** ListStatus (N), right after a list's orders were entered or refused. */
  list(message: FixMessage, entries: readonly ListEntryState[], isRefused: boolean, text: string): void {
    // 2: response. 3: executing, 7: rejected.
    this.listStatus(message.string(TAG.listId) ?? '', 2, isRefused ? 7 : 3, entries, text);
  }

  /** ListStatus (N): all of a list in one message. */
  listStatus(listId: string, type: number, orderStatus: number, entries: readonly ListEntryState[], text = ''): void {
    const answer = this.session.begin('N');
    answer.string(TAG.listId, listId);
    answer.int(TAG.listStatusType, type);
    answer.int(TAG.noRpts, 1);
    answer.int(TAG.listOrderStatus, orderStatus);
    answer.int(TAG.rptSeq, 1);
    writeText(answer, TAG.listStatusText, text);
    answer.utcTimestamp(TAG.transactTime, this.clock.epochMs(), 'milliseconds');
    answer.int(TAG.totNoOrders, entries.length);
    answer.int(TAG.noOrders, entries.length);
    for (const entry of entries) {
      answer.string(TAG.clOrdId, entry.clOrdId);
      answer.decimal(TAG.cumQty, entry.cumQuantity, entry.quantityScale);
      answer.char(TAG.ordStatus, entry.ordStatus);
      answer.decimal(TAG.leavesQty, entry.leavesQuantity, entry.quantityScale);
      answer.decimal(TAG.cxlQty, entry.cancelledQuantity, entry.quantityScale);
      answer.string(TAG.avgPx, entry.averagePrice === '' ? '0' : entry.averagePrice);
      if (entry.ordStatus === OrdStatus.rejected) answer.int(TAG.ordRejReason, OrdRejReason.other);
      writeText(answer, TAG.text, entry.text);
    }
    this.session.send();
  }

  private beginMassCancel(message: FixMessage, response: number): FixEncoder {
    const answer = this.session.begin('r');
    copy(answer, message, TAG.clOrdId);
    answer.string(TAG.orderId, this.ownId('M', message));
    copy(answer, message, TAG.massCancelRequestType);
    answer.char(TAG.massCancelResponse, response);
    copy(answer, message, TAG.symbol);
    copy(answer, message, TAG.side);
    return answer;
  }

  private nothingTraded(answer: FixEncoder): void {
    answer.int(TAG.leavesQty, 0);
    answer.int(TAG.cumQty, 0);
    answer.int(TAG.avgPx, 0);
    answer.utcTimestamp(TAG.transactTime, this.clock.epochMs(), 'milliseconds');
  }

  /** The same for the same message, whenever it is answered, and no other's. */
  private ownId(letter: string, message: FixMessage): string {
    return `${letter}${message.int(34)}-${this.session.store.createdEpochMs}`;
  }
}

function copy(answer: FixEncoder, message: FixMessage, tag: number): boolean {
  const at = message.find(tag);
  if (at < 0 || message.valueEndAt(at) === message.valueStartAt(at)) return false;
  answer.field(tag, message.bytes, message.valueStartAt(at), message.valueEndAt(at));
  return true;
}
