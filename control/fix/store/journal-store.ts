/** A session's store as an index over the journal: what it saves are records, what it loads are read back from them. */
import { JournalKind, type Journal, type JournalEntry, type JournalPosition } from '../../core/journal.js';
import { CrossfeedError } from '../../core/errors.js';
import type { Clock } from '../../core/world.js';
import { FixStoreError } from './errors.js';
import { NumberMark } from './number-mark.js';
import { encodeNumbers, type NumbersRecordReason } from './numbers-record.js';
import type { SessionIndex } from './session-index.js';
import type { NumbersReason, SessionStore, StoredMessage } from './session-store.js';

export interface JournalStoreParts {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly stream: number;
  readonly index: SessionIndex;
  /** Beyond about so many, twice as many at most, the oldest ones are forgotten, and gap-filled when they are asked for. */
  readonly maxMessages: number;
  /** Records of the stream before `position` may go once the one at `after` is safe. */
  readonly forgetLater: (position: JournalPosition, after: JournalPosition) => void;
}

const NO_BYTES = new Uint8Array(0);
/** Numbers written anew for these reasons say nothing about what the run began with. */
const KEEPS_RESET: ReadonlySet<NumbersRecordReason> = new Set(['snapshot', 'hostRestart']);
/** Of the oldest messages so many are forgotten at a time, and the log is told. */
const DROP_MESSAGES = 65_536;

export class JournalSessionStore implements SessionStore {
  readonly passedOver: { readonly first: number; readonly last: number } | undefined;
  /** Messages that could not be read back: gap-filled, and to be looked into. */
  damagedLoads = 0;
  lastDamage: CrossfeedError | undefined;
  private readonly journal: Journal;
  private readonly stream: number;
  private readonly index: SessionIndex;
  private readonly mark: NumberMark;
  /** What the journal showed last, and how many messages it has shown. */
  private readonly loaded: StoredMessage = { bytes: NO_BYTES, start: 0, end: 0 };
  private loads = 0;
  private wanted = 0;

  /** Use `JournalSessionStores.open`. */
  constructor(
    readonly name: string,
    private readonly parts: JournalStoreParts,
  ) {
    const { journal, clock, stream, index } = parts;
    this.journal = journal;
    this.stream = stream;
    this.index = index;
    this.mark = new NumberMark(journal, clock, stream);
    if (index.latest === 0 || index.removed) {
      this.writeNumbers('created', true, 1, 1, clock.epochMs());
      return;
    }
    const { nextOutgoing, nextIncoming } = index;
    if (index.latest < journal.doubtfulBefore) {
      const next = Math.max(nextOutgoing, index.mark + 1);
      this.writeNumbers('hostRestart', false, next, nextIncoming, index.createdEpochMs);
    } else {
      this.mark.resume(index.mark, index.latest);
      this.writeNumbers('snapshot', false, nextOutgoing, nextIncoming, index.createdEpochMs);
    }
    // Told before the first message leaves; a process that ends before that leaves it to the next one.
    if (index.untoldFrom !== 0) this.passedOver = { first: index.untoldFrom, last: index.nextOutgoing - 1 };
    parts.forgetLater(Math.min(index.numbersPosition, index.positions.oldest()), index.numbersPosition);
  }

  get nextOutgoing(): number {
    return this.index.nextOutgoing;
  }

  get nextIncoming(): number {
    return this.index.nextIncoming;
  }

  get createdEpochMs(): number {
    return this.index.createdEpochMs;
  }

  get isResetOpen(): boolean {
    return this.index.isResetOpen;
  }

  get firstStored(): number {
    return this.index.firstStored;
  }

  /** Messages that can be loaded. */
  get storedMessages(): number {
    return this.index.positions.count;
  }

  /** Times a commit had to wait because numbers came faster than marks were synced. */
  get markWaits(): number {
    return this.mark.waits;
  }

  saveOutgoing(bytes: Uint8Array, start: number, end: number): void {
    const { index } = this;
    const number = index.nextOutgoing;
    this.mark.use(number);
    const position = this.journal.append(JournalKind.fixOut, this.stream, number, bytes, start, end);
    if (end > start) {
      index.positions.set(number, position);
      if (index.positions.count > this.parts.maxMessages) this.dropOldest();
    }
    index.nextOutgoing = number + 1;
    index.untoldFrom = 0;
    index.latest = position;
  }

  saveIncoming(bytes: Uint8Array, start: number, end: number): void {
    const { index } = this;
    index.latest = this.journal.append(JournalKind.fixIn, this.stream, index.nextIncoming, bytes, start, end);
    index.nextIncoming++;
  }

  setNumbers(reason: NumbersReason, nextOutgoing: number, nextIncoming: number): void {
    checkNumbers(nextOutgoing, nextIncoming);
    this.writeNumbers(reason, false, nextOutgoing, nextIncoming, this.index.createdEpochMs);
  }

