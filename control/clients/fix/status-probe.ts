import type { ClientHandler, ClientReport } from '../../core/order-entry.js';

/** An order as it stands, for a look before a replace. */
export class StatusProbe implements ClientHandler {
  orderId = 0;
  instrument = -1;
  side = 0;
  ordType = 0;
  timeInForce = 0;
  ordStatus = 0;

  onReport(report: Readonly<ClientReport>): void {
    this.orderId = report.orderId;
    this.instrument = report.instrument;
    this.side = report.side;
    this.ordType = report.ordType;
    this.timeInForce = report.timeInForce;
    this.ordStatus = report.ordStatus;
  }

  onCancelReject(): void {
    // Not an answer to a status request.
  }
}
