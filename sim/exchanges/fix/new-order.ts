/** NewOrderSingle (D), and what a cancel/replace (G) says about the order, as a command: what a gateway can check without the book is checked here. */
import type { FixMessage } from '../../../control/protocols/fix/message.js';
import type { EnterOrder, OrderTimeInForce, RejectReason, SimListing } from '../core/orders.js';
import { sideOf, timeInForceOf } from './order-codes.js';

/** What the exchange offers over FIX. */
export interface OrderRules {
  /** OrdType (40) codes. */
  readonly ordTypes: string;
  /** TimeInForce (59) codes. */
  readonly timesInForce: string;
  /** Side (54) codes. */
  readonly sides: string;
  readonly hidden: boolean;
  readonly minQuantity: boolean;
  /** ExecInst (18) of pegs that are offered, of R (same side), P (opposite), M (mid). */
  readonly pegs: string;
  readonly maxClOrdIdLength: number;
  readonly preventSelfTrade: EnterOrder['preventSelfTrade'];
}

/** A request that the gateway refuses; `missingTag` for a field that must be there because of another one. */
export class Refused extends Error {
  constructor(
    readonly reason: RejectReason,
    message: string,
    readonly missingTag?: number,
  ) {
    super(message);
  }
}

const PEGS: Readonly<Record<string, EnterOrder['pegTo']>> = { R: 'same', P: 'opposite', M: 'mid' };
const POST_ONLY = '6';
/** ExecInst values that say what is so anyhow: work, not held, held, and an intermarket sweep, which looks at no other market: nor does this exchange. */
const HARMLESS = new Set(['1', '2', '5', 'f']);

/** @throws Refused */
export function readNewOrder(message: FixMessage, listing: SimListing, rules: OrderRules): EnterOrder {
  const token = message.string(11) ?? '';
  if (token.length > rules.maxClOrdIdLength) {
    throw new Refused('unsupported', `ClOrdID (11) is longer than ${rules.maxClOrdIdLength} characters`);
  }
  const sideText = message.string(54) ?? '';
  const side = rules.sides.includes(sideText) ? sideOf(sideText) : undefined;
  if (side === undefined) throw new Refused('unsupported', `Side (54) ${sideText} is not offered`);
  const ordType = message.string(40) ?? '';
  if (!rules.ordTypes.includes(ordType)) throw new Refused('unsupported', `OrdType (40) ${ordType} is not offered`);
  const timeText = message.string(59) ?? '0';
  const timeInForce = rules.timesInForce.includes(timeText) ? timeInForceOf(timeText) : undefined;
  if (timeInForce === undefined) throw new Refused('unsupported', `TimeInForce (59) ${timeText} is not offered`);
  if (message.has(152)) throw new Refused('unsupported', 'CashOrderQty (152) is not offered');
  const quantity = amount(message, 38, listing.quantityScale, 'badQuantity');
  if (quantity <= 0) throw new Refused('badQuantity', 'OrderQty (38) must be above 0');
  const instructions = readInstructions(message, ordType, rules);
  const price = readPrice(message, ordType, listing);
  const display = readDisplay(message, listing, rules, quantity);
  const minQuantity = message.has(110) ? amount(message, 110, listing.quantityScale, 'badQuantity') : 0;
  if (minQuantity > 0 && !rules.minQuantity) throw new Refused('unsupported', 'MinQty (110) is not offered');
  if (minQuantity > quantity) throw new Refused('minQuantity', 'MinQty (110) is above OrderQty (38)');
  const account = message.string(1) ?? '';
  const capacity = message.string(47) ?? message.string(528) ?? '';
  const stopText = message.string(99) ?? '';
  const echo: Record<string, string> = { t: ordType, s: sideText, q: message.string(38) ?? '' };
  if (stopText !== '') echo['p'] = stopText;
  if (instructions.text !== '') echo['x'] = instructions.text;
  return {
    type: 'enter',
    token,
    symbol: listing.symbol,
    side,
    quantity,
    price,
    stopPrice: readStop(message, ordType, listing),
    timeInForce,
    expireEpochMs: readExpiry(message, timeInForce),
    ...display,
    minQuantity,
    postOnly: instructions.postOnly,
    pegTo: instructions.pegTo,
    pegOffset: ordType === 'P' && message.has(211) ? amount(message, 211, listing.priceScale, 'badPrice') : 0,
    capacity,
    account,
    attribution: '',
    preventSelfTrade: rules.preventSelfTrade,
    echo,
  };
}

