/** A book as a reader sees it. Methods that return objects allocate; `readTop` fills one that the caller keeps. */
import {
  BOOK_COUNTERS,
  BOOK_EPOCH,
  BOOK_FLAGS,
  BOOK_KEY,
  BOOK_NAME_HI,
  BOOK_NAME_LO,
  BOOK_ORDERS,
  BOOK_STRIDE,
  BOOK_VERSION,
  DETAIL_REASON,
  DETAIL_STRIDE,
  FLAG_CROSSED,
  FLAG_OPERATIONAL_HALT,
  STATE_SHIFT,
  TRADE_COUNT,
  TRADE_PRICE,
  TRADE_SHARES_F64,
  TRADE_TIME_HI,
  TRADE_TIME_LO,
  TRADE_VOLUME_F64,
  type BookCounter,
} from './book-table.js';
import type { ChannelState } from './channel-state.js';
import type { OrderBooks } from './order-books.js';
import { NODE_HI, NODE_LO, NODE_NEXT, NODE_STRIDE } from './order-queues.js';
import { ORDER_SHARES } from './order-store.js';
import {
  keyOf,
  LEVEL_KEY,
  LEVEL_ORDERS,
  LEVEL_SHARES_F64,
  LEVEL_STRIDE,
  LEVEL_STRIDE_F64,
  NO_LEVEL,
  SIDE_BASE,
  SIDE_LEVELS,
  sideWord,
} from './price-ladders.js';

export type Side = 'bid' | 'ask';

/** A price level; prices are integers in ten-thousandths, as the feed has them. */
export interface Level {
  readonly price: number;
  readonly shares: number;
  readonly orders: number;
}

/** An order in its queue. */
export interface RestingOrder {
  readonly orderRef: bigint;
  readonly price: number;
  readonly shares: number;
}

/** Price of the last trade, and shares traded in the session. */
export interface TradedSoFar {
  price: number;
  volume: number;
}

export interface LastTrade {
  readonly price: number;
  readonly shares: number;
  /** Exchange time, ns since midnight. */
  readonly timestampNs: number;
}

/** Best bid and offer, to be filled again and again. A side with no orders has price and shares 0. */
export interface TopOfBook {
  bidPrice: number;
  bidShares: number;
  bidOrders: number;
  askPrice: number;
  askShares: number;
  askOrders: number;
}

export class Book {
  readonly channel: number;
  readonly stockLocate: number;
  private readonly channelState: ChannelState;

  /** @param number the book's number in its set */
  constructor(
    private readonly books: OrderBooks,
    channels: readonly ChannelState[],
    readonly number: number,
  ) {
    const key = this.word(BOOK_KEY);
    this.channel = key >>> 16;
    this.stockLocate = key & 0xffff;
    this.channelState = channels[this.channel]!;
  }

  /** The stock's name, '' as long as no message of this session has told it. */
  get symbol(): string {
    return stockName(this.word(BOOK_NAME_LO), this.word(BOOK_NAME_HI));
  }

  /** Differs whenever a reader could see a difference (modulo 2^32). */
  get version(): number {
    return this.word(BOOK_VERSION) >>> 0;
  }

  /** Live orders on both sides. */
  get orderCount(): number {
    return this.word(BOOK_ORDERS);
  }

  /** The last Stock Trading Action's state (`H` halted, `P` paused, `Q` quotation only, `T` trading), or undefined. */
  get tradingState(): string | undefined {
    const state = this.tradingStateCode;
    return state === 0 ? undefined : String.fromCharCode(state);
  }

  /** The same as a character code, 0 when there is none. Does not allocate. */
  get tradingStateCode(): number {
    return (this.word(BOOK_FLAGS) >>> STATE_SHIFT) & 0xff;
  }

  get tradingStateReason(): string {
    return latin1(this.books.table.detail[this.number * DETAIL_STRIDE + DETAIL_REASON]!);
  }

