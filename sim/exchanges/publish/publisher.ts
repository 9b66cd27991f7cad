/**
 * Events in, numbered messages out: follows the matcher, encodes, stores, and says when there is something to send. What it publishes is a
 * function of the events, so one that was killed goes on with the same numbers: it loads its checkpoint, is told again what came after it,
 * finds the messages in its store, and publishes from where they end.
 */
import { CrossfeedError } from '../../../control/core/errors.js';
import type { Logger } from '../../../control/core/logging.js';
import type { Disk } from '../../../control/core/disk.js';
import type { Clock } from '../../../control/core/world.js';
import type { FeedEvent, FeedLink } from '../core/links.js';
import { readCheckpoint, writeCheckpoint } from './checkpoint.js';
import type { FeedEncoder } from './encoder.js';
import { PublishError } from './errors.js';
import { MarketImage } from './market-image.js';
import { differences } from './resync.js';

export interface PublisherOptions {
  readonly clock: Clock;
  readonly link: FeedLink;
  readonly encoder: FeedEncoder;
  /** Of a publisher that starts for the first time. */
  readonly session: string;
  /** Where its checkpoints are; absent: none are made, and it wants to be told everything. */
  readonly files: { readonly disk: Disk; readonly directory: string } | undefined;
  readonly checkpointMs: number;
  readonly log: Logger;
  /** There are new messages in the stores. */
  readonly onPublished: () => void;
  /** Nothing more can be published: a full disk, an exchange that says something else than before. */
  readonly onFailed: (error: Error) => void;
}

export interface PublisherCounters {
  readonly feedSequence: number;
  readonly events: number;
  /** Events that came again. */
  readonly repeated: number;
  readonly checkpoints: number;
  /** Times that events were gone, and differences to a snapshot were published instead. */
  readonly resyncs: number;
  readonly unknownOrders: number;
  readonly orders: number;
}

export class Publisher {
  readonly image = new MarketImage();
  readonly session: string;
  private readonly options: PublisherOptions;
  private checkpointNs: number;
  private isResyncing = false;
  private isFailed = false;
  private events = 0;
  private repeated = 0;
  private checkpoints = 0;
  private resyncs = 0;

  /** Loads the checkpoint. Throws PublishError or DiskError. */
  constructor(options: PublisherOptions) {
    this.options = options;
    const { clock, files, encoder, log } = options;
    this.checkpointNs = clock.monotonicNs();
    const saved = files === undefined ? undefined : readCheckpoint(files.disk, files.directory);
    this.session = saved?.session ?? options.session;
    if (saved === undefined) {
      for (const store of encoder.stores) store.regenerateFrom(store.first);
      // The session's name must be the same in every process, from the first message on.
      this.writeCheckpoint();
      return;
    }
    this.image.load(saved.image);
    encoder.load(saved.encoder);
    for (const store of encoder.stores) {
      const next = saved.streams[store.name];
      if (next === undefined) {
        throw new PublishError('PUBLISH_STORE', 'the checkpoint is of other streams', {
          where: files?.directory,
          found: Object.keys(saved.streams).join(', '),
          expected: store.name,
        });
      }
      store.regenerateFrom(next);
    }
    log.info('publisher goes on', {
      session: this.session,
      feedSequence: saved.image.feedSequence,
      streams: saved.streams,
    });
  }

  /** The day is over: everything has been published. */
  get isEnded(): boolean {
    return this.image.systemEvents.endsWith('C');
  }

  counters(): PublisherCounters {
    const { events, repeated, checkpoints, resyncs, image } = this;
    const { feedSequence, orders, counters } = image;
    return {
      feedSequence,
      events,
      repeated,
      checkpoints,
      resyncs,
      unknownOrders: counters.unknownOrders,
      orders: orders.size,
    };
  }

  /** Begins to follow the matcher. */
  start(): void {
    this.follow();
  }

  /** Writes what is not yet written. */
  close(): void {
    if (!this.isFailed && !this.isRegenerating) this.writeCheckpoint();
    for (const store of this.options.encoder.stores) store.close();
  }

  /** Messages that were published before are made again: what the image says is not yet what the store holds. */
  get isRegenerating(): boolean {
    return this.options.encoder.stores.some((store) => store.nextToWrite < store.next);
  }

  private follow(): void {
    this.options.link.follow(
      this.image.feedSequence,
      (events) => this.guarded(() => this.take(events)),
      (oldest) => this.resync(oldest),
    );
  }

  private take(events: readonly FeedEvent[]): void {
    if (this.isResyncing) return;
    const { encoder } = this.options;
    for (const event of events) {
      const expected = this.image.feedSequence + 1;
      if (event.feedSequence < expected) {
        this.repeated++;
        continue;
      }
      if (event.feedSequence > expected) {
        throw new PublishError('PUBLISH_DIVERGED', 'events are missing', {
          found: event.feedSequence,
          expected,
        });
      }
      this.events++;
      encoder.encode(event, this.image);
      this.image.apply(event);
    }
    this.published();
  }

  private published(): void {
    const { encoder, clock, checkpointMs, onPublished } = this.options;
    for (const store of encoder.stores) store.flush();
    onPublished();
    const nowNs = clock.monotonicNs();
    if (nowNs - this.checkpointNs < checkpointMs * 1e6 || this.isRegenerating) return;
    this.checkpointNs = nowNs;
    this.writeCheckpoint();
  }

  private resync(oldest: number): void {
    const { link, log, encoder } = this.options;
    this.isResyncing = true;
    log.warn('events are gone: publishing the differences to a snapshot', {
      after: this.image.feedSequence,
      oldest,
    });
    link.snapshot().then(
      (snapshot) =>
        this.guarded(() => {
          this.isResyncing = false;
          this.resyncs++;
          // What was published and not checkpointed cannot be made again: the image must be that of the stored messages.
          if (this.isRegenerating) {
            throw new PublishError('PUBLISH_STORE', 'the exchange no longer has the events since the checkpoint', {
              found: oldest,
              expected: this.image.feedSequence + 1,
            });
          }
          for (const event of differences(this.image, snapshot)) {
            encoder.encode(event, this.image);
            this.image.apply(event);
          }
          this.image.feedSequence = snapshot.feedSequence;
          this.image.timeNs = snapshot.timeNs;
          this.published();
          this.follow();
        }),
      (error: unknown) => {
        this.isResyncing = false;
        // The link went down meanwhile: it follows again when it is up, and says again that the events are gone.
        log.warn('no snapshot', { error });
        this.follow();
      },
    );
  }

  private guarded(run: () => void): void {
    if (this.isFailed) return;
    try {
      run();
    } catch (error) {
      if (!(error instanceof CrossfeedError)) throw error;
      this.isFailed = true;
      this.options.log.error('publisher stopped', { error });
      this.options.onFailed(error);
    }
  }

  private writeCheckpoint(): void {
    const { files, encoder } = this.options;
    if (files === undefined) return;
    files.disk.makeDirectory(files.directory);
    writeCheckpoint(files.disk, files.directory, {
      session: this.session,
      image: this.image.save(),
      encoder: encoder.save(),
      streams: Object.fromEntries(encoder.stores.map((store) => [store.name, store.nextToWrite])),
    });
    this.checkpoints++;
  }
}
