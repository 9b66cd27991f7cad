/**
 * ITCH 5.0 messages read where they lie: a view is moved from message to message, and a field is decoded when it is asked for. What
 * order books need; rarer messages are read by the offsets of messages.ts. Nothing is copied, and nothing allocated but by `bind`.
 *
 *     view.bind(packet);
 *     for (let at = first; at < end; at += length) {
 *       view.moveTo(at);
 *       switch (view.type) { case 0x41: add(view.orderRefHi, view.orderRefLo, view.side, view.shares, view.price); … }
 *     }
 *
 * A field is only there in the messages that its comment names; the caller has checked type and length (`isKnownLength`). Halves of
 * identifiers and of text are signed 32 bits, which are never on the heap; text has its first character in the lowest byte of `Lo`.
 */
import { MESSAGE_LENGTHS } from './messages.js';

const TWO_32 = 4294967296;

export class ItchView {
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

  /** True when the message here is of a known type at its length. */
  isKnownLength(length: number): boolean {
    return length > 0 && MESSAGE_LENGTHS[this.view.getUint8(this.at)] === length;
  }

  /** All messages. */
  get type(): number {
    return this.view.getUint8(this.at);
  }
  get stockLocate(): number {
    return this.view.getUint16(this.at + 1);
  }
  get trackingNumber(): number {
    return this.view.getUint16(this.at + 3);
  }
  /** Nanoseconds since midnight: the upper 16 bits, and the lower 32. */
  get timestampHi(): number {
    return this.view.getUint16(this.at + 5);
  }
  get timestampLo(): number {
    return this.view.getInt32(this.at + 7);
  }
  /** The same as one number, below 2^48. */
  get timestamp(): number {
    return this.view.getUint16(this.at + 5) * TWO_32 + this.view.getUint32(this.at + 7);
  }

  /** A, F, E, C, X, D, P: the order. U: the order that is replaced. B: the match number. */
  get orderRefHi(): number {
    return this.view.getInt32(this.at + 11);
  }
  get orderRefLo(): number {
    return this.view.getInt32(this.at + 15);
  }

  /** A, F, P: a character code. */
  get side(): number {
    return this.view.getUint8(this.at + 19);
  }
  /** A, F, P */
  get shares(): number {
    return this.view.getUint32(this.at + 20);
  }
  /** A, F, P: eight characters, padded with spaces. */
  get stockLo(): number {
    return this.view.getInt32(this.at + 24, true);
  }
  get stockHi(): number {
    return this.view.getInt32(this.at + 28, true);
  }
  /** A, F, P; and C, as the execution's own. Four decimals. */
  get price(): number {
    return this.view.getUint32(this.at + 32);
  }
  /** F: four characters. */
  get attribution(): number {
    return this.view.getInt32(this.at + 36, true);
  }

  /** E, C; X: the shares cancelled. */
  get executedShares(): number {
    return this.view.getUint32(this.at + 19);
  }
  /** E, C */
  get matchNumberHi(): number {
    return this.view.getInt32(this.at + 23);
  }
  get matchNumberLo(): number {
    return this.view.getInt32(this.at + 27);
  }
  /** C: a character code. */
  get printable(): number {
    return this.view.getUint8(this.at + 31);
  }

  /** U */
  get newOrderRefHi(): number {
    return this.view.getInt32(this.at + 19);
  }
  get newOrderRefLo(): number {
    return this.view.getInt32(this.at + 23);
  }
  get newShares(): number {
    return this.view.getUint32(this.at + 27);
  }
  get newPrice(): number {
    return this.view.getUint32(this.at + 31);
  }

  /** P */
  get tradeMatchHi(): number {
    return this.view.getInt32(this.at + 36);
  }
  get tradeMatchLo(): number {
    return this.view.getInt32(this.at + 40);
  }

  /** Q: shares that crossed, exact below 2^53, and what follows them. */
  get crossShares(): number {
    return this.view.getUint32(this.at + 11) * TWO_32 + this.view.getUint32(this.at + 15);
  }
  get crossStockLo(): number {
    return this.view.getInt32(this.at + 19, true);
  }
  get crossStockHi(): number {
    return this.view.getInt32(this.at + 23, true);
  }
  get crossPrice(): number {
    return this.view.getUint32(this.at + 27);
  }
  get crossMatchHi(): number {
    return this.view.getInt32(this.at + 31);
  }
  get crossMatchLo(): number {
    return this.view.getInt32(this.at + 35);
  }
  get crossType(): number {
    return this.view.getUint8(this.at + 39);
  }

  /** R, H, h, Y, K, J, N: the stock that the message is about. */
  get subjectLo(): number {
    return this.view.getInt32(this.at + 11, true);
  }
  get subjectHi(): number {
    return this.view.getInt32(this.at + 15, true);
  }
  /** H: the trading state. h: the market. Y: the restriction. A character code. */
  get state(): number {
    return this.view.getUint8(this.at + 19);
  }
  /** h: H for halted, T for not. */
  get haltAction(): number {
    return this.view.getUint8(this.at + 20);
  }
  /** R */
  get roundLotSize(): number {
    return this.view.getUint32(this.at + 21);
  }
  /** S */
  get eventCode(): number {
    return this.view.getUint8(this.at + 11);
  }
}
