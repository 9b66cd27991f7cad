/**
 * Identifiers on the feed: the exchange's day-unique numbers on top of a base. An order's is above 2^53 and close below a carry of the low word:
 * whoever makes a double of it loses orders at once. In base 36 an order has 12 digits, an execution 9.
 */
import { base36 } from '../../../control/protocols/pitch2/codec.js';

const ORDER_BASE = 0x1000_0001_ffff_8000n;
const EXECUTION_BASE = 0x2fff_ffff_f000n;

export function orderIdentifier(id: number): bigint {
  return ORDER_BASE + BigInt(id);
}

/** @param match number of a match, the same as on order entry */
export function executionIdentifier(match: number): bigint {
  return EXECUTION_BASE + BigInt(match);
}

/** As it is printed, and as FIX tells it. */
export function executionText(match: number): string {
  return base36(executionIdentifier(match), 9);
}
