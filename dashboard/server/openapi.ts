/** The OpenAPI 3.1 document of the API, from the schemas that check it. */
import { z } from 'zod';
import { limitViewSchema, massCancelViewSchema, orderViewSchema } from '../../control/core/order-api/order-json.js';
import { problemSchema } from '../../control/core/status/schema.js';
import { loginSchema, sessionViewSchema } from '../../control/core/order-api/operations-json.js';
import { COOKIE } from './identity.js';
import type { Operation } from './operation.js';
import { OPERATIONS } from './operations.js';
import { problemCodes } from './problems.js';
import { READS, type Read } from './reads.js';

let made: object | undefined;

/** Made when first asked for. */
export function openApiDocument(): object {
  made ??= {
    openapi: '3.1.0',
    info: {
      title: 'Crossfeed',
      version: '1',
      description:
        'Feeds, sessions, books, orders, limits, kill switches, alerts. Prices and quantities are decimal strings. Refusals are RFC 9457 problem documents with a stable `code`: ' +
        `${problemCodes().join(', ')}, those of the gateway, and the codes of denials.`,
    },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }, { session: [] }],
    paths: pathsOf(),
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: COOKIE },
      },
      schemas: componentsOf(),
    },
  };
  return made;
}

function pathsOf(): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = { '/session': SESSION };
  for (const read of READS) (paths[read.path] ??= {})['get'] = describeRead(read);
  for (const operation of OPERATIONS) (paths[operation.path] ??= {})[operation.method] = describe(operation);
  return paths;
}

const refused = {
  description: 'Refused',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const session = {
  description: 'The session',
  content: { 'application/json': { schema: schemaOf(sessionViewSchema) } },
};
const SESSION: Readonly<Record<string, object>> = {
  get: {
    operationId: 'getSession',
    summary: 'Who is logged in.',
    security: [],
    responses: { 200: session, default: refused },
  },
  post: {
    operationId: 'logIn',
    summary: 'Logs a person in: the answer sets a cookie.',
    security: [],
    requestBody: { required: true, content: { 'application/json': { schema: schemaOf(loginSchema) } } },
    responses: { 200: session, default: refused },
  },
  delete: { operationId: 'logOut', summary: 'Ends the session.', responses: { 200: session, default: refused } },
};

function describeRead({ id, summary, path, query, schema }: Read): object {
  return {
    operationId: id,
    summary,
    description:
      'Needs the role view where the gateway is configured with `http.login: required`, and nothing otherwise.',
    security: [{}, { token: [] }, { session: [] }],
    parameters: parametersOf(path, query),
    responses: {
      200: { description: summary, content: { 'application/json': { schema: schemaOf(schema) } } },
      default: refused,
    },
  };
}

function parametersOf(path: string, query: Readonly<Record<string, string>> = {}): object[] {
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
  return [...inPath, ...inQuery];
}

function describe({ id, summary, role, path, query, body, replies }: Operation): object {
  return {
    operationId: id,
    summary,
    description: role === 'any' ? 'Needs a token or a session.' : `Needs the role ${role}.`,
    parameters: parametersOf(path, query),
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
      default: refused,
    },
  };
}

/** A function, so that what is above may use it. */
function uri(id: string): string {
  return `#/components/schemas/${id}`;
}

/** Every schema of an operation, under its name. */
function componentsOf(): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  registry.add(problemSchema, { id: 'Problem' });
  registry.add(orderViewSchema, { id: 'OrderView' });
  registry.add(limitViewSchema, { id: 'Limit' });
  registry.add(massCancelViewSchema, { id: 'MassCancelOutcome' });
  const all = [
    loginSchema,
    sessionViewSchema,
    ...READS.map(({ schema }) => schema),
    ...OPERATIONS.flatMap(({ body, replies }) => [body, ...Object.values(replies).map((reply) => reply.schema)]),
  ];
  for (const schema of all) {
    const id = schema?.meta()?.id;
    if (schema !== undefined && id !== undefined && !registry.has(schema)) registry.add(schema, { id });
  }
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema: _schema, $id: _id, ...rest }]) => [id, rest]));
}

function schemaOf(schema: z.ZodType): object {
  return { $ref: uri(schema.meta()?.id ?? 'Problem') };
}
