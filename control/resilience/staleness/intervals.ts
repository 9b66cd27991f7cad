/**
 * How long it takes from one arrival to the next, as a histogram with four steps an octave from 16 µs to a minute. Two generations: what is
 * older than two of them is forgotten. Allocates nothing after it is made.
 */
const STEPS = 4;
const OCTAVES = 22;
const BUCKETS = STEPS * OCTAVES;
/** 16,384 ns: the shortest interval that is told from shorter ones. */
const FIRST_BIT = 14;

export class Intervals {
  private now = new Uint32Array(BUCKETS);
  private before = new Uint32Array(BUCKETS);
  private countNow = 0;
  private countBefore = 0;
  private longestNow = 0;
  private longestBefore = 0;
  private generationEndNs = 0;

  constructor(private readonly generationNs: number) {}

  /** Of both generations. */
  get count(): number {
    return this.countNow + this.countBefore;
  }

  add(intervalNs: number, nowNs: number): void {
    if (nowNs >= this.generationEndNs) this.age(nowNs);
    const bucket = bucketOf(intervalNs);
    this.now[bucket] = this.now[bucket]! + 1;
    this.countNow++;
    if (intervalNs > this.longestNow) this.longestNow = intervalNs;
  }

  /** The longest of both generations, ns. */
  get longestNs(): number {
    return Math.max(this.longestNow, this.longestBefore);
  }

  /** Not less than so large a part of all intervals, ns; at most a fifth above it. 0: nothing was measured. */
  quantileNs(part: number): number {
    const { now, before, count } = this;
    if (count === 0) return 0;
    let above = count - Math.ceil(count * part);
    for (let bucket = BUCKETS - 1; bucket > 0; bucket--) {
      above -= now[bucket]! + before[bucket]!;
      if (above < 0) return endOf(bucket);
    }
    return endOf(0);
  }

  private age(nowNs: number): void {
    const { now, before } = this;
    // After a long silence both generations are old, and better than nothing.
    this.before = now;
    this.countBefore = this.countNow;
    this.longestBefore = this.longestNow;
    this.longestNow = 0;
    this.now = before.fill(0);
    this.countNow = 0;
    this.generationEndNs = nowNs + this.generationNs;
  }
}

function bucketOf(ns: number): number {
  const units = Math.min(2 ** 31 - 1, Math.floor(ns / 2 ** (FIRST_BIT - 2)));
  if (units < STEPS) return 0;
  const octave = 31 - Math.clz32(units) - 2;
  return Math.min(BUCKETS - 1, octave * STEPS + ((units >> octave) & (STEPS - 1)));
}

function endOf(bucket: number): number {
  const octave = Math.floor(bucket / STEPS);
  return (STEPS + (bucket % STEPS) + 1) * 2 ** (octave + FIRST_BIT - 2);
}
