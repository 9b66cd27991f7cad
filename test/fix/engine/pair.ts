/** A desk and a venue in the virtual world, each with an engine: what the engine's tests play with. */
import type { TradingWorld } from '../../../control/core/world.js';
import type { EngineEvent, EngineObserver } from '../../../control/fix/engine/engine-events.js';
import type { EngineSession } from '../../../control/fix/engine/engine-session.js';
import { FixEngine, type FixEngineOptions } from '../../../control/fix/engine/engine.js';
import type { SessionSpec } from '../../../control/fix/engine/settings.js';
import type { FixApplication } from '../../../control/fix/session/application.js';
import { sessionDefaults, type SessionConfig } from '../../../control/fix/session/config.js';
import type { FixSession } from '../../../control/fix/session/session.js';
import { MemorySessionStore } from '../../../control/fix/store/memory-store.js';
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { VirtualHost } from '../../support/world/host.js';
import type { VirtualProcess } from '../../support/world/process.js';
import { VirtualWorld } from '../../support/world/world.js';

export const PORT = 9880;

export const acceptorConfig: SessionConfig = {
  ...sessionDefaults,
  role: 'acceptor',
  beginString: 'FIX.4.4',
  senderCompId: 'VENUE',
  targetCompId: 'DESK',
};

export const initiatorConfig: SessionConfig = {
  ...sessionDefaults,
  role: 'initiator',
  beginString: 'FIX.4.4',
  senderCompId: 'DESK',
  targetCompId: 'VENUE',
};

/** Notes what it is told, in words: `logon DESK`, `D order-1`, `outgoing 2-4 stale`. */
export class RecordingApplication implements FixApplication {
  readonly told: string[] = [];
  /** An answer to an order, for instance. */
  onOrder: ((session: FixSession, message: FixMessage) => void) | undefined;

  onLogon(session: FixSession): void {
    this.told.push(`logon ${session.config.targetCompId}`);
  }

  onLogout(session: FixSession, reason: string): void {
    this.told.push(`logout ${session.config.targetCompId}: ${reason}`);
  }

  onMessage(session: FixSession, message: FixMessage): 'accepted' {
    this.told.push(`${message.string(35)} ${message.string(11) ?? ''}`);
    this.onOrder?.(session, message);
    return 'accepted';
  }

  onNotDelivered(_session: FixSession, direction: string, first: number, last: number, why: string): void {
    this.told.push(`${direction} ${first}-${last} ${why}`);
  }

  /** The orders and reports it got. */
  get messages(): string[] {
    return this.told.filter((line) => /^[A-Z0-9] /.test(line));
  }
}

export class Recorder implements EngineObserver {
  readonly events: EngineEvent[] = [];
  readonly wire: string[] = [];

  onEvent(event: EngineEvent): void {
    this.events.push(event);
  }

  onMessageIn(_id: string, bytes: Uint8Array, start: number, end: number): void {
    this.wire.push(`in ${text(bytes, start, end)}`);
  }

  onMessageOut(_id: string, bytes: Uint8Array, start: number, end: number): void {
    this.wire.push(`out ${text(bytes, start, end)}`);
  }

  types(...wanted: string[]): string[] {
    return this.events.filter(({ event }) => wanted.includes(event.type)).map(({ event }) => describe(event));
  }
}

function describe(event: EngineEvent['event']): string {
  if (event.type === 'state') return event.to;
  if (event.type === 'dropped') return event.reason;
  return event.type;
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.subarray(start, end)).toString('latin1').replaceAll('\u0001', '|');
}

/** One side: the engine of a process, with its application and what it reported. */
export class Side {
  readonly application = new RecordingApplication();
  readonly recorder = new Recorder();
  readonly engine: FixEngine;

  constructor(
    readonly process: VirtualProcess,
    options: Partial<FixEngineOptions> = {},
  ) {
    const world: TradingWorld = process;
    this.engine = new FixEngine(world, {
      observer: this.recorder,
      openStore: () => new MemorySessionStore(world.clock),
      ...options,
    });
  }

  add(config: SessionConfig, more: Partial<SessionSpec> = {}): EngineSession {
    const session = this.process.run(() => this.engine.addSession({ config, application: this.application, ...more }));
    if (session === undefined) throw new Error('the process is gone');
    return session;
  }

  /** Sends an order with this ClOrdID. */
  order(session: EngineSession, id: string): void {
    this.process.run(() => {
      session.session.begin('D').string(11, id);
      session.session.send();
    });
  }
}

export class Pair {
  readonly world: VirtualWorld;
  readonly deskHost: VirtualHost;
  readonly venueHost: VirtualHost;
  desk: Side;
  venue: Side;

  constructor(seed = 1, epochMs?: number) {
    this.world = new VirtualWorld({ seed, ...(epochMs === undefined ? {} : { epochMs }) });
    this.deskHost = this.world.addHost('desk', { addresses: ['10.0.0.1', '10.0.1.1'] });
    this.venueHost = this.world.addHost('venue', { addresses: ['10.0.0.2', '10.0.1.2'] });
    this.desk = new Side(this.deskHost.start());
    this.venue = new Side(this.venueHost.start());
  }

  async listen(
    more: { port?: number; logonTimeoutMs?: number; connectionsMax?: number; awaitingLogonMax?: number } = {},
  ) {
    return this.world.wait(this.venue.engine.listen({ host: '10.0.0.2', port: PORT, ...more }));
  }

  endpoint = { host: '10.0.0.2', port: PORT };

  /** Both sides, logged on. */
  async logOn(more: { acceptor?: Partial<SessionSpec>; initiator?: Partial<SessionSpec> } = {}): Promise<{
    desk: EngineSession;
    venue: EngineSession;
  }> {
    await this.listen();
    const venue = this.venue.add(acceptorConfig, more.acceptor);
    const desk = this.desk.add(initiatorConfig, { initiator: { endpoints: [this.endpoint] }, ...more.initiator });
    if (!(await this.until(() => desk.session.isLoggedOn && venue.session.isLoggedOn))) throw new Error('no logon');
    return { desk, venue };
  }

  until(condition: () => boolean, ms = 60_000): Promise<boolean> {
    return this.world.runUntil(condition, ms);
  }
}
