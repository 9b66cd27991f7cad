/** Records of the feed as the card leaves them in the ring, one at a time, for the books of the bench's venues. */
import { FIELD, HEADER, RECORD } from '../../../control/core/generated/records.js';
import { RecordRing } from '../../../control/core/record-ring.js';
import type { OrderPath } from './order-path.js';

const SLOTS_LOG2 = 12;
const BUY = 0x42;
const SELL = 0x53;

export class MarketRecords {
  readonly ring = new RecordRing(new ArrayBuffer(64 << SLOTS_LOG2), 0, SLOTS_LOG2);
  /** Absolute index of the next slot. */
  next = 0;
  /** By channel. */
  private readonly sequences = [1, 1, 1];
  private match = 1;
  private at = 0;

  constructor(private readonly path: OrderPath) {}

  /** What was written since the last call goes the way of the pump. */
  deliver(first: number): void {
    this.path.take(this.ring, first, this.next);
  }

  directory(channel: number, locate: number, symbol: string): void {
    this.begin(RECORD.StockDirectory, channel, locate);
    this.stock(FIELD.StockDirectory.stock, symbol);
    this.ring.u8[this.at + FIELD.StockDirectory.authenticity] = 0x50;
  }

  add(channel: number, locate: number, ref: number, isBuy: boolean, shares: number, price: number): void {
    this.begin(RECORD.AddOrder, channel, locate);
    this.word(FIELD.AddOrder.orderRef, ref);
    this.ring.u8[this.at + FIELD.AddOrder.side] = isBuy ? BUY : SELL;
    this.word(FIELD.AddOrder.shares, shares);
    this.word(FIELD.AddOrder.price, price);
    this.stock(FIELD.AddOrder.stock, `S${locate - 1}`);
  }

  replace(channel: number, locate: number, ref: number, newRef: number, shares: number, price: number): void {
    this.begin(RECORD.OrderReplace, channel, locate);
    this.word(FIELD.OrderReplace.originalOrderRef, ref);
    this.word(FIELD.OrderReplace.newOrderRef, newRef);
    this.word(FIELD.OrderReplace.shares, shares);
    this.word(FIELD.OrderReplace.price, price);
  }

  /** A trade that no order of the book shows. */
  trade(channel: number, locate: number, shares: number, price: number): void {
    this.begin(RECORD.TradeNonCross, channel, locate);
    this.ring.u8[this.at + FIELD.TradeNonCross.side] = BUY;
    this.word(FIELD.TradeNonCross.shares, shares);
    this.word(FIELD.TradeNonCross.price, price);
    this.word(FIELD.TradeNonCross.matchNumber, this.match++);
    this.stock(FIELD.TradeNonCross.stock, `S${locate - 1}`);
  }

  private begin(type: number, channel: number, locate: number): void {
    const { ring } = this;
    const at = (this.next & ring.mask) << 6;
    this.at = at;
    ring.u8.fill(0, at, at + 64);
    ring.u8[at + HEADER.type] = type;
    ring.u8[at + HEADER.channel] = channel;
    ring.u16[(at + HEADER.stockLocate) >> 1] = locate;
    ring.u32[(at + HEADER.sequence) >> 2] = this.sequences[channel]!++;
    this.next = (this.next + 1) >>> 0;
  }

  private stock(offset: number, symbol: string): void {
    for (let i = 0; i < 8; i++) this.ring.u8[this.at + offset + i] = symbol.charCodeAt(i) || 0x20;
  }

  private word(offset: number, value: number): void {
    this.ring.u32[(this.at + offset) >> 2] = value;
  }
}
