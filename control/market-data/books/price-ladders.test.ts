import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf, LEVEL_KEY, LEVEL_STRIDE, PriceLadders, SIDE_BEST, SIDE_LEVELS, sideWord } from './price-ladders.js';

describe('keys', () => {
  it('order prices from worst to best on either side, and map back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (a, b) => {
        expect(Math.sign(keyOf(a, 0) - keyOf(b, 0))).toBe(Math.sign(a - b));
        expect(Math.sign(keyOf(a, 1) - keyOf(b, 1))).toBe(Math.sign(b - a));
        expect(keyOf(keyOf(a, 0), 0) >>> 0).toBe(a);
        expect(keyOf(keyOf(a, 1), 1) >>> 0).toBe(a);
      }),
    );
  });
});

describe('PriceLadders', () => {
  it('keep every side sorted, however deep, through growth and reuse, like a Map', () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.nat(5), fc.integer({ min: -120, max: 120 })), {
      minLength: 500,
      maxLength: 4000,
      size: 'max',
    });
    fc.assert(
      fc.property(steps, (all) => {
        const ladders = new PriceLadders(1);
        ladders.reserveBooks(40);
        const model = Array.from({ length: 6 }, () => new Map<number, number>());
        for (const [add, which, key] of all) {
          // Sides far apart, so that their runs in the pool are taken in turn.
          const side = 2 + which * 13;
          const known = model[which]!.get(key);
          if (add) {
            const level = ladders.levelFor(side, key);
            if (known !== undefined) expect(level).toBe(known);
            model[which]!.set(key, level);
          } else if (known !== undefined) {
            ladders.removeLevel(known);
            model[which]!.delete(key);
          }
        }
        for (const [which, levels] of model.entries()) {
          const side = 2 + which * 13;
          const sorted = [...levels].sort(([a], [b]) => b - a);
          expect(ladders.books[sideWord(side) + SIDE_LEVELS]).toBe(sorted.length);
          if (sorted.length > 0) expect(ladders.books[sideWord(side) + SIDE_BEST]).toBe(sorted[0]![0]);
          for (const [rank, [key, level]] of sorted.entries()) {
            expect(ladders.levelAt(side, rank)).toBe(level);
            expect(ladders.words[level * LEVEL_STRIDE + LEVEL_KEY]).toBe(key);
          }
          expect(ladders.levelAt(side, sorted.length)).toBe(0);
        }
        expect(ladders.live).toBe(model.reduce((sum, levels) => sum + levels.size, 0));
      }),
      { numRuns: 40 },
    );
  });
});
