/**
 * Counts of latencies by size, in the manner of HdrHistogram: eight buckets for each power of two, so that a bucket's bounds are at most 12.5 % apart. Recording allocates
 * nothing. A snapshot is cumulative: whoever wants the latencies of a time takes the difference of two.
 */

/** Below this many nanoseconds each value has a bucket of its own. */
const LINEAR = 16;
const PER_OCTAVE = 8;
/** 2^4 = LINEAR. */
const FIRST_OCTAVE = 4;
/** 2^40 ns are 18 minutes: longer ones count as that. */
const OCTAVES = 36;
export const LATENCY_BUCKETS = LINEAR + OCTAVES * PER_OCTAVE;
const LONGEST_NS = 2 ** (FIRST_OCTAVE + OCTAVES) - 1;

/** The bucket of a latency, ns. */
export function latencyBucket(ns: number): number {
  if (!(ns >= LINEAR)) return ns > 0 ? Math.floor(ns) : 0;
  const value = Math.min(Math.floor(ns), LONGEST_NS);
  const high = Math.floor(value / 2 ** 32);
  const octave = high > 0 ? 63 - Math.clz32(high) : 31 - Math.clz32(value);
  const step = Math.floor(value / 2 ** (octave - 3)) - PER_OCTAVE;
  return LINEAR + (octave - FIRST_OCTAVE) * PER_OCTAVE + step;
}

/** The smallest latency of a bucket, ns; that of the bucket behind the last one is its upper bound. */
export function latencyOfBucket(bucket: number): number {
  if (bucket < LINEAR) return bucket;
  const octave = FIRST_OCTAVE + Math.floor((bucket - LINEAR) / PER_OCTAVE);
  return (PER_OCTAVE + ((bucket - LINEAR) % PER_OCTAVE)) * 2 ** (octave - 3);
}

/** The latency below which a part of all is, from counts by bucket, ns: the upper bound of its bucket; 0 for no counts. */
export function latencyQuantile(counts: ReadonlyMap<number, number>, quantile: number): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  if (total === 0) return 0;
  const wanted = Math.max(1, Math.ceil(total * quantile));
  let seen = 0;
  let last = 0;
  for (const bucket of [...counts.keys()].sort((a, b) => a - b)) {
    seen += counts.get(bucket) ?? 0;
    last = bucket;
    if (seen >= wanted) break;
  }
  return latencyOfBucket(last + 1);
}

export class LatencyHistogram {
  private readonly counts = new Float64Array(LATENCY_BUCKETS);
  count = 0;
  sumNs = 0;

  record(ns: number): void {
    const bucket = latencyBucket(ns);
    this.counts[bucket] = this.counts[bucket]! + 1;
    this.count++;
    this.sumNs += ns;
  }

  /** Bucket and count in turn, of those that have any. */
  sparse(): number[] {
    const out: number[] = [];
    for (let bucket = 0; bucket < LATENCY_BUCKETS; bucket++) {
      const count = this.counts[bucket]!;
      if (count > 0) out.push(bucket, count);
    }
    return out;
  }
}
