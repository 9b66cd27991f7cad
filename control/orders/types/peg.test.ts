import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXCLUDED } from '../../core/market-view.js';
import { OrdType, Side, TimeInForce, type PegTo } from '../../core/venue.js';
import { pegPrice } from './peg-price.js';
import { EPOCH_MS, Rig, type RigOptions } from './testing.js';
import { PLAIN, testVenue, type TestVenue } from './testing-market.js';

const plain = (rest: Omit<TestVenue, 'capabilities'> = {}): TestVenue => testVenue(PLAIN, rest);

function rig(terms: RigOptions['terms'], rest: Partial<RigOptions> = {}): Rig {
  const made = new Rig({
    venues: [plain(), plain()],
    terms: { ordType: OrdType.pegged, pegTo: 'same', quantity: 100, ...terms },
    ...rest,
  });
  made.market.set(
    0,
    [
      [99, 500],
      [98, 500],
    ],
    [[105, 500]],
  );
  if (made.venues.length > 1) made.market.set(1, [[97, 500]], [[103, 500]]);
  return made;
}

const price = (made: Rig): number[] => made.open.map((child) => child.price);

describe('pegged', () => {
  it.each([
    ['same', 0, Side.buy, 99],
    ['same', -2, Side.buy, 97],
    ['same', 2, Side.buy, 101],
    ['same', 9, Side.buy, 102],
    ['opposite', 0, Side.buy, 102],
    ['opposite', -3, Side.buy, 100],
    ['mid', 0, Side.buy, 101],
    ['mid', 0, Side.sell, 101],
    ['same', 0, Side.sell, 103],
    ['opposite', 0, Side.sell, 100],
    ['same', 1, Side.sell, 104],
  ] as const)('to %s with offset %i, side %i: %i', (pegTo, pegOffset, side, expected) => {
    const made = rig({ pegTo, pegOffset, side }).start().advance(10);
    expect(price(made)).toEqual([expected]);
    expect([made.open[0]!.terms.postOnly, made.plan!.form]).toEqual([true, 'emulated']);
  });

  it('waits where the best price is, and nowhere beyond its limit', () => {
    const made = rig({ price: 98 }).start().advance(10);
    expect([made.open[0]!.venue, price(made)]).toEqual([0, [98]]);
  });

  it('moves with the market, by a replacement', () => {
    const made = rig({}).start().advance(100);
    made.market.set(1, [[100, 500]], [[103, 500]]);
    made.advance(100);
    expect([price(made), made.told.map(({ what }) => what)]).toEqual([[100], ['send', 'replace']]);
  });

  it('by cancel and a new order where the venue does not replace', () => {
    const made = rig({}, { venues: [testVenue({ ...PLAIN, replace: 'none' }), plain()] })
      .start()
      .advance(100);
    made.market.set(1, [[100, 500]], [[103, 500]]);
    made.advance(100);
    expect([price(made), made.told.map(({ what }) => what), made.openLeaves]).toEqual([
      [100],
      ['send', 'cancel', 'send'],
      100,
    ]);
  });

  it('does not follow itself, however far it is ahead', () => {
    const made = rig({ pegOffset: 1 }).start().advance(5000);
    expect([price(made), made.told.length]).toEqual([[100], 1]);
    // Those it was pegged to go away.
    made.market.set(0, [[95, 500]], [[105, 500]]);
    made.advance(100);
    expect(price(made)).toEqual([98]);
  });

  it('does not take what the feed still shows of it for somebody else', () => {
    const made = rig(
      { pegOffset: 1, algoParameters: { pegIntervalMs: '0' } },
      { venues: [plain({ feedLagMs: 100 }), plain()] },
    )
      .start()
      .advance(1000);
    made.market.set(0, [[95, 500]], [[105, 500]]);
    made.market.set(1, [[95, 500]], [[105, 500]]);
    made.advance(2000);
    expect([price(made), made.told.map(({ what }) => what)]).toEqual([[96], ['send', 'replace', 'replace']]);
  });

  it('moves at its rate and not for less than its least distance', () => {
    const made = rig({ algoParameters: { pegIntervalMs: '100', pegMinTicks: '2' } })
      .start()
      .advance(1000);
    for (let i = 0; i < 1000; i++) {
      made.market.set(0, [[i % 2 === 0 ? 96 : 100, 500]], [[105, 500]]);
      made.advance(1);
    }
    const moves = made.told.filter(({ what }) => what === 'replace');
    expect(moves.length).toBeGreaterThan(3);
    expect(moves.length).toBeLessThanOrEqual(11);
    for (const [i, move] of moves.entries())
      if (i > 0) expect(move.atMs - moves[i - 1]!.atMs).toBeGreaterThanOrEqual(100);
    made.market.set(0, [[100, 500]], [[105, 500]]);
    made.advance(1000);
    const before = made.told.length;
    made.market.set(0, [[99, 500]], [[105, 500]]);
    made.advance(1000);
    expect([price(made), made.told.length]).toEqual([[100], before]);
  });

  it('stays for a while in a market that is not sound, then leaves it, and comes back', () => {
    const made = rig({}).start().advance(100);
    made.isStale = true;
    made.marketChanged();
    made.advance(900);
    expect(made.open.length).toBe(1);
    made.advance(200);
    expect(made.open.length).toBe(0);
    made.market.set(0, [[90, 500]], [[105, 500]], EXCLUDED.halted);
    made.advance(5000);
    made.isStale = false;
    made.market.set(0, [[90, 500]], [[105, 500]]);
    made.advance(100);
    expect(price(made)).toEqual([97]);
  });

  it('leaves when what it is pegged to is gone', () => {
    const made = rig({}).start().advance(100);
    for (const venue of [0, 1]) made.market.set(venue, [], [[105, 500]]);
    made.advance(100);
    expect(made.open).toEqual([]);
  });

  it('goes on after partial fills, rejects, and a venue that is gone', () => {
    const made = rig({}).start().advance(100);
    made.fill(made.open[0]!, 30);
    made.market.set(0, [[98, 500]], [[105, 500]]);
    made.advance(100);
    expect([price(made), made.openLeaves]).toEqual([[98], 70]);
    made.usable(0, false);
    made.endChild(made.open[0]!, 0x34);
    made.advance(1000);
    expect([made.open[0]!.venue, made.openLeaves]).toEqual([1, 70]);
    made.venues[1]!.rejects = 2;
    made.endChild(made.open[0]!, 0x34);
    made.advance(5000);
    expect(made.openLeaves).toBe(70);
  });

  it('takes new terms', () => {
    const made = rig({}).start().advance(100);
    made.replaceByClient({ price: 98, quantity: 50 });
    made.advance(300);
    expect([price(made), made.openLeaves]).toEqual([[98], 50]);
    made.replaceByClient({ quantity: 300 });
    made.advance(300);
    expect(made.openLeaves).toBe(300);
  });

  it('finds its child after a restart', () => {
    const made = rig({}).start().advance(100);
    made.restart();
    made.market.set(0, [[100, 500]], [[105, 500]]);
    made.advance(100);
    expect([price(made), made.children.length]).toEqual([[100], 1]);
  });

  it('shows parts when it is an iceberg, and is hidden where it is to be', () => {
    const made = rig({ displayQuantity: 30 }).start().advance(100);
    expect(made.openLeaves).toBe(30);
    made.fill(made.open[0]!, 30);
    made.advance(100);
    expect([made.openLeaves, made.cumQuantity]).toEqual([30, 30]);
    const venues = [plain(), testVenue({ ...PLAIN, hidden: 'native' })];
    const hidden = rig({ hidden: true }, { venues }).start().advance(100);
    expect([hidden.open[0]!.venue, hidden.open[0]!.terms.hidden]).toEqual([1, true]);
  });

  it('is the venue’s own where no other lists the instrument, or the client says so', () => {
    const one = rig(
      { pegTo: 'mid', pegOffset: -1 },
      { venues: [testVenue(), testVenue({}, { listed: false })] },
    ).start();
    expect([one.plan!.form, one.children[0]!.terms.pegTo, one.children[0]!.terms.pegOffset]).toEqual([
      'native',
      'mid',
      -1,
    ]);
    const wanted = rig({ algoParameters: { form: 'native' } }, { venues: [testVenue(), plain()] }).start();
    expect([wanted.plan!.form, wanted.children[0]!.venue]).toEqual(['native', 0]);
    expect(rig({}, { venues: [testVenue({ ...PLAIN, postOnly: 'none' })] }).start().denial?.code).toBe(
      'TYPE_PEG_NOT_AVAILABLE',
    );
  });

  it('ends with its date', () => {
    const made = rig({ timeInForce: TimeInForce.goodTillDate, expireEpochMs: EPOCH_MS + 1000 })
      .start()
      .advance(2000);
    expect([made.ending, made.open.length]).toEqual(['expired', 0]);
  });
});

