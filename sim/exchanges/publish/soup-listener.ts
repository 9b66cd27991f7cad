/** A SoupBinTCP 3.0 server on a port: its connections, their heartbeats, and what they still have to be sent. */
import type { StreamHandler, Stream, Endpoint } from '../../../control/core/streams.js';
import type { Logger } from '../../../control/core/logging.js';
import type { TradingWorld } from '../../../control/core/world.js';
import { SoupServer, type SequencedLog, type SoupServerHandler } from '../../../control/protocols/soupbintcp/server.js';
import { soupTimers, type SoupTimers } from '../../../control/protocols/soupbintcp/timers.js';
import { Refusals } from './refusals.js';
import { ServerPort } from './server-port.js';
import { StreamWriter } from './stream-writer.js';

export interface SoupUser {
  readonly username: string;
  readonly password: string;
}

export interface SoupListenerOptions {
  /** For log and counters: `itch-soup`, `glimpse`. */
  readonly name: string;
  readonly local: Endpoint;
  readonly users: readonly SoupUser[];
  readonly connectionsMax: number;
  readonly queuedBytesMax?: number;
  readonly timers?: SoupTimers;
  /** The log for a login that is in order, or why there is none. Asked once a connection. */
  readonly open: (session: string) => SequencedLog | 'noSuchSession';
  /** The login was accepted: the connection reads its log from here on. */
  readonly onLogin?: (log: SequencedLog) => void;
}

export interface SoupListenerCounters {
  connections: number;
  logins: number;
  logouts: number;
  refused: Readonly<Record<string, number>>;
}

type SoupWorld = Pick<TradingWorld, 'clock' | 'timers' | 'streams'>;

const PIECE_PAUSE_MS = 1;

export class SoupListener {
  private readonly connections = new Set<Connection>();
  private readonly refusals: Refusals;
  private listening: ServerPort | undefined;
  private logins = 0;
  private logouts = 0;

  private constructor(
    private readonly world: SoupWorld,
    private readonly options: SoupListenerOptions,
    private readonly log: Logger,
  ) {
    this.refusals = new Refusals(options.name, world.clock, log);
  }

  static async open(world: SoupWorld, options: SoupListenerOptions, log: Logger): Promise<SoupListener> {
    const { name, local } = options;
    const self = new SoupListener(world, options, log);
    self.listening = await ServerPort.open(world, {
      name,
      local,
      onTick: () => {
        for (const connection of self.connections) connection.tick();
      },
      accept: (remote) => self.accept(remote),
    });
    return self;
  }

  get port(): number {
    return this.listening?.port ?? 0;
  }

  /** Logs may have grown. */
  onNews(): void {
    for (const connection of this.connections) connection.resume();
  }

  counters(): SoupListenerCounters {
    const { connections, logins, logouts, refusals } = this;
    return { connections: connections.size, logins, logouts, refused: refusals.counts };
  }

  async close(): Promise<void> {
    for (const connection of this.connections) connection.server?.close('the server stops');
    await this.listening?.close();
  }

  private accept(remote: Endpoint): StreamHandler | undefined {
    if (this.connections.size >= this.options.connectionsMax) {
      this.refusals.note('too many connections', { remote, most: this.options.connectionsMax });
      return undefined;
    }
    const connection = new Connection(this.world, this.options, remote, {
      authenticate: (username, password, session) => this.authenticate(remote, username, password, session),
      onLogin: (username, sequenceNumber) => {
        this.logins++;
        this.log.info('login', { server: this.options.name, remote, username, sequenceNumber });
        if (connection.sequenced !== undefined) this.options.onLogin?.(connection.sequenced);
      },
      onUnsequenced: () => {
        this.refusals.note('unsequenced data', { remote });
        connection.server?.close('nothing is taken from clients here');
      },
      onLogout: () => this.logouts++,
      onProtocolError: (text) => this.refusals.note('protocol error', { remote, text }),
      onClose: (why) => {
        this.connections.delete(connection);
        this.log.info('connection closed', { server: this.options.name, remote, why });
      },
    });
    this.connections.add(connection);
    return connection;
  }

  private authenticate(
    remote: Endpoint,
    username: string,
    password: string,
    session: string,
  ): SequencedLog | 'notAuthorized' | 'noSuchSession' {
    const isKnown = this.options.users.some((user) => user.username === username && user.password === password);
    if (!isKnown) {
      this.refusals.note('not authorized', { remote, username });
      return 'notAuthorized';
    }
    const log = this.options.open(session);
    if (log === 'noSuchSession') this.refusals.note('no such session', { remote, username, session });
    return log;
  }
}

interface ConnectionHandler extends SoupServerHandler {
  onClose(why: string): void;
}

class Connection implements StreamHandler {
  server: SoupServer | undefined;
  sequenced: SequencedLog | undefined;
  private writer: StreamWriter | undefined;
  private stream: Stream | undefined;
  private isScheduled = false;
  private why = 'the client closed';

  constructor(
    private readonly world: SoupWorld,
    private readonly options: SoupListenerOptions,
    readonly remote: Endpoint,
    private readonly handler: ConnectionHandler,
  ) {}

  onOpen(stream: Stream): void {
    const writer = new StreamWriter(stream, this.options.queuedBytesMax ?? 1 << 20);
    this.stream = stream;
    this.writer = writer;
    this.server = new SoupServer(
      {
        get hasRoom() {
          return writer.hasRoom;
        },
        write: (bytes, start, end) => writer.write(bytes, start, end),
        close: (reason) => {
          this.why = reason;
          writer.flush();
          stream.end();
        },
      },
      {
        ...this.handler,
        authenticate: (username, password, session) => {
          const log = this.handler.authenticate(username, password, session);
          if (typeof log !== 'string') this.sequenced = log;
          return log;
        },
      },
      this.nowMs(),
      this.options.timers ?? soupTimers,
    );
  }

  onData(bytes: Uint8Array): void {
    this.server?.receive(bytes, this.nowMs());
    this.resume();
  }

  onDrain(): void {
    this.resume();
  }

  onClose(): void {
    this.server?.close('the connection is gone');
    this.server = undefined;
    this.handler.onClose(this.why);
  }

  tick(): void {
    this.server?.onTime(this.nowMs());
    this.writer?.flush();
  }

  resume(): void {
    const { server, writer } = this;
    if (server === undefined || writer === undefined) return;
    const isMore = server.resume(this.nowMs());
    writer.flush();
    // Without room, `onDrain` goes on; with it, others get their turn first.
    if (!isMore || !writer.hasRoom || this.isScheduled) return;
    this.isScheduled = true;
    this.world.timers.after(PIECE_PAUSE_MS, () => {
      this.isScheduled = false;
      this.resume();
    });
  }

  private nowMs(): number {
    return this.world.clock.monotonicNs() / 1e6;
  }
}
