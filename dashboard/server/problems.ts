/** RFC 9457 problem documents: each refusal of the HTTP API has a stable `code` that programs may match. */
import type { Response } from 'express';
import type { Problem } from '../../control/core/status/schema.js';

const PROBLEMS = {
  NOT_FOUND: { status: 404, title: 'There is nothing here' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This cannot be done here' },
  SYMBOL_UNKNOWN: { status: 404, title: 'No such symbol' },
  SYMBOL_INVALID: { status: 400, title: 'Not a symbol' },
  HOST_REFUSED: { status: 421, title: 'Asked under a name that is not ours' },
  GATEWAY_DISCONNECTED: { status: 503, title: 'The gateway is not connected' },
  GATEWAY_SILENT: { status: 503, title: 'The gateway has gone quiet' },
  GATEWAY_TIMEOUT: { status: 504, title: 'The gateway did not answer in time' },
  NO_NIC: { status: 404, title: 'No NIC is in use' },
  NOT_READY: { status: 503, title: 'Not ready' },
  TOKEN_MISSING: { status: 401, title: 'Who asks is not known' },
  ORDERS_OFF: { status: 503, title: 'There are no orders here' },
  ORDER_UNKNOWN: { status: 404, title: 'No such order' },
  PATH_INVALID: { status: 400, title: 'The path makes no sense' },
  QUERY_INVALID: { status: 400, title: 'The query makes no sense' },
  CROSS_ORIGIN: { status: 403, title: 'Asked from a page of another site' },
  CSRF_TOKEN: { status: 403, title: 'The request does not prove that it comes from our page' },
  LOGIN_REQUIRED: { status: 401, title: 'Nobody may look without logging in' },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  BODY_INVALID: { status: 400, title: 'The body makes no sense' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is too large' },
  MEDIA_TYPE: { status: 415, title: 'Not the media type that is understood' },
  TOO_MANY_COMMANDS: { status: 429, title: 'Too many commands at a time' },
  PAGE_NOT_BUILT: { status: 503, title: 'The page has not been built' },
  INTERNAL: { status: 500, title: 'Something went wrong here' },
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

export class ProblemError extends Error {
  constructor(
    readonly code: ProblemCode,
    detail: string,
    /** Further members of the document. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
    this.name = 'ProblemError';
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }

  get document(): Problem {
    const { status, title } = PROBLEMS[this.code];
    return { ...this.members, type: 'about:blank', title, status, code: this.code, detail: this.message };
  }
}

/** The problem that an answer of the gateway stands for. */
export function problemFrom(document: Problem): ProblemError {
  const code = document.code in PROBLEMS ? (document.code as ProblemCode) : 'INTERNAL';
  return new ProblemError(code, document.detail);
}

/** A refusal of the gateway's, passed on as it is. */
export class RelayedProblem extends Error {
  constructor(readonly document: Problem) {
    super(document.detail);
    this.name = 'RelayedProblem';
  }

  get status(): number {
    return this.document.status;
  }
}

/** Codes of refusals that are made here. */
export function problemCodes(): ProblemCode[] {
  return Object.keys(PROBLEMS) as ProblemCode[];
}

export function problemOf(code: ProblemCode): { readonly status: number; readonly title: string } {
  return PROBLEMS[code];
}

export function sendProblem(response: Response, problem: ProblemError | RelayedProblem): void {
  if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem.document));
}
