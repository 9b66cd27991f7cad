/** Reports of the matcher as FIX: ExecutionReport (8), OrderCancelReject (9), OrderMassCancelReport (r), in FIX 4.2 and 4.4. */
import type { OrderReport, OrderState, SimListing } from '../core/orders.js';
import { formatAverage, formatDecimal } from './decimal.js';
import { execIdOf } from './exec-id.js';
import { shownName, type FirmOrders, type KnownOrder } from './firm-orders.js';
import type { Listings } from './listings.js';
import {
  cancelRejectCode,
  cancelText,
  ordTypeCode,
  orderRejectCode,
  sideCode,
  timeInForceCode,
  type FixVersion,
} from './order-codes.js';
import { fields, type OutField, type OutMessage } from './out-message.js';
import { transactTime, type TransactPrecision } from './transact-time.js';

export interface ReportStyle {
  readonly version: FixVersion;
  readonly precision: TransactPrecision;
  /** A match number as the exchange's other protocols and its feed show it; default: decimal. */
  readonly matchText?: (match: number) => string;
}

/** What one kind of report says beside the order itself. */
interface Execution {
  readonly execType: string;
  readonly execId: string;
  /** ExecTransType (20), 4.2 only. */
  readonly transType?: string;
  readonly status?: string;
  readonly epochMs: number;
  readonly clOrdId?: string;
  readonly origClOrdId?: string;
  readonly extra?: readonly OutField[];
}

export class ExecutionReports {
  constructor(
    private readonly style: ReportStyle,
    private readonly orders: FirmOrders,
    private readonly listings: Listings,
  ) {}

  /** What a report says to the session that owns the order, or to a drop copy. The firm's orders have heard it before. */
  messages(report: OrderReport, logSequence: number): readonly OutMessage[] {
    const execId = execIdOf(report, logSequence);
    switch (report.type) {
      case 'accepted':
        return this.order(report.order, { execType: '0', execId, status: '0', epochMs: report.epochMs });
      case 'replaced':
        return this.replaced(report, execId);
      case 'modified':
        return this.restated(report.order, execId, report.epochMs, '5', 'modified');
      case 'restated':
        // A reserve order that shows its next part is the same order to everybody who speaks FIX.
        if (report.why === 'refresh') return [];
        return this.restated(report.order, execId, report.epochMs, '3', report.why);
      case 'canceled':
        return this.canceled(report, execId);
      case 'executed':
      case 'broken':
      case 'corrected':
        return this.trade(report, execId);
      case 'rejected':
        return [this.rejected(report, execId)];
      case 'cancelRejected':
      case 'replaceRejected':
        return [this.refused(report)];
      case 'massCanceled':
        return this.massCanceled(report, logSequence);
      default:
        return [];
    }
  }

  /** An order as it stands, for who asks: ExecType I, or ExecTransType 3. */
  status(known: KnownOrder, execId: string, epochMs: number, extra: readonly OutField[] = []): OutMessage {
    const isOld = this.style.version === '4.2';
    return this.report(known.state, known, {
      // In FIX 4.2 it is told with the ExecType that the OrdStatus has.
      execType: isOld ? known.status : 'I',
      execId,
      transType: '3',
      status: known.status,
      epochMs,
      extra,
    });
  }

  private replaced(report: Extract<OrderReport, { type: 'replaced' }>, execId: string): readonly OutMessage[] {
    const { order, epochMs, previousToken } = report;
    const isUntouched = order.executed === 0;
    return this.order(order, {
      execType: '5',
      execId,
      epochMs,
      // FIX 4.2 has an OrdStatus of its own for it, which a partial fill outranks.
      ...(this.style.version === '4.2' && isUntouched ? { status: '5' } : {}),
      origClOrdId: previousToken,
    });
  }

  private restated(
    order: OrderState,
    execId: string,
    epochMs: number,
    reason: string,
    text: string,
  ): readonly OutMessage[] {
    const extra = fields([
      [378, reason],
      [58, text],
    ]);
    return this.order(order, { execType: 'D', execId, epochMs, extra });
  }

  private canceled(report: Extract<OrderReport, { type: 'canceled' }>, execId: string): readonly OutMessage[] {
    const { order, epochMs, reason, final, requestToken } = report;
    if (!final) return this.restated(order, execId, epochMs, '5', cancelText(reason));
    const expired = reason === 'timeout' || reason === 'closed';
    const asked = requestToken === '' ? {} : { clOrdId: requestToken, origClOrdId: shownName(order) };
    return this.order(order, {
      execType: expired ? 'C' : '4',
      execId,
      status: expired ? 'C' : '4',
      epochMs,
      ...asked,
      extra: fields([[58, cancelText(reason)]]),
    });
  }

  private trade(
    report: Extract<OrderReport, { type: 'executed' | 'broken' | 'corrected' }>,
    execId: string,
  ): readonly OutMessage[] {
    const { order, epochMs, quantity, price, match } = report;
    const listing = this.listings.bySymbol(order.symbol);
    if (listing === undefined) return [];
    const isOld = this.style.version === '4.2';
    const isFill = report.type === 'executed';
    const status = order.executed >= order.quantity ? '2' : '1';
    const newType = isFill ? 'F' : report.type === 'broken' ? 'H' : 'G';
    const oldTransType = isFill ? '0' : report.type === 'broken' ? '1' : '2';
    const extra = fields([
      [19, isFill ? undefined : this.orders.fillOf(order.orderId, match)],
      [32, formatDecimal(quantity, listing.quantityScale)],
      [31, formatDecimal(price, listing.priceScale)],
      [527, this.style.matchText?.(match) ?? match],
      [851, isOld || !isFill ? undefined : { added: '1', removed: '2', cross: '' }[report.liquidity]],
    ]);
    return this.order(order, {
      execType: isOld ? status : newType,
      execId,
      transType: oldTransType,
      epochMs,
      extra,
    });
  }

