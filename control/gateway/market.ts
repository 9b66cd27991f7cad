/** One consolidated book over all feeds, fed after every batch of records. */
import type { Logger } from '../core/logging.js';
import type { MarketStatus } from '../core/status/schema.js';
import { BEST, BEST_STRIDE, CONDITION, EXCLUDED, QUOTE, QUOTE_STRIDE } from '../core/market-view.js';
import type { RecordRing, RecordSink } from '../core/record-ring.js';
import type { Clock } from '../core/world.js';
import type { Book } from '../market-data/books/book.js';
import type { BookSet } from '../market-data/books/book-set.js';
import { BookFeeder } from '../market-data/consolidated/book-feeder.js';
import { ConsolidatedBook } from '../market-data/consolidated/consolidated-book.js';
import type { RoutingMemory } from '../routing/kernel/memory.js';
import { DirectoryReader, type DirectoryChannel } from '../venues/symbols/directory.js';
import type { VenueSet } from '../venues/venue-set.js';
import type { BookUnits } from './books-view.js';
import { CrossChecks } from './cross-checks.js';
import { FeedLag } from './feed-lag.js';

const ONE: BookUnits = { price: 1, size: 1 };

export interface MarketOptions {
  readonly set: VenueSet;
  readonly clock: Clock;
  /** Quotes are kept where the router reads them. */
  readonly memory: RoutingMemory;
  readonly books: BookSet;
  /** By channel: the venue it is of, and what it is called; undefined where no venue is configured. */
  readonly channels: readonly (DirectoryChannel | undefined)[];
  /** Channels in ticks and lots (FIX market data). */
  readonly tickChannels: ReadonlySet<number>;
  readonly onConflict: (error: Error) => void;
  /** A channel whose messages are later than usual by more does not count until it has caught up, ms. */
  readonly lagMaxMs: number;
  readonly log: Logger;
  /** How two feeds of one venue are compared. */
  readonly crossCheck: { readonly toleranceMs: number; readonly sample: number };
}

/** What traded at a venue since the last batch, in the instrument's units. */
export type TradeListener = (instrument: number, price: number, quantity: number, epochMs: number) => void;

export class Market implements RecordSink {
  /** Where the book keeps its quotes. */
  readonly memory: RoutingMemory;
  readonly book: ConsolidatedBook;
  /** To be run from time to time. */
  readonly crossChecks: CrossChecks;
  private readonly feeder: BookFeeder;
  private readonly tradeListeners: TradeListener[] = [];
  private readonly regShoListeners: ((instrument: number, action: string) => void)[] = [];
  private readonly regSho = new Map<number, string>();
  private readonly directory: DirectoryReader;
  /** Books that changed since the dashboard looked, each once. */
  private readonly changed = new Set<Book>();
  private readonly lag: FeedLag;
  /** Channels that are behind, and those from which nothing comes. */
  private readonly behind = new Set<number>();
  private quiet: ReadonlySet<number> = new Set();
  /** Times that a channel fell behind, by venue. */
  private readonly fellBehind: number[];

  constructor(private readonly options: MarketOptions) {
    const { set, clock, memory, books, channels, tickChannels, onConflict, lagMaxMs, log, crossCheck } = options;
    this.memory = memory;
    this.fellBehind = set.venues.map(() => 0);
    this.lag = new FeedLag(channels.length, clock, lagMaxMs, (channel, isBehind) => this.setBehind(channel, isBehind));
    const { length: venues } = set.venues;
    this.book = new ConsolidatedBook({ instruments: set.instruments.length, venues, clock, memory });
    // Feeds over FIX name their books by number, for good: their directory has eight letters of a name at most.
    const named = channels.map((own, channel) => (tickChannels.has(channel) ? undefined : own));
    this.directory = new DirectoryReader(set.symbols, named, onConflict, (instrument, action) => {
      this.regSho.set(instrument, action);
      for (const listener of this.regShoListeners) listener(instrument, action);
    });
    // A venue with both is taken from its binary feed, and compared with the other.
    const binary = new Set(channels.flatMap((own, n) => (own === undefined || tickChannels.has(n) ? [] : [own.venue])));
    const beside = [...tickChannels].filter((channel) => binary.has(channels[channel]?.venue ?? -1));
    this.crossChecks = new CrossChecks({
      ...{ set, books, clock, log, ...crossCheck },
      market: this.book,
      fixChannels: new Map(beside.map((channel) => [channels[channel]!.venue, channel])),
    });
    this.feeder = new BookFeeder({
      books,
      consolidated: this.book,
      symbols: set.symbols,
      venueOfChannel: channels.map((own, channel) => (beside.includes(channel) ? -1 : (own?.venue ?? -1))),
      tickChannels,
      onBook: (book) => void this.changed.add(book),
      onTrade: (instrument, price, quantity) => {
        const epochMs = clock.epochMs();
        for (const listener of this.tradeListeners) listener(instrument, price, quantity, epochMs);
      },
    });
  }

