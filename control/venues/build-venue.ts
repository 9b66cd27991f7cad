/** From one venue's checked configuration to the venue with its sessions. */
import type { Instrument, Listing } from '../core/instruments.js';
import type { Journal } from '../core/journal.js';
import type { VenueHandler, VenueReport } from '../core/venue.js';
import type { Random, TradingWorld } from '../core/world.js';
import type { CommitLoop } from '../fix/engine/commit-loop.js';
import type { FixApplication } from '../fix/session/application.js';
import type { Dialect } from './config/dialect-schema.js';
import type { LoadedVenue } from './config/load.js';
import type { FixEntrySettings, FixSessionSettings, OuchSessionSettings } from './config/session-schema.js';
import type { OrderEntrySettings } from './config/venue-schema.js';
import { DropCopy } from './fix/drop-copy.js';
import { FixEntry } from './fix/fix-entry.js';
import type { FixHost } from './fix/fix-host.js';
import { LogonDecorator } from './fix/fix-logon.js';
import { OrderWriter } from './fix/order-writer.js';
import { ReportReader } from './fix/report-reader.js';
import { sessionSettings } from './fix/session-spec.js';
import { VenueSession, type VenueSessionOwner, type VenueSessionSettings } from './fix/venue-session.js';
import { VenueJournal } from './journal/venue-journal.js';
import { FixFeed } from './market-data/fix-feed.js';
import type { OrderEntry } from './order-entry.js';
import { TradeReconciler } from './orders/reconciliation.js';
import { Ouch42Entry } from './ouch/ouch42-entry.js';
import { Ouch50Entry } from './ouch/ouch50-entry.js';
import { Rollout } from './rollout.js';
import type { VenueSecrets } from './secrets.js';
import type { VenueSymbolMap } from './symbols/symbol-map.js';
import { ConfiguredVenue } from './venue/configured-venue.js';
import { OrderKeeper } from './venue/order-keeper.js';

/** What the venues of one process share. */
export interface SharedParts {
  readonly world: TradingWorld;
  readonly journal: Journal;
  readonly commits: CommitLoop;
  readonly host: FixHost;
  readonly random: Random;
  readonly symbols: VenueSymbolMap;
  readonly instruments: readonly Instrument[];
  readonly secrets: VenueSecrets;
  readonly handler: VenueHandler;
  readonly dropCopy: ((venueId: string) => FixApplication | undefined) | undefined;
  readonly onCopy: ((report: Readonly<VenueReport>) => void) | undefined;
}

export interface BuiltVenue {
  readonly venue: ConfiguredVenue;
  readonly journal: VenueJournal;
  readonly entries: readonly OrderEntry[];
  readonly feed: FixFeed | undefined;
  readonly optIn: boolean;
}

/** Throws CrossfeedError for a configuration that cannot be used. */
export function buildVenue(loaded: LoadedVenue, index: number, shared: SharedParts): BuiltVenue {
  return new Builder(loaded, index, shared).build();
}

class Builder {
  private readonly journal: VenueJournal;
  private readonly keeper: OrderKeeper;
  private readonly venue: ConfiguredVenue;

  constructor(
    private readonly loaded: LoadedVenue,
    private readonly index: number,
    private readonly shared: SharedParts,
  ) {
    const { config } = loaded;
    const { world, journal, commits, instruments, handler } = shared;
    const symbolOf = (instrument: number): string => instruments[instrument]?.symbol ?? '';
    this.journal = new VenueJournal(journal, config.id, symbolOf, commits.touch);
    const sizes = { index, maxOrders: config.limits.orders, maxTrades: config.limits.trades, clock: world.clock };
    this.keeper = new OrderKeeper(sizes, this.journal, handler);
    const rollout = new Rollout(instruments);
    rollout.set(config.rollout);
    this.venue = new ConfiguredVenue(
      {
        index,
        id: config.id,
        capabilities: {
          ...config.capabilities,
          ratePerSecond: Math.floor((config.rate.messages * 1000) / config.rate.perMs),
          rate: config.rate,
        },
        rate: config.rate,
        fallback: config.fallbackRules,
        crossSessionCancel: config.crossSessionCancel,
        uncertainAfterMs: config.uncertainAfterMs,
      },
      { world, keeper: this.keeper, journal: this.journal, rollout, handler, listing: this.listing },
    );
  }

  build(): BuiltVenue {
    const { config } = this.loaded;
    const entries = [config.orderEntry, config.fallback].flatMap((settings, number) =>
      settings === undefined ? [] : [this.entry(settings, number)],
    );
    for (const entry of entries) this.venue.addEntry(entry);
    if (config.dropCopy !== undefined) this.keeper.reconciler = new TradeReconciler();
    if (config.dropCopy !== undefined) this.venue.addSide(this.dropCopy(config.dropCopy, entries));
    const feed = config.marketData === undefined ? undefined : this.feed(config.marketData);
    if (feed !== undefined) {
      this.venue.addSide({
        connect: () => feed.connect(),
        disconnect: (reason) => feed.disconnect(reason),
        status: () => feed.status(),
        counters: () => feed.sessionCounters(),
      });
    }
    return { venue: this.venue, journal: this.journal, entries, feed, optIn: config.optIn };
  }

