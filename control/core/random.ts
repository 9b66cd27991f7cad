/**
 * Seeded random numbers: xoshiro128** (Blackman and Vigna), its state filled by SplitMix64 from the seed. Integer
 * arithmetic only, so that a seed gives the same numbers on every machine. Not for secrets.
 */
import { WorldError } from './errors.js';
import type { Random } from './world.js';

const TWO_32 = 4294967296;
const TWO_53 = 9007199254740992;

export class SeededRandom implements Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  /** @param seed any safe integer */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed)) {
      throw new WorldError('RANDOM_SEED', 'cannot seed a generator', { found: seed, expected: 'a safe integer' });
    }
    // BigInt is fine here: seeding is not on any hot path.
    const words = splitMix64(BigInt.asUintN(64, BigInt(seed)), 2);
    this.a = Number(words[0]! & 0xffffffffn) | 0;
    this.b = Number(words[0]! >> 32n) | 0;
    this.c = Number(words[1]! & 0xffffffffn) | 0;
    this.d = Number(words[1]! >> 32n) | 0;
  }

  /** A generator whose four state words are given; at least one must not be 0. */
  static fromState(state: readonly [number, number, number, number]): SeededRandom {
    if (state.every((word) => word === 0)) {
      throw new WorldError('RANDOM_STATE', 'cannot start a generator', {
        found: 'four zero words',
        expected: 'one not zero',
      });
    }
    const random = new SeededRandom(0);
    [random.a, random.b, random.c, random.d] = state;
    return random;
  }

  u32(): number {
    const b = this.b;
    const five = Math.imul(b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    const c = this.c ^ this.a;
    const d = this.d ^ b;
    this.b = b ^ c;
    this.a ^= d;
    this.c = c ^ (b << 9);
    this.d = (d << 11) | (d >>> 21);
    return result;
  }

  next(): number {
    return this.bits53() / TWO_53;
  }

  below(bound: number): number {
    if (!(Number.isSafeInteger(bound) && bound > 0)) {
      throw new WorldError('RANDOM_BOUND', 'no random number below this', {
        found: bound,
        expected: 'a positive safe integer',
      });
    }
    // Draws beyond the last whole multiple of the bound are thrown away, or small results would come too often.
    if (bound <= TWO_32) {
      const limit = TWO_32 - (TWO_32 % bound);
      let draw = this.u32();
      while (draw >= limit) draw = this.u32();
      return draw % bound;
    }
    const limit = TWO_53 - (TWO_53 % bound);
    let draw = this.bits53();
    while (draw >= limit) draw = this.bits53();
    return draw % bound;
  }

  private bits53(): number {
    const high = this.u32() >>> 5;
    return high * 67108864 + (this.u32() >>> 6);
  }
}

/** The first `count` outputs of SplitMix64 from a seed. */
export function splitMix64(seed: bigint, count: number): bigint[] {
  const words: bigint[] = [];
  let state = seed;
  for (let i = 0; i < count; i++) {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let z = state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    words.push(z ^ (z >> 31n));
  }
  return words;
}
