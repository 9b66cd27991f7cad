/** Best bid and offer of every symbol: search, sort, select; the selected one with its depth. */
import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { GatewayStatus } from '../../../../control/core/status/schema.js';
import { count, rate } from '../format.js';
import type { Store } from '../store.js';
import { Depth } from './depth.js';
import { Grid } from './grid.js';
import { arrange, COLUMNS, type Sorting } from './order.js';

/** Sorted by numbers that move, rows trade places no faster than one can read. */
const REORDER_MS = 1000;

export function Books({
  store,
  books,
  live,
  chosen,
}: {
  store: Store;
  books: GatewayStatus['books'];
  live: boolean;
  /** The symbol of the page's address; '' none. */
  chosen: string;
}): JSX.Element {
  const [search, setSearch] = useState('');
  const [sorting, setSorting] = useState<Sorting>({ key: 'symbol', descending: false });
  const [selected, setSelected] = useState(chosen);
  useEffect(() => setSelected(chosen), [chosen]);
  const [shownCount, setShownCount] = useState(0);
  const viewport = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const grid = useRef<Grid | null>(null);
  const shown = useRef<readonly number[]>([]);

  const rearrange = useCallback(() => {
    shown.current = arrange(store.table, search, sorting);
    grid.current?.arrange(shown.current, store.table.indexOf(selected) ?? -1);
    setShownCount(shown.current.length);
  }, [store, search, sorting, selected]);

  useEffect(() => {
    if (viewport.current === null || canvas.current === null) return undefined;
    grid.current = new Grid(viewport.current, canvas.current, () => store.table);
    return () => grid.current?.dispose();
  }, [store]);

  useEffect(() => {
    rearrange();
    const unsubscribe = store.subscribeRows({
      rowsChanged: (indexes) => (indexes === undefined ? rearrange() : grid.current?.update()),
    });
    const timer = sorting.key === 'symbol' ? undefined : setInterval(rearrange, REORDER_MS);
    return () => {
      unsubscribe();
      clearInterval(timer);
    };
  }, [store, rearrange, sorting]);

  useEffect(() => grid.current?.setLive(live), [live]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      searchBox.current?.focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  const choose = (position: number): void => {
    const last = shown.current.length - 1;
    const index = shown.current[Math.max(0, Math.min(last, position))];
    if (index === undefined) return;
    setSelected(store.table.names[index] ?? '');
    grid.current?.reveal(Math.max(0, Math.min(last, position)));
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const index = store.table.indexOf(selected);
    const position = index === undefined ? -1 : shown.current.indexOf(index);
    const page = grid.current?.pageRows ?? 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: position + 1,
      ArrowUp: position - 1,
      PageDown: position + page,
      PageUp: position - page,
      Home: 0,
      End: shown.current.length - 1,
    };
    const target = moves[event.key];
    if (target !== undefined) choose(target);
    else if (event.key === 'Escape') setSelected('');
    else return;
    event.preventDefault();
  };

  const header = useMemo(
    () =>
      COLUMNS.map(({ key, title, numeric }) => {
        const active = sorting.key === key;
        return (
          <span
            key={key}
            role="columnheader"
            class={`cell ${key}${numeric ? ' num' : ''}`}
            aria-sort={!active ? 'none' : sorting.descending ? 'descending' : 'ascending'}
          >
            <button
              type="button"
              onClick={() =>
                setSorting({ key, descending: active ? !sorting.descending : numeric && key !== 'spread' })
              }
            >
              {title}
              <span class="arrow" aria-hidden="true">
                {!active ? '' : sorting.descending ? ' ↓' : ' ↑'}
              </span>
            </button>
          </span>
        );
      }),
    [sorting],
  );
  const selectedIndex = store.table.indexOf(selected);
  const active = selectedIndex === undefined ? undefined : grid.current?.idOf(selectedIndex);

  return (
    <section class="panel books" aria-labelledby="books-title">
      <header>
        <h2 id="books-title">Best bid and offer</h2>
        <label class="search">
          <span class="hidden-label">Search symbols</span>
          <input
            ref={searchBox}
            type="search"
            placeholder="Search  /"
            value={search}
            onInput={(event) => setSearch(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setSearch('');
              if (event.key === 'ArrowDown') viewport.current?.focus();
            }}
          />
        </label>
        <div class="aside" id="books-summary">
          {shownCount === books.symbols ? '' : `${count(shownCount)} of `}
          {count(books.symbols)} symbols · {count(books.quoted)} quoted
          {books.uncertain === 0 ? '' : ` · ▲ ${count(books.uncertain)} uncertain`} ·{' '}
          {live ? rate(books.updateRate) : 'not live'}
        </div>
      </header>
      <div class="split">
        <div
          class="grid"
          role="grid"
          ref={viewport}
          tabIndex={0}
          aria-rowcount={shownCount + 1}
          aria-label="Best bid and offer by symbol: arrow keys select"
          aria-activedescendant={active}
          onKeyDown={onKeyDown}
          onClick={(event) => {
            const index = grid.current?.indexAt(event.target) ?? -1;
            if (index >= 0) setSelected(store.table.names[index] ?? '');
          }}
        >
          <div class="row head" role="row" aria-rowindex={1}>
            {header}
          </div>
          <div class="canvas" role="rowgroup" ref={canvas} />
        </div>
        {selected === '' ? null : <Depth symbol={selected} live={live} close={() => setSelected('')} />}
      </div>
    </section>
  );
}
