/** The processes of a crypto profile: one matcher, two gateways with all endpoints each. */
import { connectFeed, connectMatcher } from '../core/bus.js';
import { runMatcher } from '../core/matcher-role.js';
import type { Role, RoleContext, RunningRole } from '../core/role.js';
import { rulesOf } from '../core/settings.js';
import { obeyLogout, up } from '../fix/fix-role.js';
import { readAccounts } from './accounts.js';
import { endpointsOf, type CryptoConfig, type CryptoGatewaySettings } from './config.js';
import { CryptoGateway, PROFILES } from './crypto-gateway.js';
import { cryptoInstruments } from './listings.js';
import { serverTls } from './tls-files.js';

export const cryptoRoles: Readonly<Record<string, Role<CryptoConfig>>> = {
  matcher,
  'gateway-a': (context) => gateway(context, context.config.gateways.a),
  'gateway-b': (context) => gateway(context, context.config.gateways.b),
};

function matcher(context: RoleContext<CryptoConfig>): Promise<RunningRole> {
  const { config } = context;
  const { seed, profile, symbols, messagesPerSecond, arbitrage } = config;
  const { cancelOnDisconnect } = PROFILES[profile];
  return runMatcher(context, {
    market: {
      seed,
      venue: profile,
      instruments: cryptoInstruments(profile).slice(0, symbols),
      messagesPerSecond,
      haltEveryS: null,
      breakerAfterS: null,
      continuous: true,
      arbitrage,
    },
    rules: {
      ...rulesOf(config, []),
      // Clients choose the names of their sessions.
      otherPorts: { ratePerSecond: 0, cancelOnDisconnect, crossPortCancel: true },
    },
    latency: config.latency,
    durability: config.durability,
    gatewayGraceMs: config.gatewayGraceMs,
    feedHistory: config.feedHistory,
    waitForStart: false,
    startDelayMs: 0,
  });
}

async function gateway(
  { world, config, name, bus, log }: RoleContext<CryptoConfig>,
  settings: CryptoGatewaySettings,
): Promise<RunningRole> {
  const link = connectMatcher({ world, matcher: bus, name });
  const feed = connectFeed({ world, matcher: bus, name: `${name}-feed` });
  await Promise.all([up(link), up(feed)]);
  const own = await CryptoGateway.open({
    world,
    profile: config.profile,
    name,
    link,
    feed,
    accounts: readAccounts(world.disk, config.dataDirectory),
    endpoints: endpointsOf(settings),
    tls: config.tls ? serverTls(world.disk, config.dataDirectory) : undefined,
    options: config.options,
    onRefusal: (refusal) => log.warn('refused', { ...refusal }),
  });
  return {
    ready: { addresses: own.endpoints },
    counters: () => ({ link: link.counters, refused: Object.fromEntries(own.gateway.refusals.counts) }),
    obey: (command) => {
      const { maintenanceInS } = command;
      if (typeof maintenanceInS !== 'number') return obeyLogout(command, (text) => own.gateway.logoutAll(text));
      own.maintenance(maintenanceInS * 1000);
      return { done: command };
    },
    stop: async () => {
      await own.close();
      feed.close();
      link.close();
    },
  };
}
