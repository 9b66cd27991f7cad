/**
 * The price that nobody sees: one path per canonical instrument that every simulated market's order flow leans on.
 *
 * The path is a function of (seed, canonical name, wall clock) and has no state: markets that were started at different times, and started again,
 * see the same path. It is a sum of noises, each twice as slow as the one before and larger by the square root of two, which over spans from a
 * fifth of a second to hours moves like a random walk and never goes far from the opening price.
 */
import { seedFor } from './draws.js';
import type { Instrument } from './instruments.js';

/** The price stays for so long, and changes at whole multiples of it on the wall clock. */
export const STEP_MS = 200;
/** Periods from 0.2 s to about 7 hours. */
const OCTAVES = 17;
/** Of a sum of octaves, so that its variance over a second is one. */
const ROOT_6 = 2.449489742783178;
const ROOT_3 = 1.7320508075688772;
/** Now and then an octave takes a long step: news. */
const LONG_STEP_CHANCE = 0.01;
const LONG_STEP = 3;

export class LatentPrice {
  readonly #seed: number;
  readonly #opening: number;
  readonly #low: number;
  readonly #high: number;
  readonly #amplitudes: Float64Array;
  /** What the octaves' present cells are, and the noise at their ends. */
  readonly #cells = new Float64Array(OCTAVES).fill(-1);
  readonly #from = new Float64Array(OCTAVES);
  readonly #to = new Float64Array(OCTAVES);
  #step = -1;
  #price = 0;

  constructor(seed: number, instrument: Instrument) {
    this.#seed = seedFor(seed, `latent:${instrument.canonical}`) | 0;
    this.#opening = instrument.openingPrice;
    // A path stays on its side of the price where the tick changes.
    this.#low = Math.max(this.#opening * 0.6, instrument.lowestPrice);
    this.#high = Math.min(this.#opening * 1.6, instrument.highestPrice);
    const { volatility } = instrument.liquidity;
    this.#amplitudes = Float64Array.from(
      { length: OCTAVES },
      (_, k) => (volatility / ROOT_6) * Math.sqrt((STEP_MS / 1000) * 2 ** k),
    );
  }

  /** The price at a moment of the wall clock, in the instrument's units, not rounded. */
  at(epochMs: number): number {
    const step = Math.floor(epochMs / STEP_MS);
    if (step === this.#step) return this.#price;
    this.#step = step;
    let sum = 0;
    let period = 1;
    for (let k = 0; k < OCTAVES; k++, period *= 2) {
      const cell = Math.floor(step / period);
      if (cell !== this.#cells[k]) {
        this.#from[k] = cell === this.#cells[k]! + 1 ? this.#to[k]! : this.#noise(k, cell);
        this.#to[k] = this.#noise(k, cell + 1);
        this.#cells[k] = cell;
      }
      const from = this.#from[k]!;
      sum += this.#amplitudes[k]! * (from + (this.#to[k]! - from) * (step / period - cell));
    }
    // Not `exp`, whose last bit may differ between machines.
    this.#price = Math.min(this.#high, Math.max(this.#low, this.#opening * (1 + sum + (sum * sum) / 2)));
    return this.#price;
  }

  /** Mean 0 and variance about 1, the same for the same cell for ever. */
  #noise(octave: number, cell: number): number {
    let hash = this.#seed ^ Math.imul(octave + 1, 0x9e3779b1);
    hash = mix(hash ^ ((cell % 4294967296) | 0));
    hash = mix(hash ^ Math.floor(cell / 4294967296));
    const uniform = (hash >>> 0) / 4294967296;
    const isLong = mix(hash + 0x632be5ab) >>> 0 < LONG_STEP_CHANCE * 4294967296;
    return (2 * uniform - 1) * ROOT_3 * (isLong ? LONG_STEP : 1);
  }
}

/** MurmurHash3's last step: every bit of the input moves every bit of the output. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
