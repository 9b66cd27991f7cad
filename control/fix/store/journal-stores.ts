/** The stores of all sessions over one journal: reads it once, and keeps old files from being held by sessions that are quiet. */
import { JournalKind, type Journal, type JournalPosition } from '../../core/journal.js';
import type { Clock, Timers } from '../../core/world.js';
import { FixStoreError } from './errors.js';
import { JournalSessionStore } from './journal-store.js';
import { encodeNumbers } from './numbers-record.js';
import { SessionIndex, STREAM_PREFIX } from './session-index.js';

export interface JournalStoresOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Messages that a session keeps for resends, about: the oldest ones are forgotten beyond it. 10,000,000 when absent. */
  readonly maxMessages?: number;
}

interface Waiting {
  readonly stream: number;
  readonly position: JournalPosition;
  readonly after: JournalPosition;
}

/** One stream's records on their way out of old files. */
interface Move {
  readonly stream: number;
  readonly store: JournalSessionStore;
  readonly before: JournalPosition;
  /** The next number to look at. */
  number: number;
}

const MAX_MESSAGES = 10_000_000;
/** A piece of moving: so many numbers looked at, or bytes written. */
const MOVE_NUMBERS = 20_000;
const MOVE_BYTES = 128 * 1024;

export class JournalSessionStores {
  private readonly indexes = new Map<number, SessionIndex>();
  private readonly stores = new Map<number, JournalSessionStore>();
  private waiting: Waiting[] = [];
  private readonly moves: Move[] = [];

  /** Reads the whole log. Throws JournalError. */
  constructor(private readonly options: JournalStoresOptions) {
    const { journal } = options;
    const { indexes } = this;
    let stream = -1;
    let index: SessionIndex | undefined;
    journal.scan(0, (entry) => {
      // Streams of others are none of ours: what was written or forgotten there would be their loss.
      if (entry.kind < JournalKind.fixOut || entry.kind > JournalKind.fixGivenUp) return true;
      if (entry.stream !== stream || index === undefined) {
        stream = entry.stream;
        index = indexes.get(stream);
        if (index === undefined) indexes.set(stream, (index = new SessionIndex()));
      }
      index.apply(entry);
      return true;
    });
    journal.onSynced(() => this.forgetWaiting());
    journal.onCompact((each, position) => this.compact(each, position));
  }

  /**
   * The store of a session; new sessions begin with number 1. Its first records are safe after the next commit. Throws FixStoreError
   * when the session is open, and JournalError.
   */
  open(name: string): JournalSessionStore {
    const stream = this.options.journal.openStream(STREAM_PREFIX + name);
    if (this.stores.has(stream)) throw new FixStoreError('FIX_STORE_OPEN', 'the session is open', { where: name });
    let index = this.indexes.get(stream);
    if (index === undefined) this.indexes.set(stream, (index = new SessionIndex()));
    const store = this.makeStore(name, stream, index);
    this.stores.set(stream, store);
    return store;
  }

  private makeStore(name: string, stream: number, index: SessionIndex): JournalSessionStore {
    const { journal, clock, maxMessages = MAX_MESSAGES } = this.options;
    return new JournalSessionStore(name, {
      journal,
      clock,
      stream,
      index,
      maxMessages,
      forgetLater: (position, after) => this.forgetLater({ stream, position, after }),
    });
  }

  /** The session's store is not used any more; what it holds stays, and `open` finds it again. */
  close(name: string): void {
    this.stores.delete(this.options.journal.openStream(STREAM_PREFIX + name));
  }

  /** Forgets a session for good: numbers and messages. It must not be open. */
  remove(name: string): void {
    const stream = this.options.journal.openStream(STREAM_PREFIX + name);
    if (this.stores.has(stream)) throw new FixStoreError('FIX_STORE_OPEN', 'the session is open', { where: name });
    const index = this.indexes.get(stream);
    if (index !== undefined && !index.removed) this.bury(stream, index);
  }

  /** Says in the log that the session is gone. The record has to outlive all others of the session, wherever those are. */
  private bury(stream: number, index: SessionIndex): void {
    const record = { reason: 'removed', dropsMessages: true, isResetOpen: false, mark: 0, untoldFrom: 0 } as const;
    const numbers = { ...record, nextOutgoing: 1, nextIncoming: 1, createdEpochMs: 0 };
    const payload = encodeNumbers(numbers);
    const position = this.options.journal.append(JournalKind.fixNumbers, stream, 1, payload, 0, payload.length);
    index.applyNumbers(numbers, position);
    this.forgetLater({ stream, position, after: position });
  }

  private forgetLater(waiting: Waiting): void {
    this.waiting = this.waiting.filter(
      ({ stream, position }) => stream !== waiting.stream || position > waiting.position,
    );
    this.waiting.push(waiting);
    this.forgetWaiting();
  }

  private forgetWaiting(): void {
    const { journal } = this.options;
    const safe = this.waiting.filter(({ after }) => after < journal.synced);
    if (safe.length === 0) return;
    this.waiting = this.waiting.filter(({ after }) => after >= journal.synced);
    for (const { stream, position } of safe) journal.forget(stream, position);
  }

  private compact(stream: number, before: JournalPosition): void {
    const index = this.indexes.get(stream);
    if (index === undefined) return;
    if (index.removed && !this.stores.has(stream)) {
      this.bury(stream, index);
      return;
    }
    const store = this.stores.get(stream) ?? this.borrow(stream, index);
    if (store === undefined) return;
    this.moves.push({ stream, store, before, number: store.firstStored });
    if (this.moves.length === 1) this.options.timers.after(0, () => this.move());
  }

  /** A store for a session that nobody has open, to move its records; none when opening it would have to say something to its owner. */
  private borrow(stream: number, index: SessionIndex): JournalSessionStore | undefined {
    return index.latest < this.options.journal.doubtfulBefore ? undefined : this.makeStore('', stream, index);
  }

  /** Moves a piece: live traffic goes on in between. */
  private move(): void {
    const [move] = this.moves;
    const { journal, timers } = this.options;
    if (move === undefined || journal.state === 'closed') return;
    if (journal.state === 'open') {
      if (this.movePiece(move)) this.moves.shift();
      journal.commit();
    }
    if (this.moves.length > 0) timers.after(journal.state === 'open' ? 0 : 1000, () => this.move());
  }

  /** True when nothing is left to move. */
  private movePiece(move: Move): boolean {
    const { store, stream, before } = move;
    const open = this.stores.get(stream);
    // Opened, closed or removed meanwhile: the file is asked for again when the log is opened the next time.
    if (open !== undefined && open !== store) return true;
    let bytes = 0;
    for (let looked = 0; looked < MOVE_NUMBERS && bytes < MOVE_BYTES; looked++) {
      if (move.number >= store.nextOutgoing) {
        const after = store.snapshot();
        this.forgetLater({ stream, position: before, after });
        return true;
      }
      bytes += store.moveUp(move.number++, before);
    }
    return false;
  }
}
