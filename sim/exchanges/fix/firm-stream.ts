/** Reports of a firm in the order of the exchange's log: first into its orders, then to its sessions. */
import type { OrderReport } from '../core/orders.js';
import { execIdOf } from './exec-id.js';
import { FirmOrders } from './firm-orders.js';
import { fromNote } from './out-message.js';
import type { FixSession } from './session.js';

export class FirmStream {
  readonly orders = new FirmOrders();
  /** What the newest logon of each port left for everybody. */
  readonly logonData = new Map<string, string>();
  private readonly sessions: FixSession[] = [];

  constructor(readonly firm: string) {}

  join(session: FixSession): void {
    this.sessions.push(session);
  }

  hear(report: OrderReport, port: string, logSequence: number): void {
    if (report.type === 'note') {
      const note = fromNote(report.key, report.value);
      if (note?.kind === 'logon' && note.data !== undefined) this.logonData.set(port, note.data);
    }
    this.orders.apply(report, execIdOf(report, logSequence));
    for (const session of this.sessions) session.onReport(report, port, logSequence);
  }
}
