/** The processes of the Cboe simulator: one matcher, two FIX gateways, one feed publisher. */
import { connectFeed, connectMatcher } from '../core/bus.js';
import { runMatcher } from '../core/matcher-role.js';
import type { Role, RoleContext, RunningRole } from '../core/role.js';
import { rulesOf } from '../core/settings.js';
import { openEquityFix } from '../fix/equity-gateway.js';
import { fixPortRules, obeyLogout, up } from '../fix/fix-role.js';
import type { CboeConfig } from './config.js';
import { executionText } from './identifiers.js';
import { cboeInstruments } from './listings.js';
import { CboePublisher } from './publisher.js';

type OrderEntry = NonNullable<CboeConfig['orderEntry']>;

/** Without order entry there are no gateways. */
export function cboeRoles({ orderEntry }: CboeConfig): Readonly<Record<string, Role<CboeConfig>>> {
  if (orderEntry === undefined) return { matcher, publisher };
  return {
    matcher,
    'gateway-a': (context) => gateway(context, orderEntry, orderEntry.primary),
    'gateway-b': (context) => gateway(context, orderEntry, orderEntry.backup),
    publisher,
  };
}

function matcher(context: RoleContext<CboeConfig>): Promise<RunningRole> {
  const { config } = context;
  const { seed, messagesPerSecond, haltEveryS, breakerAfterS, arbitrage, orderEntry } = config;
  const instruments = cboeInstruments(config);
  return runMatcher(context, {
    market: { seed, venue: 'cboe', instruments, messagesPerSecond, haltEveryS, breakerAfterS, arbitrage },
    rules: rulesOf(config, orderEntry === undefined ? [] : fixPortRules(orderEntry.fix, orderEntry)),
    latency: config.latency,
    durability: config.durability,
    gatewayGraceMs: config.gatewayGraceMs,
    feedHistory: config.feedHistory,
    waitForStart: config.waitForStart,
    startDelayMs: config.startDelayMs,
  });
}

async function gateway(
  { world, name, bus, log }: RoleContext<CboeConfig>,
  { fix }: OrderEntry,
  { address, port }: OrderEntry['primary'],
): Promise<RunningRole> {
  const link = connectMatcher({ world, matcher: bus, name });
  await up(link);
  const own = await openEquityFix({
    world,
    link,
    name,
    local: { host: address, port },
    settings: fix,
    matchText: executionText,
    onRefusal: (refusal) => log.warn('refused', { ...refusal }),
  });
  return {
    ready: { addresses: { fix: { address, port: own.port } } },
    counters: () => ({ link: link.counters, refused: Object.fromEntries(own.gateway.refusals.counts) }),
    obey: (command) => obeyLogout(command, (text) => own.gateway.logoutAll(text)),
    stop: async () => {
      await own.close();
      link.close();
    },
  };
}

async function publisher({
  world,
  config,
  name,
  bus,
  dataDirectory,
  log,
  failed,
}: RoleContext<CboeConfig>): Promise<RunningRole> {
  const link = connectFeed({ world, matcher: bus, name });
  await up(link);
  const own = await CboePublisher.open(world, link, { ...config, dataDirectory }, log, failed);
  return {
    ready: { units: config.units.map(describeUnit), servers: own.addresses },
    counters: () => own.counters(),
    obey: (command) => {
      const { line, silent } = command;
      if (typeof line !== 'string' || typeof silent !== 'boolean') return undefined;
      own.silence(line, silent);
      return { done: command };
    },
    stop: async () => {
      await own.close();
      link.close();
    },
  };
}

function describeUnit({ unit, symbols, lines, gapLines = [] }: CboeConfig['units'][number]) {
  const place = ({ name, address, port }: (typeof lines)[number]) => ({ name, address, port });
  return { unit, symbols, lines: lines.map(place), gapLines: gapLines.map(place) };
}
