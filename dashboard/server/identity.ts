/**
 * Who asks, as far as a request tells: a bearer token of a program, or the session of a person in a cookie. Whether the gateway knows it is the gateway's affair.
 *
 * A browser sends a cookie whoever made it ask. So a request that changes something has to come from our own page (Origin), and one with a cookie has to carry the
 * session's CSRF token too, which only our own page can read.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { ProblemError } from './problems.js';

export const COOKIE = 'crossfeed-session';
export const CSRF_HEADER = 'x-csrf-token';
const TOKEN_MAX = 512;
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

export interface Identity {
  readonly token: string;
  readonly by: 'bearer' | 'cookie';
}

export interface Headers {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
}

export function identityOf({ authorization, cookie }: Headers): Identity | undefined {
  if (authorization !== undefined) {
    const token = /^Bearer ([\x21-\x7e]+)$/i.exec(authorization)?.[1];
    return token === undefined || token.length > TOKEN_MAX ? undefined : { token, by: 'bearer' };
  }
  for (const pair of cookie?.split(';') ?? []) {
    const [name, value = ''] = pair.trim().split('=');
    if (name === COOKIE && /^[A-Za-z0-9_-]{1,128}$/.test(value)) return { token: value, by: 'cookie' };
  }
  return undefined;
}

export function tokenOf(request: Request): string {
  const identity = identityOf(request.headers);
  if (identity === undefined) {
    throw new ProblemError(
      'TOKEN_MISSING',
      'Send Authorization: Bearer, with a token that this gateway gave out, or log in.',
    );
  }
  return identity.token;
}

/** Of a session: says nothing about its token. */
export function csrfTokenOf(sessionToken: string): string {
  return createHash('sha256').update(`crossfeed csrf ${sessionToken}`).digest('base64url');
}

/** Refuses what a page of another site may have made a browser ask. Before anything of the body is read. */
export function ownPagesOnly(request: Request, _response: Response, next: NextFunction): void {
  const { origin, host = '', 'sec-fetch-site': site } = request.headers;
  if (SAFE.has(request.method)) {
    next();
    return;
  }
  const isForeign = origin !== undefined && origin !== `${request.protocol}://${host}`;
  if (isForeign || site === 'cross-site' || site === 'same-site') {
    throw new ProblemError(
      'CROSS_ORIGIN',
      `Only pages of this dashboard may ask for this, and ${origin ?? String(site)} is none.`,
    );
  }
  const identity = identityOf(request.headers);
  if (identity?.by === 'cookie') {
    const given = Buffer.from(request.get(CSRF_HEADER) ?? '');
    const wanted = Buffer.from(csrfTokenOf(identity.token));
    if (origin === undefined || given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      throw new ProblemError('CSRF_TOKEN', `Send ${CSRF_HEADER} as GET /api/v1/session told it.`);
    }
  }
  next();
}

/** @param request over TLS: the browser never sends it without */
export function sessionCookie(token: string, request: Pick<Request, 'secure'>): string {
  return `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict${request.secure ? '; Secure' : ''}`;
}

export function noCookie(request: Pick<Request, 'secure'>): string {
  return `${sessionCookie('', request)}; Max-Age=0`;
}
