/**
 * The exchange as its feed and nothing else, in one process: a market in virtual time that follows the clock, and the publisher. One tick
 * advances the market to now and sends what came of it.
 */
import { silentLogger, type Logger } from '../../../control/core/logging.js';
import type { Timer } from '../../../control/core/world.js';
import type { PublisherWorld } from '../publish/files.js';
import { MarketFeed } from '../publish/market-feed.js';
import type { NasdaqConfig } from './config.js';
import { NasdaqPublisher } from './publisher.js';

/** A late tick catches up at most this much of the market's time; the rest comes with the next ticks. */
const MAX_CATCH_UP_NS = 50_000_000;

export class NasdaqFeed {
  private timer: Timer | undefined;
  /** The clock at the market's first moment; undefined before the start. */
  private originNs: number | undefined;
  private stopped: Promise<void> | undefined;

  private constructor(
    private readonly world: PublisherWorld,
    private readonly feed: MarketFeed,
    private readonly publisher: NasdaqPublisher,
    tickMs: number,
  ) {
    this.timer = world.timers.every(tickMs, () => this.tick());
  }

  /** Binds its sockets and begins with heartbeats; the market waits for `start`. */
  static async open(world: PublisherWorld, config: NasdaqConfig, log: Logger = silentLogger): Promise<NasdaqFeed> {
    // Without a wall clock nobody ties it to other venues.
    const feed = new MarketFeed({ ...config, arbitrage: false });
    // Each start is another day: nothing is kept for the next one.
    const settings = { ...config, dataDirectory: undefined };
    const publisher = await NasdaqPublisher.open(world, feed.link(), settings, log, (error) => {
      throw error;
    });
    return new NasdaqFeed(world, feed, publisher, config.tickMs);
  }

  get session(): string {
    return this.publisher.session;
  }

  get market(): MarketFeed['market'] {
    return this.feed.market;
  }

  get addresses(): NasdaqPublisher['addresses'] {
    return this.publisher.addresses;
  }

  get started(): boolean {
    return this.originNs !== undefined;
  }

  /** Lets the market's day begin. A second call changes nothing. */
  start(): void {
    if (this.stopped !== undefined || this.originNs !== undefined) return;
    this.originNs = this.world.clock.monotonicNs();
  }

  silence(name: string, silent: boolean): void {
    this.publisher.silence(name, silent);
  }

  counters() {
    const { market, started } = this;
    return {
      started,
      ...this.publisher.counters(),
      /** Market time, ns since midnight, and how far it is behind the clock. */
      timeNs: market.nowNs,
      behindNs: market.closed ? 0 : this.dueNs() - market.nowNs,
    };
  }

  /** Ends the day and the session, and closes the sockets. */
  stop(): Promise<void> {
    this.stopped ??= this.close();
    return this.stopped;
  }

  private async close(): Promise<void> {
    this.timer?.cancel();
    if (this.started) this.feed.closeDay();
    await this.publisher.endSession();
    await this.publisher.close();
  }

  private tick(): void {
    const { market } = this;
    if (this.started && !market.closed) this.feed.advance(Math.min(this.dueNs(), market.nowNs + MAX_CATCH_UP_NS));
  }

  /** Where the market should be now: absolute, so that late ticks do not add up. */
  private dueNs(): number {
    if (this.originNs === undefined) return this.market.nowNs;
    return this.market.startNs + (this.world.clock.monotonicNs() - this.originNs);
  }
}
