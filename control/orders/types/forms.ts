/**
 * Which form each type has at a venue, by what the venue can do: the plan of an order and the table of docs/order-types.md come from these rules and from nothing else.
 */
import { OrdType, TimeInForce, type VenueCapabilities } from '../../core/venue.js';
import { hasCode } from './child-terms.js';
import type { TypeCode } from './denials.js';
import type { TypeName } from './names.js';

export type Form = 'native' | 'emulated';

type Can = (can: VenueCapabilities) => boolean;

interface FormRule {
  readonly native: Can;
  readonly emulated: Can;
  /** When neither holds. */
  readonly refused: TypeCode;
  /** What the emulated form is made of. */
  readonly how: string;
}

const never: Can = () => false;
const market: Can = (can) => hasCode(can.ordTypes, OrdType.market);
const limit: Can = (can) => hasCode(can.ordTypes, OrdType.limit);
const immediate: Can = (can) => limit(can) && hasCode(can.timesInForce, TimeInForce.immediateOrCancel);
const fillOrKill: Can = (can) => hasCode(can.timesInForce, TimeInForce.fillOrKill);
const takes: Can = (can) => market(can) || immediate(can);
/** An order that may rest, and can be cancelled. */
const rests: Can = (can) =>
  limit(can) && (hasCode(can.timesInForce, TimeInForce.day) || hasCode(can.timesInForce, TimeInForce.goodTillCancel));
const postOnly: Can = (can) => rests(can) && can.postOnly === 'native';
const worksAlgos: Can = (can) => rests(can) && immediate(can);

function ordType(code: number): Can {
  return (can) => hasCode(can.ordTypes, code);
}

function timeInForce(code: number): Can {
  return (can) => hasCode(can.timesInForce, code);
}

function peg(to: 'same' | 'opposite' | 'mid'): FormRule {
  return {
    native: (can) => hasCode(can.ordTypes, OrdType.pegged) && can.pegs.includes(to),
    emulated: postOnly,
    refused: 'TYPE_PEG_NOT_AVAILABLE',
    how: 'a post-only limit order that is moved when the best prices of all venues move',
  };
}

const algo = (how: string): FormRule => ({
  native: never,
  emulated: worksAlgos,
  refused: 'TYPE_LIMIT_NOT_AVAILABLE',
  how,
});
const link = (how: string): FormRule => ({ native: never, emulated: limit, refused: 'TYPE_LIMIT_NOT_AVAILABLE', how });

export const FORM_RULES: Readonly<Record<TypeName, FormRule>> = {
  market: {
    native: market,
    emulated: immediate,
    refused: 'TYPE_MARKET_NOT_AVAILABLE',
    how: 'immediate limit orders at the prices that the router saw, or `protectionBps` beyond the best',
  },
  limit: { native: limit, emulated: never, refused: 'TYPE_LIMIT_NOT_AVAILABLE', how: '' },
  stop: {
    native: ordType(OrdType.stop),
    emulated: takes,
    refused: 'TYPE_MARKET_NOT_AVAILABLE',
    how: 'held here until its trigger, then a market order',
  },
  'stop-limit': {
    native: ordType(OrdType.stopLimit),
    emulated: rests,
    refused: 'TYPE_LIMIT_NOT_AVAILABLE',
    how: 'held here until its trigger, then a limit order',
  },
  'trailing-stop': {
    native: never,
    emulated: takes,
    refused: 'TYPE_MARKET_NOT_AVAILABLE',
    how: 'held here, its stop price following the best price since it was entered; then a market order',
  },
  'immediate-or-cancel': {
    native: timeInForce(TimeInForce.immediateOrCancel),
    emulated: never,
    refused: 'TYPE_IOC_NOT_AVAILABLE',
    how: '',
  },
  'fill-or-kill': {
    native: fillOrKill,
    emulated: immediate,
    refused: 'TYPE_FOK_NOT_AVAILABLE',
    how: 'only with `fillOrKill=sweep`: immediate orders at several venues when they show enough together',
  },
  'minimum-quantity': {
    native: (can) => can.minQuantity === 'native',
    emulated: fillOrKill,
    refused: 'TYPE_MIN_QUANTITY_NOT_AVAILABLE',
    how: 'held here until one venue shows enough, then fill-or-kill of at least the minimum',
  },
  day: {
    native: timeInForce(TimeInForce.day),
    emulated: rests,
    refused: 'TYPE_LIMIT_NOT_AVAILABLE',
    how: 'good till cancel at the venue, cancelled by us at the end of the session',
  },
  'good-till-cancel': {
    native: timeInForce(TimeInForce.goodTillCancel),
    emulated: rests,
    refused: 'TYPE_LIMIT_NOT_AVAILABLE',
    how: 'a day order, sent again each day',
  },
  'good-till-date': {
    native: timeInForce(TimeInForce.goodTillDate),
    emulated: rests,
    refused: 'TYPE_LIMIT_NOT_AVAILABLE',
    how: 'a day or good-till-cancel order, cancelled by us with lead time',
  },
  'at-the-open': {
    native: timeInForce(TimeInForce.atTheOpening),
    emulated: never,
    refused: 'TYPE_AUCTION_NOT_AVAILABLE',
    how: '',
  },
  'at-the-close': {
    native: timeInForce(TimeInForce.atTheClose),
    emulated: never,
    refused: 'TYPE_AUCTION_NOT_AVAILABLE',
    how: '',
  },
  'post-only': { native: postOnly, emulated: never, refused: 'TYPE_POST_ONLY_NOT_AVAILABLE', how: '' },
  iceberg: {
    native: (can) => can.displayQuantity === 'native',
    emulated: rests,
    refused: 'TYPE_LIMIT_NOT_AVAILABLE',
    how: 'one slice after the other, of random size',
  },
  hidden: {
    native: (can) => can.hidden === 'native',
    emulated: immediate,
    refused: 'TYPE_IOC_NOT_AVAILABLE',
    how: 'held here; takes when the other side comes to its limit',
  },
  'peg-same': peg('same'),
  'peg-opposite': peg('opposite'),
  'peg-mid': peg('mid'),
  twap: algo('slices of equal size in time'),
  vwap: algo('slices by a volume curve'),
  pov: algo('takes a share of the volume as it trades'),
  oco: link('one fills or ends, the other is cancelled'),
  oto: link('the second is sent as the first fills'),
  bracket: link('entry, then profit and loss as an OCO of what was filled'),
};

/** The form a type has where the venue can do this, or the code by which it is refused. */
export function formAt(type: TypeName, can: VenueCapabilities): Form | TypeCode {
  const rule = FORM_RULES[type];
  // Sent as a market order only whole, as fill-or-kill or to an auction: the router takes level by level at the prices that it saw.
  if (rule.native(can) && type !== 'market') return 'native';
  return rule.emulated(can) ? 'emulated' : rule.refused;
}

/** The venue does all of it itself. */
export function isNativeAt(features: readonly TypeName[], can: VenueCapabilities): boolean {
  return features.every((feature) =>
    ENDS_BY_US.has(feature) ? formAt(feature, can) !== FORM_RULES[feature].refused : FORM_RULES[feature].native(can),
  );
}

/** How long an order rests is not what makes it native or not: we end it, or send it again, where the venue does not. */
const ENDS_BY_US: ReadonlySet<TypeName> = new Set(['day', 'good-till-cancel', 'good-till-date']);
