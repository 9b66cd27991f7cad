/** Real TCP and TLS: the World's seam for streams on the machine's own sockets. */
import { connect as connectTcp, createServer as createTcpServer, isIP, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer, TLSSocket, type Server as TlsServer } from 'node:tls';
import { WorldError } from './errors.js';
import type {
  ConnectOptions,
  Endpoint,
  Stream,
  StreamEnd,
  StreamHandler,
  StreamListener,
  Streams,
  TlsOptions,
} from './streams.js';
import { WriteQueue } from './world-streams-queue.js';
import { messageOf, peerSubjectOf, readCertificates } from './world-streams-tls.js';

/** A peer that has not finished its TLS handshake by then is dropped. */
const HANDSHAKE_MS_MAX = 10_000;
const BACKLOG = 511;

/** A socket with its owner. It exists before the connection does, so that a failure on the way has somewhere to go. */
class RealStream implements Stream {
  local: Endpoint = { host: '', port: 0 };
  remote: Endpoint = { host: '', port: 0 };
  peerSubject: string | undefined;
  private readonly queue: WriteQueue;
  private opened = false;
  private peerEnded = false;
  private destroyed = false;
  private closed = false;
  private failure: string | undefined;

  constructor(
    private readonly socket: Socket,
    private readonly handler: StreamHandler,
  ) {
    this.queue = new WriteQueue(socket, () => {
      if (!this.closed) handler.onDrain();
    });
    socket.on('error', (error) => {
      this.failure ??= error.message;
    });
    socket.on('end', () => {
      this.peerEnded = true;
    });
    socket.on('close', () => this.close());
  }

  get queuedBytes(): number {
    return this.queue.queuedBytes;
  }

  /** The connection stands: from here on there is data. */
  open(): void {
    const { socket } = this;
    this.opened = true;
    this.local = { host: socket.localAddress ?? '', port: socket.localPort ?? 0 };
    this.remote = { host: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
    if (socket instanceof TLSSocket) this.peerSubject = peerSubjectOf(socket);
    this.handler.onOpen(this);
    socket.on('data', (bytes: Buffer) => {
      if (!this.destroyed) this.handler.onData(bytes);
    });
  }

  /** The connection will not stand. */
  refuse(detail: string): void {
    this.failure ??= detail;
    this.socket.destroy();
  }

  write(bytes: Uint8Array): void {
    if (!this.destroyed && this.socket.writable) this.queue.write(bytes);
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  end(): void {
    this.queue.end();
  }

  destroy(): void {
    if (this.destroyed || this.closed) return;
    this.destroyed = true;
    this.queue.discard();
    // Only a bare TCP connection can be reset; TLS has its own way to say that something was cut.
    if (!this.opened || this.socket instanceof TLSSocket) this.socket.destroy();
    else this.socket.resetAndDestroy();
  }

  private close(): void {
    if (this.closed) return;
    this.closed = true;
    this.queue.discard();
    this.handler.onClose(this.endOf(), this.failure ?? (this.peerEnded ? 'closed by the peer' : 'closed'));
  }

  private endOf(): StreamEnd {
    if (this.destroyed) return 'destroyed';
    if (!this.opened) return 'refused';
    return this.failure === undefined ? 'ended' : 'reset';
  }
}

class RealStreams implements Streams {
  connect(options: ConnectOptions, handler: StreamHandler): { cancel(): void } {
    const { remote, localAddress, timeoutMs, tls } = options;
    const target = {
      host: remote.host,
      port: remote.port,
      ...(localAddress === undefined ? {} : { localAddress }),
    };
    let socket: Socket;
    try {
      socket = tls === undefined ? connectTcp(target) : connectTls({ ...target, ...clientOptions(tls, remote.host) });
    } catch (error) {
      // A certificate file, a port out of range: told in the way every other refusal is.
      setImmediate(() => handler.onClose('refused', messageOf(error)));
      return { cancel: () => undefined };
    }
    socket.setNoDelay(true);
    const stream = new RealStream(socket, handler);
    const timer = setTimeout(() => stream.refuse(`no connection within ${timeoutMs} ms`), timeoutMs);
    socket.once('close', () => clearTimeout(timer));
    socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
      clearTimeout(timer);
      stream.open();
    });
    return { cancel: () => stream.destroy() };
  }

