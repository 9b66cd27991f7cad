/** The dashboard's server: HTTP and socket.io on one loopback port, fed by the gateway's local socket. */
import { createServer, type Server as HttpServer } from 'node:http';
import { Server as SocketServer } from 'socket.io';
import { CrossfeedError } from '../../control/core/errors.js';
import type { World } from '../../control/core/world.js';
import type { LocalSockets } from '../../control/core/world-local-sockets.js';
import type { PageToServer, ServerToPage } from '../../control/core/status/page.js';
import { GatewayLink } from './gateway-link.js';
import { createApp } from './http.js';
import { OrderLink } from './order-link.js';
import { Pusher, PUSH_PERIOD_MS, RateRecorder, type PageClient } from './push.js';

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
}

export interface Dashboard {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const PAGES_MAX = 500;
/** A page sends acknowledgements and pings, a few bytes each. */
const LONGEST_PAGE_MESSAGE_BYTES = 1024;

export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  const { world, host } = options;
  const link = new GatewayLink({ world, sockets: options.sockets, path: options.gateway });
  const orders =
    options.orders === undefined ? undefined : new OrderLink({ world, sockets: options.sockets, path: options.orders });
  const pusher = new Pusher(link);
  const recorder = new RateRecorder();
  let hosts: ReadonlySet<string> = new Set();
  const app = createApp({ link, page: options.page, hosts: () => hosts, pages: () => pusher.pageCount, orders });
  const http = createServer(app);
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
      const ours = hosts.has(asked) && origin === `http://${asked}`;
      decide(null, ours && pusher.pageCount < PAGES_MAX);
    },
  });
  io.on('connection', (socket) => {
    socket.emit('history', recorder.history());
    const page: PageClient = {
      send: (update, done) => void socket.emit('update', update, done),
    };
    pusher.add(page);
    socket.on('disconnect', () => pusher.remove(page));
  });
  const port = await listen(http, host, options.port);
  hosts = namesOf(host, port);
  link.start();
  orders?.start();
  const timers = [
    world.timers.every(PUSH_PERIOD_MS, () => pusher.tick()),
    world.timers.every(1000, () => {
      recorder.sample(link);
      io.volatile.emit('history', recorder.history());
    }),
  ];
  return {
    port,
    url: `http://${bracketed(host)}:${port}/`,
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

/** The names under which a browser on this machine reaches a loopback port. */
function namesOf(host: string, port: number): ReadonlySet<string> {
  return new Set([host, '127.0.0.1', '::1', 'localhost'].map((name) => `${bracketed(name)}:${port}`));
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
