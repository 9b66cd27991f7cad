/**
 * A SoupBinTCP session over its gateways: connects, logs in where it left off, keeps the number of the next message in the journal, in the very
 * record that holds the message before it, and sends what the journal has committed. Reconnects for as long as it is wanted.
 */
import { CrossfeedError } from '../../core/errors.js';
import { JournalKind, type Journal } from '../../core/journal.js';
import type { SessionWire } from '../../core/status/schema.js';
import type { Stream, StreamEnd, StreamHandler } from '../../core/streams.js';
import type { VenueSessionState } from '../../core/venue.js';
import type { Random, Timer, TradingWorld } from '../../core/world.js';
import type { CommitLoop, Held } from '../../fix/engine/commit-loop.js';
import { DueTimer } from '../../fix/engine/due-timer.js';
import { ReconnectPlan } from '../../fix/engine/reconnect.js';
import { SoupClient, type SoupClientHandler, type SoupOutput } from '../../protocols/soupbintcp/client.js';
import type { SoupTimers } from '../../protocols/soupbintcp/timers.js';
import type { Gateway, GatewayChoice } from '../order-entry.js';

export interface SoupLineConfig {
  /** Unique and the same at every start: it names the journal stream. */
  readonly id: string;
  readonly username: string;
  /** Read anew for every login. */
  readonly password: () => string;
  readonly gateways: readonly Gateway[];
  readonly connectTimeoutMs: number;
  readonly backoffMinMs: number;
  readonly backoffMaxMs: number;
  readonly stableMs: number;
  /** A gateway that leaves this much unread is cut off. */
  readonly queuedBytesMax: number;
  /** The replay must be over this long after the login. */
  readonly replayTimeoutMs: number;
  /**
   * The protocol has no message that ends a replay, and a heartbeat comes a second later: the first login asks for what is sent next, and learns
   * by its number whether anything was missed. Only then there is a second login, for that, which is over at this number.
   */
  readonly learnsEnd?: boolean;
  readonly timers?: SoupTimers;
}

export interface SoupLineParts {
  readonly world: Pick<TradingWorld, 'clock' | 'timers' | 'streams'>;
  readonly random: Random;
  readonly journal: Journal;
  readonly commits: CommitLoop;
}

export interface SoupLineHandler {
  /** A sequenced message; it is in the journal. */
  onMessage(sequence: number, bytes: Uint8Array, start: number, end: number): void;
  /** Logged in: what was missed follows. The handler says `settled` when it has seen the end of it. */
  onLogin(): void;
  /** The server has nothing more to send just now. */
  onIdle(): void;
  /** The session that was joined is another one than before: its numbers and references begin anew. */
  onNewSession(session: string): void;
  /** The same, as the journal tells it after a restart. */
  onSessionRestored(): void;
  onState(state: VenueSessionState, detail: string): void;
  onFault(detail: string): void;
}

export interface SoupLineCounters {
  connections: number;
  logins: number;
  loginsRefused: number;
  messagesIn: number;
  bytesOut: number;
  protocolErrors: number;
  slowGatewayCuts: number;
  journalRefusals: number;
}

const FIRST_BYTES = 4096;
const KEPT_BYTES_MAX = 1024 * 1024;
const UNSETTLED_MS = 100;
const VIEWS = 2048;
const LOGOUT_MS = 2000;

