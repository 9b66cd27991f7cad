import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { GatewayStatus } from '../../../../control/core/status/schema.js';
import { clockTime, duration, nicTime } from '../format.js';
import { State, type Tone } from '../parts.js';
import type { PageLink } from '../store.js';
import { chooseTheme, currentTheme } from '../theme.js';

const LINK: Readonly<Record<PageLink, { readonly tone: Tone; readonly word: string }>> = {
  live: { tone: 'ok', word: 'Live' },
  loading: { tone: 'idle', word: 'Connecting' },
  silent: { tone: 'warn', word: 'No data' },
  disconnected: { tone: 'bad', word: 'Gateway disconnected' },
  offline: { tone: 'bad', word: 'Disconnected' },
};

export interface TopBarProps {
  readonly status: GatewayStatus | null;
  readonly link: PageLink;
  /** Of the page as a whole: links to its views, the kill switch. */
  readonly children?: ComponentChildren;
}

export function TopBar({ status, link, children }: TopBarProps): JSX.Element {
  const [theme, setTheme] = useState(currentTheme);
  const other = theme === 'dark' ? 'light' : 'dark';
  const { tone, word } = LINK[link];
  return (
    <header class="top">
      <h1>Crossfeed</h1>
      {status === null ? null : <Engine status={status} />}
      <div class="chip" id="link">
        <State tone={tone}>{word}</State>
      </div>
      {status === null ? null : <Ready status={status} link={link} />}
      {children}
      <span class="stretch" />
      {status === null || link !== 'live' ? null : (
        <dl class="clocks">
          <div>
            <dt>UTC</dt>
            <dd>{clockTime(status.gateway.startedEpochMs + status.gateway.uptimeMs)}</dd>
          </div>
          <div>
            <dt>{status.engine.kind === 'nic' ? 'NIC time' : 'Feed time'}</dt>
            <dd class="nic-time">{nicTime(status.nicTimeNs)}</dd>
          </div>
          <div>
            <dt>Up</dt>
            <dd>{duration(status.gateway.uptimeMs)}</dd>
          </div>
        </dl>
      )}
      <button
        type="button"
        class="quiet"
        aria-label={`Use the ${other} theme`}
        title={`Use the ${other} theme`}
        onClick={() => {
          chooseTheme(other);
          setTheme(other);
        }}
      >
        {theme === 'dark' ? 'Light' : 'Dark'}
      </button>
    </header>
  );
}

function Engine({ status }: { status: GatewayStatus }): JSX.Element {
  const { engine, nic } = status;
  const software = engine.kind === 'software';
  return (
    <div class={`chip engine ${engine.kind}`} id="engine" data-engine={engine.kind}>
      <span class="label">Engine</span>
      <strong>{software ? 'SOFTWARE' : 'NIC'}</strong>
      {nic === null ? null : <span class="device">{nic.device}</span>}
    </div>
  );
}

function Ready({ status, link }: { status: GatewayStatus; link: PageLink }): JSX.Element {
  const { ready, checks } = status.readiness;
  const title = checks.map((check) => `${check.ok ? 'ok' : 'NOT OK'}  ${check.name}: ${check.detail}`).join('\n');
  const known = link === 'live';
  return (
    <div class="chip" id="ready" title={title}>
      <State tone={!known ? 'idle' : ready ? 'ok' : 'warn'}>
        {!known ? 'Readiness unknown' : ready ? 'Ready' : 'Not ready'}
      </State>
    </div>
  );
}
