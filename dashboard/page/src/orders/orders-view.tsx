/** The view of orders: the form and the table; orders are asked for while it is on screen. */
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { VenueStatus } from '../../../../control/core/status/schema.js';
import type { OrderDesk } from './desk.js';
import { EntryForm } from './entry-form.js';
import { OrderDetail } from './order-detail.js';
import { OrdersPanel } from './orders-panel.js';
import { keepPolling } from './polling.js';
import { QualityPanel } from './quality-panel.js';

const PERIOD_MS = 1000;

export interface OrdersViewProps {
  readonly desk: OrderDesk;
  readonly symbols: readonly string[];
  readonly venues: readonly VenueStatus[];
  /** OrderID of the order that is looked at; '' none. */
  readonly chosen: string;
  readonly askToken: () => void;
}

export function OrdersView({ desk, symbols, venues, chosen, askToken }: OrdersViewProps): JSX.Element {
  const { hasToken } = desk;
  useEffect(
    () =>
      hasToken
        ? keepPolling(() => desk.pollOrders(), { periodMs: PERIOD_MS, isLookedAt: () => !document.hidden })
        : undefined,
    [desk, hasToken],
  );
  return (
    <main class="orders-view">
      <div class="column">
        {hasToken && chosen !== '' ? <OrderDetail key={chosen} orderId={chosen} venues={venues} desk={desk} /> : null}
        <OrdersPanel desk={desk} askToken={askToken} />
        {hasToken ? <QualityPanel desk={desk} /> : null}
      </div>
      {hasToken ? <EntryForm desk={desk} symbols={symbols} /> : null}
    </main>
  );
}
