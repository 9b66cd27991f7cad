import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../core/random.js';
import { falsePositivesPerDay, learntLimitMs } from './false-positives.js';
import { Intervals } from './intervals.js';
import { STALENESS, StalenessWatch } from './staleness-watch.js';

class Scene {
  ms = 1000;
  readonly seen: string[] = [];
  readonly watch = new StalenessWatch(
    2,
    { monotonicNs: () => this.ms * 1e6 },
    STALENESS,
    (channel, silentMs, limitMs) => this.seen.push(`${channel} silent ${silentMs.toFixed(0)} of ${limitMs.toFixed(0)}`),
    (channel, silentMs) => this.seen.push(`${channel} back after ${silentMs.toFixed(0)}`),
  );

  /** Arrivals of channel 0 each so many ms. */
  flow(everyMs: number, forMs: number): void {
    const end = this.ms + forMs;
    for (let next = this.ms; next < end; next += everyMs) {
      this.pass(next - this.ms);
      this.watch.arrived(0);
    }
  }

  pass(ms: number): void {
    for (let passed = 0; passed < ms; passed++) {
      this.ms++;
      if (this.ms % 5 === 0) this.watch.tick();
    }
  }
}

describe('Intervals', () => {
  it('gives quantiles a fifth too high at most', () => {
    const intervals = new Intervals(1e12);
    const random = new SeededRandom(1);
    const all: number[] = [];
    for (let i = 0; i < 20_000; i++) {
      const ns = Math.floor(-Math.log(1 - random.next()) * 3e6);
      all.push(ns);
      intervals.add(ns, 0);
    }
    all.sort((a, b) => a - b);
    for (const part of [0.5, 0.9, 0.99, 0.999]) {
      const exact = all[Math.ceil(all.length * part)]!;
      const found = intervals.quantileNs(part);
      expect(found).toBeGreaterThanOrEqual(exact);
      expect(found).toBeLessThan(exact * 1.26);
    }
  });

  it('forgets what is two generations old', () => {
    const intervals = new Intervals(1000);
    intervals.add(50e6, 0);
    for (let t = 1; t < 3000; t += 10) intervals.add(1e6, t);
    expect(intervals.quantileNs(0.9999)).toBeLessThan(1.3e6);
  });

  it('takes any number', () => {
    const intervals = new Intervals(1e12);
    for (const ns of [0, 1, 16_383, 16_384, 1e9, 1e14]) intervals.add(ns, 0);
    expect(intervals.count).toBe(6);
    expect(intervals.quantileNs(0.01)).toBeGreaterThan(0);
  });
});

describe('StalenessWatch', () => {
  it('waits for the ceiling until it knows the channel', () => {
    const scene = new Scene();
    scene.flow(10, 1000);
    scene.pass(2100);
    expect(scene.seen).toEqual(['0 silent 2000 of 2000']);
  });

  it('learns from the rate, and tells of the end', () => {
    const scene = new Scene();
    scene.flow(10, 25_000);
    const limit = scene.watch.limitMs(0);
    expect(limit).toBeGreaterThan(29);
    expect(limit).toBeLessThan(40);
    scene.pass(200);
    expect(scene.seen).toHaveLength(1);
    scene.watch.arrived(0);
    expect(scene.seen[1]).toBe('0 back after 200');
    expect(scene.watch.isSuspected(0)).toBe(false);
  });

  it('is never faster than the floor', () => {
    const scene = new Scene();
    scene.flow(1, 10_000);
    scene.pass(10);
    expect(scene.watch.limitMs(0)).toBe(30);
  });

  it('says nothing of a channel from which nothing has come', () => {
    const scene = new Scene();
    scene.pass(10_000);
    expect(scene.seen).toEqual([]);
  });

  it('does not take its own standstill for silence', () => {
    const scene = new Scene();
    scene.flow(10, 25_000);
    scene.ms += 3000;
    scene.watch.tick();
    scene.watch.arrived(0);
    expect(scene.seen).toEqual([]);
    expect(scene.watch.stalls).toBe(1);
    scene.pass(200);
    expect(scene.seen).toHaveLength(1);
  });
});

describe('false positives of the shipped settings', () => {
  it('are less than one a day for any rate of 10 a second and more', () => {
    for (const rate of [10, 20, 50, 100, 500, 1000, 5000, 50_000]) {
      expect(falsePositivesPerDay(rate, STALENESS)).toBeLessThan(1);
      expect(learntLimitMs(rate, STALENESS)).toBeLessThanOrEqual(STALENESS.ceilingMs);
    }
  });
});
