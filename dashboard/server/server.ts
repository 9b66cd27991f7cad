/** The dashboard's server: HTTP or HTTPS and socket.io on one port, fed by the gateway's local socket. */
import { createServer, type Server as HttpServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { Server as SocketServer } from 'socket.io';
import { CrossfeedError } from '../../control/core/errors.js';
import type { World } from '../../control/core/world.js';
import type { LocalSockets } from '../../control/core/world-local-sockets.js';
import type { PageToServer, ServerToPage } from '../../control/core/status/page.js';
import { GatewayLink } from './gateway-link.js';
import { createApp } from './http.js';
import { LatencyRecorder } from './latency-recorder.js';
import type { RequestLimits } from './limits.js';
import { OrderLink } from './order-link.js';
import { Viewers } from './viewers.js';
import { Pusher, PUSH_LEAST_MS, PUSH_SILENT_MS, RateRecorder } from './push.js';

export interface DashboardOptions {
  readonly world: World;
  readonly sockets: LocalSockets;
  /** The gateway's local socket. */
  readonly gateway: string;
  /** Its order socket; absent: it takes no orders. */
  readonly orders?: string | undefined;
  readonly host: string;
  /** 0 takes any. */
  readonly port: number;
  readonly page: string;
  /** Nobody may look without a session or a token with the role view. */
  readonly loginRequired?: boolean | undefined;
  readonly limits?: RequestLimits | undefined;
  /** PEM; absent: without TLS. */
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer } | undefined;
  /** Under which browsers ask, beside the address and those of this machine. */
  readonly names?: readonly string[] | undefined;
}

export interface Dashboard {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const PAGES_MAX = 500;
const CONNECTIONS_MAX = 2000;
const HEADERS_MS = 10_000;
const REQUEST_MS = 15_000;
/** A page says that it has painted, and pings: a few bytes each. */
const LONGEST_PAGE_MESSAGE_BYTES = 1024;
/** It paints some ten updates a second. */
const PAGE_MESSAGES_PER_SECOND = 100;

export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  const { world, host } = options;
  const link = new GatewayLink({ world, sockets: options.sockets, path: options.gateway });
  const orders =
    options.orders === undefined ? undefined : new OrderLink({ world, sockets: options.sockets, path: options.orders });
  const pusher = new Pusher(link, (pages, update) => io.to([...pages]).emit('update', update));
  const recorder = new RateRecorder();
  const latencies = new LatencyRecorder();
  let second = 0;
  let hosts: ReadonlySet<string> = new Set();
  const viewers = new Viewers(world.clock, orders, options.loginRequired ?? false);
  const app = createApp({
    link,
    page: options.page,
    hosts: () => hosts,
    pages: () => pusher.pageCount,
    orders,
    viewers,
    limits: options.limits,
    hasTls: options.tls !== undefined,
  });
  const http = options.tls === undefined ? createServer(app) : secured(options.tls, app);
  const scheme = options.tls === undefined ? 'http' : 'https';
  const io = new SocketServer<PageToServer, ServerToPage>(http, {
    transports: ['websocket'],
    serveClient: false,
    cors: { origin: false },
    maxHttpBufferSize: LONGEST_PAGE_MESSAGE_BYTES,
    perMessageDeflate: false,
    httpCompression: false,
    // A browser says where its page came from; only our own pages may listen.
    allowRequest(request, decide) {
      const { origin, host: asked = '' } = request.headers;
      const ours = hosts.has(asked) && origin === `${scheme}://${asked}`;
      if (!ours || pusher.pageCount >= PAGES_MAX) decide(null, false);
      else {
        viewers.admit(request.headers, request.socket.remoteAddress ?? '').then(
          () => decide(null, true),
          () => decide(null, false),
        );
      }
    },
  });
  io.on('connection', (socket) => {
    // There is one event that a page may send, with nothing in it: whoever sends another is no page of ours.
    socket.onAny((event: unknown, ...args: unknown[]) => {
      if (event !== 'painted' || args.length > 0) socket.disconnect(true);
    });
    socket.on('painted', () => pusher.painted(socket.id));
    let messages = 0;
    let windowNs = world.clock.monotonicNs();
    socket.conn.on('packet', () => {
      const nowNs = world.clock.monotonicNs();
      if (nowNs - windowNs >= 1e9) {
        windowNs = nowNs;
        messages = 0;
      }
      if (++messages > PAGE_MESSAGES_PER_SECOND) socket.disconnect(true);
    });
    socket.emit('history', { number: second, rates: recorder.history(), latencies: latencies.history() });
    pusher.add(socket.id);
    socket.on('disconnect', () => pusher.remove(socket.id));
  });
  // Whoever sends slowly, or holds connections, takes nothing from others.
  http.headersTimeout = HEADERS_MS;
  http.requestTimeout = REQUEST_MS;
  http.maxConnections = CONNECTIONS_MAX;
  const port = await listen(http, host, options.port);
  hosts = namesOf([host, '127.0.0.1', '::1', 'localhost', ...(options.names ?? [])], port, scheme);
  let pushedNs = -Infinity;
  const sincePushMs = (): number => (world.clock.monotonicNs() - pushedNs) / 1e6;
  const push = (): void => {
    pushedNs = world.clock.monotonicNs();
    pusher.tick();
  };
  // As news come, so that they wait for no timer of ours.
  link.onUpdate = () => {
    if (sincePushMs() >= PUSH_LEAST_MS) push();
  };
  link.start();
  orders?.start();
  const timers = [
    world.timers.every(PUSH_LEAST_MS, () => {
      if (sincePushMs() >= PUSH_SILENT_MS) push();
    }),
    world.timers.every(1000, () => {
      recorder.sample(link);
      second += 1;
      io.volatile.emit('second', { number: second, rates: recorder.history(), latencies: latencies.sample(link) });
    }),
  ];
  return {
    port,
    url: `${scheme}://${options.names?.[0] ?? bracketed(host)}:${port}/`,
    async close() {
      for (const timer of timers) timer.cancel();
      link.stop();
      orders?.stop();
      const closed = io.close();
      http.closeAllConnections();
      await closed;
    },
  };
}

async function listen(http: HttpServer, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    http.once('error', (cause: NodeJS.ErrnoException) => {
      const where = `http ${host}:${port}`;
      if (cause.code !== 'EADDRINUSE')
        reject(new CrossfeedError('HTTP_LISTEN', `cannot listen (${cause.message})`, { where, cause }));
      else
        reject(
          new CrossfeedError('HTTP_PORT_IN_USE', 'the port is in use; choose another with --port', { where, cause }),
        );
    });
    http.listen({ host, port, exclusive: true }, resolve);
  });
  const address = http.address();
  return address !== null && typeof address === 'object' ? address.port : port;
}

function secured(tls: NonNullable<DashboardOptions['tls']>, app: Parameters<typeof createTlsServer>[1]): HttpServer {
  try {
    return createTlsServer({ ...tls, minVersion: 'TLSv1.2' }, app);
  } catch (cause) {
    throw new CrossfeedError('HTTP_TLS', 'the certificate and its key cannot be used', { where: 'http.tls', cause });
  }
}

/** What a browser may ask for: it leaves the port out where that is the scheme's own. */
function namesOf(names: readonly string[], port: number, scheme: 'http' | 'https'): ReadonlySet<string> {
  const isUsual = port === (scheme === 'http' ? 80 : 443);
  return new Set(names.flatMap((name) => [`${bracketed(name)}:${port}`, ...(isUsual ? [bracketed(name)] : [])]));
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
