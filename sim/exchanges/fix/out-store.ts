/** What a session has sent, by number, for resends. Bounded: what is older than the limit is filled over as if it were administrative. */
import { isRepeatable, type OutMessage } from './out-message.js';

export interface KeptMessage {
  readonly message: OutMessage;
  /** When it was due, epoch ms: OrigSendingTime (122) of a resend, the same at every gateway. */
  readonly epochMs: number;
}

export class OutStore {
  /** Number of the next message. */
  next = 1;
  private readonly kept = new Map<number, KeptMessage>();

  constructor(private readonly limit: number) {}

  /** Gives a message its number. */
  add(message: OutMessage, epochMs: number): number {
    const number = this.next++;
    if (isRepeatable(message)) this.kept.set(number, { message, epochMs });
    this.kept.delete(number - this.limit);
    return number;
  }

  /** Undefined for what a resend fills over. */
  get(number: number): KeptMessage | undefined {
    return this.kept.get(number);
  }

  reset(): void {
    this.next = 1;
    this.kept.clear();
  }
}
