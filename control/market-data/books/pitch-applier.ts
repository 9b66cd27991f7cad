/**
 * Applies the records of PITCH 2 to the books. PITCH names an order's stock in its Add Order only, and never by a number: each channel (a unit) gives its
 * symbols numbers of its own, in the order in which they come, which then stand where ITCH has the stock locate.
 *
 * What the messages do: adds rest an order; executions, reductions and Modify Order change the order that they name; Executed at Price/Size says what is
 * left, which wins over what was there; a trade that names a stock is of a hidden order, and only the last trade; Unit Clear empties all books of the
 * channel. Modify Order always goes to the end of its new level's queue (depth L3), although one that only gets smaller keeps its place at the exchange.
 * A price beyond 32 bits (429,496.7295 dollars) is refused and counted, as is anything else that does not fit (book-set.ts). Messages that were
 * recovered after their gap was reported come too late to be put in their place: the books stay in doubt until a snapshot.
 */
import { FIELD, FLAG, HEADER, RECORD } from '../../core/generated/records.js';
import { BOOK_FLAGS, BOOK_STRIDE, COUNTER, STATE_MASK, STATE_SHIFT, type BookTable } from './book-table.js';
import type { ChannelState } from './channel-state.js';
import { FULL, STORED, type OrderBooks } from './order-books.js';
import { NO_ORDER, ORDER_SHARES, type OrderStore } from './order-store.js';
import { SEQUENCE_HI, SEQUENCE_LO, TIME_HI, TIME_LO } from './record-words.js';

/** The first and last type byte of PITCH's records that concern books. */
export const PITCH_FIRST = RECORD.PitchTime;
export const PITCH_LAST = RECORD.PitchRetailPriceImprovement;

const ID_LO = same(
  FIELD.PitchAddOrderLong.orderId,
  FIELD.PitchAddOrderShort.orderId,
  FIELD.PitchAddOrderExpanded.orderId,
  FIELD.PitchOrderExecuted.orderId,
  FIELD.PitchOrderExecutedAtPriceSize.orderId,
  FIELD.PitchReduceSizeLong.orderId,
  FIELD.PitchReduceSizeShort.orderId,
  FIELD.PitchModifyOrderLong.orderId,
  FIELD.PitchModifyOrderShort.orderId,
  FIELD.PitchDeleteOrder.orderId,
);
const SYMBOL_LO = same(
  FIELD.PitchAddOrderLong.symbol,
  FIELD.PitchAddOrderShort.symbol,
  FIELD.PitchAddOrderExpanded.symbol,
  FIELD.PitchTradeLong.symbol,
  FIELD.PitchTradeShort.symbol,
  FIELD.PitchTradeExpanded.symbol,
  FIELD.PitchTradingStatus.symbol,
  FIELD.PitchAuctionSummary.symbol,
);
const PRICE_LO = same(
  FIELD.PitchAddOrderLong.price,
  FIELD.PitchAddOrderShort.price,
  FIELD.PitchAddOrderExpanded.price,
  FIELD.PitchOrderExecutedAtPriceSize.price,
  FIELD.PitchModifyOrderLong.price,
  FIELD.PitchModifyOrderShort.price,
  FIELD.PitchTradeLong.price,
  FIELD.PitchTradeShort.price,
  FIELD.PitchTradeExpanded.price,
  FIELD.PitchAuctionSummary.price,
);
const QUANTITY = same(
  FIELD.PitchAddOrderLong.quantity,
  FIELD.PitchAddOrderShort.quantity,
  FIELD.PitchAddOrderExpanded.quantity,
  FIELD.PitchOrderExecuted.executedQuantity,
  FIELD.PitchOrderExecutedAtPriceSize.executedQuantity,
  FIELD.PitchReduceSizeLong.canceledQuantity,
  FIELD.PitchReduceSizeShort.canceledQuantity,
  FIELD.PitchModifyOrderLong.quantity,
  FIELD.PitchModifyOrderShort.quantity,
  FIELD.PitchTradeLong.quantity,
  FIELD.PitchTradeShort.quantity,
  FIELD.PitchTradeExpanded.quantity,
  FIELD.PitchAuctionSummary.shares,
);
const REMAINING = same(FIELD.PitchOrderExecutedAtPriceSize.remainingQuantity);
const SIDE_BYTE = FIELD.PitchAddOrderLong.side;
const STATUS_BYTE = FIELD.PitchTradingStatus.tradingStatus;

