import type { JSX } from 'preact';
import { useEffect, useReducer, useState } from 'preact/hooks';
import { Books } from './books/books.js';
import type { OrderDesk } from './orders/desk.js';
import { KillButton } from './orders/kill-button.js';
import { KillDialog } from './orders/kill-dialog.js';
import type { KillNames } from './orders/kill-steps.js';
import { OrdersView } from './orders/orders-view.js';
import { keepPolling } from './orders/polling.js';
import { TokenDialog } from './orders/token-dialog.js';
import { Banners } from './panels/banners.js';
import { Counters } from './panels/counters.js';
import { Feeds } from './panels/feeds.js';
import { Gaps } from './panels/gaps.js';
import { Nic } from './panels/nic.js';
import { TopBar } from './panels/top-bar.js';
import { Venues } from './panels/venues.js';
import { ViewLinks } from './panels/view-links.js';
import type { Store } from './store.js';
import { useView } from './views.js';

const SWITCHES_PERIOD_MS = 3000;
const TICK_MS = 1000;

/** `killAfterToken`: the token is asked for on the way to the kill switch. */
type Asked = 'nothing' | 'token' | 'killAfterToken' | 'kill';

export function App({ store, desk }: { store: Store; desk: OrderDesk }): JSX.Element {
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  const [asked, ask] = useState<Asked>('nothing');
  const chosen = useView();
  const { hasToken } = desk;
  useEffect(() => store.subscribe(() => redraw(undefined)), [store]);
  useEffect(() => desk.subscribe(() => redraw(undefined)), [desk]);
  useEffect(() => {
    if (!hasToken) return undefined;
    const stop = keepPolling(() => desk.pollSwitches(), {
      periodMs: SWITCHES_PERIOD_MS,
      isLookedAt: () => !document.hidden,
    });
    const ticking = setInterval(() => desk.tick(), TICK_MS);
    return () => {
      stop();
      clearInterval(ticking);
    };
  }, [desk, hasToken]);

  const { status, link } = store;
  const live = link === 'live';
  // As long as nothing is known of the gateway it may well take orders.
  const hasOrders = status === null || status.trading !== undefined;
  const view = hasOrders ? chosen : 'overview';
  return (
    <div class={`page ${live ? 'live' : 'not-live'}`} data-link={link} data-view={view}>
      <TopBar status={status} link={link}>
        {hasOrders ? <ViewLinks view={view} /> : null}
        {hasOrders ? <KillButton desk={desk} open={() => ask(hasToken ? 'kill' : 'killAfterToken')} /> : null}
      </TopBar>
      <Banners status={status} link={link} ageMs={store.ageMs} />
      {view === 'orders' ? (
        <OrdersView desk={desk} symbols={store.table.names} askToken={() => ask('token')} />
      ) : status === null ? (
        <main class="waiting">
          <p>
            {link === 'loading'
              ? 'Waiting for the first picture from the gateway …'
              : 'No picture from the gateway yet.'}
          </p>
        </main>
      ) : (
        <main>
          <div class="health">
            <Feeds channels={status.channels} history={store.history} live={live} />
            <Venues status={status} live={live} />
            <Gaps status={status} />
            <Nic status={status} live={live} />
            <Counters ports={status.ports} />
          </div>
          <Books store={store} books={status.books} live={live} />
        </main>
      )}
      {asked === 'token' || asked === 'killAfterToken' ? (
        <TokenDialog desk={desk} close={(taken) => ask(taken && asked === 'killAfterToken' ? 'kill' : 'nothing')} />
      ) : null}
      {asked === 'kill' ? <KillDialog desk={desk} names={killNames(store, desk)} close={() => ask('nothing')} /> : null}
    </div>
  );
}

function killNames(store: Store, desk: OrderDesk): KillNames {
  const ofLimits = desk.limits.value?.limits.filter(({ scope }) => scope === 'client').map(({ id }) => id) ?? [];
  const ofOrders = desk.open.value?.orders.map(({ client }) => client) ?? [];
  return {
    client: [...new Set([...ofLimits, ...ofOrders])].sort(),
    venue: store.status?.trading?.venues.map(({ id }) => id) ?? [],
    symbol: store.table.names,
  };
}
