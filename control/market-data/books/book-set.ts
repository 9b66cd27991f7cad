/**
 * Order books from records: price levels (depth L2), on request with the queue of each level (L3). Every message is read in place from the
 * ring and applied to typed arrays: no object, no BigInt and no garbage per update. Readers use `Book`, a view that may allocate.
 *
 * What the messages do:
 * - Add Order (A, F) rests an order behind those of its price. Executions (E, C) and cancels (X) take shares from it, where it stands; a
 *   delete (D) takes it out; a replace (U) takes it out and rests the new one at the end of its queue, on the same side of the same book.
 * - The last trade comes from E (at the order's price), C (at its own price, if printable; also of an order that is not known), P and Q.
 *   P names a hidden order and leaves the book alone, as do Q, B and all that is about auctions. B does not take the last trade back.
 * - A book is known by (channel, stock locate). Its name is what the first message says that has one; a Stock Directory (R) has the last word.
 * - A new session empties the channel's books and forgets their names: references and locates begin anew.
 *
 * What does not fit is counted and never crashes or corrupts: `unknownOrders` (usual after a gap or a late start), `duplicateOrders`
 * (the first one stays), `overExecuted` and `overCancelled` (the order goes: nothing is left of it), `zeroShares` and `badSide` (no effect),
 * `refusedOrders` (the limit of live orders is reached: the channel's books become uncertain), `nameConflicts` (an order or a trade of
 * another stock than the locate's: no effect, because no book mixes two stocks). `crossed` counts how often a best bid came to stand above the
 * best offer. When the new order of a replace is refused the old one is gone all the same, as it is at the exchange.
 */
import { FLAG, HEADER } from '../../core/generated/records.js';
import type { RecordRing, RecordSink } from '../../core/record-ring.js';
import { COUNTER, SET_COUNTERS, type SetCounter } from './book-table.js';
import { Book } from './book.js';
import type { ChannelView } from './channel-state.js';
import { BATCH_SLOTS, BookKernel } from './kernel/kernel.js';
import { OrderBooks } from './order-books.js';
import { RecordApplier } from './record-applier.js';

/** L2: price levels and the best bid and offer. L3: the queue of every level as well, which costs more per update. */
export type BookDepth = 'L2' | 'L3';

export interface BookSetOptions {
  /** L2 unless told otherwise. */
  readonly depth?: BookDepth;
  /** Channels to make room for; more may come. */
  readonly channels?: number;
  /** Live orders and books to make room for: growing later costs one long update. */
  readonly expectedOrders?: number;
  readonly expectedBooks?: number;
  /** Live orders never to exceed; further ones are refused and counted. */
  readonly maxOrders?: number;
  /** False: every record is applied in TypeScript, to the same result. For tests that hold the two against each other. */
  readonly kernel?: boolean;
}

/** Their tables fill half of the memory that a set may have. */
const MAX_ORDERS = 2 ** 24;

/** Counts of the whole set. */
export type BookSetStats = Readonly<Record<SetCounter, number>> & {
  readonly books: number;
  readonly liveOrders: number;
  readonly liveLevels: number;
};

export class BookSet implements RecordSink {
  private readonly books: OrderBooks;
  private readonly applier: RecordApplier;
  private readonly kernel: BookKernel | undefined;
  private readonly views: (Book | undefined)[] = [];
  private byName = new Map<string, Book[]>();
  private indexedVersion = -1;

  constructor(options: BookSetOptions = {}) {
    const {
      depth = 'L2',
      channels = 1,
      expectedOrders = 65536,
      expectedBooks = 1024,
      maxOrders = MAX_ORDERS,
      kernel = true,
    } = options;
    if (maxOrders > MAX_ORDERS) throw new RangeError(`maxOrders ${maxOrders}: expected at most ${MAX_ORDERS}`);
    this.books = new OrderBooks({ channels, expectedOrders, expectedBooks, maxOrders, queues: depth === 'L3' });
    this.applier = new RecordApplier(this.books);
    this.kernel = kernel ? new BookKernel(this.books.arena) : undefined;
  }

