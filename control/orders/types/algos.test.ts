import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrdType, Side } from '../../core/venue.js';
import { LiveVolume } from './live-volume.js';
import type { PlanOptions } from './plan.js';
import { EPOCH_MS, Rig, type RigOptions } from './testing.js';
import { PLAIN, testVenue } from './testing-market.js';
import { parseVolumeCurves, type VolumeCurve } from './volume-curve.js';

const MINUTE = 60_000;
const END = EPOCH_MS + 10 * MINUTE;
const runs = { numRuns: Number(process.env['TYPES_RUNS'] ?? 30) };

function rig(terms: RigOptions['terms'], rest: Partial<RigOptions> = {}): Rig {
  const made = new Rig({
    venues: [testVenue(PLAIN), testVenue(PLAIN)],
    terms: { ordType: OrdType.market, algo: 'twap', algoEndEpochMs: END, quantity: 1000, ...terms },
    ...rest,
  });
  refresh(made);
  return made;
}

/** A market with enough on both sides. */
function refresh(made: Rig, quantity = 100_000): void {
  for (const venue of made.venues.keys()) made.market.set(venue, [[99, quantity]], [[101, quantity]]);
}

/** What was done by when. */
function doneAt(made: Rig, atMs: number): number {
  return made.told
    .filter((one) => one.what === 'fill' && one.atMs <= atMs)
    .reduce((sum, { quantity }) => sum + quantity, 0);
}

