/** All sessions: with venues behind the gateway, with clients in front of it; one of them in full. */
import type { JSX } from 'preact';
import type { GatewayStatus } from '../../../../control/core/status/schema.js';
import { count, NONE } from '../format.js';
import type { OrderDesk } from '../orders/desk.js';
import { Alarm, Panel, State } from '../parts.js';
import { Venues } from '../panels/venues.js';
import { addressOf } from '../views.js';
import { SessionDetail } from './session-detail.js';
import { isStandby, purposeWords, stateOf, toneOf, type Row } from './words.js';

interface SessionsProps {
  readonly status: GatewayStatus;
  readonly live: boolean;
  /** Id of the session that is looked at. */
  readonly chosen: string;
  /** What its messages are to have in them at first. */
  readonly find: string;
  readonly desk: OrderDesk;
  readonly askToken: () => void;
}

export function SessionsView({ status, live, chosen, find, desk, askToken }: SessionsProps): JSX.Element {
  const rows = rowsOf(status);
  const found = rows.find(({ session }) => session.id === chosen);
  const down = rows.filter((row) => toneOf(row) === 'bad').length;
  return (
    <main class={`view sessions-view${found === undefined ? '' : ' with-detail'}`}>
      <div class="column">
        <Panel
          title="Sessions"
          aside={
            live ? (
              down === 0 ? (
                `${count(rows.length)}, none down`
              ) : (
                <strong>{count(down)} down</strong>
              )
            ) : (
              'as they were'
            )
          }
        >
          {rows.length === 0 ? (
            <p class="empty">This gateway has no venues and no clients.</p>
          ) : (
            <div class="scroll" tabIndex={0} role="region" aria-label="Sessions, to be scrolled">
              <Table rows={rows} live={live} chosen={chosen} />
            </div>
          )}
        </Panel>
        <Venues status={status} live={live} />
      </div>
      {chosen === '' ? null : found === undefined ? (
        <Panel title="Session">
          <p class="empty">There is no session {chosen}.</p>
        </Panel>
      ) : (
        <SessionDetail
          key={chosen}
          status={status}
          row={found}
          find={find}
          live={live}
          desk={desk}
          askToken={askToken}
        />
      )}
    </main>
  );
}

function Table({ rows, live, chosen }: { rows: readonly Row[]; live: boolean; chosen: string }): JSX.Element {
  return (
    <table class="sessions">
      <thead>
        <tr>
          <th scope="col">With</th>
          <th scope="col">Session</th>
          <th scope="col">State</th>
          <th scope="col">For</th>
          <th scope="col" class="num" title="The next sequence numbers">
            Next out
          </th>
          <th scope="col" class="num">
            Next in
          </th>
          <th scope="col" class="num" title="The last round trip of a heartbeat">
            Round trip
          </th>
          <th scope="col" class="num" title="Messages sent again, and asked for again">
            Resent / asked
          </th>
          <th scope="col" class="num" title="Waits for the peer to read">
            Queue
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <SessionRow key={row.session.id} row={row} live={live} isChosen={row.session.id === chosen} />
        ))}
      </tbody>
    </table>
  );
}

function SessionRow({ row, live, isChosen }: { row: Row; live: boolean; isChosen: boolean }): JSX.Element {
  const { session, peer } = row;
  const { id, purpose, protocol, detail, wire } = session;
  const resent = wire?.counters['messagesResent'] ?? 0;
  const asked = wire?.counters['resendRequestsSent'] ?? 0;
  return (
    <tr data-session={id} data-state={live ? session.state : 'unknown'} aria-selected={isChosen}>
      <th scope="row">{peer}</th>
      <td>
        <a href={addressOf('sessions', isChosen ? '' : id)}>{id}</a>
      </td>
      <td title={detail}>
        <State tone={live ? toneOf(row) : 'idle'}>{live ? stateOf(row) : `was ${stateOf(row)}`}</State>
      </td>
      <td>
        {purposeWords(purpose)} <span class="muted">{protocol}</span>
      </td>
      <td class="num">{numberOf(wire?.nextOut)}</td>
      <td class="num">{numberOf(wire?.nextIn)}</td>
      <td class="num">{live && typeof wire?.roundTripMs === 'number' ? `${wire.roundTripMs.toFixed(1)} ms` : NONE}</td>
      <td class="num">{wire === undefined ? NONE : `${count(resent)} / ${count(asked)}`}</td>
      <td class="num">
        {wire === undefined ? NONE : <Alarm value={wire.queuedBytes} text={`${count(wire.queuedBytes)} B`} />}
      </td>
    </tr>
  );
}

function numberOf(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : count(value);
}

function rowsOf({ trading }: GatewayStatus): Row[] {
  const venues = (trading?.venues ?? []).flatMap((venue) =>
    venue.sessions.map((session): Row => ({
      session,
      peer: venue.id,
      side: 'venue',
      isStandby: isStandby(venue, session),
    })),
  );
  const clients = (trading?.clients ?? []).flatMap(({ id, sessions }) =>
    sessions.map((session): Row => ({ session, peer: id, side: 'client', isStandby: false })),
  );
  return [...venues, ...clients];
}
