/** Applies one record to the books: which message does what. The rules are stated in book-set.ts. */
import { HEADER, type RECORD } from '../../core/generated/records.js';
import { STATE } from './arena.js';
import {
  BOOK_EPOCH,
  BOOK_FLAGS,
  BOOK_NAME_HI,
  BOOK_NAME_LO,
  BOOK_STRIDE,
  type BookTable,
  COUNTER,
  DETAIL_REASON,
  DETAIL_STRIDE,
  FLAG_OPERATIONAL_HALT,
  STATE_MASK,
  STATE_SHIFT,
} from './book-table.js';
import { ChannelState } from './channel-state.js';
import { FULL, STORED, type OrderBooks } from './order-books.js';
import { NO_ORDER, type OrderStore } from './order-store.js';
import { PITCH_FIRST, PITCH_LAST, PitchApplier } from './pitch-applier.js';
import * as at from './record-words.js';

const BUY = 0x42;
const SELL = 0x53;
const PRINTABLE = 0x59;
const MARKET_NASDAQ = 0x51;
const HALTED = 0x48;
const UNSEQUENCED = 0x10;
const CHANNELS_MAX = 256;

export class RecordApplier {
  readonly channels: ChannelState[] = Array.from({ length: CHANNELS_MAX }, () => new ChannelState());
  /** Of each channel: 1 once a sequenced record has been seen. */
  private readonly started: Uint8Array;

  private readonly pitch: PitchApplier;
  private readonly orders: OrderStore;
  private readonly table: BookTable;

  constructor(private readonly books: OrderBooks) {
    this.orders = books.orders;
    this.table = books.table;
    this.pitch = new PitchApplier(books, this.channels);
    const { buffer, byteOffset } = books.arena.int32(CHANNELS_MAX / 4, STATE.started);
    this.started = new Uint8Array(buffer, byteOffset, CHANNELS_MAX);
  }

  /** Applies the record whose first byte and word are given, as int32s. */
  apply(u8: Uint8Array, u32: Uint32Array, byte: number, word: number): void {
    const channel = u8[byte + HEADER.channel]!;
    if (this.started[channel] === 0) this.start(channel, u8, u32, byte, word);
    switch (u8[byte]) {
      case 0x41 satisfies typeof RECORD.AddOrder:
      case 0x46 satisfies typeof RECORD.AddOrderMpid:
        this.add(channel, u8[byte + at.SIDE_BYTE]!, u32, word);
        break;
      case 0x44 satisfies typeof RECORD.OrderDelete:
        this.delete(channel, u32, word);
        break;
      case 0x45 satisfies typeof RECORD.OrderExecuted:
        this.execute(channel, u32, word);
        break;
      case 0x58 satisfies typeof RECORD.OrderCancel:
        this.cancel(channel, u32, word);
        break;
      case 0x55 satisfies typeof RECORD.OrderReplace:
        this.replace(channel, u32, word);
        break;
      case 0x43 satisfies typeof RECORD.OrderExecutedWithPrice:
        this.executeWithPrice(channel, u8[byte + at.PRINTABLE_BYTE] === PRINTABLE, u32, word);
        break;
      case 0x50 satisfies typeof RECORD.TradeNonCross:
        this.tradeOf(channel, u32[word + at.SHARES]!, u32[word + at.HIDDEN_TRADE_PRICE]! | 0, u32, word);
        break;
      case 0x51 satisfies typeof RECORD.CrossTrade: {
        const shares = u32[word + at.CROSS_SHARES_HI]! * 4294967296 + u32[word + at.CROSS_SHARES_LO]!;
        this.tradeOf(channel, shares, u32[word + at.CROSS_PRICE]! | 0, u32, word);
        break;
      }
      case 0x52 satisfies typeof RECORD.StockDirectory:
        this.directory(channel, u32, word);
        break;
      case 0x48 satisfies typeof RECORD.StockTradingAction:
        this.tradingState(channel, u8[byte + at.STATE_BYTE]!, u32, word);
        break;
      case 0x68 satisfies typeof RECORD.OperationalHalt:
        if (u8[byte + at.MARKET_BYTE] === MARKET_NASDAQ)
          this.operationalHalt(channel, u8[byte + at.HALT_BYTE] === HALTED, u32, word);
        break;
      case 0x53 satisfies typeof RECORD.SystemEvent:
        this.channels[channel]!.systemEvent = String.fromCharCode(u8[byte + at.EVENT_BYTE]!);
        break;
      case 0x02 satisfies typeof RECORD.Gap:
        this.missing(channel, spanOf(u32, word), u32, word);
        break;
      case 0x05 satisfies typeof RECORD.Loss:
        this.missing(channel, u32[word + at.LOSS_COUNT]!, u32, word);
        break;
      case 0x03 satisfies typeof RECORD.Session:
        this.newSession(channel, u8, u32, byte, word);
        break;
      case 0x04 satisfies typeof RECORD.End:
        this.channels[channel]!.ended = true;
        break;
      default:
        if (u8[byte]! >= PITCH_FIRST && u8[byte]! <= PITCH_LAST) this.pitch.apply(channel, u8, u32, byte, word);
        // Else no effect on books: auctions, restrictions, market makers, broken trades, unknown messages, padding.
        break;
    }
  }

