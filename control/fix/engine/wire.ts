/** What travels on a FIX session, in the words of the status (control/core/status). */
import type { SessionWire } from '../../core/status/schema.js';
import { nameOf, type EngineSession } from './engine-session.js';

export function wireOf(entry: EngineSession): SessionWire {
  const { session, own, endpoint, remote } = entry;
  const { store } = session;
  const period = entry.period;
  return {
    nextOut: store.nextOutgoing,
    nextIn: store.nextIncoming,
    roundTripMs: entry.lastHeartbeatMs ?? null,
    queuedBytes: entry.queuedBytes,
    endpoint: remote !== '' ? remote : endpoint === undefined ? '' : nameOf(endpoint),
    isScheduledOn: entry.isScheduledOn,
    isEnabled: entry.isEnabled,
    schedule: period === undefined ? null : { fromEpochMs: period.startMs, untilEpochMs: period.endMs },
    counters: { ...session.counters, ...own },
  };
}
