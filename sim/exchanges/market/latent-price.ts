/**
 * The price that nobody sees: one path per symbol that every simulated venue's order flow leans on.
 *
 * The path is a function of (seed, symbol, time) alone. It moves on a fixed grid of time steps, each step drawing from
 * the symbol's own generator, so venues that look at different moments see the same path.
 */
import { SeededRandom } from '../../../control/core/random.js';
import { normal, seedFor } from './draws.js';
import type { Instrument } from './instruments.js';

const STEP_NS = 200_000_000;
const STEPS_PER_SECOND = 5;
/** Pull towards the anchor per step: a half-life of about four minutes. */
const REVERSION = 0.0006;
/** The anchor itself is pulled to the opening price: a half-life of about an hour. */
const ANCHOR_REVERSION = 0.00004;
/** About one jump in two minutes, five to fifteen seconds' worth of diffusion. */
const JUMP_CHANCE = 0.0016;

export class LatentPrice {
  readonly #random: SeededRandom;
  readonly #opening: number;
  readonly #stepDeviation: number;
  readonly #jumpDeviation: number;
  readonly #low: number;
  readonly #high: number;
  readonly #startNs: number;
  #anchor: number;
  #price: number;
  #step = 0;

  /** @param startNs time of the first step; every venue of a simulation has the same */
  constructor(seed: number, instrument: Instrument, startNs: number) {
    this.#random = new SeededRandom(seedFor(seed, `latent:${instrument.stock}`));
    this.#opening = instrument.openingPrice;
    this.#anchor = this.#opening;
    this.#price = this.#opening;
    this.#startNs = startNs;
    this.#stepDeviation = instrument.liquidity.volatility / Math.sqrt(STEPS_PER_SECOND);
    this.#jumpDeviation = instrument.liquidity.volatility * 10;
    // A path stays on its side of one dollar, where the tick changes.
    this.#low = this.#opening < 10000 ? this.#opening * 0.6 : Math.max(this.#opening * 0.6, 12000);
    this.#high = this.#opening < 10000 ? Math.min(this.#opening * 1.6, 9500) : this.#opening * 1.6;
  }

  /** The price at a time that does not go back, in units of 0.0001, not rounded. */
  at(timeNs: number): number {
    const step = Math.floor((timeNs - this.#startNs) / STEP_NS);
    while (this.#step < step) this.#advance();
    return this.#price;
  }

  #advance(): void {
    this.#step++;
    const random = this.#random;
    const shock = normal(random) * this.#stepDeviation;
    this.#anchor += this.#anchor * shock * 0.5 + (this.#opening - this.#anchor) * ANCHOR_REVERSION;
    let price = this.#price + this.#price * shock + (this.#anchor - this.#price) * REVERSION;
    if (random.next() < JUMP_CHANCE) price += price * normal(random) * this.#jumpDeviation;
    this.#price = Math.min(this.#high, Math.max(this.#low, price));
  }
}
