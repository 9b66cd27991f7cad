/** The routes of the operations: body and path are checked here, tokens and everything else by the gateway. */
import express, { type NextFunction, type Request, type Response } from 'express';
import type { OrderCommand } from '../../control/core/order-api/protocol.js';
import { bodyProblem, checkedBody, fromOf, readJson } from './bodies.js';
import { tokenOf } from './identity.js';
import { openApiDocument } from './openapi.js';
import type { Operation } from './operation.js';
import { OPERATIONS } from './operations.js';
import type { CommandReply } from './order-link.js';
import { ProblemError } from './problems.js';

/** Where commands go; OrderLink is one. */
export interface CommandTarget {
  /** @param from the address that asks, for the audit */
  command(token: string, command: OrderCommand, from: string): Promise<CommandReply>;
}

/** Mounted under `/api/v1`. Without a target every command is refused: the gateway takes no orders. */
export function orderRoutes(target: CommandTarget | undefined): express.Router {
  const router = express.Router();
  router.get('/openapi.json', (_request, response) => {
    response.setHeader('Cache-Control', 'no-cache').json(openApiDocument());
  });
  for (const operation of OPERATIONS) {
    const reading = operation.body === undefined ? [] : readJson;
    router[operation.method](expressPath(operation.path), wantToken, ...reading, async (request, response) => {
      await serve(target, operation, request, response);
    });
  }
  router.use((error: unknown, _request: Request, _response: Response, next: NextFunction) => next(bodyProblem(error)));
  return router;
}

/** `/orders/{orderId}` as express has it. */
export function expressPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

/** Before anything of the body is read. */
const wantToken: express.RequestHandler = (request, _response, next) => {
  tokenOf(request);
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
    body: operation.body === undefined ? undefined : checkedBody(operation.body, request.body),
  });
  const { status, body } = await target.command(tokenOf(request), command, fromOf(request));
  if (status === 201 && isNamed(body)) response.setHeader('Location', `/api/v1/orders/${body.orderId}`);
  response.status(status).setHeader('Cache-Control', 'no-store').json(body);
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
