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

/** Why numbers that carried, or may have carried, messages were passed over instead of delivered. */
export type NotDelivered = 'gapFilled' | 'reset' | 'stale';

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
  /** A Reject (3) or Business Message Reject (j) for something we sent. */
  onReject?(session: FixSession, message: FixMessage): void;
  /**
   * Before a stored message is sent again: false gap-fills it instead, and `onNotDelivered` follows. Called after the session's own
   * rules by message type and age.
   */
  shouldResend?(session: FixSession, message: FixMessage): boolean;
  /**
   * Numbers of ours that the counterparty will not get as messages (`outgoing`), or of theirs that we will not get (`incoming`).
   * Outgoing: each application message that is gap-filled when it is asked for; and, at a reset, the range from the first application
   * message that is not known to have arrived. Incoming: whole ranges, for what was in them is not known (administrative messages
   * are gap-filled too).
   */
  onNotDelivered?(
    session: FixSession,
    direction: 'outgoing' | 'incoming',
    firstMsgSeqNum: number,
    lastMsgSeqNum: number,
    why: NotDelivered,
  ): void;
}
