/**
 * The same seeded orders, routed by each strategy, on simulated exchanges that share their latent prices: three markets with their own order flow and arbitrageurs, each in
 * a fresh run for each strategy. Nothing in the markets knows of the router.
 *
 * All strategies are equally aggressive: an order takes only, at no worse than the best price of the other side over all venues when it came, in at most
 * three attempts. Between look and arrival lies each venue's latency, in which the books go on.
 */
import { SeededRandom } from '../../../control/core/random.js';
import { blankRequest, routeSlices, type RouteSlices } from '../../../control/core/router.js';
import type { BookSide } from '../../../control/core/market-view.js';
import { ConsolidatedBook } from '../../../control/market-data/consolidated/consolidated-book.js';
import { defaultRouting } from '../../../control/routing/config.js';
import { SmartRouter } from '../../../control/routing/router.js';
import { RuleBook } from '../../../control/routing/rules/rule-book.js';
import { interval, sampleOf, type Difference } from '../../../control/routing/quality/statistics.js';
import { FeedRecorder } from '../../../sim/exchanges/core/feed-recorder.js';
import { FeedStore } from '../../../sim/exchanges/core/stores.js';
import { seedFor } from '../../../sim/exchanges/market/draws.js';
import { makeInstruments } from '../../../sim/exchanges/market/instruments.js';
import { Market } from '../../../sim/exchanges/market/market.js';
import type { OrderOwner } from '../../../sim/exchanges/market/owner.js';

const START_MS = 1_795_000_000_000;
const SYMBOLS = 20;
const VENUES = ['nasdaq', 'cboe', 'fixex'] as const;
/** One way, ns, by venue. */
const LATENCY_NS = [300_000, 800_000, 1_500_000] as const;
const ATTEMPTS = 3;
/** The smart one, its controls, and the smart one that tries the middle of the spread first where that traded at least one time in four. */
export const STRATEGIES = ['best-price', 'primary', 'pro-rata', 'best-displayed', 'inside'] as const;
export type StrategyName = (typeof STRATEGIES)[number];

export interface Outcome {
  readonly orders: number;
  /** Filled part of what was asked for. */
  readonly fillRate: number;
  /** Against the best price of the other side when the order came, basis points, weighted by quantity. */
  readonly improvementBps: number;
  /**
   * The same over all that was asked for: what was not filled counts at the best price of the other side after the last attempt, where it would have to be bought
   * or sold then. Who leaves unfilled what has become dearer looks good above, and not here.
   */
  readonly completedBps: number;
}

export interface CompareOptions {
  readonly seed: number;
  /** Of market time. */
  readonly seconds: number;
  readonly ordersPerSecond: number;
  readonly messagesPerSecond: number;
}

class Taker implements OrderOwner {
  /** Of the last order: quantity, and quantity times price. */
  filled = 0;
  paid = 0;

  meeting(): 'trade' {
    return 'trade';
  }

  took(shares: number, _match: number, price: number): void {
    this.filled += shares;
    this.paid += shares * price;
  }

  made(): void {
    // Nothing of ours rests.
  }

  prevented(): void {
    // Nothing prevents a trade with the background flow.
  }

  dropped(): void {
    // Nothing of ours is hidden.
  }
}

function openMarket(name: string, { seed, messagesPerSecond }: CompareOptions): Market {
  const ignore = { traded: () => undefined, crossed: () => undefined, restricted: () => undefined };
  const recorder = new FeedRecorder(new FeedStore(16), ignore);
  recorder.keeps = false;
  const instruments = makeInstruments(
    { first: 0, count: SYMBOLS, newListings: false },
    new SeededRandom(seedFor(seed, 'instruments')),
  );
  const options = {
    seed,
    venue: name,
    instruments,
    messagesPerSecond,
    arbitrage: true,
    breakerAfterS: null,
    haltEveryS: null,
  };
  const market = new Market(options, recorder);
  market.rebase(START_MS - 20_000);
  market.advance(market.startNs + 20e9);
  return market;
}

