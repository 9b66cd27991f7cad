/**
 * MoldUDP64's request server: a request names the session, the first message and how many; the answer is one downstream packet to whoever
 * asked, with as many of them as fit. MoldUDP64 knows no refusal: what is not answered is counted, and logged with the reason.
 */
import type { Logger } from '../../../control/core/logging.js';
import type { Clock, Sockets, UdpSocket } from '../../../control/core/world.js';
import { alpha, get16, get64 } from '../../../control/protocols/big-endian.js';
import { MOLD_HEADER_BYTES, MoldPacketiser } from '../../../control/protocols/moldudp64/packetiser.js';
import { isLoopback, requireLoopback } from '../loopback.js';
import { LENGTH_BYTES } from './chunk.js';
import type { MessagePlace } from './message-output.js';
import type { MessageStore } from './message-store.js';
import { RateLimit } from './rate-limit.js';
import { Refusals } from './refusals.js';

export const MOLD_REQUEST_BYTES = 20;

export interface MoldRequestServerOptions {
  readonly address: string;
  readonly port: number;
  readonly session: string;
  readonly store: MessageStore;
  readonly maxPacketBytes: number;
  /** Requests answered, from everybody together. */
  readonly requestsPerSecond: number;
}

export interface MoldRequestCounters {
  readonly requests: number;
  readonly answered: number;
  readonly messages: number;
  readonly refused: Readonly<Record<string, number>>;
}

export class MoldRequestServer {
  private socket: UdpSocket | undefined;
  private readonly limit: RateLimit;
  private readonly refusals: Refusals;
  private readonly place: MessagePlace = { bytes: new Uint8Array(0), start: 0, end: 0 };
  private readonly session: Uint8Array;
  private requests = 0;
  private answered = 0;
  private messages = 0;

  private constructor(
    private readonly options: MoldRequestServerOptions,
    clock: Clock,
    log: Logger,
  ) {
    this.refusals = new Refusals('mold-requests', clock, log);
    this.limit = new RateLimit(clock, options.requestsPerSecond, 1000);
    this.session = Buffer.from(options.session.padEnd(10), 'latin1');
  }

  static async open(
    world: { readonly clock: Clock; readonly sockets: Sockets },
    options: MoldRequestServerOptions,
    log: Logger,
  ): Promise<MoldRequestServer> {
    requireLoopback(options.address, 'request server');
    const self = new MoldRequestServer(options, world.clock, log);
    self.socket = await world.sockets.udp({
      address: options.address,
      port: options.port,
      onMessage: (bytes, address, port) => self.request(bytes, address, port),
    });
    return self;
  }

  get port(): number {
    return this.socket?.port ?? 0;
  }

  counters(): MoldRequestCounters {
    const { requests, answered, messages, refusals } = this;
    return { requests, answered, messages, refused: refusals.counts };
  }

  async close(): Promise<void> {
    await this.socket?.close();
    this.socket = undefined;
  }

  private request(bytes: Uint8Array, address: string, port: number): void {
    this.requests++;
    const refusal = this.check(bytes, address) ?? (this.limit.take() ? undefined : 'rate');
    if (refusal === undefined) this.answer(firstOf(bytes), countOf(bytes), address, port);
    else {
      const { store, session } = this.options;
      const isWhole = bytes.length === MOLD_REQUEST_BYTES;
      this.refusals.note(refusal, {
        from: `${address}:${port}`,
        bytes: bytes.length,
        ...(isWhole ? { session: alpha(bytes, 0, 10), first: firstOf(bytes), count: countOf(bytes) } : {}),
        have: { session, first: store.first, last: store.next - 1 },
      });
    }
  }

  /** Why a request is not answered. */
  private check(bytes: Uint8Array, address: string): string | undefined {
    const { store } = this.options;
    if (!isLoopback(address)) return 'not from here';
    if (bytes.length !== MOLD_REQUEST_BYTES) return 'length';
    if (!this.session.every((byte, i) => bytes[i] === byte)) return 'session';
    if (countOf(bytes) === 0) return 'no messages asked for';
    const first = firstOf(bytes);
    return first < store.first || first >= store.next ? 'range' : undefined;
  }

  private answer(first: number, count: number, address: string, port: number): void {
    const { store, session, maxPacketBytes } = this.options;
    const { place } = this;
    const packetiser = new MoldPacketiser({
      session,
      firstSequence: first,
      maxPacketBytes,
      onPacket: (packet, length) => this.socket?.send(packet.subarray(0, length), port, address),
    });
    let roomBytes = maxPacketBytes - MOLD_HEADER_BYTES;
    let next = first;
    // The asker asks again for what one packet does not hold.
    for (; next < first + count && store.read(next, place); next++) {
      roomBytes -= LENGTH_BYTES + place.end - place.start;
      if (roomBytes < 0) break;
      packetiser.append(place.bytes, place.start, place.end - place.start);
    }
    packetiser.flush();
    this.answered++;
    this.messages += next - first;
  }
}

/** Exact below 2^53; above, more than any number that a store has. */
function firstOf(bytes: Uint8Array): number {
  return get64(bytes, 10);
}

function countOf(bytes: Uint8Array): number {
  return get16(bytes, 18);
}
