/**
 * The conversation on the gateway's order socket: newline-delimited JSON. The other side (the dashboard's HTTP server) sends commands, each with a number of its own and the token of
 * whoever asks; each is answered once, when what it did is in the journal. Tokens are checked by the gateway: the other side knows none.
 */
import { z } from 'zod';
import { problemSchema } from '../status/schema.js';
import { failoverSchema, loginSchema, reasonSchema, resetSchema, silenceSchema } from './operations-json.js';
import { registerWriteSchema } from './registers-json.js';
import {
  killSwitchSchema,
  limitChangeSchema,
  orderSchema,
  replaceSchema,
  routingFallbackSchema,
  routingRuleSchema,
} from './order-json.js';

export type { Role } from './roles.js';

export const ORDER_PROTOCOL = 1;
/** The longest command and the longest answer. */
export const LONGEST_COMMAND_BYTES = 16 * 1024;
export const LONGEST_REPLY_BYTES = 8 * 1024 * 1024;
/** Orders in one answer. */
export const ORDERS_MAX = 5000;
/** Positions in one answer. */
export const POSITIONS_MAX = 2000;
export const ENDED_MAX = 1000;

/** Messages and entries of the audit trail in one answer. */
export const MESSAGES_MAX = 500;
export const AUDIT_MAX = 1000;

const orderId = z.int().positive();
const name = z.string().min(1).max(128);

export const commandSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('submit'), order: orderSchema }),
  z.strictObject({ op: z.literal('replace'), orderId, replace: replaceSchema }),
  z.strictObject({ op: z.literal('cancel'), orderId }),
  z.strictObject({ op: z.literal('order'), orderId }),
  z.strictObject({
    op: z.literal('orders'),
    symbol: z.string().max(48).optional(),
    /** So many of those that ended last, instead of the open ones. */
    ended: z.int().min(1).max(ENDED_MAX).optional(),
  }),
  z.strictObject({ op: z.literal('timeline'), orderId }),
  z.strictObject({ op: z.literal('explain'), orderId }),
  z.strictObject({ op: z.literal('quality') }),
  z.strictObject({ op: z.literal('limits') }),
  z.strictObject({ op: z.literal('positions') }),
  z.strictObject({
    op: z.literal('setLimit'),
    scope: z.enum(['firm', 'client', 'venue', 'symbol', 'account']),
    id: z.string().max(48),
    name: z.string().min(1).max(48),
    change: limitChangeSchema,
  }),
  z.strictObject({ op: z.literal('killSwitch'), killSwitch: killSwitchSchema }),
  z.strictObject({ op: z.literal('routing') }),
  z.strictObject({ op: z.literal('setFallback'), fallback: routingFallbackSchema }),
  z.strictObject({ op: z.literal('setRule'), market: name, rule: name, change: routingRuleSchema }),
  z.strictObject({ op: z.literal('failover'), feed: name, failover: failoverSchema }),
  z.strictObject({ op: z.literal('logonSession'), session: name, reason: reasonSchema }),
  z.strictObject({ op: z.literal('logoutSession'), session: name, reason: reasonSchema }),
  z.strictObject({ op: z.literal('resetSession'), session: name, reset: resetSchema }),
  z.strictObject({ op: z.literal('sessionMessages'), session: name, count: z.int().min(1).max(MESSAGES_MAX) }),
  z.strictObject({ op: z.literal('acknowledgeAlert'), alert: name, reason: reasonSchema }),
  z.strictObject({ op: z.literal('silenceAlert'), alert: name, silence: silenceSchema }),
  z.strictObject({ op: z.literal('escalateAlert'), alert: name, reason: reasonSchema }),
  z.strictObject({
    op: z.literal('audit'),
    before: z.int().positive().optional(),
    count: z.int().min(1).max(AUDIT_MAX),
  }),
  z.strictObject({ op: z.literal('blocks') }),
  z.strictObject({ op: z.literal('registers'), block: name, index: z.int().min(0).max(4095) }),
  z.strictObject({
    op: z.literal('writeRegister'),
    block: name,
    index: z.int().min(0).max(4095),
    register: name,
    write: registerWriteSchema,
  }),
  z.strictObject({ op: z.literal('who') }),
  /** Asked without a token; the answer has one, for the session of a person. */
  z.strictObject({ op: z.literal('login'), login: loginSchema }),
  z.strictObject({ op: z.literal('logout') }),
]);
export type OrderCommand = z.infer<typeof commandSchema>;
export type OpOf<T extends OrderCommand['op']> = Extract<OrderCommand, { op: T }>;

export const commandLineSchema = z.strictObject({
  type: z.literal('command'),
  id: z.int().nonnegative(),
  token: z.string().max(512),
  /** The address that asked, for the audit. */
  from: z.string().max(64).optional(),
  command: commandSchema,
});
export type CommandLine = z.infer<typeof commandLineSchema>;

export const orderMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), protocol: z.literal(ORDER_PROTOCOL) }),
  z.object({ type: z.literal('reply'), id: z.number(), status: z.number(), body: z.unknown() }),
  z.object({ type: z.literal('problem'), id: z.number(), problem: problemSchema.loose() }),
]);
export type OrderMessage = z.infer<typeof orderMessageSchema>;
