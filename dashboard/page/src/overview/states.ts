/** What the states of the health model are drawn as. */
import type { Alert, Component, HealthState } from '../../../../control/core/status/health.js';
import type { Tone } from '../parts.js';

export const HEALTH_TONE: Readonly<Record<HealthState, Tone>> = {
  up: 'ok',
  off: 'idle',
  starting: 'idle',
  unknown: 'idle',
  degraded: 'warn',
  stale: 'bad',
  down: 'bad',
};

/** The worst first. */
const WORST: readonly HealthState[] = ['down', 'stale', 'degraded', 'unknown', 'starting', 'off', 'up'];

export function byWorst(
  a: Pick<Component, 'state' | 'sinceEpochMs'>,
  b: Pick<Component, 'state' | 'sinceEpochMs'>,
): number {
  const order = WORST.indexOf(a.state) - WORST.indexOf(b.state);
  return order !== 0 ? order : b.sinceEpochMs - a.sinceEpochMs;
}

export function isTrouble({ state }: Pick<Component, 'state'>): boolean {
  return state === 'down' || state === 'stale' || state === 'degraded';
}

/** Of all of it: nothing is drawn as well while something is in trouble, be it essential or not, or an alert calls for somebody. */
export function toneOfAll(
  essential: HealthState,
  troubles: readonly Pick<Component, 'state'>[],
  firing: readonly Pick<Alert, 'severity'>[],
): Tone {
  const tones = [essential, ...troubles.map(({ state }) => state)].map((state) => HEALTH_TONE[state]);
  const isCritical = firing.some(({ severity }) => severity === 'critical');
  if (tones.includes('bad') || isCritical) return 'bad';
  const isWarned = firing.some(({ severity }) => severity === 'warning');
  return tones.includes('warn') || isWarned ? 'warn' : tones[0]!;
}

/** A column of the map, along the way of the data. */
interface Stage {
  readonly title: string;
  readonly kinds: readonly Component['kind'][];
  /** Drawn where they are in trouble, and counted otherwise. */
  readonly folded?: Component['kind'];
}
export const STAGES: readonly Stage[] = [
  { title: 'Lines', kinds: ['line'] },
  { title: 'NIC', kinds: ['card', 'engine'] },
  { title: 'Feeds', kinds: ['feed'] },
  { title: 'Books', kinds: ['books'] },
  { title: 'Router', kinds: ['router', 'orders'] },
  { title: 'Venues', kinds: ['venue'], folded: 'session' },
];
/** What all of it stands on, and who is in front of it. */
export const GROUND: readonly Component['kind'][] = ['client', 'journal', 'clock', 'process'];