describe('twap', () => {
  it('waits in the book first, takes what is missing late in the slice, and is done by its end', () => {
    const made = rig({ algoParameters: { slices: '10' } })
      .start()
      .advance(30_000);
    expect(made.open.map(({ price, quantity, terms }) => [price, quantity, terms.postOnly])).toEqual([[99, 100, true]]);
    expect(made.cumQuantity).toBe(0);
    made.advance(20_000);
    expect([made.cumQuantity, made.open.length]).toEqual([100, 0]);
    for (let i = 1; i <= 9; i++) {
      made.advance(MINUTE);
      expect(made.cumQuantity).toBe(100 + i * 100);
    }
    expect(made.ending).toBe('filled');
  });

  it('takes at the beginning of each slice when it is told to', () => {
    const made = rig({ algoParameters: { slices: '4', crossAfterPercent: '0' } })
      .start()
      .advance(10);
    expect(made.cumQuantity).toBe(250);
    made.advance(9 * MINUTE);
    expect(made.ending).toBe('filled');
  });

  it('counts what was filled where it waited', () => {
    const made = rig({ algoParameters: { slices: '10' } })
      .start()
      .advance(1000);
    made.fill(made.open[0]!, 60);
    made.advance(49_000);
    expect(doneAt(made, EPOCH_MS + 50_000)).toBe(100);
  });

  it('begins when it should', () => {
    const made = rig({ algoStartEpochMs: EPOCH_MS + 5 * MINUTE, algoParameters: { slices: '5' } })
      .start()
      .advance(5 * MINUTE - 1);
    expect(made.children.length).toBe(0);
    made.advance(10);
    expect(made.openLeaves).toBe(200);
  });

  it('keeps its limit, and says at its end what is not done', () => {
    const made = rig({ ordType: OrdType.limit, price: 100, algoParameters: { slices: '10' } })
      .start()
      .advance(11 * MINUTE);
    expect([made.ending, made.code, made.cumQuantity, made.open.length]).toEqual(['expired', 'TYPE_ALGO_ENDED', 0, 0]);
    expect(made.children.every(({ price }) => price <= 100)).toBe(true);
  });

  it('gives the venue its end where it takes one, and cancels before it elsewhere', () => {
    const timed = rig({ algoParameters: { slices: '1' } }, { venues: [testVenue({ ...PLAIN, timesInForce: '0346' })] })
      .start()
      .advance(1000);
    expect(timed.open[0]!.terms.expireEpochMs).toBe(END);
    // Nobody sells: the lead is all that is left.
    const made = rig({
      ordType: OrdType.limit,
      price: 99,
      algoParameters: { slices: '1', endLeadMs: '2000', crossAfterPercent: '95' },
    }).start();
    made.advance(10 * MINUTE - 1);
    expect(made.open).toEqual([]);
    expect(made.told.at(-1)!.what).toBe('cancel');
    expect(END - made.told.at(-1)!.atMs).toBeGreaterThanOrEqual(2000);
  });

  it('keeps a child whose cancel nobody confirms, and does not send more in its place', () => {
    const venues = [testVenue(PLAIN, { losesCancels: true })];
    const made = rig({ algoParameters: { slices: '2' } }, { venues })
      .start()
      .advance(11 * MINUTE);
    expect([made.ending, made.openLeaves >= 500, made.open[0]!.isUncertain]).toEqual(['expired', true, true]);
  });

  it('plans anew after a market that was not sound for long, instead of making up for it at once', () => {
    const made = rig({ algoParameters: { slices: '10' } })
      .start()
      .advance(MINUTE);
    made.isStale = true;
    made.marketChanged();
    made.advance(4 * MINUTE);
    expect([made.cumQuantity, made.open.length]).toEqual([100, 0]);
    made.isStale = false;
    made.marketChanged();
    made.advance(MINUTE);
    expect(made.cumQuantity).toBeLessThanOrEqual(100 + 900 / 5);
    made.advance(4 * MINUTE);
    expect(made.ending).toBe('filled');
  });

  it('takes a new quantity', () => {
    const made = rig({ algoParameters: { slices: '10' } })
      .start()
      .advance(5 * MINUTE);
    expect(made.cumQuantity).toBe(500);
    made.replaceByClient({ quantity: 700 });
    made.advance(2 * MINUTE);
    expect(made.cumQuantity).toBeLessThanOrEqual(600);
    made.advance(3 * MINUTE);
    expect([made.ending, made.cumQuantity]).toEqual(['filled', 700]);
  });

  it('goes on after a restart', () => {
    const made = rig({ algoParameters: { slices: '10' } })
      .start()
      .advance(3 * MINUTE + 10_000);
    made.restart();
    made.advance(0);
    expect([made.cumQuantity, made.openLeaves]).toEqual([300, 100]);
    made.advance(7 * MINUTE);
    expect(made.ending).toBe('filled');
  });

  it('is refused without an end, or with one that has passed', () => {
    expect(rig({ algoEndEpochMs: 0 }).start().code).toBe('TYPE_ALGO_NEEDS_END');
    expect(rig({ algoEndEpochMs: 0 }, { plan: { sessionEnd: () => END } }).start().code).toBe('');
    const past = rig({ algoEndEpochMs: EPOCH_MS - 1 }).start();
    expect([past.ending, past.code]).toEqual(['rejected', 'TYPE_ALGO_TIMES']);
  });

  const event = fc.record({
    wait: fc.integer({ min: 1, max: 20_000 }),
    do: fc.constantFrom('fill', 'giveBack', 'reject', 'restart', 'move', 'nothing'),
    part: fc.integer({ min: 1, max: 30 }),
  });

  it('never does more than the order, is within a slice of its schedule, and ends on time', () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 40 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 300 }),
        fc.boolean(),
        (events, slices, lots, buys) => {
          const quantity = lots * 10;
          const made = rig(
            { quantity, side: buys ? Side.buy : Side.sell, algoParameters: { slices: `${slices}` } },
            { lot: 10 },
          ).start();
          const slice = (10 * MINUTE) / slices;
          for (const one of events) {
            const until = made.now + one.wait;
            while (made.now < until && !made.isOver) {
              made.advance(Math.min(1000, until - made.now));
              // By the model: what a slice is for is done by its end, and not before its beginning.
              // Slices begin at whole milliseconds.
              let at = 0;
              while (at < slices - 1 && EPOCH_MS + Math.floor((at + 1) * slice) <= made.now) at++;
              const most = at === slices - 1 ? quantity : Math.floor((quantity * (at + 1)) / slices);
              expect(made.cumQuantity + made.openLeaves).toBeLessThanOrEqual(most);
              const least = Math.floor((quantity * Math.max(0, at - 1)) / slices / 10) * 10;
              expect(made.cumQuantity).toBeGreaterThanOrEqual(least);
            }
            if (made.isOver) break;
            const [child] = made.open.filter(({ rests }) => rests);
            if (one.do === 'fill' && child !== undefined && child.venueFilled === child.cumQuantity)
              made.fill(child, Math.min(one.part * 10, child.quantity - child.cumQuantity));
            else if (one.do === 'giveBack' && child !== undefined) made.endChild(child, 0x34);
            else if (one.do === 'reject') made.venues[one.part % 2]!.rejects = 1;
            else if (one.do === 'restart') made.restart();
            else if (one.do === 'move') {
              const shift = one.part % 5;
              for (const venue of [0, 1]) made.market.set(venue, [[99 - shift, 100_000]], [[101 - shift, 100_000]]);
            }
          }
          made.advance(END - made.now + 1000);
          expect([made.isOver, made.open.length]).toEqual([true, 0]);
          expect(made.told.every(({ atMs }) => atMs <= END + 10)).toBe(true);
          expect(made.cumQuantity).toBe(quantity);
        },
      ),
      runs,
    );
  });
});

