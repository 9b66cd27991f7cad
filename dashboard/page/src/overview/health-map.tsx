/** Every component of the health model, along the way of the data. Looking at one shows what it needs, and who needs it. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Component } from '../../../../control/core/status/health.js';
import { age, count } from '../format.js';
import { Panel, State } from '../parts.js';
import { byWorst, GROUND, HEALTH_TONE, isTrouble, STAGES } from './states.js';

/** In one column; the others are counted. */
const DRAWN_MAX = 12;

interface MapProps {
  readonly components: readonly Component[];
  readonly nowEpochMs: number;
  readonly live: boolean;
}

export function HealthMap({ components, nowEpochMs, live }: MapProps): JSX.Element {
  const [looked, look] = useState('');
  const related = relatedTo(components, looked);
  const column = (kinds: readonly Component['kind'][], folded?: Component['kind']): JSX.Element => {
    const all = components.filter(
      (component) => kinds.includes(component.kind) || (component.kind === folded && isTrouble(component)),
    );
    const rest = components.filter((component) => component.kind === folded && !isTrouble(component));
    const shown = all.length <= DRAWN_MAX ? all : [...all].sort(byWorst).slice(0, DRAWN_MAX);
    return (
      <ul>
        {shown.map((component) => (
          <Node
            key={component.id}
            component={component}
            nowEpochMs={nowEpochMs}
            live={live}
            mark={component.id === looked ? 'looked' : related.has(component.id) ? 'related' : ''}
            look={look}
          />
        ))}
        {rest.length === 0 ? null : (
          <li class="more">
            {count(rest.length)} {folded}s: {statesOf(rest)}
          </li>
        )}
        {all.length > shown.length ? <li class="more">{all.length - shown.length} more, none of them worse</li> : null}
      </ul>
    );
  };
  return (
    <Panel title="Data path" class="health-map">
      <div class="stages">
        {STAGES.map(({ title, kinds, folded }) => (
          <section key={title} class="stage" aria-label={title}>
            <h3>{title}</h3>
            {column(kinds, folded)}
          </section>
        ))}
      </div>
      <section class="ground" aria-label="Clients, and what all of it stands on">
        <h3>Clients, journal, clock, processes</h3>
        {column(GROUND)}
      </section>
    </Panel>
  );
}

interface NodeProps {
  readonly component: Component;
  readonly nowEpochMs: number;
  readonly live: boolean;
  readonly mark: string;
  readonly look: (id: string) => void;
}

function Node({ component, nowEpochMs, live, mark, look }: NodeProps): JSX.Element {
  const { id, label, state, reasons, sinceEpochMs, essential } = component;
  const [first] = reasons;
  const title = [id, ...reasons.map(({ code, text }) => `${code}: ${text}`), essential ? 'not ready without it' : '']
    .filter((line) => line !== '')
    .join('\n');
  return (
    <li>
      <button
        type="button"
        class={`node ${live ? HEALTH_TONE[state] : 'idle'} ${mark}`}
        data-component={id}
        data-state={live ? state : 'unknown'}
        title={title}
        onMouseEnter={() => look(id)}
        onMouseLeave={() => look('')}
        onFocus={() => look(id)}
        onBlur={() => look('')}
      >
        <span class="name">{label}</span>
        <State tone={live ? HEALTH_TONE[state] : 'idle'}>{live ? state : `was ${state}`}</State>
        <span class="why">
          {first === undefined ? '' : `${first.text} · `}
          {age(Math.max(0, nowEpochMs - sinceEpochMs))}
        </span>
      </button>
    </li>
  );
}

/** `12 up, 2 starting`. */
function statesOf(components: readonly Component[]): string {
  const counts = new Map<string, number>();
  for (const { state } of components) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, many]) => `${count(many)} ${state}`).join(', ');
}

/** All that it needs, and all that need it. */
function relatedTo(components: readonly Component[], id: string): ReadonlySet<string> {
  const found = new Set<string>();
  if (id === '') return found;
  const needs = new Map(components.map((component) => [component.id, component.dependsOn]));
  const down = (from: string): void => {
    for (const next of needs.get(from) ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      down(next);
    }
  };
  const above = new Set([id]);
  for (let grew = true; grew;) {
    grew = false;
    for (const { id: each, dependsOn } of components) {
      if (above.has(each) || !dependsOn.some((need) => above.has(need))) continue;
      above.add(each);
      grew = true;
    }
  }
  down(id);
  for (const each of above) found.add(each);
  found.delete(id);
  return found;
}