const BUY = 0x42;
const SELL = 0x53;
const LOCATES = 65_536;

/** PITCH's trading status as the books' trading state: accepting orders is quotation only, a suspension is a halt. */
const STATE: Readonly<Record<number, number>> = { 0x54: 0x54, 0x51: 0x51, 0x41: 0x51, 0x48: 0x48, 0x53: 0x48 };

export class PitchApplier {
  /** By channel: the numbers of its symbols, by the two halves of their eight characters. */
  private readonly locates: (Map<number, Map<number, number>> | undefined)[] = [];
  private readonly counts: number[] = [];
  private readonly orders: OrderStore;
  private readonly table: BookTable;

  constructor(
    private readonly books: OrderBooks,
    private readonly channels: readonly ChannelState[],
  ) {
    this.orders = books.orders;
    this.table = books.table;
  }

  apply(channel: number, u8: Uint8Array, u32: Uint32Array, byte: number, word: number): void {
    if ((u8[byte + HEADER.flags]! & FLAG.recovered) !== 0) return;
    switch (u8[byte]) {
      case RECORD.PitchAddOrderLong:
      case RECORD.PitchAddOrderShort:
      case RECORD.PitchAddOrderExpanded:
        this.add(channel, u8[byte + SIDE_BYTE]!, u32, word);
        break;
      case RECORD.PitchOrderExecuted:
        this.execute(channel, u32, word);
        break;
      case RECORD.PitchOrderExecutedAtPriceSize:
        this.executeAtPrice(channel, u32, word);
        break;
      case RECORD.PitchReduceSizeLong:
      case RECORD.PitchReduceSizeShort:
        this.reduce(channel, u32, word);
        break;
      case RECORD.PitchModifyOrderLong:
      case RECORD.PitchModifyOrderShort:
        this.modify(channel, u32, word);
        break;
      case RECORD.PitchDeleteOrder:
        this.delete(channel, u32, word);
        break;
      case RECORD.PitchTradeLong:
      case RECORD.PitchTradeShort:
      case RECORD.PitchTradeExpanded:
      case RECORD.PitchAuctionSummary:
        this.tradeOf(channel, u32, word);
        break;
      case RECORD.PitchTradingStatus:
        this.tradingStatus(channel, u8[byte + STATUS_BYTE]!, u32, word);
        break;
      case RECORD.PitchUnitClear:
        this.books.emptyChannel(channel);
        break;
      case RECORD.PitchEndOfSession:
        this.channels[channel]!.ended = true;
        break;
      default:
        // Time, symbol mapping, auction updates, broken trades, retail interest: no effect on books.
        break;
    }
  }

  private add(channel: number, sideByte: number, u32: Uint32Array, word: number): void {
    const book = this.bookNamed(channel, u32, word);
    const { table } = this;
    if (sideByte !== BUY && sideByte !== SELL) {
      table.tally(book, COUNTER.badSide);
      return;
    }
    if (this.rest(channel, book * 2 + (sideByte === BUY ? 0 : 1), u32, word)) table.totals[COUNTER.adds]!++;
  }

  private execute(channel: number, u32: Uint32Array, word: number): void {
    const order = this.orderOf(channel, u32, word);
    if (order === NO_ORDER) return;
    const { books } = this;
    const quantity = u32[word + QUANTITY]! | 0;
    this.table.totals[COUNTER.executions]!++;
    this.trade(books.bookOf(order), books.priceOf(order), quantity >>> 0, u32, word);
    books.reduce(order, quantity, COUNTER.overExecuted);
  }

  private executeAtPrice(channel: number, u32: Uint32Array, word: number): void {
    const order = this.orderOf(channel, u32, word);
    if (order === NO_ORDER) return;
    const { books } = this;
    this.table.totals[COUNTER.executions]!++;
    this.trade(books.bookOf(order), u32[word + PRICE_LO]! | 0, u32[word + QUANTITY]!, u32, word);
    const open = this.orders.words[order + ORDER_SHARES]! >>> 0;
    const left = u32[word + REMAINING]!;
    if (left < open) books.reduce(order, (open - left) | 0, COUNTER.overExecuted);
  }

  private reduce(channel: number, u32: Uint32Array, word: number): void {
    const order = this.orderOf(channel, u32, word);
    if (order === NO_ORDER) return;
    this.table.totals[COUNTER.cancels]!++;
    this.books.reduce(order, u32[word + QUANTITY]! | 0, COUNTER.overCancelled);
  }

