/** `crossfeed bench --suite routing`: what a routing decision costs, recording included. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SeededRandom } from '../../control/core/random.js';
import { blankRequest, routeSlices, type RouteRequest } from '../../control/core/router.js';
import { installationRoot } from '../../control/core/world-installation.js';
import { parseYamlConfig } from '../../control/core/yaml-config.js';
import { defaultRouting } from '../../control/routing/config.js';
import { RoutingMemory } from '../../control/routing/kernel/memory.js';
import { SmartRouter } from '../../control/routing/router.js';
import { RuleBook } from '../../control/routing/rules/rule-book.js';
import { marketRulesShape } from '../../control/routing/rules/schema.js';
import { RandomMarket } from '../routing/random-market.js';
import { PlainProbe } from './routing-probe.js';
import { quantiles, timerOverheadNs, type BenchContext, type BenchSuite } from './harness.js';

const INSTRUMENTS = 64;
const BATCH = 64;
const BATCHES = 1000;
const WARM_UP = 1000;
const NOW_MS = Date.UTC(2026, 10, 23, 15);
const RULES = join(installationRoot(), 'config', 'market-rules.yaml');
const OTHERS = [
  'fastest-fill',
  'lowest-cost',
  'best-liquidity',
  'hybrid',
  'primary',
  'pro-rata',
  'best-displayed',
] as const;

export const suite: BenchSuite = {
  name: 'routing',
  description: 'one routing decision over all venues, with the rules of US equities in force and the decision recorded',
  run(context) {
    // One router for all that has a goal, and before any other: as in a gateway. With two of them V8 no longer knows which kernel is called.
    const eight = bench(8);
    emptyLoop(context, eight);
    for (const slices of [1, 4]) probe(context, eight, slices);
    decisions(context, eight, 'best-price', false);
    decisions(context, eight, 'best-price', true);
    for (const name of OTHERS) decisions(context, eight, name, false);
    for (const venues of [2, 4, 16]) decisions(context, bench(venues), 'best-price', false);
    context.note(
      `input: ${INSTRUMENTS} instruments, 10 levels a venue, fees of three kinds; before each batch every order is drawn anew, and one book of its instrument`,
    );
    context.note(
      `working set: ${(INSTRUMENTS * 8 * (64 + 64 + 20 * 2 * 8)) / 1024} KiB of quotes, terms and levels at 8 venues, and a ring of 1 MiB; "loop" is the timed loop with no decision in it, "each" times every decision and takes off what reading the timer costs`,
    );
    context.note(
      'one slice: the best venue has enough; four: as many venues are needed, with the levels behind their best; limited: at the worst price that is needed, so that venues are left out',
    );
  },
};

interface Bench {
  readonly router: SmartRouter;
  readonly market: RandomMarket;
}

function bench(venues: number): Bench {
  const fees = ['0.0030', '-0.0018', '0.0007'].map((perUnit) => [
    { tiers: [{ take: { perUnit }, make: { perUnit: '-0.0010' } }] },
  ]);
  const config = defaultRouting({
    venues: Object.fromEntries(Array.from({ length: venues }, (_, index) => [`V${index}`, { fees: fees[index % 3]! }])),
  });
  const memory = new RoutingMemory({ instruments: INSTRUMENTS, venues, config });
  const market = new RandomMarket({
    instruments: INSTRUMENTS,
    venues,
    depth: 10,
    random: new SeededRandom(venues),
    spreadTicks: 4,
    memory,
  });
  const rules = new RuleBook(parseYamlConfig('market-rules.yaml', readFileSync(RULES, 'utf8'), marketRulesShape));
  return {
    market,
    router: new SmartRouter({
      market: market.book,
      symbols: market.symbols,
      venues: market.venueIds,
      config,
      rules,
      memory,
    }),
  };
}

/** The orders of one batch. */
class Orders {
  readonly #own: Bench;
  readonly #slices: number;
  readonly #isLimited: boolean;
  readonly #random = new SeededRandom(7);
  readonly request: RouteRequest;
  readonly instruments = new Int32Array(BATCH);
  readonly sides = new Int32Array(BATCH);
  readonly quantities = new Float64Array(BATCH);
  readonly limits = new Float64Array(BATCH);
  readonly into = routeSlices();

  constructor(own: Bench, strategy: number, slices: number, isLimited: boolean) {
    this.#own = own;
    this.#slices = slices;
    this.#isLimited = isLimited;
    this.request = { ...blankRequest(), strategy, epochMs: NOW_MS, takeOnly: true };
  }

