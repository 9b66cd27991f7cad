/** An operation of the order API as data: routes, the OpenAPI document and the tests of who may do what are made of the same lists. */
import type { z } from 'zod';
import type { OrderCommand, Role } from '../../control/core/order-api/protocol.js';

export interface Asked {
  /** Of the path, percent escapes undone. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Checked against the operation's schema. */
  readonly body: unknown;
}

export interface Operation {
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** As in OpenAPI, under `/api/v1`. */
  readonly path: string;
  readonly summary: string;
  /** `any`: whoever is known to the gateway. The gateway checks; here it is told. */
  readonly role: Role | 'any';
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: z.ZodType;
  readonly replies: Readonly<Record<number, { readonly text: string; readonly schema: z.ZodType }>>;
  /** Throws ProblemError for a path that makes no sense. */
  readonly command: (asked: Asked) => OrderCommand;
}