/** A decimal field in units of the listing. */
function amount(message: FixMessage, tag: number, scale: number, reason: RejectReason): number {
  if (!message.has(tag)) throw new Refused(reason, `tag ${tag} is missing`, tag);
  const value = message.decimal(tag, scale);
  if (Number.isNaN(value)) {
    throw new Refused(
      reason,
      `tag ${tag}: '${message.string(tag) ?? ''}' has more than ${scale} decimals, or is too large`,
    );
  }
  return value;
}

function readPrice(message: FixMessage, ordType: string, listing: SimListing): number {
  const hasLimit = ordType === '2' || ordType === '4';
  if (!hasLimit && !(ordType === 'P' && message.has(44))) {
    if (message.has(44)) throw new Refused('badPrice', `OrdType (40) ${ordType} has no Price (44)`);
    return 0;
  }
  const price = amount(message, 44, listing.priceScale, 'badPrice');
  if (price <= 0) throw new Refused('badPrice', 'Price (44) must be above 0');
  return price;
}

function readStop(message: FixMessage, ordType: string, listing: SimListing): number {
  if (ordType !== '3' && ordType !== '4') {
    if (message.has(99)) throw new Refused('unsupported', `OrdType (40) ${ordType} has no StopPx (99)`);
    return 0;
  }
  const stop = amount(message, 99, listing.priceScale, 'badPrice');
  if (stop <= 0) throw new Refused('badPrice', 'StopPx (99) must be above 0');
  return stop;
}

function readDisplay(
  message: FixMessage,
  listing: SimListing,
  rules: OrderRules,
  quantity: number,
): Pick<EnterOrder, 'display' | 'displayQuantity'> {
  if (!message.has(111)) return { display: 'visible', displayQuantity: 0 };
  const shown = amount(message, 111, listing.quantityScale, 'badQuantity');
  if (!rules.hidden) throw new Refused('unsupported', 'MaxFloor (111) is not offered');
  if (shown < 0 || shown > quantity) throw new Refused('badQuantity', 'MaxFloor (111) must be 0 to OrderQty (38)');
  return shown === 0 ? { display: 'hidden', displayQuantity: 0 } : { display: 'visible', displayQuantity: shown };
}

function readInstructions(
  message: FixMessage,
  ordType: string,
  rules: OrderRules,
): { text: string; postOnly: boolean; pegTo: EnterOrder['pegTo'] } {
  const text = message.string(18) ?? '';
  let postOnly = false;
  let pegTo: EnterOrder['pegTo'] = '';
  for (const instruction of text === '' ? [] : text.split(' ')) {
    if (instruction === POST_ONLY) postOnly = true;
    else if (rules.pegs.includes(instruction) && ordType === 'P') pegTo = PEGS[instruction] ?? '';
    else if (!HARMLESS.has(instruction))
      throw new Refused('unsupported', `ExecInst (18) ${instruction} is not offered`);
  }
  if (ordType === 'P' && pegTo === '')
    throw new Refused('unsupported', 'a pegged order needs ExecInst (18) R, P or M', 18);
  return { text, postOnly, pegTo };
}

function readExpiry(message: FixMessage, timeInForce: OrderTimeInForce): number {
  if (timeInForce !== 'gtd') return 0;
  const at = message.utcMs(126);
  if (!Number.isNaN(at)) return at;
  const day = /^(\d{4})(\d{2})(\d{2})$/.exec(message.string(432) ?? '');
  if (day === null) throw new Refused('unsupported', 'good till date needs ExpireTime (126) or ExpireDate (432)', 126);
  // To the end of that day.
  return Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3]) + 1) - 1;
}
