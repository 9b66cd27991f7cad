/** The dashboard's HTTP side: the page, health, metrics and the queries of `/api/v1`. */
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import type { GatewayLink } from './gateway-link.js';
import { orderRoutes, type CommandTarget } from './order-routes.js';
import { ProblemError, RelayedProblem, sendProblem } from './problems.js';

export interface HttpOptions {
  readonly link: GatewayLink;
  /** Folder of the built page. */
  readonly page: string;
  /** Names under which a browser may ask: `127.0.0.1:8080`, … A page of another site that resolves its name to us is none of them. */
  readonly hosts: () => ReadonlySet<string>;
  readonly pages: () => number;
  /** Where orders go; absent: the gateway takes none. */
  readonly orders?: CommandTarget | undefined;
}

const BOOK_LEVELS = 10;

export function createApp({ link, page, hosts, pages, orders }: HttpOptions): Express {
  const app = express();
  app.set('etag', false);
  app.use(headers());
  app.use((request, _response, next) => {
    if (hosts().has(request.headers.host ?? '')) next();
    else next(new ProblemError('HOST_REFUSED', `Host ${request.headers.host ?? '(none)'} is not served here.`));
  });
  app.use('/api/v1', orderRoutes(orders));
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
  app.get('/metrics', async (_request, response) => {
    // Loaded when first asked for, because start-up is waited for.
    const { scrape } = await import('./metrics.js');
    const { type, text } = await scrape(link, pages());
    fresh(response).setHeader('Content-Type', type).send(text);
  });
  app.use('/api/v1', api(link));

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
}

function api(link: GatewayLink): express.Router {
  const router = express.Router();
  router.get('/feeds', (_request, response) => {
    const { engine, channels, gaps, ports } = link.requireLive();
    fresh(response).json({ engine, channels, ports, gaps });
  });
  router.get('/nic', (_request, response) => {
    const { engine, nic, nicTimeNs, ring, ports } = link.requireLive();
    if (nic === null) throw new ProblemError('NO_NIC', engine.warning ?? 'The software engine runs.');
    fresh(response).json({ ...nic, timeNs: nicTimeNs, ring, portCounters: ports });
  });
  router.get('/venues', (_request, response) => {
    const { channels, trading, market } = link.requireLive();
    const shown = channels.map((channel) => channel.venue);
    const names = [...new Set([...(trading?.venues.map(({ id }) => id) ?? []), ...shown])];
    const venues = names.map((venue) => {
      const feeds = channels.filter((channel) => channel.venue === venue);
      return {
        venue,
        feeds: feeds.map(({ id, channel, protocol, state }) => ({ id, channel, protocol, state })),
        orderEntry: trading?.venues.find(({ id }) => id === venue),
        quotes: market?.venues.find(({ id }) => id === venue),
      };
    });
    fresh(response).json({ venues, faults: trading?.faults, market });
  });
  router.get('/books', (_request, response) => {
    link.requireLive();
    fresh(response).json({ symbols: link.table.names });
  });
  router.get('/books/:symbol', async (request, response) => {
    const { symbol } = request.params;
    if (!/^[\x21-\x7e]{1,48}$/.test(symbol))
      throw new ProblemError('SYMBOL_INVALID', 'A symbol has printable characters only.');
    fresh(response).json(await link.book(symbol, BOOK_LEVELS));
  });
  return router;
}

function headers(): express.RequestHandler {
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
    // Loopback speaks plain HTTP.
    strictTransportSecurity: false,
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
