/** Why a type refuses or ends an order: stable codes, with what each stands for. docs/order-types.md is made of this table. */
import type { Denial } from '../../core/order-entry.js';

export const TYPE_CODES = {
  TYPE_QUANTITY: 'the quantity is not a whole number of units above 0',
  TYPE_SIDE: 'the side is none that is known',
  TYPE_UNKNOWN: 'order type or time in force is none that is known',
  TYPE_PRICE: 'a price is negative or not a whole number of units',
  TYPE_MARKET_HAS_PRICE: 'a market or stop order has a limit price: it is unclear what is wanted',
  TYPE_LIMIT_NEEDS_PRICE: 'a limit or stop-limit order without a limit price',
  TYPE_STOP_NEEDS_PRICE: 'a stop or stop-limit order without a stop price',
  TYPE_STOP_PRICE_UNUSED: 'a stop price on an order that has no stop',
  TYPE_STOP_TIME_IN_FORCE: 'a stop or trailing stop that is for an auction or fill-or-kill',
  TYPE_STOP_COMBINATION: 'a stop with a display or minimum quantity, hidden, post-only, or pegged',
  TYPE_TRAIL_NEEDS_OFFSET: 'a trailing stop whose offset is not above 0, or that is not of type pegged',
  TYPE_PEG_NEEDS_REFERENCE:
    'a pegged order that does not say what it is pegged to, or a reference or offset on an order that is not pegged',
  TYPE_PEG_TIME_IN_FORCE: 'a pegged order that cannot rest: immediate, fill-or-kill, or for an auction',
  TYPE_PEG_NOT_AVAILABLE: 'no venue has the peg, and none has post-only, without which an emulated peg could cross',
  TYPE_GTD_NEEDS_TIME: 'good till date without an end, or an end without good till date',
  TYPE_GTD_PAST: 'the end of the order has passed',
  TYPE_AUCTION_COMBINATION:
    'an order for an auction that is also post-only, hidden, with a display or minimum quantity, pegged, or worked by an algorithm',
  TYPE_AUCTION_NOT_AVAILABLE: 'no venue takes orders for this auction',
  TYPE_POST_ONLY_COMBINATION: 'post-only on an order that takes, or on one without a limit price',
  TYPE_POST_ONLY_WOULD_CROSS: 'the limit reaches the best price of the other side, over all venues',
  TYPE_POST_ONLY_NOT_AVAILABLE: 'no venue has post-only',
  TYPE_DISPLAY_QUANTITY: 'the display quantity is above the quantity, or not a whole number of units',
  TYPE_DISPLAY_COMBINATION: 'a display quantity on an order that does not rest, has no limit, or is hidden',
  TYPE_HIDDEN_COMBINATION: 'hidden on an order that does not rest or has no limit price',
  TYPE_MIN_QUANTITY: 'the minimum quantity is above the quantity, or not a whole number of units',
  TYPE_MIN_QUANTITY_COMBINATION:
    'a minimum quantity on an order that is post-only, shown in part, fill-or-kill, or pegged',
  TYPE_MIN_QUANTITY_NOT_AVAILABLE: 'no venue has a minimum quantity or fill-or-kill',
  TYPE_MARKET_NOT_AVAILABLE: 'no venue takes market orders or immediate limit orders',
  TYPE_LIMIT_NOT_AVAILABLE: 'no venue takes limit orders',
  TYPE_IOC_NOT_AVAILABLE: 'no venue takes immediate-or-cancel orders',
  TYPE_FOK_NOT_AVAILABLE:
    'no single venue with fill-or-kill shows the whole quantity, and a sweep was not asked for or is not covered by what is shown',
  TYPE_FORM_NOT_AVAILABLE: 'the form that was asked for, native or emulated, does not exist for this order',
  TYPE_NOT_LISTED: 'no venue lists the instrument',
  TYPE_ALGO_COMBINATION: 'an algorithm together with a type, instruction or time in force that it does not work with',
  TYPE_ALGO_TIMES: 'start and end of an algorithm do not fit: the end must come after the start and after now',
  TYPE_ALGO_NEEDS_END: 'an algorithm without an end, and the end of the session is not known',
  TYPE_ALGO_PARTICIPATION:
    'the participation is not between 1 and 10,000 basis points, or stands on an order that is not POV',
  TYPE_ALGO_CURVE: 'the volume curve that was asked for does not exist for this instrument',
  TYPE_PARAMETER: 'a parameter that does not exist for this type, or whose value is out of its range',
  TYPE_LINK_NEEDS_ID: 'a link without a name, or a name without a kind of link',
  TYPE_LINK_COMBINATION:
    'a linked order that cannot wait for the others: immediate or fill-or-kill as the leg of an OCO',
  TYPE_LINK_LEGS: 'the legs of a group do not fit together in number, side, instrument or quantity',
  TYPE_IOC_REMAINDER: 'an immediate order took what there was; the rest is cancelled',
  TYPE_NO_LIQUIDITY: 'a market order found nobody to trade with for as long as it may wait',
  TYPE_EXPIRED: 'the end of a good-till-date order was reached',
  TYPE_AUCTION_OVER: 'the auction left a rest, which is not carried on',
  TYPE_ALGO_ENDED: 'the end of an algorithm was reached before the whole quantity was done',
  TYPE_VENUE_REFUSES: 'venues or risk refused what the order sent, again and again',
} as const;

export type TypeCode = keyof typeof TYPE_CODES;

export interface TypeDenial extends Denial {
  readonly code: TypeCode;
}

/** @param text words that name the field, what was found and what was expected */
export function deny(code: TypeCode, text: string): TypeDenial {
  return { code, text };
}
