/**
 * The one write-ahead log, as its users see it (DESIGN, decision 9). Whoever wants an effect that must not be forgotten appends
 * a record first, commits, and has the effect after. Its implementation is in control/journal.
 */

/**
 * What a power cut may take. `os`: what was committed in the last seconds; `group`: at most the last `groupSyncMs` (5 ms);
 * `sync`: nothing that was committed. A killed process takes nothing that was committed, whatever the policy.
 */
export type DurabilityPolicy = 'os' | 'group' | 'sync';

/** `full`: the disk has no room, commits fail and are tried again; `failed`: it broke in another way; both may become `open`. */
export type JournalState = 'open' | 'full' | 'failed' | 'closed';

/** Where a record starts in the log: it grows from record to record, below 2^53, and stays the same for good. */
export type JournalPosition = number;

/** Kinds of records, one namespace for all users: a kind is never reused for another meaning. */
export const JournalKind = {
  /** Names a stream: payload is its name in UTF-8. Written by the journal itself. */
  stream: 1,
  /** Everything before position `number` survives a power cut. Written by the journal itself. */
  synced: 2,
  /** The log was closed in order: nothing is missing. Written by the journal itself. */
  closed: 3,
  /** Files were removed because nothing in them was needed; payload is their numbers. Written by the journal itself. */
  removed: 4,
  /** A FIX message we sent; `number` is its MsgSeqNum, payload its bytes. */
  fixOut: 16,
  /** A FIX message we took; `number` is its MsgSeqNum, payload its bytes (none for most administrative messages). */
  fixIn: 17,
  /** Sequence numbers set by hand or by protocol, or reset: the FIX store's own payload. */
  fixNumbers: 18,
  /** Outgoing numbers up to `number` may be used: the high-water mark. */
  fixMark: 19,
  /** A FIX message we sent, put again at the end so that the file it was in can go. */
  fixCopy: 20,
  /** A FIX message that we have sent or stored will never be sent again: its application was told so. */
  fixGivenUp: 21,
  /** A copy of an execution report that was taken on a drop copy session; `number` is its MsgSeqNum, payload its bytes. */
  dropCopy: 32,
  /** An order of ours at a venue as it was asked for or stands; `number` is our order number, payload as control/venues/journal writes it. */
  venueOrder: 48,
  /** A sequenced message of a SoupBinTCP session was taken; `number` is its sequence number, payload its bytes. */
  soupIn: 49,
  /** A SoupBinTCP session was joined; `number` is the next sequence number, payload the session's name. */
  soupSession: 50,
  // Orders (control/orders/engine/log, docs/journal-and-recovery.md): one stream, `orders`; `number` is our number of the order or child unless said otherwise.
  /** The gateway began to write: names of clients and venues by number, and numbers that must not be used again. */
  orderOpened: 64,
  /** A client's new order, accepted or refused. */
  orderNew: 65,
  /** A client's cancel or replace, taken up or refused, and what became of a replace. */
  orderRequest: 66,
  /** A child is about to be sent, or the venue did not take it. */
  orderChild: 67,
  /** A child is about to be cancelled or replaced, or that could not be sent. */
  orderChildRequest: 68,
  /** A venue said something about a child. */
  orderReport: 69,
  /** A venue refused a request about a child. */
  orderRefusal: 70,
  /** What became of a request is not known, or that was found out without the venue. */
  orderUncertain: 71,
  /** What the order's worker decided: started, remembers, tells, finishes. */
  orderWork: 72,
  /** Two people said what became of a child that is uncertain. */
  orderResolution: 73,
  /** An order, or many, are to end: mass cancel, kill switch, disconnect, end of day; `number` is the order, 0 where it says why only. */
  orderControl: 74,
  /** A part of a snapshot of all that is kept; `number` is the part, from 0. */
  orderSnapshot: 75,
  /** SHA-256 over the records of the stream since the last of these, chained; `number` counts them. */
  orderAudit: 76,
  /** A trade of the day, or a cancel or correction of one, as one of three tells it: ours, the venue, the drop copy; payload as control/orders/day/day-log writes it. */
  dayTrade: 80,
  /** The files of a day are written; payload is its date. What is before it is in them. */
  dayClosed: 81,
  /** The next `number` records of the stream are all that it has of the day, put again at the end so that older files can go. */
  dayRepeated: 82,
  /** A report is about to be told to a client on a FIX session; `number` is its sequence, payload as control/clients/fix/told-record writes it. */
  clientTold: 96,
} as const;

export interface JournalEntry {
  readonly position: JournalPosition;
  readonly kind: number;
  /** The stream's number, as `openStream` gave it. */
  readonly stream: number;
  readonly number: number;
  readonly epochMs: number;
  /** The payload is `bytes` from `start` to `end`, valid during the call only. */
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

export interface Journal {
  readonly state: JournalState;
  readonly policy: DurabilityPolicy;
  /**
   * True when what was committed last, before this process opened the log, may be missing: the host was restarted, or the end of the log was
   * damaged. A log that was closed in order, or written with `sync`, misses nothing after a restart of the host.
   */
  readonly hostRestarted: boolean;
  /**
   * Where the log went on, the last time something may have been missing before: a stream whose latest record is before this position must
   * not trust it to be its last one. 0: nothing was ever missing. Unlike `hostRestarted` it stays when the process is started again.
   */
  readonly doubtfulBefore: JournalPosition;
  /** Everything before this position has been committed. */
  readonly committed: JournalPosition;
  /** Everything before this position survives a power cut. */
  readonly synced: JournalPosition;
  /** The number of a stream of records by its name; the same name gives the same number after a restart. */
  openStream(name: string): number;
  /**
   * Puts a record at the end, in memory: nothing is safe before the commit. Takes what it is given even when the disk is full, up
   * to `maxPendingBytes`, then throws JournalError `JOURNAL_FULL`: callers stop before that, by `state`.
   */
  append(kind: number, stream: number, number: number, bytes: Uint8Array, start: number, end: number): JournalPosition;
  /**
   * Hands everything appended to the system, and with `sync` to the disk. Returns false when that failed (`state` says how): what
   * was appended is kept, and the journal tries again by itself; `onStateChange` tells when it worked.
   */
  commit(): boolean;
  /** Called after `synced` has moved on. */
  onSynced(listener: () => void): void;
  onStateChange(listener: (state: JournalState) => void): void;
  /** The next commit returns true only when what it commits survives a power cut, whatever the policy: for what must never be forgotten. */
  requireSync(): void;
  /** Asks for a sync now, whatever the policy; `onSynced` follows. */
  requestSync(): void;
  /** Blocks until everything committed survives a power cut. Throws JournalError. */
  syncNow(): void;
  /** Reads one record back, committed or pending. Throws JournalError when there is none at that place. */
  read(position: JournalPosition, visit: (entry: JournalEntry) => void): void;
  /** All records in order from a position on, up to what is committed; `visit` returns false to stop. */
  scan(from: JournalPosition, visit: (entry: JournalEntry) => boolean): void;
  /**
   * Records of the stream before `position` are not needed any more: scans may leave them out, and files in which nothing is needed go. It
   * happens once the record at `position` is safe, so that what replaces the forgotten ones cannot be lost.
   */
  forget(stream: number, position: JournalPosition): void;
  /**
   * Called when old files are kept only because of a stream that has little in them: its owner appends anew, soon, what it needs from
   * before `position`, then forgets.
   */
  onCompact(listener: (stream: number, position: JournalPosition) => void): void;
  /** Commits, syncs, and gives the files up. */
  close(): void;
}
