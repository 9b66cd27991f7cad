import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arena } from './arena.js';
import {
  keyOf,
  LEVEL_KEY,
  LEVEL_ORDERS,
  LEVEL_STRIDE,
  NO_LEVEL,
  PriceLadders,
  SIDE_BEST,
  SIDE_LEVELS,
  sideWord,
} from './price-ladders.js';

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
        const ladders = new PriceLadders(new Arena(), 1, true);
        const ends = ladders.ends!;
        ladders.reserveBooks(40);
        const model = Array.from({ length: 6 }, () => new Map<number, number>());
        let serial = 0;
        for (const [add, which, ticks] of all) {
          // Sides far apart, so that their runs in the pool are taken in turn.
          const side = 2 + which * 13;
          // Whole cents and others, since only the former are where they are looked for first.
          const key = ticks % 7 === 0 ? ticks * 100 + 1 : ticks * 100;
          const known = model[which]!.get(key);
          if (add) {
            const level = ladders.levelFor(side, key);
            if (known === undefined) {
              expect(ladders.words[level * LEVEL_STRIDE + LEVEL_ORDERS]).toBe(0);
              expect([...ends.words.subarray(level * 2, level * 2 + 2)]).toEqual([0, 0]);
              serial++;
              model[which]!.set(key, serial);
              ladders.words[level * LEVEL_STRIDE + LEVEL_ORDERS] = serial;
              ends.words[level * 2 + 1] = serial;
            } else expect(ladders.words[level * LEVEL_STRIDE + LEVEL_ORDERS]).toBe(known);
          } else if (known !== undefined) {
            ladders.removeLevel(side, ladders.levelOf(side, key));
            model[which]!.delete(key);
          }
        }
        for (const [which, levels] of model.entries()) {
          const side = 2 + which * 13;
          const sorted = [...levels].sort(([a], [b]) => b - a);
          expect(ladders.books[sideWord(side) + SIDE_LEVELS]).toBe(sorted.length);
          if (sorted.length > 0) expect(ladders.books[sideWord(side) + SIDE_BEST]).toBe(sorted[0]![0]);
          for (const [rank, [key, held]] of sorted.entries()) {
            const level = ladders.levelAt(side, rank);
            expect(ladders.levelOf(side, key)).toBe(level);
            expect(ladders.words[level * LEVEL_STRIDE + LEVEL_KEY]).toBe(key);
            expect(ladders.words[level * LEVEL_STRIDE + LEVEL_ORDERS]).toBe(held);
            expect(ends.words[level * 2 + 1]).toBe(held);
          }
          expect(ladders.levelAt(side, sorted.length)).toBe(NO_LEVEL);
        }
        expect(ladders.live).toBe(model.reduce((sum, levels) => sum + levels.size, 0));
      }),
      { numRuns: 40 },
    );
  });
});
