/**
 * What no field of an order can see alone: whether its terms make an order at all. The same for FIX and JSON. Whether it may be traded is the affair of
 * risk and of the order types.
 */
import type { ClientOrder } from '../core/order-entry.js';
import { OrdType, Side, TimeInForce } from '../core/venue.js';

/** The term that is to blame; FIX and JSON have their own names for it. */
export type Term =
  | 'quantity'
  | 'price'
  | 'stopPrice'
  | 'expire'
  | 'displayQuantity'
  | 'minQuantity'
  | 'postOnly'
  | 'peg'
  | 'trailOffset'
  | 'timeInForce'
  | 'algo'
  | 'algoEnd'
  | 'participation'
  | 'located'
  | 'link';

export interface TermsFault {
  readonly term: Term;
  /** Something has to be there and is not; otherwise what is there contradicts the rest. */
  readonly missing: boolean;
  readonly found: string;
  readonly expected: string;
}

const NONE = 'nothing';

/** Undefined when the order makes sense. Allocates only when it does not. */
export function faultOfTerms(order: Readonly<ClientOrder>): TermsFault | undefined {
  return faultOfPrices(order) ?? faultOfQuantities(order) ?? faultOfTimes(order) ?? faultOfTheRest(order);
}

function faultOfPrices(order: Readonly<ClientOrder>): TermsFault | undefined {
  const { ordType, price, stopPrice, pegTo, trailOffset, pegOffset } = order;
  const isTrailing = trailOffset > 0;
  const wantsPrice = ordType === OrdType.limit || ordType === OrdType.stopLimit;
  const wantsStop = ordType === OrdType.stop || ordType === OrdType.stopLimit;
  if (wantsPrice && price === 0) return missing('price', 'a price: the order has a limit');
  if (wantsStop && stopPrice === 0) return missing('stopPrice', 'a stop price: the order is a stop');
  if (price !== 0 && !wantsPrice && ordType !== OrdType.pegged)
    return surplus('price', 'no price: the order has no limit');
  if (stopPrice !== 0 && !wantsStop && !isTrailing) return surplus('stopPrice', 'no stop price: the order is no stop');
  if (ordType === OrdType.pegged) {
    if (pegTo === '' && !isTrailing) return missing('peg', 'what to peg to, or a trailing offset');
    if (pegTo !== '' && isTrailing) return wrong('peg', 'a peg and a trailing stop', 'one of the two');
    return undefined;
  }
  if (pegTo !== '') return surplus('peg', 'no peg: the order is not pegged');
  if (isTrailing || pegOffset !== 0) return surplus('trailOffset', 'no offset: the order is not pegged');
  return undefined;
}

function faultOfQuantities(order: Readonly<ClientOrder>): TermsFault | undefined {
  const { quantity, displayQuantity, minQuantity } = order;
  if (quantity <= 0) return wrong('quantity', '0', 'more than 0');
  if (displayQuantity > quantity) return wrong('displayQuantity', 'more than the quantity', 'at most the quantity');
  if (minQuantity > quantity) return wrong('minQuantity', 'more than the quantity', 'at most the quantity');
  return undefined;
}

function faultOfTimes(order: Readonly<ClientOrder>): TermsFault | undefined {
  const { timeInForce, expireEpochMs, algo, algoStartEpochMs, algoEndEpochMs, participationBps } = order;
  const isDated = timeInForce === TimeInForce.goodTillDate;
  if (isDated && expireEpochMs === 0) return missing('expire', 'when the order ends: it is good till a date');
  if (!isDated && expireEpochMs !== 0) return surplus('expire', 'no expiry: the order is not good till a date');
  if (algo === '') {
    if (algoStartEpochMs !== 0 || algoEndEpochMs !== 0)
      return surplus('algo', 'no start and end: there is no algorithm');
    if (participationBps !== 0) return surplus('participation', 'no participation rate: there is no POV');
    return undefined;
  }
  if (algoEndEpochMs !== 0 && algoEndEpochMs <= algoStartEpochMs) {
    return wrong('algoEnd', 'an end that is not after the start', 'an end after the start');
  }
  if (algo === 'pov' && participationBps === 0)
    return missing('participation', 'a participation rate above 0: the order is a POV');
  if (algo !== 'pov' && participationBps !== 0)
    return surplus('participation', 'no participation rate: the order is no POV');
  if (participationBps > 10_000) return wrong('participation', 'more than the whole volume', 'at most 1');
  return undefined;
}

function faultOfTheRest(order: Readonly<ClientOrder>): TermsFault | undefined {
  const { ordType, postOnly, timeInForce, side, located, linkId, linkKind } = order;
  if (postOnly) {
    if (ordType === OrdType.market || ordType === OrdType.stop) {
      return wrong('postOnly', 'post-only without a limit', 'a limit or a pegged order');
    }
    if (timeInForce === TimeInForce.immediateOrCancel || timeInForce === TimeInForce.fillOrKill) {
      return wrong('postOnly', 'post-only that must trade at once', 'a time in force that lets it rest');
    }
  }
  if (located && side !== Side.sellShort && side !== Side.sellShortExempt) {
    return surplus('located', 'nothing about located shares: the order is no short sale');
  }
  if ((linkId === '') !== (linkKind === '')) {
    return missing('link', linkId === '' ? 'the id of the link' : 'how the orders are linked: oco, oto or bracket');
  }
  return undefined;
}

function missing(term: Term, expected: string): TermsFault {
  return { term, missing: true, found: NONE, expected };
}

function surplus(term: Term, expected: string): TermsFault {
  return { term, missing: false, found: 'one', expected };
}

function wrong(term: Term, found: string, expected: string): TermsFault {
  return { term, missing: false, found, expected };
}
