/**
 * Evaluates rules over metrics and the health model, and keeps what follows: an alert is pending while its condition has not stood long enough, fires, is
 * acknowledged or silenced by people, and resolved when the condition has been gone for a while. It tells nobody itself (dispatcher.ts), and has no I/O.
 */
import type { Denial } from '../../core/order-entry.js';
import { ALERT_SEVERITIES, type Alert, type Component } from '../../core/status/health.js';
import { describeStatus, type Put } from '../../core/status/metrics.js';
import type { GatewayStatus } from '../../core/status/schema.js';
import type { Clock } from '../../core/world.js';
import { findingsOf, type Finding } from './conditions.js';
import { keyOf, MetricTable } from './metric-table.js';
import type { AlertRule } from './schema.js';

/** An alert with what only the engine needs. */
export interface Standing extends Alert {
  /** Of its rule and labels: the same for the next occurrence. */
  key: string;
  /** Epoch ms of the first finding that was not interrupted, and of the last one. */
  foundEpochMs: number;
  lastEpochMs: number;
  /** Wall time, so that it survives a restart. */
  firedEpochMs: number | null;
  isInhibited: boolean;
}

/** What survives a restart. */
export interface AlertState {
  readonly version: 1;
  readonly next: number;
  readonly alerts: readonly Standing[];
  /** Until when a key stays silent, although its alert may end and come again. */
  readonly silences: Readonly<Record<string, number>>;
}

export interface AlertListener {
  /** An alert fires that is neither inhibited nor silenced. */
  onFiring(alert: Readonly<Standing>): void;
  /** It is over. */
  onResolved(alert: Readonly<Standing>): void;
  /** A person took it, or wants it silent: escalation stops. */
  onTaken(alert: Readonly<Standing>): void;
  /** A person wants the next step of its escalation taken now. False: there is none. */
  onEscalated(alert: Readonly<Standing>): boolean;
  /** Something changed that has to survive. */
  onChange(): void;
}

const ALERTS_MAX = 500;
const RESOLVED_KEPT = 50;
const SILENCES_MAX = 500;

export class AlertEngine {
  /** Alerts that could not be kept: too many stood. */
  refused = 0;
  private readonly metrics: MetricTable;
  private standing: Standing[] = [];
  private resolved: Standing[] = [];
  private readonly silences = new Map<string, number>();
  private next = 1;

  constructor(
    private readonly rules: readonly AlertRule[],
    private readonly clock: Pick<Clock, 'epochMs'>,
    private readonly listener: AlertListener,
  ) {
    this.metrics = new MetricTable(windowsOf(rules));
  }

  /** With each sample of the status. */
  evaluate(status: GatewayStatus, components: readonly Component[]): void {
    const { metrics } = this;
    const nowMs = this.clock.epochMs();
    metrics.begin(nowMs);
    const put: Put = metrics.add;
    describeStatus(status, put, put);
    const seen = { metrics, components };
    const found = new Set<string>();
    for (const rule of this.rules) {
      for (const finding of findingsOf(rule, seen)) {
        const key = keyOf(rule.id, finding.labels);
        found.add(key);
        this.find(rule, key, finding, nowMs);
      }
    }
    this.settle(found, nowMs);
  }

  /** What stands, worst first, then what was resolved lately, newest first. */
  alerts(): Alert[] {
    const rank = ({ severity }: Standing): number => -ALERT_SEVERITIES.indexOf(severity);
    const shown = this.standing.filter(({ state }) => state !== 'pending');
    shown.sort((a, b) => rank(a) - rank(b) || b.sinceEpochMs - a.sinceEpochMs);
    return [...shown, ...this.standing.filter(({ state }) => state === 'pending'), ...this.resolved].map(toldOf);
  }

  acknowledge(id: string, by: string): Denial | undefined {
    const alert = this.byId(id);
    if (alert === undefined || alert.state === 'pending') return unknown(id);
    if (alert.state === 'acknowledged') return undefined;
    alert.state = 'acknowledged';
    alert.acknowledgedBy = by;
    this.listener.onTaken(alert);
    this.listener.onChange();
    return undefined;
  }

