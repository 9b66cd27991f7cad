/** What a kind of FIX session looks like on the wire, and how strict it is about it. */
import type { Dictionary } from '../../../control/protocols/fix/dictionary.js';
import type { TimePrecision } from '../../../control/protocols/fix/encoder.js';
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { ValidationOptions } from '../../../control/protocols/fix/validator.js';

/** How many messages a client may send within a time; more are refused. */
export interface MessageLimit {
  readonly count: number;
  readonly windowMs: number;
}

export interface Dialect {
  /** For logs. */
  readonly name: string;
  readonly beginString: string;
  /** Of header, trailer and administrative messages. */
  readonly session: Dictionary;
  /** Of all other messages: the same one before FIXT 1.1. */
  readonly application: Dictionary;
  /** DefaultApplVerID (1137) that a Logon must have; FIXT only. */
  readonly applVerId?: string;
  /** Switched off checks; all are on else. */
  readonly validation?: Partial<ValidationOptions>;
  /** Of SendingTime (52) and TransactTime (60) as we write them. */
  readonly precision: TimePrecision;
  /** How far SendingTime (52) may be off our clock, ms; Infinity: it is not looked at. */
  readonly sendingTimeToleranceMs: number;
  /** HeartBtInt (108), seconds. */
  readonly heartbeatS: { readonly least: number; readonly most: number };
  /** What else must be so in every message; the answer says what is wrong, for SessionRejectReason (373) 10. */
  readonly checkSendingTime?: (message: FixMessage, nowMs: number) => string | undefined;
  /** Most messages that one ResendRequest may ask for; 0: any number. */
  readonly resendPage: number;
  /** False: no message is ever sent again, and a ResendRequest is refused. */
  readonly resends: boolean;
}
