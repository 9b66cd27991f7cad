/** The World's seam for asking a server of our own over HTTP, and its real implementation. */
import { WorldError } from './errors.js';

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

export interface HttpClient {
  /** Throws WorldError `HTTP_FAILED`: nobody listens, or no answer within the time. */
  get(url: string, headers: Readonly<Record<string, string>>, withinMs: number): Promise<HttpAnswer>;
  /** The same, with a body. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string, withinMs: number): Promise<HttpAnswer>;
}

async function ask(url: string, init: RequestInit, withinMs: number): Promise<HttpAnswer> {
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(withinMs) });
    return { status: response.status, body: await response.text() };
  } catch (cause) {
    throw new WorldError('HTTP_FAILED', 'no answer', { where: url, found: String(cause), cause });
  }
}

export const realHttp: HttpClient = {
  get: (url, headers, withinMs) => ask(url, { headers: { ...headers } }, withinMs),
  post: (url, headers, body, withinMs) => ask(url, { method: 'POST', headers: { ...headers }, body }, withinMs),
};
