/**
 * Cboe's spin server of one unit: tells every second up to which number an image of the unit's books reaches, and sends it to who asks: states
 * and displayed orders as feed messages in unsequenced blocks. What comes live behind that number makes the books of now.
 */
import type { Logger } from '../../../control/core/logging.js';
import type { Timer, TradingWorld } from '../../../control/core/world.js';
import { pitchRecovery } from '../../../control/protocols/pitch2/messages.js';
import { UnitWriter } from '../../../control/protocols/pitch2/unit.js';
import type { MessageStore } from './message-store.js';
import type { MessagePlace } from './message-output.js';
import { PitchServer, type PitchServerCounters, type PitchServerOptions } from './pitch-server.js';
import type { PitchSession } from './pitch-session.js';

/** An image of a unit: its messages, numbered from 1 for their order alone. */
export interface SpinImage {
  /** The newest message of the unit that is in it. */
  readonly sequence: number;
  readonly orders: number;
  readonly messages: MessageStore;
}

export interface SpinUnit {
  readonly unit: number;
  /** False: the publisher is catching up, and the market is not what the numbers say. */
  readonly isAvailable: boolean;
  /** Number of the unit's newest message. */
  readonly newest: number;
  makeImage(): SpinImage;
}

export interface SpinCounters extends PitchServerCounters {
  readonly images: number;
  readonly spins: number;
  readonly finished: number;
  /** Refusals by status. */
  readonly statuses: Readonly<Record<string, number>>;
}

const IMAGE_MS = 1000;
const SPIN_BLOCK_BYTES = 1400;
/** Blocks in one go: others get their turn in between. */
const BLOCKS_PER_PIECE = 64;
const PIECE_PAUSE_MS = 1;

interface Spin {
  readonly image: SpinImage;
  next: number;
  isScheduled: boolean;
}

export class SpinServer {
  private image: SpinImage | undefined;
  private imageNs = 0;
  private readonly spinning = new Map<PitchSession, Spin>();
  private readonly block: UnitWriter;
  private readonly place: MessagePlace = { bytes: new Uint8Array(0), start: 0, end: 0 };
  private readonly statuses: Record<string, number> = {};
  private readonly timer: Timer;
  private server: PitchServer | undefined;
  private images = 0;
  private spins = 0;
  private finished = 0;

  private constructor(
    private readonly world: Pick<TradingWorld, 'clock' | 'timers'>,
    private readonly source: SpinUnit,
  ) {
    this.block = new UnitWriter(source.unit, SPIN_BLOCK_BYTES);
    this.timer = world.timers.every(IMAGE_MS, () => this.announce());
  }

  static async open(
    world: Pick<TradingWorld, 'clock' | 'timers' | 'streams'>,
    options: Omit<PitchServerOptions, 'onRequest' | 'name'>,
    source: SpinUnit,
    log: Logger,
  ): Promise<SpinServer> {
    const self = new SpinServer(world, source);
    try {
      self.server = await PitchServer.open(
        world,
        {
          ...options,
          name: `spin-${source.unit}`,
          onLogin: (session) => self.tell(session, self.freshImage()),
          onRequest: (session, name, fields) => self.request(session, name, Number(fields['sequence'])),
          onDrained: (session) => self.go(session),
          onClosed: (session) => self.spinning.delete(session),
        },
        log,
      );
    } catch (error) {
      self.timer.cancel();
      throw error;
    }
    return self;
  }

  get port(): number {
    return this.server?.port ?? 0;
  }

  counters(): SpinCounters {
    const { images, spins, finished, statuses } = this;
    const server = this.server?.counters() ?? { connections: 0, logins: 0, refused: {} };
    return { ...server, images, spins, finished, statuses };
  }

  async close(): Promise<void> {
    this.timer.cancel();
    await this.server?.close();
  }

  private announce(): void {
    const listeners = [...(this.server?.sessions ?? [])].filter(({ isLoggedIn }) => isLoggedIn);
    // Nobody listens: the next one who logs in gets a new image.
    if (listeners.length === 0) return;
    const image = this.newImage();
    for (const session of listeners) this.tell(session, image);
  }

  private tell(session: PitchSession, image: SpinImage | undefined): void {
    if (image === undefined || !session.isOpen || this.spinning.has(session)) return;
    session.reply(pitchRecovery.SpinImageAvailable, { sequence: image.sequence });
  }

  private freshImage(): SpinImage | undefined {
    const isFresh = this.world.clock.monotonicNs() - this.imageNs < IMAGE_MS * 1e6;
    return isFresh && this.image !== undefined ? this.image : this.newImage();
  }

  private newImage(): SpinImage | undefined {
    if (!this.source.isAvailable) return undefined;
    if (this.image?.sequence !== this.source.newest) {
      this.images++;
      this.image = this.source.makeImage();
    }
    this.imageNs = this.world.clock.monotonicNs();
    return this.image;
  }

  private request(session: PitchSession, name: string, sequence: number): boolean {
    if (name !== 'SpinRequest') return false;
    const image = this.imageFor(sequence);
    const status = this.spinning.has(session) ? 'S' : image === undefined ? 'O' : 'A';
    const orderCount = status === 'A' && image !== undefined ? image.orders : 0;
    const told = status === 'A' && image !== undefined ? image.sequence : sequence;
    session.reply(pitchRecovery.SpinResponse, { sequence: told, orderCount, status });
    if (status === 'A' && image !== undefined) {
      this.spins++;
      this.spinning.set(session, { image, next: 1, isScheduled: false });
      this.go(session);
    } else {
      this.statuses[status] = (this.statuses[status] ?? 0) + 1;
      const { remote, user } = session;
      this.server?.refusals.note(`spin status ${status}`, { remote, user, sequence, newest: this.source.newest });
    }
    return true;
  }

  /** The one that was announced, or the next one where that is asked for: it reaches at least to the number. */
  private imageFor(sequence: number): SpinImage | undefined {
    if (!this.source.isAvailable || sequence > this.source.newest) return undefined;
    return this.image !== undefined && sequence <= this.image.sequence ? this.image : this.newImage();
  }

  private go(session: PitchSession): void {
    const spin = this.spinning.get(session);
    if (spin === undefined || spin.isScheduled || !session.isOpen) return;
    const { block, place } = this;
    const { messages, sequence } = spin.image;
    for (let left = BLOCKS_PER_PIECE; left > 0 && spin.next < messages.next; left--) {
      if (!session.hasRoom) return;
      for (; spin.next < messages.next && messages.read(spin.next, place); spin.next++) {
        const length = place.end - place.start;
        if (!block.hasRoom(length)) break;
        block.bytes.set(place.bytes.subarray(place.start, place.end), block.end);
        block.added(length);
      }
      session.send(block, 0);
    }
    session.flush();
    if (spin.next < messages.next) {
      spin.isScheduled = true;
      this.world.timers.after(PIECE_PAUSE_MS, () => {
        spin.isScheduled = false;
        this.go(session);
      });
      return;
    }
    this.finished++;
    this.spinning.delete(session);
    session.reply(pitchRecovery.SpinFinished, { sequence });
  }
}
