/** The processes of the fixex simulator: one matcher, two FIX 4.4 gateways, FIX market data. */
import { SeededRandom } from '../../../control/core/random.js';
import { runMatcher } from '../core/matcher-role.js';
import type { Role, RoleContext, RunningRole } from '../core/role.js';
import { rulesOf } from '../core/settings.js';
import { fixPortRules, runEquityFix, runMarketDataFix } from '../fix/fix-role.js';
import { seedFor } from '../market/draws.js';
import { makeInstruments } from '../market/instruments.js';
import type { FixexConfig } from './config.js';

export const fixexRoles: Readonly<Record<string, Role<FixexConfig>>> = {
  matcher,
  'gateway-a': (context) => runEquityFix(context, context.config.orderEntry.fix, context.config.orderEntry.primary),
  'gateway-b': (context) => runEquityFix(context, context.config.orderEntry.fix, context.config.orderEntry.backup),
  'market-data': (context) =>
    runMarketDataFix(context, context.config.marketData.fix, context.config.marketData.listen),
};

function matcher(context: RoleContext<FixexConfig>): Promise<RunningRole> {
  const { config } = context;
  const { seed, messagesPerSecond, haltEveryS, breakerAfterS, arbitrage, orderEntry } = config;
  const instruments = makeInstruments(
    { count: config.symbols, first: config.firstSymbol, rename: venueSymbol, newListings: false },
    new SeededRandom(seedFor(seed, 'instruments')),
  );
  return runMatcher(context, {
    market: { seed, venue: 'fixex', instruments, messagesPerSecond, haltEveryS, breakerAfterS, arbitrage },
    rules: rulesOf(config, fixPortRules(orderEntry.fix, orderEntry)),
    latency: config.latency,
    durability: config.durability,
    gatewayGraceMs: config.gatewayGraceMs,
    feedHistory: config.feedHistory,
    waitForStart: config.waitForStart,
    startDelayMs: config.startDelayMs,
  });
}

/** This venue's name of a canonical symbol: share classes behind a slash (`BRK/B`). */
export function venueSymbol(canonical: string): string {
  return canonical.replaceAll('.', '/');
}