  private modify(channel: number, u32: Uint32Array, word: number): void {
    const order = this.orderOf(channel, u32, word);
    if (order === NO_ORDER) return;
    const side = this.books.sideOf(order);
    this.table.totals[COUNTER.replaces]!++;
    this.books.remove(order);
    // A size of 0 takes the order away.
    if (u32[word + QUANTITY] !== 0) this.rest(channel, side, u32, word);
  }

  private delete(channel: number, u32: Uint32Array, word: number): void {
    const order = this.orderOf(channel, u32, word);
    if (order === NO_ORDER) return;
    this.table.totals[COUNTER.deletes]!++;
    this.books.remove(order);
  }

  private tradeOf(channel: number, u32: Uint32Array, word: number): void {
    const quantity = u32[word + QUANTITY]!;
    if (quantity !== 0) this.trade(this.bookNamed(channel, u32, word), u32[word + PRICE_LO]! | 0, quantity, u32, word);
  }

  private tradingStatus(channel: number, status: number, u32: Uint32Array, word: number): void {
    const state = STATE[status];
    const book = this.bookNamed(channel, u32, word);
    if (state === undefined) return;
    const { table } = this;
    const flags = book * BOOK_STRIDE + BOOK_FLAGS;
    table.words[flags] = (table.words[flags]! & ~STATE_MASK) | (state << STATE_SHIFT);
    table.touch(book);
  }

  /** True when the order rests in the book. */
  private rest(channel: number, side: number, u32: Uint32Array, word: number): boolean {
    if (u32[word + PRICE_LO + 1] !== 0) {
      this.table.tally(side >> 1, COUNTER.refusedOrders);
      this.markUncertain(channel, u32, word);
      return false;
    }
    const price = u32[word + PRICE_LO]! | 0;
    const quantity = u32[word + QUANTITY]! | 0;
    const hi = u32[word + ID_LO + 1]! | 0;
    const outcome = this.books.add(channel, side, hi, u32[word + ID_LO]! | 0, price, quantity);
    if (outcome === FULL) this.markUncertain(channel, u32, word);
    return outcome === STORED;
  }

  private markUncertain(channel: number, u32: Uint32Array, word: number): void {
    this.channels[channel]!.markUncertain(u32[word + SEQUENCE_HI]!, u32[word + SEQUENCE_LO]!);
  }

  /** The order that a message is about, or NO_ORDER, counted. */
  private orderOf(channel: number, u32: Uint32Array, word: number): number {
    const order = this.orders.find(channel, u32[word + ID_LO + 1]! | 0, u32[word + ID_LO]! | 0);
    if (order === NO_ORDER) this.table.tally(0, COUNTER.unknownOrders);
    return order;
  }

  private trade(book: number, price: number, quantity: number, u32: Uint32Array, word: number): void {
    this.books.trade(book, price, quantity, u32[word + TIME_HI]! & 0xffff, u32[word + TIME_LO]! | 0);
  }

  /** The book of a message that names its stock, made when there is none. */
  private bookNamed(channel: number, u32: Uint32Array, word: number): number {
    const lo = u32[word + SYMBOL_LO]! | 0;
    const hi = u32[word + SYMBOL_LO + 1]! | 0;
    const locate = this.locateOf(channel, lo, hi);
    const { table } = this;
    const known = table.at(channel, locate);
    if (known !== 0) return known;
    const created = table.create(channel, locate, this.channels[channel]!.certifiedEpoch);
    table.setName(created, lo, hi);
    table.touch(created);
    return created;
  }

  private locateOf(channel: number, lo: number, hi: number): number {
    const byLow = (this.locates[channel] ??= new Map<number, Map<number, number>>());
    let byHigh = byLow.get(lo);
    if (byHigh === undefined) {
      byHigh = new Map();
      byLow.set(lo, byHigh);
    }
    const known = byHigh.get(hi);
    if (known !== undefined) return known;
    // A unit has a part of some thousands of symbols; behind the last number all share one, and their names tell of it.
    const locate = Math.min((this.counts[channel] ?? 0) + 1, LOCATES - 1);
    this.counts[channel] = locate;
    byHigh.set(hi, locate);
    return locate;
  }
}

/** The one place, in words, where a field stands in every record that has it. */
function same(...offsets: number[]): number {
  const [first = 0] = offsets;
  if (first % 4 !== 0 || offsets.some((offset) => offset !== first)) {
    throw new RangeError(`record layout: offsets ${offsets.join(', ')} must be one multiple of 4`);
  }
  return first >> 2;
}
