/**
 * The books of a set: which (channel, stock locate) each one is, its name, and what is known of it beside its
 * orders. Books are numbered from 1 and never go away; 0 is none.
 */
import { STATE, type Arena } from './arena.js';
import { BOOK_STRIDE, type PriceLadders } from './price-ladders.js';

export { BOOK_STRIDE };

/** Words of a book behind those of its sides. */
export const BOOK_FLAGS = 8;
/** Counts every change a reader could see, modulo 2^32. */
export const BOOK_VERSION = 9;
export const BOOK_ORDERS = 10;
/** The stock's eight bytes as they came, little-endian; both 0: no name yet. */
export const BOOK_NAME_LO = 11;
export const BOOK_NAME_HI = 12;
/** Channel in bits 23:16, stock locate in bits 15:0. */
export const BOOK_KEY = 13;
/** The channel's epoch up to which the book is known to be complete. */
export const BOOK_EPOCH = 14;

export const FLAG_CHANGED = 1;
export const FLAG_CROSSED = 2;
export const FLAG_OPERATIONAL_HALT = 4;
/** Trading state, the character of a Stock Trading Action, in bits 15:8; 0: not told. */
export const STATE_SHIFT = 8;
export const STATE_MASK = 0xff00;

/** Words of a book that trades and errors touch. */
export const DETAIL_STRIDE = 32;
export const TRADE_PRICE = 0;
export const TRADE_COUNT = 1;
/** In float64 elements. */
export const TRADE_SHARES_F64 = 1;
export const TRADE_VOLUME_F64 = 2;
export const TRADE_TIME_LO = 6;
export const TRADE_TIME_HI = 7;
/** The reason of the trading state, four bytes. */
export const DETAIL_REASON = 8;
const DETAIL_COUNTERS = 9;

/** What is counted, by name. The first five count messages applied, for the set only; the others for their book as well. */
export const COUNTER = {
  adds: 0,
  executions: 1,
  cancels: 2,
  deletes: 3,
  replaces: 4,
  unknownOrders: 5,
  duplicateOrders: 6,
  overExecuted: 7,
  overCancelled: 8,
  zeroShares: 9,
  badSide: 10,
  refusedOrders: 11,
  nameConflicts: 12,
  crossed: 13,
} as const;
export type SetCounter = keyof typeof COUNTER;
export type BookCounter = Exclude<SetCounter, 'adds' | 'executions' | 'cancels' | 'deletes' | 'replaces'>;
export const SET_COUNTERS = Object.keys(COUNTER) as SetCounter[];
export const BOOK_COUNTERS = SET_COUNTERS.filter((name): name is BookCounter => COUNTER[name] > COUNTER.replaces);

const LOCATES = 65536;

export class BookTable {
  count = 0;
  detail: Int32Array;
  float64: Float64Array;
  /** Every counter of the set, whether or not a book is known. */
  readonly totals: Float64Array;
  /** Raised when a name is learned, so that an index of names knows that it is stale. */
  namesVersion = 0;

  private byLocate: Int32Array;
  /** Numbers of the books that changed since they were last drained. */
  private changed: Int32Array;

  constructor(
    private readonly arena: Arena,
    expectedBooks: number,
    channels: number,
    private readonly ladders: PriceLadders,
  ) {
    const books = Math.max(16, expectedBooks + 1);
    this.detail = arena.int32(books * DETAIL_STRIDE, STATE.details);
    this.float64 = arena.float64(this.detail);
    this.totals = arena.float64(arena.int32(SET_COUNTERS.length * 2, STATE.totals));
    this.byLocate = arena.int32(channels * LOCATES, STATE.byLocate);
    arena.state[STATE.locates] = this.byLocate.length;
    this.changed = arena.int32(books, STATE.changed);
  }

  /** The words of all books, which are the ladders', too. */
  get words(): Int32Array {
    return this.ladders.books;
  }

  /** The book of a (channel, locate), or 0. */
  at(channel: number, locate: number): number {
    const slot = (channel << 16) | locate;
    return slot < this.byLocate.length ? this.byLocate[slot]! : 0;
  }

  /** A new book for a (channel, locate) that has none. */
  create(channel: number, locate: number, epoch: number): number {
    const book = ++this.count;
    if (book * DETAIL_STRIDE >= this.detail.length) this.grow();
    this.ladders.reserveBooks(book + 1);
    const slot = (channel << 16) | locate;
    if (slot >= this.byLocate.length) {
      this.byLocate = this.arena.grown(this.byLocate, (channel + 1) * LOCATES, STATE.byLocate);
      this.arena.state[STATE.locates] = this.byLocate.length;
    }
    this.byLocate[slot] = book;
    this.words[book * BOOK_STRIDE + BOOK_KEY] = slot;
    this.words[book * BOOK_STRIDE + BOOK_EPOCH] = epoch;
    return book;
  }

  setName(book: number, lo: number, hi: number): void {
    this.words[book * BOOK_STRIDE + BOOK_NAME_LO] = lo;
    this.words[book * BOOK_STRIDE + BOOK_NAME_HI] = hi;
    this.namesVersion++;
  }

  /** Calls `visit` for every book of a channel. */
  forEachOf(channel: number, visit: (book: number) => void): void {
    for (let book = 1; book <= this.count; book++) {
      if (this.words[book * BOOK_STRIDE + BOOK_KEY]! >>> 16 === channel) visit(book);
    }
  }

  /** Forgets what holds for one session only: the name, the trading state and the trades. */
  forget(book: number): void {
    this.setName(book, 0, 0);
    const b = book * BOOK_STRIDE;
    this.words[b + BOOK_FLAGS]! &= FLAG_CHANGED;
    this.detail.fill(0, book * DETAIL_STRIDE, book * DETAIL_STRIDE + DETAIL_COUNTERS);
    this.touch(book);
  }

  /** Counts an event, for its book too if there is one. */
  tally(book: number, counter: number): void {
    this.totals[counter]!++;
    if (book !== 0) this.detail[book * DETAIL_STRIDE + DETAIL_COUNTERS + counter]!++;
  }

  counted(book: number, counter: BookCounter): number {
    return this.detail[book * DETAIL_STRIDE + DETAIL_COUNTERS + COUNTER[counter]]! >>> 0;
  }

  /** A reader could see that this book changed. */
  touch(book: number): void {
    const { words } = this;
    const at = book * BOOK_STRIDE;
    words[at + BOOK_VERSION]!++;
    const flags = words[at + BOOK_FLAGS]!;
    if ((flags & FLAG_CHANGED) !== 0) return;
    words[at + BOOK_FLAGS] = flags | FLAG_CHANGED;
    const { state } = this.arena;
    this.changed[state[STATE.changedCount]!] = book;
    state[STATE.changedCount]!++;
  }

  /** Begins a new list of changed books and tells how many were in the last one, which `changedAt` reads until a book changes again. */
  takeChanged(): number {
    const { changed, words } = this;
    const { state } = this.arena;
    const count = state[STATE.changedCount]!;
    for (let i = 0; i < count; i++) words[changed[i]! * BOOK_STRIDE + BOOK_FLAGS]! &= ~FLAG_CHANGED;
    state[STATE.changedCount] = 0;
    return count;
  }

  changedAt(index: number): number {
    return this.changed[index]!;
  }

  private grow(): void {
    this.detail = this.arena.grown(this.detail, this.detail.length * 2, STATE.details);
    this.float64 = this.arena.float64(this.detail);
    this.changed = this.arena.grown(this.changed, this.changed.length * 2, STATE.changed);
  }
}
