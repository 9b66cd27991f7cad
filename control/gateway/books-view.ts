/** Books as rows of a table that travels, and one book with its depth as the answer to a question. */
import type { Book, Level } from '../market-data/books/book.js';
import type { BookSet } from '../market-data/books/book-set.js';
import { BOOK_STATES, PRICE_SCALE, ROW, ROW_LENGTH, RowTable, type BookState } from '../core/status/rows.js';
import type { BookDepth, ChannelStatus, GatewayStatus } from '../core/status/schema.js';
import { Rate } from './feed-status.js';

/** Books whose state changed without a message of their own (a gap marks all of a channel) are found by looking at all of them, this often. */
const SWEEP_NS = 1e9;

const STATE = Object.fromEntries(BOOK_STATES.map((state, index) => [state, index])) as Record<BookState, number>;

export interface BookUnits {
  readonly price: number;
  readonly size: number;
}

const ONE: BookUnits = { price: 1, size: 1 };

export class BooksView {
  readonly table = new RowTable();
  /** By number: the book and its row. */
  private readonly rows = new Map<number, { readonly book: Book; readonly index: number }>();
  /** By row: the number of the book that fills it. */
  private readonly owners = new Map<number, number>();
  private readonly row = new Float64Array(ROW_LENGTH);
  private readonly top = { bidPrice: 0, bidShares: 0, bidOrders: 0, askPrice: 0, askShares: 0, askOrders: 0 };
  private readonly rate = new Rate();
  private staleChannels: ReadonlySet<number> = new Set();
  private channelsKey = '';
  private sweptNs = -Infinity;
  private sweepDue = false;
  private readonly visit = (book: Book): void => this.take(book);

  constructor(
    private readonly books: BookSet,
    /** Ids of the feeds, by channel. */
    private readonly feeds: readonly string[],
    /** What one unit of a book's prices and sizes is, in ten-thousandths and in whole units; absent: they are that. */
    private readonly unitsOf: (book: Book) => BookUnits = () => ONE,
    /** Visits every book that changed since the last call. */
    private readonly drainChanged: (visit: (book: Book) => void) => void = (visit) => books.drainChanged(visit),
  ) {}

  /** A feed that went quiet takes its books with it; a new session empties them. */
  setChannels(channels: readonly ChannelStatus[]): void {
    const quiet = channels.filter(({ state }) => state === 'stale' || state === 'ended').map(({ channel }) => channel);
    const key = `${quiet.join()};${channels.map(({ counters }) => counters.sessions).join()}`;
    if (key === this.channelsKey) return;
    this.channelsKey = key;
    this.staleChannels = new Set(quiet);
    this.sweepDue = true;
  }

  /** Takes over what changed since the last call. */
  refresh(nowNs: number): void {
    this.drainChanged(this.visit);
    if (!this.sweepDue && nowNs - this.sweptNs < SWEEP_NS) return;
    this.sweptNs = nowNs;
    this.sweepDue = false;
    // Those that lost their name with their session are not among the symbols.
    for (const { book } of [...this.rows.values()]) if (book.symbol === '') this.take(book);
    for (const book of this.books.symbols()) this.take(book);
  }

  summary(nowNs: number): GatewayStatus['books'] {
    const { table } = this;
    let quoted = 0;
    let uncertain = 0;
    for (let index = 0; index < table.size; index++) {
      if (table.cell(index, ROW.bid) !== 0 && table.cell(index, ROW.ask) !== 0) quoted += 1;
      if (table.cell(index, ROW.state) === STATE.uncertain) uncertain += 1;
    }
    const { adds, executions, cancels, deletes, replaces } = this.books.stats();
    const updates = adds + executions + cancels + deletes + replaces;
    return { symbols: table.size, quoted, uncertain, updates, updateRate: this.rate.sample(nowNs, updates) };
  }

  /** A book by the name of its row. */
  depth(name: string, levels: number): BookDepth | undefined {
    const [symbol = '', feed] = name.split('@');
    const book = this.books.find(symbol, feed === undefined ? undefined : this.feeds.indexOf(feed));
    if (book === undefined) return undefined;
    const last = book.lastTrade();
    const units = this.unitsOf(book);
    const scaled = ({ price, shares, orders }: Level): Level => ({
      price: price * units.price,
      shares: shares * units.size,
      orders,
    });
    return {
      symbol: name,
      channel: book.channel,
      stockLocate: book.stockLocate,
      state: BOOK_STATES[this.stateOf(book)]!,
      priceScale: PRICE_SCALE,
      bids: book.levels('bid', levels).map(scaled),
      asks: book.levels('ask', levels).map(scaled),
      last: last === undefined ? null : { price: last.price * units.price, shares: last.shares * units.size },
      updates: book.version,
    };
  }

  private take(book: Book): void {
    const index = this.rowOf(book);
    if (index === undefined) return;
    const { row, top } = this;
    book.readTop(top);
    const last = book.lastTrade();
    const units = this.unitsOf(book);
    row[ROW.bidSize] = top.bidShares * units.size;
    row[ROW.bid] = top.bidPrice * units.price;
    row[ROW.ask] = top.askPrice * units.price;
    row[ROW.askSize] = top.askShares * units.size;
    row[ROW.last] = (last?.price ?? 0) * units.price;
    row[ROW.lastSize] = (last?.shares ?? 0) * units.size;
    row[ROW.state] = this.stateOf(book);
    row[ROW.updates] = book.version;
    this.table.set(index, row);
  }

  /** The row that a book fills; a new session may give its number another name. */
  private rowOf(book: Book): number | undefined {
    const { symbol, number } = book;
    const known = this.rows.get(number)?.index;
    if (symbol === '') {
      if (known !== undefined) this.forget(number, known);
      return undefined;
    }
    if (known !== undefined) {
      const name = this.table.names[known]!;
      if (name === symbol || name.startsWith(`${symbol}@`)) return known;
      this.forget(number, known);
    }
    let index = this.table.add(symbol);
    const owner = this.owners.get(index);
    // Two feeds with one symbol are two books.
    if (owner !== undefined && owner !== number)
      index = this.table.add(`${symbol}@${this.feeds[book.channel] ?? book.channel}`);
    this.rows.set(number, { book, index });
    this.owners.set(index, number);
    return index;
  }

  private forget(number: number, index: number): void {
    this.rows.delete(number);
    if (this.owners.get(index) !== number) return;
    this.owners.delete(index);
    this.table.set(index, new Float64Array(ROW_LENGTH));
  }

  private stateOf(book: Book): number {
    if (this.staleChannels.has(book.channel)) return STATE.stale;
    if (book.uncertain) return STATE.uncertain;
    if (book.tradingState === 'H' || book.operationalHalt) return STATE.halted;
    if (book.tradingState === 'P') return STATE.paused;
    if (book.tradingState === 'Q') return STATE.auction;
    if (book.crossed) return STATE.crossed;
    const bids = book.levelCount('bid') > 0;
    const asks = book.levelCount('ask') > 0;
    return bids && asks ? STATE.open : bids || asks ? STATE.oneSided : STATE.empty;
  }
}
