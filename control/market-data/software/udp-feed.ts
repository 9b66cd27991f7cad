/**
 * The software engine on live lines: binds the lines' addresses, puts each datagram into the frame of its line as the
 * card's PHY does, and lets NIC time follow the clock. What takes over when there is no card.
 */
import type { FeedConfig, FeedCounters, FeedSource, InjectedCounters, LineConfig } from '../../core/feed.js';
import type { RecordSink } from '../../core/record-ring.js';
import type { Random, UdpSocket, World } from '../../core/world.js';
import { nsToBeatsUp } from '../frames/wire-time.js';
import { FrameWrapper, WRAP_HEADER_BYTES } from '../frames/wrap.js';
import { SoftwareEngine } from './engine.js';

export interface UdpLine {
  /** Where the datagrams come in. */
  readonly bindAddress: string;
  readonly udpPort: number;
  /** The line they are: its port, and the addresses of the frame around them. */
  readonly line: LineConfig;
  readonly multicast?: { readonly group: string; readonly networkInterface?: string };
  /** Corrupts frames behind the socket: of a million, so many get a bad FCS and a flipped bit. */
  readonly faults?: { readonly seed: number; readonly corruptPpm: number };
}

const RECEIVE_BUFFER_BYTES = 4 * 2 ** 20;
const LONGEST_DATAGRAM = 65507;

export class SoftwareUdpFeed implements FeedSource {
  readonly engine = 'software';
  private readonly core: SoftwareEngine;
  private readonly frame = new Uint8Array(WRAP_HEADER_BYTES + LONGEST_DATAGRAM);
  private readonly sockets: UdpSocket[] = [];
  private readonly startNs: number;
  /** Frames that found neither queue nor ring with room, per port; counted as `overruns`. */
  private readonly overruns: number[];

  private constructor(
    private readonly world: World,
    config: FeedConfig,
    options: { readonly slotsLog2?: number },
  ) {
    this.core = new SoftwareEngine(config, options);
    this.startNs = world.clock.monotonicNs();
    this.overruns = this.core.counters().ports.map(() => 0);
  }

  /** Binds every line; when one cannot be bound, those before it are closed again. */
  static async open(
    world: World,
    config: FeedConfig,
    lines: readonly UdpLine[],
    options: { readonly slotsLog2?: number } = {},
  ): Promise<SoftwareUdpFeed> {
    const feed = new SoftwareUdpFeed(world, config, options);
    try {
      for (const line of lines) await feed.listen(line);
    } catch (error) {
      await feed.close();
      throw error;
    }
    return feed;
  }

  /** The bound addresses in the order of the lines. */
  get addresses(): readonly { readonly address: string; readonly port: number }[] {
    return this.sockets.map(({ address, port }) => ({ address, port }));
  }

  poll(sink: RecordSink, maxSlots: number): number {
    // Datagrams are stamped when they are read, so nothing earlier than now can come any more.
    this.core.advanceTo(this.beatsNow());
    return this.core.poll(sink, maxSlots);
  }

  counters(): FeedCounters {
    const { ports, channels } = this.core.counters();
    return { ports: ports.map((port, index) => ({ ...port, overruns: this.overruns[index]! })), channels };
  }

  inject(channel: number, packet: Uint8Array, length: number): boolean {
    this.core.advanceTo(this.beatsNow());
    return this.core.inject(channel, packet, length);
  }

  injected(channel: number): InjectedCounters {
    return this.core.injected(channel);
  }

  timeBeats(): number {
    return this.beatsNow();
  }

  async close(): Promise<void> {
    await Promise.all(this.sockets.splice(0).map((socket) => socket.close()));
  }

  private async listen({ bindAddress, udpPort, line, multicast, faults }: UdpLine): Promise<void> {
    const wrapper = new FrameWrapper(line);
    const random = faults && this.world.random(faults.seed);
    const corruptPpm = faults?.corruptPpm ?? 0;
    const socket = await this.world.sockets.udp({
      address: bindAddress,
      port: udpPort,
      receiveBufferBytes: RECEIVE_BUFFER_BYTES,
      ...(multicast ? { multicast: [multicast] } : {}),
      onMessage: (bytes) => {
        const length = wrapper.wrap(this.frame, bytes, bytes.length);
        const corrupt = random !== undefined && random.below(1e6) < corruptPpm;
        if (corrupt) this.flipBit(random, length);
        if (!this.core.pushFrame(line.port, this.beatsNow(), this.frame, length, corrupt)) this.overruns[line.port]!++;
      },
    });
    this.sockets.push(socket);
  }

  private flipBit(random: Random, length: number): void {
    const at = random.below(length);
    this.frame[at] = this.frame[at]! ^ (1 << random.below(8));
  }

  private beatsNow(): number {
    return nsToBeatsUp(this.world.clock.monotonicNs() - this.startNs);
  }
}
