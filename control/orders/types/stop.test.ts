import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXCLUDED } from '../../core/market-view.js';
import { OrdType, Side, TimeInForce } from '../../core/venue.js';
import { createPlanOrder } from './plan.js';
import { EXEC_TRIGGERED } from './stop.js';
import { EPOCH_MS, Rig, type RigOptions } from './testing.js';
import { testVenue } from './testing-market.js';

function rig(terms: RigOptions['terms'], rest: Partial<RigOptions> = {}): Rig {
  const made = new Rig({ venues: [testVenue(), testVenue()], terms: { quantity: 500, ...terms }, ...rest });
  for (const venue of made.venues.keys()) made.market.set(venue, [[99, 1000]], [[101, 1000]]);
  return made;
}

const buyStop = { ordType: OrdType.stop, stopPrice: 105 };
const sellStop = { ordType: OrdType.stop, stopPrice: 95, side: Side.sell };

describe('stop', () => {
  it('waits, fires at its price, and becomes a market order', () => {
    const made = rig(buyStop).start().advance(10);
    made.trade(104, 10);
    made.advance(10);
    expect([made.children.length, made.plan!.form]).toEqual([0, 'emulated']);
    made.trade(105, 10);
    made.advance(10);
    expect([made.ending, made.reports.map(({ execType }) => execType)]).toEqual(['filled', [EXEC_TRIGGERED]]);
    expect(made.told.findIndex(({ what }) => what === 'remember')).toBeLessThan(
      made.told.findIndex(({ what }) => what === 'send'),
    );
  });

  it('with a limit becomes a limit order, with its time in force', () => {
    const made = rig({ ...buyStop, ordType: OrdType.stopLimit, price: 100 }).start();
    made.trade(106, 10);
    made.advance(10);
    expect(made.open.map(({ price, quantity }) => [price, quantity])).toEqual([[100, 500]]);
    const ioc = rig({
      ...buyStop,
      ordType: OrdType.stopLimit,
      price: 100,
      timeInForce: TimeInForce.immediateOrCancel,
    }).start();
    ioc.trade(106, 10);
    expect([ioc.ending, ioc.code]).toEqual(['canceled', 'TYPE_IOC_REMAINDER']);
  });

  it('fires at once when its price is there already', () => {
    const made = rig(sellStop);
    made.trade(95, 1);
    made.start().advance(10);
    expect(made.ending).toBe('filled');
  });

  it.each([
    ['bid-ask', 'buy', 105, [[99, 1]], [[105, 600]]],
    ['bid-ask', 'sell', 95, [[95, 600]], [[101, 1]]],
    ['mid', 'buy', 102, [[99, 1]], [[105, 600]]],
    ['mid', 'sell', 98, [[95, 600]], [[101, 1]]],
  ] as const)('looks at %s for a %s', (trigger, side, stopPrice, bids, asks) => {
    const made = rig({
      ordType: OrdType.stop,
      stopPrice,
      trigger,
      side: side === 'buy' ? Side.buy : Side.sell,
    }).start();
    // Trades do not matter.
    made.trade(stopPrice, 10);
    expect(made.reports).toEqual([]);
    made.market.set(1, [], [], EXCLUDED.absent);
    expect(made.reports).toEqual([]);
    made.market.set(
      0,
      bids.map(([p, q]) => [p, q]),
      asks.map(([p, q]) => [p, q]),
    );
    expect(made.reports.length).toBe(1);
    made.advance(10);
    expect(made.ending).toBe('filled');
  });

  it('does not fire in a crossed, stale or halted market, nor by a trade of that time afterwards', () => {
    for (const spoil of ['crossed', 'stale', 'halted'] as const) {
      const made = rig(buyStop).start();
      if (spoil === 'crossed') made.market.set(0, [[103, 1]], [[104, 1]]);
      if (spoil === 'stale') made.isStale = true;
      if (spoil === 'halted')
        for (const venue of [0, 1]) made.market.set(venue, [[99, 1]], [[101, 1]], EXCLUDED.halted);
      made.trade(110, 10);
      made.isStale = false;
      for (const venue of [0, 1]) made.market.set(venue, [[99, 1000]], [[101, 1000]]);
      expect([spoil, made.reports]).toEqual([spoil, []]);
      made.advance(1);
      made.trade(110, 10);
      expect([spoil, made.reports.length]).toEqual([spoil, 1]);
    }
  });

  it('moves its price as long as it has not fired', () => {
    const made = rig(buyStop).start();
    expect(made.replaceByClient({ stopPrice: 110 })).toBe(true);
    made.trade(105, 1);
    expect(made.reports).toEqual([]);
    made.replaceByClient({ quantity: 300 });
    made.trade(110, 1);
    made.advance(10);
    expect([made.ending, made.cumQuantity]).toEqual(['filled', 300]);
  });

  it('that was cancelled does not fire, and the next stop watches on', () => {
    const plan = createPlanOrder();
    const one = rig(buyStop, { planOrder: plan }).start();
    const two = rig(buyStop, { planOrder: plan }).start();
    expect([one.isWatching, two.isWatching]).toEqual([true, false]);
    one.cancelByClient();
    expect([one.isWatching, two.isWatching]).toEqual([false, true]);
    one.trade(105, 1);
    two.trade(105, 1);
    expect([one.reports.length, two.reports.length, one.children.length]).toEqual([0, 1, 0]);
  });

  it('ends at its date without having fired', () => {
    const made = rig({ ...buyStop, timeInForce: TimeInForce.goodTillDate, expireEpochMs: EPOCH_MS + 1000 })
      .start()
      .advance(2000);
    expect([made.ending, made.code]).toEqual(['expired', 'TYPE_EXPIRED']);
  });

  it('is armed again after a restart, and not when it had fired', () => {
    const armed = rig(buyStop).start();
    armed.restart();
    armed.trade(105, 1);
    armed.advance(10);
    expect(armed.ending).toBe('filled');
    const fired = rig(buyStop).start();
    for (const venue of [0, 1]) fired.market.set(venue, [], []);
    fired.trade(105, 1);
    expect([fired.reports.length, fired.children.length]).toEqual([1, 0]);
    fired.restart();
    for (const venue of [0, 1]) fired.market.set(venue, [[1, 1]], [[101, 600]]);
    fired.advance(2000);
    expect([fired.reports.length, fired.ending]).toEqual([1, 'filled']);
  });

  it('is the venue’s own where one venue lists the instrument and has it', () => {
    const venues = [testVenue({ ordTypes: '1234' })];
    const made = rig(buyStop, { venues }).start();
    expect([made.plan!.form, made.children[0]!.terms.stopPrice]).toEqual(['native', 105]);
    expect(rig({ ...buyStop, trigger: 'mid' }, { venues }).start().plan!.form).toBe('emulated');
    expect(rig({ ...buyStop, algoParameters: { form: 'emulated' } }, { venues }).start().plan!.form).toBe('emulated');
    expect(rig({ ...buyStop, algoParameters: { form: 'native' } }).start().denial?.code).toBe(
      'TYPE_FORM_NOT_AVAILABLE',
    );
  });

  it('fires exactly once, at the first price of a sound market that reaches it', () => {
    const move = fc.record({ price: fc.integer({ min: 90, max: 110 }), isStale: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(move, { maxLength: 30 }),
        fc.integer({ min: 92, max: 108 }),
        fc.boolean(),
        (moves, stopPrice, buys) => {
          const made = rig({
            ordType: OrdType.stop,
            stopPrice,
            side: buys ? Side.buy : Side.sell,
            quantity: 5000,
          }).start();
          let expected = -1;
          for (const [i, { price, isStale }] of moves.entries()) {
            made.advance(1);
            made.isStale = isStale;
            made.trade(price, 1);
            if (expected < 0 && !isStale && (buys ? price >= stopPrice : price <= stopPrice)) expected = i;
            expect(made.reports.length).toBe(expected < 0 ? 0 : 1);
          }
        },
      ),
      { numRuns: Number(process.env['TYPES_RUNS'] ?? 100) },
    );
  });
});

