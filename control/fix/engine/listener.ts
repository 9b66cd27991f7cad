/** Takes connections for many sessions on one port: the first Logon says whose they are. Who is not known gets no answer. */
import type { Endpoint, StreamEnd, StreamHandler, StreamListener } from '../../core/streams.js';
import type { Timer } from '../../core/world.js';
import type { FixMessage } from '../../protocols/fix/message.js';
import { MsgType } from '../../protocols/fix/msg-type.js';
import type { SessionIdentity } from '../session/config.js';
import { EngineConnection, type ConnectionOwner, type Taken } from './connection.js';
import type { DropReason } from './engine-events.js';
import type { EngineParts, EngineSession } from './engine-session.js';
import { identityOf } from './session-registry.js';
import { listenerDefaults, type ListenerSettings } from './settings.js';

export interface ListenerCounters {
  accepted: number;
  /** By reason. */
  readonly dropped: Partial<Record<DropReason, number>>;
}

/** Finds a session, or makes one from a template. */
export type SessionFinder = (
  identity: SessionIdentity,
  peer: { readonly address: string; readonly tlsSubject: string | undefined },
) => EngineSession | undefined;

/** Longest Logon that is waited for. */
const LOGON_BYTES_MAX = 32_768;

/** How long a Logon waits for the session's old connection to go before it is refused. */
const OLD_CONNECTION_MS = 100;

/** A connection that has not sent its Logon yet. */
class Newcomer implements ConnectionOwner {
  readonly connection: EngineConnection;
  readonly wantsSent = false;
  private timer: Timer;
  private decided = false;
  private hasWaited = false;

  constructor(
    private readonly listener: EngineListener,
    private readonly parts: EngineParts,
    private readonly remote: Endpoint,
    logonTimeoutMs: number,
  ) {
    this.connection = new EngineConnection(parts, this, () => listener.gone(this.connection));
    this.timer = parts.timers.after(logonTimeoutMs, () =>
      this.drop('logonTimeout', `nothing within ${logonTimeoutMs} ms`),
    );
  }

  onOpen(): void {
    // The Logon comes.
  }

  onMessage(connection: EngineConnection, message: FixMessage): Taken {
    if (this.parts.commits.isStalled) return this.drop('journalNotOpen', '');
    if (message.msgType !== MsgType.Logon) return this.drop('noLogon', `35=${message.string(35) ?? ''}`);
    const identity = identityOf(message);
    const { host } = this.remote;
    const tlsSubject = connection.stream?.peerSubject;
    const session = identity && this.listener.find(identity, { address: host, tlsSubject });
    if (session === undefined) {
      const parts = [8, 49, 56].map((tag) => `${tag}=${message.string(tag) ?? ''}`);
      return this.drop('unknownSession', parts.join(' '));
    }
    const refusal = session.refusal(host, tlsSubject, this.listener.name);
    if (refusal === 'alreadyConnected' && !this.hasWaited) {
      this.wait(connection, session);
      return 'later';
    }
    if (refusal !== undefined) return this.drop(refusal, session.id);
    this.decided = true;
    this.timer.cancel();
    this.listener.logon(this, session);
    return session.onMessage(connection, message);
  }

  onGarbled(_connection: EngineConnection, reason: string): boolean {
    this.drop('garbled', reason);
    return false;
  }

  onInputEnd(connection: EngineConnection): void {
    // A part of a Logon: nobody's memory is filled before he has said who he is.
    if (connection.bufferedBytes > LOGON_BYTES_MAX) this.drop('garbled', `no Logon in ${LOGON_BYTES_MAX} bytes`);
  }

  onDrain(): void {
    // Nothing was sent.
  }

  onSlow(): void {
    // Nothing was sent.
  }

  onSent(): void {
    // Nothing was sent.
  }

  onClosed(_connection: EngineConnection, _end: StreamEnd, detail: string): void {
    this.drop('closed', detail);
  }

  close(): void {
    this.drop('closed', 'the listener is closed');
  }

