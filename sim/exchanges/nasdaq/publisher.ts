/**
 * The Nasdaq simulator's market data, fed by the matcher: ITCH 5.0 over MoldUDP64 on A and B lines, the request server beside them, the
 * same stream over SoupBinTCP for when both lines are gone, and snapshots for those who come late.
 */
import type { Logger } from '../../../control/core/logging.js';
import type { Timer, World } from '../../../control/core/world.js';
import type { FeedLink } from '../core/links.js';
import { filesFor, type PublisherWorld } from '../publish/files.js';
import { LineSet } from '../publish/line-set.js';
import { MessageStore } from '../publish/message-store.js';
import { MoldLines } from '../publish/mold-lines.js';
import { Publisher } from '../publish/publisher.js';
import { RESEND_MESSAGES } from '../publish/resending.js';
import type { NasdaqConfig } from './config.js';
import { ItchEncoder } from './itch-encoder.js';
import { openNasdaqServers, type NasdaqServers } from './servers.js';

/** End-of-session packets at the stop: a line may lose some of them. */
const ENDS = 5;
const END_EVERY_MS = 20;

export class NasdaqPublisher {
  readonly session: string;
  private isEnded = false;
  private constructor(
    private readonly world: PublisherWorld,
    private readonly publisher: Publisher,
    private readonly store: MessageStore,
    private readonly lines: LineSet,
    private readonly mold: MoldLines,
    private readonly servers: NasdaqServers,
    private readonly timer: Timer,
  ) {
    this.session = publisher.session;
  }

  /**
   * Begins with a heartbeat and follows the link, which must be up: its listings make the directory.
   * @param onFailed nothing more can be published
   */
  static async open(
    world: PublisherWorld,
    link: FeedLink,
    config: NasdaqConfig,
    log: Logger,
    onFailed: (error: Error) => void,
  ): Promise<NasdaqPublisher> {
    const lines = await LineSet.open(world, config.lines, config.seed);
    let servers: NasdaqServers | undefined;
    try {
      const files = filesFor(world, config.dataDirectory);
      const store = new MessageStore({
        name: 'itch',
        firstSequence: config.firstSequence,
        ...(files === undefined ? {} : { files }),
        ...config.store,
      });
      // Whether the last piece that an earlier process stored has left, nobody knows: it leaves again.
      const from = Math.max(store.first, store.next - RESEND_MESSAGES);
      const hooks = { onPublished: (): void => undefined };
      const publisher = new Publisher({
        clock: world.clock,
        link,
        encoder: new ItchEncoder(link.listings, store),
        session: config.session ?? newSession(world),
        files,
        checkpointMs: config.checkpointMs,
        log,
        onPublished: () => hooks.onPublished(),
        onFailed,
      });
      const { session } = publisher;
      const { maxPacketBytes } = config;
      const mold = new MoldLines({ clock: world.clock, session, store, lines, maxPacketBytes }, from);
      const beside = await openNasdaqServers(world, config, { publisher, store, listings: link.listings, log });
      servers = beside;
      hooks.onPublished = () => {
        mold.send();
        beside.onNews();
      };
      mold.heartbeat(publisher.isEnded);
      const timer = world.timers.every(config.tickMs, () => mold.tick(publisher.isEnded));
      const self = new NasdaqPublisher(world, publisher, store, lines, mold, beside, timer);
      publisher.start();
      return self;
    } catch (error) {
      await Promise.all([lines.close(), servers?.close()]);
      throw error;
    }
  }

  silence(line: string, silent: boolean): void {
    this.lines.silence(line, silent);
  }

  /** Where servers listen, by name. */
  get addresses(): NasdaqServers['addresses'] {
    return this.servers.addresses;
  }

  counters() {
    const { mold, store, lines, publisher, servers } = this;
    return {
      messages: store.next - store.first + store.counters.dropped,
      packets: mold.packets,
      heartbeats: mold.heartbeats,
      nextSequence: mold.nextSequence,
      lines: lines.counters(),
      publisher: publisher.counters(),
      store: store.counters,
      servers: servers.counters(),
    };
  }

  /** Says that the session is over, and goes on saying so until it is closed. Only for an exchange that has no tomorrow. */
  async endSession(): Promise<void> {
    this.timer.cancel();
    this.isEnded = true;
    for (let sent = 0; sent < ENDS; sent++) {
      if (sent > 0) await new Promise<void>((resolve) => this.world.timers.after(END_EVERY_MS, resolve));
      this.mold.heartbeat(true);
    }
  }

  /** Closes everything. Where the day has ended, the lines say so some more times. */
  async close(): Promise<void> {
    this.timer.cancel();
    if (this.publisher.isEnded && !this.isEnded) await this.endSession();
    await Promise.all([this.lines.close(), this.servers.close()]);
    this.publisher.close();
  }
}

/** Different at each start, because sequence numbers begin again. */
function newSession(world: Pick<World, 'clock'>): string {
  return `CF${world.clock.epochMs().toString(36).toUpperCase().slice(-8)}`;
}
