/** One glance tells what is wrong: what is in trouble first, then every component along the way of the data, then how long things take. */
import type { JSX } from 'preact';
import type { Alert, Component, HealthState } from '../../../../control/core/status/health.js';
import type { GatewayStatus } from '../../../../control/core/status/schema.js';
import type { LatencyColumns } from '../../../../control/core/status/page.js';
import { count, lasting, moment, NONE, rate } from '../format.js';
import { Panel, State } from '../parts.js';
import { currentTheme } from '../theme.js';
import { addressOf } from '../views.js';
import { HealthMap } from './health-map.js';
import { LatencyChart } from './latency-chart.js';
import { byWorst, HEALTH_TONE, isTrouble, toneOfAll } from './states.js';

const TROUBLES_MAX = 8;
const EVENTS_SHOWN = 8;
const ALERTS_SHOWN = 4;
const LATENCIES: Readonly<Record<string, string>> = {
  turn: 'Turns that drain the ring',
  stall: 'Event loop late by',
  commit: 'Commits of the journal',
};

interface OverviewProps {
  readonly status: GatewayStatus;
  readonly latencies: LatencyColumns;
  readonly live: boolean;
}

export function Overview({ status, latencies, live }: OverviewProps): JSX.Element {
  const { health, gateway } = status;
  const nowEpochMs = gateway.startedEpochMs + gateway.uptimeMs;
  const components = health?.components ?? [];
  return (
    <main class="view overview">
      <Verdict status={status} components={components} nowEpochMs={nowEpochMs} live={live} />
      {components.length === 0 ? (
        <Panel title="Data path">
          <p class="empty">This gateway has no health model.</p>
        </Panel>
      ) : (
        <HealthMap components={components} nowEpochMs={nowEpochMs} live={live} />
      )}
      <Panel title="Latency" aside="histograms of the last two minutes">
        <div class="latencies">
          {Object.entries(latencies).map(([name, columns]) => (
            <LatencyChart key={name} title={LATENCIES[name] ?? name} columns={columns} theme={currentTheme()} />
          ))}
        </div>
        {Object.keys(latencies).length === 0 ? <p class="empty">None is measured.</p> : null}
      </Panel>
      <Panel title="Latest events" aside={<a href={addressOf('alerts')}>all events</a>}>
        <Events status={status} nowEpochMs={nowEpochMs} />
      </Panel>
    </main>
  );
}

interface VerdictProps {
  readonly status: GatewayStatus;
  readonly components: readonly Component[];
  readonly nowEpochMs: number;
  readonly live: boolean;
}

function Verdict({ status, components, nowEpochMs, live }: VerdictProps): JSX.Element {
  const { health, channels, trading, books } = status;
  const troubles = components.filter(isTrouble).sort(byWorst);
  const messages = channels.reduce((sum, { messageRate }) => sum + messageRate, 0);
  const open = trading?.venues.reduce((sum, venue) => sum + venue.open, 0);
  const firing = health?.alerts.filter(({ state }) => state === 'firing') ?? [];
  const worst = health?.state ?? 'unknown';
  return (
    <Panel title="State" class="verdict" aside={<span data-verdict={live ? worst : 'unknown'} />}>
      <div class="headline">
        <p class="big">
          <State tone={live ? toneOfAll(worst, troubles, firing) : 'idle'}>
            {live ? sentenceOf(worst, troubles, components, firing) : 'Not known: what is below is history'}
          </State>
        </p>
        <dl class="facts tiles">
          <Tile name="Messages" value={live ? rate(messages) : NONE} />
          <Tile name="Books quoted" value={`${count(books.quoted)} of ${count(books.symbols)}`} />
          <Tile name="Working at venues" value={open === undefined ? NONE : count(open)} />
          <Tile name="Alerts firing" value={live ? count(firing.length) : NONE} />
        </dl>
      </div>
      {live ? <Firing alerts={firing} /> : null}
      {troubles.length === 0 ? null : (
        <table class="troubles">
          <thead>
            <tr>
              <th scope="col">Component</th>
              <th scope="col">State</th>
              <th scope="col">Why</th>
              <th scope="col" class="num">
                For
              </th>
            </tr>
          </thead>
          <tbody>
            {troubles.slice(0, TROUBLES_MAX).map(({ id, label, state, reasons, sinceEpochMs }) => (
              <tr key={id} data-trouble={id}>
                <th scope="row">{label}</th>
                <td>
                  <State tone={live ? HEALTH_TONE[state] : 'idle'}>{live ? state : `was ${state}`}</State>
                </td>
                <td class="wrap">{reasons.map(({ text }) => text).join('; ') || NONE}</td>
                <td class="num">{lasting(nowEpochMs - sinceEpochMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {troubles.length > TROUBLES_MAX ? (
        <p class="note">{troubles.length - TROUBLES_MAX} more are in the map.</p>
      ) : null}
    </Panel>
  );
}

/** What alerts say that is of no component: those of components are told with them. */
function Firing({ alerts }: { alerts: readonly Alert[] }): JSX.Element | null {
  const own = alerts.filter(({ component }) => component === null);
  if (own.length === 0) return null;
  return (
    <ul class="firing">
      {own.slice(0, ALERTS_SHOWN).map(({ id, severity, summary }) => (
        <li key={id}>
          <State tone={severity === 'critical' ? 'bad' : 'warn'}>{severity}</State>{' '}
          <a href={addressOf('alerts')}>{summary}</a>
        </li>
      ))}
    </ul>
  );
}

/** What a glance is for. */
function sentenceOf(
  worst: HealthState,
  troubles: readonly Component[],
  components: readonly Component[],
  firing: readonly Alert[],
): string {
  if (troubles.length > 0) return `${count(troubles.length)} of ${count(components.length)} components in trouble`;
  if (worst !== 'up') return worst;
  if (firing.length === 0) return 'Everything works';
  return `Everything is up, ${firing.length === 1 ? 'an alert fires' : `${count(firing.length)} alerts fire`}`;
}

function Tile({ name, value }: { name: string; value: string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Events({ status, nowEpochMs }: { status: GatewayStatus; nowEpochMs: number }): JSX.Element {
  const events = status.health?.events.slice(-EVENTS_SHOWN).reverse() ?? [];
  if (events.length === 0) return <p class="empty">Nothing has happened yet.</p>;
  return (
    <ol class="timeline">
      {events.map(({ sequence, epochMs, text, by, kind }) => (
        <li key={sequence}>
          <time>{moment(epochMs, nowEpochMs)}</time> <span class="kind">{kind}</span> {text}
          {by === null ? null : <span class="muted"> by {by}</span>}
        </li>
      ))}
    </ol>
  );
}
