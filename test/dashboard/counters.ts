/** Counters and a status from nothing, for tests that need some. */
import type { FeedCounters } from '../../control/core/feed.js';
import {
  CHANNEL_COUNTERS,
  LINE_COUNTERS,
  PORT_COUNTERS,
  REJECT_REASONS,
} from '../../control/core/generated/records.js';
import { statusSchema, type GatewayStatus } from '../../control/core/status/schema.js';

const zeros = <T extends string>(names: readonly T[]): Record<T, number> =>
  Object.fromEntries(names.map((name) => [name, 0])) as Record<T, number>;

/** Two ports, one channel, all zero. */
export function newFeedCounters(): FeedCounters {
  const line = { ...zeros(LINE_COUNTERS), lastBeats: undefined };
  return {
    ports: [0, 1].map(() => ({ ...zeros(PORT_COUNTERS), rejected: zeros(REJECT_REASONS) })),
    channels: [{ ...zeros(CHANNEL_COUNTERS), expected: undefined, lines: [line, line] }],
  };
}

/** A gateway's status that passes its schema: one live feed on a card. */
export function newStatus(): GatewayStatus {
  return statusSchema.parse({
    gateway: { pid: 1, startedEpochMs: 0, uptimeMs: 1000, turnNsMax: 1, turnNsMaxEver: 1, memoryBytes: 1 },
    engine: { kind: 'nic', requested: 'nic', warning: null },
    nic: {
      device: 'sim:test',
      buildId: '0x00000000',
      blocks: [],
      ports: 2,
      channels: 4,
      matchEntries: 16,
      heldDepth: 256,
      clockMhz: 156.25,
      latencyCycles: null,
    },
    nicTimeNs: 1e9,
    ring: { slots: 65536, fill: 0, fillMax: 0, dropped: 0, consumed: 0 },
    ports: newFeedCounters().ports.map(({ rejected, ...counters }, port) => ({ port, counters, rejected })),
    channels: [
      {
        channel: 0,
        id: 'test',
        venue: 'TEST',
        protocol: 'itch50',
        mode: 'verified',
        windowUs: 100,
        state: 'live',
        expected: '1',
        counters: zeros(CHANNEL_COUNTERS),
        messageRate: 0,
        lines: ['A', 'B'].map((name, port) => ({
          name,
          port,
          group: '233.0.0.1:1',
          listen: '127.0.0.1:1',
          state: 'live',
          counters: zeros(LINE_COUNTERS),
          missed: 0,
          ageMs: 1,
          packetRate: 0,
          messageRate: 10 * (port + 1),
        })),
      },
    ],
    gaps: { total: 0, messages: 0, recent: [] },
    books: { symbols: 0, quoted: 0, updates: 0, updateRate: 0, uncertain: 0 },
    processes: [],
    readiness: { ready: true, checks: [] },
  });
}
