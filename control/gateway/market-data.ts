/** The market-data side of a gateway: the engines of all feeds, one set of books behind them, and what people see of both. */
import { BEAT_PS } from '../core/generated/records.js';
import type { Logger } from '../core/logging.js';
import type { RecordRing, RecordSink } from '../core/record-ring.js';
import type { EngineStatus, GatewayStatus } from '../core/status/schema.js';
import type { World } from '../core/world.js';
import { BookSet } from '../market-data/books/book-set.js';
import { BooksView } from './books-view.js';
import type { GatewayConfig } from './config-schema.js';
import { openEngines, type Engine } from './engine.js';
import { FeedStatus } from './feed-status.js';
import { GapLog } from './gap-log.js';
import { Market } from './market.js';
import { Pump } from './pump.js';
import type { Trading } from './trading.js';

const GAPS_SENT = 20;

export interface MarketDataOptions {
  readonly world: World;
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
> & { readonly turnNsMax: number; readonly turnNsMaxEver: number };

export class MarketData {
  readonly books: BookSet;
  readonly view: BooksView;
  /** The consolidated book, where there are venues. */
  readonly market: Market | undefined;
  private readonly gaps: GapLog;
  private readonly pumps: readonly Pump[];
  private readonly feedStatus: FeedStatus;

  private constructor(
    { world, log, config, failed, trading }: MarketDataOptions,
    private readonly engines: readonly Engine[],
  ) {
    const { feeds } = config;
    const fixFeeds = trading?.fixFeeds() ?? [];
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
            onConflict: (error) => log.error('a symbol of a feed is in conflict', { error }),
          });
    const { market, books } = this;
    this.view = new BooksView(
      books,
      ids,
      market && ((book) => market.unitsOf(book)),
      market && ((visit) => market.drainChanged(visit)),
    );
    this.gaps = new GapLog(world.clock, market === undefined ? books : new Both(market, books));
    const drained = (): void => market?.refresh();
    this.pumps = [...engines.map(({ feed }) => feed), ...fixFeeds.map(({ feed }) => feed)].map(
      (feed) => new Pump(world, feed, this.gaps, failed, drained),
    );
    this.feedStatus = new FeedStatus(feeds, config.staleAfterMs);
  }

  static async open(options: MarketDataOptions): Promise<MarketData> {
    const { world, log, config } = options;
    return new MarketData(options, await openEngines({ world, log, config, requested: config.engine }));
  }

  /** The engine that carries the card's feeds. */
  get engineStatus(): EngineStatus {
    return this.engines[0]!.status;
  }

  start(): void {
    for (const pump of this.pumps) pump.start();
  }

  status(nowNs: number): MarketDataStatus {
    const { engines, view, gaps, pumps } = this;
    const main = engines[0]!;
    const samples = engines.map(({ feed }) => ({ timeBeats: feed.timeBeats(), counters: feed.counters() }));
    const { ports, channels } = this.feedStatus.sample(samples, nowNs);
    view.setChannels(channels);
    view.refresh(nowNs);
    const ring = main.ring();
    return {
      engine: main.status,
      nic: main.nic(),
      nicTimeNs: Math.floor((samples[0]!.timeBeats * BEAT_PS) / 1000),
      ring: ring === null ? null : { ...ring, consumed: pumps[0]!.consumed },
      ports,
      channels,
      gaps: { total: gaps.total, messages: gaps.messages, recent: gaps.recent(GAPS_SENT) },
      books: view.summary(nowNs),
      ...(this.market === undefined ? {} : { market: this.market.status(nowNs) }),
      turnNsMax: Math.max(...pumps.map((pump) => pump.takeTurnMax())),
      turnNsMaxEver: Math.max(...pumps.map((pump) => pump.turnNsMaxEver)),
    };
  }

  /** Stops reading, and gives the cards and sockets up. */
  async close(): Promise<void> {
    for (const pump of this.pumps) pump.stop();
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
