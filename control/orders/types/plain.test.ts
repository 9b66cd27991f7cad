import { describe, expect, it } from 'vitest';
import { EXCLUDED } from '../../core/market-view.js';
import { OrdType, Side, TimeInForce } from '../../core/venue.js';
import { EPOCH_MS, Rig, type RigOptions } from './testing.js';
import { PLAIN, testVenue } from './testing-market.js';

/** Two venues, both with 1000 on each side at 99 and 101. */
function rig(terms: RigOptions['terms'], rest: Partial<RigOptions> = {}): Rig {
  const made = new Rig({ venues: [testVenue(), testVenue()], terms, ...rest });
  for (const venue of made.venues.keys()) made.market.set(venue, [[99, 1000]], [[101, 1000]]);
  return made;
}

const market = { ordType: OrdType.market };

describe('market', () => {
  it('takes across venues until it is filled', () => {
    const { ending, cumQuantity, children } = rig({ ...market, quantity: 1500 })
      .start()
      .advance(10);
    expect([ending, cumQuantity, children.length]).toEqual(['filled', 1500, 2]);
    expect(children.every(({ price }) => price === 0)).toBe(true);
  });

  it('waits for more, and goes on when it comes', () => {
    const made = rig({ ...market, quantity: 2500 })
      .start()
      .advance(1000);
    expect(made.cumQuantity).toBe(2000);
    made.market.set(0, [[99, 1]], [[102, 600]]);
    made.advance(2000);
    expect([made.ending, made.cumQuantity]).toEqual(['filled', 2500]);
  });

  it('gives up when nobody comes', () => {
    const made = rig({ ...market, quantity: 2500, algoParameters: { patienceMs: '2000' } })
      .start()
      .advance(5000);
    expect([made.ending, made.code, made.cumQuantity]).toEqual(['canceled', 'TYPE_NO_LIQUIDITY', 2000]);
  });

  it('does not trade in a market that is not sound', () => {
    const made = rig({ ...market, quantity: 100 });
    made.isStale = true;
    made.start().advance(1000);
    expect(made.children).toEqual([]);
    made.isStale = false;
    made.marketChanged();
    made.advance(1000);
    expect(made.ending).toBe('filled');
  });

  it('is a limit with protection where a venue takes no market orders', () => {
    const made = rig({ ...market, quantity: 100, side: Side.sell }, { venues: [testVenue({ ordTypes: '2' })] })
      .start()
      .advance(10);
    expect([made.plan!.form, made.children[0]!.price, made.ending]).toEqual([
      'emulated',
      Math.ceil(99 * 0.95),
      'filled',
    ]);
  });

  it('is given up when venues refuse again and again', () => {
    const made = rig({ ...market, quantity: 100 });
    for (const venue of made.venues) venue.rejects = 100;
    made.start().advance(60_000);
    expect([made.ending, made.code]).toEqual(['canceled', 'TYPE_VENUE_REFUSES']);
    expect(made.children.length).toBeLessThan(10);
  });
});

describe('limit', () => {
  it('takes what reaches its limit and rests with the rest', () => {
    const made = rig({ price: 101, quantity: 3000 }).start().advance(10);
    expect([made.cumQuantity, made.openLeaves]).toEqual([2000, 1000]);
    made.market.set(0, [[99, 10]], [[101, 5000]]);
    made.advance(10);
    expect(made.ending).toBe('filled');
  });

  it('sends again what a venue gave back, elsewhere if that venue is gone', () => {
    const made = rig({ price: 100, quantity: 300 }).start().advance(10);
    const [first] = made.open;
    made.usable(0, false);
    made.endChild(first!, 0x34);
    made.advance(10_000);
    expect(made.open.map(({ venue, quantity }) => [venue, quantity])).toEqual([[1, 300]]);
  });

  it('moves where it stands, or through the router when it could trade', () => {
    const made = rig({ price: 98, quantity: 300 }).start().advance(10);
    expect(made.replaceByClient({ price: 99, quantity: 500 })).toBe(true);
    made.advance(10);
    expect(made.told.map(({ what }) => what)).toEqual(['send', 'replace', 'send']);
    expect(made.openLeaves).toBe(500);
    made.replaceByClient({ price: 101 });
    made.advance(10);
    expect(made.ending).toBe('filled');
  });

  it('has the price that it had when a venue has refused another one', () => {
    const made = rig({ price: 98, quantity: 300 }).start().advance(10);
    made.replaceByClient({ price: 99 });
    made.advance(10);
    expect(made.open.map(({ price }) => price)).toEqual([99]);
    made.refuseReplacement();
    made.advance(10);
    expect(made.open.map(({ price, quantity }) => [price, quantity])).toEqual([[98, 300]]);
    made.endChild(made.open[0]!, 0x34);
    made.advance(10_000);
    expect(made.open.map(({ price }) => price)).toEqual([98]);
  });

  it('takes quantity away from the newest child first', () => {
    const made = rig({ price: 98, quantity: 300 }).start().advance(10);
    made.replaceByClient({ quantity: 500 });
    made.advance(10);
    made.replaceByClient({ quantity: 250 });
    made.advance(10);
    expect(made.open.map(({ quantity }) => quantity)).toEqual([250]);
  });

  it('ends at its date: by the venue where it can, by a cancel before it elsewhere', () => {
    const terms = { price: 98, timeInForce: TimeInForce.goodTillDate, expireEpochMs: EPOCH_MS + 10_000 };
    const made = rig(terms, { venues: [testVenue(PLAIN)] })
      .start()
      .advance(9_700);
    expect(made.told.map(({ what }) => what)).toEqual(['send']);
    made.advance(100);
    expect(made.told.map(({ what }) => what)).toEqual(['send', 'cancel']);
    made.advance(1000);
    expect([made.ending, made.code, made.open.length]).toEqual(['expired', 'TYPE_EXPIRED', 0]);
    const past = rig({ ...terms, expireEpochMs: EPOCH_MS - 1 }).start();
    expect([past.ending, past.code]).toEqual(['rejected', 'TYPE_GTD_PAST']);
  });

  it('is sent again when a day order ends and the order does not', () => {
    const venues = [testVenue({ ...PLAIN, timesInForce: '0' })];
    const made = rig({ price: 98, timeInForce: TimeInForce.goodTillCancel }, { venues }).start().advance(10);
    made.endChild(made.open[0]!, 0x43);
    made.advance(60_000);
    expect([made.open.length, made.openLeaves]).toEqual([1, 1000]);
  });

  it('outlives a halt in which venues refuse it', () => {
    const made = rig({ price: 98, quantity: 300 });
    for (const venue of [0, 1]) made.market.set(venue, [[99, 1000]], [[101, 1000]], EXCLUDED.halted);
    made.start().advance(30_000);
    expect([made.ending, made.children.length > 10]).toEqual(['', true]);
    for (const venue of [0, 1]) made.market.set(venue, [[99, 1000]], [[101, 1000]]);
    made.advance(2000);
    expect(made.openLeaves).toBe(300);
  });

  it('goes on after a restart with what is at venues', () => {
    const made = rig({ price: 98, quantity: 300 }).start().advance(10);
    made.restart();
    made.advance(100);
    expect(made.children.length).toBe(1);
  });
});

