/**
 * The trading side of a gateway: the journal, the venues over it, and what became of each order. Without venues in the configuration a gateway has none of
 * it and only shows books.
 */
import { join } from 'node:path';
import type { FeedSource } from '../core/feed.js';
import type { Logger } from '../core/logging.js';
import type { TradingStatus, VenueStatus } from '../core/status/schema.js';
import { readUserFile } from '../core/world-data-directory.js';
import { readSecretFd } from '../core/world-secrets.js';
import type { Timer, TradingWorld } from '../core/world.js';
import { FileCredentials } from '../fix/config/credentials.js';
import { sessionId } from '../fix/session/config.js';
import { JournalSessionStores } from '../fix/store/journal-stores.js';
import { openJournal, type FileJournal } from '../journal/journal.js';
import { VenueLedger } from '../orders/ledger/venue-ledger.js';
import type { CredentialStore } from '../operations/credentials/store.js';
import { VenueSecrets } from '../venues/secrets.js';
import { VenueSet } from '../venues/venue-set.js';
import type { DirectoryChannel } from '../venues/symbols/directory.js';
import type { FeedSettings, GatewayConfig } from './config-schema.js';
import { followCredentials, openCredentials } from './credentials.js';
import { DemoTrader } from './demo-trader.js';
import type { Market } from './market.js';

/** Orders that ended are forgotten so often. */
const COMPACT_MS = 10_000;

export interface TradingOptions {
  readonly world: TradingWorld;
  readonly log: Logger;
  readonly config: GatewayConfig;
}

export class Trading {
  readonly set: VenueSet;
  readonly ledger: VenueLedger;
  /** Reads what configurations refer to. */
  readonly secrets: VenueSecrets;
  private readonly timers: Timer[] = [];
  private trader: DemoTrader | undefined;

  private constructor(
    private readonly options: TradingOptions,
    private readonly journal: FileJournal,
    private readonly store: CredentialStore | undefined,
  ) {
    const { world, log, config } = options;
    const { disk, clock, timers } = world;
    const stores = new JournalSessionStores({ journal, clock, timers });
    this.secrets = new VenueSecrets(new FileCredentials(disk, readSecretFd), store);
    this.set = new VenueSet({
      files: config.venues.map(({ file }) => file),
      readText: readUserFile,
      world,
      journal,
      openStore: (session) => stores.open(sessionId(session)),
      closeStore: (id) => stores.close(id),
      secrets: this.secrets,
      // Nothing is told before `connect`, and the ledger needs to know the venues.
      handler: {
        onReport: (report) => this.ledger.onReport(report),
        onRefusal: (refusal) => this.ledger.onRefusal(refusal),
        onState: (venue, state, detail) => this.ledger.onState(venue, state, detail),
        onUncertain: (venue, orderId, request) => this.ledger.onUncertain(venue, orderId, request),
      },
    });
    const { venues, instruments } = this.set;
    const name = (venue: number): string => venues[venue]!.id;
    this.ledger = new VenueLedger(venues.length, instruments.length, {
      onState: (venue, state, detail) => log.info('venue', { venue: name(venue), state, detail }),
      onUncertain: ({ venue, orderId }, request) =>
        log.warn('order is uncertain', { venue: name(venue), orderId, request }),
      onFault: (fault, { venue, orderId, execId, text }) =>
        log.warn('report does not fit', { venue: name(venue), fault, orderId, execId, text }),
    });
  }

  /** Opens the journal and the credentials, and reads what was. Nothing connects. Throws CrossfeedError. */
  static async open(options: TradingOptions): Promise<Trading> {
    const { world, config } = options;
    const { disk, clock, timers } = world;
    const store = await openCredentials(config, world);
    const journal = openJournal({
      disk,
      clock,
      timers,
      directory: join(config.dataDirectory, 'journal'),
      policy: config.trading.durability,
    });
    try {
      const trading = new Trading(options, journal, store);
      trading.set.recover();
      return trading;
    } catch (error) {
      journal.close();
      throw error;
    }
  }

  /** Market data that comes over FIX, with the channel that its records carry. */
  fixFeeds(): { readonly feed: FeedSource; readonly channel: number; readonly id: string }[] {
    return this.set.venues.flatMap(({ index, id }) => {
      const feed = this.set.feed(index);
      return feed === undefined ? [] : [{ feed, channel: feed.channel, id: `${id.toLowerCase()}-fix` }];
    });
  }

  /** By channel number: the venue whose market it shows. */
  channels(feeds: readonly FeedSettings[]): (DirectoryChannel | undefined)[] {
    const channels: (DirectoryChannel | undefined)[] = feeds.map(({ id, venue }) => {
      const known = this.set.venues.find((each) => each.id === venue.toUpperCase());
      return known && { venue: known.index, source: id };
    });
    for (const { feed, channel, id } of this.fixFeeds()) {
      const venue = this.set.venues.find(({ index }) => this.set.feed(index) === feed)!;
      channels[channel] = { venue: venue.index, source: id };
    }
    return Array.from(channels, (channel) => channel);
  }

  /** Connects every venue that may be connected to; `market` is what the demo's orders are priced from. */
  connect(market: Market): void {
    const { world, log, config } = this.options;
    for (const id of this.set.connect()) log.warn('venue is not connected: it needs the opt-in', { venue: id });
    this.timers.push(world.timers.every(COMPACT_MS, () => void this.ledger.compact()));
    if (this.store !== undefined) this.timers.push(followCredentials(this.store, world, log));
    const { demoOrders } = config.trading;
    if (demoOrders === undefined) return;
    this.trader = new DemoTrader({ world, set: this.set, ledger: this.ledger, market: market.book, ...demoOrders });
    this.trader.start();
  }

  status(): TradingStatus {
    const { set, ledger } = this;
    return {
      journal: { state: this.journal.state, policy: this.journal.policy },
      venues: set.venues.map((venue) => ({
        id: venue.id,
        state: venue.state,
        sessions: venue.sessions().map((session) => ({ ...session })),
        totals: { ...ledger.totals[venue.index]! },
        open: [...ledger.open(venue.index)].length,
        dropCopy: dropCopyOf(venue.reconciliation()),
      })),
      faults: { ...ledger.faults },
    };
  }

  async close(): Promise<void> {
    this.trader?.stop();
    for (const timer of this.timers) timer.cancel();
    await this.set.close('the gateway stops');
    this.journal.close();
  }
}

function dropCopyOf(found: ReturnType<VenueSet['venues'][number]['reconciliation']>): VenueStatus['dropCopy'] {
  if (found === undefined) return null;
  const { trades, quantity, missing } = found;
  return { ...trades, missing: missing.length, quantityDifference: quantity.session - quantity.dropCopy };
}
