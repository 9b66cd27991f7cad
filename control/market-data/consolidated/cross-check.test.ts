import { describe, expect, it } from 'vitest';
import { CrossCheck, type CrossCheckDifference, type TopReader } from './cross-check.js';

function bench() {
  const time = { ns: 0 };
  const tops: [Map<number, number>, Map<number, number>] = [new Map(), new Map()];
  const differences: CrossCheckDifference[] = [];
  const agreed: number[] = [];
  const reader =
    (which: 0 | 1): TopReader =>
    (instrument, top) => {
      const bid = tops[which].get(instrument);
      if (bid === undefined) return false;
      Object.assign(top, { bidPrice: bid, bidShares: 100, bidOrders: which, askPrice: bid + 1, askShares: 50 });
      return true;
    };
  const check = new CrossCheck({
    instruments: 4,
    first: reader(0),
    second: reader(1),
    clock: { monotonicNs: () => time.ns },
    toleranceMs: 200,
    onDifference: (difference) => differences.push(difference),
    onAgreement: (instrument) => agreed.push(instrument),
  });
  const at = (ms: number, count = 4): void => {
    time.ns = ms * 1e6;
    check.sample(count);
  };
  return { check, tops, differences, agreed, at };
}

describe('CrossCheck', () => {
  it('tells a difference once, when it has stood too long, and when it is gone', () => {
    const { check, tops, differences, agreed, at } = bench();
    tops[0].set(2, 500);
    tops[1].set(2, 501);
    at(0);
    at(199);
    expect(differences).toEqual([]);
    at(200);
    at(300);
    expect(differences).toMatchObject([
      { instrument: 2, forMs: 200, first: { bidPrice: 500 }, second: { bidPrice: 501 } },
    ]);
    expect(check.alarmed).toBe(1);
    tops[0].set(2, 501);
    at(400);
    expect([agreed, check.alarmed, check.counters.alarms]).toEqual([[2], 0, 1]);
  });

  it('forgives feeds that lie apart for a moment, again and again', () => {
    const { tops, differences, at } = bench();
    for (let ms = 0; ms < 2000; ms += 100) {
      tops[0].set(1, 500 + ms / 100);
      tops[1].set(1, 500 + ms / 100 - (ms % 200 === 0 ? 1 : 0));
      at(ms);
    }
    expect(differences).toEqual([]);
  });

  it('compares nothing where a feed has nothing to say', () => {
    const { check, tops, differences, at } = bench();
    tops[0].set(0, 5);
    at(0);
    at(1000);
    expect([differences.length, check.counters.compared, check.counters.skipped]).toEqual([0, 0, 8]);
  });

  it('looks at some in turn, and every time at those that differ', () => {
    const { check, tops, at } = bench();
    for (const instrument of [0, 1, 2, 3]) {
      tops[0].set(instrument, 7);
      tops[1].set(instrument, instrument === 3 ? 8 : 7);
    }
    at(0, 1);
    at(1, 1);
    at(2, 1);
    expect(check.counters).toMatchObject({ compared: 3, differing: 0 });
    at(3, 1);
    at(4, 1);
    at(5, 1);
    expect(check.counters).toMatchObject({ compared: 8, differing: 3 });
  });
});
