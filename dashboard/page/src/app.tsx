import type { JSX } from 'preact';
import { useEffect, useReducer, useState } from 'preact/hooks';
import { AlertsView } from './alerts/alerts-view.js';
import { AuditView } from './audit/audit-view.js';
import { Books } from './books/books.js';
import type { OrderDesk } from './orders/desk.js';
import { KillButton } from './orders/kill-button.js';
import { KillDialog } from './orders/kill-dialog.js';
import type { KillNames } from './orders/kill-steps.js';
import { OrdersView } from './orders/orders-view.js';
import { keepPolling } from './orders/polling.js';
import { TokenDialog } from './orders/token-dialog.js';
import { Overview } from './overview/overview.js';
import { Banners } from './panels/banners.js';
import { FeedsView } from './panels/feeds-view.js';
import { TopBar } from './panels/top-bar.js';
import { ViewLinks } from './panels/view-links.js';
import { WhoButton } from './panels/who-button.js';
import { RiskView } from './risk/risk-view.js';
import { nearLimits } from './risk/use.js';
import { SessionsView } from './sessions/sessions-view.js';
import type { Store } from './store.js';
import { useView, type View } from './views.js';

const SWITCHES_PERIOD_MS = 3000;
const TICK_MS = 1000;
/** Views that a gateway without venues has nothing for. */
const TRADING_VIEWS: readonly View[] = ['sessions', 'orders', 'risk', 'audit'];

/** `killAfterToken`: the token is asked for on the way to the kill switch. */
type Asked = 'nothing' | 'token' | 'killAfterToken' | 'kill';

export function App({ store, desk }: { store: Store; desk: OrderDesk }): JSX.Element {
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  const [asked, ask] = useState<Asked>('nothing');
  const { view: chosen, subject, find } = useView();
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
  const hidden = hasOrders ? [] : TRADING_VIEWS;
  const view = hidden.includes(chosen) ? 'overview' : chosen;
  const firing = live ? (status?.health?.alerts.filter(({ state }) => state === 'firing') ?? []) : [];
  const isCritical = firing.some(({ severity }) => severity === 'critical');
  return (
    <div class={`page ${live ? 'live' : 'not-live'}`} data-link={link} data-view={view}>
      <TopBar status={status} link={link}>
        <ViewLinks
          view={view}
          hidden={hidden}
          marks={{
            alerts: { count: firing.length, tone: isCritical ? 'bad' : 'warn' },
            ...(desk.switchesAre === 'live' ? { risk: nearLimits(desk.limits.value?.limits ?? []) } : {}),
          }}
        />
        {hasOrders ? <KillButton desk={desk} open={() => ask(hasToken ? 'kill' : 'killAfterToken')} /> : null}
        {hasOrders ? <WhoButton desk={desk} open={() => ask('token')} /> : null}
      </TopBar>
      <Banners status={status} link={link} ageMs={store.ageMs} />
      <Shown
        store={store}
        desk={desk}
        view={view}
        subject={subject}
        find={find}
        live={live}
        askToken={() => ask('token')}
      />
      {asked === 'token' || asked === 'killAfterToken' ? (
        <TokenDialog desk={desk} close={(taken) => ask(taken && asked === 'killAfterToken' ? 'kill' : 'nothing')} />
      ) : null}
      {asked === 'kill' ? <KillDialog desk={desk} names={killNames(store, desk)} close={() => ask('nothing')} /> : null}
    </div>
  );
}

interface ShownProps {
  readonly store: Store;
  readonly desk: OrderDesk;
  readonly view: View;
  readonly subject: string;
  readonly find: string;
  readonly live: boolean;
  readonly askToken: () => void;
}

function Shown({ store, desk, view, subject, find, live, askToken }: ShownProps): JSX.Element {
  const { status, link } = store;
  if (view === 'orders')
    return (
      <OrdersView
        desk={desk}
        symbols={store.table.names}
        venues={status?.trading?.venues ?? []}
        chosen={subject}
        askToken={askToken}
      />
    );
  if (view === 'risk') return <RiskView desk={desk} askToken={askToken} />;
  if (view === 'audit') return <AuditView desk={desk} askToken={askToken} />;
  if (status === null) {
    const text =
      link === 'loading' ? 'Waiting for the first picture from the gateway …' : 'No picture from the gateway yet.';
    return (
      <main class="waiting">
        {desk.loginRequired && !desk.hasToken ? (
          <div>
            <p>Nobody may look without logging in.</p>
            <button type="button" class="main" onClick={askToken}>
              Log in …
            </button>
          </div>
        ) : (
          <p>{text}</p>
        )}
      </main>
    );
  }
  switch (view) {
    case 'overview':
      return <Overview status={status} latencies={store.latencies} live={live} />;
    case 'feeds':
      return <FeedsView status={status} store={store} live={live} desk={desk} askToken={askToken} />;
    case 'sessions':
      return <SessionsView status={status} live={live} chosen={subject} find={find} desk={desk} askToken={askToken} />;
    case 'markets':
      return (
        <main class="view markets-view">
          <Books store={store} books={status.books} live={live} chosen={subject} />
        </main>
      );
    case 'alerts':
      return <AlertsView status={status} live={live} desk={desk} askToken={askToken} />;
  }
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