  reset(reason: NumbersReason, epochMs: number): void {
    const position = this.writeNumbers(reason, true, 1, 1, epochMs);
    this.parts.forgetLater(position, position);
  }

  giveUp(msgSeqNum: number): void {
    const { index, journal } = this;
    if (index.positions.get(msgSeqNum) === 0) return;
    index.latest = journal.append(JournalKind.fixGivenUp, this.stream, msgSeqNum, NO_BYTES, 0, 0);
    index.positions.drop(msgSeqNum);
    // A power cut that takes it back would have a message sent that was said to be given up.
    journal.requireSync();
  }

  holds(msgSeqNum: number): boolean {
    return this.index.positions.get(msgSeqNum) !== 0;
  }

  load(msgSeqNum: number, into: StoredMessage): boolean {
    const position = this.index.positions.get(msgSeqNum);
    if (position === 0) return false;
    const before = this.loads;
    this.wanted = msgSeqNum;
    try {
      this.journal.read(position, this.keep);
    } catch (error) {
      if (!(error instanceof CrossfeedError)) throw error;
      this.lastDamage = error;
    }
    if (this.loads === before) {
      this.damagedLoads++;
      return false;
    }
    into.bytes = this.loaded.bytes;
    into.start = this.loaded.start;
    into.end = this.loaded.end;
    return true;
  }

  /** Writes a record that tells all numbers, so that older ones need not be read. */
  snapshot(): JournalPosition {
    const { nextOutgoing, nextIncoming, createdEpochMs } = this.index;
    return this.writeNumbers('snapshot', false, nextOutgoing, nextIncoming, createdEpochMs);
  }

  /** Writes a stored message anew when it is before `position`. Returns how many bytes that took. */
  moveUp(msgSeqNum: number, position: JournalPosition): number {
    const { positions } = this.index;
    const at = positions.get(msgSeqNum);
    if (at === 0 || at >= position) return 0;
    const message: StoredMessage = { bytes: NO_BYTES, start: 0, end: 0 };
    if (!this.load(msgSeqNum, message)) return 0;
    const { bytes, start, end } = message;
    positions.set(msgSeqNum, this.journal.append(JournalKind.fixCopy, this.stream, msgSeqNum, bytes, start, end));
    return end - start;
  }

  private readonly keep = ({ kind, stream, number, bytes, start, end }: JournalEntry): void => {
    const isMessage = kind === JournalKind.fixOut || kind === JournalKind.fixCopy;
    if (!isMessage || stream !== this.stream || number !== this.wanted) return;
    // Where the journal has it: what it appends meanwhile goes elsewhere, and only what is read next takes the place.
    this.loaded.bytes = bytes;
    this.loaded.start = start;
    this.loaded.end = end;
    this.loads++;
  };

  private writeNumbers(
    reason: NumbersRecordReason,
    dropsMessages: boolean,
    nextOutgoing: number,
    nextIncoming: number,
    createdEpochMs: number,
  ): JournalPosition {
    const { index, journal } = this;
    const isNew = dropsMessages || nextOutgoing !== index.nextOutgoing;
    // Lowered numbers that a power cut brings back would be taken for the ones that were sent since.
    if (isNew || nextIncoming < index.nextIncoming) journal.requireSync();
    const mark = isNew ? this.mark.restart(nextOutgoing) : this.mark.current;
    const isResetOpen = reason === 'resetRequested' || (KEEPS_RESET.has(reason) && index.isResetOpen);
    const untoldFrom = this.untoldFrom(reason, isNew, nextOutgoing);
    const record = { reason, dropsMessages, nextOutgoing, nextIncoming, createdEpochMs, mark, isResetOpen, untoldFrom };
    const payload = encodeNumbers(record);
    const position = journal.append(JournalKind.fixNumbers, this.stream, nextOutgoing, payload, 0, payload.length);
    index.applyNumbers(record, position);
    return position;
  }

  private untoldFrom(reason: NumbersRecordReason, isNew: boolean, nextOutgoing: number): number {
    const { index } = this;
    if (reason !== 'hostRestart') return isNew ? 0 : index.untoldFrom;
    if (index.untoldFrom !== 0) return index.untoldFrom;
    return nextOutgoing > index.nextOutgoing ? index.nextOutgoing : 0;
  }

  private dropOldest(): void {
    const { positions } = this.index;
    const { maxMessages, forgetLater } = this.parts;
    const slack = Math.min(DROP_MESSAGES, maxMessages);
    if (positions.count < maxMessages + slack) return;
    positions.dropBelow(positions.first + slack);
    forgetLater(positions.oldest(), this.snapshot());
  }
}

function checkNumbers(nextOutgoing: number, nextIncoming: number): void {
  for (const number of [nextOutgoing, nextIncoming]) {
    if (Number.isSafeInteger(number) && number >= 1 && number <= 0xffffffff) continue;
    throw new FixStoreError('FIX_STORE_NUMBERS', 'no sequence number', { found: number, expected: '1 to 4294967295' });
  }
}
