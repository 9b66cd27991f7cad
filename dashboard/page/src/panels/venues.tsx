import type { JSX } from 'preact';
import type { GatewayStatus, SessionStatus } from '../../../../control/core/status/schema.js';
import { count, NONE } from '../format.js';
import { Alarm, Panel, State, type Tone } from '../parts.js';
import { isStandby, purposeWords, sessionTone, stateWords } from '../sessions/words.js';

type Trading = NonNullable<GatewayStatus['trading']>;
type Venue = Trading['venues'][number];

/** Venues with their sessions, and what became of the orders sent there. */
export function Venues({ status, live }: { status: GatewayStatus; live: boolean }): JSX.Element | null {
  const { trading, market } = status;
  if (trading === undefined) return null;
  const active = trading.venues.filter(({ state }) => state === 'active').length;
  return (
    <Panel title="Venues" aside={`${active} of ${trading.venues.length} active`}>
      <table class="venues">
        <thead>
          <tr>
            <th scope="col">Venue</th>
            <th scope="col">Orders</th>
            <th scope="col" class="num" title="Instruments whose quotes from this venue count">
              Quoted
            </th>
            <th scope="col" class="num">
              Sent
            </th>
            <th scope="col" class="num">
              Trades
            </th>
            <th scope="col" class="num" title="Trades that the order session and the drop copy both told, of all">
              Copied
            </th>
            <th scope="col" class="num">
              Open
            </th>
            <th
              scope="col"
              class="num"
              title="Orders that the venue refused, and requests on live orders that it refused"
            >
              Refused
            </th>
            <th scope="col" class="num" title="Requests whose fate was not known after a reconnect">
              Uncertain
            </th>
          </tr>
        </thead>
        <tbody>
          {trading.venues.map((venue) => (
            <Row
              key={venue.id}
              venue={venue}
              live={live}
              quoted={market?.venues.find(({ id }) => id === venue.id)?.quoted ?? 0}
            />
          ))}
        </tbody>
      </table>
      {market === undefined ? null : (
        <p class="note">
          {count(market.quoted)} of {count(market.instruments)} instruments have a best bid and offer · locked or
          crossed {(market.lockedOrCrossedShare * 100).toFixed(2)} % of the time · journal {trading.journal.state} (
          {trading.journal.policy})
        </p>
      )}
    </Panel>
  );
}

function Row({ venue, live, quoted }: { venue: Venue; live: boolean; quoted: number }): JSX.Element {
  const { totals, sessions } = venue;
  const of = (name: string): number => totals[name] ?? 0;
  const refused = of('rejected') + of('refusals');
  return (
    <tr data-venue={venue.id} data-state={live ? venue.state : 'unknown'}>
      <th scope="row">{venue.id}</th>
      <td>
        {sessions.map((session) => {
          const { id, purpose, protocol, detail } = session;
          const words = isStandby(venue, session) ? 'standby' : stateWords(session);
          return (
            <div key={id}>
              <State tone={live ? toneOf(venue, session) : 'idle'} title={`${id}: ${detail}`}>
                {live ? words : `was ${words}`}
              </State>{' '}
              <span class="note">
                {purposeWords(purpose)} {protocol}
              </span>
            </div>
          );
        })}
      </td>
      <td class="num">{count(quoted)}</td>
      <td class="num">{count(of('sent'))}</td>
      <td class="num">{count(of('trades'))}</td>
      <td class="num">
        <Copied dropCopy={venue.dropCopy} />
      </td>
      <td class="num">{count(venue.open)}</td>
      <td class="num">
        <Alarm value={refused} text={count(refused)} />
      </td>
      <td class="num">
        <Alarm value={of('uncertain')} text={count(of('uncertain'))} />
      </td>
    </tr>
  );
}

/** The fallback of a venue whose orders go over another session: down on purpose. */
function toneOf(venue: Venue, session: SessionStatus): Tone {
  return isStandby(venue, session) ? 'idle' : sessionTone(session, 'venue');
}

function Copied({ dropCopy }: { dropCopy: Venue['dropCopy'] }): JSX.Element {
  if (dropCopy === null) return <>{NONE}</>;
  const { both, sessionOnly, dropCopyOnly, missing } = dropCopy;
  return (
    <span class={missing === 0 ? '' : 'alarm'} title={`${missing} missing on one side for some seconds`}>
      {count(both)} of {count(both + sessionOnly + dropCopyOnly)}
    </span>
  );
}
