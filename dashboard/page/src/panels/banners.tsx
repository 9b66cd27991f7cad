/** What must not be overlooked: the engine is not the card, or what is on screen is not of now. */
import type { JSX } from 'preact';
import type { GatewayStatus } from '../../../../control/core/status/schema.js';
import { age } from '../format.js';
import type { PageLink } from '../store.js';

export function Banners({
  status,
  link,
  ageMs,
}: {
  status: GatewayStatus | null;
  link: PageLink;
  ageMs: number | null;
}): JSX.Element {
  const engine = status?.engine;
  const stale = link !== 'live' && link !== 'loading';
  return (
    <div class="banners" role="status">
      {stale ? (
        <p class="banner bad" id="stale-banner">
          <strong>{REASON[link]}</strong>{' '}
          {status === null ? '' : `Everything below is history, last updated ${age(ageMs)} ago.`}
        </p>
      ) : null}
      {engine?.kind === 'software' ? (
        <p class="banner warn" id="software-banner">
          <strong>Software engine.</strong>{' '}
          {engine.warning ?? 'The software engine was asked for; no card takes part in what is shown here.'}
        </p>
      ) : null}
    </div>
  );
}

const REASON: Readonly<Record<PageLink, string>> = {
  live: '',
  loading: '',
  silent: 'The gateway has gone quiet.',
  disconnected: 'The dashboard has lost the gateway.',
  offline: 'This page has lost the dashboard’s server.',
};
