/**
 * The MoldUDP64 request client: asks the request server for what the lines lost, and injects its answers. One request is one datagram, and
 * one answer one downstream packet with as many of the messages as fit; there are no refusals, only silence.
 */
import type { UdpSocket, World } from '../../core/world.js';
import { MOLD_HEADER_BYTES, MoldPacket } from '../../protocols/moldudp64/packet.js';
import { MOLD_REQUEST_BYTES, putMoldRequest } from '../../protocols/moldudp64/request.js';
import { Injection, type InjectTarget } from './injection.js';
import { Missing, type MissingCounters, type RequestPolicy } from './missing.js';
import type { GapHandler } from './gap-handler.js';

export interface MoldRecoveryConfig {
  /** As records have it, and as the target of the injection counts. */
  readonly channel: number;
  readonly targetChannel: number;
  /** Where to ask, and from where. */
  readonly server: { readonly address: string; readonly port: number };
  readonly bindAddress: string;
  readonly policy?: Partial<RequestPolicy>;
  /** Up to ten characters; absent: gaps are asked for once a Session record or `session` has told. */
  readonly session?: string;
  /** Messages that nobody will ask for any more. */
  readonly onAbandoned?: (channel: number, first: number, last: number) => void;
}

export const MOLD_REQUEST_POLICY: RequestPolicy = {
  messagesMax: 1000,
  requestsPerSecond: 50,
  retryMs: 100,
  retryMsMax: 3200,
  attemptsMax: 8,
  answersWhole: false,
};

type MoldWorld = Pick<World, 'clock' | 'timers' | 'sockets'>;

const SESSION_BYTES = 10;
const TICK_MS = 10;

export class MoldRecovery implements GapHandler {
  private readonly missing: Missing;
  private readonly injection: Injection;
  private readonly packet = new MoldPacket();
  private readonly request = new Uint8Array(MOLD_REQUEST_BYTES);
  private readonly session = new Uint8Array(SESSION_BYTES);
  private hasSession = false;
  private socket: UdpSocket | undefined;
  private readonly ticker: { cancel(): void };
  /** Answers of another session, or damaged ones. */
  private strangers = 0;

  private constructor(
    private readonly world: MoldWorld,
    private readonly config: MoldRecoveryConfig,
    target: InjectTarget,
  ) {
    this.missing = new Missing({ ...MOLD_REQUEST_POLICY, ...config.policy }, (first, last) =>
      config.onAbandoned?.(config.channel, first, last),
    );
    this.injection = new Injection(target);
    if (config.session !== undefined) this.learnSession(config.session);
    this.ticker = world.timers.every(TICK_MS, () => this.tick());
  }

  static async open(world: MoldWorld, config: MoldRecoveryConfig, target: InjectTarget): Promise<MoldRecovery> {
    const self = new MoldRecovery(world, config, target);
    try {
      self.socket = await world.sockets.udp({
        address: config.bindAddress,
        port: 0,
        onMessage: (bytes) => self.answer(bytes),
      });
    } catch (error) {
      self.ticker.cancel();
      throw error;
    }
    return self;
  }

  get counters(): MissingCounters & { readonly strangers: number; readonly dropped: number } {
    return { ...this.missing.counters, strangers: this.strangers, dropped: this.injection.dropped };
  }

  onGap(channel: number, first: number, last: number): void {
    if (channel !== this.config.channel) return;
    this.missing.add(first, last, this.nowMs());
    this.tick();
  }

  onSession(channel: number, session: Uint8Array): void {
    if (channel !== this.config.channel) return;
    this.missing.clear();
    this.setSession(session);
  }

  /** False: what is missing waits until somebody tells the session. */
  get knowsSession(): boolean {
    return this.hasSession;
  }

  /** The session of what is missing, up to ten characters, as another protocol told it. */
  learnSession(session: string): void {
    this.setSession(Uint8Array.from(session.padEnd(SESSION_BYTES), (letter) => letter.charCodeAt(0)));
  }

  /** Nothing is asked for any more. */
  clear(): void {
    this.missing.clear();
  }

  async close(): Promise<void> {
    this.ticker.cancel();
    await this.socket?.close();
  }

  private setSession(session: Uint8Array): void {
    this.session.set(session);
    this.hasSession = true;
  }

  private tick(): void {
    this.injection.retry();
    const { socket, session, request } = this;
    if (socket === undefined || !this.hasSession) return;
    const next = this.missing.next(this.nowMs());
    if (next === undefined) return;
    putMoldRequest(request, 0, session, next.first, next.count);
    socket.send(request, this.config.server.port, this.config.server.address);
  }

  private answer(bytes: Uint8Array): void {
    const { packet } = this;
    if (bytes.length < MOLD_HEADER_BYTES || !this.session.every((byte, i) => byte === bytes[i])) {
      this.strangers++;
      return;
    }
    packet.readHeader(bytes, 0);
    packet.scanBlocks(bytes, 0, bytes.length);
    if (packet.unsequenced || packet.blocks === 0) {
      this.strangers++;
      return;
    }
    if (!this.injection.take(this.config.targetChannel, bytes)) return;
    const sequence = (packet.sequenceHi >>> 0) * 4294967296 + (packet.sequenceLo >>> 0);
    this.missing.received(sequence, packet.blocks, this.nowMs());
    this.tick();
  }

  private nowMs(): number {
    return this.world.clock.monotonicNs() / 1e6;
  }
}
