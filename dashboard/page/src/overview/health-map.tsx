/** Every component of the health model, along the way of the data. Looking at one shows what it needs, and who needs it. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Component } from '../../../../control/core/status/health.js';
import { count, lasting, roughly } from '../format.js';
import { Panel, State } from '../parts.js';
import { byWorst, GROUND, HEALTH_TONE, isTrouble, STAGES } from './states.js';
import { feedOf, lineOf, nameOf } from './names.js';

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
  const node = (component: Component, name?: string): JSX.Element => (
    <Node
      key={component.id}
      component={component}
      name={name}
      nowEpochMs={nowEpochMs}
      live={live}
      mark={component.id === looked ? 'looked' : related.has(component.id) ? 'related' : ''}
      look={look}
    />
  );
  const column = (kinds: readonly Component['kind'][], folded?: Component['kind']): JSX.Element => {
    const all = components.filter(
      (component) => kinds.includes(component.kind) || (component.kind === folded && isTrouble(component)),
    );
    const rest = components.filter((component) => component.kind === folded && !isTrouble(component));
    const shown = all.length <= DRAWN_MAX ? all : [...all].sort(byWorst).slice(0, DRAWN_MAX);
    return (
      <ul>
        {shown.map((component) => node(component))}
        {rest.length === 0 ? null : (
          <li class="more">
            {count(rest.length)} {folded}s: {statesOf(rest)}
          </li>
        )}
        {all.length > shown.length ? <li class="more">{all.length - shown.length} more, none of them worse</li> : null}
      </ul>
    );
  };
  const byFeed = (): JSX.Element => (
    <ul>
      {linesByFeed(components).map(([feed, lines]) => (
        <li key={feed} class="feed-lines">
          <span class="feed">{feed}</span>
          <ul>{lines.map((line) => node(line, lineOf(line)))}</ul>
        </li>
      ))}
    </ul>
  );
  return (
    <Panel title="Data path" class="health-map">
      <div class="stages">
        {STAGES.map(({ title, kinds, folded }) => (
          <section key={title} class="stage" aria-label={title}>
            <h3>{title}</h3>
            {kinds.includes('line') ? byFeed() : column(kinds, folded)}
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

function linesByFeed(components: readonly Component[]): readonly (readonly [string, readonly Component[]])[] {
  const feeds = new Map<string, Component[]>();
  for (const component of components) {
    if (component.kind !== 'line') continue;
    const feed = feedOf(component);
    feeds.set(feed, [...(feeds.get(feed) ?? []), component]);
  }
  return [...feeds];
}

interface NodeProps {
  readonly component: Component;
  /** Beside others of its kind: its own name alone, and its state in words only where it is not up. */
  readonly name: string | undefined;
  readonly nowEpochMs: number;
  readonly live: boolean;
  readonly mark: string;
  readonly look: (id: string) => void;
}

function Node({ component, name, nowEpochMs, live, mark, look }: NodeProps): JSX.Element {
  const { id, label, state, reasons, sinceEpochMs, essential } = component;
  const isShort = name !== undefined && live && !isTrouble(component);
  const [first] = reasons;
  const title = [
    label,
    id,
    ...reasons.map(({ code, text }) => `${code}: ${text}`),
    essential ? 'not ready without it' : '',
  ]
    .filter((line) => line !== '')
    .join('\n');
  return (
    <li class={isShort ? 'short' : ''}>
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
        <span class="name">{name ?? nameOf(component)}</span>
        <State tone={live ? HEALTH_TONE[state] : 'idle'}>
          {isShort && state === 'up' ? <span class="hidden-label">up</span> : live ? state : `was ${state}`}
        </State>
        <span class="why">
          {first === undefined || isShort ? '' : `${first.text} · `}
          {isShort ? roughly(nowEpochMs - sinceEpochMs) : lasting(nowEpochMs - sinceEpochMs)}
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
