/** One FIX session of a venue (order entry, drop copy, market data): when it is up, through which gateway, and what its Logon says. */
import type { SessionWire } from '../../core/status/schema.js';
import type { VenueSessionState, VenueSessionStatus } from '../../core/venue.js';
import type { Clock } from '../../core/world.js';
import type { EngineSession } from '../../fix/engine/engine-session.js';
import { wireOf } from '../../fix/engine/wire.js';
import type { EngineOwnEvent } from '../../fix/engine/engine-events.js';
import type { SessionSpec } from '../../fix/engine/settings.js';
import { sessionId, type SessionConfig } from '../../fix/session/config.js';
import type { Fate, FixApplication, NotDelivered, Verdict } from '../../fix/session/application.js';
import type { ReportedState, SessionEvent } from '../../fix/session/events.js';
import type { FixSession } from '../../fix/session/session.js';
import type { FixEncoder } from '../../protocols/fix/encoder.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import type { Gateway, GatewayChoice } from '../order-entry.js';
import type { FixHost } from './fix-host.js';
import type { LogonDecorator } from './fix-logon.js';

export interface VenueSessionOwner {
  /** `active`: nothing that the venue sent is missing. */
  onSessionState(state: VenueSessionState, detail: string): void;
  /** A connection broke, was refused, or could not be made. */
  onSessionFault(detail: string): void;
  /** Logged on, in sync or not yet. */
  onLogon(): void;
  onMessage(message: FixMessage): Verdict;
  onReject(message: FixMessage): void;
  /** An error of ours while a message was taken. */
  onFailed?(text: string): void;
  /** A message of the venue that breaks the rules, and was refused. */
  onRefused?(message: FixMessage): void;
  onNotSent(firstMsgSeqNum: number, lastMsgSeqNum: number, why: NotDelivered, fate: Fate): void;
  /** Numbers begin at 1 again: the session before is over. */
  onNumbersReset?(): void;
  onNotReceived(firstMsgSeqNum: number, lastMsgSeqNum: number): void;
}

export interface VenueSessionSettings {
  readonly purpose: VenueSessionStatus['purpose'];
  readonly spec: Omit<SessionSpec, 'application' | 'initiator' | 'enabled'>;
  readonly initiator: Omit<NonNullable<SessionSpec['initiator']>, 'endpoints'>;
  readonly gateways: readonly Gateway[];
}

const states: Readonly<Record<ReportedState, VenueSessionState>> = {
  Disconnected: 'disconnected',
  ConnectionLost: 'disconnected',
  Connecting: 'connecting',
  LogonSent: 'loggingOn',
  Recovering: 'recovering',
  Active: 'active',
  LogoutSent: 'loggingOut',
};

export class VenueSession implements FixApplication {
  readonly id: string;
  readonly config: SessionConfig;
  state: VenueSessionState = 'disconnected';
  detail = '';
  /** Connections that were logged on. */
  connection = 0;
  numbersLost = 0;
  private sinceEpochMs: number;
  private entry: EngineSession | undefined;
  private wanted = false;
  private choice: GatewayChoice = 'primary';
  private removal: Promise<void> | undefined;

  constructor(
    private readonly settings: VenueSessionSettings,
    private readonly host: FixHost,
    private readonly clock: Clock,
    private readonly logon: LogonDecorator,
    private readonly owner: VenueSessionOwner,
  ) {
    this.config = settings.spec.config;
    this.id = sessionId(this.config);
    this.sinceEpochMs = clock.epochMs();
    host.listen(this.id, (event) => this.onEvent(event));
  }

  /** For sending; undefined while it is not connected to anything. */
  get session(): FixSession | undefined {
    return this.entry?.session;
  }

  status(): VenueSessionStatus {
    const { purpose } = this.settings;
    const { state, detail, sinceEpochMs: since } = this;
    const wire = this.entry === undefined ? restingWire(this.wanted) : wireOf(this.entry);
    return { id: this.id, purpose, protocol: this.config.beginString, state, detail, since, wire };
  }

  connect(): void {
    this.wanted = true;
    if (this.entry !== undefined || this.removal !== undefined) return;
    this.add();
  }

  async disconnect(reason: string): Promise<void> {
    this.wanted = false;
    await this.remove(reason);
  }

