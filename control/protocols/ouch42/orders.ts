/** Enter, Replace and Cancel Order of OUCH 4.2 with their SoupBinTCP header, for the hot path. Nothing is allocated. */
import { put16, put32 } from '../big-endian.js';
import { viewOf } from '../data-view.js';
import { SoupType } from '../soupbintcp/packets.js';

/** The packet's type and the message's, as they stand next to each other. */
const UNSEQUENCED_ENTER = (SoupType.unsequencedData << 8) | 0x4f;
const UNSEQUENCED_REPLACE = (SoupType.unsequencedData << 8) | 0x55;

/** Enter Order with its packet header, the longest. */
export const MAX_OUCH42_ORDER_BYTES = 52;

/** Character codes, quantities in shares, prices with four implied decimals. One object is filled again and again. */
export interface EnterOrder42 {
  /** 14 bytes, padded with spaces. */
  orderToken: Uint8Array;
  side: number;
  shares: number;
  /** 8 bytes, padded with spaces. */
  stock: Uint8Array;
  price: number;
  /** Seconds; 0 is immediate or cancel, 99998 market hours, 99999 system hours. */
  timeInForce: number;
  /** 4 bytes, padded with spaces. */
  firm: Uint8Array;
  display: number;
  capacity: number;
  iso: number;
  minQty: number;
  crossType: number;
  customerType: number;
}

export interface ReplaceOrder42 {
  existingOrderToken: Uint8Array;
  replacementOrderToken: Uint8Array;
  shares: number;
  price: number;
  timeInForce: number;
  display: number;
  iso: number;
  minQty: number;
}

/** Returns where the packet ends. */
export function putEnterOrder42(out: Uint8Array, at: number, order: EnterOrder42): number {
  const view = viewOf(out);
  view.setUint16(at, 50);
  view.setUint16(at + 2, UNSEQUENCED_ENTER);
  copy(out, at + 4, order.orderToken, 14);
  view.setUint8(at + 18, order.side);
  view.setUint32(at + 19, order.shares);
  copy(out, at + 23, order.stock, 8);
  view.setUint32(at + 31, order.price);
  view.setUint32(at + 35, order.timeInForce);
  copy(out, at + 39, order.firm, 4);
  view.setUint8(at + 43, order.display);
  view.setUint8(at + 44, order.capacity);
  view.setUint8(at + 45, order.iso);
  view.setUint32(at + 46, order.minQty);
  view.setUint8(at + 50, order.crossType);
  view.setUint8(at + 51, order.customerType);
  return at + 52;
}

export function putReplaceOrder42(out: Uint8Array, at: number, order: ReplaceOrder42): number {
  const view = viewOf(out);
  view.setUint16(at, 48);
  view.setUint16(at + 2, UNSEQUENCED_REPLACE);
  copy(out, at + 4, order.existingOrderToken, 14);
  copy(out, at + 18, order.replacementOrderToken, 14);
  view.setUint32(at + 32, order.shares);
  view.setUint32(at + 36, order.price);
  view.setUint32(at + 40, order.timeInForce);
  view.setUint8(at + 44, order.display);
  view.setUint8(at + 45, order.iso);
  view.setUint32(at + 46, order.minQty);
  return at + 50;
}

/** @param shares what shall be left open; 0 cancels all */
export function putCancelOrder42(out: Uint8Array, at: number, orderToken: Uint8Array, shares: number): number {
  header(out, at, 20, 0x58);
  copy(out, at + 4, orderToken, 14);
  put32(out, at + 18, shares);
  return at + 22;
}

function header(out: Uint8Array, at: number, length: number, type: number): void {
  put16(out, at, length);
  out[at + 2] = SoupType.unsequencedData;
  out[at + 3] = type;
}

function copy(out: Uint8Array, at: number, bytes: Uint8Array, size: number): void {
  for (let i = 0; i < size; i++) out[at + i] = bytes[i] as number;
}
