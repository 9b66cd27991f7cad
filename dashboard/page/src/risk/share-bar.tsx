/** How much of a limit is used: a bar, a number, and a sign where it is near its end. */
import type { JSX } from 'preact';
import { State } from '../parts.js';
import { toneOfShare } from './use.js';

export function ShareBar({ share }: { share: number }): JSX.Element {
  const tone = toneOfShare(share);
  const text = share === Infinity ? 'no limit set' : `${(share * 100).toFixed(1)} %`;
  return (
    <span class={`share ${tone}`}>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="all" width="100" height="10" />
        <rect class="used" width={Math.min(1, share) * 100} height="10" />
      </svg>
      {tone === 'ok' ? <span class="tabular">{text}</span> : <State tone={tone}>{text}</State>}
    </span>
  );
}