export class SoupLine implements StreamHandler, SoupClientHandler, SoupOutput, Held {
  readonly counters: SoupLineCounters = {
    connections: 0,
    logins: 0,
    loginsRefused: 0,
    messagesIn: 0,
    bytesOut: 0,
    protocolErrors: 0,
    slowGatewayCuts: 0,
    journalRefusals: 0,
  };
  state: VenueSessionState = 'disconnected';
  detail = '';
  sinceEpochMs: number;
  readonly stream: number;
  private readonly clock: TradingWorld['clock'];
  private readonly due: DueTimer;
  private client: SoupClient;
  private socket: Stream | undefined;
  private connecting: { cancel(): void } | undefined;
  private plan: ReconnectPlan;
  private retry: Timer | undefined;
  private wanted = false;
  private loggedInMs: number | undefined;
  private closers: (() => void)[] = [];
  /** Where the session stands, whatever client object speaks. */
  private session = '';
  private next = 1;
  /** The next login joins whichever session runs, from its beginning: ours was refused. */
  private joinsAny = false;
  /** Below it everything is known already: the session that was joined from its beginning is the one that we were in. */
  private knownBelow = 0;
  /** The number at which the replay is over; undefined: not known. */
  private replayEnd: number | undefined;
  /** This login learns where the replay ends, no more. */
  private isLearning = false;
  /** It found that something was missed: the next login asks for it, at once. */
  private missed = false;
  private settleBeforeMs = Infinity;
  private closeBeforeMs = Infinity;
  private closeReason = '';
  private pending = new Uint8Array(FIRST_BYTES);
  private pendingBytes = 0;
  private awaitsCommit = false;
  /** Views of `pending` by length, so that a send makes none. */
  private views: (Uint8Array | undefined)[] = [];
  private readonly textBytes = new Uint8Array(10);

  constructor(
    private readonly config: SoupLineConfig,
    private readonly parts: SoupLineParts,
    private readonly handler: SoupLineHandler,
  ) {
    const { clock, timers } = parts.world;
    this.clock = clock;
    this.sinceEpochMs = clock.epochMs();
    this.stream = parts.journal.openStream(`soup ${config.id}`);
    this.due = new DueTimer(clock, timers, () => this.onDue());
    this.client = this.newClient('');
    this.plan = this.planFor('primary');
  }

  /** The same whatever gateway is used. */
  get id(): string {
    return this.config.id;
  }

  get nextSequence(): number {
    return this.next;
  }

  get sessionName(): string {
    return this.session;
  }

  get isLoggedIn(): boolean {
    return this.client.state === 'active';
  }

  /** The gateway that is used, or is tried next: `primary 127.0.0.1:9000`. */
  get gateway(): string {
    const { host, port, role } = this.plan.endpoint as Gateway;
    return `${role} ${host}:${port}`;
  }

  /** Only what comes is numbered. */
  get wire(): SessionWire {
    const { host, port } = this.plan.endpoint as Gateway;
    return {
      nextOut: null,
      nextIn: this.next,
      roundTripMs: null,
      queuedBytes: this.pendingBytes,
      endpoint: `${host}:${port}`,
      isScheduledOn: true,
      isEnabled: this.wanted,
      counters: { ...this.counters },
    };
  }

  // What the owner wants

  connect(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.plan.restart();
    this.review();
  }

  /** Logs out; resolves when nothing is connected any more. */
  disconnect(reason: string): Promise<void> {
    this.wanted = false;
    this.closeReason = reason;
    this.retry?.cancel();
    this.retry = undefined;
    if (this.socket === undefined && this.connecting === undefined) {
      this.enter('disconnected', reason);
      return Promise.resolve();
    }
    const done = new Promise<void>((resolve) => this.closers.push(resolve));
    if (this.client.state === 'active' && !this.parts.commits.isStalled) {
      this.enter('loggingOut', reason);
      // What was handed over leaves before the logout.
      this.release();
      this.client.logout(this.nowMs());
      this.closeBeforeMs = this.nowMs() + LOGOUT_MS;
      this.rearm();
    } else this.cut(reason);
    return done;
  }

  /** Uses this gateway first from now on, and at once. */
  useGateway(choice: GatewayChoice, reason: string): void {
    const isThere = (this.plan.endpoint as Gateway).role === choice && this.state === 'active';
    this.plan = this.planFor(choice);
    if (isThere) return;
    if (this.socket !== undefined || this.connecting !== undefined) {
      // Nothing is given to a connection that is about to end.
      if (this.state === 'active' || this.state === 'recovering') this.enter('loggingOut', reason);
      this.cut(`${reason} (${choice} gateway)`);
      return;
    }
    this.retry?.cancel();
    this.retry = undefined;
    this.review();
  }

  /** The replay is over. */
  settled(detail: string): void {
    if (this.state !== 'recovering') return;
    this.settleBeforeMs = Infinity;
    this.enter('active', detail);
  }

