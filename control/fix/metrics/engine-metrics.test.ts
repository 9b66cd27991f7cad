import { describe, expect, it } from 'vitest';
import type { EngineSnapshot, SessionSnapshot } from '../engine/snapshot.js';
import { zeroCounters } from '../session/events.js';
import { fixMetrics } from './engine-metrics.js';

const session: SessionSnapshot = {
  id: 'FIX.4.4:A->B',
  role: 'acceptor',
  state: 'Active',
  isLoggedOn: true,
  isEnabled: true,
  isScheduledOn: true,
  nextOutgoing: 7,
  nextIncoming: 9,
  createdEpochMs: 0,
  remote: '10.0.0.1:5000',
  endpoint: undefined,
  connectedSinceEpochMs: 1000,
  lastDetail: '',
  queuedBytes: 12,
  heldMessages: 0,
  isReplaying: false,
  heartbeatRoundTripMs: 1.5,
  counters: {
    ...zeroCounters(),
    messagesIn: 8,
    connections: 1,
    connectsFailed: 0,
    slowConsumerCuts: 0,
    scheduleResets: 0,
  } as SessionSnapshot['counters'],
};
const engine: EngineSnapshot = {
  epochMs: 3500,
  sessions: [session, { ...session, id: 'FIX.4.4:A->C', state: 'Disconnected', heartbeatRoundTripMs: undefined }],
  listeners: [],
  journal: {
    state: 'open',
    committed: 500,
    synced: 400,
    counters: { commits: 6, failures: 0, stalls: 0, latencyNsTotal: 3e9, latencyNsMax: 2e9 },
    latencyBuckets: [0, 1, 2, 3],
  },
};

describe('fixMetrics', () => {
  const families = fixMetrics({
    engine,
    dropCopiesIn: {
      VENUE: {
        counters: { raised: 3 } as never,
        openBreaks: ['price', 'price', 'missingHere'],
        numbersLost: 2,
      },
    },
  });
  const family = (name: string) => families.find((each) => each.name === `crossfeed_fix_${name}`)!;
  const values = (name: string) => family(name).samples.map(({ labels, value }) => [...Object.values(labels), value]);

  it('has one family for all sessions, one sample each', () => {
    expect(values('session_next_outgoing')).toEqual([
      ['FIX.4.4:A->B', 7],
      ['FIX.4.4:A->C', 7],
    ]);
    expect(values('session_messages_in_total')[0]).toEqual(['FIX.4.4:A->B', 8]);
    expect(values('session_heartbeat_round_trip_seconds')).toEqual([['FIX.4.4:A->B', 0.0015]]);
    expect(values('session_connected_seconds')[0]).toEqual(['FIX.4.4:A->B', 2.5]);
  });

  it('has every state, one of them 1', () => {
    const states = values('session_state').filter(([id]) => id === 'FIX.4.4:A->B');
    expect(states).toHaveLength(7);
    expect(states.filter(([, , value]) => value === 1)).toEqual([['FIX.4.4:A->B', 'Active', 1]]);
  });

  it('has commits as a histogram whose buckets add up', () => {
    expect(values('journal_commit_seconds')).toEqual([
      ['0.000001', 0],
      ['0.000002', 1],
      ['0.000004', 3],
      ['+Inf', 6],
      [3],
      [6],
    ]);
    expect(values('journal_unsynced_bytes')).toEqual([[100]]);
  });

  it('counts open breaks by kind, kinds without one included', () => {
    expect(values('drop_copy_breaks').filter(([, , open]) => open !== 0)).toEqual([
      ['VENUE', 'missing_here', 1],
      ['VENUE', 'price', 2],
    ]);
    expect(values('drop_copy_breaks')).toHaveLength(7);
  });

  it('gives every name once, in the words that Prometheus takes', () => {
    const names = families.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, type, help } of families) {
      expect(name).toMatch(/^crossfeed_fix_[a-z_]+$/);
      expect(name.endsWith('_total')).toBe(type === 'counter');
      expect(help).not.toBe('');
    }
  });
});
