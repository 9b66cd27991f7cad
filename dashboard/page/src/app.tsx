import type { JSX } from 'preact';
import { useEffect, useReducer } from 'preact/hooks';
import { Books } from './books/books.js';
import { Banners } from './panels/banners.js';
import { Counters } from './panels/counters.js';
import { Feeds } from './panels/feeds.js';
import { Gaps } from './panels/gaps.js';
import { Nic } from './panels/nic.js';
import { TopBar } from './panels/top-bar.js';
import { Venues } from './panels/venues.js';
import type { Store } from './store.js';

export function App({ store }: { store: Store }): JSX.Element {
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  useEffect(() => store.subscribe(() => redraw(undefined)), [store]);
  const { status, link } = store;
  const live = link === 'live';
  return (
    <div class={`page ${live ? 'live' : 'not-live'}`} data-link={link}>
      <TopBar status={status} link={link} />
      <Banners status={status} link={link} ageMs={store.ageMs} />
      {status === null ? (
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
    </div>
  );
}
