import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrdType, Side, TimeInForce } from '../../core/venue.js';
import { EPOCH_MS, Rig, type RigOptions } from './testing.js';
import { PLAIN, testVenue } from './testing-market.js';

function rig(terms: RigOptions['terms'], rest: Partial<RigOptions> = {}): Rig {
  const made = new Rig({ venues: [testVenue(PLAIN), testVenue(PLAIN)], terms: { price: 100, ...terms }, ...rest });
  for (const venue of made.venues.keys()) made.market.set(venue, [[99, 1000]], [[101, 1000]]);
  return made;
}

/** Most that was to be seen in books at any time. */
function shownMost(made: Rig): number {
  return Math.max(
    0,
    ...made.children
      .filter((child) => child.terms.timeInForce !== TimeInForce.immediateOrCancel)
      .map(({ quantity }) => quantity),
  );
}

describe('iceberg', () => {
  const terms = { quantity: 1000, displayQuantity: 100 };

  it('shows one slice after the other, of random sizes, the same for the same seed', () => {
    const run = (seed: number): number[] => {
      const made = rig(terms, { seed }).start();
      for (let i = 0; i < 100 && !made.isOver; i++) {
        made.advance(10);
        expect(made.open.length).toBe(1);
        made.fill(made.open[0]!, made.open[0]!.quantity);
      }
      expect([made.ending, made.cumQuantity]).toEqual(['filled', 1000]);
      return made.children.map(({ quantity }) => quantity);
    };
    const sizes = run(7);
    expect(sizes).toEqual(run(7));
    expect(sizes).not.toEqual(run(8));
    expect(new Set(sizes).size).toBeGreaterThan(3);
    for (const size of sizes.slice(0, -1)) expect(size >= 80 && size <= 100).toBe(true);
  });

  it('waits a random while before the next slice', () => {
    const made = rig({ ...terms, algoParameters: { refreshDelayMs: '5000' } })
      .start()
      .advance(10);
    made.fill(made.open[0]!, made.open[0]!.quantity);
    const at = made.now;
    made.advance(6000);
    expect(made.children.length).toBe(2);
    expect(made.children[1]!.sentMs - at).toBeGreaterThan(0);
  });

  it('takes what it can first, without showing it', () => {
    const made = rig({ ...terms, quantity: 2500, price: 101 })
      .start()
      .advance(10);
    expect(made.cumQuantity).toBe(2000);
    made.advance(2000);
    expect(shownMost(made)).toBeLessThanOrEqual(100);
    expect(made.open.length).toBe(1);
  });

  it('waits in the book when nobody stands behind what it could take', () => {
    const made = rig({ ...terms, price: 101 });
    for (const venue of made.venues) venue.isManual = true;
    made.start();
    const ioc = TimeInForce.immediateOrCancel;
    for (let i = 0; i < 50; i++) {
      made.advance(10);
      for (const child of made.open) if (child.terms.timeInForce === ioc) made.endChild(child, 0x34);
    }
    made.market.set(0, [[99, 1000]], [[102, 1000]]);
    made.market.set(1, [[99, 1000]], [[102, 1000]]);
    made.advance(2000);
    expect(made.open.map(({ quantity }) => quantity <= 100)).toEqual([true]);
  });

  it('follows its client: price in place, a smaller display by a new slice', () => {
    const made = rig(terms).start().advance(10);
    made.replaceByClient({ price: 99 });
    made.advance(10);
    expect(made.open.map(({ price }) => price)).toEqual([99]);
    made.replaceByClient({ displayQuantity: 10 });
    made.advance(10);
    expect(made.open.map(({ quantity }) => quantity <= 10)).toEqual([true]);
    made.replaceByClient({ quantity: 5 });
    made.advance(10);
    expect(made.openLeaves).toBe(5);
  });

  it('leaves it to a venue that shows parts, unless the client wants chance in it', () => {
    const venues = [testVenue(PLAIN), testVenue()];
    const made = rig(terms, { venues }).start();
    expect([
      made.plan!.form,
      made.children[0]!.venue,
      made.children[0]!.terms.displayQuantity,
      made.children[0]!.quantity,
    ]).toEqual(['native', 1, 100, 1000]);
    expect(rig({ ...terms, algoParameters: { refreshRandomPercent: '30' } }, { venues }).start().plan!.form).toBe(
      'emulated',
    );
    made.advance(10);
    made.replaceByClient({ displayQuantity: 50 });
    made.advance(10);
    expect(made.open.map((child) => child.terms.displayQuantity)).toEqual([50]);
    made.replaceByClient({ quantity: 1500, price: 99 });
    made.advance(10);
    expect(made.open.map(({ quantity, price }) => [quantity, price])).toEqual([[1500, 99]]);
  });

  it('sends no further slice while one is uncertain', () => {
    const made = rig(terms, { venues: [testVenue(PLAIN, { losesCancels: true })] })
      .start()
      .advance(10);
    made.replaceByClient({ displayQuantity: 10 });
    made.advance(60_000);
    expect(made.children.length).toBe(1);
    expect(made.open[0]!.isUncertain).toBe(true);
    // The venue tells at last.
    made.endChild(made.open[0]!, 0x34);
    made.advance(10);
    expect(made.open.map(({ quantity }) => quantity <= 10)).toEqual([true]);
  });

  const event = fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant('fill' as const), part: fc.integer({ min: 1, max: 10 }) }) },
    fc.record({ do: fc.constant('giveBack' as const) }),
    fc.record({ do: fc.constant('reject' as const) }),
    fc.record({
      do: fc.constant('replace' as const),
      display: fc.integer({ min: 1, max: 30 }),
      price: fc.integer({ min: 97, max: 101 }),
    }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 300 }) }),
    fc.record({ do: fc.constant('restart' as const) }),
  );

  it('never shows more than its display quantity, and its slices make up the order', () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        (events, lots, buys) => {
          const lot = 10;
          const made = rig(
            { quantity: 2000, displayQuantity: lots * lot, side: buys ? Side.buy : Side.sell },
            { lot },
          ).start();
          let most = lots * lot;
          for (const one of events) {
            made.advance(5);
            const [child] = made.open.filter(({ rests }) => rests);
            if (one.do === 'fill' && child !== undefined && child.venueFilled === child.cumQuantity)
              made.fill(child, Math.min(child.quantity - child.cumQuantity, one.part * lot));
            else if (one.do === 'giveBack' && child !== undefined) made.endChild(child, 0x34);
            else if (one.do === 'reject') made.venues[0]!.rejects = 1;
            else if (one.do === 'wait') made.advance(one.ms);
            else if (one.do === 'restart' && !made.isOver) made.restart();
            else if (one.do === 'replace' && !made.isOver) {
              made.replaceByClient({ displayQuantity: one.display * lot, price: one.price });
              made.advance(5);
              most = one.display * lot;
            }
            if (made.isOver) break;
            const resting = made.open.filter((c) => c.terms.timeInForce !== TimeInForce.immediateOrCancel);
            const shown = resting.reduce((sum, c) => sum + c.quantity - c.cumQuantity, 0);
            expect(shown).toBeLessThanOrEqual(most);
          }
          const filled = made.children.reduce((sum, { cumQuantity }) => sum + cumQuantity, 0);
          expect(filled).toBe(made.cumQuantity);
          // Left alone with somebody to trade with, it is done.
          for (let i = 0; i < 3000 && !made.isOver; i++) {
            made.advance(1000);
            for (const child of made.open) if (child.rests) made.fill(child, child.quantity - child.venueFilled);
          }
          expect([made.ending, made.cumQuantity]).toEqual(['filled', 2000]);
        },
      ),
      { numRuns: Number(process.env['TYPES_RUNS'] ?? 60) },
    );
  });
});

