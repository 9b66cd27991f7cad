/** Where a pegged order belongs. */
import type { PegTo } from '../../core/venue.js';
import { isBuy } from './names.js';
import { passive } from './placing.js';

/**
 * The price of an order that is pegged, in the instrument's units; 0: what it is pegged to is not there. It is rounded away from the other side, and never reaches the best
 * price there, whatever the offset; nor does it go beyond the limit (0: none).
 *
 * @param offset added to the reference as it is, for buyers and sellers alike
 * @param bid best bid without the order itself, 0: none
 * @param ask best offer without the order itself, 0: none
 */
export function pegPrice(
  side: number,
  pegTo: PegTo,
  offset: number,
  limit: number,
  bid: number,
  ask: number,
  tick: number,
): number {
  const buys = isBuy(side);
  const own = buys ? bid : ask;
  const far = buys ? ask : bid;
  let base = own;
  if (pegTo === 'opposite') base = far;
  else if (pegTo === 'mid') base = bid > 0 && ask > 0 ? (bid + ask) / 2 : 0;
  if (base === 0) return 0;
  let price = base + offset;
  if (far > 0) price = buys ? Math.min(price, far - tick) : Math.max(price, far + tick);
  if (limit > 0) price = buys ? Math.min(price, limit) : Math.max(price, limit);
  const rounded = passive(price, side, tick);
  return rounded > 0 ? rounded : 0;
}
