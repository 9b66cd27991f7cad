/**
 * Order and match numbers as the venue shows them: the engine's day-unique numbers on top of a base above 2^53, close below a carry of the low
 * word. Whoever joins the two words into a double, or forgets the high one, loses orders at once. Order entry and feed show the same.
 */

export const ORDER_BASE_HI = 0x0040_0001;
export const ORDER_BASE_LO = 0xffff_8000;
export const MATCH_BASE_HI = 0x0020_0003;
export const MATCH_BASE_LO = 0xffff_f000;

const ORDER_BASE = (BigInt(ORDER_BASE_HI) << 32n) | BigInt(ORDER_BASE_LO);
const MATCH_BASE = (BigInt(MATCH_BASE_HI) << 32n) | BigInt(MATCH_BASE_LO);

export function orderReference(orderId: number): bigint {
  return ORDER_BASE + BigInt(orderId);
}

export function matchReference(match: number): bigint {
  return MATCH_BASE + BigInt(match);
}
