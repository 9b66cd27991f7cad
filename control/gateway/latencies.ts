/** Latencies of the gateway as the status tells them: turns that drained the ring, and how late the event loop was. */
import { LatencyHistogram } from '../core/latency-histogram.js';
import type { LatencyStatus } from '../core/status/schema.js';
import type { Timer, World } from '../core/world.js';

/** Often enough to see what keeps others waiting, seldom enough to cost nothing. */
const LOOK_MS = 20;

/** A timer that is late by as much as the event loop was busy with something else. */
export class StallWatch {
  readonly histogram = new LatencyHistogram();
  private readonly timer: Timer;
  private dueNs: number;

  constructor({ clock, timers }: World) {
    this.dueNs = clock.monotonicNs() + LOOK_MS * 1e6;
    this.timer = timers.every(LOOK_MS, () => {
      const nowNs = clock.monotonicNs();
      this.histogram.record(Math.max(0, nowNs - this.dueNs));
      this.dueNs = nowNs + LOOK_MS * 1e6;
    });
  }

  stop(): void {
    this.timer.cancel();
  }
}

/** Several histograms as one. */
export function latencyStatus(name: string, histograms: readonly LatencyHistogram[]): LatencyStatus {
  const counts = new Map<number, number>();
  let count = 0;
  let sumNs = 0;
  for (const histogram of histograms) {
    count += histogram.count;
    sumNs += histogram.sumNs;
    const sparse = histogram.sparse();
    for (let i = 0; i < sparse.length; i += 2) counts.set(sparse[i]!, (counts.get(sparse[i]!) ?? 0) + sparse[i + 1]!);
  }
  return { name, count, sumNs, buckets: [...counts].sort(([a], [b]) => a - b).flat() };
}
