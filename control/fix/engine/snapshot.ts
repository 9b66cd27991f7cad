/** The state of an engine as plain data: for the HTTP API, for metrics, for a person in a hurry. */
import type { Journal, JournalState } from '../../core/journal.js';
import type { ReportedState, SessionCounters } from '../session/events.js';
import type { CommitCounters, CommitLoop } from './commit-loop.js';
import { nameOf, type EngineSession, type EngineSessionCounters } from './engine-session.js';
import type { EngineListener, ListenerCounters } from './listener.js';

export interface SessionSnapshot {
  readonly id: string;
  readonly role: 'initiator' | 'acceptor';
  readonly state: ReportedState;
  readonly isLoggedOn: boolean;
  readonly isEnabled: boolean;
  /** False between the periods of its schedule. */
  readonly isScheduledOn: boolean;
  readonly nextOutgoing: number;
  readonly nextIncoming: number;
  /** Since when these numbers run. */
  readonly createdEpochMs: number;
  /** Address and port of the peer; '' without a connection. */
  readonly remote: string;
  /** For an initiator: the endpoint that is used, or is tried next. */
  readonly endpoint: string | undefined;
  readonly connectedSinceEpochMs: number | undefined;
  /** How the last connection ended. */
  readonly lastDetail: string;
  readonly queuedBytes: number;
  readonly heldMessages: number;
  readonly isReplaying: boolean;
  /** The last round trip of a TestRequest, in milliseconds. */
  readonly heartbeatRoundTripMs: number | undefined;
  readonly counters: Readonly<SessionCounters> & Readonly<EngineSessionCounters>;
}

export interface ListenerSnapshot {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly connections: number;
  readonly counters: Readonly<ListenerCounters>;
}

export interface EngineSnapshot {
  readonly epochMs: number;
  readonly sessions: readonly SessionSnapshot[];
  readonly listeners: readonly ListenerSnapshot[];
  readonly journal: {
    readonly state: JournalState | 'none';
    readonly committed: number;
    readonly synced: number;
    readonly counters: Readonly<CommitCounters>;
    /** Bucket i: commits that took less than 2^i microseconds, and not less than 2^(i-1). */
    readonly latencyBuckets: readonly number[];
  };
}

export function sessionSnapshot(entry: EngineSession): SessionSnapshot {
  const { session, own, endpoint } = entry;
  const { store } = session;
  return {
    id: session.id,
    role: session.config.role,
    state: session.state,
    isLoggedOn: session.isLoggedOn,
    isEnabled: entry.isEnabled,
    isScheduledOn: entry.isScheduledOn,
    nextOutgoing: store.nextOutgoing,
    nextIncoming: store.nextIncoming,
    createdEpochMs: store.createdEpochMs,
    remote: entry.remote,
    endpoint: endpoint === undefined ? undefined : nameOf(endpoint),
    connectedSinceEpochMs: entry.connectedSinceEpochMs,
    lastDetail: entry.lastDetail,
    queuedBytes: entry.queuedBytes,
    heldMessages: session.heldMessages,
    isReplaying: session.isReplaying,
    heartbeatRoundTripMs: entry.lastHeartbeatMs,
    counters: { ...session.counters, ...own },
  };
}

export function engineSnapshot(
  sessions: Iterable<EngineSession>,
  listeners: readonly EngineListener[],
  commits: CommitLoop,
  journal: Journal | undefined,
  epochMs: number,
): EngineSnapshot {
  return {
    epochMs,
    sessions: [...sessions].map(sessionSnapshot),
    listeners: listeners.map(({ name, address, port, connections, counters }) => ({
      name,
      address,
      port,
      connections,
      counters: { ...counters, dropped: { ...counters.dropped } },
    })),
    journal: {
      state: journal?.state ?? 'none',
      committed: journal?.committed ?? 0,
      synced: journal?.synced ?? 0,
      counters: { ...commits.counters },
      latencyBuckets: [...commits.latencyBuckets],
    },
  };
}
