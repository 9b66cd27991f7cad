/** What a soak saw, and whether that is good: service levels outside the windows of announced faults, no growth of memory or descriptors, no counter that nobody explains. Pure. */
import type { FaultWindow } from '../../control/resilience/service-levels/fault-windows.js';
import type { MachineSeen } from './machine.js';
import type { SessionSummary } from './session-seconds.js';

export interface SoakSample {
  readonly atEpochMs: number;
  readonly memoryBytes: number;
  readonly descriptors: number;
  /** Longest turn of the event loop that drained the ring, ns. */
  readonly turnNsMax: number;
  readonly bookUpdates: number;
  readonly orders: number;
}

export interface SoakSeen {
  readonly beganEpochMs: number;
  readonly endedEpochMs: number;
  readonly samples: readonly SoakSample[];
  readonly sessions: Readonly<Record<string, SessionSummary>>;
  readonly windows: readonly FaultWindow[];
  /** Of the last status. */
  readonly orderFaults: number;
  readonly journalState: string;
  readonly notReady: readonly string[];
  /** Seconds in which the gateway said nothing, and no window excused it. */
  readonly silentSeconds: number;
  /** What others did to the machine meanwhile. */
  readonly machine: MachineSeen;
}

export interface Check {
  readonly name: string;
  readonly good: boolean;
  readonly detail: string;
}

export interface Trend {
  /** Per hour. */
  readonly slope: number;
  /** Standard error of the slope, per hour. */
  readonly error: number;
  readonly mean: number;
}

const HOUR_MS = 3_600_000;
/** The first part is warm-up. */
const WARM_UP_PART = 0.2;
/** Growth over the run below this part of the mean is none, however sure it is. */
const GROWTH_PART = 0.03;
const DESCRIPTORS_MORE = 8;
/** With more of the time excused the run says too little. */
const OVERLOADED_PART_MAX = 0.2;
/** Fewer seconds than this say nothing of four nines. */
const OBJECTIVE = 0.9999;

export function trendOf(points: readonly (readonly [atMs: number, value: number])[]): Trend {
  const n = points.length;
  if (n < 3) return { slope: 0, error: 0, mean: points[0]?.[1] ?? 0 };
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const mean = points.reduce((sum, [, y]) => sum + y, 0) / n;
  let xx = 0;
  let xy = 0;
  for (const [x, y] of points) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - mean);
  }
  const slope = xx === 0 ? 0 : xy / xx;
  const rest = points.reduce((sum, [x, y]) => sum + (y - mean - slope * (x - meanX)) ** 2, 0);
  const error = xx === 0 ? 0 : Math.sqrt(rest / (n - 2) / xx);
  return { slope: slope * HOUR_MS, error: error * HOUR_MS, mean };
}

export function verdictOf(seen: SoakSeen): Check[] {
  const { samples, sessions, beganEpochMs, endedEpochMs } = seen;
  const from = beganEpochMs + (endedEpochMs - beganEpochMs) * WARM_UP_PART;
  const settled = samples.filter(({ atEpochMs }) => atEpochMs >= from);
  const hours = (endedEpochMs - from) / HOUR_MS;
  const checks: Check[] = [];
  const check = (name: string, good: boolean, detail: string): void => void checks.push({ name, good, detail });
  for (const [id, level] of Object.entries(sessions)) {
    const { seconds, up, excused, excusedUp, longestDownS, unasked } = level;
    const text = `up ${up} of ${seconds} s, and ${excusedUp} of ${excused} s in fault windows; longest ${longestDownS} s down; ${unasked} s without an order`;
    // Without a second outside the windows nothing was seen.
    check(`session ${id}`, seconds > 0 && level.availability >= OBJECTIVE, text);
  }
  check('sessions', Object.keys(sessions).length > 0, `${Object.keys(sessions).length} watched`);
  const memory = trendOf(settled.map(({ atEpochMs, memoryBytes }) => [atEpochMs, memoryBytes]));
  const grown = memory.slope * hours;
  const isNoise = Math.abs(memory.slope) <= 3 * memory.error || grown <= memory.mean * GROWTH_PART;
  check('memory', isNoise, `${mb(memory.mean)} MB, ${mb(memory.slope)} ± ${mb(memory.error)} MB an hour`);
  const third = Math.max(1, Math.floor(settled.length / 3));
  const early = median(settled.slice(0, third).map(({ descriptors }) => descriptors));
  const late = median(settled.slice(-third).map(({ descriptors }) => descriptors));
  check('descriptors', late <= early + DESCRIPTORS_MORE, `${early} early, ${late} late`);
  const { looks, overloaded, slowdownMax, others } = seen.machine;
  const part = looks === 0 ? 0 : overloaded / looks;
  check(
    'machine',
    part <= OVERLOADED_PART_MAX,
    `overloaded by others in ${percent(part)} of ${looks} looks, which are excused; others had ${percent(others)} of it; a known loop took up to ${slowdownMax.toFixed(1)} times its best`,
  );
  check('order faults', seen.orderFaults === 0, `${seen.orderFaults} reports that did not fit`);
  check('journal', seen.journalState === 'open', seen.journalState);
  check('ready at the end', seen.notReady.length === 0, seen.notReady.join('; ') || 'ready');
  check('heard', seen.silentSeconds === 0, `${seen.silentSeconds} s without a word of the gateway`);
  const moved = (samples.at(-1)?.bookUpdates ?? 0) - (samples[0]?.bookUpdates ?? 0);
  check('market data', moved > 0, `${moved} book updates`);
  const orders = (samples.at(-1)?.orders ?? 0) - (samples[0]?.orders ?? 0);
  check('orders', orders > 0, `${orders} reports`);
  return checks;
}

const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;
const mb = (bytes: number): string => (bytes / 1e6).toFixed(1);

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
