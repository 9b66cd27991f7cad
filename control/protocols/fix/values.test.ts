import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDecimal, readInt } from './values.js';
import { ByteViews } from './words.js';

const digits = Array.from({ length: 10 }, (_, digit) => String(digit));
/** Few characters, so that most texts are nearly numbers; some just beside the digits, and some with the highest bit. */
const text = fc
  .array(fc.constantFrom(...digits, ...digits, '.', '-', '/', ':', ' ', 'x', '\u00ae', '\u00b5'), { maxLength: 12 })
  .map((characters) => characters.join(''));

/** By regular expression and BigInt. */
function exact(value: string, scale: number): number {
  const parts = /^(-?)(\d*)\.?(\d*)$/.exec(value);
  const [, minus = '', whole = '', fraction = ''] = parts ?? [];
  if (parts === null || whole + fraction === '' || /[1-9]/.test(fraction.slice(scale))) return NaN;
  const result = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  if (result > BigInt(Number.MAX_SAFE_INTEGER)) return NaN;
  return minus === '' || result === 0n ? Number(result) : -Number(result);
}

/** The value at every distance from the beginning of its memory, between digits and points. */
function places(value: string, at: number): { bytes: Uint8Array; views: ByteViews; start: number; end: number } {
  const bytes = new Uint8Array(Buffer.from(`${'1.'.repeat(8).slice(0, at)}${value}1.1.`, 'latin1'));
  return { bytes, views: new ByteViews().of(bytes), start: at, end: at + value.length };
}

describe('numbers that are looked at several characters at a time', () => {
  it('are what they are one by one', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 12 }), (value, at, scale) => {
        const { bytes, views, start, end } = places(value, at);
        expect(readDecimal(bytes, views, start, end, scale)).toBe(exact(value, scale));
        const whole = /^-?\d+$/.test(value) ? exact(value, 0) : NaN;
        expect(readInt(bytes, views, start, end) + 0).toBe(whole);
      }),
      { numRuns: 3000 },
    );
  });

  it('may have their point anywhere', () => {
    for (const whole of ['12345678', '1000000', '00000', '9']) {
      for (let point = 0; point <= whole.length; point++) {
        const value = `${whole.slice(0, point)}.${whole.slice(point)}`;
        for (const scale of [0, 1, 3, 4, 8]) {
          const { bytes, views, start, end } = places(value, 16);
          expect(readDecimal(bytes, views, start, end, scale)).toBe(exact(value, scale));
        }
      }
    }
  });
});
