/**
 * Seeded random numbers for tests (sfc32). Apart from the product's own generator on purpose: a test stream must not
 * change because the product's generator does.
 */
export class TestRandom {
  #a: number;
  #b: number;
  #c: number;
  #d = 1;

  /** Different `stream` numbers give independent sequences of one seed. */
  constructor(seed: number, stream = 0) {
    this.#a = seed >>> 0;
    this.#b = Math.floor(seed / 4294967296) >>> 0;
    this.#c = stream >>> 0;
    for (let i = 0; i < 15; i++) this.u32();
  }

  u32(): number {
    const sum = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }

  /** Uniform in [0, 1). */
  next(): number {
    return this.u32() / 4294967296;
  }

  /** Uniform integer in [0, bound). */
  below(bound: number): number {
    return Math.floor((this.u32() / 4294967296) * bound);
  }

  /** Uniform integer in [low, high]. */
  range(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** True with probability `p`; draws nothing when it is 0. */
  chance(p: number): boolean {
    return p > 0 && this.u32() < p * 4294967296;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  fill(bytes: Uint8Array, from: number, to: number): void {
    let i = from;
    for (; i + 4 <= to; i += 4) {
      const word = this.u32();
      bytes[i] = word;
      bytes[i + 1] = word >>> 8;
      bytes[i + 2] = word >>> 16;
      bytes[i + 3] = word >>> 24;
    }
    for (; i < to; i++) bytes[i] = this.u32();
  }
}