  /** Leaves this connection in order and comes back on another one: through this gateway first. */
  useGateway(choice: GatewayChoice, reason: string): void {
    this.choice = choice;
    const { endpoint } = this.entry ?? {};
    if (this.state === 'active' && endpoint !== undefined && (endpoint as Gateway).role === choice) return;
    void this.remove(reason);
  }

  /** Leaves this connection in order and comes back: the venue asked for it. */
  moveOn(reason: string): void {
    void this.remove(reason);
  }

  counters(): Readonly<Record<string, number>> {
    return { ...this.entry?.session.counters, ...this.entry?.own, numbersLost: this.numbersLost };
  }

  // The session's side

  onLogon(): void {
    this.connection++;
    this.owner.onLogon();
  }

  onLogout(): void {
    // The state tells.
  }

  onMessage(_session: FixSession, message: FixMessage): Verdict {
    return this.owner.onMessage(message);
  }

  onReject(_session: FixSession, message: FixMessage): void {
    this.owner.onReject(message);
  }

  onRefused(_session: FixSession, message: FixMessage): void {
    this.owner.onRefused?.(message);
  }

  decorateLogon(session: FixSession, logon: FixEncoder, msgSeqNum: number, sendingEpochMs: number): void {
    const { senderCompId, targetCompId } = session.config;
    this.logon.decorate(logon, { senderCompId, targetCompId, msgSeqNum }, sendingEpochMs);
  }

  redact(words: string): string {
    return this.logon.withoutSecrets(words);
  }

  onNotDelivered(
    _session: FixSession,
    direction: 'outgoing' | 'incoming',
    first: number,
    last: number,
    why: NotDelivered,
    fate: Fate,
  ): void {
    if (direction === 'outgoing') {
      this.owner.onNotSent(first, last, why, fate);
      return;
    }
    this.numbersLost += last - first + 1;
    this.owner.onNotReceived(first, last);
  }

  private onEvent(event: SessionEvent | EngineOwnEvent): void {
    switch (event.type) {
      case 'state':
        this.enter(states[event.to], event.reason);
        break;
      case 'logonRefused':
        this.logonFailed(event.by === 'us' ? event.text : `logon refused: ${event.text}`);
        break;
      case 'numbers':
        if (event.nextIncoming === 1) this.owner.onNumbersReset?.();
        break;
      case 'applicationError':
        this.owner.onFailed?.(event.text);
        break;
      case 'connectFailed':
        this.owner.onSessionFault(`${event.endpoint}: ${event.detail}`);
        break;
      case 'connectionEnded':
        if (this.wanted && this.removal === undefined) this.owner.onSessionFault(`${event.endpoint}: ${event.detail}`);
        break;
      default:
    }
  }

  private logonFailed(why: string): void {
    this.enter('failed', why);
    this.owner.onSessionFault(why);
  }

  private enter(state: VenueSessionState, detail: string): void {
    this.detail = detail;
    // A refused logon is to be seen until the next attempt.
    if (state === this.state || (this.state === 'failed' && (state === 'disconnected' || state === 'loggingOut')))
      return;
    this.state = state;
    this.sinceEpochMs = this.clock.epochMs();
    this.owner.onSessionState(state, detail);
  }

  private add(): void {
    const { spec, initiator, gateways } = this.settings;
    const endpoints = [
      ...gateways.filter(({ role }) => role === this.choice),
      ...gateways.filter(({ role }) => role !== this.choice),
    ];
    this.entry = this.host.engine.addSession({ ...spec, application: this, initiator: { ...initiator, endpoints } });
  }

  private remove(reason: string): Promise<void> {
    if (this.removal !== undefined) return this.removal;
    if (this.entry === undefined) return Promise.resolve();
    this.removal = this.host.engine.removeSession(this.id, reason).then(() => {
      this.entry = undefined;
      this.removal = undefined;
      this.enter('disconnected', reason);
      if (this.wanted) this.add();
    });
    return this.removal;
  }
}

/** Of a session that is in use nowhere: its numbers are in the journal. */
function restingWire(isEnabled: boolean): SessionWire {
  return {
    nextOut: null,
    nextIn: null,
    roundTripMs: null,
    queuedBytes: 0,
    endpoint: '',
    isScheduledOn: true,
    isEnabled,
    counters: {},
  };
}
