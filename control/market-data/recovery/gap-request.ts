/**
 * The client of Cboe's gap request proxy: asks over TCP for what a unit's lines lost. The answer there is a status; the messages come as
 * unit blocks with their numbers on the gap lines, and are injected.
 */
import type { Endpoint } from '../../core/streams.js';
import type { Sockets, UdpSocket } from '../../core/world.js';
import { pitchRecovery } from '../../protocols/pitch2/messages.js';
import { UnitPacket } from '../../protocols/pitch2/packet.js';
import { UNIT_HEADER_BYTES } from '../../protocols/pitch2/unit.js';
import { Connection, type ConnectionWorld } from './connection.js';
import { Injection, type InjectTarget } from './injection.js';
import { Missing, type MissingCounters, type RequestPolicy } from './missing.js';
import { PitchSession, type PitchLogin, type PitchSessionHandler } from './pitch-session.js';
import type { GapHandler } from './gap-handler.js';

export interface GapRequestConfig {
  readonly server: Endpoint;
  readonly login: PitchLogin;
  /** Where each unit's gaps are reported, and where its messages are injected. */
  readonly units: readonly { readonly unit: number; readonly channel: number; readonly targetChannel: number }[];
  /** Where the messages come in. */
  readonly gapLines: readonly { readonly address: string; readonly port: number; readonly group?: string }[];
  readonly policy?: Partial<RequestPolicy>;
  /** Messages that nobody will ask for any more. */
  readonly onAbandoned?: (channel: number, first: number, last: number) => void;
}

export const GAP_REQUEST_POLICY: RequestPolicy = {
  messagesMax: 100,
  requestsPerSecond: 20,
  retryMs: 250,
  retryMsMax: 8000,
  attemptsMax: 8,
  answersWhole: true,
};

export interface GapRequestCounters extends MissingCounters {
  readonly connections: number;
  readonly isLoggedIn: boolean;
  /** Responses by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Blocks of other units, or damaged ones. */
  readonly strangers: number;
  readonly dropped: number;
}

/** How long a quota lasts at most before the server counts anew. */
const QUOTA_MS: Readonly<Record<string, number>> = { S: 1000, M: 60_000, D: 3_600_000 };
const UNAVAILABLE_MS = 1000;

interface Unit {
  readonly unit: number;
  readonly channel: number;
  readonly targetChannel: number;
  readonly missing: Missing;
}

export class GapRequestClient implements GapHandler, PitchSessionHandler {
  private readonly units: readonly Unit[];
  private readonly session: PitchSession;
  private readonly connection: Connection;
  private readonly injection: Injection;
  private readonly packet = new UnitPacket();
  private readonly sockets: UdpSocket[] = [];
  private readonly statuses: Record<string, number> = {};
  private strangers = 0;

  private constructor(world: ConnectionWorld, config: GapRequestConfig, target: InjectTarget) {
    const policy = { ...GAP_REQUEST_POLICY, ...config.policy };
    this.units = config.units.map((unit) => ({
      ...unit,
      missing: new Missing(policy, (first, last) => config.onAbandoned?.(unit.channel, first, last)),
    }));
    this.injection = new Injection(target);
    this.session = new PitchSession(config.login, this);
    this.connection = new Connection(world, config.server, this.session, () => this.go());
  }

  static async open(
    world: ConnectionWorld & { readonly sockets: Sockets },
    config: GapRequestConfig,
    target: InjectTarget,
  ): Promise<GapRequestClient> {
    const self = new GapRequestClient(world, config, target);
    try {
      for (const { address, port, group } of config.gapLines) {
        const options = { address, port, ...(group === undefined ? {} : { multicast: [{ group }] }) };
        self.sockets.push(await world.sockets.udp({ ...options, onMessage: (bytes) => self.block(bytes) }));
      }
    } catch (error) {
      await self.close();
      throw error;
    }
    return self;
  }

  get counters(): GapRequestCounters {
    const sum = (value: (counters: MissingCounters) => number): number =>
      this.units.reduce((total, { missing }) => total + value(missing.counters), 0);
    return {
      requests: sum(({ requests }) => requests),
      repeated: sum(({ repeated }) => repeated),
      received: sum(({ received }) => received),
      abandoned: sum(({ abandoned }) => abandoned),
      connections: this.connection.connections,
      isLoggedIn: this.session.isLoggedIn,
      statuses: { ...this.statuses },
      strangers: this.strangers,
      dropped: this.injection.dropped,
    };
  }

  async close(): Promise<void> {
    this.connection.close();
    await Promise.all(this.sockets.splice(0).map((socket) => socket.close()));
  }

  onGap(channel: number, first: number, last: number): void {
    this.units.find((unit) => unit.channel === channel)?.missing.add(first, last, this.connection.nowMs());
    this.go();
  }

  onSession(): void {
    // PITCH has none.
  }

  /** Nothing of the channel is asked for any more. */
  clear(channel: number): void {
    this.units.find((unit) => unit.channel === channel)?.missing.clear();
  }

  /** A block of the gap lines. */
  private block(bytes: Uint8Array): void {
    const { packet } = this;
    if (bytes.length >= UNIT_HEADER_BYTES) packet.readHeader(bytes, 0);
    const unit = this.units.find((each) => each.unit === packet.unit);
    if (bytes.length < UNIT_HEADER_BYTES || !packet.wellFormed || unit === undefined) {
      this.strangers++;
      return;
    }
    packet.scanBlocks(bytes, 0, bytes.length);
    // Heartbeats keep the gap lines alive, and say nothing else.
    if (packet.unsequenced || packet.blocks === 0) return;
    if (!this.injection.take(unit.targetChannel, bytes)) return;
    unit.missing.received(packet.sequenceLo >>> 0, packet.blocks, this.connection.nowMs());
    this.go();
  }

  /** Asks for what may be asked for now. */
  private go(): void {
    this.injection.retry();
    if (!this.session.isLoggedIn) return;
    const nowMs = this.connection.nowMs();
    for (const { unit, missing } of this.units) {
      const request = missing.next(nowMs);
      if (request === undefined) continue;
      this.session.send(pitchRecovery.GapRequest, { unit, sequence: request.first, count: request.count }, nowMs);
    }
  }

  onLogin(): void {
    this.connection.succeeded();
  }

  onRefused(status: string): void {
    this.count(`login ${status}`);
  }

  onReply(name: string, fields: Readonly<Record<string, number | bigint | string>>): void {
    if (name !== 'GapResponse') return;
    const status = String(fields['status']);
    this.count(status);
    const unit = this.units.find((each) => each.unit === Number(fields['unit']));
    const nowMs = this.connection.nowMs();
    switch (status) {
      case 'O':
      case 'I':
        unit?.missing.refuse(Number(fields['sequence']));
        break;
      case 'C':
        unit?.missing.shorten(nowMs);
        break;
      case 'U':
        unit?.missing.postpone(UNAVAILABLE_MS, nowMs);
        break;
      case 'S':
      case 'M':
      case 'D':
        // A quota is the session's, not the unit's.
        for (const { missing } of this.units) missing.postpone(QUOTA_MS[status]!, nowMs);
        break;
      default:
        break;
    }
  }

  onFeedMessage(): void {
    this.strangers++;
  }

  onBreach(): void {
    this.count('breach');
  }

  private count(status: string): void {
    this.statuses[status] = (this.statuses[status] ?? 0) + 1;
  }
}
