/** Enter, Replace and Cancel Order of OUCH 4.2 with their SoupBinTCP header, for the hot path. Nothing is allocated. */
import { put16, put32 } from '../big-endian.js';
import { viewOf } from '../data-view.js';
import { writeEnter42 } from '../ouch/order-kernel.js';
import { ELSEWHERE, OrderBlock, type OrderBuffer } from '../ouch/order-memory.js';
import { SoupType } from '../soupbintcp/packets.js';

/** The packet's type and the message's, as they stand next to each other. */
const UNSEQUENCED_ENTER = (SoupType.unsequencedData << 8) | 0x4f;
const UNSEQUENCED_REPLACE = (SoupType.unsequencedData << 8) | 0x55;

/** Enter Order with its packet header, the longest. */
export const MAX_OUCH42_ORDER_BYTES = 52;

/** Character codes, quantities in shares, prices with four implied decimals. One object is filled again and again. */
export class EnterOrder42 extends OrderBlock {
  shares = 0;
  price = 0;
  /** Seconds; 0 is immediate or cancel, 99998 market hours, 99999 system hours. */
  timeInForce = 0;
  minQty = 0;

  /** 8 bytes, padded with spaces; a copy is taken. */
  set stock(bytes: Uint8Array) {
    this.put(0, bytes, 8);
  }
  /** 4 bytes, padded with spaces; a copy is taken. */
  set firm(bytes: Uint8Array) {
    this.put(8, bytes, 4);
  }
  set display(code: number) {
    this.text[12] = code;
  }
  set capacity(code: number) {
    this.text[13] = code;
  }
  set iso(code: number) {
    this.text[14] = code;
  }
  set side(code: number) {
    this.text[15] = code;
  }
  /** 14 bytes, padded with spaces; a copy is taken. */
  set orderToken(bytes: Uint8Array) {
    this.put(16, bytes, 14);
  }
  set crossType(code: number) {
    this.text[30] = code;
  }
  set customerType(code: number) {
    this.text[31] = code;
  }
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
export function putEnterOrder42(out: OrderBuffer, at: number, order: EnterOrder42): number {
  const { origin } = out;
  if (origin === ELSEWHERE || order.origin === ELSEWHERE) return putElsewhere(out.bytes, at, order);
  const { shares, price, timeInForce, minQty } = order;
  return writeEnter42(origin + at, order.origin, shares, price, timeInForce, minQty) - origin;
}

/** The same without the kernel. */
function putElsewhere(out: Uint8Array, at: number, order: EnterOrder42): number {
  const { text } = order;
  put16(out, at, 50);
  put16(out, at + 2, UNSEQUENCED_ENTER);
  for (let i = 0; i < 14; i++) out[at + 4 + i] = text[16 + i]!;
  out[at + 18] = text[15]!;
  put32(out, at + 19, order.shares);
  for (let i = 0; i < 8; i++) out[at + 23 + i] = text[i]!;
  put32(out, at + 31, order.price);
  put32(out, at + 35, order.timeInForce);
  for (let i = 0; i < 7; i++) out[at + 39 + i] = text[8 + i]!;
  put32(out, at + 46, order.minQty);
  out[at + 50] = text[30]!;
  out[at + 51] = text[31]!;
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
