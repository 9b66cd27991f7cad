/** A firm-wide drop copy: every execution report of the firm, whatever protocol and session the order came in by. It takes no orders. */
import type { OrderReport } from '../core/orders.js';
import type { Desk, Outcome } from './desk.js';
import { ExecutionReports, type ReportStyle } from './execution-reports.js';
import type { FirmOrders } from './firm-orders.js';
import type { Listings } from './listings.js';
import type { OutField, OutMessage } from './out-message.js';

export interface DropCopyOptions {
  readonly style: ReportStyle;
  readonly orders: FirmOrders;
  readonly listings: Listings;
  /** Fields that say whose order it is; by default ClientID (109) or a party of the role 13, the port. */
  readonly owner?: (port: string) => readonly OutField[];
}

export class DropCopyDesk implements Desk {
  readonly accepts: ReadonlySet<string> = new Set<string>();
  private readonly reports: ExecutionReports;
  private readonly owner: (port: string) => readonly OutField[];

  constructor({ style, orders, listings, owner }: DropCopyOptions) {
    this.reports = new ExecutionReports(style, orders, listings);
    this.owner = owner ?? (style.version === '4.2' ? clientId : orderOriginator);
  }

  take(): Outcome {
    // The session refuses everything, because nothing is accepted.
    return {};
  }

  tell(report: OrderReport, port: string, logSequence: number): readonly OutMessage[] {
    const copies: OutMessage[] = [];
    for (const { type, fields } of this.reports.messages(report, logSequence)) {
      // Refusals of requests and answers to mass cancels are the session's own affair.
      if (type === '8') copies.push({ type, fields: [...fields, ...this.owner(port)] });
    }
    return copies;
  }
}

function clientId(port: string): readonly OutField[] {
  return [[109, port]];
}

function orderOriginator(port: string): readonly OutField[] {
  return [
    [453, '1'],
    [448, port],
    [447, 'D'],
    [452, '13'],
  ];
}
