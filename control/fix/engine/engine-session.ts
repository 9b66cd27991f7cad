/** A session in the engine: its connection, its clock, its schedule, and the way back when it was cut off. */
import { CrossfeedError } from '../../core/errors.js';
import type { StreamEnd, Streams } from '../../core/streams.js';
import type { Clock, Timer, Timers } from '../../core/world.js';
import type { GarbledReason } from '../../protocols/fix/framer.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import type { SessionPeriod } from '../schedule/session-schedule.js';
import { FixSession } from '../session/session.js';
import type { SessionEvent } from '../session/events.js';
import type { SessionStore } from '../store/session-store.js';
import { addressMatches } from './address-rules.js';
import type { CommitLoop } from './commit-loop.js';
import { EngineConnection, type ConnectionOwner, type ConnectionParts, type Taken } from './connection.js';
import { DueTimer } from './due-timer.js';
import type { DropReason, EngineObserver, EngineOwnEvent } from './engine-events.js';
import type { ReconnectPlan } from './reconnect.js';
import type { Replayer, ReplayPacer } from './replay-pacer.js';
import { ScheduleWatch } from './schedule-watch.js';
import type { InitiatorEndpoint, SessionSpec } from './settings.js';

/** What the sessions of one engine share. */
export interface EngineParts extends ConnectionParts {
  readonly streams: Streams;
  readonly commits: CommitLoop;
  readonly replays: ReplayPacer;
  readonly observer: EngineObserver | undefined;
  emit(sessionId: string | undefined, event: SessionEvent | EngineOwnEvent): void;
}

/** While the journal takes nothing, whatever is due is looked at again after this long. */
const UNSETTLED_MS = 100;

export interface EngineSessionCounters {
  connections: number;
  connectsFailed: number;
  slowConsumerCuts: number;
  scheduleResets: number;
  /** Times the journal had no room for what was to be saved. */
  journalRefusals: number;
}

export class EngineSession implements ConnectionOwner, Replayer {
  readonly session: FixSession;
  readonly own: EngineSessionCounters = {
    connections: 0,
    connectsFailed: 0,
    slowConsumerCuts: 0,
    scheduleResets: 0,
    journalRefusals: 0,
  };
  lastHeartbeatMs: number | undefined;
  lastDetail = '';
  connectedSinceEpochMs: number | undefined;
  readonly wantsSent: boolean;
  private readonly clock: Clock;
  private readonly timers: Timers;
  private connection: EngineConnection | undefined;
  private connecting: { cancel(): void } | undefined;
  private reconnectTimer: Timer | undefined;
  private readonly due: DueTimer;
  private readonly watch: ScheduleWatch;
  private loggedOnMs: number | undefined;
  private enabled: boolean;
  /** Who wants to know that the session is removed. */
  private removers: (() => void)[] = [];
  private isRemoved = false;
  private readonly waiting: (() => void)[] = [];
  /** The next message was given before, and not taken. */
  private comesAgain = false;
  private resetWanted: 'operator' | undefined;

  constructor(
    readonly spec: SessionSpec,
    private readonly parts: EngineParts,
    private readonly store: SessionStore,
    private readonly plan: ReconnectPlan | undefined,
  ) {
    this.clock = parts.clock;
    this.timers = parts.timers;
    this.enabled = spec.enabled ?? true;
    this.due = new DueTimer(this.clock, this.timers, () => this.onDue());
    this.watch = new ScheduleWatch(spec.schedule, this.clock, this.timers, () => this.review());
    this.wantsSent = parts.observer?.onMessageOut !== undefined;
    const { config, application, validator, validatorFor, lengthTags } = spec;
    this.session = new FixSession(config, {
      clock: parts.clock,
      store,
      application,
      events: { onEvent: (_session, event) => this.sessionEvent(event) },
      unread: () => parts.commits.lastStall,
      ...(validator === undefined ? {} : { validator }),
      ...(validatorFor === undefined ? {} : { validatorFor }),
      ...(lengthTags === undefined ? {} : { lengthTags }),
    });
  }

