/**
 * Means of what is observed, where an observation weighs half after the half-life, and a prior belief stands for so many observations as long as
 * there are few. Many of them side by side, so that an update allocates nothing.
 */
export class DecayedMeans {
  readonly #sums: Float64Array;
  readonly #weights: Float64Array;
  readonly #times: Float64Array;
  readonly #prior: number;
  readonly #priorWeight: number;
  readonly #perHalfLife: number;

  constructor(count: number, prior: number, priorWeight: number, halfLifeNs: number) {
    this.#sums = new Float64Array(count);
    this.#weights = new Float64Array(count);
    this.#times = new Float64Array(count);
    this.#prior = prior;
    this.#priorWeight = priorWeight;
    this.#perHalfLife = 1 / halfLifeNs;
  }

  /** Returns the mean after it. Times do not go back; one that does weighs as if it were now. */
  add(index: number, value: number, weight: number, atNs: number): number {
    const passed = Math.max(0, atNs - this.#times[index]!);
    const kept = 2 ** (-passed * this.#perHalfLife);
    this.#times[index]! += passed;
    this.#sums[index] = this.#sums[index]! * kept + value * weight;
    this.#weights[index] = this.#weights[index]! * kept + weight;
    return this.at(index);
  }

  /** As of the last observation. */
  at(index: number): number {
    return (this.#sums[index]! + this.#prior * this.#priorWeight) / (this.#weights[index]! + this.#priorWeight);
  }
}
