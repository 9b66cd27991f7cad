/**
 * Sees feeds fall silent, faster than any heartbeat would tell: a channel from which nothing came for much longer than it ever takes is suspected. What "ever" is, it learns
 * from the channel's own arrivals; a floor and a ceiling bound what it may have learnt. Time in which this process did not look (a long turn, a stopped process)
 * is no silence of the exchange's.
 */
import type { Clock } from '../../core/world.js';
import { Intervals } from './intervals.js';

export interface StalenessSettings {
  /** Never sooner than this, ms … */
  readonly floorMs: number;
  /** … nor later: what a channel without a rate of its own gets. Some heartbeat intervals. */
  readonly ceilingMs: number;
  /** Of the intervals between arrivals, this part is not longer than what is multiplied by `factor`. */
  readonly quantile: number;
  readonly factor: number;
  /** Nor is the limit less than the longest interval remembered, times this: rates have tails … */
  readonly longestFactor: number;
  /**
   * … but a tail alone brings it no further than this, ms. One long pause must not make an active feed slow to be missed for minutes: a wrong
   * suspicion costs a feed with a backup some milliseconds.
   */
  readonly longestMaxMs: number;
  /** Arrivals before a limit is learnt. */
  readonly leastSamples: number;
  /** Arrivals of one to two such times are remembered, ms. */
  readonly memoryMs: number;
}

export const STALENESS: StalenessSettings = {
  floorMs: 30,
  ceilingMs: 2000,
  quantile: 0.9995,
  factor: 3,
  longestFactor: 1.3,
  longestMaxMs: 80,
  leastSamples: 2000,
  memoryMs: 60_000,
};

/** How often `tick` is called, ms. */
export const STALENESS_TICK_MS = 5;
/** A tick that comes later than this tells of our own standstill. */
const LATE_TICKS = 2;
/** Limits follow what was learnt so often, ns. */
const LEARN_NS = 1e9;

export class StalenessWatch {
  /** Suspicions, by channel. */
  readonly suspicions: Uint32Array;
  /** Times that this process did not look, and how long in all, ms. */
  stalls = 0;
  stalledMs = 0;
  private readonly intervals: readonly Intervals[];
  private readonly lastNs: Float64Array;
  private readonly limitsNs: Float64Array;
  private readonly suspected: Uint8Array;
  private lastTickNs = 0;
  private learnAtNs = 0;

  constructor(
    channels: number,
    private readonly clock: Pick<Clock, 'monotonicNs'>,
    private readonly settings: StalenessSettings,
    /** Nothing has come for longer than the limit. Both in ms. */
    private readonly onSilent: (channel: number, silentMs: number, limitMs: number) => void,
    /** Something came from a channel that was suspected. */
    private readonly onArrival: (channel: number, silentMs: number) => void,
  ) {
    this.intervals = Array.from({ length: channels }, () => new Intervals(settings.memoryMs * 1e6));
    this.lastNs = new Float64Array(channels);
    this.limitsNs = new Float64Array(channels).fill(settings.ceilingMs * 1e6);
    this.suspected = new Uint8Array(channels);
    this.suspicions = new Uint32Array(channels);
  }

  limitMs(channel: number): number {
    return this.limitsNs[channel]! / 1e6;
  }

  isSuspected(channel: number): boolean {
    return this.suspected[channel] === 1;
  }

  /** When something last came, monotonic ns; 0: never. */
  lastArrivalNs(channel: number): number {
    return this.lastNs[channel]!;
  }

  /** Something came from the channel's lines. */
  arrived(channel: number): void {
    const nowNs = this.clock.monotonicNs();
    const lastNs = this.lastNs[channel]!;
    this.lastNs[channel] = nowNs;
    if (lastNs === 0) return;
    const intervalNs = nowNs - lastNs;
    // A fault's silence is none of the rate's.
    if (this.suspected[channel] === 0) {
      this.learnFrom(channel, intervalNs, nowNs);
      return;
    }
    this.suspected[channel] = 0;
    this.onArrival(channel, intervalNs / 1e6);
  }

  /** A suspicion was wrong: the market was only quiet, for so long. */
  wasQuiet(channel: number, quietMs: number): void {
    this.learnFrom(channel, quietMs * 1e6, this.clock.monotonicNs());
  }

  /** The channel has nothing to say, and says so: no silence. */
  excuse(channel: number): void {
    this.lastNs[channel] = this.clock.monotonicNs();
    this.suspected[channel] = 0;
  }

  /** Every few milliseconds. */
  tick(): void {
    const nowNs = this.clock.monotonicNs();
    const sinceNs = nowNs - this.lastTickNs;
    const isLate = this.lastTickNs !== 0 && sinceNs > LATE_TICKS * STALENESS_TICK_MS * 1e6;
    this.lastTickNs = nowNs;
    if (isLate) this.passOver(nowNs, sinceNs);
    if (nowNs >= this.learnAtNs) this.learn(nowNs);
    // What came while nobody looked is read first.
    if (isLate) return;
    const { lastNs, limitsNs, suspected } = this;
    for (let channel = 0; channel < lastNs.length; channel++) {
      const silentNs = nowNs - lastNs[channel]!;
      if (lastNs[channel] === 0 || suspected[channel] === 1 || silentNs < limitsNs[channel]!) continue;
      suspected[channel] = 1;
      this.suspicions[channel] = this.suspicions[channel]! + 1;
      this.onSilent(channel, silentNs / 1e6, limitsNs[channel]! / 1e6);
    }
  }

  private learnFrom(channel: number, intervalNs: number, nowNs: number): void {
    if (intervalNs < this.settings.ceilingMs * 1e6) this.intervals[channel]!.add(intervalNs, nowNs);
  }

  /** Nothing could come while this process stood still. */
  private passOver(nowNs: number, sinceNs: number): void {
    const { lastNs } = this;
    this.stalls++;
    this.stalledMs += sinceNs / 1e6;
    for (let channel = 0; channel < lastNs.length; channel++) {
      if (lastNs[channel] !== 0) lastNs[channel] = Math.min(nowNs, lastNs[channel]! + sinceNs);
    }
  }

  private learn(nowNs: number): void {
    const { floorMs, ceilingMs, quantile, factor, longestFactor, longestMaxMs, leastSamples } = this.settings;
    this.learnAtNs = nowNs + LEARN_NS;
    for (const [channel, intervals] of this.intervals.entries()) {
      const tailMs = Math.min(longestMaxMs, (intervals.longestNs / 1e6) * longestFactor);
      const learntMs = Math.max((intervals.quantileNs(quantile) / 1e6) * factor, tailMs);
      const limitMs = intervals.count < leastSamples ? ceilingMs : Math.min(ceilingMs, Math.max(floorMs, learntMs));
      this.limitsNs[channel] = limitMs * 1e6;
    }
  }
}
