/** The kill switch in the header: how many are engaged, and the way to it. */
import type { JSX } from 'preact';
import { count } from '../format.js';
import { State } from '../parts.js';
import type { OrderDesk } from './desk.js';

export function KillButton({ desk, open }: { desk: OrderDesk; open: () => void }): JSX.Element {
  const freshness = desk.switchesAre;
  const engaged = desk.limits.value?.killSwitches.length ?? 0;
  return (
    <div class="kill">
      {freshness === 'live' && engaged === 0 ? null : (
        <span id="engaged" data-switches={freshness}>
          {freshness === 'live' ? (
            <State tone="bad">{count(engaged)} engaged</State>
          ) : (
            <State tone="idle">{engaged > 0 ? `${count(engaged)} were engaged` : 'engaged: not known'}</State>
          )}
        </span>
      )}
      <button type="button" class="danger" id="kill-switch" onClick={open}>
        Kill switch, cancel all …
      </button>
    </div>
  );
}
