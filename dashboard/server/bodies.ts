/** Bodies of requests: JSON, small, checked by a schema; and where a request came from. */
import express, { type Request } from 'express';
import type { z } from 'zod';
import { LONGEST_COMMAND_BYTES } from '../../control/core/order-api/protocol.js';
import { ProblemError } from './problems.js';

const ISSUES_MAX = 10;

const wantJson: express.RequestHandler = (request, _response, next) => {
  if (request.is('application/json') === false) {
    throw new ProblemError('MEDIA_TYPE', 'The body has to be application/json.');
  }
  next();
};

export const readJson: readonly express.RequestHandler[] = [
  wantJson,
  express.json({ limit: LONGEST_COMMAND_BYTES, strict: true, type: 'application/json' }),
];

/** Throws ProblemError `BODY_INVALID`. */
export function checkedBody(schema: z.ZodType, body: unknown): unknown {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, ISSUES_MAX).map(({ path, message }) => ({
    field: path.map(String).join('.'),
    expected: message,
  }));
  const detail = errors.map(({ field, expected }) => (field === '' ? expected : `${field}: ${expected}`)).join('; ');
  throw new ProblemError('BODY_INVALID', detail, { errors });
}

/** What express says of a body that it could not read. */
export function bodyProblem(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('type' in error)) return error;
  if (error.type === 'entity.too.large')
    return new ProblemError('BODY_TOO_LARGE', `At most ${LONGEST_COMMAND_BYTES} bytes.`);
  return typeof error.type === 'string' ? new ProblemError('BODY_INVALID', 'The body is no JSON object.') : error;
}

/** The address that asks, for the audit. */
export function fromOf(request: Request): string {
  return request.socket.remoteAddress ?? '';
}
