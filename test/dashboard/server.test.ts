/** The dashboard's server against a gateway socket that the test serves, over real sockets. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../control/core/logging.js';
import type { PageUpdate } from '../../control/core/status/page.js';
import { ROW_LENGTH, RowTable } from '../../control/core/status/rows.js';
import { realLocalSockets } from '../../control/core/world-local-sockets.js';
import { realWorld } from '../../control/core/world-real.js';
import { GatewaySocket } from '../../control/gateway/local-server.js';
import { newStatus } from './counters.js';
import { until } from './waiting.js';
import { startDashboard, type Dashboard } from '../../dashboard/server/server.js';

let folder: string;
let dashboard: Dashboard;
let gateway: GatewaySocket | undefined;
let picture: { table: RowTable; status: ReturnType<typeof newStatus>; statusVersion: number };
const pages: Socket[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crossfeed-dashboard-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  picture = { table: new RowTable(), status: newStatus(), statusVersion: 1 };
  picture.table.set(picture.table.add('AAPL'), new Array<number>(ROW_LENGTH).fill(1));
  dashboard = await startDashboard({
    world: realWorld,
    sockets: realLocalSockets,
    gateway: join(folder, 'gateway.sock'),
    host: '127.0.0.1',
    port: 0,
    page: folder,
  });
});
afterEach(async () => {
  for (const page of pages.splice(0)) page.disconnect();
  await dashboard.close();
  await gateway?.close();
  gateway = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function startGateway(): Promise<void> {
  gateway = new GatewaySocket(
    picture,
    {
      book: (symbol) =>
        symbol === 'AAPL'
          ? {
              symbol,
              channel: 0,
              stockLocate: 1,
              state: 'open',
              priceScale: 10000,
              bids: [],
              asks: [],
              last: null,
              updates: 3,
            }
          : undefined,
    },
    silentLogger,
  );
  await gateway.listen(realLocalSockets, join(folder, 'gateway.sock'));
}

/** Looks, with the gateway pushing in between, as its timer would. */
function push<T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> {
  return until(what, () => {
    gateway?.push(realWorld.clock.epochMs());
    return look();
  });
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

function ask(path: string, options: { method?: string; headers?: Record<string, string> } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: dashboard.port, path, ...options }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    call.on('error', reject).end();
  });
}

const problem = ({ body }: Answer): unknown => JSON.parse(body);

describe('HTTP', () => {
  it('is healthy and not ready without a gateway, and says why in every answer', async () => {
    expect((await ask('/healthz')).status).toBe(200);
    for (const path of ['/readyz', '/api/v1/feeds', '/api/v1/nic', '/api/v1/venues', '/api/v1/books/AAPL']) {
      const answer = await ask(path);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(problem(answer)).toMatchObject({ status: 503, code: 'GATEWAY_DISCONNECTED' });
      expect(answer.status).toBe(503);
    }
    expect((await ask('/metrics')).body).toMatch(/^crossfeed_gateway_up 0$/m);
  });

  it('answers from the gateway once there is one, and no more when it has gone', async () => {
    await startGateway();
    await push('/readyz 200', async () => (await ask('/readyz')).status === 200);
    expect((await ask('/metrics')).body).toContain('crossfeed_engine_info{engine="nic"} 1');
    expect(JSON.parse((await ask('/api/v1/nic')).body)).toMatchObject({ device: 'sim:test', timeNs: 1e9 });
    expect(JSON.parse((await ask('/api/v1/venues')).body)).toMatchObject({ venues: [{ venue: 'TEST' }] });
    expect(JSON.parse((await ask('/api/v1/books/AAPL')).body)).toMatchObject({ symbol: 'AAPL', updates: 3 });
    expect(problem(await ask('/api/v1/books/NONE'))).toMatchObject({ status: 404, code: 'SYMBOL_UNKNOWN' });
    await gateway?.close();
    gateway = undefined;
    await until('/readyz 503', async () => (await ask('/readyz')).status === 503);
  });

  it('is not ready when the gateway is not', async () => {
    picture.status = {
      ...newStatus(),
      readiness: { ready: false, checks: [{ name: 'books', ok: false, detail: 'none' }] },
    };
    await startGateway();
    const answer = await push('NOT_READY', async () => {
      const got = JSON.parse((await ask('/readyz')).body);
      return got.code === 'NOT_READY' ? got : undefined;
    });
    expect(answer).toMatchObject({ status: 503, detail: 'books: none', checks: [{ name: 'books', ok: false }] });
  });

  it('refuses what it does not serve', async () => {
    expect(problem(await ask('/api/v1/none'))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect(problem(await ask('/api/v1/feeds', { method: 'POST' }))).toMatchObject({
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
    });
    expect(problem(await ask('/healthz', { headers: { host: 'evil.example' } }))).toMatchObject({
      status: 421,
      code: 'HOST_REFUSED',
    });
    expect(problem(await ask('/%E0%A4%A'))).toMatchObject({ status: 404 });
    expect((await ask('/../../package.json')).status).toBe(404);
  });

  it('sends the page under a policy that allows nothing inline', async () => {
    const answer = await ask('/');
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('<title>page</title>') });
    const policy = String(answer.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['x-powered-by']).toBeUndefined();
  });
});

function page(origin: string): { readonly socket: Socket; readonly got: PageUpdate[] } {
  const got: PageUpdate[] = [];
  const socket = io(dashboard.url, { transports: ['websocket'], reconnection: false, extraHeaders: { origin } });
  pages.push(socket);
  socket.on('update', (update: PageUpdate) => {
    got.push(update);
    socket.emit('painted');
  });
  return { socket, got };
}

describe('socket.io', () => {
  const ours = (): string => dashboard.url.slice(0, -1);

  it('gives a page of ours the picture, and then what changed', async () => {
    await startGateway();
    const { got } = page(ours());
    await push('the picture', () => got.some(({ link, rows }) => link === 'live' && rows.names.includes('AAPL')));
    picture.table.set(0, new Array<number>(ROW_LENGTH).fill(2));
    await push('the change', () => got.some(({ reset, rows }) => !reset && rows.rows.some((row) => row[1] === 2)));
  });

  it('says when the gateway is gone', async () => {
    await startGateway();
    const { got } = page(ours());
    await push('live', () => got.at(-1)?.link === 'live');
    await gateway?.close();
    gateway = undefined;
    await until('disconnected', () => got.at(-1)?.link === 'disconnected');
  });

  it.each(['http://evil.example', 'null', 'https://127.0.0.1'])('refuses a page of %s', async (origin) => {
    const { socket } = page(origin);
    await expect(new Promise((_resolve, reject) => socket.on('connect_error', reject))).rejects.toThrow();
    expect(socket.connected).toBe(false);
  });

  it('cuts off a page that sends more than that it has painted', async () => {
    const { socket } = page(ours());
    await until('connected', () => socket.connected);
    socket.emit('update', 'x'.repeat(4096));
    await until('cut off', () => !socket.connected);
    expect((await ask('/healthz')).status).toBe(200);
  });
});

describe('the port', () => {
  it('is refused with a reason when it is in use', async () => {
    const again = startDashboard({
      world: realWorld,
      sockets: realLocalSockets,
      gateway: join(folder, 'gateway.sock'),
      host: '127.0.0.1',
      port: dashboard.port,
      page: folder,
    });
    await expect(again).rejects.toMatchObject({ code: 'HTTP_PORT_IN_USE' });
  });
});
