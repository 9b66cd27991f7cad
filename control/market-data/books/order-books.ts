/**
 * The books themselves: orders, queues and price levels, changed together. Arguments are int32 throughout (shares and prices
 * are the bits of a u32), because a number beyond that range would be boxed at every call.
 */
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
import {
  INSERT_DUPLICATE,
  INSERT_FULL,
  ORDER_LEVEL,
  ORDER_NEXT,
  ORDER_PREV,
  ORDER_SHARES,
  ORDER_SIDE,
  ORDER_STRIDE,
  OrderStore,
} from './order-store.js';
import {
  keyOf,
  LEVEL_HEAD,
  LEVEL_KEY,
  LEVEL_ORDERS,
  LEVEL_SHARES_F64,
  LEVEL_STRIDE,
  LEVEL_TAIL,
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

export class OrderBooks {
  readonly orders: OrderStore;
  readonly ladders: PriceLadders;
  readonly table: BookTable;

  constructor(options: { channels: number; expectedOrders: number; expectedBooks: number; maxOrders: number }) {
    this.orders = new OrderStore(options.expectedOrders, options.maxOrders);
    this.ladders = new PriceLadders(options.expectedBooks);
    this.table = new BookTable(options.expectedBooks, options.channels, this.ladders);
  }

  /** Rests an order on a side (book * 2, plus 1 for asks), last in its queue. */
  add(channel: number, side: number, hi: number, lo: number, price: number, shares: number): number {
    const book = side >> 1;
    const { table } = this;
    if (shares === 0) {
      table.tally(book, COUNTER.zeroShares);
      return IGNORED;
    }
    const order = this.orders.insert(channel, hi, lo);
    if (order <= 0) {
      table.tally(book, order === INSERT_DUPLICATE ? COUNTER.duplicateOrders : COUNTER.refusedOrders);
      return order === INSERT_FULL ? FULL : IGNORED;
    }
    const level = this.ladders.levelFor(side, keyOf(price, side & 1));
    const { words } = this.orders;
    const { words: levels, float64 } = this.ladders;
    const o = order * ORDER_STRIDE;
    const l = level * LEVEL_STRIDE;
    const tail = levels[l + LEVEL_TAIL]!;
    words[o + ORDER_SHARES] = shares;
    words[o + ORDER_LEVEL] = level;
    words[o + ORDER_PREV] = tail;
    words[o + ORDER_NEXT] = 0;
    words[o + ORDER_SIDE] = side;
    if (tail === 0) levels[l + LEVEL_HEAD] = order;
    else words[tail * ORDER_STRIDE + ORDER_NEXT] = order;
    levels[l + LEVEL_TAIL] = order;
    levels[l + LEVEL_ORDERS]!++;
    float64[(l >> 1) + LEVEL_SHARES_F64]! += shares >>> 0;

    table.words[book * BOOK_STRIDE + BOOK_ORDERS]!++;
    // Only a level that is new, and so has one order, can have become the best.
    if (tail === 0) this.checkCrossed(book);
    table.touch(book);
    return STORED;
  }

  /** Takes shares from an order; one that has no more left goes. `tooMany` is the counter for more than it had. */
  reduce(order: number, shares: number, tooMany: number): void {
    const { words } = this.orders;
    const o = order * ORDER_STRIDE;
    const open = words[o + ORDER_SHARES]! >>> 0;
    const taken = shares >>> 0;
    const book = words[o + ORDER_SIDE]! >> 1;
    if (taken >= open) {
      if (taken > open) this.table.tally(book, tooMany);
      this.remove(order);
      return;
    }
    words[o + ORDER_SHARES] = open - taken;
    const l = words[o + ORDER_LEVEL]! * LEVEL_STRIDE;
    this.ladders.float64[(l >> 1) + LEVEL_SHARES_F64]! -= taken;
    this.table.touch(book);
  }

  remove(order: number): void {
    const { words } = this.orders;
    const { words: levels, float64 } = this.ladders;
    const o = order * ORDER_STRIDE;
    const level = words[o + ORDER_LEVEL]!;
    const book = words[o + ORDER_SIDE]! >> 1;
    const l = level * LEVEL_STRIDE;
    const prev = words[o + ORDER_PREV]!;
    const next = words[o + ORDER_NEXT]!;
    if (prev === 0) levels[l + LEVEL_HEAD] = next;
    else words[prev * ORDER_STRIDE + ORDER_NEXT] = next;
    if (next === 0) levels[l + LEVEL_TAIL] = prev;
    else words[next * ORDER_STRIDE + ORDER_PREV] = prev;
    float64[(l >> 1) + LEVEL_SHARES_F64]! -= words[o + ORDER_SHARES]! >>> 0;
    this.table.words[book * BOOK_STRIDE + BOOK_ORDERS]!--;
    this.orders.remove(order);
    if (--levels[l + LEVEL_ORDERS]! === 0) {
      this.ladders.removeLevel(level);
      this.checkCrossed(book);
    }
    this.table.touch(book);
  }

  sideOf(order: number): number {
    return this.orders.words[order * ORDER_STRIDE + ORDER_SIDE]!;
  }

  bookOf(order: number): number {
    return this.sideOf(order) >> 1;
  }

  /** The bits of the price at which an order rests. */
  priceOf(order: number): number {
    const { words } = this.orders;
    const o = order * ORDER_STRIDE;
    return keyOf(this.ladders.words[words[o + ORDER_LEVEL]! * LEVEL_STRIDE + LEVEL_KEY]!, words[o + ORDER_SIDE]! & 1);
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

  /** Takes every order out of a book. */
  empty(book: number): void {
    for (let side = book * 2; side <= book * 2 + 1; side++) {
      for (let level = this.ladders.levelAt(side, 0); level !== 0; level = this.ladders.levelAt(side, 0)) {
        this.remove(this.ladders.words[level * LEVEL_STRIDE + LEVEL_HEAD]!);
      }
    }
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
