/**
 * The three messages that every order needs, written with their SoupBinTCP header in one go, for the hot path. Symbols and ClOrdIDs
 * are padded bytes made in advance; nothing is allocated. The caller makes sure of MAX_OUCH50_ORDER_BYTES of room.
 */
import { put16, put32 } from '../big-endian.js';
import { viewOf } from '../data-view.js';
import { writeEnter50 } from '../ouch/order-kernel.js';
import { ELSEWHERE, OrderBlock, type OrderBuffer } from '../ouch/order-memory.js';
import { SOUP_HEADER_BYTES, SoupType } from '../soupbintcp/packets.js';

/** The packet's type and the message's, as they stand next to each other. */
const UNSEQUENCED_ENTER = (SoupType.unsequencedData << 8) | 0x4f;
const U32_MAX = 0xffff_ffff;
const TWO_32 = 4294967296;
const UNSEQUENCED_REPLACE = (SoupType.unsequencedData << 8) | 0x55;

/** Enter Order with its packet header, without options. */
export const MAX_OUCH50_ORDER_BYTES = 50;

/** Character codes, quantities in shares, prices with four implied decimals. One object is filled again and again. */
export class EnterOrder50 extends OrderBlock {
  userRefNum = 0;
  quantity = 0;
  price = 0;

  /** 8 bytes, padded with spaces; a copy is taken. */
  set symbol(bytes: Uint8Array) {
    this.put(0, bytes, 8);
  }
  set side(code: number) {
    this.text[8] = code;
  }
  set timeInForce(code: number) {
    this.text[9] = code;
  }
  set display(code: number) {
    this.text[10] = code;
  }
  set capacity(code: number) {
    this.text[11] = code;
  }
  set iso(code: number) {
    this.text[12] = code;
  }
  set crossType(code: number) {
    this.text[13] = code;
  }
  /** 14 bytes, padded with spaces; a copy is taken. */
  set clOrdId(bytes: Uint8Array) {
    this.put(16, bytes, 14);
  }
}

export interface ReplaceOrder50 {
  origUserRefNum: number;
  userRefNum: number;
  quantity: number;
  price: number;
  timeInForce: number;
  display: number;
  iso: number;
  clOrdId: Uint8Array;
}

/** Where the appendage length stands in an Enter Order or Replace Order packet that starts at 0, for `addOuch50Option`. */
export const ENTER_ORDER_50_APPENDAGE_AT = SOUP_HEADER_BYTES + 45;
export const REPLACE_ORDER_50_APPENDAGE_AT = SOUP_HEADER_BYTES + 38;

/** Returns where the packet ends. With options added behind it, `sealSoupPacket` sets the packet's length again. */
export function putEnterOrder50(out: OrderBuffer, at: number, order: EnterOrder50): number {
  const { price } = order;
  const high = price > U32_MAX ? Math.floor(price / TWO_32) : 0;
  const { origin } = out;
  if (origin === ELSEWHERE || order.origin === ELSEWHERE) return putElsewhere(out.bytes, at, order, high);
  return writeEnter50(origin + at, order.origin, order.userRefNum, order.quantity, price, high) - origin;
}

/** The same without the kernel. */
function putElsewhere(out: Uint8Array, at: number, order: EnterOrder50, priceHigh: number): number {
  const { text } = order;
  put16(out, at, 48);
  put16(out, at + 2, UNSEQUENCED_ENTER);
  put32(out, at + 4, order.userRefNum);
  out[at + 8] = text[8]!;
  put32(out, at + 9, order.quantity);
  put8Bytes(out, at + 13, text);
  put32(out, at + 21, priceHigh);
  put32(out, at + 25, order.price);
  for (let i = 0; i < 5; i++) out[at + 29 + i] = text[9 + i]!;
  for (let i = 0; i < 14; i++) out[at + 34 + i] = text[16 + i]!;
  put16(out, at + 48, 0);
  return at + 50;
}

export function putReplaceOrder50(out: Uint8Array, at: number, order: ReplaceOrder50): number {
  const view = viewOf(out);
  view.setUint16(at, 41);
  view.setUint16(at + 2, UNSEQUENCED_REPLACE);
  view.setUint32(at + 4, order.origUserRefNum);
  view.setUint32(at + 8, order.userRefNum);
  view.setUint32(at + 12, order.quantity);
  putPrice(view, at + 16, order.price);
  view.setUint8(at + 24, order.timeInForce);
  view.setUint8(at + 25, order.display);
  view.setUint8(at + 26, order.iso);
  put14Bytes(out, at + 27, order.clOrdId);
  view.setUint16(at + 41, 0);
  return at + 43;
}

/** Eight bytes. A price that the venue takes ends below 2^31, so that its upper half is 0. */
function putPrice(view: DataView, at: number, price: number): void {
  view.setUint32(at, price > U32_MAX ? Math.floor(price / TWO_32) : 0);
  view.setUint32(at + 4, price);
}

/** @param quantity what shall be left open; 0 cancels all */
export function putCancelOrder50(out: Uint8Array, at: number, userRefNum: number, quantity: number): number {
  put16(out, at, 10);
  out[at + 2] = SoupType.unsequencedData;
  out[at + 3] = 0x58;
  put32(out, at + 4, userRefNum);
  put32(out, at + 8, quantity);
  return at + 12;
}

/** Sets the length of the packet from `at` to `end`. */
export function sealSoupPacket(out: Uint8Array, at: number, end: number): void {
  put16(out, at, end - at - 2);
}

function put8Bytes(out: Uint8Array, at: number, bytes: Uint8Array): void {
  for (let i = 0; i < 8; i++) out[at + i] = bytes[i] as number;
}

function put14Bytes(out: Uint8Array, at: number, bytes: Uint8Array): void {
  for (let i = 0; i < 14; i++) out[at + i] = bytes[i] as number;
}
