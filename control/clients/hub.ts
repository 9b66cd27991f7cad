/** One client's reports to all who want them: its FIX session, its drop copy, and whoever waits for the answer to a command. */
import type { ClientCancelReject, ClientHandler, ClientReport, OrderEntry } from '../core/order-entry.js';

export class ClientHub implements ClientHandler {
  private readonly handlers: ClientHandler[] = [];
  /** Hears what the command in hand brings, before it returns. */
  private listener: ClientHandler | undefined;
  /** Has told what commands bring, which otherwise comes when the running callback is over. */
  private tellNow: () => void = () => undefined;

  /** Where commands go to. */
  bind(entry: Pick<OrderEntry, 'tellNow'>): void {
    this.tellNow = () => entry.tellNow();
  }

  add(handler: ClientHandler): void {
    this.handlers.push(handler);
  }

  onReport(report: Readonly<ClientReport>): void {
    for (const handler of this.handlers) handler.onReport(report);
    this.listener?.onReport(report);
  }

  onCancelReject(reject: Readonly<ClientCancelReject>): void {
    for (const handler of this.handlers) handler.onCancelReject(reject);
    this.listener?.onCancelReject(reject);
  }

  /** Runs a command, and shows `listener` what is told while it runs. */
  during<T>(listener: ClientHandler, command: () => T): T {
    const before = this.listener;
    this.listener = listener;
    try {
      const result = command();
      this.tellNow();
      return result;
    } finally {
      this.listener = before;
    }
  }
}
