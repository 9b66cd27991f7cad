/** The OpenAPI 3.1 document of the order API, from the schemas that check it. */
import { z } from 'zod';
import { problemSchema } from '../../control/core/status/schema.js';
import { OPERATIONS, type Operation } from './order-operations.js';
import { problemCodes } from './problems.js';

let made: object | undefined;

/** Made when first asked for. */
export function openApiDocument(): object {
  made ??= {
    openapi: '3.1.0',
    info: {
      title: 'Crossfeed',
      version: '1',
      description:
        'Orders, limits and kill switches. Prices and quantities are decimal strings. Refusals are RFC 9457 problem documents with a stable `code`: ' +
        `${problemCodes().join(', ')}, those of the gateway, and the codes of denials.`,
    },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }],
    paths: pathsOf(OPERATIONS),
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: schemaOf(problemSchema) },
    },
  };
  return made;
}

function pathsOf(operations: readonly Operation[]): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const path = (paths[operation.path] ??= {});
    path[operation.method] = describe(operation);
  }
  return paths;
}

function describe({ id, summary, role, path, query = {}, body, replies }: Operation): object {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(query).map(([name, description]) => ({
    name,
    in: 'query',
    required: false,
    description,
    schema: { type: 'string' },
  }));
  return {
    operationId: id,
    summary,
    description: `Needs the role ${role}.`,
    parameters: [...inPath, ...inQuery],
    ...(body === undefined ? {} : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(replies).map(([status, { text, schema }]) => [
          status,
          { description: text, content: { 'application/json': { schema: schemaOf(schema) } } },
        ]),
      ),
      default: {
        description: 'Refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function schemaOf(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', reused: 'inline' });
  return rest;
}
