/**
 * The trading side of a gateway: the journal, the venues over it, and the orders that are worked there. Without venues in the configuration a gateway has none of
 * it and only shows books.
 */
import { join } from 'node:path';
import type { FeedSource } from '../core/feed.js';
import type { LatencyHistogram } from '../core/latency-histogram.js';
import type { Logger } from '../core/logging.js';
import type { OperationsControl } from '../core/operations-control.js';
import type { TradingStatus, VenueStatus } from '../core/status/schema.js';
import type { VenueHandler } from '../core/venue.js';
import { readUserFile } from '../core/world-data-directory.js';
import { readSecretFd } from '../core/world-secrets.js';
import type { Timer, TradingWorld } from '../core/world.js';
import { FileCredentials } from '../fix/config/credentials.js';
import { sessionId } from '../fix/session/config.js';
import { JournalSessionStores } from '../fix/store/journal-stores.js';
import { openJournal, type FileJournal } from '../journal/journal.js';
import type { CredentialStore } from '../operations/credentials/store.js';
import { VenueSecrets } from '../venues/secrets.js';
import type { LoadedVenue } from '../venues/config/load.js';
import { VenueSet } from '../venues/venue-set.js';
import type { DirectoryChannel } from '../venues/symbols/directory.js';
import type { FeedSettings, GatewayConfig } from './config-schema.js';
import { followCredentials, openCredentials } from './credentials.js';
import { DemoTrader } from './demo-trader.js';
import type { Market } from './market.js';
import { Orders } from './orders.js';
import { openTracing, type Tracing } from './tracing/tracing.js';

export interface TradingOptions {
  readonly world: TradingWorld;
  readonly log: Logger;
  readonly config: GatewayConfig;
  /** Reads the files that the configuration names; default: the machine's. */
  readonly readText?: (path: string) => string;
  /** As of VenueSetOptions. */
  readonly loadVenue?: (file: string) => LoadedVenue;
}

export class Trading {
  readonly set: VenueSet;
  /** Orders, once there is a market for them. */
  orders: Orders | undefined;
  /** Reads what configurations refer to. */
  readonly secrets: VenueSecrets;
  private readonly stores: JournalSessionStores;
  private readonly timers: Timer[] = [];
  private trader: DemoTrader | undefined;
  private tracing: Tracing | undefined;

  private constructor(
    private readonly options: TradingOptions,
    private readonly journal: FileJournal,
    private readonly store: CredentialStore | undefined,
  ) {
    const { world, log, config } = options;
    const { disk, clock, timers } = world;
    this.stores = new JournalSessionStores({ journal, clock, timers });
    const { stores } = this;
    this.secrets = new VenueSecrets(new FileCredentials(disk, readSecretFd), store);
    this.set = new VenueSet({
      files: config.venues.map(({ file }) => file),
      readText: options.readText ?? readUserFile,
      ...(options.loadVenue === undefined ? {} : { load: options.loadVenue }),
      world,
      journal,
      openStore: (session) => stores.open(sessionId(session)),
      closeStore: (id) => stores.close(id),
      secrets: this.secrets,
      onCopy: (report) => this.orders?.dayBook.venueSays('dropCopy', report),
      // Nothing is told before `connect`, and orders are there by then.
      handler: {
        onReport: (report) => {
          // What a drop copy told in the session's place is the drop copy's word.
          if (report.source !== 'dropCopy') this.orders?.dayBook.venueSays('venue', report);
          this.handler.onReport(report);
        },
        onRefusal: (refusal) => this.handler.onRefusal(refusal),
        onState: (venue, state, detail) => {
          log.info('venue', { venue: this.set.venues[venue]!.id, state, detail });
          this.handler.onState(venue, state, detail);
        },
        onUncertain: (venue, orderId, request) => this.handler.onUncertain(venue, orderId, request),
        onFault: (venue, text) => {
          log.error('venue: an error while something it said was taken', { venue: this.set.venues[venue]!.id, text });
          this.handler.onFault?.(venue, text);
        },
      },
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

  /**
   * Reads what orders there were, and connects every venue that may be connected to. `market` is what orders are routed and checked by. Throws CrossfeedError
   * where clients, limits or routes are configured wrong.
   */
  connect(market: Market, operations?: OperationsControl): Orders {
    const { world, log, config } = this.options;
    const { journal, stores, set } = this;
    const credentials = new FileCredentials(world.disk, readSecretFd);
    const orders = new Orders({
      ...{
        world,
        log,
        config,
        journal,
        stores,
        credentials,
        set,
        market,
        readText: this.options.readText ?? readUserFile,
      },
      ...(operations === undefined ? {} : { operations }),
    });
    this.orders = orders;
    this.tracing = openTracing(config, world, log, journal);
    const { demoOrders } = config.trading;
    if (demoOrders !== undefined) {
      const client = orders.clients.clients.find(({ id }) => id === demoOrders.client)!.number;
      const { engine: entry } = orders;
      this.trader = new DemoTrader({ world, set, entry, market: market.book, ...demoOrders, client });
      entry.attach(client, this.trader);
    }
    orders.recover();
    for (const id of set.connect()) log.warn('venue is not connected: it needs the opt-in', { venue: id });
    if (this.store !== undefined) this.timers.push(followCredentials(this.store, world, log));
    this.trader?.start();
    return orders;
  }

  /** How long the journal's commits took: what every report waits for. */
  get commitLatencies(): LatencyHistogram {
    return this.journal.commitLatencies;
  }

  status(): TradingStatus {
    const { set, orders } = this;
    return {
      journal: { state: this.journal.state, policy: this.journal.policy },
      venues: set.venues.map((venue) => ({
        id: venue.id,
        state: venue.state,
        sessions: venue.sessions().map((session) => ({ ...session })),
        totals: { ...orders?.engine.totals[venue.index] },
        open: orders?.engine.openAt(venue.index).length ?? 0,
        dropCopy: dropCopyOf(venue.reconciliation()),
      })),
      clients:
        orders
          ?.clientStatus()
          .map(({ id, loggedOn, told, backlog, sessions }) => ({ id, loggedOn, told, backlog, sessions })) ?? [],
      faults: { ...orders?.alarms },
    };
  }

  /**
   * Sets the next sequence numbers of a FIX session; what is undefined stays. Throws FixStoreError for numbers that make no sense, and while the session is in use.
   */
  setNumbers(id: string, nextOut: number | undefined, nextIn: number | undefined): void {
    const store = this.stores.open(id);
    try {
      store.setNumbers('operator', nextOut ?? store.nextOutgoing, nextIn ?? store.nextIncoming);
    } finally {
      this.stores.close(id);
    }
  }

  async close(): Promise<void> {
    this.trader?.stop();
    for (const timer of this.timers) timer.cancel();
    await this.orders?.close();
    await this.set.close('the gateway stops');
    this.orders?.end();
    await this.tracing?.close();
    this.journal.close();
  }

  /** Venues say nothing before they are connected. */
  private get handler(): VenueHandler {
    return this.orders!.engine;
  }
}

function dropCopyOf(found: ReturnType<VenueSet['venues'][number]['reconciliation']>): VenueStatus['dropCopy'] {
  if (found === undefined) return null;
  const { trades, quantity, missing } = found;
  return { ...trades, missing: missing.length, quantityDifference: quantity.session - quantity.dropCopy };
}