  /** The end of the old connection and the Logon of the next may arrive together: the old one has a moment to go. */
  private wait(connection: EngineConnection, session: EngineSession): void {
    this.hasWaited = true;
    connection.holdInput(true);
    let isOver = false;
    const goOn = (): void => {
      if (isOver || this.decided) return;
      isOver = true;
      this.timer.cancel();
      if (!this.parts.commits.isStalled) connection.holdInput(false);
      connection.unpark();
    };
    this.timer.cancel();
    this.timer = this.parts.timers.after(OLD_CONNECTION_MS, goOn);
    session.whenFree(goOn);
  }

  private drop(reason: DropReason, detail: string): 'done' {
    if (this.decided) return 'done';
    this.decided = true;
    this.timer.cancel();
    this.listener.dropped(reason, this.remote, detail, this);
    this.connection.close('now', reason);
    return 'done';
  }
}

export class EngineListener {
  readonly counters: ListenerCounters = { accepted: 0, dropped: {} };
  private readonly settings: Required<Omit<ListenerSettings, 'tls' | 'name'>>;
  private readonly newcomers = new Set<Newcomer>();
  private readonly open = new Set<EngineConnection>();
  private stream: StreamListener | undefined;

  constructor(
    readonly name: string,
    private readonly given: ListenerSettings,
    private readonly parts: EngineParts,
    private readonly finder: SessionFinder,
  ) {
    this.settings = { ...listenerDefaults, ...given };
  }

  get address(): string {
    return this.stream?.address ?? this.given.host;
  }

  /** The one the system chose, where it was left to it. */
  get port(): number {
    return this.stream?.port ?? this.given.port;
  }

  get connections(): number {
    return this.open.size;
  }

  /** Rejects with WorldError. */
  async start(): Promise<void> {
    const { host, port, tls } = this.given;
    this.stream = await this.parts.streams.listen(
      { local: { host, port }, ...(tls === undefined ? {} : { tls }) },
      (remote) => this.arrived(remote),
    );
    this.parts.emit(undefined, { type: 'listening', endpoint: `${this.address}:${this.port}` });
  }

  /** Reads the certificate files again, for connections to come. Throws WorldError; then the old ones stay in use. */
  reload(): void {
    this.stream?.reload();
  }

  /** Takes no more connections; sessions go on. */
  async close(): Promise<void> {
    for (const newcomer of this.newcomers) newcomer.close();
    await this.stream?.close();
    this.parts.emit(undefined, { type: 'listenerClosed', endpoint: `${this.address}:${this.port}` });
  }

  find(...args: Parameters<SessionFinder>): EngineSession | undefined {
    return this.finder(...args);
  }

  logon(newcomer: Newcomer, session: EngineSession): void {
    this.newcomers.delete(newcomer);
    session.accept(newcomer.connection);
  }

  gone(connection: EngineConnection): void {
    this.open.delete(connection);
  }

  dropped(reason: DropReason, remote: Endpoint, detail: string, newcomer?: Newcomer): void {
    if (newcomer !== undefined) this.newcomers.delete(newcomer);
    const { dropped } = this.counters;
    dropped[reason] = (dropped[reason] ?? 0) + 1;
    this.parts.emit(undefined, { type: 'dropped', reason, remote: `${remote.host}:${remote.port}`, detail });
  }

  private arrived(remote: Endpoint): StreamHandler | undefined {
    const { connectionsMax, awaitingLogonMax, logonTimeoutMs } = this.settings;
    const reason: DropReason | undefined = this.parts.commits.isStalled
      ? 'journalNotOpen'
      : this.open.size >= connectionsMax
        ? 'tooManyConnections'
        : this.newcomers.size >= awaitingLogonMax
          ? 'tooManyAwaitingLogon'
          : undefined;
    if (reason !== undefined) {
      this.dropped(reason, remote, '');
      return undefined;
    }
    this.counters.accepted++;
    const newcomer = new Newcomer(this, this.parts, remote, logonTimeoutMs);
    this.newcomers.add(newcomer);
    this.open.add(newcomer.connection);
    return newcomer.connection;
  }
}
