import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeededRandom, splitMix64 } from './random.js';

describe('SeededRandom', () => {
  it('gives the numbers of the reference xoshiro128** from given states', () => {
    const first = SeededRandom.fromState([1, 2, 3, 4]);
    expect(Array.from({ length: 4 }, () => first.u32())).toEqual([11520, 0, 5927040, 70819200]);
    const second = SeededRandom.fromState([0x964d4a0c, 0xd40ab895, 0xad7fdecb, 0x3006f0f0]);
    expect(Array.from({ length: 4 }, () => second.u32())).toEqual([0xf1391922, 0x6fe53806, 0xa5be2840, 0xf510ee70]);
  });

  it('seeds by SplitMix64', () => {
    // From the reference implementation, seed 1477776061723855037.
    expect(splitMix64(1477776061723855037n, 3)).toEqual([
      1985237415132408290n,
      2979275885539914483n,
      13511426838097143398n,
    ]);
  });

  it('agrees with the definition written with BigInt', () => {
    const rotl = (x: bigint, k: bigint): bigint => BigInt.asUintN(32, (x << k) | (x >> (32n - k)));
    fc.assert(
      fc.property(fc.maxSafeInteger(), (seed) => {
        const [first, second] = splitMix64(BigInt.asUintN(64, BigInt(seed)), 2) as [bigint, bigint];
        const s = [first & 0xffffffffn, first >> 32n, second & 0xffffffffn, second >> 32n] as [
          bigint,
          bigint,
          bigint,
          bigint,
        ];
        const random = new SeededRandom(seed);
        for (let i = 0; i < 20; i++) {
          expect(random.u32()).toBe(Number(BigInt.asUintN(32, rotl(BigInt.asUintN(32, s[1] * 5n), 7n) * 9n)));
          const t = BigInt.asUintN(32, s[1] << 9n);
          s[2] ^= s[0];
          s[3] ^= s[1];
          s[1] ^= s[2];
          s[0] ^= s[3];
          s[2] ^= t;
          s[3] = rotl(s[3], 11n);
        }
      }),
    );
  });

  it('keeps below its bound, and reaches every value of a small one', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 2 ** 53 - 1 })),
        (seed, bound) => {
          const draw = new SeededRandom(seed).below(bound);
          expect(Number.isInteger(draw) && draw >= 0 && draw < bound).toBe(true);
        },
      ),
    );
    const random = new SeededRandom(7);
    expect(new Set(Array.from({ length: 200 }, () => random.below(6))).size).toBe(6);
    const unit = Array.from({ length: 1000 }, () => random.next());
    expect(unit.every((x) => x >= 0 && x < 1)).toBe(true);
    expect(unit.reduce((sum, x) => sum + x) / 1000).toBeCloseTo(0.5, 1);
  });

  it('refuses seeds and bounds that are no safe integers', () => {
    expect(() => new SeededRandom(0.5)).toThrow(/safe integer/);
    expect(() => new SeededRandom(1).below(0)).toThrow(/positive/);
    expect(() => SeededRandom.fromState([0, 0, 0, 0])).toThrow(/not zero/);
  });
});
