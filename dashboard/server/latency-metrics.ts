/** Latencies as a Prometheus histogram: cumulative counts below each doubling from a microsecond on, as the gateway counted them. */
import { latencyOfBucket } from '../../control/core/latency-histogram.js';
import type { LatencyStatus } from '../../control/core/status/schema.js';

export const LATENCY_METRIC = 'crossfeed_gateway_latency_seconds';
/** Bounds are those of buckets: 2^10 ns to 2^34 ns, 17 s. */
const FIRST_OCTAVE = 10;
const LAST_OCTAVE = 34;

export function latencyText(latencies: readonly LatencyStatus[]): string {
  if (latencies.length === 0) return '';
  const lines = [
    `# HELP ${LATENCY_METRIC} turn: drains of the ring; stall: how late the event loop was`,
    `# TYPE ${LATENCY_METRIC} histogram`,
  ];
  for (const { name, count, sumNs, buckets } of latencies) {
    for (let octave = FIRST_OCTAVE; octave <= LAST_OCTAVE; octave++) {
      let below = 0;
      for (let i = 0; i + 1 < buckets.length; i += 2) {
        if (latencyOfBucket(buckets[i]! + 1) <= 2 ** octave) below += buckets[i + 1]!;
      }
      lines.push(`${LATENCY_METRIC}_bucket{latency="${name}",le="${2 ** octave / 1e9}"} ${below}`);
    }
    lines.push(`${LATENCY_METRIC}_bucket{latency="${name}",le="+Inf"} ${count}`);
    lines.push(`${LATENCY_METRIC}_sum{latency="${name}"} ${sumNs / 1e9}`);
    lines.push(`${LATENCY_METRIC}_count{latency="${name}"} ${count}`);
  }
  return `${lines.join('\n')}\n`;
}
