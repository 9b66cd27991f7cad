import { beforeEach, describe, expect, it } from 'vitest';
import type { OrderView } from '../../../../control/core/order-api/order-json.js';
import { mayBeDone, orderApi, type Answer, type OrderApi, type RefusedWith } from './api.js';
import { FRESH_MS, OrderDesk } from './desk.js';
import { orderView } from './testing.js';
import { TokenBox } from './token.js';

const TOKEN = 'a-token-that-is-long-enough';
const problem = (status: number, code: string): RefusedWith => ({ type: '', title: '', status, code, detail: code });
const refused = (status: number, code: string): Answer<never> => ({ ok: false, problem: problem(status, code) });
const done = <T>(body: T, status = 200): Answer<T> => ({ ok: true, status, body });

class Shelf {
  readonly kept = new Map<string, string>();
  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.kept.set(key, value);
  }
  removeItem(key: string): void {
    this.kept.delete(key);
  }
}

let nowMs: number;
let open: Answer<{ orders: OrderView[]; truncated: boolean }>;
let last: Map<number, Answer<OrderView>>;
let recent: OrderView[];
let entered: Answer<OrderView>;
let asked: number[];
let shelf: Shelf;
let desk: OrderDesk;

beforeEach(() => {
  nowMs = 0;
  open = done({ orders: [], truncated: false });
  last = new Map();
  recent = [];
  entered = refused(422, 'RISK_ORDER_SIZE');
  asked = [];
  shelf = new Shelf();
  const answers: Record<string, (path: string) => Answer<unknown>> = {
    'get orders': () => open,
    'get order': (path) => {
      const orderId = Number(path.split('/')[1]);
      asked.push(orderId);
      return last.get(orderId) ?? refused(404, 'ORDER_UNKNOWN');
    },
    'get orders?ended=100': () => done({ orders: recent, truncated: false }),
    'post orders': () => entered,
    'delete order': (path) => done(orderView(Number(path.split('/')[1])), 202),
    'get limits': () => done({ limits: [], killSwitches: [] }),
    'get who': () => done({ name: 'desk', roles: ['view'], client: null, expires: null }),
    'post kill-switch': () => refused(403, 'ROLE_MISSING'),
  };
  // The gateway's answers are what they are: the types of the page are not checked again here.
  const call = async <T>(method: string, path: string): Promise<Answer<T>> =>
    (answers[`${method} ${path.replace(/^orders\/\d+$/, 'order')}`] ?? (() => refused(404, 'NOT_FOUND')))(
      path,
    ) as Answer<T>;
  const api: OrderApi = {
    get: (_access, path) => call('get', path),
    post: (_access, path) => call('post', path),
    put: (_access, path) => call('put', path),
    delete: (_access, path) => call('delete', path),
  };
  desk = new OrderDesk(api, new TokenBox(shelf), () => nowMs);
});

const openWith = (...orders: OrderView[]): void => {
  open = done({ orders, truncated: false });
};

describe('the token', () => {
  it('is kept in the tab’s storage, taken from it, and forgotten', () => {
    expect(desk.ordersAre).toBe('noToken');
    expect(desk.useToken('short')).toBe(false);
    expect(desk.useToken(`  token: ${TOKEN}\n`)).toBe(true);
    expect([...shelf.kept.values()]).toEqual([TOKEN]);
    expect(new TokenBox(shelf).access).toEqual({ token: TOKEN });
    desk.forgetToken();
    expect(shelf.kept.size).toBe(0);
  });

  it('is put away when the gateway does not know it, with the reason', async () => {
    desk.useToken(TOKEN);
    open = refused(401, 'TOKEN_UNKNOWN');
    await desk.pollOrders();
    expect(desk.ordersAre).toBe('noToken');
    expect(desk.tokenProblem?.code).toBe('TOKEN_UNKNOWN');
    expect(shelf.kept.size).toBe(0);
  });

  it('takes what it showed with it, answers that are on their way too', async () => {
    desk.useToken(TOKEN);
    openWith(orderView(1));
    const polling = desk.pollOrders();
    desk.useToken(`${TOKEN}-of-another`);
    await polling;
    expect(desk.open.value).toBeUndefined();
    expect(desk.ordersAre).toBe('loading');
  });
});

