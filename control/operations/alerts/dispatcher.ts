/**
 * Tells people: alerts of one rule that fire together leave in one message, the steps of the escalation follow while nobody has acknowledged, and whoever was told of an alert is told of its
 * end. Deliveries are tried again with growing pauses; what waits is bounded, and what is given up is counted.
 */
import type { Logger } from '../../core/logging.js';
import type { Notification, NotifiedAlert, Notifier, Receiver } from '../../core/notifications.js';
import type { Clock } from '../../core/world.js';
import type { Standing } from './alert-engine.js';
import type { AlertSettings, EscalationStep } from './schema.js';

export interface DispatcherOptions {
  readonly clock: Pick<Clock, 'epochMs'>;
  readonly log: Pick<Logger, 'warn' | 'info'>;
  readonly notifier: Notifier;
  readonly receivers: readonly Receiver[];
  readonly settings: Pick<AlertSettings, 'escalation' | 'groupMs'>;
  /** An alert's escalation has come so far. */
  readonly escalated: (id: string, step: number) => void;
}

export interface DispatchCounters {
  delivered: number;
  retried: number;
  /** Given up after the last attempt, or because too many waited. */
  lost: number;
}

/** An alert that somebody was told of, or is to be. */
interface Followed {
  alert: Readonly<Standing>;
  /** Steps taken. */
  step: number;
  taken: boolean;
  readonly told: Set<string>;
}

interface Waiting {
  readonly receiver: Receiver;
  readonly notification: Notification;
  attempts: number;
  dueEpochMs: number;
}

const WAITING_MAX = 200;
const ATTEMPTS = 6;
const RETRY_MS = 2000;
const RETRY_MS_MAX = 120_000;

export class Dispatcher {
  readonly counters: DispatchCounters = { delivered: 0, retried: 0, lost: 0 };
  private readonly followed = new Map<string, Followed>();
  /** By receiver and rule: alerts that wait for others to come along. */
  private readonly groups = new Map<
    string,
    { dueEpochMs: number; receiver: Receiver; alerts: Map<string, Readonly<Standing>> }
  >();
  private readonly waiting: Waiting[] = [];

  constructor(private readonly options: DispatcherOptions) {}

  firing(alert: Readonly<Standing>): void {
    this.followed.set(alert.id, { alert, step: alert.escalation, taken: false, told: new Set() });
    this.advance();
  }

  /** Somebody has it: no further steps. */
  taken(alert: Readonly<Standing>): void {
    const followed = this.followed.get(alert.id);
    if (followed !== undefined) followed.taken = true;
  }

  /** The next step now, and the others after it in their time. False: there is none. */
  escalateNow(alert: Readonly<Standing>): boolean {
    const followed: Followed = this.followed.get(alert.id) ?? { alert, step: 0, taken: false, told: new Set() };
    const step = this.stepsOf(alert)[alert.escalation];
    followed.step = alert.escalation;
    if (step === undefined) return false;
    followed.taken = false;
    this.followed.set(alert.id, followed);
    this.take(followed, step, this.options.clock.epochMs());
    return true;
  }

  resolved(alert: Readonly<Standing>): void {
    const followed = this.followed.get(alert.id);
    if (followed === undefined) return;
    this.followed.delete(alert.id);
    for (const receiver of this.options.receivers) {
      const group = this.groups.get(groupKey(receiver, alert));
      // Whoever has not heard of it need not hear of its end.
      if (group?.alerts.delete(alert.id) === true) continue;
      if (followed.told.has(receiver.id)) this.enqueue(receiver, 'resolved', [alert]);
    }
  }

  /** From before a restart: told already, as far as its escalation had come. */
  follow(alert: Readonly<Standing>): void {
    const told = new Set(
      this.stepsOf(alert)
        .slice(0, alert.escalation)
        .flatMap(({ to }) => to),
    );
    this.followed.set(alert.id, { alert, step: alert.escalation, taken: alert.state !== 'firing', told });
  }

  /** From time to time. */
  advance(): void {
    const nowMs = this.options.clock.epochMs();
    for (const followed of this.followed.values()) this.escalate(followed, nowMs);
    for (const [key, group] of this.groups) {
      if (nowMs < group.dueEpochMs) continue;
      this.groups.delete(key);
      const alerts = [...group.alerts.values()];
      if (alerts.length === 0) continue;
      this.enqueue(group.receiver, 'firing', alerts);
    }
    this.send(nowMs);
  }

  private escalate(followed: Followed, nowMs: number): void {
    const { alert } = followed;
    const steps = this.stepsOf(alert);
    while (!followed.taken && followed.step < steps.length) {
      const step = steps[followed.step]!;
      if (nowMs - (alert.firedEpochMs ?? nowMs) < step.afterMs) return;
      this.take(followed, step, nowMs);
    }
  }

  private take(followed: Followed, { to }: EscalationStep, nowMs: number): void {
    followed.step++;
    for (const receiver of this.options.receivers) if (to.includes(receiver.id)) this.group(receiver, followed, nowMs);
    this.options.escalated(followed.alert.id, followed.step);
  }

  private group(receiver: Receiver, followed: Followed, nowMs: number): void {
    const key = groupKey(receiver, followed.alert);
    let group = this.groups.get(key);
    if (group === undefined) {
      group = { dueEpochMs: nowMs + this.options.settings.groupMs, receiver, alerts: new Map() };
      this.groups.set(key, group);
    }
    group.alerts.set(followed.alert.id, followed.alert);
    followed.told.add(receiver.id);
  }

  private stepsOf({ severity }: Readonly<Standing>): AlertSettings['escalation']['critical'] {
    return this.options.settings.escalation[severity];
  }

  private enqueue(receiver: Receiver, status: Notification['status'], alerts: readonly Readonly<Standing>[]): void {
    if (this.waiting.length >= WAITING_MAX) {
      this.waiting.shift();
      this.counters.lost++;
    }
    const { rule, severity } = alerts[0]!;
    const atEpochMs = this.options.clock.epochMs();
    const notification = { status, group: rule, severity, alerts: alerts.map(toldOf), atEpochMs };
    this.waiting.push({ receiver, notification, attempts: 0, dueEpochMs: atEpochMs });
  }

  private send(nowMs: number): void {
    for (const item of this.waiting.filter(({ dueEpochMs }) => dueEpochMs <= nowMs)) {
      this.waiting.splice(this.waiting.indexOf(item), 1);
      void this.options.notifier
        .deliver(item.receiver, item.notification)
        .then(() => {
          this.counters.delivered++;
        })
        .catch((error: unknown) => this.again(item, error));
    }
  }

  private again(item: Waiting, error: unknown): void {
    const { log, clock } = this.options;
    item.attempts++;
    if (item.attempts >= ATTEMPTS) {
      this.counters.lost++;
      log.warn('a notification was given up', { receiver: item.receiver.id, group: item.notification.group, error });
      return;
    }
    this.counters.retried++;
    item.dueEpochMs = clock.epochMs() + Math.min(RETRY_MS_MAX, RETRY_MS * 2 ** (item.attempts - 1));
    this.waiting.push(item);
  }
}

const groupKey = (receiver: Receiver, { rule }: Readonly<Standing>): string => `${receiver.id} ${rule}`;

function toldOf({
  id,
  rule,
  severity,
  summary,
  labels,
  component,
  value,
  sinceEpochMs,
}: Readonly<Standing>): NotifiedAlert {
  return { id, rule, severity, summary, labels: { ...labels }, component, value, sinceEpochMs };
}
