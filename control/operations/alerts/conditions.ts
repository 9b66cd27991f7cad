/** What rules look at, and what they find: one finding for each component or each set of labels that meets the condition. */
import type { Component } from '../../core/status/health.js';
import type { MetricLabels } from '../../core/status/metrics.js';
import type { AlertRule } from './schema.js';
import type { MetricTable, MetricSample } from './metric-table.js';

export interface Finding {
  readonly labels: MetricLabels;
  readonly component: string | null;
  readonly value: number | null;
  /** For the summary. */
  readonly words: Readonly<Record<string, string>>;
}

export interface Seen {
  readonly metrics: MetricTable;
  readonly components: readonly Component[];
}

const NONE: MetricLabels = {};

export function findingsOf(rule: AlertRule, seen: Seen): Finding[] {
  if (rule.state !== undefined) return componentsIn(rule.state, seen.components);
  const { metrics } = seen;
  if (rule.threshold !== undefined) {
    const { metric, labels, above = Infinity, below = -Infinity } = rule.threshold;
    return metrics
      .find(metric, labels)
      .filter(({ value }) => value > above || value < below)
      .map((sample) => findingOf(sample, sample.value));
  }
  if (rule.absence !== undefined) {
    const { metric, labels = NONE } = rule.absence;
    if (metrics.find(metric, labels).length > 0) return [];
    return [{ labels, component: null, value: null, words: {} }];
  }
  if (rule.rate !== undefined) {
    const { metric, labels, above, overMs } = rule.rate;
    return metrics.find(metric, labels).flatMap((sample) => {
      const grown = metrics.growth(sample, overMs);
      return grown > above ? [findingOf(sample, grown)] : [];
    });
  }
  return rule.burn === undefined ? [] : burning(rule.burn, metrics);
}

function componentsIn(
  { kind, component, in: states, reason }: NonNullable<AlertRule['state']>,
  components: readonly Component[],
): Finding[] {
  return components
    .filter((each) => (kind === undefined || each.kind === kind) && (component === undefined || each.id === component))
    .filter(({ state, reasons }) => {
      if (!states.includes(state)) return false;
      return reason === undefined || reasons.some(({ code }) => code === reason);
    })
    .map(({ id, kind: own, label, state, reasons }) => ({
      labels: { component: id, kind: own },
      component: id,
      value: null,
      words: { label, state, reasons: reasons.map(({ text }) => text).join('; ') },
    }));
}

function burning(
  { bad, total, labels, objective, windows, leastTotal }: NonNullable<AlertRule['burn']>,
  metrics: MetricTable,
): Finding[] {
  const budget = 1 - objective;
  return metrics.find(bad, labels).flatMap((sample) => {
    const whole = metrics.find(total, sample.labels)[0];
    if (whole === undefined) return [];
    let worst = 0;
    for (const { overMs, factor } of windows) {
      const of = metrics.growth(whole, overMs) + metrics.growth(sample, overMs);
      if (of < leastTotal) return [];
      const burnt = metrics.growth(sample, overMs) / of / budget;
      if (burnt <= factor) return [];
      worst = Math.max(worst, burnt);
    }
    return [findingOf(sample, worst)];
  });
}

function findingOf({ labels }: MetricSample, value: number): Finding {
  return { labels, component: labels['component'] ?? null, value, words: {} };
}
