/** The market-data side of a gateway: the engines of all feeds, one set of books behind them, and what people see of both. */
import { BEAT_PS } from '../core/generated/records.js';
import type { Logger } from '../core/logging.js';
import type { EngineStatus, GatewayStatus } from '../core/status/schema.js';
import type { World } from '../core/world.js';
import { BookSet } from '../market-data/books/book-set.js';
import { BooksView } from './books-view.js';
import type { GatewayConfig } from './config-schema.js';
import { openEngines, type Engine } from './engine.js';
import { FeedStatus } from './feed-status.js';
import { GapLog } from './gap-log.js';
import { Pump } from './pump.js';

const GAPS_SENT = 20;

export interface MarketDataOptions {
  readonly world: World;
  readonly log: Logger;
  readonly config: GatewayConfig;
  /** An engine broke: nothing comes from it any more. */
  readonly failed: (error: unknown) => void;
}

/** The parts of a status that come from here. */
export type MarketDataStatus = Pick<
  GatewayStatus,
  'engine' | 'nic' | 'nicTimeNs' | 'ring' | 'ports' | 'channels' | 'gaps' | 'books'
> & { readonly turnNsMax: number; readonly turnNsMaxEver: number };

export class MarketData {
  readonly books: BookSet;
  readonly view: BooksView;
  private readonly gaps: GapLog;
  private readonly pumps: readonly Pump[];
  private readonly feedStatus: FeedStatus;

  private constructor(
    { world, config, failed }: MarketDataOptions,
    private readonly engines: readonly Engine[],
  ) {
    const { feeds } = config;
    this.books = new BookSet({ channels: feeds.length });
    this.view = new BooksView(
      this.books,
      feeds.map(({ id }) => id),
    );
    this.gaps = new GapLog(world.clock, this.books);
    this.pumps = engines.map(({ feed }) => new Pump(world, feed, this.gaps, failed));
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
