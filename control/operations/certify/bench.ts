/** What a certification case works with: one venue, what it says, and the line between us. */
import {
  blankOrder,
  ExecType,
  OrdStatus,
  OrdType,
  Side,
  TimeInForce,
  type SendResult,
  type Venue,
  type VenueOrder,
  type VenueReport,
} from '../../core/venue.js';
import { restingTimeInForce } from '../checks/resting.js';
import type { VenueWatch } from '../checks/venue-watch.js';
import type { Conversation } from './conversation.js';
import type { WireTap } from './wire-tap.js';

/** Sessions' names on the wire begin with these. */
export const ORDERS = 'orders';
export const DROP_COPY = 'drop copy';

/** Of the cases' orders, in the instrument's units. */
export interface CaseOrder {
  readonly instrument: number;
  /** One that the venue does not list under the name that we send. */
  readonly unknownInstrument: number;
  readonly side: 'buy' | 'sell';
  readonly quantity: number;
  /** So far from the market that nothing trades. */
  readonly price: number;
  readonly tick: number;
  /** More than the market shows at its best price. */
  readonly largeQuantity: number;
  /** The largest that the venue takes. */
  readonly maxQuantity: number;
}

export interface BenchParts {
  readonly venue: Venue;
  readonly watch: VenueWatch;
  readonly conversation: Conversation;
  readonly tap: WireTap;
  readonly order: CaseOrder;
  /** Order numbers from here on are free. */
  readonly firstOrderId: number;
  /** From now on what we log on with is wrong; or right again. */
  readonly spoilCredentials: (wrong: boolean) => void;
  /** Numbers go on after a disconnect. Otherwise each logon begins anew. */
  readonly resumes: boolean;
  /** A silent side sends its heartbeat after this. */
  readonly heartbeatMs: number;
  readonly hasDropCopy: boolean;
  /** What the protocol says to a request about an order that is over. */
  readonly lateRequests: 'refused' | 'ignored';
}

const FINAL: ReadonlySet<number> = new Set([
  OrdStatus.filled,
  OrdStatus.canceled,
  OrdStatus.rejected,
  OrdStatus.expired,
]);

/** True for the status of an order that is over. */
export function isFinal(ordStatus: number): boolean {
  return FINAL.has(ordStatus);
}

/** The bench of one run: it remembers which orders the cases have entered. */
export class CertificationBench {
  readonly entered: number[] = [];
  /** Orders whose place another one has taken. */
  readonly replaced = new Set<number>();
  /** Where the conversation stood when the case began. */
  mark = 0;

  constructor(readonly parts: BenchParts) {}

  get venue(): Venue {
    return this.parts.venue;
  }

  get watch(): VenueWatch {
    return this.parts.watch;
  }

  /** A limit order that rests, far from the market, under a new number, with what is asked for. */
  order(more: Partial<VenueOrder> = {}): VenueOrder {
    const { instrument, side, quantity, price } = this.parts.order;
    const timeInForce = restingTimeInForce(this.venue.capabilities);
    const orderId = this.nextId();
    return { ...blankOrder(), orderId, instrument, side: Side[side], quantity, price, timeInForce, ...more };
  }

  /** One that trades at once with what is there, or not at all. */
  marketOrder(quantity: number): VenueOrder {
    const timeInForce = TimeInForce.immediateOrCancel;
    return this.order({ ordType: OrdType.market, timeInForce, price: 0, quantity });
  }

  nextId(): number {
    const orderId = this.parts.firstOrderId + this.entered.length;
    this.entered.push(orderId);
    return orderId;
  }

  submit(order: VenueOrder): number {
    must(this.venue.submit(order), 'order');
    return order.orderId;
  }

  cancel(orderId: number): void {
    must(this.venue.cancel(orderId), 'cancel');
  }

  reportsOf(orderId: number): readonly VenueReport[] {
    return this.watch.reports.filter((report) => report.orderId === orderId);
  }

  reportOf(orderId: number, execType: number): VenueReport | undefined {
    return this.watch.reports.find((report) => report.orderId === orderId && report.execType === execType);
  }

  /** The report that says how an order ended; undefined while it lives. */
  endOf(orderId: number): VenueReport | undefined {
    return this.watch.reports.find((report) => report.orderId === orderId && isFinal(report.ordStatus));
  }

  /** The report of that kind, once it is there. An order that the venue refuses instead is the case's failure. */
  async reported(orderId: number, execType: number, signal: AbortSignal): Promise<VenueReport> {
    const found = await this.watch.until(() => {
      const report = this.reportOf(orderId, execType);
      if (report !== undefined || execType === ExecType.rejected) return report;
      return this.reportOf(orderId, ExecType.rejected) ?? this.watch.refusals.find((each) => each.orderId === orderId);
    }, signal);
    if ('request' in found) throw new Error(`the ${found.request} was refused: ${words(found)}`);
    if (found.execType !== execType) throw new Error(`rejected: ${words(found)}`);
    return found;
  }

  /** An order of ours that rests at the venue. */
  async resting(signal: AbortSignal, more: Partial<VenueOrder> = {}): Promise<number> {
    const orderId = this.submit(this.order(more));
    await this.reported(orderId, ExecType.new, signal);
    return orderId;
  }

  /** Cancels what this run has left at the venue, as far as it can. */
  async tidy(signal: AbortSignal): Promise<void> {
    for (const orderId of this.entered) {
      if (this.reportsOf(orderId).length === 0 || this.endOf(orderId) !== undefined) continue;
      if (this.replaced.has(orderId) || this.venue.cancel(orderId) !== 'sent') continue;
      await this.watch.until(() => this.endOf(orderId), signal).catch(() => undefined);
    }
  }

  /** The first message of that kind on the order session since the case began, once it is there. */
  said(direction: 'sent' | 'received' | 'note', kind: string, signal: AbortSignal, session = ORDERS, mark = this.mark) {
    return this.watch.until(() => this.parts.conversation.find(mark, session, direction, kind), signal);
  }

  /** Order entry is up, and nothing that the venue said is missing. */
  async active(signal: AbortSignal): Promise<void> {
    await this.watch.until(() => (this.watch.state === 'active' ? true : undefined), signal);
  }
}

/** A reason as the venue gives it. */
export function words({ reasonCode, text }: { readonly reasonCode: string; readonly text: string }): string {
  return `${reasonCode} ${text}`.trim() || 'no reason given';
}

export function must(result: SendResult, what: string): void {
  if (result !== 'sent') throw new Error(`the ${what} was not sent: ${result}`);
}
