import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../control/core/random.js';
import { exponential, geometric, normal, WeightedIndex } from './draws.js';
import { makeInstruments, MAX_INSTRUMENTS } from './instruments.js';
import { LatentPrice } from './latent-price.js';

describe('the latent price', () => {
  const instruments = makeInstruments(120, new SeededRandom(1));

  it('depends on seed, symbol and time alone, not on when somebody looks', () => {
    const often = new LatentPrice(1, instruments[0]!, 0);
    const seldom = new LatentPrice(1, instruments[0]!, 0);
    for (let at = 0; at < 60e9; at += 17_000_000) often.at(at);
    expect(often.at(60e9)).toBe(seldom.at(60e9));
    expect(new LatentPrice(2, instruments[0]!, 0).at(60e9)).not.toBe(seldom.at(60e9));
  });

  it('stays near its opening price all day, and on its side of one dollar', () => {
    for (const instrument of instruments.filter(({ index, tick }) => index % 12 === 0 || tick === 1)) {
      const latent = new LatentPrice(3, instrument, 0);
      for (let at = 0; at < 23_400e9; at += 60e9) {
        const price = latent.at(at);
        expect(price < 10000).toBe(instrument.tick === 1);
        expect(Math.abs(Math.log(price / instrument.openingPrice))).toBeLessThan(0.6);
      }
    }
  });
});

describe('instruments', () => {
  it('are distinct, well-formed, and the same from the same seed', () => {
    const all = makeInstruments(MAX_INSTRUMENTS, new SeededRandom(5));
    expect(new Set(all.map(({ stock }) => stock)).size).toBe(MAX_INSTRUMENTS);
    expect(all.every(({ stock }) => /^[A-Z]{1,5}$/.test(stock))).toBe(true);
    expect(
      all.every(({ openingPrice, tick }) => openingPrice % tick === 0 && tick === (openingPrice < 10000 ? 1 : 100)),
    ).toBe(true);
    expect(makeInstruments(MAX_INSTRUMENTS, new SeededRandom(5))).toEqual(all);
    expect(all.slice(-2).map(({ listing }) => listing)).toEqual(['direct', 'ipo']);
  });

  it('refuse a number that no market has', () => {
    for (const count of [0, 8001, 1.5]) expect(() => makeInstruments(count, new SeededRandom(1))).toThrow(RangeError);
  });
});

describe('draws', () => {
  const random = new SeededRandom(9);
  const mean = (draw: () => number): number => Array.from({ length: 50_000 }, draw).reduce((a, b) => a + b) / 50_000;

  it('have the means and variances that they promise', () => {
    expect(mean(() => normal(random))).toBeCloseTo(0, 1);
    expect(mean(() => normal(random) ** 2)).toBeCloseTo(1, 1);
    expect(mean(() => exponential(random, 3))).toBeCloseTo(3, 0);
    expect(mean(() => geometric(random, 0.5, 50))).toBeCloseTo(1, 1);
  });

  it('follow weights', () => {
    const index = new WeightedIndex([1, 0, 7, 2]);
    const hits = [0, 0, 0, 0];
    for (let i = 0; i < 100_000; i++) hits[index.draw(random)]!++;
    expect(hits.map((n) => Math.round(n / 10_000))).toEqual([1, 0, 7, 2]);
    expect(hits[1]).toBe(0);
  });
});