  /** True while an Operational Halt of Nasdaq itself stands. */
  get operationalHalt(): boolean {
    return (this.word(BOOK_FLAGS) & FLAG_OPERATIONAL_HALT) !== 0;
  }

  get crossed(): boolean {
    return (this.word(BOOK_FLAGS) & FLAG_CROSSED) !== 0;
  }

  /** True when messages that may have concerned this book are missing; channel-state.ts says when and until when. */
  get uncertain(): boolean {
    return this.word(BOOK_EPOCH) !== this.channelState.epoch;
  }

  /** The first sequence number known to be missing; undefined while the book is certain. */
  get uncertainSince(): bigint | undefined {
    return this.uncertain ? this.channelState.uncertainSince() : undefined;
  }

  bestBid(): Level | undefined {
    return this.levelAt('bid', 0);
  }

  bestAsk(): Level | undefined {
    return this.levelAt('ask', 0);
  }

  readTop(top: TopOfBook): void {
    const { ladders } = this.books;
    const { words, float64 } = ladders;
    const bid = ladders.levelAt(this.number * 2, 0);
    const ask = ladders.levelAt(this.number * 2 + 1, 0);
    const noBid = bid === NO_LEVEL;
    const noAsk = ask === NO_LEVEL;
    top.bidPrice = noBid ? 0 : keyOf(words[bid * LEVEL_STRIDE + LEVEL_KEY]!, 0) >>> 0;
    top.bidShares = noBid ? 0 : float64[bid * LEVEL_STRIDE_F64 + LEVEL_SHARES_F64]!;
    top.bidOrders = noBid ? 0 : words[bid * LEVEL_STRIDE + LEVEL_ORDERS]!;
    top.askPrice = noAsk ? 0 : keyOf(words[ask * LEVEL_STRIDE + LEVEL_KEY]!, 1) >>> 0;
    top.askShares = noAsk ? 0 : float64[ask * LEVEL_STRIDE_F64 + LEVEL_SHARES_F64]!;
    top.askOrders = noAsk ? 0 : words[ask * LEVEL_STRIDE + LEVEL_ORDERS]!;
  }

  levelCount(side: Side): number {
    return this.books.ladders.books[sideWord(this.sideNumber(side)) + SIDE_LEVELS]!;
  }

  /** The levels of a side, best first. */
  levels(side: Side, depth = Infinity): Level[] {
    const count = Math.min(depth, this.levelCount(side));
    const levels: Level[] = [];
    for (let rank = 0; rank < count; rank++) levels.push(this.levelAt(side, rank)!);
    return levels;
  }

  /**
   * Prices and shares of the first `depth` levels of a side, best first, into arrays of the caller's from index `at` on. Answers how many
   * there are. Does not allocate.
   */
  readLevels(side: Side, depth: number, prices: Float64Array, shares: Float64Array, at: number): number {
    const { books: sides, words, float64 } = this.books.ladders;
    const number = this.sideNumber(side);
    const word = sideWord(number);
    const levels = sides[word + SIDE_LEVELS]!;
    const count = Math.min(depth, levels);
    const best = sides[word + SIDE_BASE]! + levels - 1;
    for (let rank = 0; rank < count; rank++) {
      const level = best - rank;
      prices[at + rank] = keyOf(words[level * LEVEL_STRIDE + LEVEL_KEY]!, number & 1) >>> 0;
      shares[at + rank] = float64[level * LEVEL_STRIDE_F64 + LEVEL_SHARES_F64]!;
    }
    return count;
  }

