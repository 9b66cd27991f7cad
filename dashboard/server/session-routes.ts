/** Log in, log out, and who is logged in: the session of a person at the page. */
import express from 'express';
import {
  loginSchema,
  type LoginJson,
  type SessionView,
  type Who,
} from '../../control/core/order-api/operations-json.js';
import { csrfTokenOf, identityOf, noCookie, sessionCookie, tokenOf } from './identity.js';
import type { CommandTarget } from './order-routes.js';
import { checkedBody, fromOf, readJson } from './bodies.js';
import { ProblemError } from './problems.js';

/** Where `who` and `login` come from: what the gateway answers. */
interface LoggedIn {
  readonly token: string;
  readonly who: Who;
}

/** Mounted under `/api/v1`. */
export function sessionRoutes(
  target: CommandTarget | undefined,
  loginRequired: boolean,
  limit: express.RequestHandler,
): express.Router {
  const router = express.Router();
  router.get('/session', async (request, response) => {
    const identity = identityOf(request.headers);
    let view: SessionView = { who: null, csrf: null, loginRequired };
    if (identity !== undefined && target !== undefined) {
      try {
        const { body } = await target.command(identity.token, { op: 'who' }, fromOf(request));
        view = { who: body as Who, csrf: identity.by === 'cookie' ? csrfTokenOf(identity.token) : null, loginRequired };
      } catch (error) {
        // A session that has ended is nobody's.
        if (!isUnknown(error)) throw error;
        if (identity.by === 'cookie') response.setHeader('Set-Cookie', noCookie(request));
      }
    }
    response.setHeader('Cache-Control', 'no-store').json(view);
  });
  router.post('/session', limit, ...readJson, async (request, response) => {
    if (target === undefined)
      throw new ProblemError('ORDERS_OFF', 'Nobody can log in: this gateway takes no commands.');
    // A form of another site cannot send JSON, and has another Origin; a browser always sends one with a POST.
    const login = checkedBody(loginSchema, request.body) as LoginJson;
    const { body } = await target.command('', { op: 'login', login }, fromOf(request));
    const { token, who } = body as LoggedIn;
    response.setHeader('Set-Cookie', sessionCookie(token, request));
    response
      .setHeader('Cache-Control', 'no-store')
      .json({ who, csrf: csrfTokenOf(token), loginRequired } satisfies SessionView);
  });
  router.delete('/session', async (request, response) => {
    const token = tokenOf(request);
    response.setHeader('Set-Cookie', noCookie(request));
    try {
      await target?.command(token, { op: 'logout' }, fromOf(request));
    } catch (error) {
      if (!isUnknown(error)) throw error;
    }
    response
      .setHeader('Cache-Control', 'no-store')
      .json({ who: null, csrf: null, loginRequired } satisfies SessionView);
  });
  return router;
}

function isUnknown(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && error.status === 401;
}
