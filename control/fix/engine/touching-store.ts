/** A session's store that tells when something was saved, so that whoever saves, from wherever, gets a commit. */
import type { NumbersReason, SessionStore, StoredMessage } from '../store/session-store.js';

export class TouchingStore implements SessionStore {
  constructor(
    private readonly store: SessionStore,
    private readonly touch: () => void,
  ) {}

  get nextOutgoing(): number {
    return this.store.nextOutgoing;
  }

  get nextIncoming(): number {
    return this.store.nextIncoming;
  }

  get createdEpochMs(): number {
    return this.store.createdEpochMs;
  }

  get isResetOpen(): boolean {
    return this.store.isResetOpen;
  }

  get passedOver(): SessionStore['passedOver'] {
    return this.store.passedOver;
  }

  get firstStored(): number {
    return this.store.firstStored;
  }

  saveOutgoing(bytes: Uint8Array, start: number, end: number): void {
    this.store.saveOutgoing(bytes, start, end);
    this.touch();
  }

  saveIncoming(bytes: Uint8Array, start: number, end: number): void {
    this.store.saveIncoming(bytes, start, end);
    this.touch();
  }

  setNumbers(reason: NumbersReason, nextOutgoing: number, nextIncoming: number): void {
    this.store.setNumbers(reason, nextOutgoing, nextIncoming);
    this.touch();
  }

  reset(reason: NumbersReason, epochMs: number): void {
    this.store.reset(reason, epochMs);
    this.touch();
  }

  holds(msgSeqNum: number): boolean {
    return this.store.holds(msgSeqNum);
  }

  giveUp(msgSeqNum: number): void {
    this.store.giveUp(msgSeqNum);
    this.touch();
  }

  load(msgSeqNum: number, into: StoredMessage): boolean {
    return this.store.load(msgSeqNum, into);
  }
}
