/** Who may do what, for every route of the API: the routes are those of the tables that the server is made of, so that a new one is covered, or fails here. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../control/core/order-api/roles.js';
import { methodsByPath, SESSION_PATH } from '../../dashboard/server/http.js';
import type { Operation } from '../../dashboard/server/operation.js';
import { OPERATIONS } from '../../dashboard/server/operations.js';
import { READS } from '../../dashboard/server/reads.js';
import { DESK_PERSON, DESK_TOKEN, DESK_TOKENS, startOrderDesk, type OrderDeskRig } from './order-desk.js';
import { until } from './waiting.js';

const reason = { reason: 'test' };
/** A body that each operation takes. */
const BODIES: Readonly<Record<string, object>> = {
  enterOrder: { clOrdId: 'S-1', symbol: 'AAPL', side: 'buy', quantity: '10', type: 'limit', price: '1.00' },
  replaceOrder: { clOrdId: 'S-2', quantity: '5' },
  setFirmLimit: { value: '1', reason: 'test' },
  setLimit: { value: '1', reason: 'test' },
  moveKillSwitch: { scope: 'client', id: 'ONE', action: 'engage', reason: 'test' },
  setRoutingFallback: { on: true, reason: 'test' },
  setRoutingRule: { on: false, reason: 'test' },
  failOver: reason,
  logonSession: reason,
  logoutSession: reason,
  resetSession: { nextOut: 1, reason: 'test' },
  acknowledgeAlert: reason,
  escalateAlert: reason,
  writeRegister: { value: '0x1', reason: 'test' },
  silenceAlert: { minutes: 5, reason: 'test' },
};
/** Operations that further roles may do. */
const ALSO: Readonly<Record<string, readonly string[]>> = { moveKillSwitch: ['operate', 'administer'] };
const PARAMETERS: Readonly<Record<string, string>> = {
  orderId: '1',
  scope: 'client',
  id: 'ONE',
  name: 'maxOrderQuantity',
  market: 'us',
  rule: 'locked-crossed',
  feedId: 'test',
  sessionId: 'TEST-1',
  alertId: 'a-1',
  symbol: 'AAPL',
  block: 'device',
  index: '0',
  register: 'SCRATCH',
};

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}
interface Ask {
  readonly method?: string;
  readonly token?: string;
  readonly cookie?: string;
  readonly origin?: string;
  readonly csrf?: string;
  readonly body?: unknown;
  /** As it is. */
  readonly raw?: string;
  readonly from?: string;
}

let folder: string;
const closing: (() => Promise<void>)[] = [];
/** All that was ever answered. */
const answers: string[] = [];

async function start(options: Parameters<typeof startOrderDesk>[1] = {}): Promise<OrderDeskRig> {
  const rig = await startOrderDesk(folder, options);
  closing.push(() => rig.close());
  await until('the gateway is heard', async () => {
    const { status } = await ask(rig, '/readyz');
    return status === 200;
  });
  return rig;
}

function ask({ port }: OrderDeskRig, path: string, options: Ask = {}): Promise<Answer> {
  const { method = 'GET', token, cookie, origin, csrf, body, raw, from } = options;
  const headers: Record<string, string> = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(cookie === undefined ? {} : { cookie }),
    ...(origin === undefined ? {} : { origin }),
    ...(csrf === undefined ? {} : { 'x-csrf-token': csrf }),
    ...(body === undefined && raw === undefined ? {} : { 'content-type': 'application/json' }),
  };
  return new Promise((resolve, reject) => {
    const where = {
      host: '127.0.0.1',
      port,
      path,
      method,
      headers,
      ...(from === undefined ? {} : { localAddress: from }),
    };
    const call = request(where, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        answers.push(text);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    call.on('error', reject).end(raw ?? (body === undefined ? undefined : JSON.stringify(body)));
  });
}

const codeOf = ({ body }: Answer): string => (JSON.parse(body) as { readonly code: string }).code;
const pathOf = (path: string): string =>
  `/api/v1${path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(PARAMETERS[name] ?? ''))}`;
