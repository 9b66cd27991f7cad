/** A store's messages as MoldUDP64 packets on lines: what is new, heartbeats when there is nothing new, the end of the session. */
import { MoldPacketiser } from '../../../control/protocols/moldudp64/packetiser.js';
import type { Clock } from '../../../control/core/world.js';
import type { LineSet } from './line-set.js';
import type { MessagePlace } from './message-output.js';
import type { MessageStore } from './message-store.js';

export interface MoldLinesOptions {
  readonly clock: Clock;
  readonly session: string;
  readonly store: MessageStore;
  readonly lines: LineSet;
  readonly maxPacketBytes: number;
}

const HEARTBEAT_NS = 1e9;

export class MoldLines {
  packets = 0;
  heartbeats = 0;
  private readonly options: MoldLinesOptions;
  private readonly packetiser: MoldPacketiser;
  private readonly place: MessagePlace = { bytes: new Uint8Array(0), start: 0, end: 0 };
  private lastPacketNs: number;

  /** @param from number of the first message to send */
  constructor(options: MoldLinesOptions, from: number) {
    this.options = options;
    this.lastPacketNs = options.clock.monotonicNs();
    this.packetiser = new MoldPacketiser({
      session: options.session,
      firstSequence: from,
      maxPacketBytes: options.maxPacketBytes,
      onPacket: (bytes, length) => {
        this.packets++;
        this.lastPacketNs = options.clock.monotonicNs();
        options.lines.offer(bytes, length);
      },
    });
  }

  /** Number of the next message to send. */
  get nextSequence(): number {
    return this.packetiser.nextSequence;
  }

  /** Sends what the store has and the lines have not. */
  send(): void {
    const { packetiser, place } = this;
    const { store, lines } = this.options;
    while (packetiser.nextSequence < store.next && store.read(packetiser.nextSequence, place)) {
      packetiser.append(place.bytes, place.start, place.end - place.start);
    }
    packetiser.flush();
    lines.release();
  }

  /** @param ended the session is over: an idle line says so */
  tick(ended: boolean): void {
    const { clock, lines } = this.options;
    if (clock.monotonicNs() - this.lastPacketNs >= HEARTBEAT_NS) this.heartbeat(ended);
    lines.release();
  }

  heartbeat(ended: boolean): void {
    if (ended) this.packetiser.endOfSession();
    else this.packetiser.heartbeat();
    this.heartbeats++;
    this.options.lines.release();
  }
}
