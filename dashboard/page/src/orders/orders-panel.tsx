/** Open orders and those that ended lately; each of its states (no token, refused, loading, empty, of the past) is drawn as such. */
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { OrderView } from '../../../../control/core/order-api/order-json.js';
import { age, count, words } from '../format.js';
import { Panel, State, type Tone } from '../parts.js';
import { CancelDialog } from './cancel-dialog.js';
import { ReplaceDialog } from './replace-dialog.js';
import type { Freshness, OrderDesk } from './desk.js';
import { Refusal } from './dialog.js';
import { OrderTable } from './order-table.js';
import { filtered, NO_FILTER, rowsOf, statusesOf, type OrderFilter } from './rows.js';

const FRESHNESS: Readonly<Record<Freshness, { readonly tone: Tone; readonly word: string }>> = {
  noToken: { tone: 'idle', word: 'No token' },
  loading: { tone: 'idle', word: 'Loading' },
  live: { tone: 'ok', word: 'Live' },
  stale: { tone: 'bad', word: 'Not of now' },
  refused: { tone: 'bad', word: 'Refused' },
};

export function OrdersPanel({ desk, askToken }: { desk: OrderDesk; askToken: () => void }): JSX.Element {
  const [filter, setFilter] = useState<OrderFilter>(NO_FILTER);
  const [cancelling, setCancelling] = useState<OrderView | undefined>();
  const [replacing, setReplacing] = useState<OrderView | undefined>();
  const freshness = desk.ordersAre;
  const isLive = freshness === 'live';
  const open = desk.open.value;
  const ended = desk.ended.rows;
  const rows = useMemo(() => rowsOf(open?.orders ?? [], ended), [open, ended]);
  const shown = useMemo(() => filtered(rows, filter), [rows, filter]);
  const table = useMemo(
    () => <OrderTable rows={shown} isLive={isLive} cancel={setCancelling} replace={setReplacing} />,
    [shown, isLive],
  );
  const uncertain = open?.orders.filter((order) => order.uncertain).length ?? 0;
  const { tone, word } = FRESHNESS[freshness];
  return (
    <Panel
      title="Orders"
      class={`orders-panel ${isLive ? '' : 'past'}`}
      aside={
        <span data-orders={freshness}>
          <State tone={tone}>{freshness === 'stale' && open === undefined ? 'Not known' : word}</State>
          {open === undefined ? '' : ` · ${count(open.orders.length)} open`}
          {uncertain === 0 ? null : (
            <>
              {' · '}
              <State tone="bad">{count(uncertain)} uncertain</State>
            </>
          )}
        </span>
      }
    >
      {freshness === 'noToken' ? <NoToken desk={desk} askToken={askToken} /> : null}
      {freshness === 'loading' ? <p class="empty">Orders are being asked for …</p> : null}
      {desk.open.problem === undefined ? null : <Refusal problem={desk.open.problem} />}
      {freshness === 'stale' && open !== undefined ? (
        <p class="banner bad">
          <strong>These orders are of the past</strong>, as they were {age(desk.ageMs(desk.open))} ago.
        </p>
      ) : null}
      {open === undefined || freshness === 'refused' ? null : (
        <>
          <Filters filter={filter} statuses={statusesOf(rows)} change={setFilter} />
          {shown.length === 0 ? <Empty all={rows.length} isLive={isLive} /> : table}
          <Remarks desk={desk} truncated={open.truncated} />
        </>
      )}
      {cancelling === undefined ? null : (
        <CancelDialog desk={desk} order={cancelling} close={() => setCancelling(undefined)} />
      )}
      {replacing === undefined ? null : (
        <ReplaceDialog desk={desk} order={replacing} close={() => setReplacing(undefined)} />
      )}
    </Panel>
  );
}

function NoToken({ desk, askToken }: { desk: OrderDesk; askToken: () => void }): JSX.Element {
  return (
    <div class="empty">
      {desk.tokenProblem === undefined ? null : <Refusal problem={desk.tokenProblem} />}
      <p>
        Orders are shown to whoever has a token. <code>npm start</code> prints <code>token: …</code>, another one at
        each start; elsewhere it is in the file that <code>clients.tokens</code> of the configuration names.
      </p>
      <button type="button" class="main" onClick={askToken}>
        Enter the token …
      </button>
    </div>
  );
}

function Empty({ all, isLive }: { all: number; isLive: boolean }): JSX.Element {
  if (all > 0) return <p class="empty">None of {count(all)} orders passes the filter.</p>;
  return <p class="empty">{isLive ? 'No order is open.' : 'No order was open.'}</p>;
}

function Remarks({ desk, truncated }: { desk: OrderDesk; truncated: boolean }): JSX.Element {
  const { waitingCount, unknown } = desk.ended;
  const remarks = [
    'Of those that ended while this page did not look the last 100 are shown.',
    truncated ? 'There are more open orders than one answer holds; those that end now are not followed.' : '',
    waitingCount > 0 ? `${count(waitingCount)} more have ended and are being asked for.` : '',
    unknown > 0 ? `Of ${count(unknown)} that ended the last state is not known here.` : '',
  ];
  return <p class="note">{remarks.filter((remark) => remark !== '').join(' ')}</p>;
}

interface FiltersProps {
  readonly filter: OrderFilter;
  readonly statuses: readonly string[];
  readonly change: (filter: OrderFilter) => void;
}

function Filters({ filter, statuses, change }: FiltersProps): JSX.Element {
  // The status chosen stays in the list when its last order has gone.
  const groups = ['all', 'open', 'ended', 'uncertain'];
  const choices = [...new Set([...groups, filter.status, ...statuses])];
  return (
    <div class="filters" role="search" aria-label="Orders">
      <label>
        Symbol{' '}
        <input
          type="search"
          name="filter-symbol"
          value={filter.symbol}
          onInput={(event) => change({ ...filter, symbol: event.currentTarget.value })}
        />
      </label>
      <label>
        Client{' '}
        <input
          type="search"
          name="filter-client"
          value={filter.client}
          onInput={(event) => change({ ...filter, client: event.currentTarget.value })}
        />
      </label>
      <label>
        Status{' '}
        <select
          name="filter-status"
          value={filter.status}
          onChange={(event) => change({ ...filter, status: event.currentTarget.value })}
        >
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {words(choice)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
