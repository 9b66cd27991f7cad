/** What `/readyz` answers: every essential component of the health model does its work. */
import type { Component } from '../core/status/health.js';
import type { Readiness } from '../core/status/schema.js';

export function readinessOf(components: readonly Component[]): Readiness {
  const checks = components
    .filter(({ essential }) => essential)
    .map(({ label, state, reasons }) => ({
      name: label,
      ok: state === 'up' || state === 'degraded',
      detail: [state, ...reasons.map(({ text }) => text)].join('; '),
    }));
  return { ready: checks.length > 0 && checks.every(({ ok }) => ok), checks };
}
