/** What stops orders and how near it is: kill switches, limits with what is used of them, positions, the router's switch. */
import type { JSX } from 'preact';
import { age, clockTime } from '../format.js';
import { NeedsToken } from '../operate/needs-token.js';
import { useCommand } from '../operate/use-command.js';
import type { OrderDesk } from '../orders/desk.js';
import { scopeWords } from '../orders/kill.js';
import { Panel, State } from '../parts.js';
import { LimitsPanel } from './limits-panel.js';
import { PositionsPanel } from './positions-panel.js';
import { RoutingPanel } from './routing-panel.js';

export function RiskView({ desk, askToken }: { desk: OrderDesk; askToken: () => void }): JSX.Element {
  const { open, dialog } = useCommand(desk, askToken);
  if (!desk.hasToken) {
    return (
      <main class="view risk-view">
        <Panel title="Risk">
          <NeedsToken what="Limits and positions are" askToken={askToken} />
        </Panel>
      </main>
    );
  }
  return (
    <main class="view risk-view">
      <div class="column">
        <LimitsPanel desk={desk} open={open} />
      </div>
      <div class="column">
        <SwitchesPanel desk={desk} />
        <RoutingPanel desk={desk} open={open} />
        <PositionsPanel desk={desk} />
      </div>
      {dialog}
    </main>
  );
}

function SwitchesPanel({ desk }: { desk: OrderDesk }): JSX.Element {
  const { value } = desk.limits;
  const isLive = desk.switchesAre === 'live';
  const switches = value?.killSwitches ?? [];
  return (
    <Panel
      title="Kill switches"
      class={isLive || value === undefined ? '' : 'past'}
      aside={value === undefined || isLive ? '' : `as they were ${age(desk.ageMs(desk.limits))} ago`}
    >
      {value === undefined ? <p class="empty">Which are engaged is not known yet.</p> : null}
      {value !== undefined && switches.length === 0 ? (
        <p class="empty">
          <State tone={isLive ? 'ok' : 'idle'}>{isLive ? 'None is engaged.' : 'None was engaged.'}</State>
        </p>
      ) : null}
      {switches.length === 0 ? null : (
        <>
          <ul class="engaged">
            {switches.map(({ scope, id, reason, by, since }) => (
              <li key={`${scope} ${id}`} data-engaged={`${scope} ${id}`}>
                <State tone={isLive ? 'bad' : 'idle'}>{scopeWords(scope, id)}</State>{' '}
                <span class="muted">
                  since {clockTime(Date.parse(since))} UTC by {by}: {reason}
                </span>
              </li>
            ))}
          </ul>
          <p class="note">They are released where they are engaged: by the button in the header.</p>
        </>
      )}
    </Panel>
  );
}
