/** Alert rules and receivers as they stand in YAML: docs/alerts.md. Each message says what was expected, in words that follow "expected". */
import { z } from 'zod';
import type { ConfigPath, ConfigShape, Contradiction } from '../../core/yaml-config.js';
import { ALERT_SEVERITIES, COMPONENT_KINDS, HEALTH_STATES } from '../../core/status/health.js';

const map = <T extends z.ZodRawShape>(shape: T) =>
  z.strictObject(shape, { error: (issue) => (issue.code === 'invalid_type' ? 'a map' : undefined) });
const id = z.string({ error: 'an id' }).regex(/^[a-z0-9-]{1,64}$/, { error: 'an id of small letters, digits and -' });
const text = z.string({ error: 'text' }).min(1, { error: 'text' }).max(300, { error: 'at most 300 characters' });
const number = z.number({ error: 'a number' });
const ms = (most: number) => {
  const error = `milliseconds from 0 to ${most}`;
  return z.int({ error }).min(0, { error }).max(most, { error });
};
const DAY_MS = 86_400_000;
const metric = z
  .string({ error: 'the name of a metric' })
  .regex(/^crossfeed_[a-z0-9_]+$/, { error: 'a name such as crossfeed_ready' });
const labels = z.record(z.string(), z.string(), { error: 'a map of labels' });

/** What a rule looks at. */
const conditions = {
  /** A component of the health model is in one of these states. */
  state: map({
    kind: z.enum(COMPONENT_KINDS, { error: COMPONENT_KINDS.join(', ') }).optional(),
    component: text.optional(),
    in: z.array(z.enum(HEALTH_STATES, { error: HEALTH_STATES.join(', ') }), { error: 'a list of states' }).min(1),
    /** One of its reasons has this code. */
    reason: z.string({ error: 'the code of a reason' }).optional(),
  }),
  /** A metric is above or below a value. */
  threshold: map({ metric, labels: labels.optional(), above: number.optional(), below: number.optional() }),
  /** A metric, or one with these labels, is not there. */
  absence: map({ metric, labels: labels.optional() }),
  /** A counter grows by more than `above` over `overMs`. */
  rate: map({ metric, labels: labels.optional(), above: number, overMs: ms(DAY_MS) }),
  /** Of `total`, so much is `bad` that the objective would be missed: in every one of the windows more than `factor` times what it allows. */
  burn: map({
    bad: metric,
    total: metric,
    labels: labels.optional(),
    objective: z.number({ error: 'a part of 1' }).gt(0, { error: 'above 0' }).lt(1, { error: 'below 1' }),
    windows: z
      .array(map({ overMs: ms(DAY_MS), factor: number }), { error: 'a list of windows' })
      .min(1)
      .max(4),
    /** Less than so many in the window say nothing. */
    leastTotal: number.default(100),
  }),
} as const;

const ruleSchema = map({
  id,
  severity: z.enum(ALERT_SEVERITIES, { error: ALERT_SEVERITIES.join(', ') }),
  /** `{label}`, `{component}`, `{value}`, `{state}` and `{reasons}` are filled in. */
  summary: text,
  /** Stands for so long before it fires, and is gone for so long before it is resolved. */
  forMs: ms(DAY_MS).default(0),
  keepMs: ms(DAY_MS).default(2000),
  /** Says nothing while one of these fires (with the same values of `sameLabels`). */
  inhibitedBy: z.array(id, { error: 'a list of rules' }).max(16).default([]),
  sameLabels: z.array(z.string(), { error: 'a list of labels' }).max(8).default([]),
  state: conditions.state.optional(),
  threshold: conditions.threshold.optional(),
  absence: conditions.absence.optional(),
  rate: conditions.rate.optional(),
  burn: conditions.burn.optional(),
});

