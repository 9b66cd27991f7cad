/**
 * The FIX endpoints of one gateway process: listeners, connections, sessions, and the firms whose reports they tell. Nothing here is kept on
 * disk: a gateway that starts hears the matcher's log from its beginning, and knows what the other one knows.
 */
import type { Endpoint, StreamListener, TlsOptions } from '../../../control/core/streams.js';
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { Timer, TradingWorld } from '../../../control/core/world.js';
import type { MatcherLink } from '../core/links.js';
import { requireLoopback } from '../loopback.js';
import { FixConnection, type ConnectionHost } from './connection.js';
import type { Dialect, MessageLimit } from './dialect.js';
import { FirmStream } from './firm-stream.js';
import { RateLimit } from './rate-limit.js';
import { RefusalLog, type Refusal } from './refusal-log.js';
import { FixSession, type SessionHost } from './session.js';
import type { LogonVerdict, SessionTerms } from './terms.js';

/** One place to connect to. */
export interface FixEndpoint {
  /** For logs: `orders`, `drop-copy`, `market-data`. */
  readonly name: string;
  readonly local: Endpoint;
  readonly tls?: TlsOptions;
  readonly dialect: Dialect;
  /** Connections that may stand at once, and that may come within a time. */
  readonly maxConnections?: number;
  readonly connectLimit?: MessageLimit;
  /** Who logs on, and whether he may. The message is valid during the call only. */
  check(message: FixMessage, nowMs: number): LogonVerdict;
}

export interface FixGatewayOptions {
  readonly world: Pick<TradingWorld, 'clock' | 'timers' | 'streams'>;
  /** Name of the role, and what tells this run of it from the last one is added. */
  readonly name: string;
  readonly link: MatcherLink | undefined;
  /** False: nobody may connect now. */
  readonly isOpen?: () => boolean;
  readonly onRefusal?: (refusal: Refusal) => void;
}

const TICK_MS = 100;
const MAX_CONNECTIONS = 200;

export class FixGateway {
  readonly refusals: RefusalLog;
  private readonly host: SessionHost;
  private readonly firms = new Map<string, FirmStream>();
  private readonly sessions = new Map<string, FixSession>();
  private readonly listeners: StreamListener[] = [];
  private readonly connections = new Set<FixConnection>();
  private readonly ticking: Timer;

  constructor(private readonly options: FixGatewayOptions) {
    const { world, name, link } = options;
    const { clock } = world;
    this.refusals = new RefusalLog(clock, options.onRefusal);
    const gateway = `${name}@${clock.epochMs().toString(36)}`;
    this.host = { clock, link, name, gateway, refusals: this.refusals };
    this.ticking = world.timers.every(TICK_MS, () => this.tick());
    link?.onRefused((port, _id, why) => {
      for (const session of this.sessions.values())
        if (session.terms.port?.port === port) session.refusedByMatcher(why);
    });
    link?.onDown((why) => {
      this.refusals.add(name, 'matcher', '', why);
      for (const session of this.sessions.values()) session.linkLost();
    });
  }

  /** All reports of a firm, heard from the beginning of the day. */
  firm(name: string): FirmStream {
    const { link } = this.options;
    let stream = this.firms.get(name);
    if (stream === undefined) {
      stream = new FirmStream(name);
      this.firms.set(name, stream);
      link?.followFirm(name, 0, (report, port, logSequence) => stream!.hear(report, port, logSequence));
    }
    return stream;
  }

  /** The one session of these terms. Sessions whose numbers are shared must be made before the firm's first report is heard: at start-up. */
  session(terms: SessionTerms): FixSession {
    let session = this.sessions.get(terms.id);
    if (session === undefined) {
      session = new FixSession(terms, this.host);
      this.sessions.set(terms.id, session);
      if (terms.port !== undefined) this.firm(terms.port.firm).join(session);
    }
    return session;
  }

  get allSessions(): Iterable<FixSession> {
    return this.sessions.values();
  }

  /** Listens; resolves with the port. */
  async listen(endpoint: FixEndpoint): Promise<number> {
    const { world } = this.options;
    const { local, tls } = endpoint;
    requireLoopback(local.host, `FIX ${endpoint.name}`);
    const limit = endpoint.connectLimit === undefined ? undefined : new RateLimit(endpoint.connectLimit);
    let open = 0;
    const listener = await world.streams.listen({ local, ...(tls === undefined ? {} : { tls }) }, (remote) => {
      const from = `${endpoint.name} ${remote.host}:${remote.port}`;
      let reason: string | undefined;
      if (this.options.link?.isUp === false || this.options.isOpen?.() === false) reason = 'the exchange is not ready';
      else if (open >= (endpoint.maxConnections ?? MAX_CONNECTIONS)) reason = 'too many connections';
      else if (limit?.take(world.clock.epochMs()) === false) reason = 'connections come too fast';
      if (reason !== undefined) {
        this.refusals.add(from, 'connect', '', reason);
        return undefined;
      }
      open++;
      const connection = new FixConnection(
        this.hostOf(endpoint, () => open--),
        from,
      );
      this.connections.add(connection);
      return connection;
    });
    this.listeners.push(listener);
    return listener.port;
  }

  private hostOf(endpoint: FixEndpoint, closed: () => void): ConnectionHost {
    const { clock } = this.options.world;
    return {
      dialect: endpoint.dialect,
      nowMs: () => clock.epochMs(),
      check: (message) => endpoint.check(message, clock.epochMs()),
      session: (terms) => this.session(terms),
      refused: (connection, kind, message, reason) => this.refusals.add(connection, kind, message, reason),
      gone: (connection) => {
        if (this.connections.delete(connection)) closed();
      },
    };
  }

  /** Says Logout to everybody, or to the sessions that the pattern names. */
  logoutAll(text: string, which: (session: FixSession) => boolean = () => true): void {
    for (const session of this.sessions.values()) if (which(session)) session.logout(text);
  }

  /** Ends all connections without a word: what they are told can no longer be kept up. */
  disconnectAll(): void {
    for (const session of this.sessions.values()) session.linkLost();
  }

  /** Ends at once, as a killed process would, but for what is queued. */
  async close(): Promise<void> {
    this.ticking.cancel();
    await Promise.all(this.listeners.map((listener) => listener.close()));
    for (const connection of [...this.connections]) connection.close('destroy');
  }

  private tick(): void {
    const now = this.options.world.clock.epochMs();
    for (const session of this.sessions.values()) session.tick(now);
    for (const connection of [...this.connections]) connection.tick(now);
  }
}
