/** Numbers reports, stamps them, and puts them where gateways find them. */
import type { OrderReport, OrderState } from './orders.js';
import type { ReportStore } from './stores.js';

export interface VenueTime {
  /** ns since midnight of the exchange's day. */
  readonly nowNs: number;
  /** The same moment on the wall clock, as the exchange remembers it. */
  readonly epochMs: number;
}

type Body<R> = R extends OrderReport ? Omit<R, 'portSequence' | 'timeNs' | 'epochMs'> : never;
/** A report without number and time. */
export type ReportBody = Body<OrderReport>;

export class ReportWriter {
  constructor(
    private readonly store: ReportStore,
    private readonly time: VenueTime,
  ) {}

  write(port: string, firm: string, body: ReportBody): void {
    const { nowNs, epochMs } = this.time;
    // The type is the union again: body and stamps together are one of its members.
    const report = { portSequence: this.store.next(port), timeNs: nowNs, epochMs, ...body } as OrderReport;
    this.store.append(port, firm, report);
  }

  /** A report of an order, to the port that owns it. */
  of(order: OrderState, body: ReportBody): void {
    this.write(order.port, order.firm, body);
  }
}
