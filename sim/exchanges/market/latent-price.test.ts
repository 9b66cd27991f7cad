import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../control/core/random.js';
import { exponential, geometric, normal, WeightedIndex } from './draws.js';
import { makeInstruments, MAX_INSTRUMENTS } from './instruments.js';
import { LatentPrice } from './latent-price.js';

describe('the latent price', () => {
  const instruments = makeInstruments(120, new SeededRandom(1));

  const start = 1_795_000_000_000;

  it('depends on seed, canonical name and time alone, not on when or in which order somebody looks', () => {
    const apple = instruments[0]!;
    const often = new LatentPrice(1, apple);
    const path = new Map<number, number>();
    for (let at = start; at < start + 60_000; at += 17) path.set(at, often.at(at));
    const backwards = new LatentPrice(1, { ...apple, stock: 'AAPL.X', index: 7 });
    for (const [at, price] of [...path].reverse()) expect(backwards.at(at)).toBe(price);
    expect(new LatentPrice(2, apple).at(start)).not.toBe(often.at(start));
    expect(new LatentPrice(1, instruments[1]!).at(start)).not.toBe(often.at(start));
  });

  it('stays near its opening price all day, and on its side of one dollar', () => {
    for (const instrument of instruments.filter(({ index, tick }) => index % 12 === 0 || tick === 1)) {
      const latent = new LatentPrice(3, instrument);
      for (let at = start; at < start + 86_400_000; at += 60_000) {
        const price = latent.at(at);
        expect(price < 10000).toBe(instrument.tick === 1);
        expect(Math.abs(Math.log(price / instrument.openingPrice))).toBeLessThan(0.6);
      }
    }
  });

  it('moves like a random walk with the volatility of its instrument, over a second as over a minute', () => {
    const apple = instruments[0]!;
    const latent = new LatentPrice(4, apple);
    for (const span of [1, 8, 60]) {
      let sum = 0;
      const count = 20_000;
      for (let i = 0; i < count; i++) {
        const at = start + i * span * 1000;
        sum += Math.log(latent.at(at + span * 1000) / latent.at(at)) ** 2;
      }
      const perSecond = Math.sqrt(sum / count / span) / apple.liquidity.volatility;
      expect(perSecond).toBeGreaterThan(0.7);
      expect(perSecond).toBeLessThan(1.4);
    }
  });
});

describe('instruments', () => {
  it('are distinct, well-formed, and the same from the same seed', () => {
    const all = makeInstruments(MAX_INSTRUMENTS, new SeededRandom(5));
    expect(new Set(all.map(({ stock }) => stock)).size).toBe(MAX_INSTRUMENTS);
    expect(all.every(({ stock }) => /^[A-Z]{1,5}(\.[A-Z])?$/.test(stock))).toBe(true);
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
