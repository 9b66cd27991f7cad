/** The processes of the Nasdaq simulator: one matcher, two order gateways, one feed publisher. */
import { connectFeed, connectMatcher } from '../core/bus.js';
import type { FeedLinkEnd } from '../core/feed-link.js';
import type { MatcherLinkEnd } from '../core/matcher-link.js';
import { runMatcher } from '../core/matcher-role.js';
import type { Role, RoleContext } from '../core/role.js';
import type { PortRules } from '../core/rules.js';
import { rulesOf } from '../core/settings.js';
import type { NasdaqConfig } from './config.js';
import { openEquityFix } from '../fix/equity-gateway.js';
import { fixPortRules } from '../fix/fix-role.js';
import { matchReference } from './identifiers.js';
import { portNameOf, type OuchUser } from './ouch/config.js';
import { OuchGateway } from './ouch/gateway.js';
import { NasdaqPublisher } from './publisher.js';

type OrderEntry = NonNullable<NasdaqConfig['orderEntry']>;

export const nasdaqRoles: Readonly<Record<string, Role<NasdaqConfig>>> = {
  matcher,
  'gateway-a': (context) => gateway(context, 'primary'),
  'gateway-b': (context) => gateway(context, 'backup'),
  publisher,
};

function matcher(context: RoleContext<NasdaqConfig>) {
  const { seed, symbols, messagesPerSecond, haltEveryS, breakerAfterS, arbitrage, ...rest } = context.config;
  return runMatcher(context, {
    market: { seed, venue: 'nasdaq', symbols, messagesPerSecond, haltEveryS, breakerAfterS, arbitrage },
    rules: rulesOf(rest, allPortRules(rest.orderEntry!)),
    latency: rest.latency,
    durability: rest.durability,
    gatewayGraceMs: rest.gatewayGraceMs,
    feedHistory: rest.feedHistory,
    waitForStart: rest.waitForStart,
    startDelayMs: rest.startDelayMs,
  });
}

function allPortRules({ users, fix }: OrderEntry): PortRules[] {
  return [...users.map(portRules), ...(fix === undefined ? [] : fixPortRules(fix.settings, fix))];
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

async function gateway({ world, config, name, bus, log }: RoleContext<NasdaqConfig>, which: 'primary' | 'backup') {
  const orderEntry = config.orderEntry!;
  const link = connectMatcher({ world, matcher: bus, name });
  await up(link);
  const own = await OuchGateway.open({
    world,
    link,
    settings: orderEntry[which],
    users: orderEntry.users,
    log,
  });
  const { fix } = orderEntry;
  const fixOwn =
    fix === undefined
      ? undefined
      : await openEquityFix({
          world,
          link,
          name,
          local: { host: fix[which].address, port: fix[which].port },
          settings: fix.settings,
          // As OUCH and the feed show it.
          matchText: (match) => String(matchReference(match)),
          onRefusal: (refusal) => log.warn('refused', { ...refusal }),
        });
  const fixAddress = fixOwn === undefined ? {} : { fix: { address: fix![which].address, port: fixOwn.port } };
  return {
    ready: { addresses: { ...own.addresses, ...fixAddress } },
    counters: () => ({ ...own.counters(), link: link.counters }),
    stop: async () => {
      await fixOwn?.close();
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
