/** Alerts by what has to be done about them, and the timeline of what happened. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Alert } from '../../../../control/core/status/health.js';
import type { GatewayStatus } from '../../../../control/core/status/schema.js';
import { clockTime, count, lasting, moment } from '../format.js';
import type { OperatorCommand } from '../operate/command-dialog.js';
import { useCommand } from '../operate/use-command.js';
import type { OrderDesk } from '../orders/desk.js';
import { Panel, State, type Tone } from '../parts.js';

const GROUPS: readonly { readonly title: string; readonly states: readonly Alert['state'][]; readonly none: string }[] =
  [
    { title: 'Active alerts', states: ['firing', 'pending'], none: 'None is active.' },
    { title: 'Acknowledged alerts', states: ['acknowledged'], none: 'None is acknowledged.' },
    { title: 'Silenced alerts', states: ['silenced'], none: 'None is silenced.' },
    { title: 'Resolved alerts', states: ['resolved'], none: 'None was resolved of late.' },
  ];
const SEVERITY: Readonly<Record<Alert['severity'], Tone>> = { critical: 'bad', warning: 'warn', info: 'idle' };
const SILENCE_MINUTES = '60';
const EVENTS_MAX = 200;

interface AlertsProps {
  readonly status: GatewayStatus;
  readonly live: boolean;
  readonly desk: OrderDesk;
  readonly askToken: () => void;
}

export function AlertsView({ status, live, desk, askToken }: AlertsProps): JSX.Element {
  const { open, dialog } = useCommand(desk, askToken);
  const { health, gateway } = status;
  const nowEpochMs = gateway.startedEpochMs + gateway.uptimeMs;
  const alerts = health?.alerts ?? [];
  return (
    <main class="view alerts-view">
      <div class="column">
        {GROUPS.map(({ title, states, none }) => {
          const group = alerts.filter(({ state }) => states.includes(state)).sort(byWeight);
          return (
            <Panel key={title} title={title} aside={count(group.length)}>
              {group.length === 0 ? (
                <p class="empty">{live ? none : 'None was, when the gateway was last heard.'}</p>
              ) : (
                <ul class="alerts">
                  {group.map((alert) => (
                    <AlertRow key={alert.id} alert={alert} nowEpochMs={nowEpochMs} live={live} open={open} />
                  ))}
                </ul>
              )}
            </Panel>
          );
        })}
      </div>
      <Timeline status={status} nowEpochMs={nowEpochMs} />
      {dialog}
    </main>
  );
}

interface RowProps {
  readonly alert: Alert;
  readonly nowEpochMs: number;
  readonly live: boolean;
  readonly open: (command: OperatorCommand) => void;
}

function AlertRow({ alert, nowEpochMs, live, open }: RowProps): JSX.Element {
  const { id, rule, severity, state, summary, component, sinceEpochMs, resolvedEpochMs, acknowledgedBy } = alert;
  const { silencedUntilEpochMs, escalation, labels } = alert;
  const facts = [
    component ?? '',
    ...Object.entries(labels)
      .filter(([name]) => name !== 'component' && name !== 'kind')
      .map(([name, value]) => `${name} ${value}`),
    acknowledgedBy === null ? '' : `acknowledged by ${acknowledgedBy}`,
    silencedUntilEpochMs === null ? '' : `silent until ${clockTime(silencedUntilEpochMs)} UTC`,
    escalation === 0 ? '' : `escalated ${count(escalation)} ${escalation === 1 ? 'step' : 'steps'}`,
    resolvedEpochMs === null
      ? `since ${moment(sinceEpochMs, nowEpochMs)}, ${lasting(nowEpochMs - sinceEpochMs)}`
      : `from ${moment(sinceEpochMs, nowEpochMs)} to ${moment(resolvedEpochMs, nowEpochMs)}, ${lasting(resolvedEpochMs - sinceEpochMs)}`,
  ].filter((fact) => fact !== '');
  const isOpen = state === 'firing' || state === 'pending' || state === 'acknowledged';
  return (
    <li data-alert={id} data-rule={rule} data-state={live ? state : 'unknown'}>
      <div class="what">
        <State tone={live && state !== 'resolved' ? SEVERITY[severity] : 'idle'}>
          {live ? `${severity}${state === 'pending' ? ', pending' : ''}` : `was ${state}`}
        </State>{' '}
        <strong>{rule}</strong> {summary}
        <p class="note">{facts.join(' · ')}</p>
      </div>
      {isOpen ? (
        <div class="actions">
          {state !== 'firing' ? null : (
            <button
              type="button"
              class="main"
              aria-label={`Acknowledge ${rule}`}
              onClick={() => open(acknowledge(alert))}
            >
              Acknowledge …
            </button>
          )}
          {state === 'pending' ? null : (
            <button type="button" class="quiet" aria-label={`Escalate ${rule}`} onClick={() => open(escalate(alert))}>
              Escalate …
            </button>
          )}
          <button type="button" class="quiet" aria-label={`Silence ${rule}`} onClick={() => open(silence(alert))}>
            Silence …
          </button>
        </div>
      ) : null}
    </li>
  );
}

function Timeline({ status, nowEpochMs }: { status: GatewayStatus; nowEpochMs: number }): JSX.Element {
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLowerCase();
  const events = (status.health?.events ?? [])
    .filter(({ kind, text, component, by }) =>
      `${kind} ${text} ${component ?? ''} ${by ?? ''}`.toLowerCase().includes(wanted),
    )
    .slice(-EVENTS_MAX)
    .reverse();
  return (
    <Panel title="Timeline" aside={`${count(events.length)} events`} class="timeline-panel">
      <div class="filters" role="search" aria-label="Events">
        <label>
          Contains{' '}
          <input
            type="search"
            name="filter-events"
            value={filter}
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
        </label>
      </div>
      {events.length === 0 ? (
        <p class="empty">{wanted === '' ? 'Nothing has happened yet.' : 'None has that in it.'}</p>
      ) : null}
      <div class="scroll" tabIndex={0} role="region" aria-label="Events, to be scrolled">
        <ol class="timeline">
          {events.map(({ sequence, epochMs, kind, text, by }) => (
            <li key={sequence} data-event={sequence}>
              <time>{moment(epochMs, nowEpochMs)}</time> <span class="kind">{kind}</span> {text}
              {by === null ? null : <span class="muted"> by {by}</span>}
            </li>
          ))}
        </ol>
      </div>
    </Panel>
  );
}

function byWeight(a: Alert, b: Alert): number {
  const order = ['critical', 'warning', 'info'];
  return order.indexOf(a.severity) - order.indexOf(b.severity) || b.sinceEpochMs - a.sinceEpochMs;
}

function acknowledge({ id, rule, summary }: Alert): OperatorCommand {
  return {
    title: `Acknowledge ${rule}?`,
    what: `${summary}. You take care of it: it stays in the list, and is not escalated further.`,
    verb: 'Acknowledge',
    path: `alerts/${encodeURIComponent(id)}/acknowledge`,
  };
}

function escalate({ id, rule, summary, severity }: Alert): OperatorCommand {
  return {
    title: `Escalate ${rule}?`,
    what: `${summary}. ${
      severity === 'critical' ? 'It is critical already: whoever' : 'It becomes a severity worse, and whoever'
    } is next to be told is told now, without waiting. If somebody had taken it, it is nobody’s again.`,
    verb: 'Escalate',
    path: `alerts/${encodeURIComponent(id)}/escalate`,
  };
}

function silence({ id, rule, summary }: Alert): OperatorCommand {
  return {
    title: `Silence ${rule}?`,
    what: `${summary}. Nobody is told of it for a time.`,
    verb: 'Silence',
    path: `alerts/${encodeURIComponent(id)}/silence`,
    fields: [{ name: 'minutes', label: 'Minutes', value: SILENCE_MINUTES, isNumber: true }],
  };
}
