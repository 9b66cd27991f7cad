/** A gateway's status with something in every state, for the views of the page: components, alerts, events, sessions. */
import type { Alert, Component, HealthEvent, HealthState } from '../../control/core/status/health.js';
import { statusSchema, type GatewayStatus, type SessionStatus } from '../../control/core/status/schema.js';
import { exampleStatus } from '../resilience/example-status.js';

/** All times of the scenario are relative to this. */
export const STARTED_EPOCH_MS = Date.UTC(2026, 10, 23, 13, 0, 0);
const UP_MS = 3_600_000;
const ago = (seconds: number): number => STARTED_EPOCH_MS + UP_MS - seconds * 1000;

type Why = readonly [code: string, text: string];
const component = (
  kind: Component['kind'],
  name: string,
  dependsOn: readonly string[],
  state: HealthState = 'up',
  why?: Why,
): Component => ({
  id: `${kind}/${name}`,
  kind,
  label: name,
  state,
  reasons: why === undefined ? [] : [{ code: why[0], text: why[1] }],
  sinceEpochMs: state === 'up' ? ago(3500) : ago(42),
  dependsOn: [...dependsOn],
  essential: kind !== 'line' && kind !== 'client',
});

const COMPONENTS: readonly Component[] = [
  component('line', 'test/A', []),
  component('line', 'test/B', [], 'down', ['LINE_SILENT', 'no packet for 42.0 s']),
  component('card', 'sim:test', []),
  component('engine', 'nic', ['card/sim:test']),
  component('feed', 'test', ['line/test/A', 'line/test/B', 'engine/nic'], 'degraded', [
    'FEED_ONE_LINE',
    'line B is down: nothing stands in for line A',
  ]),
  component('books', 'test', ['feed/test']),
  component('router', 'router', ['books/test', 'venue/TEST']),
  component('orders', 'orders', ['journal/journal']),
  component('venue', 'TEST', ['session/TEST-1']),
  component('session', 'TEST-1', []),
  component('session', 'TEST-DC', [], 'off', ['SESSION_DISABLED', 'logged out by desk']),
  component('client', 'CLIENT1', [], 'stale', ['CLIENT_AWAY', 'no heartbeat for 12.0 s']),
  component('journal', 'journal', []),
  component('clock', 'clock', [], 'unknown'),
  component('process', 'dashboard', []),
];

const alert = (id: string, rule: string, state: Alert['state'], more: Partial<Alert> = {}): Alert => ({
  id,
  rule,
  severity: 'warning',
  state,
  summary: `${rule} as the scenario has it`,
  labels: {},
  component: null,
  value: null,
  sinceEpochMs: ago(40),
  resolvedEpochMs: null,
  acknowledgedBy: null,
  silencedUntilEpochMs: null,
  escalation: 0,
  ...more,
});

export const ALERTS: readonly Alert[] = [
  alert('a-1', 'FeedOneLine', 'firing', {
    severity: 'critical',
    summary: 'Feed test has one line left',
    component: 'feed/test',
    escalation: 1,
  }),
  alert('a-2', 'LineSilent', 'acknowledged', { component: 'line/test/B', acknowledgedBy: 'desk' }),
  alert('a-3', 'SessionDown', 'silenced', { labels: { session: 'TEST-DC' }, silencedUntilEpochMs: ago(-3600) }),
  alert('a-4', 'LatencyHigh', 'resolved', { severity: 'info', resolvedEpochMs: ago(5) }),
  alert('a-5', 'ClientAway', 'pending', { component: 'client/CLIENT1' }),
];

const event = (
  sequence: number,
  seconds: number,
  kind: string,
  text: string,
  by: string | null = null,
): HealthEvent => ({
  sequence,
  epochMs: ago(seconds),
  kind,
  component: null,
  text,
  by,
});

const EVENTS: readonly HealthEvent[] = [
  event(1, 3500, 'state', 'feed test: starting to up'),
  event(2, 42, 'state', 'line test/B: up to down: no packet for 2.0 s'),
  event(3, 41, 'alert', 'FeedOneLine fires'),
  event(4, 30, 'operator', 'TEST-DC logged out: maintenance', 'desk'),
];

function session(id: string, purpose: SessionStatus['purpose'], state: string, isEnabled = true): SessionStatus {
  return {
    id,
    purpose,
    protocol: 'FIX.4.4',
    state,
    detail: isEnabled ? 'logon accepted' : 'logged out by desk',
    since: ago(3400),
    wire: {
      nextOut: 1235,
      nextIn: 4712,
      roundTripMs: 0.5,
      queuedBytes: 0,
      endpoint: '127.0.0.1:9881',
      isScheduledOn: true,
      isEnabled,
      schedule: purpose === 'dropCopy' ? null : { fromEpochMs: ago(7200), untilEpochMs: ago(-7200) },
      counters: { messagesIn: 4711, messagesOut: 1234, messagesResent: 3, resendRequestsSent: 1 },
    },
  };
}

/** What passes the schema, so that it can travel. */
export function scenario(): GatewayStatus {
  const base = exampleStatus();
  const [venue] = base.trading!.venues;
  return statusSchema.parse({
    ...base,
    nic: {
      ...base.nic!,
      sensors: {
        simulated: true,
        values: [
          { name: 'chip', value: 52.5, unit: '°C' },
          { name: 'core', value: 0.85, unit: 'V' },
        ],
      },
      links: [true, false],
      clock: { simulated: true, pulses: 12, offsetPpm: 1.5, ageCycles: 10, nominalCycles: 1000 },
    },
    channels: base.channels.map((channel) => ({
      ...channel,
      skew: [
        [5, 0, 40, 300, 2000, 120, 3, ...new Array<number>(9).fill(0)],
        [1, 0, 10, 60, 400, 30, 1, ...new Array<number>(9).fill(0)],
      ],
    })),
    nicDrift: { ppm: -0.25, overMs: 60_000 },
    gateway: { ...base.gateway, startedEpochMs: STARTED_EPOCH_MS, uptimeMs: UP_MS },
    trading: {
      ...base.trading!,
      venues: [
        {
          ...venue!,
          sessions: [session('TEST-1', 'orderEntry', 'active'), session('TEST-DC', 'dropCopy', 'disconnected', false)],
        },
      ],
      clients: [
        {
          id: 'ONE',
          loggedOn: true,
          told: 4711,
          backlog: 0,
          sessions: [session('FIX.4.4:CROSSFEED->ONE', 'client', 'Active')],
        },
      ],
    },
    health: { state: 'degraded', components: [...COMPONENTS], alerts: [...ALERTS], events: [...EVENTS] },
  } satisfies GatewayStatus);
}
