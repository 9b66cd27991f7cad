/** The market-data side of a gateway: the engines of all feeds, one set of books behind them, and what people see of both. */
import { ConsolidatedView } from './consolidated-view.js';
import { latencyStatus } from './latencies.js';
import { BEAT_PS } from '../core/generated/records.js';
import type { Logger } from '../core/logging.js';
import type { RecordRing, RecordSink } from '../core/record-ring.js';
import type { BookDepth, ChannelStatus, EngineStatus, GatewayStatus, LatencyStatus } from '../core/status/schema.js';
import { readSecretFd } from '../core/world-secrets.js';
import type { TradingWorld, World } from '../core/world.js';
import { FileCredentials } from '../fix/config/credentials.js';
import { BookSet } from '../market-data/books/book-set.js';
import { VenueSecrets } from '../venues/secrets.js';
import { BooksView } from './books-view.js';
import type { GatewayConfig } from './config-schema.js';
import { openEngines, type Engine } from './engine.js';
import { FeedStatus } from './feed-status.js';
import { GapLog } from './gap-log.js';
import { Market } from './market.js';
import { Pump } from './pump.js';
import { FeedRecovery } from './recovery.js';
import type { Trading } from './trading.js';

const GAPS_SENT = 20;

export interface MarketDataOptions {
  readonly world: World;
  /** For the exchanges' recovery servers, and their passwords. */
  readonly tradingWorld: Pick<TradingWorld, 'streams' | 'disk'>;
  readonly log: Logger;
  readonly config: GatewayConfig;
  /** An engine broke: nothing comes from it any more. */
  readonly failed: (error: unknown) => void;
  /** Where there are venues, their books are consolidated. */
  readonly trading?: Trading;
}

/** The parts of a status that come from here. */
export type MarketDataStatus = Pick<
  GatewayStatus,
  'engine' | 'nic' | 'nicTimeNs' | 'ring' | 'ports' | 'channels' | 'gaps' | 'books' | 'market'
> & { readonly turnNsMax: number; readonly turnNsMaxEver: number; readonly turns: LatencyStatus };

export class MarketData {
  readonly books: BookSet;
  readonly view: BooksView;
  /** The consolidated book, where there are venues. */
  readonly market: Market | undefined;
  private readonly consolidated: ConsolidatedView | undefined;
  private readonly gaps: GapLog;
  private readonly feedStatus: FeedStatus;
  private readonly fixFeeds: ReturnType<Trading['fixFeeds']>;
  private pumps: readonly Pump[] = [];
  private recovery: FeedRecovery | undefined;

  private constructor(
    private readonly options: MarketDataOptions,
    private readonly engines: readonly Engine[],
  ) {
    const { world, log, config, trading } = options;
    const { feeds } = config;
    const fixFeeds = trading?.fixFeeds() ?? [];
    this.fixFeeds = fixFeeds;
    const ids = feeds.map(({ id }) => id);
    for (const { channel, id } of fixFeeds) ids[channel] = id;
    this.books = new BookSet({ channels: ids.length });
    this.market =
      trading === undefined
        ? undefined
        : new Market({
            set: trading.set,
            clock: world.clock,
            books: this.books,
            channels: trading.channels(feeds),
            tickChannels: new Set(fixFeeds.map(({ channel }) => channel)),
            log,
            lagMaxMs: config.lagMaxMs,
            crossCheck: config.crossCheck,
            onConflict: (error) => log.error('a symbol of a feed is in conflict', { error }),
          });
    const { market, books } = this;
    if (market !== undefined && trading !== undefined) {
      const { symbols, venues } = trading.set;
      this.consolidated = new ConsolidatedView(market.book, symbols, venues.map(({ id }) => id));
    }
    this.view = new BooksView(
      books,
      ids,
      market && ((book) => market.unitsOf(book)),
      market && ((visit) => market.drainChanged(visit)),
    );
    this.gaps = new GapLog(world.clock);
    this.feedStatus = new FeedStatus(feeds, config.staleAfterMs);
  }

  static async open(options: MarketDataOptions): Promise<MarketData> {
    const { world, log, config } = options;
    const self = new MarketData(options, await openEngines({ world, log, config, requested: config.engine }));
    try {
      await self.connect();
      return self;
    } catch (error) {
      await self.close();
      throw error;
    }
  }