const CURVES = parseVolumeCurves(
  'symbol,start,end,volume\nTEST,00:00,00:05,9000\nTEST,00:05,00:10,1000\n',
  'curves.csv',
);
/** The day begins as the tests do. */
function curves(file: VolumeCurve | undefined, live?: VolumeCurve): PlanOptions {
  return {
    curves: (_instrument, from) => {
      const curve = from === 'file' ? file : live;
      return curve === undefined ? undefined : { curve, midnightEpochMs: EPOCH_MS };
    },
  };
}

describe('vwap', () => {
  const vwap = { algo: 'vwap', algoParameters: { slices: '10' } } as const;

  it('follows the curve of a file', () => {
    const made = rig(
      { ...vwap, algoParameters: { slices: '10', curve: 'file' } },
      { plan: curves(CURVES.get('TEST')) },
    ).start();
    const done: number[] = [];
    for (let i = 0; i < 10; i++) {
      made.advance(MINUTE);
      done.push(made.cumQuantity);
    }
    expect(done).toEqual([180, 360, 540, 720, 900, 920, 940, 960, 980, 1000]);
    expect(made.ending).toBe('filled');
  });

  it('bends the curve by what trades today', () => {
    const done = (perMinute: number): number => {
      const made = rig(vwap, { plan: curves(CURVES.get('TEST')) }).start();
      for (let i = 0; i < 5; i++) {
        made.advance(MINUTE / 2);
        made.trade(100, perMinute);
        made.advance(MINUTE / 2);
      }
      const { cumQuantity } = made;
      made.advance(6 * MINUTE);
      expect([made.ending, made.cumQuantity]).toEqual(['filled', 1000]);
      return cumQuantity;
    };
    // Of a day as the curve says, 1800 a minute, nine tenths would be done; on a slow one the rest weighs more.
    expect(done(1800)).toBeGreaterThan(870);
    expect(done(200)).toBeLessThan(done(1800));
    expect(done(10_000)).toBeGreaterThan(done(1800));
  });

  it('takes a curve recorded from the live feed', () => {
    const live = new LiveVolume(2);
    for (let minute = 0; minute <= 10; minute++)
      live.sample(1, minute * MINUTE - 1, minute <= 5 ? minute * 100 : 500 + (minute - 5) * 300);
    expect(live.curve(1)).toBeUndefined();
    live.endDay();
    const curve = live.curve(1)!;
    expect([curve.total, curve.between(0, 5 * MINUTE), live.curve(0)]).toEqual([2000, 500, undefined]);
    expect(
      parseVolumeCurves(
        live.text((i) => `S${i}`),
        'x',
      )
        .get('S1')!
        .between(0, 5 * MINUTE),
    ).toBe(500);
    const made = rig({ ...vwap, algoParameters: { slices: '10', curve: 'live' } }, { plan: curves(undefined, curve) })
      .start()
      .advance(5 * MINUTE);
    expect(made.cumQuantity).toBe(250);
  });

  it('goes evenly without a curve, unless one was asked for', () => {
    const made = rig(vwap)
      .start()
      .advance(5 * MINUTE);
    expect(made.cumQuantity).toBe(500);
    const asked = rig({ ...vwap, algoParameters: { curve: 'file' } }).start();
    expect([asked.ending, asked.code]).toEqual(['rejected', 'TYPE_ALGO_CURVE']);
  });

  it('never does more than the order and finishes, whatever trades', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 20, maxLength: 20 }),
        fc.integer({ min: 1, max: 40 }),
        (volumes, slices) => {
          const made = rig(
            { ...vwap, algoParameters: { slices: `${slices}` } },
            { plan: curves(CURVES.get('TEST')) },
          ).start();
          let before = 0;
          for (const volume of volumes) {
            made.trade(100, volume);
            made.advance(MINUTE / 2);
            expect(made.cumQuantity).toBeGreaterThanOrEqual(before);
            before = made.cumQuantity;
          }
          expect([made.ending, made.cumQuantity]).toEqual(['filled', 1000]);
        },
      ),
      runs,
    );
  });

  it.each([
    ['TEST,9:30,09:35,1', 'f:1: a volume curve'],
    ['TEST,09:35,09:30,1', 'comes after'],
    ['TEST,09:30,09:35,1\nTEST,09:34,09:40,1', 'f:2'],
    ['TEST,09:30,09:35,-1', 'whole number'],
    ['TEST,09:30,09:35', 'symbol,start,end,volume'],
    ['TEST,09:30,09:35,0', 'no volume for TEST'],
    ['TEST,09:30,25:00,1', '24:00'],
  ])('refuses a file with %j', (text, message) => {
    expect(() => parseVolumeCurves(text, 'f')).toThrow(message);
  });
});

