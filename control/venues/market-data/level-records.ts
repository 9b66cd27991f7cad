/**
 * Price levels as the records that books are built from: a level is one order whose reference is made from locate, side and price, so that the same
 * level always has the same reference. Prices are in ticks and sizes in lots of the listing. A bounded ring: what finds no room is counted,
 * and told as lost.
 */
import { FIELD, HEADER, LAP_OFFSET, RECORD, SLOT_BYTES } from '../../core/generated/records.js';
import { RecordRing, type RecordSink } from '../../core/record-ring.js';

const WORDS = SLOT_BYTES / 4;
const LAP_WORD = LAP_OFFSET / 4;
const STOCK_BYTES = 8;
const TWO_32 = 4294967296;
const BEATS_PER_NS = 1 / 6.4;
const BUY = 0x42;
const SELL = 0x53;
/** Room that is kept for control records. */
const RESERVED = 4;

export class LevelRecords {
  readonly ring: RecordRing;
  /** Records that found no room, and times that it happened. */
  dropped = 0;
  losses = 0;
  delivered = 0;
  private producer = 0;
  private consumer = 0;
  private sequence = 1;
  private firstLost = 0;
  /** Nanoseconds since midnight UTC, and beats, of what is written next. */
  private timeNs = 0;
  private beats = 0;

  constructor(
    slotsLog2: number,
    private readonly channel: number,
    /** 8 bytes by locate. */
    private readonly stocks: readonly Uint8Array[],
  ) {
    this.ring = new RecordRing(new ArrayBuffer(SLOT_BYTES * 2 ** slotsLog2), 0, slotsLog2);
  }

  /** Something was lost, and what is written now must wait for `recovered`. */
  get isBroken(): boolean {
    return this.firstLost !== 0;
  }

  /** @param epochMs of the venue; 0 when it did not say */
  at(epochMs: number, monotonicNs: number): void {
    this.timeNs = epochMs > 0 ? Math.round((epochMs % 86_400_000) * 1e6) : 0;
    this.beats = Math.floor(monotonicNs * BEATS_PER_NS);
  }

  /** A new session: books of the channel are empty from here on. */
  session(name: string): void {
    const before = this.sequence;
    // The record tells the number of the first message: a session that began with a later one would have lost something.
    this.sequence = 1;
    const at = this.begin(RECORD.Session, 0, RESERVED);
    if (at < 0) {
      this.sequence = before;
      return;
    }
    for (let i = 0; i < 10; i++) this.ring.u8[at + FIELD.Session.session + i] = name.charCodeAt(i) || 0x20;
  }

  directory(locate: number): void {
    const at = this.begin(RECORD.StockDirectory, locate, 0);
    if (at < 0) return;
    this.stock(at + FIELD.StockDirectory.stock, locate);
    this.ring.u32[(at + FIELD.StockDirectory.roundLotSize) >> 2] = 1;
  }

  tradingAction(locate: number, state: string): void {
    const at = this.begin(RECORD.StockTradingAction, locate, 0);
    if (at < 0) return;
    this.stock(at + FIELD.StockTradingAction.stock, locate);
    this.ring.u8[at + FIELD.StockTradingAction.tradingState] = state.charCodeAt(0);
    this.ring.u8.fill(0x20, at + FIELD.StockTradingAction.reason, at + FIELD.StockTradingAction.reason + 4);
  }

  /** @param buys true for a bid @param before lots at the price so far @param after lots from now on */
  level(locate: number, buys: boolean, price: number, before: number, after: number): void {
    if (after === before) return;
    if (before > 0 && after > 0 && after < before) {
      const at = this.order(RECORD.OrderCancel, locate, buys, price);
      if (at >= 0) this.ring.u32[(at + FIELD.OrderCancel.canceledShares) >> 2] = before - after;
      return;
    }
    if (before > 0) this.order(RECORD.OrderDelete, locate, buys, price);
    if (after === 0) return;
    const at = this.order(RECORD.AddOrder, locate, buys, price);
    if (at < 0) return;
    this.ring.u8[at + FIELD.AddOrder.side] = buys ? BUY : SELL;
    this.ring.u32[(at + FIELD.AddOrder.shares) >> 2] = after;
    this.ring.u32[(at + FIELD.AddOrder.price) >> 2] = price;
    this.stock(at + FIELD.AddOrder.stock, locate);
  }

