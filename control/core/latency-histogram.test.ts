import { describe, expect, it } from 'vitest';
import {
  LATENCY_BUCKETS,
  latencyBucket,
  LatencyHistogram,
  latencyOfBucket,
  latencyQuantile,
} from './latency-histogram.js';

describe('latency buckets', () => {
  it('hold their bounds, lie next to each other, and are at most an eighth wide', () => {
    for (let bucket = 0; bucket < LATENCY_BUCKETS; bucket++) {
      const from = latencyOfBucket(bucket);
      const below = latencyOfBucket(bucket + 1);
      expect(latencyBucket(from)).toBe(bucket);
      expect(latencyBucket(below - 1)).toBe(bucket);
      expect(below - from).toBeLessThanOrEqual(Math.max(1, from / 8));
    }
  });

  it('take what is no latency as none, and what is too long as the longest', () => {
    expect([-5, 0, 0.4, NaN].map(latencyBucket)).toEqual([0, 0, 0, 0]);
    expect(latencyBucket(1e15)).toBe(LATENCY_BUCKETS - 1);
  });
});

describe('LatencyHistogram', () => {
  it('counts, and tells quantiles from what it counted', () => {
    const histogram = new LatencyHistogram();
    for (let i = 1; i <= 1000; i++) histogram.record(i * 1000);
    const sparse = histogram.sparse();
    const counts = new Map<number, number>();
    for (let i = 0; i < sparse.length; i += 2) counts.set(sparse[i]!, sparse[i + 1]!);
    expect([...counts.values()].reduce((a, b) => a + b, 0)).toBe(1000);
    expect(histogram.sumNs).toBe(500_500_000);
    const p50 = latencyQuantile(counts, 0.5);
    expect(p50).toBeGreaterThanOrEqual(500_000);
    expect(p50).toBeLessThanOrEqual(500_000 * 1.125);
    expect(latencyQuantile(new Map(), 0.5)).toBe(0);
  });
});