  /** Whole packets, sent when the journal has committed what was appended so far. False when not logged in. Allocates nothing. */
  send(packets: Uint8Array, start: number, end: number): boolean {
    if (this.client.state !== 'active' || this.state === 'loggingOut') return false;
    const filled = this.pendingBytes + end - start;
    if (filled > this.pending.length) this.grow(filled);
    const { pending } = this;
    let to = this.pendingBytes;
    for (let from = start; from < end; from++) pending[to++] = packets[from]!;
    this.pendingBytes = filled;
    if (!this.awaitsCommit) {
      this.awaitsCommit = true;
      this.parts.commits.releaseAfterCommit(this);
    }
    return true;
  }

  /** Reads a record of this session's stream again, after a restart. */
  restore(kind: number, number: number, bytes: Uint8Array, start: number, end: number): void {
    if (kind === JournalKind.soupSession) {
      const session = text(bytes, start, end);
      const isNew = this.session !== '' && session !== this.session;
      this.session = session;
      this.next = number;
      // As it was when the session was joined.
      if (isNew) this.handler.onSessionRestored();
    } else if (kind === JournalKind.soupIn) this.next = number + 1;
  }

  /** Tells the journal where the session stands, so that nothing older is needed. */
  compact(): void {
    this.parts.journal.forget(this.stream, this.noteSession());
  }

  // The stream's side

  onOpen(stream: Stream): void {
    this.socket = stream;
    this.connecting = undefined;
    this.counters.connections++;
    this.parts.commits.join(this);
    try {
      this.client = this.newClient(this.config.password());
    } catch (error) {
      // A secret that cannot be read must not end the process: it may be there at the next attempt.
      this.cut(error instanceof CrossfeedError ? error.message : 'the password cannot be read');
      return;
    }
    this.client.session = this.joinsAny ? '' : this.session;
    this.isLearning = this.config.learnsEnd === true && this.client.session !== '' && !this.missed;
    if (!this.missed) this.replayEnd = undefined;
    this.missed = false;
    this.client.nextSequenceNumber = this.joinsAny ? 1 : this.isLearning ? 0 : this.next;
    this.enter('loggingOn', `${this.gateway}, from ${this.next}`);
    this.client.connected(this, this.nowMs());
    this.rearm();
  }

  onData(bytes: Uint8Array): void {
    this.client.receive(bytes, this.nowMs());
    this.rearm();
  }

  onDrain(): void {
    // Nothing waits for it.
  }

  onClose(end: StreamEnd, detail: string): void {
    const wasLoggedIn = this.loggedInMs !== undefined;
    const loggedInForMs = wasLoggedIn ? this.nowMs() - this.loggedInMs! : undefined;
    const reason = this.closeReason === '' ? detail : this.closeReason;
    this.socket = undefined;
    this.connecting = undefined;
    this.loggedInMs = undefined;
    this.settleBeforeMs = Infinity;
    this.closeBeforeMs = Infinity;
    this.pendingBytes = 0;
    this.closeReason = '';
    this.parts.commits.leave(this);
    this.client.disconnected();
    if (this.missed && this.wanted) {
      this.review();
      return;
    }
    const isFault = this.wanted;
    this.enter(this.state === 'failed' && this.wanted ? 'failed' : 'disconnected', reason);
    for (const done of this.closers.splice(0)) done();
    if (!this.wanted) return;
    const delayMs = loggedInForMs === undefined ? this.plan.failed() : this.plan.ended(loggedInForMs);
    this.retryAfter(delayMs);
    if (isFault) this.handler.onFault(`${end}: ${reason}`);
  }

  // The client's side

  write(bytes: Uint8Array, start: number, end: number): void {
    const { socket } = this;
    if (socket === undefined) return;
    this.counters.bytesOut += end - start;
    const view = bytes === this.pending && start === 0 ? this.viewOf(end) : bytes.subarray(start, end);
    socket.write(view);
    if (socket.queuedBytes <= this.config.queuedBytesMax) return;
    this.counters.slowGatewayCuts++;
    this.closeReason = `the gateway leaves ${socket.queuedBytes} bytes unread`;
    socket.destroy();
  }

