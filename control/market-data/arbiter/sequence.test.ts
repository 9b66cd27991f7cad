import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  addDifference,
  advance,
  decrement,
  distance,
  FAR,
  newSequence,
  setSequence,
  toBigInt,
  toNumber,
} from './sequence.js';

const MASK = 2n ** 64n - 1n;
const near = fc.tuple(fc.bigInt({ min: 0n, max: MASK }), fc.bigInt({ min: -600n, max: 600n }));
const pairs = fc.oneof(
  near.map(([a, by]) => [a, (a + by) & MASK] as const),
  fc.tuple(fc.bigInt({ min: 0n, max: MASK }), fc.bigInt({ min: 0n, max: MASK })),
  fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 34n }), fc.bigInt({ min: 0n, max: 2n ** 34n })),
);

function sequence(value: bigint): Uint32Array {
  const pair = newSequence();
  setSequence(pair, value);
  return pair;
}

it('measures distances over the whole range', () => {
  fc.assert(
    fc.property(pairs, ([a, b]) => {
      const exact = a - b;
      const expected = exact < 0n ? -1 : exact > BigInt(FAR) ? FAR : Number(exact);
      expect(distance(sequence(a), sequence(b))).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});

it('counts up and down, over the words', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: MASK - 300n }), fc.integer({ min: 0, max: 300 }), (value, by) => {
      const pair = sequence(value);
      advance(pair, by);
      expect(toBigInt(pair)).toBe(value + BigInt(by));
      decrement(pair);
      expect(toBigInt(pair)).toBe((value + BigInt(by) - 1n) & MASK);
    }),
  );
  for (const value of [2n ** 32n - 1n, 2n ** 32n, 2n ** 33n - 1n]) {
    const pair = sequence(value);
    advance(pair, 1);
    expect(toBigInt(pair)).toBe(value + 1n);
  }
});

it('sums differences like a 64-bit counter', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: MASK }), pairs, (start, [a, b]) => {
      const sum = sequence(start);
      addDifference(sum, sequence(a), sequence(b));
      expect(toBigInt(sum)).toBe((start + a - b) & MASK);
      expect(toNumber(sum)).toBe(Number((start + a - b) & MASK));
    }),
    { numRuns: 500 },
  );
});
