/** Distributions over a seeded generator. Exact arithmetic where it can be, so that a seed means the same everywhere. */
import type { Random } from '../../../control/core/world.js';

const ROOT_3 = 1.7320508075688772;

export function chance(random: Random, probability: number): boolean {
  return random.next() < probability;
}

/** About normal, mean 0 and variance 1, within ±3.47: the sum of four uniforms. */
export function normal(random: Random): number {
  return (random.next() + random.next() + random.next() + random.next() - 2) * ROOT_3;
}

/** Exponential with the given mean. */
export function exponential(random: Random, mean: number): number {
  return -Math.log(1 - random.next()) * mean;
}

/** 0, 1, 2, … each `ratio` times as likely as the one before, up to `limit`. */
export function geometric(random: Random, ratio: number, limit: number): number {
  let value = 0;
  while (value < limit && random.next() < ratio) value++;
  return value;
}

/** Draws an index in proportion to its weight, in constant time (Vose's alias method). */
export class WeightedIndex {
  readonly #keep: Float64Array;
  readonly #alias: Uint32Array;

  constructor(weights: readonly number[]) {
    const n = weights.length;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const scaled = weights.map((weight) => (weight * n) / total);
    const small: number[] = [];
    const large: number[] = [];
    scaled.forEach((weight, i) => (weight < 1 ? small : large).push(i));
    this.#keep = new Float64Array(n).fill(1);
    this.#alias = Uint32Array.from({ length: n }, (_, i) => i);
    while (small.length > 0 && large.length > 0) {
      const less = small.pop()!;
      const more = large[large.length - 1]!;
      this.#keep[less] = scaled[less]!;
      this.#alias[less] = more;
      scaled[more] = scaled[more]! + scaled[less]! - 1;
      if (scaled[more] < 1) small.push(large.pop()!);
    }
  }

  draw(random: Random): number {
    const i = random.below(this.#keep.length);
    return random.next() < this.#keep[i]! ? i : this.#alias[i]!;
  }
}

/** A seed for one named part of a simulation, so that parts do not share a stream (FNV-1a over the name). */
export function seedFor(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ (seed >>> 0);
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return (Math.floor(seed / 4294967296) & 0xfffff) * 4294967296 + (hash >>> 0);
}
