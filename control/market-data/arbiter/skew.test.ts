import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HELD_DEPTH, SKEW_BINS } from '../../core/generated/records.js';
import { setSequence } from './sequence.js';
import { ArrivalSkew } from './skew.js';

/** The same, number by number, as the words say it. */
class PlainSkew {
  private readonly places = new Map<bigint, { number: bigint; port: number; stamp: number }>();
  readonly bins = [0, 1, 2].map(() => new Array<number>(SKEW_BINS).fill(0));

  first(from: bigint, count: number, port: number, stamp: number): void {
    for (let number = from; number < from + BigInt(count); number++) {
      this.places.set(number % BigInt(HELD_DEPTH), { number, port, stamp });
    }
  }

  again(from: bigint, count: number, port: number, stamp: number): void {
    for (let number = from; number < from + BigInt(count); number++) {
      const place = this.places.get(number % BigInt(HELD_DEPTH));
      if (place?.number !== number || place.port === port) continue;
      const skew = stamp - place.stamp;
      this.bins[place.port]![Math.min(SKEW_BINS - 1, skew === 0 ? 0 : 1 + Math.floor(Math.log2(skew)))]!++;
    }
  }
}

const step = fc.record({
  isFirst: fc.boolean(),
  /** From where the last first arrivals ended; mostly 0, so that runs grow. */
  jump: fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -600, max: 600 }) },
    { weight: 1, arbitrary: fc.constantFrom(-(2 ** 32), 2 ** 32, HELD_DEPTH, -HELD_DEPTH) },
  ),
  back: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 700 }) },
    { weight: 1, arbitrary: fc.constantFrom(2 ** 32, 2 ** 32 + 100, -(2 ** 32), -1) },
  ),
  count: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constantFrom(1, HELD_DEPTH - 1, HELD_DEPTH, HELD_DEPTH + 1, 600)),
  port: fc.integer({ min: 0, max: 2 }),
  laterBeats: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40_000 })),
});

describe('skew of arrivals', () => {
  it('counts what a table of single numbers counts', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1000n, 2n ** 32n - 500n, 2n ** 40n - 3n, 2n ** 33n + 5n),
        fc.array(step, { maxLength: 60 }),
        (begin, steps) => {
          const skew = new ArrivalSkew(3);
          const plain = new PlainSkew();
          const sequence = new Uint32Array(2);
          const now = new Float64Array(1);
          let end = begin;
          for (const { isFirst, jump, back, count, port, laterBeats } of steps) {
            now[0] = now[0]! + laterBeats;
            const moved = end + BigInt(isFirst ? jump : -back);
            const from = moved < 0n ? 0n : moved;
            setSequence(sequence, from);
            if (isFirst) {
              skew.first(sequence, count, port, now, 0);
              plain.first(from, count, port, now[0]);
              end = from + BigInt(count);
            } else {
              skew.again(sequence, count, port, now, 0);
              plain.again(from, count, port, now[0]);
            }
          }
          expect(skew.histogram()).toEqual(plain.bins);
        },
      ),
      { numRuns: 300 },
    );
  });
});
