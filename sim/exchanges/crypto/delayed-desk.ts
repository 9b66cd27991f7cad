/** A drop copy that is told late: the venue mirrors to another system first. */
import type { Timers } from '../../../control/core/world.js';
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { OrderReport } from '../core/orders.js';
import type { Desk, Outcome } from '../fix/desk.js';
import type { OutMessage } from '../fix/out-message.js';

/** What waits at once; what comes beyond is told at once instead, and so out of its order: it cannot happen below this rate. */
const MAX_WAITING = 100_000;

export class DelayedDesk implements Desk {
  readonly accepts: ReadonlySet<string>;
  private emit: ((messages: readonly OutMessage[]) => void) | undefined;
  private waiting = 0;
  /** Counts connections: what waited for an old one is not told to the next. */
  private connection = 0;

  constructor(
    private readonly inner: Desk,
    private readonly timers: Timers,
    private readonly delayMs: number,
  ) {
    this.accepts = inner.accepts;
  }

  take(message: FixMessage, type: string): Outcome {
    return this.inner.take(message, type);
  }

  opened(emit: (messages: readonly OutMessage[]) => void): void {
    this.connection++;
    this.emit = emit;
  }

  closed(): void {
    this.emit = undefined;
    this.waiting = 0;
  }

  tell(report: OrderReport, port: string, logSequence: number): readonly OutMessage[] {
    const messages = this.inner.tell(report, port, logSequence);
    if (this.delayMs === 0 || this.emit === undefined || this.waiting >= MAX_WAITING) return messages;
    if (messages.length === 0) return messages;
    const { connection } = this;
    this.waiting++;
    this.timers.after(this.delayMs, () => {
      if (connection !== this.connection || this.emit === undefined) return;
      this.waiting--;
      this.emit(messages);
    });
    return [];
  }
}