describe('as properties', () => {
  const amount = fc.integer({ min: 1, max: 200 });

  it('the price never reaches the other side nor goes beyond the limit, and is a price step', () => {
    const pegTo = fc.constantFrom<PegTo>('same', 'opposite', 'mid');
    fc.assert(
      fc.property(
        fc.boolean(),
        pegTo,
        fc.integer({ min: -30, max: 30 }),
        amount,
        fc.boolean(),
        amount,
        amount,
        fc.constantFrom(1, 5),
        (buys, to, offset, limit, limited, a, b, tick) => {
          const [bid, ask] = [Math.min(a, b) * tick, Math.max(a, b) * tick];
          const side = buys ? Side.buy : Side.sell;
          const result = pegPrice(side, to, offset, limited ? limit * tick : 0, bid, ask, tick);
          if (result === 0) return;
          expect(result % tick).toBe(0);
          expect(buys ? result < ask : result > bid).toBe(true);
          if (limited) expect(buys ? result <= limit * tick : result >= limit * tick).toBe(true);
          // As near to what was asked for as that allows.
          const wanted = (to === 'mid' ? (bid + ask) / 2 : (to === 'same') === buys ? bid : ask) + offset;
          const bound = buys
            ? Math.min(wanted, ask - tick, limited ? limit * tick : Infinity)
            : Math.max(wanted, bid + tick, limited ? limit * tick : 0);
          expect(Math.abs(result - bound)).toBeLessThan(tick);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('never takes, is never more than the order, and comes to rest where a model says', () => {
    const quote = fc.record({
      venue: fc.nat(1),
      bid: fc.integer({ min: 80, max: 100 }),
      spread: fc.integer({ min: 1, max: 10 }),
      wait: fc.integer({ min: 0, max: 60 }),
      state: fc.constantFrom(0, 0, 0, 0, EXCLUDED.stale),
    });
    fc.assert(
      fc.property(
        fc.array(quote, { maxLength: 40 }),
        fc.constantFrom<PegTo>('same', 'opposite', 'mid'),
        fc.integer({ min: -3, max: 3 }),
        fc.boolean(),
        (quotes, pegTo, pegOffset, buys) => {
          const made = rig({ pegTo, pegOffset, side: buys ? Side.buy : Side.sell, quantity: 100_000 }).start();
          for (const { venue, bid, spread, wait, state } of quotes) {
            made.market.set(venue, [[bid, 500]], [[bid + spread, 500]], state);
            made.advance(wait);
          }
          made.advance(30_000);
          // The rig throws when a price reaches the other side.
          const [bid, ask] = made.market.others();
          const expected = pegPrice(made.terms.side, pegTo, pegOffset, 0, bid, ask, 1);
          if (!made.isSound || made.isOver) return;
          expect(price(made)).toEqual(expected === 0 ? [] : [expected]);
        },
      ),
      { numRuns: Number(process.env['TYPES_RUNS'] ?? 60) },
    );
  });
});