  private readonly listing = (instrument: number): Listing | undefined =>
    this.shared.symbols.listing(this.index, instrument);

  private readonly instrumentOf = (venueSymbol: string): number =>
    this.shared.symbols.byVenueSymbol(this.index, venueSymbol)?.instrument ?? -1;

  private entry(settings: OrderEntrySettings, number: number): OrderEntry {
    return settings.protocol === 'fix' ? this.fixEntry(settings, number) : this.ouchEntry(settings, number);
  }

  private ouchEntry(settings: OuchSessionSettings, number: number): OrderEntry {
    const { world, journal, commits, random, instruments, secrets } = this.shared;
    const { gateways, username, password, queuedBytesMax, replayTimeoutMs, protocol, ...rest } = settings;
    const config = {
      id: `${this.venue.id} ${protocol} ${username}`,
      username,
      password: secrets.reader(password, this.loaded.file),
      gateways: gateways.map(({ localAddress, ...gateway }) => ({
        ...gateway,
        ...(localAddress === undefined ? {} : { localAddress }),
      })),
      connectTimeoutMs: rest.connectTimeoutMs,
      backoffMinMs: rest.backoffMinMs,
      backoffMaxMs: rest.backoffMaxMs,
      stableMs: rest.stableMs,
      queuedBytesMax,
      replayTimeoutMs,
      learnsEnd: protocol === 'ouch42',
    };
    const parts = {
      world,
      random,
      journal,
      commits,
      keeper: this.keeper,
      listings: { listing: this.listing, instrumentOf: this.instrumentOf, instruments },
      listener: this.venue,
    };
    return protocol === 'ouch50'
      ? new Ouch50Entry(number, rest, config, parts)
      : new Ouch42Entry(number, rest, config, parts);
  }

  private fixEntry(settings: FixEntrySettings, number: number): OrderEntry {
    const { dialect } = settings;
    const { clock } = this.shared.world;
    const writer = new OrderWriter({
      table: this.keeper.table,
      dialect,
      instruments: this.shared.instruments,
      listing: this.listing,
      clock,
      timePrecision: settings.timePrecision,
    });
    const reader = this.reader(dialect);
    const entry = new FixEntry(number, { keeper: this.keeper, dialect, writer, reader, listener: this.venue, clock });
    entry.attach(this.session(settings, 'orderEntry', entry));
    return entry;
  }

  private dropCopy(settings: NonNullable<LoadedVenue['config']['dropCopy']>, entries: readonly OrderEntry[]): DropCopy {
    const { world, dropCopy, onCopy } = this.shared;
    const copies = new DropCopy({
      world,
      keeper: this.keeper,
      reader: this.reader(settings.dialect),
      graceMs: settings.graceMs,
      isActive: (number) => entries[number]?.state === 'active',
      also: dropCopy?.(this.venue.id),
      onCopy,
    });
    copies.attach(this.session(settings, 'dropCopy', copies));
    return copies;
  }

  private feed(settings: NonNullable<LoadedVenue['config']['marketData']>): FixFeed {
    const { world, instruments, symbols } = this.shared;
    const feed = new FixFeed({
      world,
      settings,
      instruments,
      listings: [...symbols.ofVenue(this.index)],
      feedSymbol: ({ instrument }) => symbols.feedSymbol(this.index, instrument),
    });
    const source = `${this.venue.id} FIX market data`;
    for (const listing of symbols.ofVenue(this.index)) {
      const { instrument } = listing;
      const locate = feed.locateOf(listing);
      symbols.learn(this.index, settings.channel, symbols.feedSymbol(this.index, instrument), locate, source);
    }
    feed.attach(this.session(settings, 'marketData', feed));
    return feed;
  }

  /** In which orders are written to this venue, on whichever session. */
  private get dialects(): readonly Dialect[] {
    const { orderEntry, fallback } = this.loaded.config;
    return [orderEntry, fallback].flatMap((entry) => (entry?.protocol === 'fix' ? [entry.dialect] : []));
  }

  private reader(dialect: FixEntrySettings['dialect']): ReportReader {
    const { instruments } = this.shared;
    return new ReportReader({ keeper: this.keeper, dialect, instruments, instrumentOf: this.instrumentOf });
  }

  private session(
    settings: FixSessionSettings,
    purpose: VenueSessionSettings['purpose'],
    owner: VenueSessionOwner,
  ): VenueSession {
    const { secrets, host, world } = this.shared;
    const { venueLogon } = settings;
    const read = (reference: FixSessionSettings['venueLogon']['secret']): (() => string) | undefined =>
      reference === undefined ? undefined : secrets.reader(reference, this.loaded.file);
    const apiKey = read(venueLogon.apiKey);
    const logon = new LogonDecorator(venueLogon, {
      apiKey,
      password: read(venueLogon.password),
      secret: read(venueLogon.secret),
      appSecret: read(venueLogon.appSecret),
    });
    const senderCompId = venueLogon.senderIsApiKey ? (apiKey?.() ?? settings.senderCompId) : settings.senderCompId;
    return new VenueSession(
      sessionSettings(settings, purpose, this.loaded.file, senderCompId, this.dialects),
      host,
      world.clock,
      logon,
      owner,
    );
  }
}