describe('post-only', () => {
  const terms = { price: 100, postOnly: true };

  it('rests', () => {
    const made = rig(terms).start().advance(10);
    expect(made.open.map((child) => child.terms.postOnly)).toEqual([true]);
  });

  it('is rejected when it reaches the best price of any venue', () => {
    const made = rig({ ...terms, price: 101 });
    made.market.set(0, [[99, 1]], [[105, 1]]);
    made.start();
    expect([made.ending, made.code, made.children.length]).toEqual(['rejected', 'TYPE_POST_ONLY_WOULD_CROSS', 0]);
  });

  it('is not moved to where it would cross', () => {
    const made = rig(terms).start().advance(10);
    expect(made.replaceByClient({ price: 101 })).toBe(false);
    expect(made.terms.price).toBe(100);
    expect(made.replaceByClient({ price: 99 })).toBe(true);
  });

  it('waits for a sound market', () => {
    const made = rig(terms);
    made.market.set(1, [[103, 5]], [[104, 5]]);
    made.start().advance(100);
    expect(made.children.length).toBe(0);
    made.market.set(1, [[99, 5]], [[104, 5]], EXCLUDED.stale);
    made.advance(100);
    expect(made.open.length).toBe(1);
  });
});

describe('immediate or cancel', () => {
  const ioc = { timeInForce: TimeInForce.immediateOrCancel, price: 101 };

  it('makes one pass', () => {
    const made = rig({ ...ioc, quantity: 2500 })
      .start()
      .advance(100);
    expect([made.ending, made.code, made.cumQuantity]).toEqual(['canceled', 'TYPE_IOC_REMAINDER', 2000]);
  });

  it('ends with nothing when nothing is there, and cannot be replaced', () => {
    const made = rig({ ...ioc, price: 100 }).start();
    expect([made.ending, made.children.length]).toEqual(['canceled', 0]);
    const slow = rig(ioc).start();
    expect(slow.replaceByClient({ quantity: 2000 })).toBe(false);
  });

  it('sends nothing a second time after a restart', () => {
    const made = rig(ioc).start();
    made.restart();
    made.advance(100);
    expect([made.children.length, made.ending]).toEqual([1, 'filled']);
    const lost = rig(ioc);
    lost.start();
    lost.children.length = 0;
    lost.restart();
    expect([lost.ending, lost.children.length]).toEqual(['canceled', 0]);
  });
});

describe('fill or kill', () => {
  const fok = { timeInForce: TimeInForce.fillOrKill, price: 102, quantity: 1500 };

  it('goes whole to the cheapest venue that shows it all', () => {
    const made = rig(fok);
    made.market.set(
      0,
      [[99, 1]],
      [
        [101, 100],
        [102, 2000],
      ],
    );
    made.market.set(
      1,
      [[99, 1]],
      [
        [101, 900],
        [102, 2000],
      ],
    );
    made.start().advance(10);
    expect([made.ending, made.children.length, made.children[0]!.venue]).toEqual(['filled', 1, 1]);
    expect(made.children[0]!.terms.timeInForce).toBe(TimeInForce.fillOrKill);
  });

  it('is refused when no venue shows it all, even if all do together', () => {
    const made = rig(fok).start();
    expect([made.ending, made.code, made.children.length]).toEqual(['rejected', 'TYPE_FOK_NOT_AVAILABLE', 0]);
  });

  it('sweeps when that was asked for, and may then be filled in part', () => {
    const made = rig({ ...fok, algoParameters: { fillOrKill: 'sweep' } })
      .start()
      .advance(10);
    expect([made.ending, made.cumQuantity]).toEqual(['filled', 1500]);
    const part = rig({ ...fok, algoParameters: { fillOrKill: 'sweep' } }).start();
    part.market.set(1, [], []);
    part.advance(10);
    expect([part.ending, part.cumQuantity]).toEqual(['canceled', 1000]);
  });

  it('is not sent into a market that is not sound', () => {
    const made = rig({ ...fok, quantity: 100 });
    made.isStale = true;
    made.start();
    expect(made.code).toBe('TYPE_FOK_NOT_AVAILABLE');
  });
});
