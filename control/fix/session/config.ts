/** Everything a session can be told. Times are in milliseconds where their names end in Ms, in seconds where in S. */
import type { TimePrecision } from '../../protocols/fix/encoder.js';

export type BeginString = 'FIX.4.0' | 'FIX.4.1' | 'FIX.4.2' | 'FIX.4.3' | 'FIX.4.4' | 'FIXT.1.1';

export interface SessionIdentity {
  readonly beginString: BeginString;
  readonly senderCompId: string;
  readonly targetCompId: string;
  readonly senderSubId?: string;
  readonly senderLocationId?: string;
  readonly targetSubId?: string;
  readonly targetLocationId?: string;
}

export interface SessionConfig extends SessionIdentity {
  readonly role: 'initiator' | 'acceptor';
  /** DefaultApplVerID (1137) of our Logon; FIXT.1.1 only: '7' is FIX 5.0, '8' SP1, '9' SP2. */
  readonly defaultApplVerId?: string;
  /** HeartBtInt (108). An acceptor takes what the Logon says, if it lies within `heartBtIntRangeS`. */
  readonly heartBtIntS: number;
  readonly heartBtIntRangeS: readonly [number, number];
  readonly logonTimeoutMs: number;
  readonly logoutTimeoutMs: number;
  /** SendingTime (52) may differ from our clock by this much; 0 does not look. */
  readonly sendingTimeToleranceS: number;
  readonly timePrecision: TimePrecision;
  /** Both numbers start at 1 with every Logon; an initiator asks for it with ResetSeqNumFlag (141). */
  readonly resetOnLogon: boolean;
  readonly resetOnLogout: boolean;
  readonly resetOnDisconnect: boolean;
  /** ResetSeqNumFlag of a Logon from the counterparty is obeyed; otherwise such a Logon is refused. */
  readonly allowResetByCounterparty: boolean;
  /** NextExpectedMsgSeqNum (789) in Logons: a gap at logon is filled without a ResendRequest. FIX 4.4 and later. */
  readonly nextExpectedMsgSeqNum: boolean;
  /** LastMsgSeqNumProcessed (369) in every header. FIX 4.2 and later. */
  readonly lastMsgSeqNumProcessed: boolean;
  /** At most so many messages are asked for at a time; 0 asks for everything at once (EndSeqNo 0). */
  readonly resendChunk: number;
  /** A resend that makes no progress for this long is asked for again. */
  readonly resendTimeoutMs: number;
  /** So many times; then the session logs out, because a gap that does not close is an error to be looked at. */
  readonly maxResendAttempts: number;
  /** The counterparty may ask for the same first number so many times on one connection; then it is logged out: a resend loop. */
  readonly maxSameResendRequests: number;
  /** Messages that came too early are kept until the gap before them is filled: so many, and so many bytes. */
  readonly maxHeldMessages: number;
  readonly maxHeldBytes: number;
  /** Application messages while not logged on: kept for the counterparty to ask for, or refused with an error. */
  readonly sendWhenLoggedOff: 'store' | 'refuse';
  /** By MsgType: a message of an earlier connection that is older than this is gap-filled; 0: all of them. Absent: any age is sent. */
  readonly resendMaxAgeMs: Readonly<Record<string, number>>;
  /** DefaultApplVerID (1137) in Business Message Rejects too, as QuickFIX has it; FIXT.1.1 only. */
  readonly applVerIdInBusinessReject: boolean;
  /** TestReqID (112) of our TestRequests; absent: a new one each time. */
  readonly testReqId?: string;
}

/** What is used where a session says nothing. */
export const sessionDefaults = {
  heartBtIntS: 30,
  heartBtIntRangeS: [1, 3600],
  logonTimeoutMs: 10_000,
  logoutTimeoutMs: 2_000,
  sendingTimeToleranceS: 120,
  timePrecision: 'milliseconds',
  resetOnLogon: false,
  resetOnLogout: false,
  resetOnDisconnect: false,
  allowResetByCounterparty: true,
  nextExpectedMsgSeqNum: false,
  lastMsgSeqNumProcessed: false,
  resendChunk: 0,
  resendTimeoutMs: 10_000,
  maxResendAttempts: 3,
  maxSameResendRequests: 5,
  maxHeldMessages: 10_000,
  maxHeldBytes: 16 * 1024 * 1024,
  sendWhenLoggedOff: 'store',
  resendMaxAgeMs: {},
  applVerIdInBusinessReject: false,
} as const satisfies Partial<SessionConfig>;

/** A session as a person names it: `FIX.4.4:CROSSFEED->CLIENT1`, with sub and location IDs after a slash. */
export function sessionId(identity: SessionIdentity): string {
  const ours = party(identity.senderCompId, identity.senderSubId, identity.senderLocationId);
  const theirs = party(identity.targetCompId, identity.targetSubId, identity.targetLocationId);
  return `${identity.beginString}:${ours}->${theirs}`;
}

function party(compId: string, subId: string | undefined, locationId: string | undefined): string {
  return [compId, subId ?? '', locationId ?? ''].join('/').replace(/\/+$/, '');
}

/** 40 to 44 for FIX 4.0 to 4.4, 50 for FIXT.1.1: for "since version" questions. */
export function versionOf(beginString: BeginString): number {
  return beginString === 'FIXT.1.1' ? 50 : Number(beginString.slice(4).replace('.', ''));
}
