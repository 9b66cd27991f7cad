/**
 * How the tables of the risk pass lie in memory. A client's row in an instrument has what the pass reads in two cache lines: exposure and limits side by side. The firm is
 * the client after the last one.
 */

/** One client (or the firm) in one instrument. Quantities and prices in the units of the instrument. */
export const ROW = {
  /** Negative: short. */
  position: 0,
  openBuy: 1,
  openSell: 2,
  /** Best resting order of its own; 0: none. */
  ownBid: 3,
  ownAsk: 4,
  maxQuantity: 5,
  maxLong: 6,
  maxShort: 7,
  collarBps: 8,
  /** Money of the instrument's currency. */
  maxNotional: 9,
  /** `WITHOUT_REFERENCE`. */
  withoutReference: 10,
  /** Number of the first limit that is not configured (limit-keys.ts), 0: all are. */
  missing: 11,
  /** 1: on a restricted list. */
  restricted: 12,
} as const;
export const ROW_STRIDE = 16;

/** What holds where a limit price cannot be held against the market. */
export const WITHOUT_REFERENCE = { deny: 0, last: 1, pass: 2 } as const;

/** One client (or the firm) in one currency, in money units (money.ts). */
export const MONEY = {
  /** Bought and sold today. */
  gross: 0,
  /** Bought less sold, with what the day began with. */
  net: 1,
  openBuy: 2,
  openSell: 3,
  maxGross: 4,
  maxNet: 5,
} as const;
export const MONEY_STRIDE = 8;

/** What a client may do: bits. */
export const MAY = { assetClasses: 0, sides: 1, orderTypes: 2, venues: 3, selfTrade: 4 } as const;
export const MAY_STRIDE = 8;

/** The largest amount of money, and the largest limit of a quantity, in units: sums of a few stay exact. */
export const AMOUNT_MAX = 2 ** 51;

/** Cache lines: large blocks of memory begin 16 bytes after one, so tables whose records fill lines are shifted. Where that is not so they are merely slower. */
const LINE_BYTES = 64;
const HEAD_BYTES = 16;

export function alignedFloats(count: number): Float64Array {
  return new Float64Array(new ArrayBuffer(count * 8 + LINE_BYTES), LINE_BYTES - HEAD_BYTES, count);
}

export function alignedInts(count: number): Int32Array {
  return new Int32Array(new ArrayBuffer(count * 4 + LINE_BYTES), LINE_BYTES - HEAD_BYTES, count);
}
