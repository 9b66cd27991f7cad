import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from './protocol.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('LineSplitter', () => {
  it('finds the same lines however the bytes are cut, in the middle of a character too', () => {
    const lines = fc.array(fc.string({ unit: 'grapheme' }).filter((line) => line !== '' && !line.includes('\n')));
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 7 }), (wanted, step) => {
        const all = bytes(wanted.map((line) => `${line}\n`).join(''));
        const splitter = new LineSplitter(1e6);
        const found: string[] = [];
        for (let at = 0; at < all.length; at += step) found.push(...(splitter.push(all.subarray(at, at + step)) ?? []));
        expect(found).toEqual(wanted);
      }),
    );
  });

  it('gives up on a line without an end', () => {
    const splitter = new LineSplitter(10);
    expect(splitter.push(bytes('123456789'))).toEqual([]);
    expect(splitter.push(bytes('abc'))).toBeUndefined();
  });

  it('gives up on a long line that has one', () => {
    expect(new LineSplitter(10).push(bytes('0123456789abc\n'))).toBeUndefined();
  });
});
