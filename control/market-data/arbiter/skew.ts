/**
 * How far the lines of a channel are apart: for every message of which a second copy comes, how much later than the first, in log-scaled bins by the port
 * that was first. Remembered are the first arrivals of numbers that differ in their low bits: those of the last `HELD_DEPTH` messages or so.
 */
import { HELD_DEPTH, SKEW_BINS } from '../../core/generated/records.js';
import { advance, distance, HI, LO, newSequence } from './sequence.js';

const MASK = HELD_DEPTH - 1;
const LAST_BIN = SKEW_BINS - 1;
const LAST_BIN_BEATS = 2 ** (LAST_BIN - 1);
const TWO_32 = 4294967296;
/** Runs hold less than a whole table and one run more, and a run one number at least. */
const RUNS = 2 * HELD_DEPTH;

/**
 * What it remembers is a table with a place for the low bits of a number. Messages come in packets, one behind the other: what a packet does to the
 * table is kept as a run, a stretch of numbers with one stamp and one port, and written into the table only when the numbers stop being consecutive.
 * The runs are newer than the table.
 */
export class ArrivalSkew {
  private readonly low = new Uint32Array(HELD_DEPTH);
  private readonly high = new Uint32Array(HELD_DEPTH);
  private readonly stamps = new Float64Array(HELD_DEPTH);
  /** The port of the first arrival plus 1; 0: none is remembered. */
  private readonly ports = new Uint8Array(HELD_DEPTH);
  private readonly counts: readonly Float64Array[];

  /** The number behind the newest run. Runs end in front of 2^32, so that their numbers have its upper word. */
  private readonly end = newSequence();
  private readonly runCounts = new Int32Array(RUNS);
  private readonly runStamps = new Float64Array(RUNS);
  private readonly runPorts = new Uint8Array(RUNS);
  private oldest = 0;
  private runs = 0;
  /** Numbers in all runs. */
  private total = 0;
  private readonly spilt = newSequence();

  constructor(ports: number) {
    this.counts = Array.from({ length: ports }, () => new Float64Array(SKEW_BINS));
  }

  /** By the port that was first; a bin b > 0 has skews of 2^(b-1) to 2^b - 1 beats, the last one all above, bin 0 none at all. */
  histogram(): readonly (readonly number[])[] {
    return this.counts.map((bins) => [...bins]);
  }

  /** The first copies of `count` numbers from `sequence` on came on `port`. */
  first(sequence: Uint32Array, count: number, port: number, now: Float64Array, at: number): void {
    if (count === 0) return;
    const { end, runCounts } = this;
    if (this.runs > 0 && (sequence[LO] !== end[LO] || sequence[HI] !== end[HI])) this.spill();
    const behind = sequence[LO]! + count;
    if (behind >= TWO_32) {
      this.spill();
      this.put(sequence, count, port + 1, now, at);
      return;
    }
    const run = (this.oldest + this.runs) & (RUNS - 1);
    runCounts[run] = count;
    this.runStamps[run] = now[at]!;
    this.runPorts[run] = port + 1;
    this.runs++;
    end[LO] = behind;
    end[HI] = sequence[HI]!;
    this.total += count;
    // What later runs have overwritten, every number of it.
    let without = this.total - runCounts[this.oldest]!;
    while (without >= HELD_DEPTH) {
      this.total = without;
      this.oldest = (this.oldest + 1) & (RUNS - 1);
      this.runs--;
      without -= runCounts[this.oldest]!;
    }
  }

  /** Further copies of `count` numbers from `sequence` on came on `port`. */
  again(sequence: Uint32Array, count: number, port: number, now: Float64Array, at: number): void {
    let back = this.runs > 0 ? distance(this.end, sequence) : 0;
    if (back < count) {
      this.spill();
      back = 0;
    } else {
      this.againInRuns(back, count, port + 1, now, at);
    }
    const { total } = this;
    if (total >= HELD_DEPTH) return;
    if (back === 0) this.againInTable(sequence, count, port + 1, now, at);
    else if (back > total) this.againInTable(sequence, Math.min(count, back - total), port + 1, now, at);
  }

  /** Numbers are told by how far they are in front of the end, here: `count` of them from `back` on. Looks from the newest run to the older ones. */
  private againInRuns(back: number, count: number, again: number, now: Float64Array, at: number): void {
    const { runCounts, runPorts, runStamps } = this;
    const remembered = back < HELD_DEPTH ? back : HELD_DEPTH;
    const nearest = back - count;
    let behind = 0;
    for (let i = this.runs - 1; i >= 0 && behind < back; i--) {
      const run = (this.oldest + i) & (RUNS - 1);
      const near = behind > nearest ? behind : nearest;
      behind += runCounts[run]!;
      const copies = (behind < remembered ? behind : remembered) - near;
      if (copies > 0 && runPorts[run] !== again) this.count(runPorts[run]!, now, at, runStamps, run, copies);
    }
  }

  /** `count` numbers from `sequence` on, which stand in front of the runs: a place that the runs have taken since remembers nothing. */
  private againInTable(sequence: Uint32Array, count: number, again: number, now: Float64Array, at: number): void {
    const { low, high, stamps, ports, total } = this;
    const start = this.end[LO]! - total;
    let lo = sequence[LO]!;
    let hi = sequence[HI]!;
    for (let i = 0; i < count; i++) {
      const place = lo & MASK;
      const first = ports[place]!;
      const isOverwritten = ((lo - start) & MASK) < total;
      if (!isOverwritten && first !== 0 && first !== again && low[place] === lo && high[place] === hi) {
        this.count(first, now, at, stamps, place, 1);
      }
      lo = (lo + 1) >>> 0;
      if (lo === 0) hi++;
    }
  }

  private count(
    first: number,
    now: Float64Array,
    at: number,
    stamps: Float64Array,
    place: number,
    copies: number,
  ): void {
    const bins = this.counts[first - 1];
    const beats = now[at]! - stamps[place]!;
    const bin = beats >= LAST_BIN_BEATS ? LAST_BIN : 32 - Math.clz32(beats);
    if (bins !== undefined) bins[bin] = bins[bin]! + copies;
  }

  /** Writes the runs into the table. */
  private spill(): void {
    const { spilt, end, runCounts, runPorts, runStamps } = this;
    spilt[LO] = end[LO]! - this.total;
    spilt[HI] = end[HI]!;
    for (; this.runs > 0; this.runs--) {
      const { oldest } = this;
      this.put(spilt, runCounts[oldest]!, runPorts[oldest]!, runStamps, oldest);
      advance(spilt, runCounts[oldest]!);
      this.oldest = (oldest + 1) & (RUNS - 1);
    }
    this.total = 0;
  }

  private put(sequence: Uint32Array, count: number, port: number, now: Float64Array, at: number): void {
    const { low, high, stamps, ports } = this;
    const stamp = now[at]!;
    let lo = sequence[LO]!;
    let hi = sequence[HI]!;
    for (let i = 0; i < count; i++) {
      const place = lo & MASK;
      low[place] = lo;
      high[place] = hi;
      stamps[place] = stamp;
      ports[place] = port;
      lo = (lo + 1) >>> 0;
      if (lo === 0) hi++;
    }
  }
}
