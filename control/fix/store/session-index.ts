/** What the records of one session say, put together: the same whether they are read back or have just been written. */
import { JournalKind, type JournalEntry, type JournalPosition } from '../../core/journal.js';
import { MessagePositions } from './message-positions.js';
import { decodeNumbers, type NumbersRecord } from './numbers-record.js';

/** Streams of FIX sessions in the journal are named so, followed by the session's name. */
export const STREAM_PREFIX = 'fix ';

export class SessionIndex {
  nextOutgoing = 1;
  nextIncoming = 1;
  createdEpochMs = 0;
  /** Outgoing numbers up to this one may have been used. */
  mark = 0;
  /** Passed over at a start, up to the next outgoing number, with nothing sent since; 0 when none are. */
  untoldFrom = 0;
  /** This run of numbers began with a reset that the counterparty was asked for. */
  resetAsked = false;
  /** The session was removed: as if it had never been. */
  removed = false;
  readonly positions = new MessagePositions();
  /** Of the latest record, and of the latest one that tells all numbers; 0 when there is none. */
  latest: JournalPosition = 0;
  numbersPosition: JournalPosition = 0;
  /** Records whose number was not the one that was due: possible only after damage. */
  unexpected = 0;
  /** Where the first of them is; 0 when there is none. */
  firstUnexpected: JournalPosition = 0;

  /** Takes the next record of the session's stream. */
  apply(entry: JournalEntry): void {
    const { kind, number, position } = entry;
    if (kind === JournalKind.fixIn) {
      this.expect(number === this.nextIncoming, position);
      this.nextIncoming = number + 1;
    } else if (kind === JournalKind.fixOut) {
      this.expect(number === this.nextOutgoing, position);
      if (entry.end > entry.start) this.positions.set(number, position);
      this.nextOutgoing = number + 1;
      this.untoldFrom = 0;
    } else if (kind === JournalKind.fixMark) {
      this.mark = number;
    } else if (kind === JournalKind.fixCopy) {
      this.positions.set(number, position);
    } else if (kind === JournalKind.fixGivenUp) {
      this.positions.drop(number);
    } else if (kind === JournalKind.fixNumbers) {
      const record = decodeNumbers(entry.bytes, entry.start, entry.end);
      if (record === undefined) this.expect(false, position);
      else this.applyNumbers(record, position);
    } else {
      return;
    }
    this.latest = position;
  }

  applyNumbers(record: NumbersRecord, position: JournalPosition): void {
    if (record.dropsMessages) this.positions.clear();
    else if (record.nextOutgoing < this.nextOutgoing) this.positions.dropFrom(record.nextOutgoing);
    this.nextOutgoing = record.nextOutgoing;
    this.nextIncoming = record.nextIncoming;
    this.createdEpochMs = record.createdEpochMs;
    this.mark = record.mark;
    this.untoldFrom = record.untoldFrom;
    this.resetAsked = record.isResetOpen;
    this.removed = record.reason === 'removed';
    this.latest = position;
    this.numbersPosition = position;
  }

  get isResetOpen(): boolean {
    return this.resetAsked && this.nextIncoming === 1;
  }

  get firstStored(): number {
    return this.positions.count === 0 ? this.nextOutgoing : this.positions.first;
  }

  /** Before the first record that tells all numbers, older ones are missing because they were forgotten. */
  private expect(isDue: boolean, position: JournalPosition): void {
    if (isDue || this.numbersPosition === 0) return;
    if (this.unexpected++ === 0) this.firstUnexpected = position;
  }
}
