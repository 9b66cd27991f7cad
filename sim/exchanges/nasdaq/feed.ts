/**
 * The feed publisher: a market in virtual time that follows the clock, its messages in MoldUDP64 packets, each packet on
 * every line. One tick advances the market to now, closes the open packet and sends what is due.
 */
import { MoldPacketiser } from '../../../control/protocols/moldudp64/packetiser.js';
import type { Timer, UdpSocket, World } from '../../../control/core/world.js';
import { ImpairedLine, type LineCounters } from '../lines.js';
import { requireLoopback } from '../loopback.js';
import { seedFor } from '../market/draws.js';
import { Market } from '../market/market.js';
import type { LineSettings, NasdaqConfig } from './config.js';
import { ItchPublisher } from './itch-publisher.js';
import { SimulatorConfigError } from '../errors.js';

const HEARTBEAT_NS = 1e9;
/** A late tick catches up at most this much of the market's time; the rest comes with the next ticks. */
const MAX_CATCH_UP_NS = 50_000_000;
/** End-of-session packets at the stop: a line may lose some of them. */
const ENDS = 5;
const END_EVERY_MS = 20;

interface Line {
  readonly settings: LineSettings;
  readonly impaired: ImpairedLine;
  readonly socket: UdpSocket;
}

export interface NasdaqFeedCounters {
  readonly started: boolean;
  readonly messages: number;
  readonly packets: number;
  readonly heartbeats: number;
  readonly nextSequence: number;
  /** Market time, ns since midnight. */
  readonly timeNs: number;
  /** How far the market is behind the clock. */
  readonly behindNs: number;
  readonly lines: Readonly<Record<string, LineCounters & { readonly silent: boolean }>>;
}

export class NasdaqFeed {
  readonly session: string;
  readonly market: Market;
  readonly #world: World;
  readonly #lines: readonly Line[];
  readonly #publisher: ItchPublisher;
  readonly #packetiser: MoldPacketiser;
  readonly #timer: Timer;
  #nowNs: number;
  #lastPacketNs: number;
  /** The clock at the market's first moment; undefined before the start. */
  #originNs: number | undefined;
  #packets = 0;
  #heartbeats = 0;
  #stopped: Promise<void> | undefined;

  private constructor(world: World, config: NasdaqConfig, lines: readonly Line[]) {
    this.#world = world;
    this.#lines = lines;
    this.session = config.session ?? newSession(world);
    this.#nowNs = world.clock.monotonicNs();
    this.#lastPacketNs = this.#nowNs;
    this.#packetiser = new MoldPacketiser({
      session: this.session,
      firstSequence: config.firstSequence,
      maxPacketBytes: config.maxPacketBytes,
      onPacket: (bytes, length) => this.#onPacket(bytes, length),
    });
    this.#publisher = new ItchPublisher(this.#packetiser);
    this.market = new Market(config, this.#publisher);
    this.#timer = world.timers.every(config.tickMs, () => this.#tick());
    this.#heartbeat();
    this.#release();
  }

  /** Binds one socket per line and begins with heartbeats; the market waits for `start`. */
  static async open(world: World, config: NasdaqConfig): Promise<NasdaqFeed> {
    const lines: Line[] = [];
    try {
      for (const settings of config.lines) {
        const { name, address, port, faults } = settings;
        requireLoopback(address, `line ${name}`);
        const socket = await world.sockets.udp({ address: '127.0.0.1', port: 0 });
        const impaired = new ImpairedLine({
          faults,
          random: world.random(faults.seed ?? seedFor(config.seed, `line:${name}`)),
          send: (bytes) => socket.send(bytes, port, address),
        });
        lines.push({ settings, impaired, socket });
      }
      return new NasdaqFeed(world, config, lines);
    } catch (error) {
      await Promise.all(lines.map(({ socket }) => socket.close()));
      throw error;
    }
  }

  get started(): boolean {
    return this.#originNs !== undefined;
  }

  /** Lets the market's day begin. A second call changes nothing. */
  start(): void {
    if (this.#stopped !== undefined || this.#originNs !== undefined) return;
    this.#originNs = this.#world.clock.monotonicNs();
  }

  silence(name: string, silent: boolean): void {
    const line = this.#lines.find(({ settings }) => settings.name === name);
    if (line === undefined) {
      throw new SimulatorConfigError('SIM_LINE', 'no such line', {
        found: name,
        expected: this.#lines.map(({ settings }) => settings.name).join(' or '),
      });
    }
    line.impaired.silent = silent;
  }

  counters(): NasdaqFeedCounters {
    return {
      started: this.started,
      messages: this.#publisher.messages,
      packets: this.#packets,
      heartbeats: this.#heartbeats,
      nextSequence: this.#packetiser.nextSequence,
      timeNs: this.market.nowNs,
      behindNs: this.market.closed ? 0 : this.#dueNs() - this.market.nowNs,
      lines: Object.fromEntries(
        this.#lines.map(({ settings, impaired }) => [settings.name, { ...impaired.counters, silent: impaired.silent }]),
      ),
    };
  }

  /** Ends the day and the session, and closes the sockets. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#timer.cancel();
    this.#nowNs = this.#world.clock.monotonicNs();
    if (this.started) this.market.close();
    for (let sent = 0; sent < ENDS; sent++) {
      if (sent > 0) await new Promise<void>((resolve) => this.#world.timers.after(END_EVERY_MS, resolve));
      this.#nowNs = this.#world.clock.monotonicNs();
      this.#packetiser.endOfSession();
      this.#release();
    }
    // What a slow line still carries leaves now: the process does not stay for it.
    this.#nowNs = Infinity;
    this.#release();
    await Promise.all(this.#lines.map(({ socket }) => socket.close()));
  }

  #tick(): void {
    this.#nowNs = this.#world.clock.monotonicNs();
    if (this.started && !this.market.closed) {
      this.market.advance(Math.min(this.#dueNs(), this.market.nowNs + MAX_CATCH_UP_NS));
      this.#packetiser.flush();
    }
    if (this.#nowNs - this.#lastPacketNs >= HEARTBEAT_NS) this.#heartbeat();
    this.#release();
  }

  /** Where the market should be now: absolute, so that late ticks do not add up. */
  #dueNs(): number {
    return this.#originNs === undefined ? this.market.nowNs : this.market.startNs + (this.#nowNs - this.#originNs);
  }

  #heartbeat(): void {
    // After its day the session is over, and the idle line says so.
    if (this.market.closed) this.#packetiser.endOfSession();
    else this.#packetiser.heartbeat();
    this.#heartbeats++;
  }

  #onPacket(bytes: Uint8Array, length: number): void {
    this.#packets++;
    this.#lastPacketNs = this.#nowNs;
    for (const { impaired } of this.#lines) impaired.offer(bytes, length, this.#nowNs);
  }

  /** Sends what is due, in the order of due times over all lines: a tick is coarser than the delays of the lines. */
  #release(): void {
    for (;;) {
      let first: ImpairedLine | undefined;
      let firstNs = this.#nowNs;
      for (const { impaired } of this.#lines) {
        const dueNs = impaired.nextDueNs;
        if (dueNs < firstNs || (dueNs === firstNs && first === undefined && dueNs < Infinity)) {
          first = impaired;
          firstNs = dueNs;
        }
      }
      if (first === undefined) return;
      first.release(firstNs);
    }
  }
}

/** Different at each start, because sequence numbers begin again. */
function newSession(world: World): string {
  return `CF${world.clock.epochMs().toString(36).toUpperCase().slice(-8)}`;
}