describe('orders', () => {
  beforeEach(() => void desk.useToken(TOKEN));

  const order = { clOrdId: 'C7', symbol: 'AAPL', side: 'buy', quantity: '100', type: 'limit', price: '1' } as const;

  it('shows one that traded at once, before any list of the open ones had it', async () => {
    await desk.pollOrders();
    entered = done(orderView(7), 201);
    await desk.enter(order);
    last.set(7, done(orderView(7, { status: 'filled' })));
    await desk.pollOrders();
    expect(desk.ended.rows.map(({ orderId, status }) => [orderId, status])).toEqual([[7, 'filled']]);
    await desk.pollOrders();
    expect(asked).toEqual([7]);
  });

  it('does not take one for ended that is entered while a list is on its way', async () => {
    await desk.pollOrders();
    entered = done(orderView(7), 201);
    const polling = desk.pollOrders();
    await desk.enter(order);
    await polling;
    openWith(orderView(7));
    await desk.pollOrders();
    expect(asked).toEqual([]);
    expect(desk.ended.rows).toEqual([]);
  });

  it('shows what another client entered and had filled between two lists', async () => {
    await desk.pollOrders();
    recent = [orderView(9, { status: 'filled', client: 'TWO' }), orderView(8, { status: 'filled' })];
    for (let poll = 0; poll < 5; poll++) await desk.pollOrders();
    expect(desk.ended.rows.map(({ orderId }) => orderId)).toEqual([9, 8]);
  });

  it('are live while answers come, and of the past when they do not', async () => {
    expect(desk.ordersAre).toBe('loading');
    await desk.pollOrders();
    expect(desk.ordersAre).toBe('live');
    nowMs = FRESH_MS + 1;
    expect(desk.ordersAre).toBe('stale');
    await desk.pollOrders();
    expect(desk.ordersAre).toBe('live');
    open = refused(503, 'GATEWAY_DISCONNECTED');
    await desk.pollOrders();
    expect(desk.ordersAre).toBe('stale');
    expect(desk.open.value).toBeDefined();
    open = refused(403, 'ROLE_MISSING');
    await desk.pollOrders();
    expect(desk.ordersAre).toBe('refused');
  });

  it('are asked for once at a time', async () => {
    openWith(orderView(1));
    const first = desk.pollOrders();
    openWith();
    await Promise.all([first, desk.pollOrders()]);
    expect(desk.open.value?.orders).toHaveLength(1);
    await desk.pollOrders();
    expect(desk.open.value?.orders).toHaveLength(0);
  });

  it('that leave the list are asked for, and shown as they ended', async () => {
    openWith(orderView(1), orderView(2), orderView(3));
    await desk.pollOrders();
    openWith(orderView(3));
    last.set(1, done(orderView(1, { status: 'filled' })));
    await desk.pollOrders();
    expect(desk.ended.rows.map(({ orderId, status }) => [orderId, status])).toEqual([[1, 'filled']]);
    expect(desk.ended.unknown).toBe(1);
  });

  it('that could not be asked for are asked for again', async () => {
    openWith(orderView(1));
    await desk.pollOrders();
    openWith();
    last.set(1, refused(429, 'RATE_LIMITED'));
    await desk.pollOrders();
    expect(desk.ended.waitingCount).toBe(1);
    last.set(1, done(orderView(1, { status: 'canceled' })));
    await desk.pollOrders();
    expect(asked).toEqual([1, 1]);
    expect(desk.ended.rows).toHaveLength(1);
  });

  it('that are open again are ended no more', async () => {
    openWith(orderView(1));
    await desk.pollOrders();
    openWith();
    last.set(1, done(orderView(1, { status: 'filled' })));
    await desk.pollOrders();
    openWith(orderView(1, { status: 'partiallyFilled' }));
    await desk.pollOrders();
    expect(desk.ended.rows).toEqual([]);
  });

  it('are bounded: a thousand that end at once are asked for a few at a time, and the rest is counted', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => orderView(index + 1));
    for (const order of many) last.set(order.orderId, done({ ...order, status: 'canceled' }));
    openWith(...many);
    await desk.pollOrders();
    openWith();
    await desk.pollOrders();
    expect(asked).toHaveLength(20);
    expect([desk.ended.waitingCount, desk.ended.unknown]).toEqual([480, 500]);
    for (let turn = 0; turn < 30; turn++) await desk.pollOrders();
    expect(desk.ended.waitingCount).toBe(0);
    expect(desk.ended.rows).toHaveLength(200);
  });

  it('are not taken for ended by a list that was cut', async () => {
    openWith(orderView(1));
    await desk.pollOrders();
    open = done({ orders: [orderView(2)], truncated: true });
    await desk.pollOrders();
    expect(asked).toEqual([]);
  });
});

describe('a call', () => {
  const answerOf = (response: Response | Error, seen: { path?: string; init?: RequestInit } = {}): OrderApi =>
    orderApi(async (path, init) => {
      Object.assign(seen, { path, init });
      if (response instanceof Error) throw response;
      return response;
    });

  it('has the token in a header, and nowhere in its address', async () => {
    const seen: { path?: string; init?: RequestInit } = {};
    const api = answerOf(Response.json({ orderId: 7 }, { status: 202 }), seen);
    expect(await api.delete({ token: TOKEN }, 'orders/7')).toEqual({ ok: true, status: 202, body: { orderId: 7 } });
    expect(seen.path).toBe('/api/v1/orders/7');
    expect(new Headers(seen.init?.headers).get('authorization')).toBe(`Bearer ${TOKEN}`);
    expect(seen.init?.method).toBe('DELETE');
  });

  it('has the CSRF token of a session in a header, and leaves the cookie to the browser', async () => {
    const seen: { path?: string; init?: RequestInit } = {};
    await answerOf(Response.json({}), seen).post({ csrf: 'csrf-of-the-session' }, 'kill-switch', {});
    const headers = new Headers(seen.init?.headers);
    expect([headers.get('authorization'), headers.get('x-csrf-token')]).toEqual([null, 'csrf-of-the-session']);
    expect(seen.init?.credentials).toBe('same-origin');
  });

  it('ends with the problem document, or with words for what was no answer', async () => {
    const told = problem(422, 'RISK_ORDER_SIZE');
    const codeOf = async (response: Response | Error): Promise<[string, boolean]> => {
      const answer = await answerOf(response).get({ token: TOKEN }, 'orders');
      return answer.ok ? ['', false] : [answer.problem.code, mayBeDone(answer.problem)];
    };
    expect(await codeOf(Response.json(told, { status: 422 }))).toEqual(['RISK_ORDER_SIZE', false]);
    expect(await codeOf(Response.json('what', { status: 502 }))).toEqual(['PAGE_ANSWER', true]);
    expect(await codeOf(new TypeError('Failed to fetch'))).toEqual(['PAGE_OFFLINE', true]);
    expect(await codeOf(new DOMException('', 'TimeoutError'))).toEqual(['PAGE_TIMEOUT', true]);
    expect(await codeOf(new Response('<html>'))).toEqual(['PAGE_OFFLINE', true]);
  });
});