/** One strategy on one seed. */
export function run(strategy: StrategyName, options: CompareOptions): Outcome {
  const markets = VENUES.map((name) => openMarket(name, options));
  const origins = markets.map((market) => market.nowNs);
  const { instruments: known } = markets[0]!;
  let nowNs = 1;
  const book = new ConsolidatedBook({
    instruments: SYMBOLS,
    venues: VENUES.length,
    clock: { monotonicNs: () => nowNs },
  });
  markets.forEach((market, venue) =>
    book.setSource(venue, { readLevels: (instrument, side, ...rest) => readLevels(market, instrument, side, ...rest) }),
  );
  const router = new SmartRouter({
    market: book,
    symbols: {
      instruments: known.map(({ canonical, priceScale }, index) => ({
        index,
        symbol: canonical,
        assetClass: 'equity',
        currency: 'USD',
        unit: 'shares',
        priceScale,
        quantityScale: 0,
      })),
      listing: (venue, instrument) => ({
        venue,
        instrument,
        venueSymbol: '',
        locate: undefined,
        tick: known[instrument]!.tick,
        lot: 1,
        minQuantity: 0,
        maxQuantity: 0,
      }),
    },
    venues: VENUES.map((id) => ({ id, takesSweeps: true })),
    config: defaultRouting({
      attemptsMax: ATTEMPTS,
      strategies: [
        {
          name: 'inside',
          order: 'price',
          weights: { price: 0.4, speed: 0.2, fill: 0.3, liquidity: 0.1 },
          sweep: 'iso',
          midpointChance: 0.25,
        },
      ],
    }),
    // The simulated exchanges do not know of each other: no order protection, for none of the strategies.
    rules: new RuleBook({ markets: {}, rules: [] }),
  });
  const advance = (venue: number, toNs: number): void => markets[venue]!.advance(origins[venue]! + toNs);
  const random = new SeededRandom(seedFor(options.seed, 'client orders'));
  const request = { ...blankRequest(), strategy: router.strategyNumber(strategy), takeOnly: true };
  const into = routeSlices();
  const taker = new Taker();
  let orders = 0;
  let asked = 0;
  let filled = 0;
  let gained = 0;
  let missed = 0;
  let child = 0;
  for (let atNs = 1e9 / options.ordersPerSecond; atNs < options.seconds * 1e9; atNs += 1e9 / options.ordersPerSecond) {
    // Drawn whatever becomes of the order: the flow is the same for all.
    const instrument = random.below(SYMBOLS);
    const isBuy = random.below(2) === 0;
    const quantity = 100 * (1 + random.below(30));
    for (let venue = 0; venue < VENUES.length; venue++) advance(venue, atNs);
    nowNs = atNs;
    look(markets, book, instrument);
    const best = book.best[instrument * 8 + (isBuy ? 3 : 0)]!;
    if (best === 0) continue;
    orders++;
    asked += quantity;
    request.orderId = orders;
    request.instrument = instrument;
    request.side = isBuy ? 0x31 : 0x32;
    request.limitPrice = best;
    let left = quantity;
    let timeNs = atNs;
    for (let attempt = 0; attempt < ATTEMPTS && left > 0; attempt++) {
      if (attempt > 0) look(markets, book, instrument);
      request.quantity = left;
      request.attempt = attempt;
      request.epochMs = START_MS + timeNs / 1e6;
      router.route(request, into);
      let lastNs = timeNs;
      for (const n of arrivals(into)) {
        const venue = into.venues[n]!;
        const sentNs = into.parallel ? timeNs : lastNs;
        const arrivesNs = sentNs + LATENCY_NS[venue]!;
        advance(venue, arrivesNs);
        taker.filled = 0;
        taker.paid = 0;
        child++;
        router.onSent(
          venue,
          child,
          instrument,
          into.quantities[n]!,
          into.prices[n]!,
          sentNs,
          request.side,
          true,
          into.decision,
        );
        const market = markets[venue]!;
        const own = market.engine.books[instrument]!;
        if (own.state === 'trading')
          market.engine.take(own, isBuy ? 'B' : 'S', into.prices[n]!, into.quantities[n]!, taker);
        const backNs = arrivesNs + LATENCY_NS[venue]!;
        router.onAcknowledged(venue, child, backNs);
        if (taker.filled > 0) router.onFilled(venue, child, taker.filled, taker.paid / taker.filled, false, backNs);
        router.onEnded(venue, child, taker.filled, backNs);
        left -= taker.filled;
        filled += taker.filled;
        gained += ((isBuy ? 1 : -1) * (best * taker.filled - taker.paid) * 10_000) / best;
        lastNs = Math.max(lastNs, backNs);
      }
      timeNs = Math.max(lastNs, timeNs + 1e6);
      for (let venue = 0; venue < VENUES.length; venue++) advance(venue, timeNs);
      nowNs = timeNs;
    }
    look(markets, book, instrument);
    const after = book.best[instrument * 8 + (isBuy ? 3 : 0)]!;
    if (after !== 0) missed += ((isBuy ? 1 : -1) * (best - after) * left * 10_000) / best;
  }
  return { orders, fillRate: filled / asked, improvementBps: gained / filled, completedBps: (gained + missed) / asked };
}