  private add(channel: number, sideByte: number, u32: Uint32Array, word: number): void {
    const book = this.bookNamed(channel, u32[word + at.STOCK_LO]! | 0, u32[word + at.STOCK_HI]! | 0, u32, word);
    if (book === 0) return;
    const { table } = this;
    if (sideByte !== BUY && sideByte !== SELL) {
      table.tally(book, COUNTER.badSide);
      return;
    }
    const side = book * 2 + (sideByte === BUY ? 0 : 1);
    if (this.rest(channel, side, u32[word + at.REF_HI]! | 0, u32[word + at.REF_LO]! | 0, u32, word))
      table.totals[COUNTER.adds]!++;
  }

  private delete(channel: number, u32: Uint32Array, word: number): void {
    const order = this.orderOf(channel, u32, word);
    if (order === NO_ORDER) return;
    this.table.totals[COUNTER.deletes]!++;
    this.books.remove(order);
  }

  private execute(channel: number, u32: Uint32Array, word: number): void {
    const order = this.orderOf(channel, u32, word);
    if (order === NO_ORDER) return;
    const { books } = this;
    const shares = u32[word + at.SHARES]! | 0;
    const book = books.bookOf(order);
    if (shares === 0) {
      this.table.tally(book, COUNTER.zeroShares);
      return;
    }
    this.table.totals[COUNTER.executions]!++;
    this.trade(book, books.priceOf(order), shares >>> 0, u32, word);
    books.reduce(order, shares, COUNTER.overExecuted);
  }

  private executeWithPrice(channel: number, printable: boolean, u32: Uint32Array, word: number): void {
    const order = this.orderOf(channel, u32, word);
    const { books } = this;
    const shares = u32[word + at.SHARES]! | 0;
    const book = order === NO_ORDER ? this.table.at(channel, u32[word + at.LOCATE]! & 0xffff) : books.bookOf(order);
    if (shares === 0) {
      if (order !== NO_ORDER) this.table.tally(book, COUNTER.zeroShares);
      return;
    }
    // The message has its own price, so that the trade is known even where the order is not.
    if (printable && book !== 0) this.trade(book, u32[word + at.PRICE]! | 0, shares >>> 0, u32, word);
    if (order === NO_ORDER) return;
    this.table.totals[COUNTER.executions]!++;
    books.reduce(order, shares, COUNTER.overExecuted);
  }

