/**
 * The books themselves: orders, price levels and, in sets of depth L3, queues, changed together. Arguments are int32 throughout (shares and prices
 * are the bits of a u32), because a number beyond that range would be boxed at every call.
 */
import { Arena } from './arena.js';
import {
  BOOK_FLAGS,
  BOOK_ORDERS,
  BOOK_STRIDE,
  BookTable,
  COUNTER,
  DETAIL_STRIDE,
  FLAG_CROSSED,
  TRADE_COUNT,
  TRADE_PRICE,
  TRADE_SHARES_F64,
  TRADE_TIME_HI,
  TRADE_TIME_LO,
  TRADE_VOLUME_F64,
} from './book-table.js';
import { OrderQueues } from './order-queues.js';
import {
  INSERT_DUPLICATE,
  INSERT_FULL,
  ORDER_CHANNEL,
  ORDER_KEY,
  ORDER_NODE,
  ORDER_SHARES,
  ORDER_SIDE,
  OrderStore,
} from './order-store.js';
import {
  keyOf,
  LEVEL_ORDERS,
  LEVEL_SHARES_F64,
  LEVEL_STRIDE,
  LEVEL_STRIDE_F64,
  PriceLadders,
  SIDE_BEST,
  SIDE_LEVELS,
  sideWord,
} from './price-ladders.js';

/** What `add` did. */
export const STORED = 1;
/** Counted, without effect. */
export const IGNORED = 0;
/** The limit of live orders is reached. */
export const FULL = -1;

export interface OrderBooksOptions {
  readonly channels: number;
  readonly expectedOrders: number;
  readonly expectedBooks: number;
  readonly maxOrders: number;
  /** Keep the orders of each level in time priority, too. */
  readonly queues: boolean;
}

export class OrderBooks {
  readonly arena = new Arena();
  readonly orders: OrderStore;
  readonly ladders: PriceLadders;
  readonly table: BookTable;
  readonly queues: OrderQueues | undefined;

  constructor(options: OrderBooksOptions) {
    const { channels, expectedBooks, expectedOrders, maxOrders, queues } = options;
    const { arena } = this;
    this.orders = new OrderStore(arena, expectedOrders, maxOrders);
    this.ladders = new PriceLadders(arena, expectedBooks, queues);
    this.table = new BookTable(arena, expectedBooks, channels, this.ladders);
    this.queues = this.ladders.ends && new OrderQueues(arena, expectedOrders, this.ladders.ends);
  }

  /** Rests an order on a side (book * 2, plus 1 for asks), last in its queue. */
  add(channel: number, side: number, hi: number, lo: number, price: number, shares: number): number {
    const book = side >> 1;
    const { ladders, orders, queues, table } = this;
    if (shares === 0) {
      table.tally(book, COUNTER.zeroShares);
      return IGNORED;
    }
    const key = keyOf(price, side & 1);
    const order = orders.insert(channel, hi, lo, side, key, shares);
    if (order < 0) {
      table.tally(book, order === INSERT_DUPLICATE ? COUNTER.duplicateOrders : COUNTER.refusedOrders);
      return order === INSERT_FULL ? FULL : IGNORED;
    }
    const level = ladders.levelFor(side, key);
    const { float64, words } = ladders;
    const count = words[level * LEVEL_STRIDE + LEVEL_ORDERS]! + 1;
    words[level * LEVEL_STRIDE + LEVEL_ORDERS] = count;
    float64[level * LEVEL_STRIDE_F64 + LEVEL_SHARES_F64]! += shares >>> 0;
    if (queues !== undefined) orders.words[order + ORDER_NODE] = queues.append(level, hi, lo);

    table.words[book * BOOK_STRIDE + BOOK_ORDERS]!++;
    // Only a level that is new, and so has one order, can have become the best.
    if (count === 1) this.checkCrossed(book);
    table.touch(book);
    return STORED;
  }

  /** Takes shares from an order; one that has no more left goes. `tooMany` is the counter for more than it had. */
  reduce(order: number, shares: number, tooMany: number): void {
    const { words } = this.orders;
    const open = words[order + ORDER_SHARES]! >>> 0;
    const taken = shares >>> 0;
    const side = words[order + ORDER_SIDE]!;
    if (taken >= open) {
      if (taken > open) this.table.tally(side >> 1, tooMany);
      this.remove(order);
      return;
    }
    words[order + ORDER_SHARES] = open - taken;
    const level = this.ladders.levelOf(side, words[order + ORDER_KEY]!);
    this.ladders.float64[level * LEVEL_STRIDE_F64 + LEVEL_SHARES_F64]! -= taken;
    this.table.touch(side >> 1);
  }

