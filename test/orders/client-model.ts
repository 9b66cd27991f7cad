/** What a client makes of its reports, by nothing but their text: each number once, sums by its own arithmetic, complaints where they do not agree. */
import {
  execIdOf,
  type ClientCancelReject,
  type ClientHandler,
  type ClientReport,
} from '../../control/core/order-entry.js';
import { ExecType, OrdStatus } from '../../control/core/venue.js';

interface Known {
  quantity: number;
  cum: number;
  status: number;
  uncertain: boolean;
  readonly trades: { quantity: number; price: number; counts: boolean }[];
  readonly reports: string[];
}

const FINAL: readonly number[] = [OrdStatus.filled, OrdStatus.canceled, OrdStatus.rejected, OrdStatus.expired];

export class ClientModel implements ClientHandler {
  readonly orders = new Map<number, Known>();
  readonly complaints: string[] = [];
  /** Of every request: how it was answered. */
  readonly answers = new Map<string, string>();
  /** How often each code was told. */
  readonly codes: Record<string, number> = {};
  last = 0;
  private readonly tradesByExecId = new Map<string, { trade: Known['trades'][number]; order: Known }>();
  private readonly digests: string[] = [];

  onReport(report: Readonly<ClientReport>): void {
    if (report.sequence === 0) return;
    if (!this.isNew(report.sequence, report.replayed, JSON.stringify({ ...report, replayed: false }))) return;
    const { reasonCode } = report;
    if (reasonCode !== '') this.codes[reasonCode] = (this.codes[reasonCode] ?? 0) + 1;
    let order = this.orders.get(report.orderId);
    if (order === undefined) {
      order = { quantity: report.quantity, cum: 0, status: 0, uncertain: false, trades: [], reports: [] };
      this.orders.set(report.orderId, order);
      if (report.execType !== ExecType.new && report.execType !== ExecType.rejected)
        this.complain(report, 'does not begin with New');
    }
    order.reports.push(String.fromCharCode(report.execType));
    const before = order.cum;
    this.trades(report, order);
    order.status = report.ordStatus;
    order.quantity = report.quantity;
    order.uncertain = report.uncertain;
    const counting = order.trades.filter(({ counts }) => counts);
    const cum = counting.reduce((sum, { quantity }) => sum + quantity, 0);
    order.cum = cum;
    if (cum !== report.cumQuantity) this.complain(report, `CumQty ${report.cumQuantity}, trades make ${cum}`);
    if (cum < before && report.execType !== ExecType.tradeCancel && report.execType !== ExecType.tradeCorrect) {
      this.complain(report, 'CumQty falls');
    }
    const money = counting.reduce((sum, { quantity, price }) => sum + BigInt(quantity) * BigInt(price), 0n);
    const average = cum === 0 ? '0' : exactAverage(money, BigInt(cum));
    if (average !== report.averagePrice) this.complain(report, `AvgPx ${report.averagePrice}, trades make ${average}`);
    if (FINAL.includes(report.ordStatus) && report.leavesQuantity !== 0)
      this.complain(report, `ended, and leaves ${report.leavesQuantity}`);
    if (report.leavesQuantity !== 0 && report.leavesQuantity !== report.quantity - cum)
      this.complain(report, `leaves ${report.leavesQuantity}`);
    if (report.origClOrdId !== '') this.answers.set(report.clOrdId, String.fromCharCode(report.execType));
  }

  onCancelReject(reject: Readonly<ClientCancelReject>): void {
    if (!this.isNew(reject.sequence, reject.replayed, JSON.stringify({ ...reject, replayed: false }))) return;
    this.answers.set(reject.clOrdId, 'j');
    const order = this.orders.get(reject.orderId);
    if (order !== undefined) order.status = reject.ordStatus;
  }

  private trades(report: Readonly<ClientReport>, order: Known): void {
    const { execType, lastQuantity: quantity, lastPrice: price } = report;
    if (execType === ExecType.trade) {
      const trade = { quantity, price, counts: true };
      order.trades.push(trade);
      this.tradesByExecId.set(execIdOf(report.sequence), { trade, order });
    } else if (execType === ExecType.tradeCancel || execType === ExecType.tradeCorrect) {
      const found = this.tradesByExecId.get(report.execRefId);
      if (found?.order !== order || !found.trade.counts) {
        this.complain(report, `takes back a trade that is not known: ${report.execRefId}`);
        return;
      }
      // Each may be cited once: the next one cites this report.
      this.tradesByExecId.delete(report.execRefId);
      this.tradesByExecId.set(execIdOf(report.sequence), found);
      if (execType === ExecType.tradeCancel) found.trade.counts = false;
      else {
        found.trade.quantity = quantity;
        found.trade.price = price;
      }
    } else if (quantity !== 0) this.complain(report, 'has LastQty and is no trade');
  }

  private isNew(sequence: number, replayed: boolean, content: string): boolean {
    if (sequence <= this.last) {
      if (!replayed) this.complaints.push(`report ${sequence} comes twice`);
      else if (this.digests[sequence] !== content) {
        this.complaints.push(
          `report ${sequence} is another after the restart: ${content} was ${this.digests[sequence]}`,
        );
      }
      return false;
    }
    if (sequence !== this.last + 1) this.complaints.push(`report ${sequence} after ${this.last}`);
    this.last = sequence;
    this.digests[sequence] = content;
    return true;
  }

  private complain(report: Readonly<ClientReport>, text: string): void {
    this.complaints.push(
      `report ${report.sequence} of order ${report.orderId} (${String.fromCharCode(report.execType)}): ${text}`,
    );
  }
}

/** To ten places, prices with four decimals. */
function exactAverage(money: bigint, quantity: bigint): string {
  const scaled = (money * 10n ** 6n * 2n + quantity) / (quantity * 2n);
  const text = scaled.toString().padStart(11, '0');
  const whole = text.slice(0, -10);
  const rest = text.slice(-10).replace(/0+$/, '');
  return rest === '' ? whole : `${whole}.${rest}`;
}
