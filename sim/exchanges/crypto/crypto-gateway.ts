/** One gateway process of a crypto profile: its endpoints, over TLS, and what the venue does of itself: weekly logouts, notices of maintenance. */
import type { Endpoint, TlsOptions } from '../../../control/core/streams.js';
import type { Timer, TradingWorld } from '../../../control/core/world.js';
import type { FeedLink, MatcherLink } from '../core/links.js';
import { FeedBooks } from '../fix/feed-books.js';
import { FixGateway } from '../fix/gateway.js';
import { Listings } from '../fix/listings.js';
import type { Refusal } from '../fix/refusal-log.js';
import type { Account } from './accounts.js';
import { binance } from './binance.js';
import { coinbase } from './coinbase.js';
import { deribit } from './deribit.js';
import type { ProfileName } from './listings.js';
import { firmOf, type CryptoProfile, type EndpointPurpose, type ProfileOptions } from './profile.js';

export const PROFILES: Readonly<Record<ProfileName, CryptoProfile>> = {
  'binance-spot-testnet': binance,
  'coinbase-exchange-sandbox': coinbase,
  'deribit-test': deribit,
};

export interface EndpointAddress {
  readonly purpose: EndpointPurpose;
  /** In 127.0.0.0/8. */
  readonly local: Endpoint;
  /** False: plain TCP, where the venue offers it. */
  readonly isTls: boolean;
}

export interface CryptoGatewayOptions {
  readonly world: Pick<TradingWorld, 'clock' | 'timers' | 'streams'>;
  readonly profile: ProfileName;
  readonly name: string;
  readonly link: MatcherLink;
  readonly feed: FeedLink;
  readonly accounts: readonly Account[];
  readonly endpoints: readonly EndpointAddress[];
  readonly tls: TlsOptions | undefined;
  readonly options: ProfileOptions;
  readonly onRefusal?: (refusal: Refusal) => void;
}

export interface OpenEndpoint {
  readonly purpose: EndpointPurpose;
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

const MINUTE_MS = 60_000;

export class CryptoGateway {
  private readonly profile: CryptoProfile;
  private calendar: Timer | undefined;
  private news: Timer | undefined;
  private lastMinute = 0;

  private constructor(
    readonly gateway: FixGateway,
    private readonly settings: CryptoGatewayOptions,
    readonly endpoints: readonly OpenEndpoint[],
  ) {
    this.profile = PROFILES[settings.profile];
    const { timers, clock } = settings.world;
    this.lastMinute = Math.floor(clock.epochMs() / MINUTE_MS);
    if (this.profile.logoutAt !== undefined) this.calendar = timers.every(1000, () => this.look());
  }

  /** Rejects with WorldError when it cannot listen. */
  static async open(settings: CryptoGatewayOptions): Promise<CryptoGateway> {
    const { world, profile, name, link, feed, accounts, options, tls, onRefusal } = settings;
    const gateway = new FixGateway({ world, name, link, ...(onRefusal === undefined ? {} : { onRefusal }) });
    const listings = new Listings(link);
    const books = new FeedBooks(feed);
    const nowMs = (): number => world.clock.epochMs();
    const rules = PROFILES[profile].endpoints({
      gateway,
      link,
      books,
      listings,
      timers: world.timers,
      nowMs,
      accounts,
      options,
    });
    for (const account of accounts) gateway.firm(firmOf(account));
    const open: OpenEndpoint[] = [];
    for (const { purpose, local, isTls } of settings.endpoints) {
      const rule = rules[purpose];
      if (rule === undefined) continue;
      const port = await gateway.listen({
        ...rule,
        name: purpose,
        local,
        ...(isTls && tls !== undefined ? { tls } : {}),
      });
      open.push({ purpose, host: local.host, port, tls: isTls && tls !== undefined });
    }
    return new CryptoGateway(gateway, settings, open);
  }

  /** Tells everybody that the venue goes away, in the way of the venue, and then says Logout. @param inMs how soon */
  maintenance(inMs: number): void {
    const { world } = this.settings;
    const { newsEveryMs } = this.profile;
    if (newsEveryMs !== undefined && this.news === undefined) {
      this.tell();
      this.news = world.timers.every(newsEveryMs, () => this.tell());
    }
    world.timers.after(inMs, () => {
      this.news?.cancel();
      this.news = undefined;
      this.gateway.logoutAll('maintenance');
    });
  }

  private tell(): void {
    for (const session of this.gateway.allSessions) {
      session.notify({
        type: 'B',
        fields: [
          [148, 'maintenance: open a new session'],
          [33, '1'],
          [58, 'maintenance'],
        ],
      });
    }
  }

  private look(): void {
    const minute = Math.floor(this.settings.world.clock.epochMs() / MINUTE_MS);
    if (minute === this.lastMinute) return;
    this.lastMinute = minute;
    const text = this.profile.logoutAt?.(minute * MINUTE_MS);
    if (text !== undefined) this.gateway.logoutAll(text);
  }

  async close(): Promise<void> {
    this.calendar?.cancel();
    this.news?.cancel();
    await this.gateway.close();
  }
}
