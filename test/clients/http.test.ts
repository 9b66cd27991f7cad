/** The order API over real sockets: the dashboard's server, the gateway's order socket, and scripted orders over a journal. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ClientHub } from '../../control/clients/hub.js';
import { OrderCommands } from '../../control/clients/http/commands.js';
import { OrderSocket } from '../../control/clients/http/order-socket.js';
import { TokenBook } from '../../control/clients/http/tokens.js';
import { PERMISSIONS, type Client } from '../../control/clients/permissions.js';
import { ScriptedOrders, testSymbols, testWorld } from '../../control/clients/testing.js';
import { silentLogger } from '../../control/core/logging.js';
import type { KillSwitchCommand, LimitChange, LimitRow, OrderControl } from '../../control/core/order-control.js';
import { realLocalSockets } from '../../control/core/world-local-sockets.js';
import { realTradingWorld } from '../../control/core/world-trading.js';
import { realWorld } from '../../control/core/world-real.js';
import { openJournal, type FileJournal } from '../../control/journal/journal.js';
import { startDashboard, type Dashboard } from '../../dashboard/server/server.js';
import { until } from '../dashboard/waiting.js';

const ALL = 'a-token-of-client-one-with-all-roles';
const VIEW = 'a-token-of-client-two-that-may-look';
const DESK = 'a-token-of-nobody-that-administers';
const ORDER = { clOrdId: 'A1', symbol: 'AAPL', side: 'buy', quantity: '100', type: 'limit', price: '187.25' };

const client = (number: number, id: string): Client => ({
  number,
  id,
  permissions: new Set(PERMISSIONS),
  capacity: 'A',
  graceMs: undefined,
});

let folder: string;
let dashboard: Dashboard;
let socket: OrderSocket;
let journal: FileJournal;
let orders: ScriptedOrders;
const told: (KillSwitchCommand | LimitChange)[] = [];

const control: OrderControl = {
  killSwitch(command) {
    told.push(command);
    if (command.id === 'BROKEN') throw new TypeError('a fault of the program');
    if (command.scope === 'venue') return { code: 'VENUE_UNKNOWN', text: `no venue ${command.id}` };
    return command.action === 'engage' ? { orders: 3, confirmed: 1, pending: 1, uncertain: 1 } : undefined;
  },
  killSwitches: () => [{ scope: 'symbol', id: 'AAPL', reason: 'news', by: 'desk', sinceEpochMs: 0 }],
  limits: () => [{ scope: 'client', id: 'ONE', name: 'maxOrderQuantity', value: '12', unit: 'shares' }],
  positions: () =>
    ['', 'ONE', 'TWO'].map((client) => ({
      ...{ client, symbol: 'AAPL', currency: 'USD', position: '-100' },
      ...{ openBuy: '0', openSell: '20', long: '1000', short: null },
    })),
  setLimit(change) {
    told.push(change);
    return change.value === 'many' ? { code: 'LIMIT_VALUE', text: 'found many, expected a number' } : undefined;
  },
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crossfeed-http-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  const { disk, clock, timers } = realTradingWorld;
  journal = openJournal({ directory: join(folder, 'journal'), disk, clock, timers });
  orders = new ScriptedOrders(journal);
  const clients = [client(0, 'ONE'), client(1, 'TWO')];
  const hubs = clients.map(() => new ClientHub());
  for (const { number } of clients) orders.attach(number, hubs[number]!);
  const tokens = new TokenBook();
  tokens.add(ALL, { name: 'one', roles: new Set(['view', 'trade']), client: clients[0] });
  tokens.add(VIEW, { name: 'two', roles: new Set(['view']), client: clients[1] });
  tokens.add(DESK, { name: 'desk', roles: new Set(['view', 'trade', 'administer']), client: undefined });
  const commands = new OrderCommands({
    clients,
    hub: (number) => hubs[number]!,
    entry: orders,
    control,
    world: testWorld,
    symbols: testSymbols,
    clock,
  });
  socket = new OrderSocket({ commands, tokens, journal, clock, log: silentLogger });
  await socket.listen(realLocalSockets, join(folder, 'orders.sock'));
  dashboard = await startDashboard({
    world: realWorld,
    sockets: realLocalSockets,
    gateway: join(folder, 'gateway.sock'),
    orders: join(folder, 'orders.sock'),
    host: '127.0.0.1',
    port: 0,
    page: folder,
  });
  await until('the order socket is connected', async () => (await ask('GET', 'orders')).status === 200);
});

afterAll(async () => {
  await dashboard.close();
  await socket.close();
  journal.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  told.length = 0;
});

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Record<string, unknown>;
}

function ask(
  method: string,
  path: string,
  body?: unknown,
  { token = ALL, type = 'application/json' }: { token?: string; type?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
    const headers = {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': type, 'content-length': String(Buffer.byteLength(text)) }),
    };
    const call = request(
      { host: '127.0.0.1', port: dashboard.port, path: `/api/v1/${path}`, method, headers },
      (response) => {
        let got = '';
        response.setEncoding('utf8').on('data', (piece: string) => (got += piece));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: JSON.parse(got === '' ? '{}' : got) as Record<string, unknown>,
          }),
        );
      },
    );
    call.on('error', reject).end(text);
  });
}

describe('orders', () => {
  it('are entered, looked at, replaced and cancelled', async () => {
    const entered = await ask('POST', 'orders', ORDER);
    expect(entered).toMatchObject({
      status: 201,
      body: {
        clOrdId: 'A1',
        client: 'ONE',
        symbol: 'AAPL',
        side: 'buy',
        type: 'limit',
        status: 'new',
        quantity: '100',
        price: '187.25',
        leavesQuantity: '100',
        uncertain: false,
      },
    });
    const path = `orders/${String(entered.body['orderId'])}`;
    expect(entered.headers['location']).toBe(`/api/v1/${path}`);
    expect(await ask('GET', path)).toMatchObject({ status: 200, body: { clOrdId: 'A1', status: 'new' } });
    const replaced = await ask('POST', `${path}/replace`, { clOrdId: 'A2', quantity: '150', price: '187.3' });
    expect(replaced).toMatchObject({
      status: 200,
      body: { clOrdId: 'A2', origClOrdId: 'A1', quantity: '150', price: '187.3' },
    });
    expect(await ask('GET', 'orders')).toMatchObject({
      status: 200,
      body: { orders: [{ clOrdId: 'A2' }], truncated: false },
    });
    expect(await ask('GET', 'orders?symbol=MSFT')).toMatchObject({ body: { orders: [] } });
    expect(await ask('DELETE', path)).toMatchObject({ status: 200, body: { status: 'canceled', leavesQuantity: '0' } });
    expect(await ask('DELETE', path)).toMatchObject({
      status: 409,
      body: { code: 'REQUEST_REJECTED', reason: 'tooLate' },
    });
  });

  it('are refused with a code, and with the order that there is', async () => {
    expect(await ask('POST', 'orders', { ...ORDER, clOrdId: 'B1', quantity: '13' })).toMatchObject({
      status: 422,
      headers: { 'content-type': expect.stringContaining('application/problem+json') },
      body: { code: 'RISK_ORDER_SIZE', detail: 'limit 12, found 13', order: { clOrdId: 'B1', status: 'rejected' } },
    });
    expect(await ask('POST', 'orders', { ...ORDER, clOrdId: 'B1' })).toMatchObject({
      status: 409,
      body: { code: 'CLORDID_DUPLICATE', order: { clOrdId: 'B1' } },
    });
    expect(await ask('POST', 'orders', { ...ORDER, clOrdId: 'B2', symbol: 'ZZZ' })).toMatchObject({
      status: 422,
      body: { code: 'SYMBOL_UNKNOWN', field: 'symbol' },
    });
    expect(await ask('POST', 'orders', { ...ORDER, clOrdId: 'B3', price: '187.12345' })).toMatchObject({
      status: 422,
      body: {
        code: 'ORDER_INVALID',
        field: 'price',
        detail: 'price: found 187.12345, expected a decimal with at most 4 places',
      },
    });
    expect(await ask('POST', 'orders', { ...ORDER, clOrdId: 'B4', price: 187.25, colour: 'red' })).toMatchObject({
      status: 400,
      body: { code: 'BODY_INVALID', errors: expect.arrayContaining([expect.objectContaining({ field: 'price' })]) },
    });
    expect(orders.submitted.map(({ clOrdId }) => clOrdId)).not.toContain('B4');
    for (const path of ['orders/999', 'orders/0', 'orders/abc']) {
      expect(await ask('GET', path)).toMatchObject({ status: 404, body: { code: 'ORDER_UNKNOWN' } });
    }
  });

  it('of one client are not seen, nor touched, by another', async () => {
    const { body } = await ask('POST', 'orders', { ...ORDER, clOrdId: 'C1' });
    const path = `orders/${String(body['orderId'])}`;
    expect(await ask('GET', path, undefined, { token: VIEW })).toMatchObject({ status: 404 });
    expect(await ask('GET', 'orders', undefined, { token: VIEW })).toMatchObject({ body: { orders: [] } });
    expect(await ask('DELETE', path, undefined, { token: VIEW })).toMatchObject({
      status: 403,
      body: { code: 'ROLE_MISSING' },
    });
    expect(await ask('POST', 'orders', ORDER, { token: VIEW })).toMatchObject({
      status: 403,
      body: { code: 'ROLE_MISSING' },
    });
    expect(await ask('POST', 'orders', ORDER, { token: DESK })).toMatchObject({
      status: 403,
      body: { code: 'TOKEN_HAS_NO_CLIENT' },
    });
    expect(await ask('DELETE', path, undefined, { token: DESK })).toMatchObject({
      status: 200,
      body: { client: 'ONE', status: 'canceled' },
    });
  });
});

describe('limits and kill switches', () => {
  it('are shown to who may look', async () => {
    expect(await ask('GET', 'limits', undefined, { token: VIEW })).toMatchObject({
      status: 200,
      body: {
        limits: [{ name: 'maxOrderQuantity', value: '12' }],
        killSwitches: [{ id: 'AAPL', since: '1970-01-01T00:00:00.000Z' }],
      },
    });
  });

  it('positions: the firm’s and everybody’s for who belongs to no client, their own for others', async () => {
    const clientsOf = async (token: string): Promise<unknown[]> => {
      const { status, body } = await ask('GET', 'positions', undefined, { token });
      expect(status).toBe(200);
      return (body as { positions: { client: string }[] }).positions.map(({ client: id }) => id);
    };
    expect(await clientsOf(DESK)).toEqual(['', 'ONE', 'TWO']);
    expect(await clientsOf(VIEW)).toEqual(['TWO']);
  });

  it('are moved by who may, and who did it is told', async () => {
    const engage = { scope: 'client', id: 'ONE', action: 'engage', reason: 'runaway' };
    expect(await ask('POST', 'kill-switch', engage)).toMatchObject({
      status: 200,
      body: { canceled: { orders: 3, confirmed: 1, pending: 1, uncertain: 1 } },
    });
    expect(await ask('POST', 'kill-switch', { ...engage, id: 'TWO' })).toMatchObject({ status: 403 });
    expect(await ask('POST', 'kill-switch', { scope: 'firm', action: 'engage', reason: 'x' })).toMatchObject({
      status: 403,
    });
    expect(await ask('POST', 'kill-switch', { ...engage, action: 'release' })).toMatchObject({
      status: 403,
      body: { code: 'ROLE_MISSING' },
    });
    expect((await ask('POST', 'kill-switch', { ...engage, action: 'release' }, { token: DESK })).status).toBe(200);
    expect(await ask('POST', 'kill-switch', { ...engage, scope: 'venue', id: 'X' }, { token: DESK })).toMatchObject({
      status: 422,
      body: { code: 'VENUE_UNKNOWN' },
    });
    const change = { value: '20', reason: 'more' };
    expect(await ask('PUT', 'limits/client/ONE/maxOrderQuantity', change)).toMatchObject({ status: 403 });
    expect(await ask('PUT', 'limits/client/ONE/maxOrderQuantity', change, { token: DESK })).toMatchObject({
      status: 200,
      body: { name: 'maxOrderQuantity' },
    });
    expect(await ask('PUT', 'limits/firm/maxNotional', { ...change, value: 'many' }, { token: DESK })).toMatchObject({
      status: 422,
      body: { code: 'LIMIT_VALUE' },
    });
    expect(await ask('PUT', 'limits/planet/x/y', change, { token: DESK })).toMatchObject({
      status: 400,
      body: { code: 'PATH_INVALID' },
    });
    expect(told.map(({ by, id }) => `${by} ${id}`)).toEqual(['one ONE', 'desk ONE', 'desk X', 'desk ONE', 'desk ']);
  });
});

it('what a command throws, or cannot say, ends with that command', async () => {
  const engage = { scope: 'symbol', action: 'engage', reason: 'x' };
  const limits = (): readonly LimitRow[] => [];
  expect(await ask('POST', 'kill-switch', { ...engage, id: 'BROKEN' }, { token: DESK })).toMatchObject({
    status: 500,
    body: { code: 'INTERNAL' },
  });
  const cycle: Record<string, unknown> = { scope: 'firm', id: '', name: 'x', value: '1', unit: '' };
  cycle['self'] = cycle;
  control.limits = () => [cycle as unknown as LimitRow];
  expect(await ask('GET', 'limits', undefined, { token: DESK })).toMatchObject({
    status: 500,
    body: { code: 'INTERNAL' },
  });
  control.limits = limits;
  expect(await ask('GET', 'limits', undefined, { token: DESK })).toMatchObject({ status: 200 });
});

describe('the edge', () => {
  it('wants a token', async () => {
    expect(await ask('GET', 'orders', undefined, { token: '' })).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer' },
      body: { code: 'TOKEN_MISSING' },
    });
    expect(await ask('GET', 'orders', undefined, { token: 'a-token-that-nobody-has' })).toMatchObject({
      status: 401,
      body: { code: 'TOKEN_UNKNOWN' },
    });
  });

  it('takes JSON of a bounded size only, and the methods that there are', async () => {
    expect(await ask('POST', 'orders', '{"clOrdId"')).toMatchObject({ status: 400, body: { code: 'BODY_INVALID' } });
    expect(await ask('POST', 'orders', ORDER, { type: 'text/plain' })).toMatchObject({
      status: 415,
      body: { code: 'MEDIA_TYPE' },
    });
    expect(await ask('POST', 'orders', { ...ORDER, account: 'x'.repeat(20_000) })).toMatchObject({
      status: 413,
      body: { code: 'BODY_TOO_LARGE' },
    });
    expect(await ask('PUT', 'orders', ORDER)).toMatchObject({ status: 405, headers: { allow: 'GET, POST' } });
    expect(await ask('POST', 'feeds', ORDER)).toMatchObject({ status: 405 });
  });

  it('is described by OpenAPI, made of the schemas that check it', async () => {
    const { status, body } = await ask('GET', 'openapi.json', undefined, { token: '' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      openapi: '3.1.0',
      paths: {
        '/orders': { post: { operationId: 'enterOrder' } },
        '/orders/{orderId}/replace': {},
        '/kill-switch': {},
      },
    });
    const { components } = body as { components: { schemas: Record<string, { properties: object }> } };
    const { properties } = components.schemas['Order']!;
    for (const name of [
      'clOrdId',
      'account',
      'symbol',
      'side',
      'capacity',
      'quantity',
      'type',
      'price',
      'stopPrice',
      'timeInForce',
      'expireTime',
      'displayQuantity',
      'minQuantity',
      'peg',
      'algo',
      'strategy',
      'link',
    ]) {
      expect(properties).toHaveProperty(name);
    }
  });
});
