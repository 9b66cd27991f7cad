/** Before a child leaves: what may have changed since its parent passed, and what only its own price and venue decide. */
import { Side } from '../../core/venue.js';
import { stopped } from './admission.js';
import { DENY } from './denials.js';
import { MAY, MAY_STRIDE, ROW } from './layout.js';
import { STEPS } from './listings.js';
import { CELL, type Desk, type Pass } from './pass.js';
import { selfTrade, shortSale } from './terms-check.js';
import { venueState } from './venue-states.js';

/** @param pass with the numbers of the child: `price` 0 is a market order, which trades at any price */
export function checkChild(pass: Pass, desk: Desk, forAuction: boolean): number {
  const number = stopped(pass, desk);
  if (number !== 0) return number;
  const { tables, listings, kill, market } = desk;
  const { client, instrument, venue, cells, side } = pass;
  if (tables.rows[pass.row + ROW.restricted] !== 0) return DENY.restricted;
  const bit = 1 << venue;
  if ((tables.may[client * MAY_STRIDE + MAY.venues]! & listings.venues[instrument]! & bit) === 0) return DENY.venue;
  if ((kill.venues[0]! & bit) !== 0) return DENY.killVenue;
  const group = listings.groupOf(venue, instrument);
  if (!listings.isMultiple(group, STEPS.tick, cells, CELL.price))
    return pass.refuse(DENY.tick, cells[CELL.price]!, group);
  if (!listings.takesChild(group, cells, CELL.quantity)) return pass.refuse(DENY.lot, cells[CELL.quantity]!, group);
  const state = venueState(market, instrument, bit, forAuction);
  if (state !== 0) return state;
  // Its parent had the locate.
  const short = shortSale(side, true, true, pass, desk);
  if (short !== 0) return short;
  const isBuy = side === Side.buy;
  const price = cells[CELL.price]!;
  cells[CELL.worst] = price === 0 && isBuy ? Infinity : price;
  return selfTrade(isBuy, pass, desk);
}
