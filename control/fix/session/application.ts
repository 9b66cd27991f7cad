/** What a session asks of the program that uses it, and tells it. All of it is called inside the session's own turn. */
import type { FixEncoder } from '../../protocols/fix/encoder.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import type { FixSession } from './session.js';

/** The application's answer to a message: `accepted`, or a Business Message Reject (before FIX 4.2: a Reject). */
export type Verdict = 'accepted' | BusinessReject;

export interface BusinessReject {
  /** BusinessRejectReason (380); 3 is "unsupported message type", 4 "application not available". */
  readonly reason: number;
  readonly text: string;
  /** BusinessRejectRefID (379). */
  readonly refId?: string;
}

/**
 * Why numbers that carried, or may have carried, messages were passed over instead of delivered. `damaged`: the message was stored and cannot be read
 * back, so that it cannot be sent again.
 */
export type NotDelivered = 'gapFilled' | 'reset' | 'stale' | 'damaged';

/**
 * What is known of messages that were passed over. `neverSent`: nothing of them has left, so nobody can have acted on them.
 * `uncertain`: they were sent, or may have been; that the counterparty asks for a message says that it does not remember it, not that it
 * never acted on it. Before anything else is made of an order that is uncertain, the counterparty has to be asked about it.
 */
export type Fate = 'neverSent' | 'uncertain';

export interface FixApplication {
  /** Logged on, in sync or not yet: `send` works. */
  onLogon(session: FixSession): void;
  /** The session that was logged on is no more. */
  onLogout(session: FixSession, reason: string): void;
  /**
   * An application message, in order, each number once. `message` is valid during the call only. PossDup and PossResend messages
   * arrive here too when their number was due: look at `message`.
   */
  onMessage(session: FixSession, message: FixMessage): Verdict;
  /** A Logon or Logout arrived and is in order; a text refuses the Logon with it (it is sent in a Logout). */
  onLogonRequest?(session: FixSession, message: FixMessage): string | undefined;
  /**
   * Puts credentials, a signature or other fields of its own into a Logon that is about to leave. Number and time are those of its
   * header, for signatures that cover them.
   */
  decorateLogon?(session: FixSession, logon: FixEncoder, msgSeqNum: number, sendingEpochMs: number): void;
  /** Takes secrets of ours out of words of the counterparty, who may repeat them, before anybody is told. */
  redact?(words: string): string;
  /** A message of theirs that we refuse with a Reject (3), in its turn: its number is used up, and what it told is lost. */
  onRefused?(session: FixSession, message: FixMessage, text: string): void;
  /** A Reject (3) or Business Message Reject (j) for something we sent. */
  onReject?(session: FixSession, message: FixMessage): void;
  /**
   * Before a stored message is sent again: false gives it up, and `onNotDelivered` follows. Called after the session's own rules by
   * message type and age.
   */
  shouldResend?(session: FixSession, message: FixMessage): boolean;
  /**
   * Numbers of ours that the counterparty will not get as messages from now on (`outgoing`), or of theirs that we will not get
   * (`incoming`). Outgoing: each application message that is gap-filled when it is asked for, and never sent again whatever happens,
   * though `session.store` still finds it during this call; and, at a reset, what follows the last message known to have arrived, a call
   * for each piece of one fate. Incoming: whole ranges, for what was in them is not known (administrative messages are gap-filled
   * too), always `uncertain`.
   */
  onNotDelivered?(
    session: FixSession,
    direction: 'outgoing' | 'incoming',
    firstMsgSeqNum: number,
    lastMsgSeqNum: number,
    why: NotDelivered,
    fate: Fate,
  ): void;
}
