/**
 * What operators ask for and see over the HTTP API: feeds, sessions, alerts, the audit trail, and who they are. Commands need a reason: it goes into the audit.
 */
import { z } from 'zod';
import { ROLES } from './roles.js';

/** Printable, no control characters. */
const words = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{C}]+$/u, { error: 'must be printable' });
const reason = words.meta({ description: 'Goes into the audit trail.' });

export const reasonSchema = z.strictObject({ reason }).meta({ id: 'Reason' });
export type ReasonJson = z.infer<typeof reasonSchema>;

export const failoverSchema = z
  .strictObject({ reason, to: z.string().min(1).max(32).optional() })
  .meta({ id: 'Failover', description: 'To the next source, or to the one that is named.' });
export type FailoverJson = z.infer<typeof failoverSchema>;

const sequence = z.int().min(1).max(2_147_483_647);
export const resetSchema = z.strictObject({ reason, nextOut: sequence.optional(), nextIn: sequence.optional() }).meta({
  id: 'SequenceNumbers',
  description: 'The next sequence numbers; what is left out stays. The session has to be logged out.',
});
export type ResetJson = z.infer<typeof resetSchema>;

export const silenceSchema = z
  .strictObject({ reason, minutes: z.int().min(1).max(10_080) })
  .meta({ id: 'Silence', description: 'For so many minutes from now, a week at most.' });
export type SilenceJson = z.infer<typeof silenceSchema>;

export const doneSchema = z.object({ done: z.literal(true) }).meta({ id: 'Done' });

/** Something that somebody did, or was refused. */
export const auditEntrySchema = z
  .object({
    /** From 1, without holes. */
    number: z.number(),
    at: z.string(),
    /** The name of a token or of a person; '' where it was not known. */
    by: z.string(),
    /** The address that asked, as the dashboard saw it. */
    from: z.string(),
    op: z.string(),
    /** What of: an order, a session, a scope and id. */
    subject: z.string(),
    /** The reason given, and the values that were set. */
    detail: z.string(),
    /** `done`, or the code of the refusal. */
    outcome: z.string(),
    /** SHA-256 over the hash before it and everything above. */
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const auditViewSchema = z
  .object({
    entries: z.array(auditEntrySchema),
    /** All entries since the trail began, and how many of them were looked at and found to follow on each other. */
    count: z.number(),
    chain: z.object({
      state: z.enum(['verified', 'broken']),
      /** Entries that were checked, when the gateway began and since. */
      checked: z.number(),
      /** The first entry that does not follow on the one before it; null: none. */
      brokenAt: z.number().nullable(),
      newest: z.string(),
    }),
  })
  .meta({ id: 'AuditTrail' });
export type AuditView = z.infer<typeof auditViewSchema>;

/** A message of a session in names. */
export const sessionMessageSchema = z
  .object({
    number: z.number(),
    direction: z.enum(['in', 'out']),
    at: z.string(),
    type: z.string(),
    name: z.string(),
    fields: z.array(z.object({ tag: z.number(), name: z.string(), value: z.string(), meaning: z.string().optional() })),
    /** As it was sent, with | between fields and secrets masked. */
    raw: z.string(),
  })
  .meta({ id: 'SessionMessage' });
export type SessionMessage = z.infer<typeof sessionMessageSchema>;

export const sessionMessagesViewSchema = z
  .object({
    messages: z.array(sessionMessageSchema),
    /** Only the newest part of the journal is looked at; true: there may be older ones. */
    truncated: z.boolean(),
  })
  .meta({ id: 'SessionMessages' });
export type SessionMessagesView = z.infer<typeof sessionMessagesViewSchema>;

export const loginSchema = z
  .strictObject({ name: z.string().min(1).max(64), password: z.string().min(1).max(256) })
  .meta({ id: 'Login' });
export type LoginJson = z.infer<typeof loginSchema>;

/** Who asks, as the gateway knows them. */
export const whoSchema = z
  .object({
    name: z.string(),
    roles: z.array(z.enum(ROLES)),
    /** Whose orders they enter and see; null: all, and none to enter. */
    client: z.string().nullable(),
    /** When the session of a person ends by itself; null for tokens. */
    expires: z.string().nullable(),
  })
  .meta({ id: 'Who' });
export type Who = z.infer<typeof whoSchema>;

export const sessionViewSchema = z
  .object({
    who: whoSchema.nullable(),
    /** To be sent with everything that changes something; null without a session. */
    csrf: z.string().nullable(),
    /** Nothing is shown without a session or a token. */
    loginRequired: z.boolean(),
  })
  .meta({ id: 'Session' });
export type SessionView = z.infer<typeof sessionViewSchema>;
