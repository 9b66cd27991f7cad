/** The table of orders. */
import type { JSX } from 'preact';
import type { OrderView } from '../../../../control/core/order-api/order-json.js';
import { NONE } from '../format.js';
import { State } from '../parts.js';
import { addressOf } from '../views.js';
import { aligned, columnPlaces } from './decimals.js';
import { statusWords, toneOf, type Row } from './rows.js';

const ROWS_MAX = 300;
const PRICE_PLACES = 6;
/** A third of a cent and its like; the whole number is in the cell's title. */
const AVERAGE_PLACES = 4;
const QUANTITY_PLACES = 8;

export interface OrderTableProps {
  readonly rows: readonly Row[];
  readonly isLive: boolean;
  readonly cancel: (order: OrderView) => void;
  readonly replace: (order: OrderView) => void;
}

export function OrderTable({ rows, isLive, cancel, replace }: OrderTableProps): JSX.Element {
  const shown = rows.slice(0, ROWS_MAX);
  const quantities = columnPlaces(
    shown.flatMap(({ order }) => [order.quantity, order.cumQuantity]),
    QUANTITY_PLACES,
  );
  const prices = columnPlaces(
    shown.map(({ order }) => order.price ?? '0'),
    PRICE_PLACES,
  );
  const averages = columnPlaces(
    shown.map(({ order }) => order.averagePrice),
    AVERAGE_PLACES,
  );
  const places = { quantities, prices: Math.max(2, prices), averages: Math.max(2, averages) };
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Orders, to be scrolled">
      <table class="orders">
        <thead>
          <tr>
            <th scope="col" class="num">
              OrderID
            </th>
            <th scope="col">ClOrdID</th>
            <th scope="col">Client</th>
            <th scope="col">Symbol</th>
            <th scope="col">Side</th>
            <th scope="col">Type</th>
            <th scope="col" class="num">
              Quantity
            </th>
            <th scope="col" class="num">
              Price
            </th>
            <th scope="col" class="num">
              Filled
            </th>
            <th scope="col" class="num">
              Average price
            </th>
            <th scope="col">Status</th>
            <th scope="col" title="What happened to it last, UTC">
              Last change
            </th>
            <th scope="col">
              <span class="hidden-label">Replace or cancel</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <OrderRow
              key={row.order.orderId}
              row={row}
              isLive={isLive}
              places={places}
              cancel={cancel}
              replace={replace}
            />
          ))}
        </tbody>
      </table>
      {rows.length > shown.length ? (
        <p class="empty">{rows.length - shown.length} more match: narrow the filter to see them.</p>
      ) : null}
    </div>
  );
}

interface OrderRowProps {
  readonly row: Row;
  readonly isLive: boolean;
  readonly places: { readonly quantities: number; readonly prices: number; readonly averages: number };
  readonly cancel: (order: OrderView) => void;
  readonly replace: (order: OrderView) => void;
}

function OrderRow({ row, isLive, places, cancel, replace }: OrderRowProps): JSX.Element {
  const { order, isOpen } = row;
  const { orderId, side, price, averagePrice, uncertain, reasonCode, text } = order;
  const why = [reasonCode, text].filter((part) => part !== undefined).join(': ');
  return (
    <tr
      data-order={orderId}
      data-open={isOpen}
      data-status={order.status}
      class={`${isOpen ? 'open' : 'ended'}${uncertain ? ' uncertain' : ''}`}
    >
      <th scope="row" class="num">
        <a href={addressOf('orders', String(orderId))}>{orderId}</a>
      </th>
      <td class="id" title={order.clOrdId}>
        {order.clOrdId}
      </td>
      <td>{order.client}</td>
      <td class="symbol">{order.symbol}</td>
      <td class={side === 'buy' ? 'bid' : 'ask'}>{side.replaceAll('-', ' ')}</td>
      <td>
        {order.type.replaceAll('-', ' ')} <span class="muted">{order.timeInForce}</span>
      </td>
      <td class="num">{aligned(order.quantity, places.quantities)}</td>
      <td class="num">{price === undefined ? NONE : aligned(price, places.prices, 2)}</td>
      <td class="num">{aligned(order.cumQuantity, places.quantities)}</td>
      <td class="num" title={averagePrice}>
        {/[1-9]/.test(averagePrice) ? aligned(averagePrice, places.averages, 2) : NONE}
      </td>
      <td title={why}>
        <State tone={isOpen && !isLive ? 'idle' : uncertain ? 'warn' : toneOf(order.status)}>
          {statusWords(row, isLive)}
        </State>
        {uncertain ? (
          <strong class="uncertain" title="Its fate is not known at some venue: it counts as open">
            {' '}
            ⚠ UNCERTAIN
          </strong>
        ) : null}
        {reasonCode === undefined ? null : <span class="muted"> {reasonCode}</span>}
      </td>
      <td class="muted">{order.transactTime.slice(11, 23)}</td>
      <td class="acts">
        {isOpen ? (
          <>
            <button type="button" class="quiet" aria-label={`Replace order ${orderId}`} onClick={() => replace(order)}>
              Replace …
            </button>
            <button type="button" class="quiet" aria-label={`Cancel order ${orderId}`} onClick={() => cancel(order)}>
              Cancel …
            </button>
          </>
        ) : null}
      </td>
    </tr>
  );
}
