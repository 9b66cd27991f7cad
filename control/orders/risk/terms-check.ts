/** The second part of the pass: whether the client may send this order, whether its terms make sense, and how it stands to the market. */
import { BEST, BEST_STRIDE } from '../../core/market-view.js';
import type { ClientOrder } from '../../core/order-entry.js';
import { Side } from '../../core/venue.js';
import { DENY } from './denials.js';
import { MAY, MAY_STRIDE, ROW, WITHOUT_REFERENCE } from './layout.js';
import { STEPS, type Listings } from './listings.js';
import { SHORT_SALE } from './market-facts.js';
import { isForAuction, isStop, needsPrice, sideBit, typeBits } from './order-kinds.js';
import { CELL, PRICE_MAX, type Desk, type Pass } from './pass.js';
import { collar, type References } from './references.js';
import { venueState } from './venue-states.js';

const NOTHING = 0;
const EQUITY_BIT = 1;

/** Permissions and the venues that are left. */
export function authorised(order: Readonly<ClientOrder>, pass: Pass, { tables, listings, kill }: Desk): number {
  const { client, instrument } = pass;
  const may = client * MAY_STRIDE;
  if ((tables.may[may + MAY.assetClasses]! & tables.assetClassBit[instrument]!) === 0) return DENY.assetClass;
  const side = sideBit(order.side);
  if (side === 0 || (tables.may[may + MAY.sides]! & side) === 0) return DENY.side;
  const types = typeBits(order);
  if (types === 0 || (tables.may[may + MAY.orderTypes]! & types) !== types) return DENY.orderType;
  const listed = listings.venues[instrument]!;
  if (listed === 0) return DENY.notListed;
  if (tables.rows[pass.row + ROW.restricted] !== 0) return DENY.restricted;
  const allowed = listed & tables.may[may + MAY.venues]!;
  if (allowed === 0) return DENY.venue;
  pass.venues = allowed & ~kill.venues[0]!;
  return pass.venues === 0 ? DENY.killVenue : 0;
}

/** Quantity and prices by themselves, and against the steps of the venues. */
export function terms(order: Readonly<ClientOrder>, pass: Pass, { tables, listings }: Desk): number {
  const { cells } = pass;
  const quantity = cells[CELL.quantity]!;
  const price = cells[CELL.price]!;
  const stopPrice = cells[CELL.stopPrice]!;
  if (!(quantity > 0 && quantity <= Number.MAX_SAFE_INTEGER && Math.floor(quantity) === quantity)) {
    return pass.refuse(DENY.quantityInvalid, quantity, NOTHING);
  }
  if (!isPrice(cells, CELL.price) || (price === 0 && needsPrice(order)))
    return pass.refuse(DENY.priceInvalid, price, NOTHING);
  if (!isPrice(cells, CELL.stopPrice) || (stopPrice === 0 && isStop(order))) {
    return pass.refuse(DENY.priceInvalid, stopPrice, NOTHING);
  }
  const number = steps(pass, listings);
  if (number !== 0) return number;
  const maxQuantity = tables.rows[pass.row + ROW.maxQuantity]!;
  return quantity > maxQuantity ? pass.refuse(DENY.quantity, quantity, maxQuantity) : 0;
}

function isPrice(cells: Float64Array, at: number): boolean {
  const price = cells[at]!;
  return price >= 0 && price <= PRICE_MAX && Math.floor(price) === price;
}

/** Tick and lot of one of the venues at least. */
function steps(pass: Pass, listings: Listings): number {
  const { cells, instrument, venues } = pass;
  const end = listings.firstGroup[instrument + 1]!;
  let tickFits = false;
  let first = -1;
  for (let group = listings.firstGroup[instrument]!; group < end; group++) {
    if ((listings.groupVenues[group]! & venues) === 0) continue;
    if (first < 0) first = group;
    if (!listings.isMultiple(group, STEPS.tick, cells, CELL.price)) continue;
    if (!listings.isMultiple(group, STEPS.tick, cells, CELL.stopPrice)) continue;
    tickFits = true;
    if (listings.takesQuantity(group, cells, CELL.quantity)) return 0;
  }
  if (tickFits) return pass.refuse(DENY.lot, cells[CELL.quantity]!, first);
  const isPriceOff = !listings.isMultiple(first, STEPS.tick, cells, CELL.price);
  return pass.refuse(DENY.tick, cells[isPriceOff ? CELL.price : CELL.stopPrice]!, first);
}

