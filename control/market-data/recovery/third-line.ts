/**
 * A further line of a feed, on a socket of its own: what brings the stream when all lines of the engine are silent. It listens all the time and keeps its last packets, so that what came
 * between the fault and its discovery is there and need not be asked for.
 */
import type { Clock, Sockets, UdpSocket } from '../../core/world.js';
import { MOLD_HEADER_BYTES, MoldPacket } from '../../protocols/moldudp64/packet.js';
import { UnitPacket } from '../../protocols/pitch2/packet.js';
import { UNIT_HEADER_BYTES } from '../../protocols/pitch2/unit.js';
import type { StreamHandler } from './channel-recovery.js';

export interface ThirdLineConfig {
  readonly protocol: 'itch50' | 'pitch2';
  readonly address: string;
  readonly udpPort: number;
  readonly multicast?: { readonly group: string; readonly networkInterface?: string };
  /** PITCH: the unit of the line. */
  readonly unit?: number;
}

export interface ThirdLineCounters {
  packets: number;
  /** Too short, or of another unit. */
  refused: number;
  /** Packets of another session than the one before: the numbers begin again. */
  sessions: number;
}

const PACKETS_KEPT = 2048;
const BYTES_KEPT = 2 * 2 ** 20;
const UNIT_AT = 3;

export class ThirdLine {
  readonly counters: ThirdLineCounters = { packets: 0, refused: 0, sessions: 0 };
  private readonly mold = new MoldPacket();
  private readonly unit = new UnitPacket();
  private readonly kept: Uint8Array[] = [];
  private keptBytes = 0;
  private lastNs = 0;
  private session = '';
  private socket: UdpSocket | undefined;
  private handler: StreamHandler | undefined;

  private constructor(
    private readonly clock: Pick<Clock, 'monotonicNs'>,
    private readonly config: ThirdLineConfig,
  ) {}

  /** Binds the line's address. Rejects with WorldError. */
  static async open(
    world: { readonly clock: Pick<Clock, 'monotonicNs'>; readonly sockets: Sockets },
    config: ThirdLineConfig,
  ): Promise<ThirdLine> {
    const line = new ThirdLine(world.clock, config);
    const { address, udpPort: port, multicast } = config;
    line.socket = await world.sockets.udp({
      address,
      port,
      ...(multicast === undefined ? {} : { multicast: [multicast] }),
      onMessage: (bytes) => line.receive(bytes),
    });
    return line;
  }

  /** Since its last good packet, ms; Infinity: there was none. */
  get silentMs(): number {
    return this.lastNs === 0 ? Infinity : (this.clock.monotonicNs() - this.lastNs) / 1e6;
  }

  get isAttached(): boolean {
    return this.handler !== undefined;
  }

  /** Brings the stream from a number on: what it kept, then what comes. One at a time. */
  attach(from: number, handler: StreamHandler): { close(): void } {
    this.handler = handler;
    handler.onOpened();
    let isNewer = false;
    for (const packet of this.kept) isNewer = this.give(packet, handler, from) || isNewer;
    if (isNewer) handler.onBatch();
    return {
      close: () => {
        if (this.handler === handler) this.handler = undefined;
      },
    };
  }

  async close(): Promise<void> {
    this.handler = undefined;
    await this.socket?.close();
  }

  private receive(bytes: Uint8Array): void {
    if (!this.isGood(bytes)) {
      this.counters.refused++;
      return;
    }
    this.counters.packets++;
    this.lastNs = this.clock.monotonicNs();
    this.follow(bytes);
    this.keep(bytes);
    const { handler } = this;
    if (handler !== undefined && this.give(bytes, handler, 0)) handler.onBatch();
  }

  private isGood(bytes: Uint8Array): boolean {
    if (this.config.protocol === 'itch50') return bytes.length >= MOLD_HEADER_BYTES;
    return bytes.length >= UNIT_HEADER_BYTES && bytes[UNIT_AT] === this.config.unit;
  }

  /** Another session's numbers mean other messages. */
  private follow(bytes: Uint8Array): void {
    if (this.config.protocol !== 'itch50') return;
    const session = String.fromCharCode(...bytes.subarray(0, 10));
    if (session === this.session) return;
    if (this.session !== '') this.counters.sessions++;
    this.session = session;
    this.kept.length = 0;
    this.keptBytes = 0;
  }

  private keep(bytes: Uint8Array): void {
    const { kept } = this;
    kept.push(bytes.slice());
    this.keptBytes += bytes.length;
    while (kept.length > PACKETS_KEPT || this.keptBytes > BYTES_KEPT) this.keptBytes -= kept.shift()!.length;
  }

  /** Gives a packet's messages from a number on. True: there were some. */
  private give(bytes: Uint8Array, handler: StreamHandler, from: number): boolean {
    const packet = this.config.protocol === 'pitch2' ? this.unit : this.mold;
    packet.readHeader(bytes, 0);
    packet.scanBlocks(bytes, 0, bytes.length);
    if (packet.unsequenced) return false;
    let sequence = (packet.sequenceHi >>> 0) * 4294967296 + (packet.sequenceLo >>> 0);
    let at = packet.firstBlock;
    let given = 0;
    for (let i = 0; i < packet.blocks; i++, sequence++) {
      const length = packet === this.unit ? bytes[at]! : (bytes[at]! << 8) | bytes[at + 1]!;
      at += packet.prefixBytes;
      if (sequence >= from) {
        handler.onMessage(sequence, bytes, at, length);
        given++;
      }
      at += length;
    }
    return given > 0;
  }
}
