/** How often one address may ask. A client that asks more is refused for the rest of the window; others go on. */
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { ProblemError } from './problems.js';

export interface RequestLimits {
  /** Requests of the API in ten seconds. */
  readonly api: number;
  /** Logins in a minute. */
  readonly logins: number;
}

/** A page asks some five times a second; programs of the same machine ask beside it. */
export const REQUEST_LIMITS: RequestLimits = { api: 3000, logins: 20 };

export function limited(windowMs: number, limit: number, what: string): RequestHandler {
  return rateLimit({
    windowMs,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Only the connection tells who it is: a header can be made up.
    keyGenerator: (request) => request.socket.remoteAddress ?? '',
    validate: false,
    handler: (_request, _response, next) =>
      next(new ProblemError('RATE_LIMITED', `At most ${limit} ${what} in ${windowMs / 1000} s from one address.`)),
  });
}