  private cancel(channel: number, u32: Uint32Array, word: number): void {
    const order = this.orderOf(channel, u32, word);
    if (order === NO_ORDER) return;
    const { books } = this;
    const shares = u32[word + at.SHARES]! | 0;
    if (shares === 0) {
      this.table.tally(books.bookOf(order), COUNTER.zeroShares);
      return;
    }
    this.table.totals[COUNTER.cancels]!++;
    books.reduce(order, shares, COUNTER.overCancelled);
  }

  private replace(channel: number, u32: Uint32Array, word: number): void {
    const order = this.orderOf(channel, u32, word);
    if (order === NO_ORDER) return;
    const side = this.books.sideOf(order);
    this.table.totals[COUNTER.replaces]!++;
    this.books.remove(order);
    this.rest(channel, side, u32[word + at.NEW_REF_HI]! | 0, u32[word + at.NEW_REF_LO]! | 0, u32, word);
  }

  /** True when the order rests in the book. */
  private rest(channel: number, side: number, hi: number, lo: number, u32: Uint32Array, word: number): boolean {
    const outcome = this.books.add(channel, side, hi, lo, u32[word + at.PRICE]! | 0, u32[word + at.SHARES]! | 0);
    if (outcome === FULL)
      this.channels[channel]!.markUncertain(u32[word + at.SEQUENCE_HI]!, u32[word + at.SEQUENCE_LO]!);
    return outcome === STORED;
  }

  /** The order that a message is about, or NO_ORDER, counted. */
  private orderOf(channel: number, u32: Uint32Array, word: number): number {
    const order = this.orders.find(channel, u32[word + at.REF_HI]! | 0, u32[word + at.REF_LO]! | 0);
    if (order === NO_ORDER) {
      const { table } = this;
      table.tally(table.at(channel, u32[word + at.LOCATE]! & 0xffff), COUNTER.unknownOrders);
    }
    return order;
  }

  private tradeOf(channel: number, shares: number, price: number, u32: Uint32Array, word: number): void {
    const book = this.bookNamed(channel, u32[word + at.STOCK_LO]! | 0, u32[word + at.STOCK_HI]! | 0, u32, word);
    // A cross without shares is the news that nothing traded.
    if (book !== 0 && shares !== 0) this.trade(book, price, shares, u32, word);
  }

  private trade(book: number, price: number, shares: number, u32: Uint32Array, word: number): void {
    this.books.trade(book, price, shares, u32[word + at.TIME_HI]! & 0xffff, u32[word + at.TIME_LO]! | 0);
  }

  /** The book of a message that names its stock, made when there is none; 0 when the locate has another name. */
  private bookNamed(channel: number, nameLo: number, nameHi: number, u32: Uint32Array, word: number): number {
    const { table } = this;
    const locate = u32[word + at.LOCATE]! & 0xffff;
    const book = table.at(channel, locate);
    if (book !== 0) {
      const b = book * BOOK_STRIDE;
      if (table.words[b + BOOK_NAME_LO] === nameLo && table.words[b + BOOK_NAME_HI] === nameHi) return book;
      if (table.words[b + BOOK_NAME_LO] !== 0 || table.words[b + BOOK_NAME_HI] !== 0) {
        table.tally(book, COUNTER.nameConflicts);
        return 0;
      }
      table.setName(book, nameLo, nameHi);
      return book;
    }
    const created = table.create(channel, locate, this.channels[channel]!.certifiedEpoch);
    table.setName(created, nameLo, nameHi);
    table.touch(created);
    return created;
  }

  private directory(channel: number, u32: Uint32Array, word: number): void {
    const { table } = this;
    const nameLo = u32[word + at.STATUS_STOCK_LO]! | 0;
    const nameHi = u32[word + at.STATUS_STOCK_HI]! | 0;
    const book = this.bookNamed(channel, nameLo, nameHi, u32, word);
    if (book !== 0) return;
    // Counted as a conflict, but the directory is right: what rests there under the other name cannot be trusted.
    const renamed = table.at(channel, u32[word + at.LOCATE]! & 0xffff);
    this.books.empty(renamed);
    table.setName(renamed, nameLo, nameHi);
    table.touch(renamed);
  }

