/** The router's switch, and the market rules that somebody set by hand. */
import type { JSX } from 'preact';
import type { RoutingView } from '../../../../control/core/order-api/order-json.js';
import type { OperatorCommand } from '../operate/command-dialog.js';
import { useAnswer } from '../operate/use-answer.js';
import type { OrderDesk } from '../orders/desk.js';
import { Refusal } from '../orders/dialog.js';
import { Panel, State } from '../parts.js';

const PERIOD_MS = 3000;

export function RoutingPanel({
  desk,
  open,
}: {
  desk: OrderDesk;
  open: (command: OperatorCommand) => void;
}): JSX.Element {
  const { value, problem } = useAnswer<RoutingView>(desk, 'routing', PERIOD_MS);
  return (
    <Panel title="Routing" class={problem === undefined ? '' : 'past'}>
      {problem === undefined ? null : <Refusal problem={problem} />}
      {value === undefined ? (
        problem === undefined ? (
          <p class="empty">Being asked for …</p>
        ) : null
      ) : (
        <>
          <p class="line" data-fallback={value.fallback ? 'on' : 'off'}>
            <State tone={value.fallback ? 'warn' : 'ok'}>
              {value.fallback ? 'everything goes by the simple strategy' : 'each order goes by its own strategy'}
            </State>{' '}
            <button type="button" class="quiet" onClick={() => open(value.fallback ? OWN : SIMPLE)}>
              {value.fallback ? 'Back to their own …' : 'All by the simple one …'}
            </button>
          </p>
          {value.rules.length === 0 ? (
            <p class="note">No market rule was set by hand.</p>
          ) : (
            <ul class="engaged">
              {value.rules.map(({ market, rule, on }) => (
                <li key={`${market} ${rule}`}>
                  <State tone="warn">
                    {market} {rule}: {on ? 'on' : 'off'}
                  </State>{' '}
                  <span class="muted">by hand</span>{' '}
                  <button
                    type="button"
                    class="quiet"
                    aria-label={`Give ${market} ${rule} back`}
                    onClick={() => open(byDate(market, rule))}
                  >
                    Back to its dates …
                  </button>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Panel>
  );
}

const SIMPLE: OperatorCommand = {
  title: 'Route everything by the simple strategy?',
  what: 'From the next decision on every order goes to the best price, whatever strategy it asked for. What is out at venues stays there.',
  verb: 'Route simply',
  path: 'routing/fallback',
  method: 'put',
  fixed: { on: true },
  isDangerous: true,
};

const OWN: OperatorCommand = {
  title: 'Route by each order’s own strategy again?',
  what: 'From the next decision on.',
  verb: 'Route by their own',
  path: 'routing/fallback',
  method: 'put',
  fixed: { on: false },
};

function byDate(market: string, rule: string): OperatorCommand {
  return {
    title: `Give ${market} ${rule} back to its dates?`,
    what: 'It is on or off by the dates of the rules again, from the next order on.',
    verb: 'Give it back',
    path: `routing/rules/${encodeURIComponent(market)}/${encodeURIComponent(rule)}`,
    method: 'put',
    fixed: { on: null },
  };
}
