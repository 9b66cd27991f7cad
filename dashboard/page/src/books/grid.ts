/**
 * The rows of the table, drawn by hand: only the rows in view exist, and an update touches only the cells whose numbers changed.
 * Twenty updates a second over a hundred symbols would otherwise compare thousands of elements each time.
 */
import { BOOK_STATES, ROW, type BookState, type RowTable } from '../../../../control/core/status/rows.js';
import { count, price, spread } from '../format.js';
import { COLUMNS } from './order.js';

export const ROW_HEIGHT = 24;
const SPARE_ROWS = 6;

const STATE_TEXT: Readonly<Record<BookState, { readonly tone: string; readonly text: string }>> = {
  empty: { tone: 'idle', text: '○ no quote' },
  oneSided: { tone: 'idle', text: '◐ one side' },
  open: { tone: 'ok', text: '● open' },
  crossed: { tone: 'warn', text: '▲ crossed' },
  auction: { tone: 'idle', text: '◆ auction' },
  paused: { tone: 'warn', text: '▲ paused' },
  halted: { tone: 'bad', text: '■ halted' },
  uncertain: { tone: 'warn', text: '▲ uncertain' },
  stale: { tone: 'bad', text: '■ stale' },
};

/** What stands in place of a state that is not of now. */
const PAST = { tone: 'idle', text: '○ not live' };

const CELL = Object.fromEntries(COLUMNS.map(({ key }, position) => [key, position])) as Record<
  (typeof COLUMNS)[number]['key'],
  number
>;

/** One drawn row, which shows whichever symbol stands at its position. */
class DrawnRow {
  readonly element = document.createElement('div');
  private readonly cells: HTMLElement[] = [];
  private readonly texts: string[] = COLUMNS.map(() => '');
  private readonly flashes: number[] = COLUMNS.map(() => 0);
  /** The symbol it shows; -1 none. */
  index = -1;
  private lastPrice = 0;
  private tick = '';
  private state = '';

  constructor(id: string) {
    this.element.className = 'row';
    this.element.setAttribute('role', 'row');
    this.element.id = id;
    for (const { key, numeric } of COLUMNS) {
      const cell = document.createElement('span');
      cell.setAttribute('role', key === 'symbol' ? 'rowheader' : 'gridcell');
      cell.className = `cell ${key}${numeric ? ' num' : ''}`;
      this.cells.push(cell);
      this.element.append(cell);
    }
  }

  place(position: number, index: number, selected: boolean): void {
    this.element.style.transform = `translateY(${position * ROW_HEIGHT}px)`;
    this.element.setAttribute('aria-rowindex', String(position + 2));
    this.element.setAttribute('aria-selected', String(selected));
    this.element.hidden = false;
    if (this.index !== index) {
      this.index = -1;
      this.tick = '';
    }
    this.next = index;
  }
  private next = -1;

  hide(): void {
    this.element.hidden = true;
    this.index = -1;
    this.next = -1;
  }

  /** Draws what changed; cells flash when the same symbol's number moved. */
  draw(table: RowTable, live: boolean): void {
    const index = this.next;
    if (index < 0) return;
    const same = this.index === index;
    this.index = index;
    if (!same) this.element.dataset['symbol'] = table.names[index] ?? '';
    const bid = table.cell(index, ROW.bid);
    const ask = table.cell(index, ROW.ask);
    const last = table.cell(index, ROW.last);
    if (same && last !== this.lastPrice && this.lastPrice !== 0) this.tick = last > this.lastPrice ? '▲' : '▼';
    this.lastPrice = last;
    const state = BOOK_STATES[table.cell(index, ROW.state)] ?? 'uncertain';
    const shown = live ? STATE_TEXT[state] : PAST;
    const name = live ? state : 'unknown';
    if (name !== this.state) {
      this.state = name;
      this.element.dataset['state'] = name;
      this.cells[CELL.state]!.dataset['tone'] = shown.tone;
    }
    this.put(CELL.symbol, table.names[index] ?? '', false);
    this.put(CELL.state, shown.text, false);
    this.put(CELL.bidSize, size(table.cell(index, ROW.bidSize)), same);
    this.put(CELL.bid, price(bid), same);
    this.put(CELL.ask, price(ask), same);
    this.put(CELL.askSize, size(table.cell(index, ROW.askSize)), same);
    this.put(CELL.spread, spread(bid, ask), false);
    this.put(CELL.last, last === 0 ? '' : `${this.tick} ${price(last)}`, same);
    this.put(CELL.lastSize, size(table.cell(index, ROW.lastSize)), false);
    this.put(CELL.updates, count(table.cell(index, ROW.updates)), false);
    if (same && this.cells[CELL.last]!.dataset['tick'] !== this.tick)
      this.cells[CELL.last]!.dataset['tick'] = this.tick;
    if (!same) this.cells[CELL.last]!.dataset['tick'] = '';
  }