  /** Also when it ends and comes again meanwhile. */
  silence(id: string, untilEpochMs: number): Denial | undefined {
    const alert = this.byId(id);
    if (alert === undefined) return unknown(id);
    if (untilEpochMs <= this.clock.epochMs())
      return { code: 'ALERT_SILENCE_OVER', text: 'the silence would be over already' };
    if (this.silences.size >= SILENCES_MAX && !this.silences.has(alert.key)) {
      return { code: 'ALERT_SILENCES_FULL', text: `there are ${SILENCES_MAX} silences already` };
    }
    this.silences.set(alert.key, untilEpochMs);
    alert.silencedUntilEpochMs = untilEpochMs;
    if (alert.state !== 'pending') alert.state = 'silenced';
    this.listener.onTaken(alert);
    this.listener.onChange();
    return undefined;
  }

  /**
   * A person wants more people to know: an alert is a severity worse from now on, if there is a worse one, and the first step of that severity (else the next step of its own) is
   * taken now. Whoever had taken it has it no longer.
   */
  escalate(id: string): Denial | undefined {
    const alert = this.byId(id);
    if (alert === undefined || alert.state === 'pending') return unknown(id);
    if (alert.state === 'silenced') return { code: 'ALERT_SILENCED', text: 'it is silenced: nobody would be told' };
    const before = { severity: alert.severity, escalation: alert.escalation };
    const worse = ALERT_SEVERITIES[ALERT_SEVERITIES.indexOf(alert.severity) + 1];
    if (worse !== undefined) Object.assign(alert, { severity: worse, escalation: 0 });
    const isTold = this.listener.onEscalated(alert);
    if (worse === undefined && !isTold) {
      Object.assign(alert, before);
      return { code: 'ALERT_NO_STEP', text: 'it is critical, and everybody who is configured to be told has been' };
    }
    alert.state = 'firing';
    alert.acknowledgedBy = null;
    // Further steps follow after this one.
    alert.firedEpochMs = this.clock.epochMs();
    this.listener.onChange();
    return undefined;
  }

  /** An escalation took another step. */
  escalated(id: string, step: number): void {
    const alert = this.byId(id);
    if (alert === undefined) return;
    alert.escalation = step;
    this.listener.onChange();
  }

  save(): AlertState {
    return {
      version: 1,
      next: this.next,
      alerts: this.standing.filter(({ state }) => state !== 'pending'),
      silences: Object.fromEntries(this.silences),
    };
  }

  /** As it was before the restart. Alerts of rules that are gone are let go. What stands again is not told again. */
  restore({ next, alerts, silences }: AlertState): void {
    const ids = new Set(this.rules.map(({ id }) => id));
    const nowMs = this.clock.epochMs();
    this.next = next;
    // What stood is given time to be seen again: the conditions of a gateway that has just started say little.
    this.standing = alerts.filter(({ rule }) => ids.has(rule)).map((alert) => ({ ...alert, lastEpochMs: nowMs }));
    for (const [key, until] of Object.entries(silences)) if (until > nowMs) this.silences.set(key, until);
  }

  private find(rule: AlertRule, key: string, finding: Finding, nowMs: number): void {
    const known = this.standing.find((alert) => alert.key === key);
    if (known !== undefined) {
      known.lastEpochMs = nowMs;
      known.value = finding.value;
      known.summary = summaryOf(rule, finding);
      return;
    }
    if (this.standing.length >= ALERTS_MAX) {
      this.refused++;
      return;
    }
    this.standing.push({
      id: String(this.next++),
      rule: rule.id,
      severity: rule.severity,
      state: 'pending',
      summary: summaryOf(rule, finding),
      labels: { ...finding.labels },
      component: finding.component,
      value: finding.value,
      sinceEpochMs: nowMs,
      resolvedEpochMs: null,
      acknowledgedBy: null,
      silencedUntilEpochMs: null,
      escalation: 0,
      key,
      foundEpochMs: nowMs,
      lastEpochMs: nowMs,
      firedEpochMs: null,
      isInhibited: false,
    });
  }