describe('pov', () => {
  const pov = { algo: 'pov', participationBps: 1000, quantity: 1000, algoParameters: { sliceBps: '100' } } as const;

  it('takes its share of what trades', () => {
    const made = rig(pov).start().advance(1000);
    expect(made.children.length).toBe(0);
    made.trade(100, 90);
    made.advance(10);
    expect(made.cumQuantity).toBe(0);
    made.trade(100, 30);
    made.advance(10);
    expect(made.cumQuantity).toBe(12);
    made.trade(100, 5000);
    made.advance(10);
    expect(made.cumQuantity).toBe(512);
    made.restart();
    made.trade(100, 100_000);
    made.advance(10);
    expect([made.ending, made.cumQuantity]).toEqual(['filled', 1000]);
  });

  it('takes a new quantity, and counts volume from then on', () => {
    const made = rig(pov).start();
    made.trade(100, 5000);
    made.advance(10);
    made.replaceByClient({ quantity: 600 });
    made.trade(100, 500);
    made.advance(10);
    expect(made.cumQuantity).toBe(550);
    made.trade(100, 10_000);
    made.advance(10);
    expect([made.ending, made.cumQuantity]).toEqual(['filled', 600]);
  });

  it('ends on time with what is done', () => {
    const made = rig(pov).start();
    made.trade(100, 1000);
    made.advance(11 * MINUTE);
    expect([made.ending, made.code, made.cumQuantity]).toEqual(['expired', 'TYPE_ALGO_ENDED', 100]);
  });

  it('never goes beyond its share or the order, and is at most one slice behind', () => {
    const trade = fc.record({
      quantity: fc.integer({ min: 0, max: 3000 }),
      isStale: fc.boolean(),
      restarts: fc.boolean(),
      rejects: fc.boolean(),
      wait: fc.integer({ min: 500, max: 8000 }),
    });
    fc.assert(
      fc.property(
        fc.array(trade, { maxLength: 50 }),
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 2000 }),
        (trades, participationBps, sliceBps) => {
          const made = rig({
            ...pov,
            participationBps,
            quantity: 5000,
            algoParameters: { sliceBps: `${sliceBps}` },
          }).start();
          for (const { quantity, isStale, restarts, rejects, wait } of trades) {
            if (made.isOver) break;
            made.isStale = isStale;
            if (rejects) made.venues[0]!.rejects = 1;
            made.trade(100, quantity);
            const due = Math.min(5000, Math.floor((made.volume * participationBps) / 10_000));
            expect(made.cumQuantity + made.openLeaves).toBeLessThanOrEqual(due);
            if (made.advance(wait).isOver) break;
            if (!isStale)
              expect(made.cumQuantity).toBeGreaterThan(due - Math.max(1, Math.floor((5000 * sliceBps) / 10_000)) - 1);
            if (restarts) made.restart();
          }
          made.advance(END - made.now + 1000);
          expect([made.isOver, made.open.length]).toEqual([true, 0]);
        },
      ),
      runs,
    );
  });
});
