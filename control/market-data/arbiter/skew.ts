/**
 * How far the lines of a channel are apart: for every message of which a second copy comes, how much later than the first, in log-scaled bins by the port
 * that was first. Remembered are the first arrivals of numbers that differ in their low bits: those of the last `HELD_DEPTH` messages or so.
 */
import { HELD_DEPTH, SKEW_BINS } from '../../core/generated/records.js';
import { HI, LO } from './sequence.js';

const MASK = HELD_DEPTH - 1;
const LAST_BIN = SKEW_BINS - 1;

export class ArrivalSkew {
  private readonly low = new Uint32Array(HELD_DEPTH);
  private readonly high = new Uint32Array(HELD_DEPTH);
  private readonly stamps = new Float64Array(HELD_DEPTH);
  /** The port of the first arrival plus 1; 0: none is remembered. */
  private readonly ports = new Uint8Array(HELD_DEPTH);
  private readonly counts: readonly Float64Array[];

  constructor(ports: number) {
    this.counts = Array.from({ length: ports }, () => new Float64Array(SKEW_BINS));
  }

  /** By the port that was first; a bin b > 0 has skews of 2^(b-1) to 2^b - 1 beats, the last one all above, bin 0 none at all. */
  histogram(): readonly (readonly number[])[] {
    return this.counts.map((bins) => [...bins]);
  }

  /** The first copies of `count` numbers from `sequence` on came on `port`. */
  first(sequence: Uint32Array, count: number, port: number, now: Float64Array, at: number): void {
    const { low, high, stamps, ports } = this;
    const stamp = now[at]!;
    let lo = sequence[LO]!;
    let hi = sequence[HI]!;
    for (let i = 0; i < count; i++) {
      const place = lo & MASK;
      low[place] = lo;
      high[place] = hi;
      stamps[place] = stamp;
      ports[place] = port + 1;
      lo = (lo + 1) >>> 0;
      if (lo === 0) hi++;
    }
  }

  /** Further copies of `count` numbers from `sequence` on came on `port`. */
  again(sequence: Uint32Array, count: number, port: number, now: Float64Array, at: number): void {
    const { low, high, stamps, ports, counts } = this;
    const stamp = now[at]!;
    let lo = sequence[LO]!;
    let hi = sequence[HI]!;
    for (let i = 0; i < count; i++) {
      const place = lo & MASK;
      const first = ports[place]!;
      if (first !== 0 && first !== port + 1 && low[place] === lo && high[place] === hi) {
        const bins = counts[first - 1];
        const bin = binOf(stamp - stamps[place]!);
        if (bins !== undefined) bins[bin] = bins[bin]! + 1;
      }
      lo = (lo + 1) >>> 0;
      if (lo === 0) hi++;
    }
  }
}

function binOf(beats: number): number {
  if (beats >= 1 << (LAST_BIN - 1)) return LAST_BIN;
  return 32 - Math.clz32(beats);
}
