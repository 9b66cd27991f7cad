/**
 * What is the least that an order can cost? All ways to spread it over the venues are tried (dynamic programming over lots); nothing is shared with the router but
 * the books. And what every decision must keep to, whatever the strategy.
 */
import { SeededRandom } from '../../control/core/random.js';
import { blankRequest, routeSlices, type RouteRequest, type RouteSlices } from '../../control/core/router.js';
import { defaultRouting } from '../../control/routing/config.js';
import { SmartRouter } from '../../control/routing/router.js';
import { RuleBook } from '../../control/routing/rules/rule-book.js';
import type { MarketRules } from '../../control/routing/rules/schema.js';
import { RandomMarket } from './random-market.js';

const TICK = 100;
const LOT = 10;
export const NO_RULES: MarketRules = { markets: {}, rules: [] };
export const PROTECTION: MarketRules = {
  markets: { test: { assetClasses: ['equity'], timeZone: 'UTC' } },
  rules: [
    { rule: 'order-protection', market: 'test', versions: [{ from: '2000-01-01', on: true }] },
    { rule: 'intermarket-sweeps', market: 'test', versions: [{ from: '2000-01-01', on: true }] },
  ],
};

/** Cost of each lot at a venue, in the order in which an order there would take them. */
function lotCosts(market: RandomMarket, venue: number, isBuy: boolean, limit: number, fee: number): number[] {
  const source = market.sources[venue]!;
  const base = source.base(0, isBuy ? 'ask' : 'bid');
  const sign = isBuy ? 1 : -1;
  const costs: number[] = [];
  for (let level = 0; level < source.counts[base]!; level++) {
    const price = source.prices[base * source.depth + level]!;
    if (limit !== 0 && sign * price > sign * limit) break;
    for (let lot = 0; lot < Math.floor(source.quantities[base * source.depth + level]! / LOT); lot++)
      costs.push(sign * price + fee);
  }
  return costs;
}

/** Least cost of each number of lots, with the most that can be had at all. */
function leastCosts(venues: readonly (readonly number[])[], lots: number): number[] {
  let best = [0];
  for (const costs of venues) {
    const next = new Array<number>(Math.min(lots, best.length - 1 + costs.length) + 1).fill(Infinity);
    for (let had = 0; had < best.length; had++) {
      let sum = best[had]!;
      for (let here = 0; here <= costs.length && had + here < next.length; here++) {
        if (here > 0) sum += costs[here - 1]!;
        if (sum < next[had + here]!) next[had + here] = sum;
      }
    }
    best = next;
  }
  return best;
}

/** Runs so many random books from a seed through all strategies; returns what was wrong, in words, at most ten. */
export function compareWithOracle(seed: number, books: number): string[] {
  const wrong: string[] = [];
  const random = new SeededRandom(seed);
  let left = books;
  while (left > 0 && wrong.length < 10) {
    const venues = 2 + random.below(4);
    const options = {
      instruments: 1,
      venues,
      depth: 3,
      random,
      tick: TICK,
      sizeStep: LOT,
      sizeMax: 4,
      lot: LOT,
      spreadTicks: 3,
    };
    const market = new RandomMarket(options);
    const fees = Array.from({ length: venues }, () => random.below(5) * 20 - 40);
    const config = defaultRouting({
      ringKiB: 64,
      venues: Object.fromEntries(
        market.venueIds.map(({ id }, venue) => {
          const fee = { perUnit: (fees[venue]! / 10_000).toFixed(4) };
          return [id, { fees: [{ tiers: [{ take: fee, make: fee }] }] }];
        }),
      ),
    });
    const isProtected = random.below(2) === 0;
    const router = new SmartRouter({
      market: market.book,
      symbols: market.symbols,
      venues: market.venueIds.map(({ id }) => ({ id, takesSweeps: random.below(4) !== 0 })),
      config,
      rules: new RuleBook(isProtected ? PROTECTION : NO_RULES),
    });
    const request = { ...blankRequest(), epochMs: Date.UTC(2026, 10, 23, 15) };
    const into = routeSlices();
    for (let n = 0; n < Math.min(left, 250); n++) {
      for (let venue = 0; venue < venues; venue++) if (random.below(2) === 0) market.draw(0, venue);
      request.orderId++;
      request.side = random.below(2) === 0 ? 0x31 : 0x32;
      request.quantity = LOT * (1 + random.below(24)) + (random.below(8) === 0 ? 3 : 0);
      request.limitPrice = random.below(3) === 0 ? 0 : 1_000_000 + TICK * (random.below(17) - 8);
      request.excludedVenues = random.below(4) === 0 ? 1 << random.below(venues) : 0;
      request.takeOnly = random.below(4) !== 0;
      request.strategy = random.below(router.strategies.all.length);
      router.route(request, into);
      const complaint =
        keeps(market, request, into, isProtected) ?? costs(market, router, request, into, isProtected, fees);
      if (complaint !== undefined) {
        wrong.push(
          `seed ${seed}, order ${request.orderId} of ${books - left}: ${router.strategies.all[request.strategy]!.name}: ${complaint}`,
        );
      }
    }
    left -= 250;
  }
  return wrong;
}