  get id(): string {
    return this.session.id;
  }

  get isEnabled(): boolean {
    return this.enabled;
  }

  /** True unless a schedule says that the session is over for now. */
  get isScheduledOn(): boolean {
    return this.watch.isOn;
  }

  /** Of its schedule: the period that is now or comes next; undefined: it is always on. */
  get period(): SessionPeriod | undefined {
    return this.watch.period;
  }

  /** A connection stands, or is on its way. */
  get isBusy(): boolean {
    return this.connection !== undefined;
  }

  get queuedBytes(): number {
    return this.connection?.queuedBytes ?? 0;
  }

  get remote(): string {
    return this.connection?.remote ?? '';
  }

  /** The endpoint that is being used, or is tried next; acceptors have none. */
  get endpoint(): InitiatorEndpoint | undefined {
    return this.plan?.endpoint;
  }

  start(): void {
    this.review();
  }

  /** Logs on, now or as soon as the schedule says so. */
  enable(): void {
    this.enabled = true;
    this.plan?.restart();
    this.reconnectTimer?.cancel();
    this.reconnectTimer = undefined;
    this.review();
  }

  /** Logs out, and stays so. */
  disable(text: string): void {
    this.enabled = false;
    this.end(text);
  }

  /** Both numbers to 1: at once where there is no connection, otherwise after a Logout; then back on. */
  resetNumbers(): void {
    this.resetWanted = 'operator';
    this.review();
  }

  /** Logs out, gives up everything, and calls back when the connection is gone. */
  remove(text: string, done: () => void): void {
    this.removers.push(done);
    this.enabled = false;
    this.end(text);
    if (!this.isBusy) this.finishRemoval();
  }

  /** Why this session does not take a connection now; undefined when it does. */
  refusal(remoteHost: string, tlsSubject: string | undefined, listener: string): DropReason | undefined {
    const { acceptor } = this.spec;
    if (!this.enabled || this.isRemoved) return 'sessionDisabled';
    this.review();
    if (!this.watch.isOn) return 'outsideSchedule';
    if (acceptor?.listener !== undefined && acceptor.listener !== listener) return 'listener';
    const { allowedAddresses, tlsSubject: wanted } = acceptor ?? {};
    if (allowedAddresses !== undefined && !allowedAddresses.some((rule) => addressMatches(rule, remoteHost))) {
      return 'address';
    }
    if (wanted !== undefined && wanted !== tlsSubject) return 'tlsSubject';
    return this.isBusy ? 'alreadyConnected' : undefined;
  }

  /** Calls back once, when the connection that stands is gone. */
  whenFree(listener: () => void): void {
    this.waiting.push(listener);
  }

  /** Takes over an accepted connection whose first message is a Logon for this session. */
  accept(connection: EngineConnection): void {
    connection.giveTo(this, this.spec.output, this.spec.lengthTags);
    this.connection = connection;
    this.onOpen(connection);
  }

  // The connection's side

  onOpen(connection: EngineConnection): void {
    this.own.connections++;
    this.connecting = undefined;
    this.connectedSinceEpochMs = this.clock.epochMs();
    const tlsSubject = connection.stream?.peerSubject;
    this.parts.emit(this.id, { type: 'connected', endpoint: connection.remote, tlsSubject });
    this.session.connected(connection);
    this.afterwards();
  }

  onMessage(_connection: EngineConnection, message: FixMessage): Taken {
    const { observer } = this.parts;
    if (observer?.onMessageIn !== undefined && !this.comesAgain) {
      observer.onMessageIn(this.id, message.bytes, message.start, message.end, this.clock.epochMs());
    }
    this.comesAgain = false;
    const expected = this.store.nextIncoming;
    try {
      return this.session.receive(message) ? 'taken' : 'done';
    } catch (error) {
      this.journalRefused(error);
      if (this.store.nextIncoming !== expected) return 'taken';
      this.comesAgain = true;
      return 'notNow';
    }
  }