  private order(state: OrderState, execution: Execution): readonly OutMessage[] {
    return [this.report(state, this.orders.byOrderId(state.orderId), execution)];
  }

  private report(state: OrderState, known: KnownOrder | undefined, execution: Execution): OutMessage {
    const listing = this.listings.bySymbol(state.symbol);
    const quantity = (value: number): string => formatDecimal(value, listing?.quantityScale ?? 0);
    const isOpen = known?.isOpen ?? state.leaves > 0;
    const { echo } = state;
    return {
      type: '8',
      fields: fields([
        [37, state.orderId],
        [11, execution.clOrdId ?? shownName(state)],
        [41, execution.origClOrdId],
        [17, execution.execId],
        ...this.transType(execution.transType ?? '0'),
        [150, execution.execType],
        [39, execution.status ?? known?.status ?? '0'],
        [1, state.account],
        [55, state.symbol],
        [54, sideCode(state.side)],
        [38, quantity(state.quantity)],
        [40, ordTypeCode(state)],
        [44, state.price === 0 ? undefined : formatDecimal(state.price, listing?.priceScale ?? 0)],
        [99, text(echo['p'])],
        [59, timeInForceCode(state.timeInForce)],
        [18, text(echo['x'])],
        [110, state.minQuantity === 0 ? undefined : quantity(state.minQuantity)],
        [111, shownQuantity(state, quantity)],
        [151, quantity(isOpen ? state.leaves : 0)],
        [14, quantity(state.executed)],
        [6, averageOf(known, state, listing)],
        [60, transactTime(execution.epochMs, this.style.precision)],
        ...(execution.extra ?? []),
      ]),
    };
  }

  private transType(value: string): readonly (readonly [number, string | undefined])[] {
    return this.style.version === '4.2' ? [[20, value]] : [];
  }

  private rejected(report: Extract<OrderReport, { type: 'rejected' }>, execId: string): OutMessage {
    const { token, symbol, reason, echo, epochMs } = report;
    const { version, precision } = this.style;
    return {
      type: '8',
      fields: fields([
        [37, 'NONE'],
        [11, text(echo['clOrdId']) ?? token],
        [17, execId],
        ...this.transType('0'),
        [150, '8'],
        [39, '8'],
        [103, orderRejectCode(reason, version)],
        [55, symbol],
        [54, text(echo['s']) ?? '1'],
        [38, text(echo['q'])],
        [40, text(echo['t'])],
        [151, '0'],
        [14, '0'],
        [6, '0'],
        [60, transactTime(epochMs, precision)],
        [58, report.text === '' ? reason : report.text],
      ]),
    };
  }

  private refused(report: Extract<OrderReport, { type: 'cancelRejected' | 'replaceRejected' }>): OutMessage {
    const { order, reason, echo, token, newToken, epochMs } = report;
    const { version, precision } = this.style;
    const known = order === undefined ? undefined : this.orders.byOrderId(order.orderId);
    const isUnknown = reason === 'unknownOrder' || reason === 'notOwner';
    return {
      type: '9',
      fields: fields([
        [37, isUnknown ? 'NONE' : (order?.orderId ?? 'NONE')],
        [11, text(echo['c']) ?? (newToken === '' ? token : newToken)],
        [41, token],
        [39, isUnknown ? '8' : (known?.status ?? '8')],
        [60, transactTime(epochMs, precision)],
        [434, report.type === 'cancelRejected' ? '1' : '2'],
        [102, cancelRejectCode(reason, version)],
        [58, report.text === '' ? reason : report.text],
      ]),
    };
  }

  private massCanceled(
    report: Extract<OrderReport, { type: 'massCanceled' }>,
    logSequence: number,
  ): readonly OutMessage[] {
    const { requestId, count, epochMs } = report;
    const at = requestId.lastIndexOf('/');
    const asked = requestId.slice(at + 1);
    // FIX 4.2 has no mass cancel: another protocol of the firm asked for it.
    if (this.style.version === '4.2' || at < 0) return [];
    return [
      {
        type: 'r',
        fields: fields([
          [11, requestId.slice(0, at)],
          [37, `M${logSequence}`],
          [530, asked],
          [531, asked],
          [533, count],
          [60, transactTime(epochMs, this.style.precision)],
        ]),
      },
    ];
  }
}

function text(value: string | number | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : String(value);
}

function shownQuantity(state: OrderState, quantity: (value: number) => string): string | undefined {
  if (state.display === 'hidden') return '0';
  return state.displayQuantity === 0 ? undefined : quantity(state.displayQuantity);
}

function averageOf(known: KnownOrder | undefined, state: OrderState, listing: SimListing | undefined): string {
  if (known === undefined || listing === undefined) return '0';
  return formatAverage(known.value, state.executed, listing.priceScale);
}