  onRecords(ring: RecordRing, first: number, end: number): void {
    const { mask } = ring;
    const { kernel } = this;
    let slot = first & mask;
    for (let left = (end - first) >>> 0; left > 0;) {
      const count = Math.min(left, BATCH_SLOTS);
      kernel?.load(ring, slot, count);
      let done = 0;
      for (;;) {
        if (kernel !== undefined) done = kernel.apply(done, count);
        if (done >= count) break;
        done += this.applyOne(ring, (slot + done) & mask);
      }
      slot = (slot + done) & mask;
      left -= done;
    }
  }

  /** Applies the record in a slot, in TypeScript. Answers how many slots it takes. */
  private applyOne({ u8, u32 }: RecordRing, slot: number): number {
    this.applier.apply(u8, u32, slot << 6, slot << 4);
    return (u8[(slot << 6) + HEADER.flags]! & FLAG.twoSlots) === 0 ? 1 : 2;
  }

  /** Differs whenever a book has got, changed or lost its name: who keeps something by name looks at this. */
  get namesVersion(): number {
    return this.books.table.namesVersion;
  }

  /** Every book whose stock is known, in the order in which they were first seen. */
  *symbols(): Generator<Book> {
    for (let number = 1; number <= this.books.table.count; number++) {
      const book = this.view(number);
      if (book.symbol !== '') yield book;
    }
  }

  /** The book of a stock: that of `channel`, or of the lowest channel that has one. */
  find(symbol: string, channel?: number): Book | undefined {
    if (this.indexedVersion !== this.namesVersion) this.indexNames();
    const books = this.byName.get(symbol);
    return channel === undefined ? books?.[0] : books?.find((book) => book.channel === channel);
  }

  /** The book of a stock locate. */
  at(channel: number, stockLocate: number): Book | undefined {
    const number = this.books.table.at(channel, stockLocate);
    return number === 0 ? undefined : this.view(number);
  }

  /**
   * Calls `visit`, which must not apply records, for every book that changed since the last call. There is one such list: one reader may
   * use it. Does not allocate once every book has been seen.
   */
  drainChanged(visit: (book: Book) => void): void {
    const { table } = this.books;
    const count = table.takeChanged();
    for (let i = 0; i < count; i++) visit(this.view(table.changedAt(i)));
  }

  stats(): BookSetStats {
    const { table, orders, ladders } = this.books;
    const counted = Object.fromEntries(SET_COUNTERS.map((name) => [name, table.totals[COUNTER[name]]!]));
    return {
      ...(counted as Record<SetCounter, number>),
      books: table.count,
      liveOrders: orders.live,
      liveLevels: ladders.live,
    };
  }

  /** What is known of a channel, 0 to 255. */
  channel(channel: number): ChannelView {
    const state = this.applier.channels[channel];
    if (state === undefined)
      throw new RangeError(`channel ${channel}: expected 0 to ${this.applier.channels.length - 1}`);
    return state.view();
  }

  /** Differs whenever books of a channel may have become uncertain or certain. Does not allocate. */
  certaintyOf(channel: number): number {
    return this.applier.channels[channel]!.certainty;
  }

  /** Says that a channel's books are complete: what was missing has been recovered, or a snapshot has been loaded. */
  certify(channel: number): void {
    this.applier.certify(channel);
  }

  /** Takes every order of a channel out, before a snapshot is loaded: names and states stay, and the books stay in doubt until `certify`. */
  empty(channel: number): void {
    this.books.emptyChannel(channel);
  }

  private view(number: number): Book {
    const known = this.views[number];
    if (known !== undefined) return known;
    const book = new Book(this.books, this.applier.channels, number);
    this.views[number] = book;
    return book;
  }

  private indexNames(): void {
    this.byName = new Map();
    for (const book of this.symbols()) {
      const same = this.byName.get(book.symbol);
      if (same === undefined) this.byName.set(book.symbol, [book]);
      else same.push(book);
    }
    for (const same of this.byName.values()) same.sort((a, b) => a.channel - b.channel);
    this.indexedVersion = this.namesVersion;
  }
}