  close(reason: string): void {
    if (this.closeReason === '') this.closeReason = reason;
    this.socket?.end();
    // A peer that does not close its side is not waited for.
    this.closeBeforeMs = this.nowMs() + LOGOUT_MS;
  }

  onLogin(session: string, nextSequenceNumber: number): void {
    this.counters.logins++;
    this.loggedInMs = this.nowMs();
    if (this.isLearning) {
      this.replayEnd = nextSequenceNumber;
      if (nextSequenceNumber > this.next) {
        this.missed = true;
        this.closeReason = `missed ${this.next} to ${nextSequenceNumber - 1}`;
        this.client.logout(this.loggedInMs);
        this.closeBeforeMs = this.loggedInMs + LOGOUT_MS;
        return;
      }
    }
    this.settleBeforeMs = this.loggedInMs + this.config.replayTimeoutMs;
    const isNew = session !== this.session;
    const before = this.session;
    this.session = session;
    this.joinsAny = false;
    this.knownBelow = isNew ? 0 : this.next;
    if (isNew || nextSequenceNumber > this.next) this.next = nextSequenceNumber;
    this.enter('recovering', `session ${session}, from ${nextSequenceNumber}`);
    if (isNew) {
      try {
        this.noteSession();
      } catch (error) {
        this.journalRefused(error);
        return;
      }
      if (before !== '') this.handler.onNewSession(session);
    }
    this.handler.onLogin();
    this.reviewReplay();
  }

  onSequenced(sequence: number, bytes: Uint8Array, start: number, end: number): void {
    // What comes behind what was missed comes again with it.
    if (this.missed || sequence < this.knownBelow) return;
    const { journal, commits } = this.parts;
    try {
      journal.append(JournalKind.soupIn, this.stream, sequence, bytes, start, end);
    } catch (error) {
      this.journalRefused(error);
      return;
    }
    this.next = sequence + 1;
    commits.touch();
    this.counters.messagesIn++;
    this.handler.onMessage(sequence, bytes, start, end);
    if (this.replayEnd !== undefined) this.reviewReplay();
  }

  onHeartbeat(): void {
    if (!this.missed) this.handler.onIdle();
  }

  onRejected(reason: string): void {
    this.counters.loginsRefused++;
    if (reason === 'noSuchSession' && this.session !== '') {
      // Over, or not available just now, which is the same word: the login that succeeds tells. In turns, ours and whichever runs.
      this.joinsAny = !this.joinsAny;
      this.closeReason = 'the session is not available';
      if (this.joinsAny) return;
    }
    this.closeReason = `login refused: ${reason}`;
    this.enter('failed', this.closeReason);
  }

  onEndOfSession(): void {
    this.closeReason = `session ${this.session} has ended`;
    this.session = '';
    this.next = 1;
    this.handler.onNewSession('');
    this.cut(this.closeReason);
  }

  onProtocolError(detail: string): void {
    this.counters.protocolErrors++;
    this.closeReason = `protocol error: ${detail}`;
  }

  // The journal's side

  release(): void {
    this.awaitsCommit = false;
    const { pendingBytes } = this;
    if (pendingBytes === 0 || this.socket === undefined) return;
    this.pendingBytes = 0;
    this.client.sendPackets(this.pending, 0, pendingBytes, this.nowMs());
    if (this.pending.length > KEPT_BYTES_MAX) this.replacePending(new Uint8Array(FIRST_BYTES));
  }

  unpark(): void {
    // Nothing is parked: a message that the journal refuses ends the connection, and comes again.
  }

  holdInput(held: boolean): void {
    if (held) this.socket?.pause();
    else this.socket?.resume();
  }

  // Within

  private nowMs(): number {
    return this.clock.monotonicNs() / 1e6;
  }

  private newClient(password: string): SoupClient {
    const { username, timers } = this.config;
    return new SoupClient({ username, password, ...(timers === undefined ? {} : { timers }) }, this);
  }