  remove(order: number): void {
    const { ladders, orders, queues, table } = this;
    const { words: entries } = orders;
    const side = entries[order + ORDER_SIDE]!;
    const book = side >> 1;
    const level = ladders.levelOf(side, entries[order + ORDER_KEY]!);
    if (queues !== undefined) queues.remove(level, entries[order + ORDER_NODE]!);
    const shares = entries[order + ORDER_SHARES]! >>> 0;
    orders.remove(order);

    const { float64, words } = ladders;
    const count = words[level * LEVEL_STRIDE + LEVEL_ORDERS]! - 1;
    words[level * LEVEL_STRIDE + LEVEL_ORDERS] = count;
    float64[level * LEVEL_STRIDE_F64 + LEVEL_SHARES_F64]! -= shares;
    table.words[book * BOOK_STRIDE + BOOK_ORDERS]!--;
    if (count === 0) {
      ladders.removeLevel(side, level);
      this.checkCrossed(book);
    }
    table.touch(book);
  }

  sideOf(order: number): number {
    return this.orders.words[order + ORDER_SIDE]!;
  }

  bookOf(order: number): number {
    return this.sideOf(order) >> 1;
  }

  /** The bits of the price at which an order rests. */
  priceOf(order: number): number {
    return keyOf(this.orders.words[order + ORDER_KEY]!, this.sideOf(order) & 1);
  }

  /** Notes the last trade and adds to the volume. `shares` is a count, not bits: a cross may have more than 2^32. */
  trade(book: number, price: number, shares: number, timeHi: number, timeLo: number): void {
    const { detail, float64 } = this.table;
    const d = book * DETAIL_STRIDE;
    detail[d + TRADE_PRICE] = price;
    detail[d + TRADE_TIME_LO] = timeLo;
    detail[d + TRADE_TIME_HI] = timeHi;
    detail[d + TRADE_COUNT]!++;
    float64[(d >> 1) + TRADE_SHARES_F64] = shares;
    float64[(d >> 1) + TRADE_VOLUME_F64]! += shares;
    this.table.touch(book);
  }

  /** Takes every order out of a book. Orders are not listed by book, so all of them are looked at: for rare occasions. */
  empty(book: number): void {
    const { orders } = this;
    if (this.table.words[book * BOOK_STRIDE + BOOK_ORDERS] === 0) return;
    this.drop((order) => orders.words[order + ORDER_SIDE]! >> 1 === book);
    this.clear(book);
  }

  /** Takes every order out of the books of a channel, at the cost of one. */
  emptyChannel(channel: number): void {
    const { orders } = this;
    let resting = 0;
    this.table.forEachOf(channel, (book) => (resting += this.table.words[book * BOOK_STRIDE + BOOK_ORDERS]!));
    if (resting === 0) return;
    this.drop((order) => orders.words[order + ORDER_CHANNEL] === channel);
    this.table.forEachOf(channel, (book) => this.clear(book));
  }

  private drop(matches: (order: number) => boolean): void {
    const { orders, queues } = this;
    orders.removeIf((order) => {
      if (!matches(order)) return false;
      queues?.release(orders.words[order + ORDER_NODE]!);
      return true;
    });
  }

  /** Makes a book empty whose orders are gone. */
  private clear(book: number): void {
    const { ladders, table } = this;
    ladders.clearSide(book * 2);
    ladders.clearSide(book * 2 + 1);
    table.words[book * BOOK_STRIDE + BOOK_ORDERS] = 0;
    this.checkCrossed(book);
    table.touch(book);
  }

  private checkCrossed(book: number): void {
    const { words } = this.table;
    const bid = sideWord(book * 2);
    const ask = sideWord(book * 2 + 1);
    const b = book * BOOK_STRIDE;
    const flags = words[b + BOOK_FLAGS]!;
    // An ask's key, complemented, is in the order of a bid's.
    const crossed =
      words[bid + SIDE_LEVELS] !== 0 &&
      words[ask + SIDE_LEVELS] !== 0 &&
      words[bid + SIDE_BEST]! > ~words[ask + SIDE_BEST]!;
    if (crossed === ((flags & FLAG_CROSSED) !== 0)) return;
    words[b + BOOK_FLAGS] = flags ^ FLAG_CROSSED;
    if (crossed) this.table.tally(book, COUNTER.crossed);
  }
}
