/** The processes of the Nasdaq simulator: one matcher, two order gateways, one feed publisher. */
import { connectFeed, connectMatcher } from '../core/bus.js';
import type { FeedLinkEnd } from '../core/feed-link.js';
import type { MatcherLinkEnd } from '../core/matcher-link.js';
import { runMatcher } from '../core/matcher-role.js';
import type { Role, RoleContext } from '../core/role.js';
import type { PortRules } from '../core/rules.js';
import { rulesOf } from '../core/settings.js';
import type { NasdaqConfig } from './config.js';
import { portNameOf, type OuchGatewaySettings, type OuchUser } from './ouch/config.js';
import { OuchGateway } from './ouch/gateway.js';
import { NasdaqPublisher } from './publisher.js';

export const nasdaqRoles: Readonly<Record<string, Role<NasdaqConfig>>> = {
  matcher,
  'gateway-a': (context) => gateway(context, (config) => config.orderEntry!.primary),
  'gateway-b': (context) => gateway(context, (config) => config.orderEntry!.backup),
  publisher,
};

function matcher(context: RoleContext<NasdaqConfig>) {
  const { seed, symbols, messagesPerSecond, haltEveryS, breakerAfterS, arbitrage, ...rest } = context.config;
  return runMatcher(context, {
    market: { seed, venue: 'nasdaq', symbols, messagesPerSecond, haltEveryS, breakerAfterS, arbitrage },
    rules: rulesOf(rest, rest.orderEntry!.users.map(portRules)),
    latency: rest.latency,
    durability: rest.durability,
    gatewayGraceMs: rest.gatewayGraceMs,
    feedHistory: rest.feedHistory,
    waitForStart: rest.waitForStart,
    startDelayMs: rest.startDelayMs,
  });
}

function portRules(user: OuchUser): PortRules {
  const { firm, ratePerSecond, cancelOnDisconnect, crossPortCancel } = user;
  return {
    port: portNameOf(user),
    firm,
    ratePerSecond,
    cancelOnDisconnect: cancelOnDisconnect ? 'always' : 'never',
    crossPortCancel,
  };
}

async function gateway(
  { world, config, name, bus, log }: RoleContext<NasdaqConfig>,
  settingsOf: (config: NasdaqConfig) => OuchGatewaySettings,
) {
  const link = connectMatcher({ world, matcher: bus, name });
  await up(link);
  const own = await OuchGateway.open({
    world,
    link,
    settings: settingsOf(config),
    users: config.orderEntry!.users,
    log,
  });
  return {
    ready: { addresses: own.addresses },
    counters: () => ({ ...own.counters(), link: link.counters }),
    stop: async () => {
      await own.close();
      link.close();
    },
  };
}

async function publisher({ world, config, name, bus, dataDirectory, log, failed }: RoleContext<NasdaqConfig>) {
  const link = connectFeed({ world, matcher: bus, name });
  await up(link);
  const own = await NasdaqPublisher.open(world, link, { ...config, dataDirectory }, log, failed);
  const lines = config.lines.map(({ name: line, address, port }) => ({ name: line, address, port }));
  return {
    ready: { session: own.session, lines, servers: own.addresses },
    counters: () => own.counters(),
    obey: (command: Readonly<Record<string, unknown>>) => {
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

/** Resolves when the matcher is there. */
function up(link: MatcherLinkEnd | FeedLinkEnd): Promise<void> {
  return new Promise((resolve) => {
    if (link.isUp) resolve();
    else link.onUp(resolve);
  });
}
