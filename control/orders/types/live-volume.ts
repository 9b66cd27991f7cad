/**
 * Volume curves from the live feed: what each instrument traded in each five minutes, averaged over the days that were seen. Memory is fixed: 288 stretches of two numbers for
 * each instrument. The owner samples the cumulative volume now and then, at least once a stretch, and says when a day is over.
 */
import { CurveBuilder, type VolumeCurve } from './volume-curve.js';

const STRETCH_MS = 300_000;
const STRETCHES = 288;

export class LiveVolume {
  /** Of the day in hand, and of the days before together. */
  readonly #today: Float64Array;
  readonly #before: Float64Array;
  readonly #last: Float64Array;
  #days = 0;

  constructor(private readonly instruments: number) {
    this.#today = new Float64Array(instruments * STRETCHES);
    this.#before = new Float64Array(instruments * STRETCHES);
    this.#last = new Float64Array(instruments);
  }

  /** @param volume traded today so far, over all venues */
  sample(instrument: number, msOfDay: number, volume: number): void {
    const last = this.#last[instrument]!;
    this.#last[instrument] = volume;
    // A feed that began anew counts from 0: what it had told before is known.
    const traded = volume >= last ? volume - last : volume;
    const stretch = Math.min(STRETCHES - 1, Math.max(0, Math.floor(msOfDay / STRETCH_MS)));
    this.#today[instrument * STRETCHES + stretch]! += traded;
  }

  endDay(): void {
    for (let i = 0; i < this.#today.length; i++) this.#before[i]! += this.#today[i]!;
    this.#today.fill(0);
    this.#last.fill(0);
    this.#days++;
  }

  /** Of an average day; undefined before the first whole day, or where nothing traded. */
  curve(instrument: number): VolumeCurve | undefined {
    if (this.#days === 0) return undefined;
    const builder = new CurveBuilder();
    for (let i = 0; i < STRETCHES; i++) {
      const volume = this.#before[instrument * STRETCHES + i]! / this.#days;
      if (volume > 0) builder.add(i * STRETCH_MS, (i + 1) * STRETCH_MS, volume);
    }
    const curve = builder.build();
    return curve.stretches === 0 ? undefined : curve;
  }

  /** Days that the averages are of. */
  get days(): number {
    return this.#days;
  }

  /**
   * The averages, or what today has so far, as a file of volume-curve.ts, so that they outlive the process.
   */
  text(symbolOf: (instrument: number) => string, part: 'average' | 'today' = 'average'): string {
    const lines = ['symbol,start,end,volume'];
    const [volumes, days] = part === 'today' ? [this.#today, 1] : [this.#before, Math.max(1, this.#days)];
    for (let instrument = 0; instrument < this.instruments; instrument++) {
      for (let i = 0; i < STRETCHES; i++) {
        const volume = Math.round(volumes[instrument * STRETCHES + i]! / days);
        if (volume > 0) lines.push(`${symbolOf(instrument)},${clock(i)},${clock(i + 1)},${volume}`);
      }
    }
    return `${lines.join('\n')}\n`;
  }

  /** What `text` told, again. @param days that the averages are of; for today they say nothing */
  restore(instrument: number, curve: VolumeCurve, part: 'average' | 'today', days: number): void {
    const volumes = part === 'today' ? this.#today : this.#before;
    if (part === 'average') this.#days = days;
    for (let i = 0; i < STRETCHES; i++) {
      const volume = curve.between(i * STRETCH_MS, (i + 1) * STRETCH_MS) * (part === 'today' ? 1 : days);
      volumes[instrument * STRETCHES + i]! += volume;
    }
  }
}

function clock(stretch: number): string {
  const minutes = stretch * 5;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