describe('hidden', () => {
  it('waits here, and takes when its limit is reached', () => {
    const made = rig({ hidden: true, quantity: 300 }).start().advance(1000);
    expect([made.plan!.form, made.children.length]).toEqual(['emulated', 0]);
    made.market.set(1, [[99, 1]], [[100, 200]]);
    made.advance(10);
    expect([made.cumQuantity, made.open.length]).toEqual([200, 0]);
    made.isStale = true;
    made.market.set(1, [[98, 1]], [[100, 200]]);
    made.advance(10);
    expect(made.cumQuantity).toBe(200);
    made.isStale = false;
    made.marketChanged();
    made.advance(10);
    expect(made.ending).toBe('filled');
  });

  it('takes at once when its client moves the limit to where the market is', () => {
    const made = rig({ hidden: true, quantity: 300 }).start().advance(1000);
    made.replaceByClient({ price: 101, quantity: 200 });
    made.advance(10);
    expect([made.ending, made.cumQuantity]).toEqual(['filled', 200]);
  });

  it('does not run after a quote that nobody stands behind', () => {
    const made = rig({ hidden: true, quantity: 300 }).start();
    for (const venue of made.venues) venue.isManual = true;
    made.market.set(1, [[99, 1]], [[100, 200]]);
    for (let i = 0; i < 1000; i++) {
      made.advance(10);
      for (const child of made.open) made.endChild(child, 0x34);
      made.marketChanged();
    }
    // Ten seconds: a few quick attempts, then one a second.
    expect(made.children.length).toBeLessThan(20);
  });

  it('is the venue’s where a venue hides', () => {
    const made = rig({ hidden: true }, { venues: [testVenue(PLAIN), testVenue()] }).start();
    expect([made.plan!.form, made.children[0]!.venue, made.children[0]!.terms.hidden]).toEqual(['native', 1, true]);
  });
});