  /** Engines to recovery to books. */
  private async connect(): Promise<void> {
    const { world, tradingWorld, log, config, failed, trading } = this.options;
    const { streams, disk } = tradingWorld;
    const { market, books, engines, fixFeeds } = this;
    const refresh = (): void => market?.refresh();
    const recovery = await FeedRecovery.open({
      world: { clock: world.clock, timers: world.timers, sockets: world.sockets, streams },
      log,
      feeds: config.feeds,
      secrets: trading?.secrets ?? new VenueSecrets(new FileCredentials(disk, readSecretFd), undefined),
      sink: market === undefined ? books : new Both(market, books),
      books,
      gaps: this.gaps,
      onSpliced: refresh,
    });
    this.recovery = recovery;
    this.pumps = [...engines, ...fixFeeds].map(({ feed }) => new Pump(world, feed, recovery.splicer, failed, refresh));
  }

  /** A channel's stream comes by another way than its lines, whole. */
  isStreaming(channel: number): boolean {
    return this.recovery?.isStreaming(channel) === true;
  }

  /** The engine that carries the card's feeds. */
  get engineStatus(): EngineStatus {
    return this.engines[0]!.status;
  }

  /** One book with its depth, and what all venues show of its instrument. */
  book(symbol: string, depth: number): BookDepth | undefined {
    const book = this.view.depth(symbol, depth);
    const consolidated = book === undefined ? undefined : this.consolidated?.of(symbol, depth);
    return book === undefined || consolidated === undefined ? book : { ...book, consolidated };
  }

  start(): void {
    for (const pump of this.pumps) pump.start();
  }

  status(nowNs: number): MarketDataStatus {
    const { engines, view, gaps, pumps } = this;
    const main = engines[0]!;
    const samples = engines.map(({ feed }) => ({ timeBeats: feed.timeBeats(), counters: feed.counters() }));
    const { ports, channels } = this.feedStatus.sample(samples, nowNs);
    this.follow(channels);
    view.setChannels(channels.filter(({ channel }) => !this.isStreaming(channel)));
    view.refresh(nowNs);
    const ring = main.ring();
    return {
      engine: main.status,
      nic: main.nic(),
      nicTimeNs: Math.floor((samples[0]!.timeBeats * BEAT_PS) / 1000),
      ring: ring === null ? null : { ...ring, consumed: pumps[0]!.consumed },
      ports,
      channels: channels.map((each) => this.withRecovery(each)),
      gaps: { total: gaps.total, messages: gaps.messages, recent: gaps.recent(GAPS_SENT) },
      books: view.summary(nowNs),
      ...(this.market === undefined ? {} : { market: this.market.status(nowNs) }),
      turnNsMax: Math.max(...pumps.map((pump) => pump.takeTurnMax())),
      turns: latencyStatus(
        'turn',
        pumps.map((pump) => pump.turns),
      ),
      turnNsMaxEver: Math.max(...pumps.map((pump) => pump.turnNsMaxEver)),
    };
  }

  private withRecovery(channel: ChannelStatus): ChannelStatus {
    const recovery = this.recovery?.status(channel.channel);
    return recovery === undefined ? channel : { ...channel, recovery };
  }

  /** Silent lines have their exchange tried by another way; a venue whose feed is quiet does not count. */
  private follow(channels: readonly ChannelStatus[]): void {
    this.recovery?.onFeeds(channels);
    const quiet = channels.filter(({ channel, state }) => state === 'stale' && !this.isStreaming(channel));
    this.market?.crossChecks.run();
    this.market?.setQuiet(new Set(quiet.map(({ channel }) => channel)));
  }

  /** Stops reading, and gives the cards and sockets up. */
  async close(): Promise<void> {
    for (const pump of this.pumps) pump.stop();
    await this.recovery?.close();
    await Promise.all(this.engines.map(({ feed }) => feed.close()));
  }
}

/** Two sinks of the same records, one after the other. */
class Both implements RecordSink {
  constructor(
    private readonly first: RecordSink,
    private readonly second: RecordSink,
  ) {}

  onRecords(ring: RecordRing, first: number, end: number): void {
    this.first.onRecords(ring, first, end);
    this.second.onRecords(ring, first, end);
  }
}
