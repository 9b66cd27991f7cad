/**
 * PITCH 2 messages read where they lie: a view is moved from message to message, and a field is decoded when it is asked for. Short
 * forms have getters of their own; all give symbols of eight characters, padded, and prices with four decimals. Nothing is copied,
 * and nothing allocated but by `bind`.
 *
 * A field is only there in the messages that its comment names; the caller has checked type and length (`isKnownLength`). Halves of
 * identifiers and of symbols are signed 32 bits, which are never on the heap; a symbol has its first character in the lowest byte of `Lo`.
 */
import { ADD_ORDER_EXPANDED_BYTES, pitchFeed } from './messages.js';

/** Two spaces, behind a symbol of six characters. */
const PADDING = 0x2020_0000;
const CENTS = 100;

/** The shortest length of each type; 0 where no message of the feed has that type. */
export const LEAST_BYTES = new Uint8Array(256);
for (const { type, bytes } of Object.values(pitchFeed)) LEAST_BYTES[type] = bytes;
LEAST_BYTES[pitchFeed.AddOrderExpanded.type] = ADD_ORDER_EXPANDED_BYTES[0];

export class PitchView {
  private view: DataView = new DataView(new ArrayBuffer(0));
  private bytes: Uint8Array | undefined;
  private at = 0;

  /** Says where the messages are. The only thing that allocates, and only for another array than before. */
  bind(bytes: Uint8Array): void {
    if (bytes === this.bytes) return;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Goes to the message that starts at byte `at` of what was bound. */
  moveTo(at: number): void {
    this.at = at;
  }

  /** True when the message here is of a known type and has all fields of its first revision. */
  get isKnownLength(): boolean {
    const least = LEAST_BYTES[this.type]!;
    return least !== 0 && this.length >= least;
  }

  /** All messages: the length is what to step by. */
  get length(): number {
    return this.view.getUint8(this.at);
  }
  get type(): number {
    return this.view.getUint8(this.at + 1);
  }
  /** All but Time and Symbol Mapping: nanoseconds since the last Time. */
  get timeOffset(): number {
    return this.view.getUint32(this.at + 2, true);
  }
  /** Time: seconds since midnight. */
  get time(): number {
    return this.view.getUint32(this.at + 2, true);
  }

  /** Adds, executions, reductions, modifications, deletions, trades. Trade Break: the execution. */
  get orderIdLo(): number {
    return this.view.getInt32(this.at + 6, true);
  }
  get orderIdHi(): number {
    return this.view.getInt32(this.at + 10, true);
  }

  /** Adds, trades: a character code. */
  get side(): number {
    return this.view.getUint8(this.at + 14);
  }

  /** Long and expanded adds and trades (0x21, 0x2F, 0x2A, 0x30). */
  get quantity(): number {
    return this.view.getUint32(this.at + 15, true);
  }
  get symbolLo(): number {
    return this.view.getInt32(this.at + 19, true);
  }
  /** Long adds and trades (0x21, 0x2A). */
  get symbolHi(): number {
    return this.view.getUint16(this.at + 23, true) | PADDING;
  }
  get priceLo(): number {
    return this.view.getUint32(this.at + 25, true);
  }
  get priceHi(): number {
    return this.view.getUint32(this.at + 29, true);
  }
  /** Long add (0x21): bit 0 when displayed. */
  get addFlags(): number {
    return this.view.getUint8(this.at + 33);
  }
  /** Long trade (0x2A) */
  get tradeExecutionLo(): number {
    return this.view.getInt32(this.at + 33, true);
  }
  get tradeExecutionHi(): number {
    return this.view.getInt32(this.at + 37, true);
  }

  /** Short adds and trades (0x22, 0x2B). */
  get shortQuantity(): number {
    return this.view.getUint16(this.at + 15, true);
  }
  get shortSymbolLo(): number {
    return this.view.getInt32(this.at + 17, true);
  }
  get shortSymbolHi(): number {
    return this.view.getUint16(this.at + 21, true) | PADDING;
  }
  get shortPrice(): number {
    return this.view.getUint16(this.at + 23, true) * CENTS;
  }
  get shortAddFlags(): number {
    return this.view.getUint8(this.at + 25);
  }
  get shortTradeExecutionLo(): number {
    return this.view.getInt32(this.at + 25, true);
  }
  get shortTradeExecutionHi(): number {
    return this.view.getInt32(this.at + 29, true);
  }

  /** Expanded adds and trades (0x2F, 0x30). */
  get expandedSymbolHi(): number {
    return this.view.getInt32(this.at + 23, true);
  }
  get expandedPriceLo(): number {
    return this.view.getUint32(this.at + 27, true);
  }
  get expandedPriceHi(): number {
    return this.view.getUint32(this.at + 31, true);
  }
  get expandedAddFlags(): number {
    return this.view.getUint8(this.at + 35);
  }
  get expandedTradeExecutionLo(): number {
    return this.view.getInt32(this.at + 35, true);
  }
  get expandedTradeExecutionHi(): number {
    return this.view.getInt32(this.at + 39, true);
  }

  /** Order Executed, also at price and size; long reduction (0x25): the shares taken off; long modification (0x27): the shares from now on. */
  get changedQuantity(): number {
    return this.view.getUint32(this.at + 14, true);
  }
  /** Short reduction and modification (0x26, 0x28). */
  get shortChangedQuantity(): number {
    return this.view.getUint16(this.at + 14, true);
  }
  /** Order Executed */
  get executionIdLo(): number {
    return this.view.getInt32(this.at + 18, true);
  }
  get executionIdHi(): number {
    return this.view.getInt32(this.at + 22, true);
  }

  /** Order Executed at Price and Size */
  get remainingQuantity(): number {
    return this.view.getUint32(this.at + 18, true);
  }
  get pricedExecutionIdLo(): number {
    return this.view.getInt32(this.at + 22, true);
  }
  get pricedExecutionIdHi(): number {
    return this.view.getInt32(this.at + 26, true);
  }
  get executionPriceLo(): number {
    return this.view.getUint32(this.at + 30, true);
  }
  get executionPriceHi(): number {
    return this.view.getUint32(this.at + 34, true);
  }

  /** Long modification (0x27). */
  get newPriceLo(): number {
    return this.view.getUint32(this.at + 18, true);
  }
  get newPriceHi(): number {
    return this.view.getUint32(this.at + 22, true);
  }
  /** Bit 0 when displayed, bit 1 when the order keeps its place. */
  get modifyFlags(): number {
    return this.view.getUint8(this.at + 26);
  }
  /** Short modification (0x28). */
  get shortNewPrice(): number {
    return this.view.getUint16(this.at + 16, true) * CENTS;
  }
  get shortModifyFlags(): number {
    return this.view.getUint8(this.at + 18);
  }

  /** Trading Status, auctions, retail price improvement: the symbol that the message is about. */
  get subjectLo(): number {
    return this.view.getInt32(this.at + 6, true);
  }
  get subjectHi(): number {
    return this.view.getInt32(this.at + 10, true);
  }
  /** Trading Status: a character code. */
  get tradingStatus(): number {
    return this.view.getUint8(this.at + 14);
  }
  get regShoAction(): number {
    return this.view.getUint8(this.at + 15);
  }
}
