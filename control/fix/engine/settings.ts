/** What the engine is told about a session beside the session's own configuration, with what is used where nothing is said. */
import type { TlsOptions } from '../../core/streams.js';
import type { Validator } from '../../protocols/fix/validator.js';
import type { SessionSchedule } from '../schedule/session-schedule.js';
import type { FixApplication } from '../session/application.js';
import type { SessionConfig, SessionIdentity } from '../session/config.js';
import type { SessionStore } from '../store/session-store.js';

/** One way to the counterparty: its address, and which of our own addresses to come from. */
export interface InitiatorEndpoint {
  readonly host: string;
  readonly port: number;
  /** Source address, where a host has several network paths. */
  readonly localAddress?: string;
  readonly tls?: TlsOptions;
}

/**
 * Where an initiator starts after a connection that had been good: `primaryFirst` at the head of the list, `stay` where it was last,
 * `rotate` at the next one. After a failure it is always the next one's turn.
 */
export type EndpointOrder = 'primaryFirst' | 'stay' | 'rotate';

export interface InitiatorSettings {
  /** In order of preference; at least one. */
  readonly endpoints: readonly InitiatorEndpoint[];
  readonly order?: EndpointOrder;
  readonly connectTimeoutMs?: number;
  /** The first pause, after every endpoint has failed once; it doubles from round to round up to the second figure. */
  readonly backoffMinMs?: number;
  readonly backoffMaxMs?: number;
  /** A session that was logged on for this long was good: the back-off starts anew. */
  readonly stableMs?: number;
}

export const initiatorDefaults = {
  order: 'primaryFirst',
  connectTimeoutMs: 5_000,
  backoffMinMs: 1_000,
  backoffMaxMs: 30_000,
  stableMs: 10_000,
} as const satisfies Partial<InitiatorSettings>;

export interface AcceptorSettings {
  /** Addresses, or IPv4 networks as `10.1.0.0/16`, from which the counterparty may come. Absent: any. */
  readonly allowedAddresses?: readonly string[];
  /** The subject that the client certificate must have (RFC 2253 text). Absent: any, or none. */
  readonly tlsSubject?: string;
  /** The listener (by its name) through which it may come. Absent: any. */
  readonly listener?: string;
}

export interface OutputLimits {
  /** A counterparty that leaves this much unread is disconnected. */
  readonly queuedBytesMax?: number;
  /** Above this much unread, replays pause until it has all been read; live messages go on. */
  readonly replayPauseBytes?: number;
  /** How long what is queued may take to leave when the connection is to end. */
  readonly lingerMs?: number;
}

export const outputDefaults = {
  queuedBytesMax: 16 * 1024 * 1024,
  replayPauseBytes: 1024 * 1024,
  lingerMs: 2_000,
} as const satisfies Required<OutputLimits>;

/** A session as it is added to the engine. Its config says whether it is an initiator or an acceptor. */
export interface SessionSpec {
  readonly config: SessionConfig;
  readonly application: FixApplication;
  readonly validator?: Validator;
  /** FIXT.1.1: the validator for an ApplVerID (1128, 1137); undefined refuses it. */
  readonly validatorFor?: (applVerId: string) => Validator | undefined;
  /** Length field → data field of the counterparty's own; those of the standard are known. */
  readonly lengthTags?: ReadonlyMap<number, number>;
  /** Absent: the engine's `openStore` is asked. */
  readonly store?: SessionStore;
  readonly initiator?: InitiatorSettings;
  readonly acceptor?: AcceptorSettings;
  /** Absent: always on, and numbers are never reset by time. */
  readonly schedule?: SessionSchedule;
  readonly output?: OutputLimits;
  /** False: added, but not connected until `logon` is called. */
  readonly enabled?: boolean;
}

/** Makes sessions for counterparties that are not known beforehand. */
export interface SessionTemplate {
  /** For the log. */
  readonly name: string;
  /** At most so many sessions come from this template. */
  readonly sessionsMax: number;
  /** @param identity of the session to be made, our side first. Undefined: not from this template. */
  create(
    identity: SessionIdentity,
    peer: { readonly address: string; readonly tlsSubject: string | undefined },
  ): SessionSpec | undefined;
}

export interface ListenerSettings {
  /** Unique in the engine; for acceptors that insist on one listener, and for the log. */
  readonly name?: string;
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly tls?: TlsOptions;
  /** Connections at one time, logged on or not; one more is dropped. */
  readonly connectionsMax?: number;
  /** Connections at one time that have sent no Logon yet. */
  readonly awaitingLogonMax?: number;
  /** A connection without a Logon is dropped after this long. */
  readonly logonTimeoutMs?: number;
}

export const listenerDefaults = {
  connectionsMax: 1_000,
  awaitingLogonMax: 100,
  logonTimeoutMs: 10_000,
} as const satisfies Partial<ListenerSettings>;
