/**
 * All venues, from their files. What the gateway does with it:
 *
 * ```ts
 * const set = new VenueSet({ files: ['config/venues/nasdaq.yaml', …], readText, world, journal, openStore, closeStore, secrets, handler });
 * set.recover();            // reads the journal: orders and sessions as they were
 * set.connect();            // or one by one: set.venue('NASDAQ').connect()
 * set.venues[0].submit(order);
 * await set.close('end of day');
 * ```
 */
import type { Instrument } from '../core/instruments.js';
import { JournalKind, type Journal } from '../core/journal.js';
import type { VenueHandler, VenueReport } from '../core/venue.js';
import type { TradingWorld } from '../core/world.js';
import { CommitLoop } from '../fix/engine/commit-loop.js';
import type { EngineObserver } from '../fix/engine/engine-events.js';
import type { FixEngineOptions } from '../fix/engine/engine.js';
import type { FixApplication } from '../fix/session/application.js';
import { buildVenue, type BuiltVenue } from './build-venue.js';
import { loadVenue, addListings, type LoadedVenue, type ReadText } from './config/load.js';
import { parseUniverse } from './config/universe.js';
import { VenueError } from './errors.js';
import type { FixFeed } from './market-data/fix-feed.js';
import { FixHost } from './fix/fix-host.js';
import { readImage } from './journal/order-image.js';
import type { VenueSecrets } from './secrets.js';
import { VenueSymbolMap } from './symbols/symbol-map.js';
import type { ConfiguredVenue } from './venue/configured-venue.js';

export interface VenueSetOptions {
  /** In the order of their numbers. All of one universe. */
  readonly files: readonly string[];
  readonly readText: ReadText;
  /** Instead of reading and checking a venue's file: a simulation that starts thousands of times does it once. */
  readonly load?: (file: string) => LoadedVenue;
  readonly world: TradingWorld;
  readonly journal: Journal;
  /** The stores of FIX sessions over that journal. */
  readonly openStore: NonNullable<FixEngineOptions['openStore']>;
  readonly closeStore: NonNullable<FixEngineOptions['closeStore']>;
  readonly secrets: VenueSecrets;
  readonly handler: VenueHandler;
  /** Hears FIX events and messages of all sessions. */
  readonly fixObserver?: EngineObserver;
  /** Sees the copies of a venue's drop copy session as well. */
  readonly dropCopy?: (venueId: string) => FixApplication | undefined;
  /** Sees what each drop copy says, of orders that are not known too. Valid during the call only. */
  readonly onCopy?: (report: Readonly<VenueReport>) => void;
  /** Venues marked `optIn` may connect. */
  readonly allowOptIn?: boolean;
  readonly seed?: number;
}

export class VenueSet {
  readonly symbols: VenueSymbolMap;
  readonly instruments: readonly Instrument[];
  readonly venues: readonly ConfiguredVenue[];
  private readonly built: readonly BuiltVenue[];
  private readonly host: FixHost;

  /** Throws ConfigError, SymbolError, VenueError, JournalError. */
  constructor(private readonly options: VenueSetOptions) {
    const { files, readText, world, journal, load = (file) => loadVenue(file, readText) } = options;
    const loaded = files.map(load);
    const universeFile = loaded[0]?.universeFile ?? '';
    for (const venue of loaded) {
      if (venue.universeFile === universeFile) continue;
      throw new VenueError('VENUE_UNIVERSE', 'venues of one process trade one universe', {
        where: venue.file,
        found: venue.universeFile,
        expected: universeFile,
      });
    }
    this.instruments = parseUniverse(universeFile, readText(universeFile)).instruments;
    this.symbols = new VenueSymbolMap(this.instruments, universeFile);
    for (const [index, venue] of loaded.entries()) addListings(this.symbols, this.instruments, venue, index);
    const { openStore, closeStore, fixObserver, seed } = options;
    this.host = new FixHost({
      world,
      journal,
      openStore,
      closeStore,
      ...(fixObserver === undefined ? {} : { observer: fixObserver }),
      ...(seed === undefined ? {} : { seed }),
    });
    const commits = new CommitLoop(world.clock, world.timers, journal);
    const shared = {
      world,
      journal,
      commits,
      host: this.host,
      random: world.random(seed ?? Math.floor(world.clock.epochMs())),
      symbols: this.symbols,
      instruments: this.instruments,
      secrets: options.secrets,
      handler: options.handler,
      dropCopy: options.dropCopy,
      onCopy: options.onCopy,
    };
    const ids = new Set<string>();
    this.built = loaded.map((venue, index) => {
      if (ids.has(venue.config.id)) {
        throw new VenueError('VENUE_INDEX', 'two venues have one name', { where: venue.file, found: venue.config.id });
      }
      ids.add(venue.config.id);
      return buildVenue(venue, index, shared);
    });
    this.venues = this.built.map(({ venue }) => venue);
    journal.onCompact((stream) => this.compact(stream));
  }

  /** Throws VenueError `VENUE_UNKNOWN`. */
  venue(id: string): ConfiguredVenue {
    const venue = this.venues.find((each) => each.id === id);
    if (venue === undefined) throw new VenueError('VENUE_UNKNOWN', 'there is no such venue', { found: id });
    return venue;
  }

  /** Market data that comes over FIX, by venue; undefined where the venue has none. */
  feed(venue: number): FixFeed | undefined {
    return this.built[venue]?.feed;
  }

  /**
   * Reads the journal: orders as they were asked for and reported, and where each SoupBinTCP session stands. Before `connect`, once. Nothing is
   * told: what was told before the restart is not told again.
   */
  recover(): void {
    const { journal } = this.options;
    const byStream = new Map<number, (typeof this.built)[number]>();
    const entries = new Map<number, NonNullable<BuiltVenue['entries'][number]['recovery']>>();
    for (const each of this.built) {
      each.venue.keeper.isRecovering = true;
      byStream.set(each.journal.stream, each);
      for (const { recovery } of each.entries) if (recovery !== undefined) entries.set(recovery.stream, recovery);
    }
    journal.scan(0, ({ kind, stream, number, bytes, start, end }) => {
      const venue = byStream.get(stream);
      if (venue === undefined) {
        entries.get(stream)?.restore(kind, number, bytes, start, end);
        return true;
      }
      const image = kind === JournalKind.venueOrder ? readImage(bytes, start, end) : undefined;
      if (image !== undefined) {
        venue.venue.keeper.restore(number, image, this.symbols.bySymbol(image.symbol)?.index ?? -1);
      }
      return true;
    });
    for (const recovery of entries.values()) recovery.finish();
    for (const each of this.built) each.venue.keeper.isRecovering = false;
  }

  /** Connects all; venues marked `optIn` only when that is allowed. Returns the names of those that were left out. */
  connect(): readonly string[] {
    const left: string[] = [];
    for (const { venue, optIn } of this.built) {
      if (optIn && this.options.allowOptIn !== true) left.push(venue.id);
      else venue.connect();
    }
    return left;
  }

  /** Logs out everywhere. The journal stays the caller's. */
  async close(reason: string): Promise<void> {
    await Promise.all(this.venues.map((venue) => venue.disconnect(reason)));
    await this.host.engine.close(reason);
  }

  /** The two kinds of records of a venue hold its orders together: both are written anew, orders first. */
  private compact(stream: number): void {
    for (const { journal, venue, entries } of this.built) {
      if (journal.stream !== stream && entries.every(({ recovery }) => recovery?.stream !== stream)) continue;
      journal.compact(venue.keeper.table);
      for (const { recovery } of entries) recovery?.compact();
    }
  }
}