describe('trailing stop', () => {
  const trailing = { ordType: OrdType.pegged, trailOffset: 5 };

  it('follows the best price, and fires when the market turns', () => {
    const made = rig({ ...trailing, side: Side.sell }).start();
    for (const price of [100, 104, 101, 110]) made.trade(price, 1);
    made.trade(106, 1);
    expect(made.reports).toEqual([]);
    made.trade(105, 1);
    made.advance(10);
    expect([made.reports.length, made.ending]).toEqual([1, 'filled']);
  });

  it('keeps its best price over a restart', () => {
    const made = rig({ ...trailing, side: Side.sell }).start();
    made.trade(110, 1);
    made.trade(107, 1);
    made.restart();
    expect(made.reports).toEqual([]);
    made.trade(105, 1);
    expect(made.reports.length).toBe(1);
  });

  it('moves its stop only in its favour, as a model that looks at every price', () => {
    const move = fc.record({ price: fc.integer({ min: 80, max: 120 }), isStale: fc.boolean(), restarts: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(move, { maxLength: 40 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 3 }),
        (moves, buys, step) => {
          const terms = {
            ...trailing,
            side: buys ? Side.buy : Side.sell,
            quantity: 5000,
            algoParameters: { trailStepTicks: `${step}` },
          };
          const made = rig(terms).start();
          let best = 0;
          let fired = false;
          for (const { price, isStale, restarts } of moves) {
            made.advance(1);
            made.isStale = isStale;
            made.trade(price, 1);
            if (fired || isStale) continue;
            if (best > 0 && (buys ? price >= best + 5 : price <= best - 5)) fired = true;
            else if (best === 0 || (buys ? price <= best - step : price >= best + step)) best = price;
            expect(made.reports.length).toBe(fired ? 1 : 0);
            if (!fired) expect(made.memory['best']).toBe(best);
            if (restarts && !fired) made.restart();
          }
        },
      ),
      { numRuns: Number(process.env['TYPES_RUNS'] ?? 100) },
    );
  });

  it('needs room on its own side only', () => {
    const made = rig({ ...trailing, trigger: 'bid-ask' }).start();
    made.market.set(0, [[90, 1]], [[94, 1]]);
    made.market.set(1, [[90, 1]], [[98, 600]]);
    expect(made.reports).toEqual([]);
    made.market.set(0, [[90, 1]], [[99, 600]]);
    expect(made.reports).toEqual([]);
    made.market.set(1, [[90, 1]], [[99, 600]]);
    expect(made.reports.length).toBe(1);
  });
});
