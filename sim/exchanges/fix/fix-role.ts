/** FIX gateways and FIX market data as processes of an exchange. */
import { connectFeed, connectMatcher } from '../core/bus.js';
import type { RoleContext, RunningRole } from '../core/role.js';
import type { PortRules } from '../core/rules.js';
import { openEquityFix, type EquityFixSettings } from './equity-gateway.js';
import { openMarketDataFix, type MarketDataFixSettings } from './market-data-gateway.js';

export interface ListenAt {
  readonly address: string;
  readonly port: number;
}

/** Order entry and drop copy: primary or backup. */
export async function runEquityFix(
  { world, name, bus, log }: RoleContext<unknown>,
  settings: EquityFixSettings,
  { address, port }: ListenAt,
): Promise<RunningRole> {
  const link = connectMatcher({ world, matcher: bus, name });
  await up(link);
  const own = await openEquityFix({
    world,
    link,
    name,
    local: { host: address, port },
    settings,
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

export async function runMarketDataFix(
  { world, name, bus, log }: RoleContext<unknown>,
  settings: MarketDataFixSettings,
  { address, port }: ListenAt,
): Promise<RunningRole> {
  const feed = connectFeed({ world, matcher: bus, name });
  await up(feed);
  const own = await openMarketDataFix({
    world,
    feed,
    name,
    local: { host: address, port },
    settings,
    onRefusal: (refusal) => log.warn('refused', { ...refusal }),
  });
  return {
    ready: { addresses: { fix: { address, port: own.port } } },
    counters: () => ({ refused: Object.fromEntries(own.gateway.refusals.counts) }),
    obey: (command) => obeyLogout(command, (text) => own.gateway.logoutAll(text)),
    stop: async () => {
      await own.close();
      feed.close();
    },
  };
}

/** `{"logout":"text"}`: says Logout to everybody. */
export function obeyLogout(
  command: Readonly<Record<string, unknown>>,
  logout: (text: string) => void,
): object | undefined {
  const { logout: text } = command;
  if (typeof text !== 'string') return undefined;
  logout(text);
  return { done: command };
}

/** What the matcher must know of the sessions. */
export function fixPortRules(
  settings: EquityFixSettings,
  rules: Pick<PortRules, 'ratePerSecond' | 'cancelOnDisconnect'>,
): PortRules[] {
  return settings.sessions.map(({ senderCompId, port, firm, crossPort }) => ({
    ...rules,
    port: port ?? `FIX:${senderCompId}`,
    firm,
    crossPortCancel: crossPort,
  }));
}

/** Resolves when the matcher is there. */
export function up(link: { readonly isUp: boolean; onUp(listener: () => void): void }): Promise<void> {
  return new Promise((resolve) => {
    if (link.isUp) resolve();
    else link.onUp(resolve);
  });
}