/** What holds for every decision. */
function keeps(
  market: RandomMarket,
  request: RouteRequest,
  into: RouteSlices,
  isProtected: boolean,
): string | undefined {
  const isBuy = request.side === 0x31;
  const sign = isBuy ? 1 : -1;
  let sum = into.remainder;
  const given = new Map<number, number>();
  let worst = -Infinity;
  for (let n = 0; n < into.count; n++) {
    const venue = into.venues[n]!;
    const quantity = into.quantities[n]!;
    const price = into.prices[n]!;
    sum += quantity;
    if (!(quantity > 0) || quantity % LOT !== 0) return `a slice of ${quantity}`;
    if ((request.excludedVenues >> venue) & 1) return `venue ${venue} is excluded`;
    if (request.limitPrice !== 0 && sign * price > sign * request.limitPrice)
      return `slice at ${price} beyond the limit`;
    if (into.takes[n] === 0) {
      if (request.takeOnly) return 'something rests';
      continue;
    }
    worst = Math.max(worst, sign * price);
    given.set(venue, (given.get(venue) ?? 0) + quantity);
    const there = LOT * lotCosts(market, venue, isBuy, price, 0).length;
    if (given.get(venue)! > there) return `venue ${venue} has ${there} at ${price}, not ${given.get(venue)!}`;
  }
  if (sum !== request.quantity) return `slices and remainder make ${sum} of ${request.quantity}`;
  if ((into.remainder === 0) !== (into.reason === '')) return `remainder ${into.remainder}, reason '${into.reason}'`;
  if (!isProtected) return undefined;
  // No better quote anywhere is left standing, wherever it may be, but by sweeps that take it at the same time.
  for (let venue = 0; venue < market.book.venues; venue++) {
    const quote = lotCosts(market, venue, isBuy, 0, 0);
    const first = market.sources[venue]!.quantities[market.sources[venue]!.base(0, isBuy ? 'ask' : 'bid') * 3]!;
    if (quote[0]! < worst && (given.get(venue) ?? 0) < first) return `trades through the quote of venue ${venue}`;
  }
  let prices = 0;
  for (let n = 1; n < into.count; n++) if (into.takes[n] === 1 && into.prices[n] !== into.prices[0]) prices++;
  if (prices > 0 && into.parallel && into.sweeps[0] === 0) return 'many prices at once without sweeps';
  return undefined;
}

/** What holds for the strategies whose aim is a number. */
function costs(
  market: RandomMarket,
  router: SmartRouter,
  request: RouteRequest,
  into: RouteSlices,
  isProtected: boolean,
  fees: readonly number[],
): string | undefined {
  const { name } = router.strategies.all[request.strategy]!;
  const isNet = name === 'lowest-cost' && !isProtected;
  if (name !== 'best-price' && name !== 'pro-rata' && !isNet) return undefined;
  // A protected quote that cannot be taken bounds what can: another problem than this one.
  if (isProtected && request.excludedVenues !== 0) return undefined;
  const isBuy = request.side === 0x31;
  const lots = Math.floor(request.quantity / LOT);
  const venues = Array.from({ length: market.book.venues }, (_, venue) =>
    (request.excludedVenues >> venue) & 1
      ? []
      : lotCosts(market, venue, isBuy, request.limitPrice, isNet ? fees[venue]! : 0),
  );
  const least = leastCosts(venues, lots);
  let taken = 0;
  let cost = 0;
  const own = venues.map((list) => [...list]);
  for (let n = 0; n < into.count; n++) {
    if (into.takes[n] === 0) continue;
    const list = own[into.venues[n]!]!;
    for (let lot = 0; lot < into.quantities[n]! / LOT; lot++) {
      taken++;
      cost += list.shift()!;
    }
  }
  if (taken !== least.length - 1) return `took ${taken} lots, ${least.length - 1} could be had`;
  return cost === least[taken] ? undefined : `cost ${cost}, least ${least[taken]!}`;
}
