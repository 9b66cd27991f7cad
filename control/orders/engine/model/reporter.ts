/** Makes what clients are told from an order as it stands, and numbers it. The same events make the same reports, also when the journal is read again. */
import type { ClientCancelReject, ClientReport } from '../../../core/order-entry.js';
import type { Instrument } from '../../../core/instruments.js';
import { OrdStatus } from '../../../core/venue.js';
import { averagePrice } from '../../state/average-price.js';
import type { OutReport, Outbox } from '../outbox.js';
import type { OrderIndex } from './order-index.js';
import type { ParentOrder } from './parent-order.js';

export class Reporter {
  /** While the journal is read: what is told was told before. */
  replayed = false;

  constructor(
    private readonly index: OrderIndex,
    private readonly outbox: Outbox,
    private readonly instruments: readonly Instrument[],
  ) {}

  /** Number of the report that comes next. */
  next(client: number): number {
    return this.index.sequences[client]! + 1;
  }

  /** What happened to an order. */
  tell(order: ParentOrder, at: number, execType: number, code = '', text = ''): OutReport {
    const report = this.outbox.report();
    report.client = order.client;
    report.sequence = ++this.index.sequences[order.client]!;
    report.replayed = this.replayed;
    report.clOrdId = order.clOrdId;
    report.origClOrdId = '';
    report.execType = execType;
    report.lastQuantity = 0;
    report.lastPrice = 0;
    report.lastVenue = -1;
    report.execRefId = '';
    report.reasonCode = code;
    report.text = text;
    report.transactEpochMs = at;
    order.lastEpochMs = at;
    this.describe(order, report);
    return report;
  }

  /** The order as it stands: what reports and answers to questions share. */
  describe(order: ParentOrder, report: OutReport): void {
    const { terms, state, replacing } = order;
    // Until a replacement is confirmed the old terms are what there is.
    const standing = replacing === undefined ? terms : replacing.old;
    report.orderId = order.orderId;
    report.instrument = terms.instrument;
    report.account = terms.account;
    report.side = terms.side;
    report.ordType = terms.ordType;
    report.timeInForce = terms.timeInForce;
    report.ordStatus = state.ordStatus;
    report.quantity = state.quantity;
    report.price = standing.price;
    report.stopPrice = standing.stopPrice;
    report.cumQuantity = state.cumQuantity;
    report.leavesQuantity = order.isDone ? 0 : state.leavesQuantity;
    report.averagePrice = averagePrice(
      state.notional,
      state.cumQuantity,
      this.instruments[terms.instrument]?.priceScale ?? 0,
    );
    report.uncertain = order.isUncertain;
  }

  reject(
    client: number,
    order: ParentOrder | undefined,
    clOrdId: string,
    origClOrdId: string,
    request: ClientCancelReject['request'],
    reason: ClientCancelReject['reason'],
    text: string,
  ): void {
    const reject = this.outbox.reject();
    reject.client = client;
    reject.sequence = ++this.index.sequences[client]!;
    reject.replayed = this.replayed;
    reject.orderId = order?.orderId ?? 0;
    reject.clOrdId = clOrdId;
    reject.origClOrdId = order?.clOrdId ?? origClOrdId;
    reject.request = request;
    reject.ordStatus = order?.state.ordStatus ?? OrdStatus.rejected;
    reject.reason = reason;
    reject.text = text;
  }
}

export type { ClientReport };