  /** Draws them, and books; the quantities that take so many slices are found by trying. */
  draw(): void {
    const { request, into } = this;
    const { router, market } = this.#own;
    const random = this.#random;
    for (let n = 0; n < BATCH; n++) {
      request.instrument = this.instruments[n] = random.below(INSTRUMENTS);
      request.side = this.sides[n] = 0x31 + random.below(2);
      market.draw(request.instrument, random.below(market.book.venues));
      request.limitPrice = 0;
      request.quantity = 100;
      while (router.route(request, into) < this.#slices && into.remainder === 0) request.quantity += 100;
      this.quantities[n] = request.quantity;
      if (this.#isLimited) this.limits[n] = this.#worst();
    }
  }

  #worst(): number {
    const { prices, count } = this.into;
    const own = prices.subarray(0, count);
    return this.request.side === 0x31 ? Math.max(...own) : Math.min(...own);
  }
}

/** The loop that is timed around decisions, with none in it. */
function emptyLoop(context: BenchContext, own: Bench): void {
  const orders = new Orders(own, 0, 1, false);
  const { request, instruments, sides, quantities, limits } = orders;
  let sum = 0;
  context.time({
    name: 'loop',
    input: 'no decision',
    batch: BATCH,
    batches: BATCHES,
    warmUp: WARM_UP,
    prepare: () => orders.draw(),
    run() {
      for (let n = 0; n < BATCH; n++) {
        request.instrument = instruments[n]!;
        request.side = sides[n]!;
        request.quantity = quantities[n]!;
        request.limitPrice = limits[n]!;
        request.orderId++;
        sum += request.instrument + request.quantity;
      }
    },
  });
  if (sum === 0) throw new Error('no order was drawn');
}

/** The same orders by the least that a router can do: what the machine can, for comparison. */
function probe(context: BenchContext, own: Bench, slices: number): void {
  const orders = new Orders(own, own.router.strategyNumber('best-price'), slices, false);
  const { instruments, sides, quantities } = orders;
  const plain = new PlainProbe(own.market.sources, [30, -18, 7]);
  let sent = 0;
  context.time({
    name: `plain-probe-8-venues-${slices}-slice${slices === 1 ? '' : 's'}`,
    input: 'price and fee only: no rules, no scores, no record',
    peer: true,
    batch: BATCH,
    batches: BATCHES,
    warmUp: WARM_UP,
    prepare: () => orders.draw(),
    run() {
      for (let n = 0; n < BATCH; n++) sent += plain.place(instruments[n]!, sides[n] === 0x31, quantities[n]!);
    },
  });
  if (sent === 0) throw new Error('no slice was made');
}

/** The distribution over single decisions. */
function each(context: BenchContext, orders: Orders, router: SmartRouter, name: string): void {
  const { request, into, instruments, sides, quantities, limits } = orders;
  const samples = new Float64Array(BATCH * BATCHES);
  const timerNs = timerOverheadNs();
  let at = 0;
  for (let batch = 0; batch < BATCHES; batch++) {
    orders.draw();
    for (let n = 0; n < BATCH; n++) {
      request.instrument = instruments[n]!;
      request.side = sides[n]!;
      request.quantity = quantities[n]!;
      request.limitPrice = limits[n]!;
      request.orderId++;
      const start = performance.now();
      router.route(request, into);
      samples[at++] = Math.max(0, (performance.now() - start) * 1e6 - timerNs);
    }
  }
  const goal = { atMost: 1000, of: 'p999' } as const;
  context.report({ name: `${name}-each`, unit: 'ns', n: samples.length, ...quantiles(samples), goal });
}

function decisions(context: BenchContext, own: Bench, name: string, isLimited: boolean): void {
  const { router, market } = own;
  const { venues } = market.book;
  const single = name === 'primary' || name === 'best-displayed';
  for (const slices of single ? [1] : [1, 4]) {
    const orders = new Orders(own, router.strategyNumber(name), slices, isLimited);
    const { request, into, instruments, sides, quantities, limits } = orders;
    let sent = 0;
    const goal = slices === 1 ? { atMost: 150 } : { atMost: 300 };
    const result = context.time({
      name: `${name}-${venues}-venues-${slices}-slice${slices === 1 ? '' : 's'}${isLimited ? '-limited' : ''}`,
      input: `${venues} venues x 10 levels`,
      batch: BATCH,
      batches: BATCHES,
      warmUp: WARM_UP,
      ...(venues === 8 ? { goal } : {}),
      prepare: () => orders.draw(),
      run() {
        for (let n = 0; n < BATCH; n++) {
          request.instrument = instruments[n]!;
          request.side = sides[n]!;
          request.quantity = quantities[n]!;
          request.limitPrice = limits[n]!;
          request.orderId++;
          sent += router.route(request, into);
        }
      },
    });
    if (sent === 0) throw new Error('no slice was made');
    if (venues !== 8 || slices !== 1 || isLimited) continue;
    each(context, orders, router, result.name);
    context.report({
      name: `${result.name}-rate`,
      unit: 'decisions/s',
      n: result.n,
      p50: 1e9 / result.p50,
      p99: 1e9 / result.p99,
      p999: 1e9 / result.p999,
      max: 1e9 / result.max,
      goal: { atLeast: 5_000_000 },
    });
  }
}
