/** The routes of the order API: body and path are checked here, tokens and everything else by the gateway. */
import express, { type NextFunction, type Request, type Response } from 'express';
import { LONGEST_COMMAND_BYTES } from '../../control/core/order-api/protocol.js';
import { openApiDocument } from './openapi.js';
import { OPERATIONS, type Operation } from './order-operations.js';
import type { CommandReply } from './order-link.js';
import type { OrderCommand } from '../../control/core/order-api/protocol.js';
import { ProblemError } from './problems.js';

/** Where commands go; OrderLink is one. */
export interface CommandTarget {
  command(token: string, command: OrderCommand): Promise<CommandReply>;
}

const TOKEN_MAX = 512;
const ISSUES_MAX = 10;

/** Mounted under `/api/v1`. Without a target every command is refused: the gateway takes no orders. */
export function orderRoutes(target: CommandTarget | undefined): express.Router {
  const router = express.Router();
  const json = express.json({ limit: LONGEST_COMMAND_BYTES, strict: true, type: 'application/json' });
  router.get('/openapi.json', (_request, response) => {
    response.setHeader('Cache-Control', 'no-cache').json(openApiDocument());
  });
  for (const operation of OPERATIONS) {
    const path = operation.path.replace(/\{(\w+)\}/g, ':$1');
    const reading = operation.body === undefined ? [] : [wantJson, json];
    router[operation.method](path, wantToken, ...reading, async (request, response) => {
      await serve(target, operation, request, response);
    });
  }
  // The path is one of ours, the method is not.
  for (const path of new Set(OPERATIONS.map((operation) => operation.path))) {
    const methods = OPERATIONS.filter((operation) => operation.path === path).map(({ method }) => method.toUpperCase());
    router.all(path.replace(/\{(\w+)\}/g, ':$1'), (request: Request, response: Response, next: NextFunction) => {
      response.setHeader('Allow', methods.join(', '));
      next(
        new ProblemError(
          'METHOD_NOT_ALLOWED',
          `${request.method} is not understood here; ${methods.join(' and ')} is.`,
        ),
      );
    });
  }
  router.use((error: unknown, _request: Request, _response: Response, next: NextFunction) => {
    next(isUnreadable(error) ? bodyProblem(error) : error);
  });
  return router;
}

/** Before anything of the body is read. */
const wantToken: express.RequestHandler = (request, _response, next) => {
  tokenOf(request);
  next();
};

const wantJson: express.RequestHandler = (request, _response, next) => {
  if (request.is('application/json') === false) {
    throw new ProblemError('MEDIA_TYPE', 'The body has to be application/json.');
  }
  next();
};

async function serve(
  target: CommandTarget | undefined,
  operation: Operation,
  request: Request,
  response: Response,
): Promise<void> {
  if (target === undefined) throw new ProblemError('ORDERS_OFF', 'This gateway takes no orders.');
  const command = operation.command({
    path: words(request.params),
    query: words(request.query),
    body: operation.body === undefined ? undefined : checked(operation.body, request.body),
  });
  const { status, body } = await target.command(tokenOf(request), command);
  if (status === 201 && isNamed(body)) response.setHeader('Location', `/api/v1/orders/${body.orderId}`);
  response.status(status).setHeader('Cache-Control', 'no-store').json(body);
}

function checked(schema: NonNullable<Operation['body']>, body: unknown): unknown {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, ISSUES_MAX).map(({ path, message }) => ({
    field: path.map(String).join('.'),
    expected: message,
  }));
  const detail = errors.map(({ field, expected }) => (field === '' ? expected : `${field}: ${expected}`)).join('; ');
  throw new ProblemError('BODY_INVALID', detail, { errors });
}

function tokenOf(request: Request): string {
  const match = /^Bearer ([\x21-\x7e]+)$/i.exec(request.headers.authorization ?? '');
  const token = match?.[1];
  if (token === undefined || token.length > TOKEN_MAX) {
    throw new ProblemError('TOKEN_MISSING', 'Send Authorization: Bearer, with a token that this gateway gave out.');
  }
  return token;
}

/** What express says of a body that it could not read. */
function isUnreadable(error: unknown): error is { readonly type: string } {
  return typeof error === 'object' && error !== null && 'type' in error && typeof error.type === 'string';
}

function bodyProblem({ type }: { readonly type: string }): ProblemError {
  if (type === 'entity.too.large') return new ProblemError('BODY_TOO_LARGE', `At most ${LONGEST_COMMAND_BYTES} bytes.`);
  return new ProblemError('BODY_INVALID', 'The body is no JSON object.');
}

/** Parameters that are there once; a repeated one counts by its first. */
function words(from: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(from).flatMap(([name, value]) => {
      const first: unknown = Array.isArray(value) ? value[0] : value;
      return typeof first === 'string' ? [[name, first]] : [];
    }),
  );
}

function isNamed(body: unknown): body is { readonly orderId: number } {
  return typeof body === 'object' && body !== null && 'orderId' in body && typeof body.orderId === 'number';
}
