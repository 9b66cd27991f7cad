/**
 * The engines of a gateway and what reads them. A card that fails while it runs is replaced by the software engine on the same lines, and may be taken into use again by hand; the
 * splicer in front of the books sees to it that nothing is lost in between (docs/failover-procedures.md).
 */
import { WorldError } from '../core/errors.js';
import type { FeedCounters } from '../core/feed.js';
import type { Denial } from '../core/order-entry.js';
import { CardWatch } from './card-watch.js';
import { openEngine, openEngines, type Engine, type EngineOptions } from './engine.js';
import type { EngineSample } from './feed-status.js';
import { Pump } from './pump.js';
import type { Splicer } from '../market-data/recovery/splicer.js';

export interface EngineSetEvents {
  /** After each drain that brought records. */
  readonly drained: () => void;
  /** Nothing comes from these channels until `replaced`. */
  readonly failing: (channels: readonly number[], why: string) => void;
  /** Another engine reads their lines: it begins in the middle of the stream. */
  readonly replaced: (channels: readonly number[]) => void;
  /** An engine broke that nothing can replace. */
  readonly failed: (error: unknown) => void;
}

export class EngineSet {
  /** By engine. */
  readonly pumps: Pump[] = [];
  private sink: Splicer | undefined;
  private events: EngineSetEvents | undefined;
  private readonly lastSamples: (EngineSample | undefined)[] = [];
  /** Of the card, while it is in use. */
  private watch = new CardWatch();
  private isRunning = false;
  /** The engine that is being replaced. */
  private replacing: Promise<void> | undefined;

  private constructor(
    private readonly options: EngineOptions,
    private readonly engines: Engine[],
  ) {}

  static async open(options: EngineOptions): Promise<EngineSet> {
    return new EngineSet(options, [...(await openEngines(options))]);
  }

  /** The engine that carries the card's feeds. */
  get main(): Engine {
    return this.engines[0]!;
  }

  connect(sink: Splicer, events: EngineSetEvents): void {
    this.sink = sink;
    this.events = events;
    this.pumps.push(...this.engines.map((_, index) => this.pumpOf(index)));
  }

  start(): void {
    this.isRunning = true;
    for (const pump of this.pumps) pump.start();
  }

  stop(): void {
    this.isRunning = false;
    for (const pump of this.pumps) pump.stop();
  }

  /** Counters of every engine; of one that does not answer its last ones, and it is replaced. */
  sample(): EngineSample[] {
    return this.engines.map((engine, index) => {
      try {
        const sample = { timeBeats: engine.feed.timeBeats(), counters: engine.feed.counters() };
        this.lastSamples[index] = sample;
        const fault = engine.fault?.() ?? this.hangs(engine, sample.timeBeats);
        if (fault !== undefined) this.engineFailed(index, new WorldError('CARD_FAULT', fault));
        return sample;
      } catch (error) {
        this.engineFailed(index, error);
        const last = this.lastSamples[index];
        if (last === undefined) throw error;
        return last;
      }
    });
  }

  /** Undefined while the channel's engine does not answer. */
  countersOf(channel: number): FeedCounters['channels'][number] | undefined {
    const index = this.indexOf(channel);
    try {
      return this.engines[index]?.feed.counters().channels[channel - this.firstOf(index)];
    } catch (error) {
      this.engineFailed(index, error);
      return undefined;
    }
  }

  engineOf(channel: number): 'nic' | 'software' {
    return this.engines[this.indexOf(channel)]!.feed.engine;
  }

  /** Another engine for the channel's lines, and for those of all channels of the same engine. undefined: it is on its way. */
  replace(channel: number, to: 'nic' | 'software', why: string): Denial | undefined {
    const index = this.indexOf(channel);
    if (to === 'nic' && index !== 0) return { code: 'NOT_FOR_CARD', text: 'this feed is kept off the card' };
    if (this.replacing !== undefined) return { code: 'BUSY', text: 'an engine is being replaced' };
    this.replaceAt(index, to, `the engine is replaced ${why}`);
    return undefined;
  }

  async close(): Promise<void> {
    this.stop();
    await this.replacing;
    await Promise.all(this.engines.map(({ feed }) => feed.close()));
  }

  /** Only a card is watched: the software engine's time is this process's own. */
  private hangs({ feed }: Engine, timeBeats: number): string | undefined {
    return feed.engine === 'nic' ? this.watch.look(timeBeats, this.options.world.clock.monotonicNs()) : undefined;
  }

  private engineFailed(index: number, error: unknown): void {
    if (this.replacing !== undefined || !this.isRunning) return;
    const engine = this.engines[index]!;
    if (engine.feed.engine !== 'nic') {
      this.events?.failed(error);
      return;
    }
    const message = error instanceof Error ? error.message : String(error);
    this.options.log.error('the card failed; the software engine takes its lines', { error });
    this.replaceAt(index, 'software', `the card failed (${message})`);
  }

  private replaceAt(index: number, to: 'nic' | 'software', why: string): void {
    const channels = this.channelsOf(index);
    this.pumps[index]!.stop();
    this.events?.failing(channels, why);
    this.replacing = this.swap(index, to, why)
      .then(() => this.events?.replaced(channels))
      .catch((error: unknown) => this.events?.failed(error))
      .finally(() => {
        this.replacing = undefined;
        if (this.isRunning) this.pumps[index]!.start();
      });
  }

  private async swap(index: number, to: 'nic' | 'software', why: string): Promise<void> {
    const { options, engines } = this;
    const { feeds, feed } = engines[index]!;
    const first = this.firstOf(index);
    // The lines' addresses are free only when the old engine has let them go. A card that failed may not be able to say goodbye.
    await closed(feed);
    let engine: Engine;
    try {
      engine = await openEngine(options, to, feeds, first, to === options.requested ? null : `${why}.`);
    } catch (error) {
      if (to === 'software') throw error;
      options.log.error('the card cannot be taken into use', { error });
      const reason = error instanceof Error ? error.message : String(error);
      engine = await openEngine(options, 'software', feeds, first, `The card cannot be used: ${reason}.`);
    }
    engines[index] = engine;
    this.watch = new CardWatch();
    this.pumps[index] = this.pumpOf(index);
  }

  private pumpOf(index: number): Pump {
    const { options, sink, events } = this;
    const failed = (error: unknown): void => this.engineFailed(index, error);
    return new Pump(options.world, this.engines[index]!.feed, sink!, failed, () => events!.drained());
  }

  private firstOf(index: number): number {
    return this.engines.slice(0, index).reduce((sum, { feeds }) => sum + feeds.length, 0);
  }

  private channelsOf(index: number): number[] {
    const first = this.firstOf(index);
    return this.engines[index]!.feeds.map((_, channel) => first + channel);
  }

  private indexOf(channel: number): number {
    return this.engines.findIndex((_, index) => this.channelsOf(index).includes(channel));
  }
}

async function closed(feed: Engine['feed']): Promise<void> {
  try {
    await feed.close();
  } catch {
    // It has failed; that is why it goes.
  }
}