  onGarbled(
    _connection: EngineConnection,
    reason: GarbledReason,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): boolean {
    this.parts.observer?.onGarbledIn?.(this.id, reason, bytes, start, end, this.clock.epochMs());
    return this.session.receiveGarbled(reason);
  }

  onInputEnd(): void {
    this.afterwards();
  }

  onDrain(): void {
    this.afterwards();
  }

  onSlow(_connection: EngineConnection, queuedBytes: number, limitBytes: number): void {
    this.own.slowConsumerCuts++;
    this.parts.emit(this.id, { type: 'slowConsumer', queuedBytes, limitBytes });
  }

  onSent(bytes: Uint8Array, start: number, end: number): void {
    this.parts.observer?.onMessageOut?.(this.id, bytes, start, end, this.clock.epochMs());
  }

  onClosed(connection: EngineConnection, end: StreamEnd, detail: string): void {
    const { endpoint } = this;
    const where = endpoint === undefined ? connection.remote : nameOf(endpoint);
    this.connection = undefined;
    this.connecting = undefined;
    this.comesAgain = false;
    this.connectedSinceEpochMs = undefined;
    this.lastDetail = detail;
    // Before the session tells its application, which may want to know how long it lasted.
    const loggedOnForMs = this.loggedOnMs === undefined ? undefined : this.due.nowMs() - this.loggedOnMs;
    this.loggedOnMs = undefined;
    this.session.disconnected(detail);
    const retryMs = this.plan === undefined ? undefined : this.retryMs(this.plan, loggedOnForMs);
    if (end === 'refused' && this.plan !== undefined) {
      this.own.connectsFailed++;
      this.parts.emit(this.id, { type: 'connectFailed', endpoint: where, detail, retryMs: retryMs ?? 0 });
    } else {
      this.parts.emit(this.id, { type: 'connectionEnded', endpoint: where, detail, retryMs });
    }
    if (this.removers.length > 0) {
      this.finishRemoval();
      return;
    }
    if (retryMs !== undefined) this.waitToConnect(retryMs);
    this.review();
    this.rearm();
    for (const listener of this.waiting.splice(0)) listener();
  }

  // The pacer's side

  replayPiece(): 'more' | 'done' | 'blocked' {
    if (!this.session.resumeReplay()) return 'done';
    return this.connection?.hasRoom === true ? 'more' : 'blocked';
  }

  /** What every callback that concerned this session ends with. */
  private afterwards(): void {
    if (this.session.isReplaying && this.connection?.hasRoom === true) this.parts.replays.add(this);
    this.rearm();
  }

  private sessionEvent(event: SessionEvent): void {
    if (event.type === 'heartbeatRoundTrip') this.lastHeartbeatMs = event.ms;
    this.parts.emit(this.id, event);
    if (event.type !== 'state') return;
    if (this.session.isLoggedOn) this.loggedOnMs ??= this.due.nowMs();
    // The application may have brought it about, outside of our callbacks: a Logout has its own time limit.
    this.rearm();
  }

  // Time

  private rearm(): void {
    this.due.want(this.session.deadlineMs);
  }

  private onDue(): void {
    const { session, due } = this;
    if (this.parts.commits.isUnsettled) {
      // Nothing can be sent or read: nobody is late.
      if (session.deadlineMs !== Infinity) due.want(due.nowMs() + UNSETTLED_MS);
      return;
    }
    try {
      if (session.deadlineMs <= due.nowMs()) session.onTime();
      this.afterwards();
    } catch (error) {
      this.journalRefused(error);
      due.want(due.nowMs() + UNSETTLED_MS);
    }
  }

