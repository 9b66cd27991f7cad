/** `crossfeed bench --suite routing`: what a routing decision costs, recording included. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SeededRandom } from '../../control/core/random.js';
import { blankRequest, routeSlices } from '../../control/core/router.js';
import { installationRoot } from '../../control/core/world-installation.js';
import { parseYamlConfig } from '../../control/core/yaml-config.js';
import { defaultRouting } from '../../control/routing/config.js';
import { SmartRouter } from '../../control/routing/router.js';
import { RuleBook } from '../../control/routing/rules/rule-book.js';
import { marketRulesShape } from '../../control/routing/rules/schema.js';
import { RandomMarket } from '../routing/random-market.js';
import type { BenchContext, BenchSuite } from './harness.js';

const INSTRUMENTS = 64;
const BATCH = 64;
const BATCHES = 4000;
const WARM_UP = 3000;
const NOW_MS = Date.UTC(2026, 10, 23, 15);
const RULES = join(installationRoot(), 'config', 'market-rules.yaml');

export const suite: BenchSuite = {
  name: 'routing',
  description: 'one routing decision over all venues, with the rules of US equities in force and the decision recorded',
  run(context) {
    for (const venues of [2, 4, 8, 16]) decisions(context, venues, 'best-price');
    for (const name of [
      'fastest-fill',
      'lowest-cost',
      'best-liquidity',
      'hybrid',
      'primary',
      'pro-rata',
      'best-displayed',
    ]) {
      decisions(context, 8, name);
    }
    context.note(
      `input: ${INSTRUMENTS} instruments by turns, 10 levels a venue, fees of three kinds, books drawn anew between batches`,
    );
    context.note(
      'one slice: the best venue has enough; four: as many venues are needed, with the levels behind their best',
    );
  },
};

interface Bench {
  readonly router: SmartRouter;
  readonly market: RandomMarket;
}

function bench(venues: number): Bench {
  const market = new RandomMarket({
    instruments: INSTRUMENTS,
    venues,
    depth: 10,
    random: new SeededRandom(venues),
    spreadTicks: 4,
  });
  const fees = ['0.0030', '-0.0018', '0.0007'].map((perUnit) => [
    { tiers: [{ take: { perUnit }, make: { perUnit: '-0.0010' } }] },
  ]);
  const config = defaultRouting({
    venues: Object.fromEntries(market.venueIds.map(({ id }, index) => [id, { fees: fees[index % 3]! }])),
  });
  const rules = new RuleBook(parseYamlConfig('market-rules.yaml', readFileSync(RULES, 'utf8'), marketRulesShape));
  return {
    market,
    router: new SmartRouter({ market: market.book, symbols: market.symbols, venues: market.venueIds, config, rules }),
  };
}

/** Quantities that take so many slices, found by trying. */
function quantitiesFor(slices: number, { router }: Bench, strategy: number): Float64Array {
  const found = new Float64Array(INSTRUMENTS * 2);
  const request = { ...blankRequest(), strategy, epochMs: NOW_MS, takeOnly: true };
  const into = routeSlices();
  for (let i = 0; i < found.length; i++) {
    request.instrument = i >> 1;
    request.side = i & 1 ? 0x31 : 0x32;
    request.quantity = 100;
    while (router.route(request, into) < slices && into.remainder === 0) request.quantity += 100;
    found[i] = request.quantity;
  }
  return found;
}

function decisions(context: BenchContext, venues: number, name: string): void {
  const random = new SeededRandom(7);
  const own = bench(venues);
  const { router, market } = own;
  const strategy = router.strategyNumber(name);
  const single = name === 'primary' || name === 'best-displayed';
  for (const slices of single ? [1] : [1, 4]) {
    const request = { ...blankRequest(), strategy, epochMs: NOW_MS, takeOnly: true };
    const into = routeSlices();
    let quantities = quantitiesFor(slices, own, strategy);
    let sent = 0;
    const goal = slices === 1 ? { atMost: 150 } : slices === 4 ? { atMost: 300 } : undefined;
    const result = context.time({
      name: `${name}-${venues}-venues-${slices}-slice${slices === 1 ? '' : 's'}`,
      input: `${venues} venues x 10 levels`,
      batch: BATCH,
      batches: BATCHES,
      warmUp: WARM_UP,
      ...(venues === 8 && goal ? { goal } : {}),
      prepare(index) {
        if (index % 512 !== 0) return;
        for (let n = 0; n < INSTRUMENTS; n++) market.draw(n, random.below(venues));
        quantities = quantitiesFor(slices, own, strategy);
      },
      run(index) {
        for (let i = 0; i < BATCH; i++) {
          const at = (index * BATCH + i) & (2 * INSTRUMENTS - 1);
          request.instrument = at >> 1;
          request.side = at & 1 ? 0x31 : 0x32;
          request.quantity = quantities[at]!;
          request.orderId++;
          sent += router.route(request, into);
        }
      },
    });
    if (venues !== 8 || slices !== 1) continue;
    context.report({ ...result, name: `${result.name}-tail`, goal: { atMost: 1000, of: 'p999' } });
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
    if (sent === 0) throw new Error('no slice was made');
  }
}
