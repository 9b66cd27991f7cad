/**
 * docs/api.md as it should be: routes, bodies and answers from the schemas that check them. Run by itself (`npx tsx test/dashboard/api-document.ts`) it writes the
 * file; a test fails when the file is stale.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openApiDocument } from '../../dashboard/server/openapi.js';
import { OPERATIONS } from '../../dashboard/server/operations.js';
import { problemCodes, problemOf } from '../../dashboard/server/problems.js';
import { READS } from '../../dashboard/server/reads.js';

export const DOCUMENT = resolve(import.meta.dirname, '../../docs/api.md');

interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
  readonly $ref?: string;
}
interface OpenApi {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const FIELDS_MAX_DEPTH = 1;

export function apiDocument(): string {
  const { schemas } = (openApiDocument() as OpenApi).components;
  const named = Object.entries(schemas).filter(([name]) => !name.startsWith('__'));
  return `${[
    '# The HTTP API',
    '',
    '<!-- Made by `npx tsx test/dashboard/api-document.ts` from the schemas that check requests and answers: do not edit. -->',
    '',
    'Under `/api/v1` of the dashboard, JSON. The OpenAPI 3.1 document is at `/api/v1/openapi.json`. Prices and quantities of orders are decimal strings; those of books are',
    'integers in their `priceScale`. How to get a token, log in, and who may do what: [operations.md](operations.md).',
    '',
    '## What can be read',
    '',
    'Without a token, unless the configuration says `http.login: required`: then with the role `view`. Answers are the newest picture; when the gateway is not heard they are',
    'refused with 503 rather than answered with what was.',
    '',
    ...table(
      ['route', 'what', 'query', 'answer'],
      READS.map(({ path, summary, query = {}, schema }) => [
        `GET ${path}`,
        summary,
        queryWords(query),
        schema.meta()?.id ?? '',
      ]),
    ),
    '',
    '## What can be done',
    '',
    'With `Authorization: Bearer TOKEN`, or with the session of somebody who logged in. Everything that changes something is in the audit trail, done or refused.',
    '',
    ...table(
      ['route', 'what', 'role', 'query', 'body', 'answers'],
      OPERATIONS.map(({ method, path, summary, role, query = {}, body, replies }) => [
        `${method.toUpperCase()} ${path}`,
        summary,
        role,
        queryWords(query),
        body?.meta()?.id ?? '',
        Object.entries(replies)
          .map(([status, { schema }]) => `${status} ${schema.meta()?.id ?? ''}`)
          .join(', '),
      ]),
    ),
    '',
    '`GET`, `POST` and `DELETE /session` tell who is logged in, log in with a name and a password, and log out.',
    '',
    '## Refusals',
    '',
    'RFC 9457 problem documents with a stable `code`. Those of the dashboard are below; the gateway adds its own, and the codes of denials',
    '([risk-controls.md](risk-controls.md)).',
    '',
    ...table(
      ['code', 'status', 'what'],
      problemCodes().map((code) => {
        const { status, title } = problemOf(code);
        return [code, String(status), title];
      }),
    ),
    '',
    '## Bodies and answers',
    ...named.flatMap(([name, schema]) => [
      '',
      `### ${name}`,
      ...(schema.description === undefined ? [] : ['', schema.description]),
      '',
      ...fieldTable(schema),
    ]),
  ].join('\n')}\n`;
}

function fieldTable(schema: Schema): string[] {
  const { properties = {}, required = [] } = schema;
  const rows = Object.entries(properties).map(([name, field]) => [
    required.includes(name) ? `\`${name}\`` : `\`${name}\`, optional`,
    words(field, 0),
    field.description ?? '',
  ]);
  return rows.length === 0 ? [words(schema, 0)] : table(['member', 'type', 'what'], rows);
}

/** A type in words; members of objects within objects are named only. */
function words(schema: Schema, depth: number): string {
  const { $ref, anyOf, items, properties, type, additionalProperties } = schema;
  if ($ref !== undefined) return $ref.split('/').at(-1) ?? '';
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(' or ');
  if (anyOf !== undefined) return [...new Set(anyOf.map((each) => words(each, depth)))].join(' or ');
  if (items !== undefined) return `list of ${words(items, depth)}`;
  if (properties !== undefined) {
    const names = Object.entries(properties).map(([name, field]) =>
      depth < FIELDS_MAX_DEPTH ? `${name}: ${words(field, depth + 1)}` : name,
    );
    return `{ ${names.join(', ')} }`;
  }
  if (typeof additionalProperties === 'object') return `map of ${words(additionalProperties, depth)}`;
  return typeof type === 'string' ? type : (type ?? ['anything']).join(' or ');
}

function queryWords(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, text]) => `\`${name}\`: ${text}`)
    .join(' ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(DOCUMENT, apiDocument());
}
