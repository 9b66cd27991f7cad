/** What operators can ask for, as data: feeds, sessions, alerts, the audit trail. */
import {
  auditViewSchema,
  doneSchema,
  failoverSchema,
  reasonSchema,
  resetSchema,
  sessionMessagesViewSchema,
  silenceSchema,
  whoSchema,
  type FailoverJson,
  type ReasonJson,
  type ResetJson,
  type SilenceJson,
} from '../../control/core/order-api/operations-json.js';
import {
  blocksViewSchema,
  registersViewSchema,
  registerWriteSchema,
  type RegisterWriteJson,
} from '../../control/core/order-api/registers-json.js';
import { AUDIT_MAX, MESSAGES_MAX } from '../../control/core/order-api/protocol.js';
import type { Operation } from './operation.js';
import { ProblemError } from './problems.js';

const done = { 200: { text: 'Done', schema: doneSchema } };
const COUNT = 100;

export const OPERATOR_OPERATIONS: readonly Operation[] = [
  {
    id: 'failOver',
    method: 'post',
    path: '/feeds/{feedId}/failover',
    summary: 'Makes a feed use its next source, or the one that is named.',
    role: 'operate',
    body: failoverSchema,
    replies: done,
    command: ({ path, body }) => ({ op: 'failover', feed: nameOf(path, 'feedId'), failover: body as FailoverJson }),
  },
  {
    id: 'logonSession',
    method: 'post',
    path: '/sessions/{sessionId}/logon',
    summary: 'Lets a session log on again.',
    role: 'operate',
    body: reasonSchema,
    replies: done,
    command: ({ path, body }) => ({
      op: 'logonSession',
      session: nameOf(path, 'sessionId'),
      reason: body as ReasonJson,
    }),
  },
  {
    id: 'logoutSession',
    method: 'post',
    path: '/sessions/{sessionId}/logout',
    summary: 'Logs a session out; it stays so until it is logged on again.',
    role: 'operate',
    body: reasonSchema,
    replies: done,
    command: ({ path, body }) => ({
      op: 'logoutSession',
      session: nameOf(path, 'sessionId'),
      reason: body as ReasonJson,
    }),
  },
  {
    id: 'resetSession',
    method: 'post',
    path: '/sessions/{sessionId}/reset',
    summary: 'Sets the sequence numbers of a session that is logged out.',
    role: 'administer',
    body: resetSchema,
    replies: done,
    command: ({ path, body }) => ({ op: 'resetSession', session: nameOf(path, 'sessionId'), reset: body as ResetJson }),
  },
  {
    id: 'listSessionMessages',
    method: 'get',
    path: '/sessions/{sessionId}/messages',
    summary: 'The newest messages of a session, decoded; secrets are masked.',
    role: 'operate',
    query: { count: `How many at most, up to ${MESSAGES_MAX}.` },
    replies: { 200: { text: 'Messages, the newest last', schema: sessionMessagesViewSchema } },
    command: ({ path, query }) => ({
      op: 'sessionMessages',
      session: nameOf(path, 'sessionId'),
      count: numberOf(query, 'count', MESSAGES_MAX) ?? COUNT,
    }),
  },
  {
    id: 'acknowledgeAlert',
    method: 'post',
    path: '/alerts/{alertId}/acknowledge',
    summary: 'Says that somebody takes care of an alert; it is not escalated further.',
    role: 'operate',
    body: reasonSchema,
    replies: done,
    command: ({ path, body }) => ({
      op: 'acknowledgeAlert',
      alert: nameOf(path, 'alertId'),
      reason: body as ReasonJson,
    }),
  },
  {
    id: 'silenceAlert',
    method: 'post',
    path: '/alerts/{alertId}/silence',
    summary: 'Keeps an alert quiet for some time.',
    role: 'operate',
    body: silenceSchema,
    replies: done,
    command: ({ path, body }) => ({ op: 'silenceAlert', alert: nameOf(path, 'alertId'), silence: body as SilenceJson }),
  },
  {
    id: 'escalateAlert',
    method: 'post',
    path: '/alerts/{alertId}/escalate',
    summary: 'Makes an alert a severity worse, and tells whoever is next now; nobody has it any more.',
    role: 'operate',
    body: reasonSchema,
    replies: done,
    command: ({ path, body }) => ({ op: 'escalateAlert', alert: nameOf(path, 'alertId'), reason: body as ReasonJson }),
  },
  {
    id: 'readAudit',
    method: 'get',
    path: '/audit',
    summary: 'Who did what, when and from where, and whether the chain of hashes holds.',
    role: 'view',
    query: { before: 'Only entries before this number.', count: `How many at most, up to ${AUDIT_MAX}.` },
    replies: { 200: { text: 'Entries, the newest first', schema: auditViewSchema } },
    command: ({ query }) => {
      const before = numberOf(query, 'before', Number.MAX_SAFE_INTEGER);
      const count = numberOf(query, 'count', AUDIT_MAX) ?? COUNT;
      return { op: 'audit', count, ...(before === undefined ? {} : { before }) };
    },
  },
  {
    id: 'listRegisterBlocks',
    method: 'get',
    path: '/nic/blocks',
    summary: 'Blocks of the card, found by their headers.',
    role: 'view',
    replies: { 200: { text: 'Blocks', schema: blocksViewSchema } },
    command: () => ({ op: 'blocks' }),
  },
  {
    id: 'readRegisters',
    method: 'get',
    path: '/nic/blocks/{block}/{index}',
    summary: 'The registers of a block by name, fields decoded.',
    role: 'view',
    replies: { 200: { text: 'Registers', schema: registersViewSchema } },
    command: ({ path }) => ({ op: 'registers', block: nameOf(path, 'block'), index: indexOf(path) }),
  },
  {
    id: 'writeRegister',
    method: 'put',
    path: '/nic/blocks/{block}/{index}/{register}',
    summary: 'Writes one word to the card. Refused for what the driver needs as it is.',
    role: 'administer',
    body: registerWriteSchema,
    replies: done,
    command: ({ path, body }) => ({
      op: 'writeRegister',
      block: nameOf(path, 'block'),
      index: indexOf(path),
      register: nameOf(path, 'register'),
      write: body as RegisterWriteJson,
    }),
  },
  {
    id: 'whoAmI',
    method: 'get',
    path: '/who',
    summary: 'Whose token this is, and what it may do.',
    role: 'any',
    replies: { 200: { text: 'Who asks', schema: whoSchema } },
    command: () => ({ op: 'who' }),
  },
];

function indexOf(path: Readonly<Record<string, string>>): number {
  const text = path['index'] ?? '';
  if (!/^\d{1,4}$/.test(text) || Number(text) > 4095)
    throw new ProblemError('PATH_INVALID', 'An index is a whole number below 4096.');
  return Number(text);
}

function nameOf(path: Readonly<Record<string, string>>, name: string): string {
  const value = path[name] ?? '';
  if (value === '' || value.length > 128) throw new ProblemError('PATH_INVALID', 'A name has 1 to 128 characters.');
  return value;
}

/** Throws ProblemError `QUERY_INVALID`. */
export function numberOf(query: Readonly<Record<string, string>>, name: string, most: number): number | undefined {
  const text = query[name];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^[1-9]\d{0,15}$/.test(text) || value > most)
    throw new ProblemError('QUERY_INVALID', `${name}: a whole number from 1 to ${most}.`);
  return value;
}
