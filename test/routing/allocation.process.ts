/** The process that allocation.test.ts measures: prints how many bytes 100,000 decisions left on the heap, with what venues did of them (`worked`). */
import { SeededRandom } from '../../control/core/random.js';
import { blankRequest, routeSlices } from '../../control/core/router.js';
import { defaultRouting } from '../../control/routing/config.js';
import { RoutingMemory } from '../../control/routing/kernel/memory.js';
import { SmartRouter } from '../../control/routing/router.js';
import { RuleBook } from '../../control/routing/rules/rule-book.js';
import { PROTECTION } from './oracle.js';
import { RandomMarket } from './random-market.js';

const DECISIONS = 100_000;
const config = defaultRouting({ comparison: { share: 0.1 } });
// As in the gateway: quotes stand in the router's memory.
const memory = new RoutingMemory({ instruments: 8, venues: 8, config });
const market = new RandomMarket({ instruments: 8, venues: 8, depth: 10, random: new SeededRandom(1), memory });
const router = new SmartRouter({
  market: market.book,
  symbols: market.symbols,
  venues: market.venueIds,
  config,
  memory,
  rules: new RuleBook(PROTECTION),
});
const request = { ...blankRequest(), epochMs: Date.UTC(2026, 10, 23, 15) };
const into = routeSlices();
let slices = 0;
// Above 2^31 and 2^30: doubles, as real numbers of orders and times are.
let child = 2 ** 40;
let nowNs = 2 ** 45;

function play(count: number, isWorked: boolean): void {
  for (let n = 0; n < count; n++) {
    request.orderId = 2 ** 41 + n;
    request.instrument = n & 7;
    request.side = (n >> 3) & 1 ? 0x31 : 0x32;
    request.quantity = 100 * (1 + (n % 40));
    request.limitPrice = n % 5 === 0 ? 1_000_100 : 0;
    request.takeOnly = n % 3 !== 0;
    request.postOnly = n % 7 === 0;
    request.strategy = n % router.strategies.all.length;
    slices += router.route(request, into);
    if (!isWorked || n % 4 !== 0 || into.count === 0) continue;
    const venue = into.venues[0]!;
    child++;
    nowNs += 1e6 + 0.5;
    router.onSent(
      venue,
      child,
      request.instrument,
      into.quantities[0]!,
      into.prices[0]!,
      nowNs,
      request.side,
      true,
      into.decision,
    );
    router.onAcknowledged(venue, child, nowNs + 1000);
    if (n % 8 === 0) router.onFilled(venue, child, into.quantities[0]!, into.prices[0]!, false, nowNs + 2000);
    else router.onEnded(venue, child, 0, nowNs + 2000);
  }
}

/**
 * Bytes that so many decisions leave: the least of some rounds, because a round into which the compiler falls shows what that leaves, on a loaded machine late. What a
 * decision itself would allocate is in all of them.
 */
function measured(isWorked: boolean): number {
  let least = Infinity;
  for (let round = 0; round < 8 && least > 0.01 * DECISIONS; round++) {
    globalThis.gc!();
    const before = process.memoryUsage().heapUsed;
    play(DECISIONS, isWorked);
    least = Math.min(least, process.memoryUsage().heapUsed - before);
  }
  return least;
}

play(40_000, true);
const bytes = measured(false);
const worked = measured(true);
process.stdout.write(JSON.stringify({ decisions: DECISIONS, bytes, worked, slices }));