  private tradingState(channel: number, state: number, u32: Uint32Array, word: number): void {
    const book = this.bookOfStatus(channel, u32, word);
    if (book === 0) return;
    const { table } = this;
    const b = book * BOOK_STRIDE;
    table.words[b + BOOK_FLAGS] = (table.words[b + BOOK_FLAGS]! & ~STATE_MASK) | (state << STATE_SHIFT);
    table.detail[book * DETAIL_STRIDE + DETAIL_REASON] = u32[word + at.STATE_REASON]!;
    table.touch(book);
  }

  private operationalHalt(channel: number, halted: boolean, u32: Uint32Array, word: number): void {
    const book = this.bookOfStatus(channel, u32, word);
    if (book === 0) return;
    const { table } = this;
    const b = book * BOOK_STRIDE;
    const flags = table.words[b + BOOK_FLAGS]!;
    table.words[b + BOOK_FLAGS] = halted ? flags | FLAG_OPERATIONAL_HALT : flags & ~FLAG_OPERATIONAL_HALT;
    table.touch(book);
  }

  private bookOfStatus(channel: number, u32: Uint32Array, word: number): number {
    return this.bookNamed(channel, u32[word + at.STATUS_STOCK_LO]! | 0, u32[word + at.STATUS_STOCK_HI]! | 0, u32, word);
  }

  private missing(channel: number, count: number, u32: Uint32Array, word: number): void {
    const state = this.channels[channel]!;
    state.markUncertain(u32[word + at.SEQUENCE_HI]!, u32[word + at.SEQUENCE_LO]!);
    state.gaps++;
    state.missing += count;
    const { table } = this;
    table.forEachOf(channel, (book) => table.touch(book));
  }

  /** The first sequenced record of a channel: unless it is the session's first, what came before is missing. */
  private start(channel: number, u8: Uint8Array, u32: Uint32Array, byte: number, word: number): void {
    // Padding belongs to no channel, and a packet without a sequence number tells nothing.
    if (u8[byte] === (0x00 satisfies typeof RECORD.Pad) || (u8[byte + HEADER.flags]! & UNSEQUENCED) !== 0) return;
    this.started[channel] = 1;
    this.beginAt(channel, u32, word);
  }

  private beginAt(channel: number, u32: Uint32Array, word: number): void {
    const sequence = u32[word + at.SEQUENCE_HI]! * 4294967296 + u32[word + at.SEQUENCE_LO]!;
    if (sequence > 1) this.channels[channel]!.markUncertain(0, 1);
  }

  private newSession(channel: number, u8: Uint8Array, u32: Uint32Array, byte: number, word: number): void {
    const state = this.channels[channel]!;
    this.books.emptyChannel(channel);
    this.table.forEachOf(channel, (book) => this.table.forget(book));
    this.certify(channel);
    state.ended = false;
    state.sessions++;
    const session = u8.subarray(byte + at.SESSION_BYTE, byte + at.SESSION_BYTE + at.SESSION_BYTES);
    state.session = String.fromCharCode(...session).replace(/[ \0]+$/, '');
    this.beginAt(channel, u32, word);
  }

  /** The channel's books are those of the exchange, up to the record that comes next: it needs not be the session's first. */
  certify(channel: number): void {
    this.started[channel] = 1;
    const state = this.channels[channel]!;
    state.certify();
    const { table } = this;
    table.forEachOf(channel, (book) => {
      table.words[book * BOOK_STRIDE + BOOK_EPOCH] = state.epoch;
      table.touch(book);
    });
  }
}

function spanOf(u32: Uint32Array, word: number): number {
  const first = u32[word + at.SEQUENCE_HI]! * 4294967296 + u32[word + at.SEQUENCE_LO]!;
  return u32[word + at.GAP_LAST_HI]! * 4294967296 + u32[word + at.GAP_LAST_LO]! - first + 1;
}
