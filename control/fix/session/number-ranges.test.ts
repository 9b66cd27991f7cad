import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../core/random.js';
import { NumberRanges } from './number-ranges.js';

function piecesOf(ranges: NumberRanges, first: number, last: number): string {
  const pieces: string[] = [];
  ranges.split(first, last, (from, to, belongs) => void pieces.push(`${belongs ? '+' : '-'}${from}..${to}`));
  return pieces.join(' ');
}

describe('a set of numbers as ranges', () => {
  it('is what a set would be, whatever is done to it', () => {
    const random = new SeededRandom(1);
    for (let round = 0; round < 200; round++) {
      const ranges = new NumberRanges();
      const set = new Set<number>();
      for (let step = 0; step < 60; step++) {
        const number = 1 + random.below(30);
        const what = random.below(8);
        if (what < 5) {
          ranges.add(number);
          set.add(number);
        } else if (what < 7) {
          ranges.remove(number);
          set.delete(number);
        } else if (random.below(4) === 0) {
          ranges.dropFrom(number);
          for (const each of [...set]) if (each >= number) set.delete(each);
        }
        const [first, last] = [1 + random.below(15), 15 + random.below(17)];
        const isIn = (each: number): boolean => set.has(each);
        const pieces: string[] = [];
        for (let from = first, to = first; from <= last; from = to) {
          while (to <= last && isIn(to) === isIn(from)) to++;
          pieces.push(`${isIn(from) ? '+' : '-'}${from}..${to - 1}`);
        }
        const has = Array.from({ length: 32 }, (_, each) => ranges.has(each));
        expect([piecesOf(ranges, first, last), has, ranges.isEmpty]).toEqual([
          pieces.join(' '),
          has.map((_, each) => isIn(each)),
          set.size === 0,
        ]);
      }
    }
  });

  it('is cut into what belongs to it and what does not', () => {
    const ranges = new NumberRanges();
    for (const number of [3, 4, 8]) ranges.add(number);
    expect(piecesOf(ranges, 1, 9)).toBe('-1..2 +3..4 -5..7 +8..8 -9..9');
    expect(piecesOf(ranges, 4, 8)).toBe('+4..4 -5..7 +8..8');
    expect(piecesOf(ranges, 5, 6)).toBe('-5..6');
    expect(piecesOf(ranges, 5, 4)).toBe('');
  });

  it('forgets the lowest beyond its bound', () => {
    const ranges = new NumberRanges();
    for (let number = 1; number <= 4000; number += 2) ranges.add(number);
    expect(ranges.has(1)).toBe(false);
    expect(ranges.has(3999)).toBe(true);
    expect(ranges.has(3999 - 2 * 1023)).toBe(true);
    expect(ranges.has(3999 - 2 * 1024)).toBe(false);
  });
});