  /** The orders of a side in the order in which they would trade. Sets of depth L2 do not know that order, and throw. */
  *orders(side: Side): Generator<RestingOrder> {
    const { ladders, orders, queues } = this.books;
    if (queues === undefined) throw new TypeError(`orders of ${this.symbol}: only a BookSet of depth L3 keeps queues`);
    for (let rank = 0; rank < this.levelCount(side); rank++) {
      const level = ladders.levelAt(this.sideNumber(side), rank);
      const price = keyOf(ladders.words[level * LEVEL_STRIDE + LEVEL_KEY]!, this.sideNumber(side) & 1) >>> 0;
      for (let node = queues.first(level); node !== 0;) {
        const hi = queues.words[node * NODE_STRIDE + NODE_HI]!;
        const lo = queues.words[node * NODE_STRIDE + NODE_LO]!;
        const orderRef = (BigInt(hi >>> 0) << 32n) | BigInt(lo >>> 0);
        const order = orders.find(this.channel, hi, lo);
        yield { orderRef, price, shares: orders.words[order + ORDER_SHARES]! >>> 0 };
        node = queues.words[node * NODE_STRIDE + NODE_NEXT]!;
      }
    }
  }

  /** The last trade of this session that was reported, broken or not. */
  lastTrade(): LastTrade | undefined {
    const { detail, float64 } = this.books.table;
    const d = this.number * DETAIL_STRIDE;
    if (detail[d + TRADE_COUNT] === 0) return undefined;
    return {
      price: detail[d + TRADE_PRICE]! >>> 0,
      shares: float64[(d >> 1) + TRADE_SHARES_F64]!,
      timestampNs: (detail[d + TRADE_TIME_HI]! >>> 0) * 4294967296 + (detail[d + TRADE_TIME_LO]! >>> 0),
    };
  }

  /** The same, and the session's volume, into an object of the caller's: nothing is allocated. Price and volume are 0 before the first trade. */
  readTrades(into: TradedSoFar): void {
    const d = this.number * DETAIL_STRIDE;
    const { detail, float64 } = this.books.table;
    into.price = detail[d + TRADE_COUNT] === 0 ? 0 : detail[d + TRADE_PRICE]! >>> 0;
    into.volume = float64[(d >> 1) + TRADE_VOLUME_F64]!;
  }

  /** Shares and number of this session's trades. */
  volume(): { readonly shares: number; readonly trades: number } {
    const d = this.number * DETAIL_STRIDE;
    const { detail, float64 } = this.books.table;
    return { shares: float64[(d >> 1) + TRADE_VOLUME_F64]!, trades: detail[d + TRADE_COUNT]! >>> 0 };
  }

  /** What did not fit, by kind. */
  counters(): Record<BookCounter, number> {
    const { table } = this.books;
    return Object.fromEntries(BOOK_COUNTERS.map((name) => [name, table.counted(this.number, name)])) as Record<
      BookCounter,
      number
    >;
  }

  private levelAt(side: Side, rank: number): Level | undefined {
    const { ladders } = this.books;
    const level = ladders.levelAt(this.sideNumber(side), rank);
    if (level === NO_LEVEL) return undefined;
    return {
      price: keyOf(ladders.words[level * LEVEL_STRIDE + LEVEL_KEY]!, this.sideNumber(side) & 1) >>> 0,
      shares: ladders.float64[level * LEVEL_STRIDE_F64 + LEVEL_SHARES_F64]!,
      orders: ladders.words[level * LEVEL_STRIDE + LEVEL_ORDERS]!,
    };
  }

  private sideNumber(side: Side): number {
    return this.number * 2 + (side === 'bid' ? 0 : 1);
  }

  private word(offset: number): number {
    return this.books.table.words[this.number * BOOK_STRIDE + offset]!;
  }
}

/** A stock's name from its eight bytes, without the spaces behind it. */
export function stockName(lo: number, hi: number): string {
  return `${bytesOf(lo)}${bytesOf(hi)}`.replace(/[ \0]+$/, '');
}

function latin1(word: number): string {
  return bytesOf(word).replace(/[ \0]+$/, '');
}

function bytesOf(word: number): string {
  return String.fromCharCode(word & 0xff, (word >>> 8) & 0xff, (word >>> 16) & 0xff, word >>> 24);
}
