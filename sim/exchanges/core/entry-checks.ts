/** Why an order or a replacement is refused before it is one. */
import type { Book } from '../market/book.js';
import type { MatchingEngine } from '../market/engine.js';
import type { EnterOrder, RejectReason, SimListing } from './orders.js';
import type { ParticipantOrder } from './participant-order.js';

export interface Refusal {
  readonly reason: RejectReason;
  readonly text: string;
}

const QUANTITY_MAX = 2 ** 50;
const PRICE_MAX = 2 ** 50;

export function refuse(reason: RejectReason, text: string): Refusal {
  return { reason, text };
}

/** What the numbers of an order must be, whatever the book is like. */
export function checkAmounts(listing: SimListing, quantity: number, price: number): Refusal | undefined {
  if (!Number.isSafeInteger(quantity) || quantity <= 0 || quantity > (listing.maxQuantity ?? QUANTITY_MAX)) {
    return refuse('badQuantity', `quantity ${quantity}, expected 1 to ${listing.maxQuantity ?? QUANTITY_MAX}`);
  }
  if (quantity % listing.lot !== 0)
    return refuse('badLot', `quantity ${quantity}, expected a multiple of ${listing.lot}`);
  if (!Number.isSafeInteger(price) || price < 0 || price > PRICE_MAX) {
    return refuse('badPrice', `price ${price}, expected 0 to ${PRICE_MAX}`);
  }
  if (price % listing.tick !== 0) return refuse('badTick', `price ${price}, expected a multiple of ${listing.tick}`);
  return undefined;
}

/** What cannot stand together in one order. */
export function checkTerms(order: EnterOrder): Refusal | undefined {
  const { timeInForce: tif, displayQuantity, minQuantity, quantity, postOnly, pegTo, price, stopPrice } = order;
  const isImmediate = tif === 'ioc' || tif === 'fok';
  if (displayQuantity < 0 || displayQuantity > quantity) {
    return refuse('badQuantity', `display quantity ${displayQuantity} of ${quantity}`);
  }
  if (displayQuantity > 0 && (order.display === 'hidden' || isImmediate)) {
    return refuse('unsupported', 'a display quantity on an order that is not displayed');
  }
  if (minQuantity < 0 || minQuantity > quantity) return refuse('minQuantity', `minimum ${minQuantity} of ${quantity}`);
  if (minQuantity > 0 && !isImmediate && order.display !== 'hidden') {
    return refuse('minQuantity', 'a minimum quantity needs an order that is hidden or immediate');
  }
  if (postOnly && (isImmediate || (price === 0 && pegTo === '') || tif === 'opening' || tif === 'closing')) {
    return refuse('unsupported', 'post only on an order that cannot rest');
  }
  if (price === 0 && pegTo === '' && stopPrice === 0 && (order.display === 'hidden' || displayQuantity > 0)) {
    return refuse('badPrice', 'a market order cannot rest');
  }
  if (pegTo !== '' && (isImmediate || stopPrice !== 0 || tif === 'opening' || tif === 'closing')) {
    return refuse('unsupported', 'a peg that cannot rest');
  }
  if (tif === 'gtd' && order.expireEpochMs <= 0) return refuse('unsupported', 'good till date without a date');
  if (stopPrice < 0 || !Number.isSafeInteger(stopPrice)) return refuse('badPrice', `stop price ${stopPrice}`);
  return undefined;
}

/** How far through the reference a limit may be. Prices that are worse for the sender's counterparty are nobody's business. */
export function checkBand(book: Book, lastPrice: number, order: EnterOrder, bandBps: number): Refusal | undefined {
  if (bandBps === 0 || order.price === 0) return undefined;
  const bid = book.bestBid?.price;
  const ask = book.bestAsk?.price;
  const reference = lastPrice > 0 ? lastPrice : bid !== undefined && ask !== undefined ? (bid + ask) / 2 : 0;
  if (reference === 0) return undefined;
  const most = (reference * bandBps) / 10_000;
  const through = order.side === 'buy' ? order.price - reference : reference - order.price;
  return through > most
    ? refuse('priceBand', `price ${order.price} is more than ${bandBps} bp through ${reference}`)
    : undefined;
}

/** Under a short-sale restriction nobody sells short at the bid or below, but by exemption. */
export function checkShortSale(
  book: Book,
  side: EnterOrder['side'],
  price: number,
  isRestricted: boolean,
): Refusal | undefined {
  if (!isRestricted || side !== 'sellShort') return undefined;
  const bid = book.bestBid?.price ?? 0;
  return price <= bid ? refuse('shortSale', `a short sale at ${price} with the bid at ${bid}`) : undefined;
}

/** Post only: it must not trade as it comes in. */
export function checkPostOnly(engine: MatchingEngine, order: ParticipantOrder, price: number): Refusal | undefined {
  if (!order.terms.postOnly || order.book.state !== 'trading' || price === 0) return undefined;
  return engine.wouldTrade(order.book, order.bookSide, price)
    ? refuse('postOnlyWouldTrade', `at ${price} it would trade`)
    : undefined;
}
