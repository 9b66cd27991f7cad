/** Whether a venue can take an order at all, by its capabilities and its listing: before anything is written or sent. */
import type { Listing } from '../../core/instruments.js';
import { OrdType, Side, type NotSent, type VenueCapabilities, type VenueOrder } from '../../core/venue.js';

const QUANTITY_MAX = Number.MAX_SAFE_INTEGER;

/** Undefined when it can. Nothing is allocated. */
export function orderFault(
  order: Readonly<VenueOrder>,
  listing: Listing,
  capabilities: VenueCapabilities,
): NotSent | undefined {
  return unsupported(order, capabilities) ? 'unsupported' : hasBadValue(order, listing) ? 'badValue' : undefined;
}

function unsupported(order: Readonly<VenueOrder>, can: VenueCapabilities): boolean {
  if (!includesCode(can.ordTypes, order.ordType) || !includesCode(can.timesInForce, order.timeInForce)) return true;
  if (order.postOnly && can.postOnly === 'none') return true;
  if (order.hidden && can.hidden === 'none') return true;
  if (order.displayQuantity > 0 && can.displayQuantity === 'none') return true;
  if (order.minQuantity > 0 && can.minQuantity === 'none') return true;
  if (order.sweep && can.sweep === 'none') return true;
  if (order.pegTo !== '' && !can.pegs.includes(order.pegTo)) return true;
  const isShort = order.side === Side.sellShort || order.side === Side.sellShortExempt;
  return isShort && can.shortSale === 'none';
}

function hasBadValue(order: Readonly<VenueOrder>, listing: Listing): boolean {
  const { quantity, price, ordType } = order;
  if (!(order.orderId >= 1 && order.orderId <= Number.MAX_SAFE_INTEGER && Number.isInteger(order.orderId))) return true;
  if (!isQuantity(quantity, listing)) return true;
  if (order.minQuantity < 0 || order.minQuantity > quantity) return true;
  if (order.displayQuantity < 0 || order.displayQuantity > quantity) return true;
  const hasLimit = ordType === OrdType.limit || ordType === OrdType.stopLimit;
  if (hasLimit ? !isPrice(price, listing) : price !== 0 && !isPrice(price, listing)) return true;
  const hasStop = ordType === OrdType.stop || ordType === OrdType.stopLimit;
  return hasStop ? !isPrice(order.stopPrice, listing) : order.stopPrice !== 0;
}

/** New amounts of a replace; 0 keeps the old one. */
export function areReplacements(quantity: number, price: number, listing: Listing): boolean {
  return (quantity === 0 || isQuantity(quantity, listing)) && (price === 0 || isPrice(price, listing));
}

function isQuantity(quantity: number, { lot, minQuantity, maxQuantity }: Listing): boolean {
  return quantity >= minQuantity && quantity <= maxQuantity && quantity % lot === 0 && quantity <= QUANTITY_MAX;
}

function isPrice(price: number, { tick }: Listing): boolean {
  return price > 0 && price <= Number.MAX_SAFE_INTEGER && price % tick === 0;
}

function includesCode(codes: string, code: number): boolean {
  for (let i = 0; i < codes.length; i++) if (codes.charCodeAt(i) === code) return true;
  return false;
}
