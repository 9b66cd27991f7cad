/** Simulated cycles from the last beat of a frame to its records on the host bus. */
import { LATENCY } from './abi.js';

/** Records by cycles: `counts[n]` took n, the last one all that took longer. */
export interface LatencyHistogram {
  readonly counts: Uint32Array;
  readonly records: number;
  readonly max: number;
}

export interface NicLatency {
  /** First records of frames that waited for nothing. */
  readonly first: LatencyHistogram;
  /** Further records of such frames: they follow those before them. */
  readonly later: LatencyHistogram;
  /** Records of other frames were still going out when the frame ended. */
  readonly queued: LatencyHistogram;
  /** Held for a gap. */
  readonly held: LatencyHistogram;
}

/** Copies the histograms out of mapped memory. */
export function readLatency(memory: Uint32Array): NicLatency {
  const at = (kind: number): LatencyHistogram => {
    const counts = memory.slice(kind * LATENCY.BINS, (kind + 1) * LATENCY.BINS);
    return {
      counts,
      records: counts.reduce((sum, count) => sum + count, 0),
      max: memory[LATENCY.CLASSES * LATENCY.BINS + kind]!,
    };
  };
  return { first: at(LATENCY.FIRST), later: at(LATENCY.LATER), queued: at(LATENCY.QUEUED), held: at(LATENCY.HELD) };
}

/** The cycles that a share `q` of the records did not exceed; 0 without records. */
export function latencyQuantile({ counts, records, max }: LatencyHistogram, q: number): number {
  let left = Math.max(1, Math.ceil(records * q));
  for (let cycles = 0; cycles < counts.length - 1; cycles++) {
    left -= counts[cycles]!;
    if (left <= 0) return cycles;
  }
  return max;
}

/** Several histograms as one. */
export function mergeLatency(...histograms: readonly LatencyHistogram[]): LatencyHistogram {
  const counts = new Uint32Array(LATENCY.BINS);
  for (const histogram of histograms) histogram.counts.forEach((count, bin) => (counts[bin] = counts[bin]! + count));
  return {
    counts,
    records: histograms.reduce((sum, { records }) => sum + records, 0),
    max: Math.max(0, ...histograms.map(({ max }) => max)),
  };
}