describe('minimum quantity', () => {
  const terms = { quantity: 1000, minQuantity: 300 };

  it.each([
    ['with a minimum of the venue', testVenue(), TimeInForce.immediateOrCancel],
    ['by fill-or-kill', testVenue(PLAIN), TimeInForce.fillOrKill],
  ])('waits until one venue shows enough, %s', (_name, venue, timeInForce) => {
    const made = rig(terms, { venues: [venue, { ...venue }] })
      .start()
      .advance(100);
    made.market.set(0, [[99, 1]], [[100, 200]]);
    made.market.set(1, [[99, 1]], [[100, 250]]);
    made.advance(100);
    expect(made.children.length).toBe(0);
    made.market.set(
      1,
      [[99, 1]],
      [
        [99, 200],
        [100, 250],
      ],
    );
    made.advance(100);
    expect([made.cumQuantity, made.children[0]!.terms.timeInForce]).toEqual([450, timeInForce]);
    // What is left is 550: pieces of 300, then the last 250.
    made.market.set(0, [[99, 1]], [[100, 310]]);
    made.advance(2000);
    made.market.set(0, [[99, 1]], [[100, 239]]);
    made.advance(2000);
    expect(made.cumQuantity).toBe(760);
    made.market.set(0, [[99, 1]], [[100, 240]]);
    made.advance(2000);
    expect(made.ending).toBe('filled');
  });

  it('looks again when its client changes it', () => {
    const made = rig(terms).start().advance(100);
    made.replaceByClient({ price: 101, quantity: 400 });
    made.advance(10);
    expect([made.ending, made.cumQuantity]).toEqual(['filled', 400]);
  });

  it('tries once when it is immediate', () => {
    const ioc = { ...terms, timeInForce: TimeInForce.immediateOrCancel };
    const none = rig(ioc).start();
    expect([none.ending, none.children.length]).toEqual(['canceled', 0]);
    const some = rig({ ...ioc, price: 101, quantity: 2000 })
      .start()
      .advance(10);
    expect([some.ending, some.cumQuantity]).toEqual(['canceled', 1000]);
  });

  it('is never filled in pieces below it', () => {
    const book = fc.record({
      venue: fc.nat(1),
      quantity: fc.integer({ min: 1, max: 40 }),
      price: fc.integer({ min: 99, max: 101 }),
      race: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(book, { maxLength: 40 }),
        fc.integer({ min: 1, max: 30 }),
        fc.boolean(),
        (books, least, isNative) => {
          const venue = (): ReturnType<typeof testVenue> => testVenue(isNative ? {} : PLAIN);
          const made = rig(
            { quantity: 1000, minQuantity: least * 10 },
            { venues: [venue(), venue()], lot: 10 },
          ).start();
          for (const { venue: at, quantity, price, race } of books) {
            made.market.set(at, [[90, 1]], [[price, quantity * 10]]);
            // Somebody else is first.
            if (race) made.market.set(at, [[90, 1]], [[price, Math.max(10, (quantity - 5) * 10)]]);
            made.advance(50);
          }
          const pieces = made.children.filter(({ cumQuantity }) => cumQuantity > 0);
          let before = 0;
          for (const { cumQuantity } of pieces) {
            expect(cumQuantity).toBeGreaterThanOrEqual(Math.min(least * 10, 1000 - before));
            before += cumQuantity;
          }
        },
      ),
      { numRuns: Number(process.env['TYPES_RUNS'] ?? 60) },
    );
  });
});

describe('auctions', () => {
  const terms = { timeInForce: TimeInForce.atTheClose, quantity: 500 };

  it('go to a venue that has the auction, and end with it', () => {
    const venues = [testVenue(PLAIN), testVenue()];
    const made = rig(terms, { venues }).start().advance(10);
    expect([made.plan!.form, made.children[0]!.venue]).toEqual(['native', 1]);
    made.fill(made.open[0]!, 200);
    made.endChild(made.open[0]!, 0x43);
    made.advance(10_000);
    expect([made.ending, made.code, made.children.length]).toEqual(['expired', 'TYPE_AUCTION_OVER', 1]);
  });

  it('are refused where there is none', () => {
    expect(rig(terms).start().denial?.code).toBe('TYPE_AUCTION_NOT_AVAILABLE');
  });

  it('try the next venue when one is not there', () => {
    const made = rig(
      { ...terms, ordType: OrdType.market, price: 0 },
      { venues: [testVenue({}, { refuses: 'badValue' }), testVenue()] },
    )
      .start()
      .advance(1000);
    expect(made.children.map(({ venue }) => venue)).toEqual([1]);
  });
});

it('an order that ends while its venue does not answer keeps the child, which says so', () => {
  const venues = [testVenue(PLAIN, { losesCancels: true })];
  const made = rig({ timeInForce: TimeInForce.goodTillDate, expireEpochMs: EPOCH_MS + 1000 }, { venues })
    .start()
    .advance(5000);
  expect([made.ending, made.open.length, made.open[0]!.isUncertain]).toEqual(['expired', 1, true]);
});