  /** The journal has no room: what was not saved has not happened, and is tried again. Other errors are faults of the program. */
  private journalRefused(error: unknown): void {
    if (!(error instanceof CrossfeedError && error.code.startsWith('JOURNAL_'))) throw error;
    this.own.journalRefusals++;
    this.parts.commits.touch();
  }

  // Connecting

  private retryMs(plan: ReconnectPlan, loggedOnForMs: number | undefined): number {
    return loggedOnForMs === undefined ? plan.failed() : plan.ended(loggedOnForMs);
  }

  private waitToConnect(delayMs: number): void {
    this.reconnectTimer?.cancel();
    this.reconnectTimer = this.timers.after(Math.ceil(delayMs), () => {
      this.reconnectTimer = undefined;
      this.review();
    });
  }

  private connect(plan: ReconnectPlan): void {
    if (this.parts.commits.isStalled) {
      this.waitToConnect(UNSETTLED_MS);
      return;
    }
    const { host, port, localAddress, tls } = plan.endpoint;
    this.parts.emit(this.id, { type: 'connecting', endpoint: nameOf(plan.endpoint) });
    this.session.connecting();
    const connection = new EngineConnection(this.parts, this);
    connection.giveTo(this, this.spec.output, this.spec.lengthTags);
    this.connection = connection;
    this.connecting = this.parts.streams.connect(
      {
        remote: { host, port },
        timeoutMs: plan.connectTimeoutMs,
        ...(localAddress === undefined ? {} : { localAddress }),
        ...(tls === undefined ? {} : { tls }),
      },
      connection,
    );
  }

  /** Ends what stands, in order where that is possible. */
  private end(text: string): void {
    this.reconnectTimer?.cancel();
    this.reconnectTimer = undefined;
    if (this.connecting !== undefined) {
      this.connecting.cancel();
      return;
    }
    // A Logout could not leave while the journal takes nothing.
    if (this.parts.commits.isStalled) this.session.disconnect(text);
    else this.session.logout(text);
    this.afterwards();
  }

  // The schedule

  /** Brings about what is wanted now: connected or not, and with numbers of this run. */
  private review(): void {
    if (this.isRemoved) return;
    this.followSchedule();
    const reset = this.resetReason();
    const wanted = this.enabled && this.watch.isOn;
    if (this.isBusy) {
      // `onClosed` comes back here.
      if (!wanted) this.end('the session is over for now');
      else if (reset !== undefined) this.end('sequence numbers begin anew');
      return;
    }
    if (reset !== undefined) this.reset(reset);
    if (!wanted) {
      this.reconnectTimer?.cancel();
      this.reconnectTimer = undefined;
      this.session.logout();
    } else if (this.plan !== undefined && this.reconnectTimer === undefined) {
      this.connect(this.plan);
    }
  }

  private followSchedule(): void {
    if (!this.watch.look()) return;
    if (this.watch.isOn) this.plan?.restart();
    this.parts.emit(this.id, { type: 'schedule', on: this.watch.isOn });
  }

  private resetReason(): 'schedule' | 'operator' | undefined {
    if (this.resetWanted !== undefined) return this.resetWanted;
    return this.watch.areStale(this.store.createdEpochMs) ? 'schedule' : undefined;
  }

  private reset(reason: 'schedule' | 'operator'): void {
    this.resetWanted = undefined;
    this.session.reset(reason);
    if (reason !== 'schedule') return;
    this.own.scheduleResets++;
    this.parts.emit(this.id, { type: 'scheduleReset' });
  }

  private finishRemoval(): void {
    this.isRemoved = true;
    this.due.cancel();
    this.watch.cancel();
    this.reconnectTimer?.cancel();
    for (const done of this.removers.splice(0)) done();
  }
}

export function nameOf({ host, port, localAddress }: InitiatorEndpoint): string {
  return localAddress === undefined ? `${host}:${port}` : `${host}:${port} from ${localAddress}`;
}