/** State of the market, reference price and collar, the value of the order. `references` is told the order's policy. */
export function market(
  order: Readonly<ClientOrder>,
  pass: Pass,
  { tables, market: view }: Desk,
  references: References,
): number {
  const { cells, instrument, venues } = pass;
  const state = venueState(view, instrument, venues, isForAuction(order));
  if (state !== 0) return state;
  const { row } = pass;
  const policy = tables.rows[row + ROW.withoutReference]!;
  const isBuy = order.side === Side.buy;
  // A stop trades near its stop price when it trades.
  if (isStop(order)) cells[CELL.reference] = cells[CELL.stopPrice]!;
  else references.find(instrument, isBuy, policy, cells, CELL.epochMs, CELL.reference);
  const reference = cells[CELL.reference]!;
  const price = cells[CELL.price]!;
  if (reference === 0) {
    if (price === 0 || policy !== WITHOUT_REFERENCE.pass) return pass.refuse(DENY.noReference, price, NOTHING);
    cells[CELL.worst] = price;
    cells[CELL.exposurePrice] = price;
  } else {
    collar(isBuy, cells, CELL.reference, tables.rows[row + ROW.collarBps]!, CELL.worst);
    const worst = cells[CELL.worst]!;
    if (price !== 0 && (isBuy ? price > worst : price < worst)) return pass.refuse(DENY.priceCollar, price, worst);
    if (price !== 0) cells[CELL.worst] = price;
    // A sale may bring more than its limit, up to what the market bids.
    cells[CELL.exposurePrice] = isBuy ? cells[CELL.worst]! : Math.max(price, reference);
  }
  tables.valuation.value(instrument, cells, CELL.quantity, CELL.exposurePrice, CELL.notional);
  const notional = cells[CELL.notional]!;
  if (notional === Infinity) return pass.refuse(DENY.amountOverflow, cells[CELL.quantity]!, cells[CELL.exposurePrice]!);
  const maxNotional = tables.rows[row + ROW.maxNotional]!;
  return notional > maxNotional ? pass.refuse(DENY.notional, notional, maxNotional) : 0;
}

/** Short sales of shares: a locate, and the price test of Reg SHO rule 201. `price` 0: at the market. */
export function shortSale(
  side: number,
  located: boolean,
  testPrice: boolean,
  pass: Pass,
  { tables, facts, market: view }: Desk,
): number {
  if (side !== Side.sellShort && side !== Side.sellShortExempt) return 0;
  const { cells, instrument } = pass;
  if (tables.assetClassBit[instrument] !== EQUITY_BIT) return 0;
  if (!located) return DENY.locate;
  if (side === Side.sellShortExempt || !testPrice || facts.shortSale[instrument] === SHORT_SALE.unrestricted) return 0;
  const price = cells[CELL.price]!;
  const bid = view.best[instrument * BEST_STRIDE + BEST.bidPrice]!;
  return bid > 0 && price > bid ? 0 : pass.refuse(DENY.shortPrice, price, bid);
}

/** Own resting orders of the other side that the order would trade with at its worst price. */
export function selfTrade(isBuy: boolean, pass: Pass, { tables }: Desk): number {
  const { cells, client } = pass;
  if (tables.may[client * MAY_STRIDE + MAY.selfTrade] !== 0) return 0;
  const resting = tables.rows[pass.row + (isBuy ? ROW.ownAsk : ROW.ownBid)]!;
  const worst = cells[CELL.worst]!;
  if (resting === 0 || (isBuy ? resting > worst : resting < worst)) return 0;
  return pass.refuse(DENY.selfTrade, worst, resting);
}
