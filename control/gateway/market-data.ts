/** The market-data side of a gateway: the engines of all feeds, one set of books behind them, and what people see of both. */
import { ConsolidatedView } from './consolidated-view.js';
import { latencyStatus } from './latencies.js';
import { BEAT_PS } from '../core/generated/records.js';
import type { Logger } from '../core/logging.js';
import type { Denial } from '../core/order-entry.js';
import type { RecordRing, RecordSink } from '../core/record-ring.js';
import type { BookDepth, ChannelStatus, EngineStatus, GatewayStatus, LatencyStatus } from '../core/status/schema.js';
import { readSecretFd } from '../core/world-secrets.js';
import type { TradingWorld, World } from '../core/world.js';
import { FileCredentials } from '../fix/config/credentials.js';
import { doubtFrom, sanityOf } from '../resilience/failover/sanity.js';
import { EventLog } from '../resilience/event-log.js';
import { BookSet } from '../market-data/books/book-set.js';
import { VenueSecrets } from '../venues/secrets.js';
import { BooksView } from './books-view.js';
import type { GatewayConfig } from './config-schema.js';
import { EngineSet } from './engine-set.js';
import { FeedFailover } from './feed-failover.js';
import { FeedStatus } from './feed-status.js';
import type { Card } from './card-registers.js';
import { NicDriftWatch } from './nic-drift.js';
import { GapLog } from './gap-log.js';
import { Market } from './market.js';
import { Pump } from './pump.js';
import { FeedRecovery } from './recovery.js';
import { routingMemory } from './routes.js';
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
  /** Where the steps of failovers are told. */
  readonly events?: Pick<EventLog, 'add'>;
}

/** The parts of a status that come from here. */
export type MarketDataStatus = Pick<
  GatewayStatus,
  'engine' | 'nic' | 'nicTimeNs' | 'nicDrift' | 'ring' | 'ports' | 'channels' | 'gaps' | 'books' | 'market'
> & { readonly turnNsMax: number; readonly turnNsMaxEver: number; readonly turns: LatencyStatus };

export class MarketData {
  readonly books: BookSet;
  readonly view: BooksView;
  /** The consolidated book, where there are venues. */
  readonly market: Market | undefined;
  private readonly consolidated: ConsolidatedView | undefined;
  /** What feeds do about silent lines; from the moment that they are connected. */
  feedFailover: FeedFailover | undefined;
  private readonly drift = new NicDriftWatch();
  private readonly gaps: GapLog;
  private readonly feedStatus: FeedStatus;
  private readonly fixFeeds: ReturnType<Trading['fixFeeds']>;
  private fixPumps: readonly Pump[] = [];
  private recovery: FeedRecovery | undefined;

  private constructor(
    private readonly options: MarketDataOptions,
    private readonly engines: EngineSet,
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
            memory: routingMemory(config, trading.set),
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
      this.consolidated = new ConsolidatedView(
        market.book,
        symbols,
        venues.map(({ id }) => id),
      );
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
    const self = new MarketData(options, await EngineSet.open({ world, log, config, requested: config.engine }));
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
    const failover = new FeedFailover({
      world,
      feeds: config.feeds,
      recovery,
      events: this.options.events ?? new EventLog(world.clock),
      staleAfterMs: config.staleAfterMs,
      countersOf: (channel) => engines.countersOf(channel),
      onStale: () => this.setQuiet(),
      doubt: (channel) => this.doubt(channel),
    });
    this.feedFailover = failover;
    engines.connect(recovery.splicer, {
      drained: () => {
        refresh();
        failover.drained();
      },
      failing: (channels, why) => failover.engineFailed(channels, why),
      replaced: (channels) => {
        for (const channel of channels) recovery.splicer.find(channel)?.rejoin();
      },
      failed,
    });
    this.fixPumps = fixFeeds.map(({ feed }) => new Pump(world, feed, recovery.splicer, failed, refresh));
  }

  /** By hand: a feed uses its next source, or the named one. undefined: done. */
  failover(feedId: string, to: string | undefined): Denial | undefined {
    const { config } = this.options;
    const channel = config.feeds.findIndex(({ id }) => id === feedId);
    const own = this.feedFailover;
    if (channel < 0 || own === undefined) return { code: 'UNKNOWN_FEED', text: `there is no feed ${feedId}` };
    const { kind } = this.engineStatus;
    if (to === 'nic' || to === 'software') {
      if (own.of(channel).state !== 'lines') own.of(channel).release();
      if (this.engines.engineOf(channel) === to) return undefined;
      return this.engines.replace(channel, to, 'by hand');
    }
    if (to !== undefined && to !== 'third' && to !== 'lines') {
      return { code: 'UNKNOWN_SOURCE', text: `${to} is none of nic, software, third, lines` };
    }
    if (to === 'lines' || (to === undefined && own.of(channel).state !== 'lines')) {
      own.of(channel).release();
      return undefined;
    }
    if (this.recovery?.wayOf(channel) === 'none') {
      if (to === undefined && kind === 'nic') return this.engines.replace(channel, 'software', 'by hand');
      return { code: 'NO_BACKUP', text: `nothing is configured that could bring ${feedId} in the place of its lines` };
    }
    own.of(channel).force();
    return undefined;
  }

