/** FIX market data of an exchange as a process of its own: it follows the feed and keeps nothing, so every logon begins at 1. */
import { z } from 'zod';
import type { Endpoint } from '../../../control/core/streams.js';
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { TradingWorld } from '../../../control/core/world.js';
import type { FeedLink } from '../core/links.js';
import type { OpenFixGateway } from './equity-gateway.js';
import { EQUITY_DIALECTS } from './equity-dialect.js';
import { FeedBooks } from './feed-books.js';
import { FixGateway } from './gateway.js';
import { Listings } from './listings.js';
import { MarketDataDesk } from './market-data-desk.js';
import type { Refusal } from './refusal-log.js';
import type { LogonVerdict, SessionTerms } from './terms.js';

const compId = z.string().regex(/^[\x21-\x7e]{1,32}$/, '1 to 32 printable characters');

/** Part of an exchange's configuration. */
export const marketDataFixSchema = z.strictObject({
  compId,
  /** SenderCompIDs (49) that may log on. */
  clients: z.array(compId).min(1),
  /** How often what changed is sent, ms. */
  intervalMs: z.number().int().min(1).max(10_000).default(20),
  /** Symbols a session may have at once. */
  maxSymbols: z.number().int().min(1).max(10_000).default(1000),
});

export type MarketDataFixSettings = z.output<typeof marketDataFixSchema>;

export interface MarketDataFixOptions {
  readonly world: Pick<TradingWorld, 'clock' | 'timers' | 'streams'>;
  readonly feed: FeedLink;
  readonly name: string;
  /** In 127.0.0.0/8. */
  readonly local: Endpoint;
  readonly settings: MarketDataFixSettings;
  readonly onRefusal?: (refusal: Refusal) => void;
}

/** Opens FIX 4.4 market data: V, W, X, Y, x, y, e, f. Rejects with WorldError when it cannot listen. */
export async function openMarketDataFix(options: MarketDataFixOptions): Promise<OpenFixGateway> {
  const { world, feed, name, settings, local, onRefusal } = options;
  const books = new FeedBooks(feed);
  const listings = new Listings(feed);
  const gateway = new FixGateway({
    world,
    name,
    link: undefined,
    isOpen: () => books.isReady,
    ...(onRefusal === undefined ? {} : { onRefusal }),
  });
  feed.onDown(() => gateway.disconnectAll());
  const dialect = EQUITY_DIALECTS['4.4'];
  const nowMs = (): number => world.clock.epochMs();
  const { intervalMs, maxSymbols } = settings;
  const makeDesk = (): MarketDataDesk =>
    new MarketDataDesk({
      books,
      listings,
      timers: world.timers,
      nowMs,
      intervalMs,
      limits: { symbols: maxSymbols, depths: [] },
    });
  const check = (message: FixMessage): LogonVerdict => {
    const client = message.string(49) ?? '';
    if (!settings.clients.includes(client)) return { accepted: false, reason: `unknown SenderCompID ${client}` };
    if (message.string(56) !== settings.compId) {
      return { accepted: false, reason: `TargetCompID (56) ${message.string(56) ?? ''} is not ${settings.compId}` };
    }
    const terms: SessionTerms = {
      id: `MD:${client}`,
      senderCompId: settings.compId,
      targetCompId: client,
      port: undefined,
      dialect,
      numbering: 'local',
      makeDesk,
    };
    return { accepted: true, terms, reset: true, heartbeatS: message.int(108), fields: [] };
  };
  const port = await gateway.listen({ name: 'market-data', local, dialect, check });
  return { gateway, port, close: () => gateway.close() };
}
