/** What clients are to be told, in order, until the journal has committed what it rests on. Objects are used again. */
import type { ClientCancelReject, ClientHandler, ClientReport } from '../../core/order-entry.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export type OutReport = Mutable<ClientReport>;
export type OutReject = Mutable<ClientCancelReject>;

export class Outbox {
  /** Reports and rejects that were told, and what a client's handler threw: its own affair, and looked at. */
  readonly counters = { reports: 0, rejects: 0, handlerErrors: 0, waitingMax: 0 };
  lastHandlerError = '';
  private readonly handlers: (ClientHandler | undefined)[] = [];
  private readonly reports: OutReport[] = [];
  private readonly rejects: OutReject[] = [];
  private usedReports = 0;
  private usedRejects = 0;
  /** What waits: a report's index, or -1 - a reject's. */
  private order = new Int32Array(256);
  private count = 0;
  private isFlushing = false;

  attach(client: number, handler: ClientHandler): void {
    this.handlers[client] = handler;
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** The next report, with what the last owner left in it: every field is to be set. */
  report(): OutReport {
    const at = this.usedReports++;
    this.put(at);
    return (this.reports[at] ??= blankReport());
  }

  reject(): OutReject {
    const at = this.usedRejects++;
    this.put(-1 - at);
    return (this.rejects[at] ??= blankReject());
  }

  /** Tells everything that waits. What handlers cause meanwhile is told after it. */
  flush(): void {
    if (this.isFlushing || this.count === 0) return;
    this.isFlushing = true;
    for (let i = 0; i < this.count; i++) this.tell(this.order[i]!);
    this.isFlushing = false;
    this.count = 0;
    this.usedReports = 0;
    this.usedRejects = 0;
  }

  /** Tells something that is no event: it has no number. */
  tellNow(report: Readonly<ClientReport>): void {
    try {
      this.handlers[report.client]?.onReport(report);
    } catch (error) {
      this.counters.handlerErrors++;
      this.lastHandlerError = error instanceof Error ? error.message : String(error);
    }
  }

  private tell(at: number): void {
    const { counters } = this;
    try {
      if (at >= 0) {
        const report = this.reports[at]!;
        counters.reports++;
        this.handlers[report.client]?.onReport(report);
      } else {
        const reject = this.rejects[-1 - at]!;
        counters.rejects++;
        this.handlers[reject.client]?.onCancelReject(reject);
      }
    } catch (error) {
      counters.handlerErrors++;
      this.lastHandlerError = error instanceof Error ? error.message : String(error);
    }
  }

  private put(at: number): void {
    if (this.count === this.order.length) {
      const larger = new Int32Array(this.count * 2);
      larger.set(this.order);
      this.order = larger;
    }
    this.order[this.count++] = at;
    if (this.count > this.counters.waitingMax) this.counters.waitingMax = this.count;
  }
}

export function blankReport(): OutReport {
  return {
    client: 0,
    sequence: 0,
    replayed: false,
    orderId: 0,
    clOrdId: '',
    origClOrdId: '',
    instrument: 0,
    account: '',
    side: 0,
    ordType: 0,
    timeInForce: 0,
    execType: 0,
    ordStatus: 0,
    quantity: 0,
    price: 0,
    stopPrice: 0,
    lastQuantity: 0,
    lastPrice: 0,
    lastVenue: -1,
    execRefId: '',
    cumQuantity: 0,
    leavesQuantity: 0,
    averagePrice: '0',
    reasonCode: '',
    text: '',
    uncertain: false,
    transactEpochMs: 0,
  };
}

function blankReject(): OutReject {
  return {
    client: 0,
    sequence: 0,
    replayed: false,
    orderId: 0,
    clOrdId: '',
    origClOrdId: '',
    request: 'cancel',
    ordStatus: 0,
    reason: 'other',
    text: '',
  };
}