const bodyOf = ({ id, body }: Operation): { readonly body?: object } =>
  body === undefined ? {} : { body: BODIES[id]! };
const mayDo = ({ id, role }: Operation, token: string): boolean =>
  role === 'any' || role === token || (ALSO[id] ?? []).includes(token);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'crossfeed-security-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>');
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  rmSync(folder, { recursive: true, force: true });
});

describe('every operation', () => {
  let rig: OrderDeskRig;
  beforeAll(async () => {
    rig = await start();
  });

  it('has a body to try it with, and every parameter a value', () => {
    const lacking = OPERATIONS.filter(({ id, body }) => body !== undefined && BODIES[id] === undefined).map(
      ({ id }) => id,
    );
    const parameters = [...OPERATIONS, ...READS].flatMap(({ path }) =>
      [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!),
    );
    expect([...lacking, ...parameters.filter((name) => PARAMETERS[name] === undefined)]).toEqual([]);
  });

  it.each(OPERATIONS.map((operation) => [operation.id, operation] as const))('%s', async (_id, operation) => {
    const method = operation.method.toUpperCase();
    const path = pathOf(operation.path);
    expect((await ask(rig, path, { method, ...bodyOf(operation) })).status).toBe(401);
    const unknown = await ask(rig, path, { method, token: 'a-token-that-nobody-was-ever-given', ...bodyOf(operation) });
    // Guesses are limited too.
    expect([401, 429]).toContain(unknown.status);
    for (const role of ROLES) {
      const { token } = DESK_TOKENS.find(({ roles }) => roles.length === 1 && roles[0] === role)!;
      const answer = await ask(rig, path, { method, token, ...bodyOf(operation) });
      if (mayDo(operation, role)) expect([401, 403, 500]).not.toContain(answer.status);
      else expect([answer.status, codeOf(answer)]).toEqual([403, 'ROLE_MISSING']);
    }
    if (method === 'GET') return;
    for (const origin of ['http://evil.example', 'null', `https://127.0.0.1:${rig.port}`]) {
      const answer = await ask(rig, path, { method, token: DESK_TOKEN, origin, ...bodyOf(operation) });
      expect([answer.status, codeOf(answer)]).toEqual([403, 'CROSS_ORIGIN']);
    }
  });

  it('is refused with methods that it has not, and lets no other site read', async () => {
    for (const [path, methods] of methodsByPath()) {
      const other = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'].find((method) => !methods.includes(method))!;
      const answer = await ask(rig, pathOf(path), { method: other, token: DESK_TOKEN });
      expect([path, answer.status, answer.headers['allow']]).toEqual([path, 405, methods.join(', ')]);
      const read = await ask(rig, pathOf(path), { origin: 'http://evil.example' });
      expect(Object.keys(read.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it('takes no body that is too large, malformed or unexpected', async () => {
    for (const operation of OPERATIONS.filter(({ body }) => body !== undefined)) {
      const method = operation.method.toUpperCase();
      const path = pathOf(operation.path);
      const tried = async (raw: string): Promise<string> =>
        codeOf(await ask(rig, path, { method, token: DESK_TOKEN, raw }));
      expect(await tried(JSON.stringify({ reason: 'x'.repeat(20_000) }))).toBe('BODY_TOO_LARGE');
      expect(await tried('{"reason":')).toBe('BODY_INVALID');
      expect(await tried('[]')).toBe('BODY_INVALID');
      expect(await tried(JSON.stringify({ ...BODIES[operation.id], __proto__x: 1 }))).toBe('BODY_INVALID');
    }
  });
});

describe('somebody who logs in', () => {
  let rig: OrderDeskRig;
  let cookie: string;
  let csrf: string;
  const ours = (): string => `http://127.0.0.1:${rig.port}`;
  beforeAll(async () => {
    rig = await start({ loginRequired: true, limits: { api: 3000, logins: 8 } });
  });
  const login = (body: object, from?: string): Promise<Answer> =>
    ask(rig, pathOf(SESSION_PATH), { method: 'POST', body, origin: ours(), ...(from === undefined ? {} : { from }) });

  it('sees nothing before, where that is configured', async () => {
    for (const path of [...READS.map((read) => pathOf(read.path)), '/metrics']) {
      expect([path, codeOf(await ask(rig, path))]).toEqual([path, 'LOGIN_REQUIRED']);
    }
    for (const role of ROLES.filter((each) => each !== 'view')) {
      const { token } = DESK_TOKENS.find(({ roles }) => roles.length === 1 && roles[0] === role)!;
      for (const path of [...READS.map((read) => pathOf(read.path)), '/metrics'])
        expect([role, path, codeOf(await ask(rig, path, { token }))]).toEqual([role, path, 'LOGIN_REQUIRED']);
    }
    expect((await ask(rig, pathOf('/feeds'), { token: DESK_TOKEN })).status).toBe(200);
  });

  it('hears nothing before, nor with another role, nor on a page of another site', async () => {
    const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
    const refused = (extraHeaders: Record<string, string>): Promise<unknown> => {
      const socket = io(ours(), { transports: ['websocket'], reconnection: false, extraHeaders });
      const answer = new Promise((_resolve, reject) => socket.on('connect_error', reject));
      return answer.finally(() => socket.disconnect());
    };
    await expect(refused({ origin: ours() })).rejects.toThrow();
    for (const { token } of DESK_TOKENS.filter(({ roles }) => !roles.includes('view')))
      await expect(refused({ origin: ours(), ...bearer(token) })).rejects.toThrow();
    for (const origin of ['http://evil.example', 'null', ours().replace('http:', 'https:'), ''])
      await expect(refused({ ...bearer(DESK_TOKEN), origin })).rejects.toThrow();
  });

  it('is logged in and out by our own page only', async () => {
    for (const method of ['POST', 'DELETE']) {
      for (const origin of ['http://evil.example', 'null']) {
        const body = method === 'POST' ? { body: DESK_PERSON } : {};
        const answer = await ask(rig, pathOf(SESSION_PATH), { method, origin, token: DESK_TOKEN, ...body });
        expect([method, answer.status, codeOf(answer)]).toEqual([method, 403, 'CROSS_ORIGIN']);
      }
    }
  });

  it('gets a cookie that scripts cannot read and other sites cannot send', async () => {
    expect(codeOf(await login({ name: DESK_PERSON.name, password: 'a wrong password' }))).toBe('LOGIN_REFUSED');
    expect(codeOf(await login({ name: 'nobody', password: DESK_PERSON.password }))).toBe('LOGIN_REFUSED');
    const answer = await login(DESK_PERSON);
    const [set = ''] = [answer.headers['set-cookie']].flat();
    expect(set).toMatch(/; HttpOnly; SameSite=Strict$/);
    [cookie = ''] = set.split(';');
    csrf = (JSON.parse(answer.body) as { csrf: string }).csrf;
    expect(answer.body).not.toContain(cookie.split('=')[1]);
    expect((await ask(rig, pathOf('/feeds'), { cookie })).status).toBe(200);
    expect(JSON.parse((await ask(rig, pathOf('/session'), { cookie })).body)).toMatchObject({
      who: { name: 'ada' },
      csrf,
    });
  });

  it('acts with the CSRF token only, from our own page only', async () => {
    const path = pathOf('/sessions/{sessionId}/logout');
    const act = (more: Ask): Promise<Answer> => ask(rig, path, { method: 'POST', body: reason, cookie, ...more });
    expect(codeOf(await act({ origin: ours() }))).toBe('CSRF_TOKEN');
    expect(codeOf(await act({ csrf }))).toBe('CSRF_TOKEN');
    expect(codeOf(await act({ csrf: 'x'.repeat(csrf.length), origin: ours() }))).toBe('CSRF_TOKEN');
    expect(codeOf(await act({ csrf, origin: 'http://evil.example' }))).toBe('CROSS_ORIGIN');
    expect(rig.operated).toEqual([]);
    expect((await act({ csrf, origin: ours() })).status).toBe(200);
    expect(rig.operated).toEqual(['logoutSession TEST-1 by ada: test']);
  });

  it('is listened to over the socket, and cut off with the first event that no page sends', async () => {
    const connect = (): ReturnType<typeof io> =>
      io(ours(), { transports: ['websocket'], reconnection: false, extraHeaders: { origin: ours(), cookie } });
    for (const event of ['update', 'history', 'second', 'order', 'kill-switch']) {
      const socket = connect();
      await until('connected', () => socket.connected);
      socket.emit(event, {});
      await until('cut off', () => !socket.connected);
    }
    const talking = connect();
    await until('connected', () => talking.connected);
    talking.emit('painted', 'and more');
    await until('cut off', () => !talking.connected);
    const flooding = connect();
    await until('connected', () => flooding.connected);
    for (let i = 0; i < 300; i++) flooding.io.engine.write('3');
    await until('cut off', () => !flooding.connected);
  });

  it('is nobody any more after logging out', async () => {
    const out = await ask(rig, pathOf(SESSION_PATH), { method: 'DELETE', cookie, csrf, origin: ours() });
    expect([out.headers['set-cookie']].flat()[0]).toContain('Max-Age=0');
    expect(codeOf(await ask(rig, pathOf('/who'), { cookie }))).toBe('TOKEN_UNKNOWN');
  });

  it('is locked out after some wrong passwords, and who knocks too often waits, others not', async () => {
    const codes: string[] = [];
    for (let i = 0; i < 6; i++)
      codes.push(codeOf(await login({ name: DESK_PERSON.name, password: 'wrong' }, '127.0.0.2')));
    expect(codes).toEqual([...new Array<string>(5).fill('LOGIN_REFUSED'), 'LOGIN_LOCKED']);
    for (let i = 0; i < 3; i++) codes.push(codeOf(await login({ name: 'nobody', password: 'wrong' }, '127.0.0.2')));
    expect(codes.at(-1)).toBe('RATE_LIMITED');
    expect(codeOf(await login({ name: 'nobody', password: 'wrong' }, '127.0.0.3'))).toBe('LOGIN_REFUSED');
  });

  it('stands in the audit with what was done and what was refused', async () => {
    const view = JSON.parse((await ask(rig, pathOf('/audit'), { token: DESK_TOKEN })).body) as {
      entries: { by: string; from: string; op: string; subject: string; outcome: string }[];
      chain: { state: string };
    };
    expect(view.chain.state).toBe('verified');
    const found = view.entries.map(({ by, op, subject, outcome }) => [by, op, subject, outcome].join(' '));
    expect(found).toContain('ada logoutSession TEST-1 done');
    expect(found).toContain('ada login ada done');
    expect(found).toContain(' login ada LOGIN_LOCKED');
    expect(view.entries.every(({ from }) => from.startsWith('127.0.0.'))).toBe(true);
  });
});

it('a client that floods is refused, and another goes on', async () => {
  const rig = await start({ limits: { api: 30, logins: 5 } });
  const codes: number[] = [];
  for (let i = 0; i < 40; i++) codes.push((await ask(rig, pathOf('/feeds'), { from: '127.0.0.2' })).status);
  expect(codes.filter((status) => status === 200)).toHaveLength(30);
  expect(codes.at(-1)).toBe(429);
  expect((await ask(rig, pathOf('/feeds'), { from: '127.0.0.3' })).status).toBe(200);
});

it('no secret is in any answer', () => {
  const secrets = [...DESK_TOKENS.map(({ token }) => token), DESK_PERSON.password];
  expect(answers.length).toBeGreaterThan(100);
  expect(secrets.filter((secret) => answers.some((text) => text.includes(secret)))).toEqual([]);
});