/** Slices in the order of their arrival: all at once, or each after the one before. */
function arrivals({ count, venues, parallel }: RouteSlices): number[] {
  const all = Array.from({ length: count }, (_, n) => n);
  return parallel ? all.sort((a, b) => LATENCY_NS[venues[a]!]! - LATENCY_NS[venues[b]!]!) : all;
}

/** The quotes of one instrument, as they are now. */
function look(markets: readonly Market[], view: ConsolidatedBook, instrument: number): void {
  view.begin();
  markets.forEach(({ engine }, venue) => {
    const { bestBid, bestAsk, state } = engine.books[instrument]!;
    view.setQuote(
      instrument,
      venue,
      bestBid?.price ?? 0,
      bestBid?.shares ?? 0,
      bestAsk?.price ?? 0,
      bestAsk?.shares ?? 0,
      state === 'trading' ? 0 : 8,
    );
  });
}

function readLevels(
  market: Market,
  instrument: number,
  side: BookSide,
  depth: number,
  prices: Float64Array,
  quantities: Float64Array,
  at: number,
): number {
  const own = market.engine.books[instrument]!;
  const levels = side === 'bid' ? own.bids : own.asks;
  const count = Math.min(depth, levels.length);
  for (let n = 0; n < count; n++) {
    const level = levels[levels.length - 1 - n]!;
    prices[at + n] = level.price;
    quantities[at + n] = level.shares;
  }
  return count;
}

export interface Comparison {
  readonly outcomes: Readonly<Record<StrategyName, readonly Outcome[]>>;
  /** Smart less each simple strategy, seed by seed: relative change of the fill rate, and improvement in basis points. */
  readonly against: Readonly<
    Record<
      string,
      { readonly fillRate: Difference; readonly improvementBps: Difference; readonly completedBps: Difference }
    >
  >;
  readonly improvementBps: Difference;
}

/** All strategies on `seeds` seeds from `options.seed` on; intervals are Student's over the seeds' pairs. */
export function compare(
  options: CompareOptions,
  seeds: number,
  progress: (text: string) => void = () => undefined,
): Comparison {
  const outcomes: Record<StrategyName, Outcome[]> = {
    'best-price': [],
    primary: [],
    'pro-rata': [],
    'best-displayed': [],
    inside: [],
  };
  for (let n = 0; n < seeds; n++) {
    for (const strategy of STRATEGIES) {
      outcomes[strategy].push(run(strategy, { ...options, seed: options.seed + n }));
      progress(`seed ${options.seed + n}: ${strategy}`);
    }
  }
  const smart = outcomes['best-price'];
  const pairs = (other: StrategyName, value: (a: Outcome, b: Outcome) => number): Difference =>
    interval(sampleOf(smart.map((outcome, n) => value(outcome, outcomes[other][n]!))));
  return {
    outcomes,
    against: Object.fromEntries(
      STRATEGIES.slice(1).map((other) => [
        other,
        {
          fillRate: pairs(other, (a, b) => a.fillRate / b.fillRate - 1),
          improvementBps: pairs(other, (a, b) => a.improvementBps - b.improvementBps),
          completedBps: pairs(other, (a, b) => a.completedBps - b.completedBps),
        },
      ]),
    ),
    improvementBps: interval(sampleOf(smart.map(({ improvementBps }) => improvementBps))),
  };
}
