/** One TCP connection to an OUCH gateway. The login is held back until the matcher has given the port to this connection. */
import type { Logger } from '../../../../control/core/logging.js';
import type { Endpoint, Stream, StreamHandler } from '../../../../control/core/streams.js';
import type { TradingWorld } from '../../../../control/core/world.js';
import {
  LOGIN_REQUEST_BYTES,
  readLoginRequest,
  SOUP_HEADER_BYTES,
  SoupType,
} from '../../../../control/protocols/soupbintcp/packets.js';
import { SoupServer } from '../../../../control/protocols/soupbintcp/server.js';
import type { Refusals } from '../../publish/refusals.js';
import { StreamWriter } from '../../publish/stream-writer.js';
import type { OuchClient, OuchSession } from './session.js';

const QUEUED_BYTES_MAX = 1 << 20;
/** What may come before a login is answered. */
const HELD_BYTES_MAX = 65_536;
const PIECE_PAUSE_MS = 1;

export interface ConnectionOptions {
  readonly world: Pick<TradingWorld, 'clock' | 'timers'>;
  readonly remote: Endpoint;
  /** The session of a user whose password is right, on this port of the gateway. */
  readonly find: (username: string, password: string) => OuchSession | undefined;
  readonly refusals: Refusals;
  readonly log: Logger;
  readonly onClosed: (connection: OuchConnection) => void;
}

export class OuchConnection implements StreamHandler, OuchClient {
  private server: SoupServer | undefined;
  private writer: StreamWriter | undefined;
  private stream: Stream | undefined;
  private session: OuchSession | undefined;
  private username = '';
  private held = new Uint8Array(0);
  private isLoggedIn = false;
  private isScheduled = false;
  private why = 'the client closed';

  constructor(private readonly options: ConnectionOptions) {}

  onOpen(stream: Stream): void {
    const writer = new StreamWriter(stream, QUEUED_BYTES_MAX);
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
        authenticate: (_username, _password, asked) => this.authenticate(asked),
        onLogin: (username, sequenceNumber) => {
          this.isLoggedIn = true;
          this.options.log.info('login', { remote: this.options.remote, username, sequenceNumber });
        },
        onUnsequenced: (bytes, start, end) => this.session?.receive(this, bytes, start, end),
        onLogout: () => undefined,
        onProtocolError: (text) => this.options.refusals.note('protocol error', { remote: this.options.remote, text }),
      },
      this.nowMs(),
    );
  }

  onData(bytes: Uint8Array): void {
    if (this.isLoggedIn) this.server?.receive(bytes, this.nowMs());
    else this.hold(bytes);
    this.onNews();
  }

  onDrain(): void {
    this.onNews();
  }

  onClose(): void {
    this.server?.close('the connection is gone');
    this.server = undefined;
    this.session?.leave(this);
    this.options.onClosed(this);
    this.options.log.info('connection closed', { remote: this.options.remote, username: this.username, why: this.why });
  }

  /** Sends what the session has and this connection has not. */
  onNews(): void {
    const { server, writer } = this;
    if (server === undefined || writer === undefined) return;
    const isMore = server.resume(this.nowMs());
    writer.flush();
    // Without room, `onDrain` goes on; with it, others get their turn first.
    if (!isMore || !writer.hasRoom || this.isScheduled) return;
    this.isScheduled = true;
    this.options.world.timers.after(PIECE_PAUSE_MS, () => {
      this.isScheduled = false;
      this.onNews();
    });
  }

  tick(): void {
    this.server?.onTime(this.nowMs());
    this.writer?.flush();
  }

  close(why: string): void {
    this.server?.close(why);
  }

  /** Keeps the bytes of a login until its port is ours. What is no login goes on at once: it is refused there. */
  private hold(bytes: Uint8Array): void {
    const held = new Uint8Array(this.held.length + bytes.length);
    held.set(this.held);
    held.set(bytes, this.held.length);
    this.held = held;
    if (this.session !== undefined) {
      if (held.length > HELD_BYTES_MAX) this.close('too much before the login was answered');
      return;
    }
    const isLogin = held.length >= SOUP_HEADER_BYTES && held[2] === SoupType.loginRequest;
    if (isLogin && held.length < LOGIN_REQUEST_BYTES) return;
    const login = isLogin ? readLoginRequest(held, SOUP_HEADER_BYTES, LOGIN_REQUEST_BYTES) : undefined;
    const session = login && this.options.find(login.username, login.password);
    if (session === undefined || !session.isOpen || login === undefined) {
      if (login !== undefined) {
        const reason = session === undefined ? 'not authorized' : 'the matcher is away';
        this.options.refusals.note(reason, { remote: this.options.remote, username: login.username });
        this.refusal = session === undefined ? 'notAuthorized' : 'noSuchSession';
      }
      this.release();
      return;
    }
    this.username = login.username;
    this.session = session;
    session.take(this, () => {
      this.release();
      this.onNews();
    });
  }

  private refusal: 'notAuthorized' | 'noSuchSession' = 'notAuthorized';

  private release(): void {
    const { held } = this;
    this.held = new Uint8Array(0);
    this.server?.receive(held, this.nowMs());
  }

  private authenticate(asked: string) {
    const { session } = this;
    if (session === undefined) return this.refusal;
    if (asked !== '' && asked !== session.messages.session) {
      this.options.refusals.note('no such session', { username: this.username, session: asked });
      return 'noSuchSession';
    }
    return session.messages;
  }

  private nowMs(): number {
    return this.options.world.clock.monotonicNs() / 1e6;
  }
}