  /** Short sale restrictions (RegSHOAction) as the feed told them and tells them. */
  onRegSho(listener: (instrument: number, action: string) => void): void {
    this.regShoListeners.push(listener);
    for (const [instrument, action] of this.regSho) listener(instrument, action);
  }

  /** Called for each book with trades, once per batch of records. The listener changes nothing here. */
  onTrade(listener: TradeListener): void {
    this.tradeListeners.push(listener);
  }

  /** Directory messages fill the symbol map; the books take the records by themselves. */
  onRecords(ring: RecordRing, first: number, end: number): void {
    this.lag.take(ring, first, end);
    this.directory.onRecords(ring, first, end);
  }

  /** After each batch. */
  refresh(): void {
    this.feeder.refresh();
  }

  /** Channels from which nothing comes: their venues do not count until something does. */
  setQuiet(quiet: ReadonlySet<number>): void {
    this.quiet = quiet;
    this.exclude();
  }

  private setBehind(channel: number, isBehind: boolean): void {
    if (isBehind) this.behind.add(channel);
    else this.behind.delete(channel);
    const venue = this.options.channels[channel]?.venue;
    if (isBehind && venue !== undefined) this.fellBehind[venue]!++;
    this.exclude();
  }

  private exclude(): void {
    const { set, channels } = this.options;
    const venues = new Set([...this.quiet, ...this.behind].map((channel) => channels[channel]?.venue));
    for (const { index } of set.venues) this.book.setVenueBit(index, EXCLUDED.stale, venues.has(index));
    this.book.publish();
  }

  /** What BooksView follows instead of the books' own list, which this market reads. */
  drainChanged(visit: (book: Book) => void): void {
    for (const book of this.changed) visit(book);
    this.changed.clear();
  }

  /** What one unit of a book is, in ten-thousandths of the currency and in whole units. Feeds over FIX have ticks and lots. */
  unitsOf({ channel, stockLocate }: Book): BookUnits {
    const { set, channels, tickChannels } = this.options;
    const venue = channels[channel]?.venue;
    if (venue === undefined || !tickChannels.has(channel)) return ONE;
    const listing = set.symbols.listing(venue, set.symbols.instrumentByLocate(venue, channel, stockLocate));
    if (listing === undefined) return ONE;
    const { priceScale, quantityScale } = set.instruments[listing.instrument]!;
    return { price: listing.tick * 10 ** (4 - priceScale), size: listing.lot / 10 ** quantityScale };
  }

  /** The latest of a venue's channels, ms. */
  private lagOf(venue: number): number {
    const { channels } = this.options;
    return channels.reduce((most, own, n) => (own?.venue === venue ? Math.max(most, this.lag.lagMs(n)) : most), 0);
  }

  status(nowNs: number): MarketStatus {
    const { best, quotes, instruments, venues, times } = this.book;
    let quoted = 0;
    for (let i = 0; i < instruments; i++) {
      const condition = best[i * BEST_STRIDE + BEST.condition]!;
      if (condition !== CONDITION.empty && condition !== CONDITION.oneSided) quoted++;
    }
    return {
      instruments,
      quoted,
      lockedOrCrossedShare: times.lockedOrCrossedShare(nowNs),
      crossChecks: this.crossChecks.status(),
      venues: this.options.set.venues.map(({ id, index }) => {
        let own = 0;
        let excluded = 0;
        for (let i = 0; i < instruments; i++) {
          const at = (i * venues + index) * QUOTE_STRIDE;
          if (quotes[at + QUOTE.bidPrice] === 0 && quotes[at + QUOTE.askPrice] === 0) continue;
          if (quotes[at + QUOTE.state] === 0) own++;
          else excluded++;
        }
        return { id, quoted: own, excluded, lagMs: this.lagOf(index), fellBehind: this.fellBehind[index]! };
      }),
    };
  }
}
