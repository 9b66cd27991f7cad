/** ExecID (17): the exchange's day and the number of the report in its log, so it is the same on every session, and after every restart. */
import type { OrderReport } from '../core/orders.js';

export function execIdOf(report: OrderReport, logSequence: number): string {
  return `${new Date(report.epochMs).toISOString().slice(2, 10).replaceAll('-', '')}-${logSequence}`;
}
