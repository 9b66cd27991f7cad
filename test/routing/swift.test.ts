/**
 * The short way of a decision (swift.ts and its kernel) and the long one (take.ts) are two programs for one thing: on random books they write the same frames and
 * give the same slices. Orders on their way, venues that do not list an instrument, and quotes that do not count are among them.
 */
import { expect, it, vi } from 'vitest';
import { SeededRandom } from '../../control/core/random.js';
import { blankRequest, routeSlices, type RouteSlices } from '../../control/core/router.js';
import { defaultRouting } from '../../control/routing/config.js';
import { isSameFrame } from '../../control/routing/decisions/replay.js';
import { RoutingMemory } from '../../control/routing/kernel/memory.js';
import { GIVEN_UP } from '../../control/routing/given-up.js';
import { SmartRouter } from '../../control/routing/router.js';
import { RuleBook } from '../../control/routing/rules/rule-book.js';
import { Swift } from '../../control/routing/swift.js';
import { NO_RULES, PROTECTION } from './oracle.js';
import { RandomMarket } from './random-market.js';

const BOOKS = Number(process.env['CROSSFEED_ROUTING_SWIFT_BOOKS'] ?? 10_000);

function frameOf(router: SmartRouter, from: number): Float64Array {
  let frame = new Float64Array(0);
  router.ring.read(
    from,
    (at) => (frame = router.ring.words.slice(at, at + router.ring.words[at]!)),
    () => undefined,
  );
  return frame;
}

/** What was handed out. */
function handedOut({ count, parallel, remainder, reason, decision, ...lists }: RouteSlices): unknown[] {
  const { venues, quantities, prices, takes, sweeps } = lists;
  const all = [venues, quantities, prices, takes, sweeps].map((list) => [...list.subarray(0, count)]);
  return [count, parallel, remainder, reason, decision, ...all];
}

