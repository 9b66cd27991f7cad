/** Latencies by size for each of the last seconds, from the cumulative counts of the gateway: what a chart of histograms over time needs. */
import { HISTORY_SECONDS, type LatencyColumns } from '../../control/core/status/page.js';
import type { LatencyStatus } from '../../control/core/status/schema.js';
import type { PictureSource } from './push.js';

export class LatencyRecorder {
  private readonly columns = new Map<string, (readonly number[])[]>();
  private readonly last = new Map<string, ReadonlyMap<number, number>>();
  private epoch = -1;

  /** Call once a second. What is not known to be of now is an empty column. Returns the newest column of each. */
  sample({ status, state, epoch }: PictureSource): LatencyColumns {
    if (status === null) return {};
    // A gateway that was started again counts from 0.
    if (epoch !== this.epoch) this.last.clear();
    this.epoch = epoch;
    const newest: Record<string, readonly (readonly number[])[]> = {};
    for (const latency of status.gateway.latencies ?? []) {
      const column = state === 'live' ? this.difference(latency) : [];
      const series = this.columns.get(latency.name) ?? [];
      series.push(column);
      if (series.length > HISTORY_SECONDS) series.shift();
      this.columns.set(latency.name, series);
      newest[latency.name] = [column];
    }
    return newest;
  }

  history(): LatencyColumns {
    return Object.fromEntries(this.columns);
  }

  /** Bucket and count in turn. */
  private difference({ name, buckets }: LatencyStatus): number[] {
    const before = this.last.get(name);
    const now = new Map<number, number>();
    const column: number[] = [];
    for (let i = 0; i + 1 < buckets.length; i += 2) {
      const [bucket, count] = [buckets[i]!, buckets[i + 1]!];
      now.set(bucket, count);
      const fresh = count - (before?.get(bucket) ?? 0);
      // The first sample has all there was before: that is no second.
      if (before !== undefined && fresh > 0) column.push(bucket, fresh);
    }
    this.last.set(name, now);
    return column;
  }
}
