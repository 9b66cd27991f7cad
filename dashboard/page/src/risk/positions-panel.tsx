/** What is held and what is open, by client and symbol, and how near that is to what may be. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PositionsView, PositionView } from '../../../../control/core/order-api/order-json.js';
import { count, NONE } from '../format.js';
import { useAnswer } from '../operate/use-answer.js';
import { aligned, columnPlaces } from '../orders/decimals.js';
import type { OrderDesk } from '../orders/desk.js';
import { Refusal } from '../orders/dialog.js';
import { Panel } from '../parts.js';
import { addressOf } from '../views.js';
import { ShareBar } from './share-bar.js';
import { shareOfPosition } from './use.js';

const PERIOD_MS = 2000;
const ROWS_MAX = 300;
/** What is finer is in the cell's title. */
const PLACES = 4;

export function PositionsPanel({ desk }: { desk: OrderDesk }): JSX.Element {
  const [filter, setFilter] = useState('');
  const { value, problem } = useAnswer<PositionsView>(desk, 'positions', PERIOD_MS);
  const wanted = filter.trim().toLowerCase();
  const found = (value?.positions ?? [])
    .filter(({ client, symbol }) => `${ownerOf(client)} ${symbol}`.toLowerCase().includes(wanted))
    .map((row) => ({ row, share: shareOfPosition(row) }))
    .sort((a, b) => b.share - a.share);
  return (
    <Panel
      title="Positions"
      class={`positions${problem === undefined ? '' : ' past'}`}
      aside={value === undefined ? '' : `${count(found.length)}${value.truncated ? ', there are more' : ''}`}
    >
      {problem === undefined ? null : <Refusal problem={problem} />}
      {value === undefined && problem === undefined ? <p class="empty">Being asked for …</p> : null}
      {value === undefined ? null : value.positions.length === 0 ? (
        <p class="empty">Nothing is held, and nothing is open.</p>
      ) : (
        <>
          <div class="filters" role="search" aria-label="Positions">
            <label>
              Contains{' '}
              <input
                type="search"
                name="filter-positions"
                value={filter}
                onInput={(event) => setFilter(event.currentTarget.value)}
              />
            </label>
          </div>
          {found.length === 0 ? <p class="empty">None has that in it.</p> : <Table rows={found.slice(0, ROWS_MAX)} />}
          {found.length > ROWS_MAX ? <p class="note">The {ROWS_MAX} nearest to their limits are shown.</p> : null}
        </>
      )}
    </Panel>
  );
}

function Table({ rows }: { rows: readonly { readonly row: PositionView; readonly share: number }[] }): JSX.Element {
  const places = columnPlaces(
    rows.flatMap(({ row }) => [row.position, row.openBuy, row.openSell]),
    PLACES,
  );
  const amount = (text: string): string => aligned(text, places).replace('-', '−');
  const most = (text: string | null): string => (text === null ? 'not set' : aligned(text, 0));
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Positions, to be scrolled">
      <table class="positions">
        <thead>
          <tr>
            <th scope="col">Of</th>
            <th scope="col">Symbol</th>
            <th scope="col" class="num">
              Position
            </th>
            <th scope="col" class="num">
              Open to buy
            </th>
            <th scope="col" class="num">
              Open to sell
            </th>
            <th scope="col" title="Of the side that is nearer to its limit, with everything that is open">
              In use
            </th>
            <th scope="col" class="num">
              At most, long / short
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row: { client, symbol, position, openBuy, openSell, long, short }, share }) => (
            <tr key={`${client} ${symbol}`} data-position={`${ownerOf(client)} ${symbol}`}>
              <td>{ownerOf(client)}</td>
              <th scope="row">
                <a href={addressOf('markets', symbol)}>{symbol}</a>
              </th>
              <td class="num" title={position}>
                {amount(position)}
              </td>
              <td class="num">{Number(openBuy) === 0 ? NONE : amount(openBuy)}</td>
              <td class="num">{Number(openSell) === 0 ? NONE : amount(openSell)}</td>
              <td>
                <ShareBar share={share} />
              </td>
              <td class="num muted">{long === short ? most(long) : `${most(long)} / ${most(short)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const ownerOf = (client: string): string => (client === '' ? 'firm' : client);