it(
  'makes the same decisions as the long way, word for word',
  () => {
    const random = new SeededRandom(Number(process.env['CROSSFEED_ROUTING_SEED'] ?? 5));
    const request = { ...blankRequest(), epochMs: Date.UTC(2026, 10, 23, 15) };
    const into = routeSlices();
    const intoLong = routeSlices();
    let child = 0;
    for (let done = 0; done < BOOKS; done += 500) {
      const venues = 1 + random.below(8);
      const lot = random.below(3) === 0 ? 10 : 1;
      const config = defaultRouting({
        ringKiB: 64,
        slicesMax: random.below(4) === 0 ? 2 : 32,
        depth: 1 + random.below(10),
      });
      // The quotes stand in the router's memory, or elsewhere.
      const memory = random.below(2) === 0 ? new RoutingMemory({ instruments: 2, venues, config }) : undefined;
      const market = new RandomMarket({
        ...(memory === undefined ? {} : { memory }),
        instruments: 2,
        venues,
        depth: 1 + random.below(6),
        random,
        lot,
        maxQuantity: random.below(2) === 0 ? 0 : lot * (1 + random.below(120)),
        sizeStep: random.below(4) === 0 ? 7 : 10,
        sizeMax: 6,
        spreadTicks: random.below(5) === 0 ? 60 : 4,
        // Books that do not lie on the tick that the listing tells of.
        tick: random.below(6) === 0 ? 150 : 100,
      });
      // Few fees have masks (fee-classes.ts), many and those that go by the price have none.
      const feeKinds = random.below(2) === 0 ? 3 : 7;
      const hasRates = random.below(3) === 0;
      const fees = Object.fromEntries(
        market.venueIds.map(({ id }) => {
          const perUnit = (random.below(feeKinds) * 0.0005 - 0.001).toFixed(4);
          const take = { perUnit, bps: hasRates && random.below(2) === 0 ? 1 : 0 };
          return [id, { fees: [{ tiers: [{ take, make: { perUnit: '-0.001' } }] }] }];
        }),
      );
      const unlisted = random.below(4) === 0 ? random.below(venues) : -1;
      if (unlisted >= 0) for (const instrument of [0, 1]) market.quote(instrument, unlisted, 1);
      const options = {
        market: market.book,
        symbols: {
          ...market.symbols,
          listing: (venue: number, instrument: number) =>
            venue === unlisted ? undefined : market.symbols.listing(venue, instrument),
        },
        venues: market.venueIds.map(({ id }) => ({ id, takesSweeps: random.below(5) !== 0 })),
        config: { ...config, venues: defaultRouting({ venues: fees }).venues },
        rules: new RuleBook(random.below(3) === 0 ? NO_RULES : PROTECTION),
      };
      const short = new SmartRouter({ ...options, ...(memory === undefined ? {} : { memory }) });
      const long = new SmartRouter({ ...options, usesSwift: false });
      for (let n = 0; n < 500; n++) {
        request.instrument = random.below(2);
        for (let venue = 0; venue < venues; venue++) {
          if (venue === unlisted) continue;
          if (random.below(2) === 0) market.draw(request.instrument, venue);
          if (random.below(30) === 0) market.quote(request.instrument, venue, 4);
        }
        request.orderId++;
        request.side = random.below(2) === 0 ? 0x31 : 0x32;
        request.quantity = lot * (1 + random.below(120)) + (random.below(8) === 0 ? 3 : 0);
        request.limitPrice = random.below(2) === 0 ? 0 : 1_000_000 + 100 * (random.below(17) - 8);
        request.excludedVenues = random.below(8) === 0 ? 1 << random.below(venues) : 0;
        request.takeOnly = random.below(3) !== 0;
        request.strategy = random.below(short.strategies.all.length);
        const from = [short.ring.position, long.ring.position] as const;
        short.route(request, into);
        long.route(request, intoLong);
        const frame = frameOf(long, from[1]);
        // `expect` for each would take longer than the decisions.
        if (!isSameFrame(frameOf(short, from[0]), frame, 0)) expect(frameOf(short, from[0])).toEqual(frame);
        if (n % 16 === 0) expect(handedOut(into)).toEqual(handedOut(intoLong));
        if (into.count === 0) continue;
        // Some of it is sent, and is on its way for the next few decisions.
        const slice = random.below(into.count);
        if (random.below(4) !== 0 || into.takes[slice] !== 1) continue;
        child++;
        const atNs = 1000 * child;
        for (const router of [short, long]) {
          const { venues: to, quantities, prices } = into;
          const { instrument, side } = request;
          router.onSent(
            to[slice]!,
            child,
            instrument,
            quantities[slice]!,
            prices[slice]!,
            atNs,
            side,
            true,
            into.decision,
          );
          if (child > 3) router.onEnded(0, child - 3, child % 2, atNs);
        }
      }
    }
  },
  60_000 + 5 * BOOKS,
);

it('goes the short way up to the most that the venues take', () => {
  const shown = 1000;
  const market = new RandomMarket({
    instruments: 1,
    venues: 3,
    depth: 1,
    random: new SeededRandom(1),
    maxQuantity: shown,
    sizeStep: 2 * shown,
    sizeMax: 1,
  });
  for (let venue = 0; venue < 3; venue++) market.draw(0, venue);
  const router = new SmartRouter({
    market: market.book,
    symbols: market.symbols,
    venues: market.venueIds,
    config: defaultRouting(),
    rules: new RuleBook(PROTECTION),
  });
  const request = { ...blankRequest(), takeOnly: true, epochMs: Date.UTC(2026, 10, 23, 15) };
  request.strategy = router.strategyNumber('');
  const into = routeSlices();
  // What holds on that day and at that price is looked up by the first.
  router.route({ ...request, quantity: 1 }, into);
  const swift = vi.spyOn(Swift.prototype, 'decide');
  try {
    expect(router.route({ ...request, quantity: shown }, into)).toBe(1);
    expect(swift).toHaveLastReturnedWith(1);
    router.route({ ...request, quantity: shown + 1 }, into);
    expect(swift).toHaveLastReturnedWith(GIVEN_UP);
    expect(Math.max(...into.quantities.subarray(0, into.count))).toBe(shown);
  } finally {
    swift.mockRestore();
  }
});
