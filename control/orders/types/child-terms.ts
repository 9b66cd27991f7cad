/** What a child is told at a venue, as it follows from the order and what the venue can do. */
import type { ClientOrder } from '../../core/order-entry.js';
import { TimeInForce, type VenueCapabilities } from '../../core/venue.js';
import type { ChildTerms } from '../engine/work.js';
import { limitOf } from './names.js';

export function hasCode(codes: string, code: number): boolean {
  for (let i = 0; i < codes.length; i++) if (codes.charCodeAt(i) === code) return true;
  return false;
}

/**
 * Time in force (59) of a child that rests. The order's own where the venue has it, or the nearest that ends by itself: one that outlives the order is cancelled by us,
 * one that ends before it is sent again.
 */
export function restingTimeInForce(terms: Readonly<ClientOrder>, can: VenueCapabilities): number {
  const wanted = terms.timeInForce;
  const rests = wanted === TimeInForce.goodTillCancel || wanted === TimeInForce.goodTillDate;
  if (rests && hasCode(can.timesInForce, wanted)) return wanted;
  return hasCode(can.timesInForce, TimeInForce.day) ? TimeInForce.day : TimeInForce.goodTillCancel;
}

/** All of the order as the venue itself would work it. */
export function nativeTerms(terms: Readonly<ClientOrder>, can: VenueCapabilities, quantity: number): NativeTerms {
  const isResting = !ENDS_ITSELF.has(terms.timeInForce);
  const timeInForce = isResting ? restingTimeInForce(terms, can) : terms.timeInForce;
  return {
    quantity,
    price: limitOf(terms),
    timeInForce,
    ordType: terms.ordType,
    stopPrice: terms.stopPrice,
    displayQuantity: terms.hidden || terms.displayQuantity >= quantity ? 0 : terms.displayQuantity,
    hidden: terms.hidden,
    minQuantity: Math.min(terms.minQuantity, quantity),
    postOnly: terms.postOnly,
    pegTo: terms.pegTo,
    pegOffset: terms.pegOffset,
    expireEpochMs: timeInForce === TimeInForce.goodTillDate ? terms.expireEpochMs : 0,
  };
}

export type NativeTerms = Omit<ChildTerms, 'sweep' | 'tag'>;

const ENDS_ITSELF: ReadonlySet<number> = new Set([
  TimeInForce.immediateOrCancel,
  TimeInForce.fillOrKill,
  TimeInForce.atTheOpening,
  TimeInForce.atTheClose,
]);
