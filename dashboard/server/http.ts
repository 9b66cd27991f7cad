/** The dashboard's HTTP side: the page, health, metrics, and the API. */
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { bodyProblem, fromOf } from './bodies.js';
import type { GatewayLink } from './gateway-link.js';
import { ownPagesOnly } from './identity.js';
import { limited, REQUEST_LIMITS, type RequestLimits } from './limits.js';
import { OPERATIONS } from './operations.js';
import { expressPath, orderRoutes, type CommandTarget } from './order-routes.js';
import { ProblemError, RelayedProblem, sendProblem } from './problems.js';
import { READS } from './reads.js';
import { sessionRoutes } from './session-routes.js';
import type { Viewers } from './viewers.js';

export interface HttpOptions {
  readonly link: GatewayLink;
  /** Folder of the built page. */
  readonly page: string;
  /** Names under which a browser may ask: `127.0.0.1:8080`, … A page of another site that resolves its name to us is none of them. */
  readonly hosts: () => ReadonlySet<string>;
  readonly pages: () => number;
  /** Where orders go; absent: the gateway takes none. */
  readonly orders?: CommandTarget | undefined;
  readonly viewers: Viewers;
  readonly limits?: RequestLimits | undefined;
  readonly hasTls?: boolean | undefined;
}

/** Of the API, but for operations and reads. */
export const SESSION_PATH = '/session';
const SESSION_METHODS = ['GET', 'POST', 'DELETE'];

export function createApp({
  link,
  page,
  hosts,
  pages,
  orders,
  viewers,
  limits = REQUEST_LIMITS,
  hasTls = false,
}: HttpOptions): Express {
  const app = express();
  app.set('etag', false);
  app.use(headers(hasTls));
  app.use((request, _response, next) => {
    if (hosts().has(request.headers.host ?? '')) next();
    else next(new ProblemError('HOST_REFUSED', `Host ${request.headers.host ?? '(none)'} is not served here.`));
  });
  app.use(ownPagesOnly);
  const mayLook: express.RequestHandler = async (request, _response, next) => {
    await viewers.admit(request.headers, fromOf(request));
    next();
  };
  app.use('/api/v1', limited(10_000, limits.api, 'requests'), api(mayLook));
  app.use((request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') {
      next();
      return;
    }
    response.setHeader('Allow', 'GET, HEAD');
    next(new ProblemError('METHOD_NOT_ALLOWED', `${request.method} is not understood; only GET is.`));
  });

  app.get('/healthz', (_request, response) => {
    fresh(response).json({ status: 'ok' });
  });
  app.get('/readyz', (_request, response) => {
    const { readiness } = link.requireLive();
    if (!readiness.ready) {
      const open = readiness.checks.filter((check) => !check.ok).map((check) => `${check.name}: ${check.detail}`);
      throw new ProblemError('NOT_READY', open.join('; '), { checks: readiness.checks });
    }
    fresh(response).json({ status: 'ready', checks: readiness.checks });
  });
  app.get('/metrics', mayLook, async (_request, response) => {
    // Loaded when first asked for, because start-up is waited for.
    const { scrape } = await import('./metrics.js');
    const { type, text } = await scrape(link, pages());
    fresh(response).setHeader('Content-Type', type).send(text);
  });

  app.use(
    express.static(page, {
      index: 'index.html',
      etag: true,
      setHeaders(response, path) {
        // Assets carry a hash of their content in their names; the page itself must be asked for again.
        response.setHeader(
          'Cache-Control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    }),
  );
  app.get('/', () => {
    throw new ProblemError('PAGE_NOT_BUILT', 'Build it with: npm run build');
  });
  app.use((request) => {
    throw new ProblemError('NOT_FOUND', `Nothing is served at ${request.path}.`);
  });
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const isProblem = error instanceof ProblemError || error instanceof RelayedProblem;
    sendProblem(response, isProblem ? error : problemOf(error));
  });
  return app;

  function api(guard: express.RequestHandler): express.Router {
    const router = express.Router();
    router.use(sessionRoutes(orders, viewers.loginRequired, limited(60_000, limits.logins, 'logins')));
    router.use(orderRoutes(orders));
    for (const { path, answer } of READS) {
      router.get(expressPath(path), guard, async (request, response) => {
        fresh(response).json(await answer(link, wordsOf({ ...request.query, ...request.params })));
      });
    }
    for (const [path, methods] of methodsByPath()) {
      router.all(expressPath(path), (request: Request, response: Response, next: NextFunction) => {
        response.setHeader('Allow', methods.join(', '));
        const text = `${request.method} is not understood here; ${methods.join(' and ')} is.`;
        next(new ProblemError('METHOD_NOT_ALLOWED', text));
      });
    }
    router.use((error: unknown, _request: Request, _response: Response, next: NextFunction) =>
      next(bodyProblem(error)),
    );
    return router;
  }
}

/** Every path of the API with what may be done there. */
export function methodsByPath(): ReadonlyMap<string, readonly string[]> {
  const methods = new Map<string, string[]>([[SESSION_PATH, SESSION_METHODS]]);
  const add = (path: string, method: string): void => void methods.set(path, [...(methods.get(path) ?? []), method]);
  for (const { path } of READS) add(path, 'GET');
  for (const { path, method } of OPERATIONS) add(path, method.toUpperCase());
  return methods;
}

function wordsOf(all: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function headers(hasTls: boolean): express.RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Without TLS it is for this machine alone.
    strictTransportSecurity: hasTls,
    referrerPolicy: { policy: 'no-referrer' },
  });
}

/** No copy of a live number may be kept. */
function fresh(response: Response): Response {
  return response.setHeader('Cache-Control', 'no-store');
}

/** What express itself refuses (a broken percent escape, say) has a status; anything else is ours. */
function problemOf(error: unknown): ProblemError {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  if (status === 400 || status === 404) return new ProblemError('NOT_FOUND', 'The path makes no sense.');
  return new ProblemError('INTERNAL', 'The request failed; the log has more.');
}