  async listen(
    options: { readonly local: Endpoint; readonly tls?: TlsOptions },
    accept: (remote: Endpoint) => StreamHandler | undefined,
  ): Promise<StreamListener> {
    const { local, tls } = options;
    const where = `tcp ${local.host}:${local.port}`;
    const server = tls === undefined ? tcpServer(accept) : tlsServer(tls, accept);
    await new Promise<void>((resolve, reject) => {
      const failed = (cause: Error): void =>
        reject(new WorldError('TCP_LISTEN', `cannot listen (${cause.message})`, { where, cause }));
      server.once('error', failed);
      server.listen({ host: local.host, port: local.port, backlog: BACKLOG, exclusive: true }, () => {
        server.off('error', failed);
        // A connection that broke before it was taken (ECONNABORTED, EMFILE): the next one may work.
        server.on('error', () => undefined);
        resolve();
      });
    });
    const bound = server.address();
    if (bound === null || typeof bound === 'string') throw new WorldError('TCP_LISTEN', 'no address', { where });
    return {
      address: bound.address,
      port: bound.port,
      reload: () => {
        if (tls !== undefined) (server as TlsServer).setSecureContext(readCertificates(tls));
      },
      close: () => new Promise((resolve) => closeListening(server, resolve)),
    };
  }
}

/** `Server.close` calls back when the last connection has ended, but it stops listening at once, and that is what counts here. */
function closeListening(server: Server, done: () => void): void {
  if (server.listening) server.close();
  setImmediate(done);
}

function remoteOf(socket: Socket): Endpoint {
  return { host: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 };
}

function tcpServer(accept: (remote: Endpoint) => StreamHandler | undefined): Server {
  return createTcpServer({ noDelay: true }, (socket) => {
    const handler = accept(remoteOf(socket));
    if (handler === undefined) {
      socket.on('error', () => undefined);
      socket.resetAndDestroy();
      return;
    }
    new RealStream(socket, handler).open();
  });
}

/** The owner is asked as soon as there is a connection, and told of it when the handshake is done: who may not come costs no handshake. */
function tlsServer(tls: TlsOptions, accept: (remote: Endpoint) => StreamHandler | undefined): TlsServer {
  const waiting = new Map<string, StreamHandler>();
  const keyOf = ({ host, port }: Endpoint): string => `${host} ${port}`;
  const server = createTlsServer({
    ...readCertificates(tls),
    noDelay: true,
    handshakeTimeout: HANDSHAKE_MS_MAX,
    requestCert: tls.requireClientCertificate === true,
    rejectUnauthorized: tls.requireClientCertificate === true,
  });
  const failures = new Map<string, string>();
  server.prependListener('connection', (socket: Socket) => {
    const remote = remoteOf(socket);
    const key = keyOf(remote);
    const handler = accept(remote);
    if (handler === undefined) {
      socket.on('error', () => undefined);
      socket.resetAndDestroy();
      return;
    }
    waiting.set(key, handler);
    socket.once('close', () => {
      const failure = failures.get(key) ?? 'closed during the TLS handshake';
      failures.delete(key);
      if (waiting.delete(key)) handler.onClose('refused', failure);
    });
  });
  server.on('tlsClientError', (error, socket) => {
    const key = keyOf(remoteOf(socket));
    if (waiting.has(key)) failures.set(key, error.message);
    socket.destroy();
  });
  server.on('secureConnection', (socket) => {
    const key = keyOf(remoteOf(socket));
    const handler = waiting.get(key);
    waiting.delete(key);
    if (handler === undefined) socket.destroy();
    else new RealStream(socket, handler).open();
  });
  return server;
}

function clientOptions(tls: TlsOptions, host: string): object {
  const name = tls.serverName ?? host;
  return {
    ...readCertificates(tls),
    // SNI carries names only (RFC 6066, 3); an address is checked against the certificate all the same.
    ...(isIP(name) === 0 ? { servername: name } : {}),
  };
}

/** The machine's own TCP and TLS. */
export const realStreams: Streams = new RealStreams();
