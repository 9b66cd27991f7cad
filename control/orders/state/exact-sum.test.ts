import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addProduct, averageOf, ExactSum } from './exact-sum.js';

describe('ExactSum', () => {
  it('equals BigInt over any products, added and taken away', () => {
    // Where the high part would pass 2^53 the sum is beyond any money there is.
    const factor = fc.oneof(
      fc.nat(),
      fc.integer({ min: 0, max: 2 ** 48 }),
      fc.constantFrom(2 ** 24 - 1, 2 ** 24, 2 ** 48 - 1),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(factor, factor, fc.boolean()), { maxLength: 20 }), (products) => {
        const sum = new ExactSum();
        let expected = 0n;
        for (const [a, b, minus] of products) {
          addProduct(sum, minus ? -a : a, b);
          expected += BigInt(a) * BigInt(b) * (minus ? -1n : 1n);
          expect(sum.value()).toBe(expected);
        }
      }),
    );
  });

  it('gives averages rounded half away from zero', () => {
    const sum = new ExactSum();
    addProduct(sum, 1, 100);
    addProduct(sum, 2, 101);
    expect(averageOf(sum, 3, 4)).toBe(1006667n);
    expect(averageOf(sum, 0, 4)).toBe(0n);
    addProduct(sum, 1, 1);
    sum.clear();
    addProduct(sum, 1, 5);
    expect(averageOf(sum, 2, 0)).toBe(3n);
  });
});
