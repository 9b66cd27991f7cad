/** A gateway with a card, a feed, a venue, a client and a dashboard, all of it at work. */
import type { GatewayStatus } from '../../control/core/status/schema.js';
import { newStatus } from '../dashboard/counters.js';

export function exampleStatus(): GatewayStatus {
  const session = (id: string, purpose: 'orderEntry' | 'dropCopy') =>
    ({ id, purpose, protocol: 'OUCH 5.0', state: 'active', detail: '', since: 0 }) as const;
  return {
    ...newStatus(),
    books: { symbols: 10, quoted: 10, updates: 100, updateRate: 10, uncertain: 0 },
    processes: [{ name: 'dashboard', state: 'running', pid: 2, restarts: 0 }],
    trading: {
      journal: { state: 'open', policy: 'group' },
      venues: [
        {
          id: 'TEST',
          state: 'active',
          sessions: [session('TEST-1', 'orderEntry'), session('TEST-DC', 'dropCopy')],
          totals: {},
          open: 0,
          dropCopy: null,
        },
      ],
      faults: {},
    },
    market: {
      instruments: 10,
      quoted: 10,
      lockedOrCrossedShare: 0,
      venues: [{ id: 'TEST', quoted: 10, excluded: 0, lagMs: 0, fellBehind: 0 }],
      crossChecks: [],
    },
  };
}