/** Where a secret is: a file, a descriptor, or a name in the credential store; never the secret itself. */
const secret = map({
  file: text.optional(),
  fd: z.int({ error: 'a descriptor' }).min(3).optional(),
  store: text.optional(),
});
export type SecretSettings = z.infer<typeof secret>;
const receiverSchema = z.discriminatedUnion(
  'kind',
  [
    map({ id, kind: z.literal('webhook'), url: text, token: secret.optional() }),
    map({ id, kind: z.literal('pager'), url: text, routingKey: secret }),
    map({
      id,
      kind: z.literal('mail'),
      host: text,
      port: z.int({ error: 'a port' }).min(1, { error: 'a port' }).max(65_535, { error: 'a port' }),
      secure: z.boolean({ error: 'true or false' }).default(true),
      from: text,
      to: z.array(text, { error: 'a list of addresses' }).min(1).max(16),
      username: text.optional(),
      password: secret.optional(),
    }),
  ],
  { error: 'a receiver of kind webhook, pager or mail' },
);

const stepSchema = map({ afterMs: ms(DAY_MS), to: z.array(id, { error: 'a list of receivers' }).max(8) });
const steps = z.array(stepSchema, { error: 'a list of steps' }).max(8);

export const alertsSchema = map({
  rules: z.array(ruleSchema, { error: 'a list of rules' }).max(200, { error: 'at most 200 rules' }).default([]),
  receivers: z.array(receiverSchema, { error: 'a list of receivers' }).max(16, { error: 'at most 16' }).default([]),
  /** Who is told when, while nobody has acknowledged. The page shows every alert at once. */
  escalation: map({ critical: steps.default([]), warning: steps.default([]), info: steps.default([]) }).prefault({}),
  /** Alerts of one rule that come within this time leave in one message. */
  groupMs: ms(600_000).default(2000),
});

export type AlertSettings = z.infer<typeof alertsSchema>;
export type AlertRule = AlertSettings['rules'][number];
export type ReceiverSettings = AlertSettings['receivers'][number];
export type EscalationStep = AlertSettings['escalation']['critical'][number];

const CONDITIONS = ['state', 'threshold', 'absence', 'rate', 'burn'] as const;

function crossCheck({ rules, receivers, escalation }: AlertSettings): Contradiction[] {
  const wrong: Contradiction[] = [];
  const complain = (path: ConfigPath, found: string, expected: string): void =>
    void wrong.push({ path, found, expected });
  const ids = new Set<string>();
  for (const [index, rule] of rules.entries()) {
    const path: ConfigPath = ['rules', index];
    if (ids.has(rule.id)) complain([...path, 'id'], rule.id, 'an id of its own');
    ids.add(rule.id);
    const own = CONDITIONS.filter((name) => rule[name] !== undefined);
    if (own.length !== 1)
      complain(path, own.length === 0 ? 'no condition' : own.join(' and '), `one of ${CONDITIONS.join(', ')}`);
    const { threshold } = rule;
    if (threshold !== undefined && (threshold.above === undefined) === (threshold.below === undefined)) {
      complain([...path, 'threshold'], 'both or none', 'above or below');
    }
    if (rule.state !== undefined && rule.state.kind === undefined && rule.state.component === undefined) {
      complain([...path, 'state'], 'neither', 'a kind or a component');
    }
  }
  for (const [index, { inhibitedBy }] of rules.entries()) {
    for (const other of inhibitedBy) {
      if (!ids.has(other)) complain(['rules', index, 'inhibitedBy'], other, 'a rule of this file');
    }
  }
  const known = new Set(receivers.map((receiver) => receiver.id));
  for (const severity of ALERT_SEVERITIES) {
    for (const [index, { to }] of escalation[severity].entries()) {
      for (const receiver of to) {
        if (!known.has(receiver)) complain(['escalation', severity, index, 'to'], receiver, 'a receiver of this file');
      }
    }
  }
  return wrong;
}

export const alertsShape: ConfigShape<AlertSettings> = {
  schema: alertsSchema,
  crossCheck,
  isSecret: (path) => path.some((part) => part === 'token' || part === 'password' || part === 'routingKey'),
};