  /** Gateways of that role first, the others behind them. */
  private planFor(choice: GatewayChoice): ReconnectPlan {
    const { gateways, connectTimeoutMs, backoffMinMs, backoffMaxMs, stableMs } = this.config;
    const endpoints = [
      ...gateways.filter(({ role }) => role === choice),
      ...gateways.filter(({ role }) => role !== choice),
    ];
    const settings = { endpoints, connectTimeoutMs, backoffMinMs, backoffMaxMs, stableMs };
    return new ReconnectPlan(settings, this.parts.random);
  }

  private review(): void {
    if (!this.wanted || this.socket !== undefined || this.connecting !== undefined || this.retry !== undefined) return;
    if (this.parts.commits.isStalled) {
      this.retryAfter(UNSETTLED_MS);
      return;
    }
    const { plan } = this;
    const { host, port, localAddress, tls } = plan.endpoint;
    this.enter('connecting', this.gateway);
    this.connecting = this.parts.world.streams.connect(
      {
        remote: { host, port },
        timeoutMs: plan.connectTimeoutMs,
        ...(localAddress === undefined ? {} : { localAddress }),
        ...(tls === undefined ? {} : { tls }),
      },
      this,
    );
  }

  private reviewReplay(): void {
    if (this.replayEnd === undefined || this.next < this.replayEnd) return;
    this.replayEnd = undefined;
    this.settled(this.gateway);
  }

  private retryAfter(delayMs: number): void {
    this.retry?.cancel();
    this.retry = this.parts.world.timers.after(Math.ceil(delayMs), () => {
      this.retry = undefined;
      this.review();
    });
  }

  private cut(reason: string): void {
    this.closeReason = reason;
    if (this.socket !== undefined) this.socket.destroy();
    else this.connecting?.cancel();
  }

  private enter(state: VenueSessionState, detail: string): void {
    const isSame = state === this.state;
    this.detail = detail;
    if (isSame) return;
    this.state = state;
    this.sinceEpochMs = this.clock.epochMs();
    this.handler.onState(state, detail);
  }

  private noteSession(): number {
    const { session, textBytes } = this;
    for (let i = 0; i < session.length; i++) textBytes[i] = session.charCodeAt(i);
    this.parts.commits.touch();
    return this.parts.journal.append(
      JournalKind.soupSession,
      this.stream,
      this.next,
      textBytes,
      0,
      Math.min(10, session.length),
    );
  }

  /** The journal has no room: nothing was taken. The connection ends, and the message comes again when there is room. */
  private journalRefused(error: unknown): void {
    if (!(error instanceof CrossfeedError && error.code.startsWith('JOURNAL_'))) throw error;
    this.counters.journalRefusals++;
    this.client.disconnected();
    this.cut('the journal takes nothing');
  }

  private onDue(): void {
    const nowMs = this.nowMs();
    if (this.parts.commits.isUnsettled) {
      // Nothing can be read or sent: nobody is late.
      if (this.socket !== undefined) this.due.want(nowMs + UNSETTLED_MS);
      return;
    }
    if (nowMs >= this.closeBeforeMs) this.cut(this.closeReason);
    else if (nowMs >= this.settleBeforeMs) this.cut('the replay did not come to an end');
    else this.client.onTime(nowMs);
    this.rearm();
  }

  private rearm(): void {
    this.due.want(Math.min(this.client.deadlineMs, this.settleBeforeMs, this.closeBeforeMs));
  }

  private grow(least: number): void {
    const larger = new Uint8Array(Math.max(least, 2 * this.pending.length));
    larger.set(this.pending.subarray(0, this.pendingBytes));
    this.replacePending(larger);
  }

  private replacePending(bytes: Uint8Array<ArrayBuffer>): void {
    this.pending = bytes;
    this.views = [];
  }

  private viewOf(length: number): Uint8Array {
    if (length >= VIEWS) return this.pending.subarray(0, length);
    return (this.views[length] ??= this.pending.subarray(0, length));
  }
}

function text(bytes: Uint8Array, start: number, end: number): string {
  let result = '';
  for (let i = start; i < end; i++) result += String.fromCharCode(bytes[i]!);
  return result;
}
