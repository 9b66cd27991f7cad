/**
 * The health model as it travels: every component of the data path with its state, why, and since when, and the alerts that follow from it. `control/resilience` makes it,
 * `/readyz`, metrics, page and alerts read it.
 */
import { z } from 'zod';

/** What a component is: one for each stage of the data path, then what the gateway stands on. */
export const COMPONENT_KINDS = [
  'line',
  'card',
  'engine',
  'feed',
  'books',
  'router',
  'orders',
  'venue',
  'session',
  'client',
  'journal',
  'clock',
  'process',
] as const;
export type ComponentKind = (typeof COMPONENT_KINDS)[number];

/**
 * From best to worst, but for `off` (switched off by a person or outside its schedule, no fault) and `unknown` (never heard of).
 * `degraded`: does its work without its reserve or late; `stale`: what it says may no longer be used; `down`: does not do its work.
 */
export const HEALTH_STATES = ['up', 'off', 'starting', 'unknown', 'degraded', 'stale', 'down'] as const;
export type HealthState = (typeof HEALTH_STATES)[number];

/** A stable code and words with the numbers in them. */
export const healthReasonSchema = z.object({ code: z.string(), text: z.string() });
export type HealthReason = z.infer<typeof healthReasonSchema>;

export const componentSchema = z.object({
  /** `line/nasdaq/A`, `venue/CBOE`, `session/FIX.4.2:XFEED1->CBOE`: unique, stable over restarts. */
  id: z.string(),
  kind: z.enum(COMPONENT_KINDS),
  label: z.string(),
  state: z.enum(HEALTH_STATES),
  /** Why it is not `up`; its own reasons first, then those inherited from what it depends on. */
  reasons: z.array(healthReasonSchema),
  sinceEpochMs: z.number(),
  /** Ids of what it needs. */
  dependsOn: z.array(z.string()),
  /** Not ready without it. */
  essential: z.boolean(),
});
export type Component = z.infer<typeof componentSchema>;

export const ALERT_STATES = ['pending', 'firing', 'acknowledged', 'silenced', 'resolved'] as const;
export const ALERT_SEVERITIES = ['info', 'warning', 'critical'] as const;

export const alertSchema = z.object({
  /** Of this occurrence: a resolved alert that fires again is another one. */
  id: z.string(),
  rule: z.string(),
  severity: z.enum(ALERT_SEVERITIES),
  state: z.enum(ALERT_STATES),
  summary: z.string(),
  labels: z.record(z.string(), z.string()),
  /** A component's id, where the alert is about one. */
  component: z.string().nullable(),
  value: z.number().nullable(),
  sinceEpochMs: z.number(),
  resolvedEpochMs: z.number().nullable(),
  acknowledgedBy: z.string().nullable(),
  silencedUntilEpochMs: z.number().nullable(),
  /** Steps of the escalation taken so far. */
  escalation: z.number(),
});
export type Alert = z.infer<typeof alertSchema>;

/** Something that happened and is kept for the timeline: a failover's steps, a state's change, what a person did. */
export const eventSchema = z.object({
  sequence: z.number(),
  epochMs: z.number(),
  kind: z.string(),
  component: z.string().nullable(),
  text: z.string(),
  /** Who did it; null: the system by itself. */
  by: z.string().nullable(),
});
export type HealthEvent = z.infer<typeof eventSchema>;

export const healthSchema = z.object({
  /** The worst of the essential components. */
  state: z.enum(HEALTH_STATES),
  components: z.array(componentSchema),
  alerts: z.array(alertSchema),
  /** The newest ones, oldest first. */
  events: z.array(eventSchema),
});
export type HealthStatus = z.infer<typeof healthSchema>;
