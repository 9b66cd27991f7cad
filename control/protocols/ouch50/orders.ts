/**
 * The three messages that every order needs, written with their SoupBinTCP header in one go, for the hot path. Symbols and ClOrdIDs
 * are padded bytes made in advance; nothing is allocated. The caller makes sure of MAX_OUCH50_ORDER_BYTES of room.
 */
import { put16, put32, put64 } from '../big-endian.js';
import { SOUP_HEADER_BYTES, SoupType } from '../soupbintcp/packets.js';

/** Enter Order with its packet header, without options. */
export const MAX_OUCH50_ORDER_BYTES = 50;

/** Character codes, quantities in shares, prices with four implied decimals. One object is filled again and again. */
export interface EnterOrder50 {
  userRefNum: number;
  side: number;
  quantity: number;
  /** 8 bytes, padded with spaces. */
  symbol: Uint8Array;
  price: number;
  timeInForce: number;
  display: number;
  capacity: number;
  iso: number;
  crossType: number;
  /** 14 bytes, padded with spaces. */
  clOrdId: Uint8Array;
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
export function putEnterOrder50(out: Uint8Array, at: number, order: EnterOrder50): number {
  put16(out, at, 48);
  out[at + 2] = SoupType.unsequencedData;
  out[at + 3] = 0x4f;
  put32(out, at + 4, order.userRefNum);
  out[at + 8] = order.side;
  put32(out, at + 9, order.quantity);
  put8Bytes(out, at + 13, order.symbol);
  put64(out, at + 21, order.price);
  out[at + 29] = order.timeInForce;
  out[at + 30] = order.display;
  out[at + 31] = order.capacity;
  out[at + 32] = order.iso;
  out[at + 33] = order.crossType;
  put14Bytes(out, at + 34, order.clOrdId);
  put16(out, at + 48, 0);
  return at + 50;
}

export function putReplaceOrder50(out: Uint8Array, at: number, order: ReplaceOrder50): number {
  put16(out, at, 41);
  out[at + 2] = SoupType.unsequencedData;
  out[at + 3] = 0x55;
  put32(out, at + 4, order.origUserRefNum);
  put32(out, at + 8, order.userRefNum);
  put32(out, at + 12, order.quantity);
  put64(out, at + 16, order.price);
  out[at + 24] = order.timeInForce;
  out[at + 25] = order.display;
  out[at + 26] = order.iso;
  put14Bytes(out, at + 27, order.clOrdId);
  put16(out, at + 41, 0);
  return at + 43;
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
  out[at] = bytes[0] as number;
  out[at + 1] = bytes[1] as number;
  out[at + 2] = bytes[2] as number;
  out[at + 3] = bytes[3] as number;
  out[at + 4] = bytes[4] as number;
  out[at + 5] = bytes[5] as number;
  out[at + 6] = bytes[6] as number;
  out[at + 7] = bytes[7] as number;
}

function put14Bytes(out: Uint8Array, at: number, bytes: Uint8Array): void {
  put8Bytes(out, at, bytes);
  out[at + 8] = bytes[8] as number;
  out[at + 9] = bytes[9] as number;
  out[at + 10] = bytes[10] as number;
  out[at + 11] = bytes[11] as number;
  out[at + 12] = bytes[12] as number;
  out[at + 13] = bytes[13] as number;
}
