/** The metrics of one moment, and how counters grew lately. Only what some rule looks at is kept; per counter at most 64 points a window. */
import type { MetricLabels } from '../../core/status/metrics.js';

export interface MetricSample {
  readonly name: string;
  readonly labels: MetricLabels;
  readonly value: number;
}

interface History {
  /** At most `POINTS` in the longest window. */
  readonly atMs: number[];
  readonly values: number[];
}

const POINTS = 64;
const HISTORIES_MAX = 5000;
const NO_SAMPLES: readonly MetricSample[] = [];

export class MetricTable {
  /** Counters that were not kept: too many. */
  refused = 0;
  private readonly byName = new Map<string, MetricSample[]>();
  private readonly histories = new Map<string, History>();
  private nowMs = 0;

  /** @param windows longest window over which a metric's growth is asked for, ms; only metrics that stand here are kept */
  constructor(private readonly windows: ReadonlyMap<string, number>) {}

  /** Begins a new moment. */
  begin(nowMs: number): void {
    this.nowMs = nowMs;
    for (const samples of this.byName.values()) samples.length = 0;
  }

  readonly add = (name: string, _help: string, value: number, labels: MetricLabels = {}): void => {
    const windowMs = this.windows.get(name);
    if (windowMs === undefined) return;
    let samples = this.byName.get(name);
    if (samples === undefined) this.byName.set(name, (samples = []));
    samples.push({ name, labels, value });
    if (windowMs > 0) this.remember(keyOf(name, labels), value, windowMs);
  };

  /** Of a name, with at least these labels. */
  find(name: string, labels: MetricLabels = {}): readonly MetricSample[] {
    const samples = this.byName.get(name) ?? NO_SAMPLES;
    const wanted = Object.entries(labels);
    if (wanted.length === 0) return samples;
    return samples.filter((sample) => wanted.every(([label, value]) => sample.labels[label] === value));
  }

  /** Over the window, or since it was first seen. A counter that began again grew by what it has. */
  growth({ name, labels, value }: MetricSample, overMs: number): number {
    const history = this.histories.get(keyOf(name, labels));
    if (history === undefined) return 0;
    const { atMs, values } = history;
    // The newest point that is not younger than the window.
    let from = 0;
    for (let i = values.length - 1; i >= 0; i--) {
      from = i;
      if (this.nowMs - atMs[i]! >= overMs) break;
    }
    return value - values[from]!;
  }

  private remember(key: string, value: number, windowMs: number): void {
    let history = this.histories.get(key);
    if (history === undefined) {
      if (this.histories.size >= HISTORIES_MAX) {
        this.refused++;
        return;
      }
      this.histories.set(key, (history = { atMs: [], values: [] }));
    }
    const { atMs, values } = history;
    if (values.length > 0 && value < values.at(-1)!) {
      atMs.length = 0;
      values.length = 0;
      atMs.push(this.nowMs);
      values.push(0);
      return;
    }
    const last = atMs.at(-1);
    if (last !== undefined && this.nowMs - last < windowMs / POINTS) return;
    atMs.push(this.nowMs);
    values.push(value);
    while (atMs.length > 2 && this.nowMs - atMs[1]! >= windowMs) {
      atMs.shift();
      values.shift();
    }
  }
}

export function keyOf(name: string, labels: MetricLabels): string {
  const parts = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
  return `${name}{${parts.sort().join()}}`;
}