  private settle(found: ReadonlySet<string>, nowMs: number): void {
    const rules = new Map(this.rules.map((rule) => [rule.id, rule]));
    for (const [key, until] of this.silences) if (until <= nowMs) this.silences.delete(key);
    for (const alert of [...this.standing]) {
      const rule = rules.get(alert.rule)!;
      if (!found.has(alert.key)) this.missed(alert, rule, nowMs);
      else if (alert.state === 'pending') this.rise(alert, rule, nowMs);
      else if (alert.state === 'silenced' && !this.silences.has(alert.key)) {
        alert.silencedUntilEpochMs = null;
        this.fire(alert);
      }
    }
  }

  private missed(alert: Standing, rule: AlertRule, nowMs: number): void {
    if (alert.state !== 'pending' && nowMs - alert.lastEpochMs < rule.keepMs) return;
    this.standing.splice(this.standing.indexOf(alert), 1);
    if (alert.state === 'pending') return;
    alert.state = 'resolved';
    alert.resolvedEpochMs = nowMs;
    this.resolved = [alert, ...this.resolved].slice(0, RESOLVED_KEPT);
    this.listener.onResolved(alert);
    this.listener.onChange();
  }

  private rise(alert: Standing, rule: AlertRule, nowMs: number): void {
    if (nowMs - alert.foundEpochMs < rule.forMs) return;
    // Somebody else's alert says more.
    alert.isInhibited = this.isInhibited(alert, rule);
    if (alert.isInhibited) return;
    alert.sinceEpochMs = alert.foundEpochMs;
    const until = this.silences.get(alert.key);
    if (until === undefined) {
      this.fire(alert);
      return;
    }
    alert.state = 'silenced';
    alert.silencedUntilEpochMs = until;
    this.listener.onChange();
  }

  private fire(alert: Standing): void {
    alert.state = 'firing';
    alert.firedEpochMs = this.clock.epochMs();
    this.listener.onFiring(alert);
    this.listener.onChange();
  }

  private isInhibited({ labels }: Standing, { inhibitedBy, sameLabels }: AlertRule): boolean {
    return this.standing.some(
      (other) =>
        // Also one that has not stood for long enough: it will say more in a moment.
        inhibitedBy.includes(other.rule) && sameLabels.every((label) => other.labels[label] === labels[label]),
    );
  }

  private byId(id: string): Standing | undefined {
    return this.standing.find((alert) => alert.id === id);
  }
}

function windowsOf(rules: readonly AlertRule[]): ReadonlyMap<string, number> {
  const windows = new Map<string, number>();
  const want = (metric: string, overMs: number): void =>
    void windows.set(metric, Math.max(overMs, windows.get(metric) ?? 0));
  for (const { threshold, absence, rate, burn } of rules) {
    if (threshold !== undefined) want(threshold.metric, 0);
    if (absence !== undefined) want(absence.metric, 0);
    if (rate !== undefined) want(rate.metric, rate.overMs);
    for (const { overMs } of burn?.windows ?? []) {
      want(burn!.bad, overMs);
      want(burn!.total, overMs);
    }
  }
  return windows;
}

function summaryOf({ summary }: AlertRule, { labels, component, value, words }: Finding): string {
  const known: Readonly<Record<string, string>> = {
    ...labels,
    ...words,
    component: component ?? '',
    value: value === null ? '' : String(Math.round(value * 1000) / 1000),
  };
  return summary.replace(/\{(\w+)\}/g, (whole, name: string) => known[name] ?? whole);
}

const unknown = (id: string): Denial => ({ code: 'ALERT_UNKNOWN', text: `no alert ${id} stands` });

/** Without what only the engine needs. */
function toldOf(alert: Standing): Alert {
  return {
    id: alert.id,
    rule: alert.rule,
    severity: alert.severity,
    state: alert.state,
    summary: alert.summary,
    labels: alert.labels,
    component: alert.component,
    value: alert.value,
    sinceEpochMs: alert.sinceEpochMs,
    resolvedEpochMs: alert.resolvedEpochMs,
    acknowledgedBy: alert.acknowledgedBy,
    silencedUntilEpochMs: alert.silencedUntilEpochMs,
    escalation: alert.escalation,
  };
}
