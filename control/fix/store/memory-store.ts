/** Sequence numbers and sent messages in memory only: for tests, and for sessions that start over with every connection. */
import type { Clock } from '../../core/world.js';
import type { NumbersReason, SessionStore, StoredMessage } from './session-store.js';

export class MemorySessionStore implements SessionStore {
  nextOutgoing = 1;
  nextIncoming = 1;
  createdEpochMs: number;
  private beganWith: NumbersReason | undefined;
  private readonly sent = new Map<number, Uint8Array>();

  /** @param maxMessages the oldest ones are forgotten beyond it, and gap-filled when they are asked for */
  constructor(
    clock: Clock,
    private readonly maxMessages = 100_000,
  ) {
    this.createdEpochMs = clock.epochMs();
  }

  get isResetOpen(): boolean {
    return this.beganWith === 'resetRequested' && this.nextIncoming === 1;
  }

  get firstStored(): number {
    const first = this.sent.keys().next();
    return first.done === true ? this.nextOutgoing : first.value;
  }

  saveOutgoing(bytes: Uint8Array, start: number, end: number): void {
    const number = this.nextOutgoing++;
    if (start === end) return;
    this.sent.set(number, bytes.slice(start, end));
    if (this.sent.size > this.maxMessages) this.sent.delete(this.firstStored);
  }

  saveIncoming(): void {
    this.nextIncoming++;
  }

  setNumbers(_reason: NumbersReason, nextOutgoing: number, nextIncoming: number): void {
    for (const number of [...this.sent.keys()]) if (number >= nextOutgoing) this.sent.delete(number);
    this.beganWith = undefined;
    this.nextOutgoing = nextOutgoing;
    this.nextIncoming = nextIncoming;
  }

  reset(reason: NumbersReason, epochMs: number): void {
    this.beganWith = reason;
    this.sent.clear();
    this.nextOutgoing = 1;
    this.nextIncoming = 1;
    this.createdEpochMs = epochMs;
  }

  giveUp(msgSeqNum: number): void {
    this.sent.delete(msgSeqNum);
  }

  holds(msgSeqNum: number): boolean {
    return this.sent.has(msgSeqNum);
  }

  load(msgSeqNum: number, into: StoredMessage): boolean {
    const bytes = this.sent.get(msgSeqNum);
    if (bytes === undefined) return false;
    into.bytes = bytes;
    into.start = 0;
    into.end = bytes.length;
    return true;
  }
}