  trade(locate: number, price: number, lots: number, match: number): void {
    const at = this.begin(RECORD.TradeNonCross, locate, 0);
    if (at < 0) return;
    const { u8, u32 } = this.ring;
    const field = FIELD.TradeNonCross;
    u8[at + field.side] = BUY;
    u32[(at + field.shares) >> 2] = lots;
    u32[(at + field.price) >> 2] = price;
    u32[(at + field.matchNumber) >> 2] = match >>> 0;
    u32[(at + field.matchNumber + 4) >> 2] = Math.floor(match / TWO_32);
    this.stock(at + field.stock, locate);
  }

  /** Messages are missing, and nobody knows which: books are uncertain until the next session record. */
  gap(): void {
    const at = this.begin(RECORD.Gap, 0, RESERVED);
    if (at < 0) return;
    const { u32 } = this.ring;
    u32[(at + FIELD.Gap.last) >> 2] = this.sequence >>> 0;
    u32[(at + FIELD.Gap.last + 4) >> 2] = Math.floor(this.sequence / TWO_32);
    this.sequence++;
  }

  poll(sink: RecordSink, maxSlots: number): number {
    const slots = Math.min(maxSlots, (this.producer - this.consumer) >>> 0);
    if (slots === 0) return 0;
    const first = this.consumer >>> 0;
    const end = (this.consumer + slots) >>> 0;
    sink.onRecords(this.ring, first, end);
    this.consumer = end | 0;
    return slots;
  }

  /** Slots that can be written now. */
  get free(): number {
    return this.ring.slots - ((this.producer - this.consumer) >>> 0);
  }

  /** Everything is written anew from here on. */
  recovered(): void {
    this.firstLost = 0;
  }

  private order(type: number, locate: number, buys: boolean, price: number): number {
    const at = this.begin(type, locate, 0);
    if (at < 0) return at;
    const { u32 } = this.ring;
    // All order records begin with the reference.
    u32[(at + FIELD.AddOrder.orderRef) >> 2] = price >>> 0;
    u32[(at + FIELD.AddOrder.orderRef + 4) >> 2] = (locate << 1) | (buys ? 0 : 1);
    return at;
  }

  /** Where the record starts in the ring, -1 when there is no room. */
  private begin(type: number, locate: number, mayUse: number): number {
    if (this.firstLost !== 0 || this.free <= RESERVED - mayUse) {
      this.dropped++;
      if (this.firstLost === 0) {
        this.firstLost = this.sequence;
        this.losses++;
      }
      return -1;
    }
    const { ring } = this;
    const slot = this.producer & ring.mask;
    const word = slot * WORDS;
    const at = slot * SLOT_BYTES;
    const { u8, u16, u32 } = ring;
    for (let i = word; i < word + LAP_WORD; i++) u32[i] = 0;
    u32[word + LAP_WORD] = (this.producer >>> ring.slotsLog2) + 1;
    this.producer = (this.producer + 1) | 0;
    u8[at + HEADER.type] = type;
    u8[at + HEADER.channel] = this.channel;
    u16[(at + HEADER.stockLocate) >> 1] = locate;
    u16[(at + HEADER.ingress) >> 1] = this.beats / TWO_32;
    u32[(at + HEADER.ingress + 2) >> 2] = this.beats;
    const isControl = type === RECORD.Session || type === RECORD.Gap;
    const { sequence } = this;
    u32[(at + HEADER.sequence) >> 2] = sequence >>> 0;
    u32[(at + HEADER.sequence + 4) >> 2] = Math.floor(sequence / TWO_32);
    if (!isControl) {
      u32[(at + HEADER.timestamp) >> 2] = this.timeNs >>> 0;
      u16[(at + HEADER.timestamp + 4) >> 1] = this.timeNs / TWO_32;
      this.sequence++;
    }
    this.delivered++;
    return at;
  }

  private stock(at: number, locate: number): void {
    const bytes = this.stocks[locate];
    for (let i = 0; i < STOCK_BYTES; i++) this.ring.u8[at + i] = bytes === undefined ? 0x20 : bytes[i]!;
  }
}
