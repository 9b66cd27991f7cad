/** The order API as the page calls it. A call ends with an answer or with a problem, never with an exception. */
import type {
  KillSwitchJson,
  KillSwitchView,
  LimitsView,
  OrderJson,
  OrdersView,
  OrderView,
} from '../../../../control/core/order-api/order-json.js';
import type { Problem } from '../../../../control/core/status/schema.js';

/** Longer than the server waits for the gateway. */
const ANSWER_MS = 8000;

export type Answer<T> =
  | { readonly ok: true; readonly status: number; readonly body: T }
  | { readonly ok: false; readonly problem: RefusedWith };

/** A problem document; a refused order may come with it. */
export type RefusedWith = Problem & { readonly order?: OrderView };

export interface OrderApi {
  orders(token: string): Promise<Answer<OrdersView>>;
  order(token: string, orderId: number): Promise<Answer<OrderView>>;
  enter(token: string, order: OrderJson): Promise<Answer<OrderView>>;
  /** 200: it is cancelled; 202: a venue has to answer. */
  cancel(token: string, orderId: number): Promise<Answer<OrderView>>;
  limits(token: string): Promise<Answer<LimitsView>>;
  moveKillSwitch(token: string, command: KillSwitchJson): Promise<Answer<KillSwitchView>>;
}

/** Of `fetch`, what is used of it. */
export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

export function orderApi(ask: Fetch): OrderApi {
  async function call<T>(token: string, method: string, path: string, body?: unknown): Promise<Answer<T>> {
    try {
      const response = await ask(`/api/v1/${path}`, {
        method,
        // The token travels in this header only: addresses are kept in histories and logs.
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      const answer: unknown = await response.json();
      if (response.ok) return { ok: true, status: response.status, body: answer as T };
      return { ok: false, problem: isProblem(answer) ? answer : unreadable(response.status) };
    } catch (error) {
      return { ok: false, problem: unanswered(error) };
    }
  }
  return {
    orders: (token) => call(token, 'GET', 'orders'),
    order: (token, orderId) => call(token, 'GET', `orders/${orderId}`),
    enter: (token, order) => call(token, 'POST', 'orders', order),
    cancel: (token, orderId) => call(token, 'DELETE', `orders/${orderId}`),
    limits: (token) => call(token, 'GET', 'limits'),
    moveKillSwitch: (token, command) => call(token, 'POST', 'kill-switch', command),
  };
}

/** Whether a command that ended so may have been done all the same: nobody said that it was not. */
export function mayBeDone({ status }: Problem): boolean {
  return status === 0 || status >= 500;
}

/** The gateway does not know the token: asking again with it makes no sense. */
export function isTokenUnknown({ status }: Problem): boolean {
  return status === 401;
}

function isProblem(answer: unknown): answer is RefusedWith {
  return typeof answer === 'object' && answer !== null && 'code' in answer && 'detail' in answer && 'status' in answer;
}

function unreadable(status: number): Problem {
  const detail = `The dashboard’s server answered with ${status}, and nothing that this page can read.`;
  return {
    type: 'about:blank',
    title: 'Not understood',
    status: status >= 400 ? status : 0,
    code: 'PAGE_ANSWER',
    detail,
  };
}

function unanswered(error: unknown): Problem {
  const late = error instanceof DOMException && error.name === 'TimeoutError';
  return {
    type: 'about:blank',
    title: 'No answer',
    status: 0,
    code: late ? 'PAGE_TIMEOUT' : 'PAGE_OFFLINE',
    detail: late
      ? `The dashboard’s server did not answer within ${ANSWER_MS / 1000} s.`
      : 'The dashboard’s server cannot be reached from this page.',
  };
}
