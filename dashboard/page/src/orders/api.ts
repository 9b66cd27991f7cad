/** The order API as the page calls it. A call ends with an answer or with a problem, never with an exception. */
import type { OrderView } from '../../../../control/core/order-api/order-json.js';
import type { Problem } from '../../../../control/core/status/schema.js';
import type { Access } from './token.js';

/** Longer than the server waits for the gateway. */
const ANSWER_MS = 8000;
const SLOW_MS = 35_000;
/** What the gateway reads in a process of its own. */
const SLOW = /^quality$|\/explain$/;

export type Answer<T> =
  | { readonly ok: true; readonly status: number; readonly body: T }
  | { readonly ok: false; readonly problem: RefusedWith };

/** A problem document; a refused order may come with it. */
export type RefusedWith = Problem & { readonly order?: OrderView };

export interface OrderApi {
  get<T>(access: Access | undefined, path: string): Promise<Answer<T>>;
  post<T>(access: Access | undefined, path: string, body: unknown): Promise<Answer<T>>;
  put<T>(access: Access | undefined, path: string, body: unknown): Promise<Answer<T>>;
  delete<T>(access: Access | undefined, path: string): Promise<Answer<T>>;
}

/** Of `fetch`, what is used of it. */
export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

export function orderApi(ask: Fetch): OrderApi {
  async function call<T>(access: Access | undefined, method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const answerMs = SLOW.test(path) ? SLOW_MS : ANSWER_MS;
    try {
      const response = await ask(`/api/v1/${path}`, {
        method,
        // Tokens travel in headers only: addresses are kept in histories and logs.
        headers: {
          ...headersOf(access),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        cache: 'no-store',
        credentials: access !== undefined && 'token' in access ? 'omit' : 'same-origin',
        redirect: 'error',
        signal: AbortSignal.timeout(answerMs),
      });
      const answer: unknown = await response.json();
      if (response.ok) return { ok: true, status: response.status, body: answer as T };
      return { ok: false, problem: isProblem(answer) ? answer : unreadable(response.status) };
    } catch (error) {
      return { ok: false, problem: unanswered(error, answerMs) };
    }
  }
  return {
    get: (access, path) => call(access, 'GET', path),
    post: (access, path, body) => call(access, 'POST', path, body),
    put: (access, path, body) => call(access, 'PUT', path, body),
    delete: (access, path) => call(access, 'DELETE', path),
  };
}

function headersOf(access: Access | undefined): Readonly<Record<string, string>> {
  if (access === undefined) return {};
  return 'token' in access ? { authorization: `Bearer ${access.token}` } : { 'x-csrf-token': access.csrf };
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

function unanswered(error: unknown, answerMs: number): Problem {
  const late = error instanceof DOMException && error.name === 'TimeoutError';
  return {
    type: 'about:blank',
    title: 'No answer',
    status: 0,
    code: late ? 'PAGE_TIMEOUT' : 'PAGE_OFFLINE',
    detail: late
      ? `The dashboard’s server did not answer within ${answerMs / 1000} s.`
      : 'The dashboard’s server cannot be reached from this page.',
  };
}