  private put(cell: number, text: string, flash: boolean): void {
    if (this.texts[cell] === text) return;
    this.texts[cell] = text;
    const element = this.cells[cell]!;
    element.textContent = text;
    // Two names of one animation, in turn, so that a change during a flash starts it again.
    if (flash) {
      this.flashes[cell] = this.flashes[cell] === 1 ? 2 : 1;
      element.dataset['flash'] = String(this.flashes[cell]);
    } else if (element.dataset['flash'] !== undefined) delete element.dataset['flash'];
  }
}

function size(value: number): string {
  return value === 0 ? '' : count(value);
}

/** The scrolled window over all rows. */
export class Grid {
  private rows: DrawnRow[] = [];
  private shown: readonly number[] = [];
  private selected = -1;
  private pending = 0;
  private live = true;
  private readonly observer: ResizeObserver;

  /**
   * @param viewport what scrolls: the head, which stays, and below it the canvas
   * @param canvas as high as all rows together
   */
  constructor(
    private readonly viewport: HTMLElement,
    private readonly canvas: HTMLElement,
    private readonly table: () => RowTable,
  ) {
    viewport.addEventListener('scroll', this.onScroll, { passive: true });
    this.observer = new ResizeObserver(() => this.refresh());
    this.observer.observe(viewport);
  }

  dispose(): void {
    this.viewport.removeEventListener('scroll', this.onScroll);
    this.observer.disconnect();
    cancelAnimationFrame(this.pending);
  }

  get pageRows(): number {
    return Math.max(1, Math.floor(this.height / ROW_HEIGHT) - 1);
  }

  /** What the head leaves. */
  private get height(): number {
    return this.viewport.clientHeight - ROW_HEIGHT;
  }

  /** Shows these rows, in this order; `selected` is an index of the table or -1. */
  arrange(shown: readonly number[], selected: number): void {
    this.shown = shown;
    this.selected = selected;
    this.canvas.style.height = `${shown.length * ROW_HEIGHT}px`;
    this.refresh();
  }

  /** Whether what is shown is of now. */
  setLive(live: boolean): void {
    if (this.live === live) return;
    this.live = live;
    this.update();
  }

  /** Numbers changed: draws what is in view, once a frame. */
  update(): void {
    if (this.pending !== 0) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = 0;
      const table = this.table();
      for (const row of this.rows) row.draw(table, this.live);
    });
  }

  /** Scrolls a position into view, and answers the id of its row. */
  reveal(position: number): void {
    const top = position * ROW_HEIGHT;
    const { scrollTop } = this.viewport;
    const { height } = this;
    if (top < scrollTop) this.viewport.scrollTop = top;
    else if (top + ROW_HEIGHT > scrollTop + height) this.viewport.scrollTop = top + ROW_HEIGHT - height;
    this.refresh();
  }

  /** The id of the element that shows a row, for assistive technology. */
  idOf(index: number): string | undefined {
    return this.rows.find((row) => row.index === index && !row.element.hidden)?.element.id;
  }

  indexAt(target: EventTarget | null): number {
    const element = target instanceof Element ? target.closest('.row') : null;
    return this.rows.find((row) => row.element === element)?.index ?? -1;
  }

  private readonly onScroll = (): void => this.refresh();

  private refresh(): void {
    const first = Math.max(0, Math.floor(this.viewport.scrollTop / ROW_HEIGHT) - SPARE_ROWS);
    const room = Math.ceil(this.height / ROW_HEIGHT) + 2 * SPARE_ROWS;
    const end = Math.min(this.shown.length, first + room);
    while (this.rows.length < room) {
      const row = new DrawnRow(`book-row-${this.rows.length}`);
      row.element.hidden = true;
      this.rows.push(row);
      this.canvas.append(row.element);
    }
    const table = this.table();
    // Position p is always drawn by row p modulo their number, so that scrolling moves few of them.
    const taken = new Set<number>();
    for (let position = first; position < end; position++) {
      const slot = position % this.rows.length;
      taken.add(slot);
      const index = this.shown[position]!;
      const row = this.rows[slot]!;
      row.place(position, index, index === this.selected);
      row.draw(table, this.live);
    }
    for (let slot = 0; slot < this.rows.length; slot++) if (!taken.has(slot)) this.rows[slot]!.hide();
  }
}