  /** A channel's stream comes by another way than its lines, whole. */
  isStreaming(channel: number): boolean {
    return this.feedFailover?.of(channel).state === 'backup';
  }

  /** The engine that carries the card's feeds. */
  get engineStatus(): EngineStatus {
    return this.engines.main.status;
  }

  /** One book with its depth, and what all venues show of its instrument. */
  book(symbol: string, depth: number): BookDepth | undefined {
    const book = this.view.depth(symbol, depth);
    const consolidated = book === undefined ? undefined : this.consolidated?.of(symbol, depth);
    return book === undefined || consolidated === undefined ? book : { ...book, consolidated };
  }

  start(): void {
    this.engines.start();
    for (const pump of this.fixPumps) pump.start();
  }

  /** The card in use; undefined: the software engine reads its lines. */
  get card(): Card | undefined {
    return this.engines.main.card;
  }

  status(nowNs: number): MarketDataStatus {
    const { engines, view, gaps } = this;
    const samples = engines.sample();
    const { main } = engines;
    const { ports, channels } = this.feedStatus.sample(samples, nowNs);
    this.recovery?.onFeeds(channels);
    this.feedFailover?.sampled(channels);
    this.market?.crossChecks.run();
    this.setQuiet();
    const told = channels.map((each) => this.withRecovery(each));
    view.setChannels(told.map((each) => this.asBooksAre(each)));
    view.refresh(nowNs);
    const ring = main.ring();
    const nicTimeNs = Math.floor((samples[0]!.timeBeats * BEAT_PS) / 1000);
    const pumps = [...engines.pumps, ...this.fixPumps];
    return {
      engine: main.status,
      nic: main.nic(),
      nicTimeNs,
      // The software engine's time is the host's.
      nicDrift: main.status.kind === 'nic' ? this.drift.sample(nowNs, nicTimeNs) : null,
      ring: ring === null ? null : { ...ring, consumed: engines.pumps[0]!.consumed },
      ports,
      channels: told,
      gaps: { total: gaps.total, messages: gaps.messages, recent: gaps.recent(GAPS_SENT) },
      books: view.summary(nowNs),
      ...(this.market === undefined ? {} : { market: this.market.status(nowNs) }),
      turns: latencyStatus(
        'turn',
        pumps.map((pump) => pump.turns),
      ),
      turnNsMax: Math.max(...pumps.map((pump) => pump.takeTurnMax())),
      turnNsMaxEver: Math.max(...pumps.map((pump) => pump.turnNsMaxEver)),
    };
  }

  private withRecovery(channel: ChannelStatus): ChannelStatus {
    const recovery = this.recovery?.status(channel.channel);
    const failover = this.feedFailover?.status(channel.channel);
    return {
      ...channel,
      ...(recovery === undefined ? {} : { recovery }),
      ...(failover === undefined ? {} : { failover, suspect: this.feedFailover?.stale.has(channel.channel) === true }),
    };
  }

  /** The state of a feed's books: a backup that was validated counts like the lines. */
  private asBooksAre(channel: ChannelStatus): ChannelStatus {
    if (channel.suspect === true) return { ...channel, state: 'stale' };
    return channel.state === 'stale' && this.isStreaming(channel.channel) ? { ...channel, state: 'live' } : channel;
  }

  /** A venue whose feed is in doubt does not count. */
  private setQuiet(): void {
    this.market?.setQuiet(this.feedFailover?.stale ?? new Set());
  }

  /** Why the books of a channel cannot be right beside those of other venues. */
  private doubt(channel: number): string | undefined {
    const { market, options } = this;
    const venue = options.trading?.channels(options.config.feeds)[channel]?.venue;
    return market === undefined || venue === undefined ? undefined : doubtFrom(sanityOf(market.book, venue));
  }

  /** Stops reading, and gives the cards and sockets up. */
  async close(): Promise<void> {
    this.feedFailover?.close();
    for (const pump of this.fixPumps) pump.stop();
    this.engines.stop();
    await this.recovery?.close();
    await this.engines.close();
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
