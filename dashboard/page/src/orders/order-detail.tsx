/** One order in full: what happened to it step by step, and why it went where it went. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ExplanationView, TimelineEntry, TimelineView } from '../../../../control/core/order-api/order-json.js';
import type { VenueStatus } from '../../../../control/core/status/schema.js';
import { words } from '../format.js';
import { useAnswer } from '../operate/use-answer.js';
import { Panel, State } from '../parts.js';
import { addressOf } from '../views.js';
import { childrenOf } from './children.js';
import type { OrderDesk } from './desk.js';
import { Refusal } from './dialog.js';
import { sentenceOf, toneOf } from './rows.js';

const PERIOD_MS = 1500;
const EXPLAIN_PERIOD_MS = 600_000;

interface DetailProps {
  readonly orderId: string;
  readonly venues: readonly VenueStatus[];
  readonly desk: OrderDesk;
}

export function OrderDetail({ orderId, venues, desk }: DetailProps): JSX.Element {
  const { value, problem } = useAnswer<TimelineView>(desk, `orders/${encodeURIComponent(orderId)}/timeline`, PERIOD_MS);
  return (
    <Panel
      title={`Order ${orderId}`}
      class={`order-detail${problem === undefined ? '' : ' past'}`}
      aside={
        <a href={addressOf('orders')} aria-label="Close the order">
          ✕
        </a>
      }
    >
      {problem === undefined ? null : <Refusal problem={problem} />}
      {value === undefined && problem === undefined ? <p class="empty">Being asked for …</p> : null}
      {value === undefined ? null : (
        <>
          <p class="note">
            <State tone={toneOf(value.order.status)}>{words(value.order.status)}</State> {sentenceOf(value.order)} ·{' '}
            {value.order.client} · {value.order.clOrdId}
          </p>
          {value.entries.length === 0 ? (
            <p class="empty">Its steps are in the journal only: they are of before the last start, or of long ago.</p>
          ) : (
            <ol class="timeline" id="order-timeline">
              {value.entries.map((entry, index) => (
                <Step key={index} entry={entry} />
              ))}
            </ol>
          )}
          <Children entries={value.entries} venues={venues} />
          <Why orderId={orderId} desk={desk} />
        </>
      )}
    </Panel>
  );
}

/** What was sent to venues for it, each with its last word and the way to its messages. */
function Children({
  entries,
  venues,
}: {
  entries: readonly TimelineEntry[];
  venues: readonly VenueStatus[];
}): JSX.Element | null {
  const children = childrenOf(entries, venues);
  if (children.length === 0) return null;
  return (
    <table class="children">
      <thead>
        <tr>
          <th scope="col">Child</th>
          <th scope="col">Venue</th>
          <th scope="col">State</th>
          <th scope="col" class="num">
            Filled
          </th>
          <th scope="col" class="num">
            Open
          </th>
          <th scope="col">Messages</th>
        </tr>
      </thead>
      <tbody>
        {children.map(({ child, venue, status, filled, open, session, names }) => (
          <tr key={child} data-child={child}>
            <th scope="row">{child}</th>
            <td>{venue}</td>
            <td>
              <State tone={toneOf(status)}>{words(status)}</State>
            </td>
            <td class="num">{filled}</td>
            <td class="num">{open}</td>
            <td>
              {session === undefined ? (
                <span class="muted">in the journal</span>
              ) : (
                <a href={addressOf('sessions', [session, names])}>{session}</a>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Step({ entry }: { entry: TimelineEntry }): JSX.Element {
  const { at, source, event, status, venue, child, lastQuantity, lastPrice, cumQuantity, leavesQuantity, code, text } =
    entry;
  const facts = [
    lastQuantity === undefined ? '' : `${lastQuantity} at ${lastPrice ?? ''}`,
    cumQuantity === undefined ? '' : `filled ${cumQuantity}, open ${leavesQuantity ?? ''}`,
    code ?? '',
    text ?? '',
  ].filter((fact) => fact !== '');
  return (
    <li data-step={`${source} ${event}`} class={source}>
      <time>{at.slice(11, 23)}</time>{' '}
      <span class="kind">
        {source === 'venue' ? `${venue ?? ''} ${child ?? ''}` : source === 'client' ? 'client' : 'refused'}
      </span>{' '}
      <strong>{words(event)}</strong> {words(status)} <span class="muted">{facts.join(' · ')}</span>
    </li>
  );
}

/** Asked for when somebody wants to know: it takes a second. */
function Why({ orderId, desk }: { orderId: string; desk: OrderDesk }): JSX.Element {
  const [wanted, want] = useState(false);
  const path = wanted ? `orders/${encodeURIComponent(orderId)}/explain` : '';
  const { value, problem } = useAnswer<ExplanationView>(desk, path, EXPLAIN_PERIOD_MS);
  if (!wanted) {
    return (
      <div class="actions">
        <button type="button" class="main" onClick={() => want(true)}>
          Why did it go there?
        </button>
      </div>
    );
  }
  if (problem !== undefined) return <Refusal problem={problem} />;
  if (value === undefined) return <p class="empty">Recorded decisions are being read …</p>;
  if (value.decisions.length === 0) return <p class="empty">No decision of the router is recorded for it.</p>;
  return (
    <ol class="decisions" id="decisions">
      {value.decisions.map((decision, index) => (
        <li key={index}>
          <p>
            <time>{decision.time.slice(11, 23)}</time> <strong>{decision.strategy}</strong> by {decision.chosenBy},
            attempt {decision.attempt} · market {decision.bestBid || '–'} to {decision.bestAsk || '–'} ·{' '}
            <State tone={decision.replays ? 'ok' : 'bad'}>
              {decision.replays ? 'comes out the same again' : 'does not come out the same again'}
            </State>
          </p>
          <table>
            <thead>
              <tr>
                <th scope="col">Venue</th>
                <th scope="col" class="num">
                  Price
                </th>
                <th scope="col" class="num" title="After fees and rebates">
                  Net
                </th>
                <th scope="col" class="num">
                  Shown
                </th>
                <th scope="col" class="num">
                  Score
                </th>
                <th scope="col">Sent, or why not</th>
              </tr>
            </thead>
            <tbody>
              {decision.venues.map(({ venue, price, net, displayed, score, leftOut }) => (
                <tr key={venue} class={leftOut === '' ? '' : 'muted'}>
                  <th scope="row">{venue}</th>
                  <td class="num">{price}</td>
                  <td class="num">{net}</td>
                  <td class="num">{displayed}</td>
                  <td class="num">{score?.toFixed(3) ?? ''}</td>
                  <td class="wrap">
                    {decision.slices
                      .filter((slice) => slice.venue === venue)
                      .map(({ quantity, price: at, kind }) => `${quantity} at ${at}, ${kind}`)
                      .join('; ') || leftOut}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p class="note">
            {[
              `sent ${decision.sent}`,
              decision.remainder === '0' ? '' : `remainder ${decision.remainder}: ${decision.reason}`,
              ...decision.notes,
            ]
              .filter((note) => note !== '')
              .join(' · ')}
          </p>
        </li>
      ))}
    </ol>
  );
}
