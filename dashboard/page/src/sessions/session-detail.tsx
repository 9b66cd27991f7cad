/** One session in full: numbers, counters, what an operator may do with it, and its messages. */
import type { JSX } from 'preact';
import type { GatewayStatus, SessionStatus } from '../../../../control/core/status/schema.js';
import { clockTime, count, NONE, words } from '../format.js';
import { useCommand } from '../operate/use-command.js';
import type { OperatorCommand } from '../operate/command-dialog.js';
import type { OrderDesk } from '../orders/desk.js';
import { Panel, State } from '../parts.js';
import { Messages } from './messages.js';
import { scheduleWords, stateOf, storeWords, toneOf, type Row } from './words.js';

interface DetailProps {
  readonly status: GatewayStatus;
  readonly row: Row;
  /** What messages are to have in them at first. */
  readonly find: string;
  readonly live: boolean;
  readonly desk: OrderDesk;
  readonly askToken: () => void;
}

export function SessionDetail({ status, row, find, live, desk, askToken }: DetailProps): JSX.Element {
  const { session, peer } = row;
  const { id, detail, since, wire } = session;
  const { gateway } = status;
  const nowEpochMs = gateway.startedEpochMs + gateway.uptimeMs;
  const { open, dialog } = useCommand(desk, askToken);
  return (
    <div class="detail">
      <Panel
        title={`Session with ${peer}`}
        aside={<State tone={live ? toneOf(row) : 'idle'}>{live ? stateOf(row) : `was ${stateOf(row)}`}</State>}
      >
        <dl class="facts four">
          <Fact name="Id" value={id} />
          <Fact name="Peer" value={wire?.endpoint || NONE} />
          <Fact name="Since" value={since === 0 ? NONE : `${clockTime(since)} UTC`} />
          <Fact name="Said last" value={detail || NONE} />
          <Fact name="Next out" value={wire === undefined || wire.nextOut === null ? NONE : count(wire.nextOut)} />
          <Fact name="Next in" value={wire === undefined || wire.nextIn === null ? NONE : count(wire.nextIn)} />
          <Fact
            name="Heartbeat round trip"
            value={wire === undefined || wire.roundTripMs === null ? NONE : `${wire.roundTripMs.toFixed(2)} ms`}
          />
          <Fact name="Schedule" value={scheduleWords(session, nowEpochMs)} />
          <Fact name="Store, commits" value={storeWords(gateway.latencies)} />
          <Fact name="Queued" value={wire === undefined ? NONE : `${count(wire.queuedBytes)} B`} />
        </dl>
        <div class="actions">
          <button type="button" class="main" onClick={() => open(logon(session))}>
            Log on …
          </button>
          <button type="button" class="danger" onClick={() => open(logout(session))}>
            Log out …
          </button>
          <button type="button" class="danger" onClick={() => open(reset(session))}>
            Set numbers …
          </button>
        </div>
        {wire === undefined ? null : <Counters counters={wire.counters} />}
      </Panel>
      <Messages
        key={find}
        session={id}
        find={find}
        isFix={session.protocol.startsWith('FIX')}
        desk={desk}
        askToken={askToken}
      />
      {dialog}
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd title={value}>{value}</dd>
    </div>
  );
}

function Counters({ counters }: { counters: Readonly<Record<string, number>> }): JSX.Element {
  const shown = Object.entries(counters).filter(([, value]) => value !== 0);
  if (shown.length === 0) return <p class="note">Nothing has been counted.</p>;
  return (
    <dl class="facts counted">
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt>{words(name)}</dt>
          <dd>{count(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

const pathOf = ({ id }: SessionStatus, verb: string): string => `sessions/${encodeURIComponent(id)}/${verb}`;

function logon(session: SessionStatus): OperatorCommand {
  return {
    title: `Log on ${session.id}?`,
    what: 'The session connects again, within its schedule, and goes on with the numbers that it has.',
    verb: 'Log on',
    path: pathOf(session, 'logon'),
  };
}

function logout(session: SessionStatus): OperatorCommand {
  return {
    title: `Log out ${session.id}?`,
    what: 'The session says goodbye and stays logged out until somebody logs it on. Orders on it stay open at the peer, and can be cancelled over another session only.',
    verb: 'Log out',
    path: pathOf(session, 'logout'),
    isDangerous: true,
  };
}

function reset(session: SessionStatus): OperatorCommand {
  const { wire } = session;
  return {
    title: `Set the sequence numbers of ${session.id}?`,
    what: 'Only while it is logged out, and only when the peer has agreed: wrong numbers lose messages, or repeat them.',
    verb: 'Set the numbers',
    path: pathOf(session, 'reset'),
    isDangerous: true,
    fields: [
      {
        name: 'nextOut',
        label: 'Next number out',
        value: String(wire?.nextOut ?? ''),
        isNumber: true,
        isOptional: true,
      },
      { name: 'nextIn', label: 'Next number in', value: String(wire?.nextIn ?? ''), isNumber: true, isOptional: true },
    ],
  };
}
