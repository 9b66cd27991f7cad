/** The OpenAPI 3.1 document of the order API, from the schemas that check it. */
import { z } from 'zod';
import { limitViewSchema, massCancelViewSchema, orderViewSchema } from '../../control/core/order-api/order-json.js';
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
      schemas: componentsOf(),
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
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } }),
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

const uri = (id: string): string => `#/components/schemas/${id}`;

/** Every schema of an operation, under its name. */
function componentsOf(): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  registry.add(problemSchema, { id: 'Problem' });
  registry.add(orderViewSchema, { id: 'OrderView' });
  registry.add(limitViewSchema, { id: 'Limit' });
  registry.add(massCancelViewSchema, { id: 'MassCancelOutcome' });
  for (const { body, replies } of OPERATIONS) {
    for (const schema of [body, ...Object.values(replies).map((reply) => reply.schema)]) {
      const id = schema?.meta()?.id;
      if (schema !== undefined && id !== undefined && !registry.has(schema)) registry.add(schema, { id });
    }
  }
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema: _schema, $id: _id, ...rest }]) => [id, rest]));
}

function schemaOf(schema: z.ZodType): object {
  return { $ref: uri(schema.meta()?.id ?? 'Problem') };
}
