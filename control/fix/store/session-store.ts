/** What a session must remember across a crash: its two sequence numbers and the messages it sent. */

/** Why sequence numbers were set otherwise than by the next message. */
export type NumbersReason =
  /** ResetSeqNumFlag, by either side. */
  | 'logonReset'
  /** We start over by ourselves (in mid-session, at logout, at disconnect): until the counterparty answers, the reset is open. */
  | 'resetRequested'
  /** SequenceReset-Reset or SequenceReset-GapFill took inbound numbers forward. */
  | 'sequenceReset'
  /** A new session by schedule. */
  | 'schedule'
  /** An operator set them. */
  | 'operator'
  /** The host was restarted: outgoing numbers go on above the synced high-water mark. */
  | 'hostRestart';

/** A stored outgoing message. The bytes are valid until the next call of any store of the same journal, and only in the running callback. */
export interface StoredMessage {
  bytes: Uint8Array;
  start: number;
  end: number;
}

export interface SessionStore {
  /** MsgSeqNum of the next message to send; 1 in a new session. */
  readonly nextOutgoing: number;
  /** MsgSeqNum of the next message we expect; 1 in a new session. */
  readonly nextIncoming: number;
  /** When this run of sequence numbers began. */
  readonly createdEpochMs: number;
  /** This run began with `resetRequested`, and nothing has come from the counterparty since: it may not know of it. */
  readonly isResetOpen: boolean;
  /**
   * Outgoing numbers that were passed over when the store was opened, because the host was restarted and messages with them may have been
   * sent and forgotten: the application must be told. Absent: none were.
   */
  readonly passedOver?: { readonly first: number; readonly last: number } | undefined;
  /** Outgoing numbers below this one were never given a message, or their messages are gone: they are gap-filled. */
  readonly firstStored: number;
  /**
   * Remembers the message that carries `nextOutgoing` and moves it on by one. Administrative messages keep their number, not
   * their bytes: pass `start = end`. Throws JournalError when nothing more can be taken.
   */
  saveOutgoing(bytes: Uint8Array, start: number, end: number): void;
  /** Takes the message that carries `nextIncoming` and moves it on by one; `start = end` where its bytes need not be kept. */
  saveIncoming(bytes: Uint8Array, start: number, end: number): void;
  /** Sets one or both numbers, down or up; messages at and above a lowered outgoing number are forgotten. */
  setNumbers(reason: NumbersReason, nextOutgoing: number, nextIncoming: number): void;
  /** Both numbers to 1, and nothing stored. */
  reset(reason: NumbersReason, epochMs: number): void;
  /** Forgets a stored message for good: it is never sent again, not even after a power cut. */
  giveUp(msgSeqNum: number): void;
  /** Finds a sent message for a resend; false when the number carried an administrative message, or none is kept. */
  load(msgSeqNum: number, into: StoredMessage): boolean;
  /** A message with that number was stored and is neither forgotten nor given up; when `load` does not find it, it is damaged. */
  holds(msgSeqNum: number): boolean;
}
