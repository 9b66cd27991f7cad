/** The order types by name, and which of them an order is. */
import type { ClientOrder } from '../../core/order-entry.js';
import { OrdType, Side, TimeInForce, type PegTo } from '../../core/venue.js';

/** Every type and instruction that an order may have, in the order of the documentation. */
export const TYPE_NAMES = [
  'market',
  'limit',
  'stop',
  'stop-limit',
  'trailing-stop',
  'immediate-or-cancel',
  'fill-or-kill',
  'minimum-quantity',
  'day',
  'good-till-cancel',
  'good-till-date',
  'at-the-open',
  'at-the-close',
  'post-only',
  'iceberg',
  'hidden',
  'peg-same',
  'peg-opposite',
  'peg-mid',
  'twap',
  'vwap',
  'pov',
  'oco',
  'oto',
  'bracket',
] as const;

export type TypeName = (typeof TYPE_NAMES)[number];

type Terms = Readonly<ClientOrder>;

export function isBuy(side: number): boolean {
  return side === Side.buy;
}

export function isTrailing(terms: Terms): boolean {
  return terms.trailOffset > 0;
}

export function isStop(terms: Terms): boolean {
  return terms.ordType === OrdType.stop || terms.ordType === OrdType.stopLimit || isTrailing(terms);
}

/** Part of it is shown. */
export function isIceberg(terms: Terms): boolean {
  return !terms.hidden && terms.displayQuantity > 0 && terms.displayQuantity < terms.quantity;
}

export function isAuction(terms: Terms): boolean {
  return terms.timeInForce === TimeInForce.atTheOpening || terms.timeInForce === TimeInForce.atTheClose;
}

/** It takes what there is and does not rest. */
export function isImmediate(terms: Terms): boolean {
  return terms.timeInForce === TimeInForce.immediateOrCancel || terms.timeInForce === TimeInForce.fillOrKill;
}

/** The worst price the order may trade at, in the instrument's units; 0: any. */
export function limitOf(terms: Terms): number {
  return terms.ordType === OrdType.market || terms.ordType === OrdType.stop ? 0 : terms.price;
}

const PEG_NAMES: Readonly<Record<Exclude<PegTo, ''>, TypeName>> = {
  same: 'peg-same',
  opposite: 'peg-opposite',
  mid: 'peg-mid',
};

const TIME_NAMES: ReadonlyMap<number, TypeName> = new Map([
  [TimeInForce.day, 'day'],
  [TimeInForce.goodTillCancel, 'good-till-cancel'],
  [TimeInForce.goodTillDate, 'good-till-date'],
  [TimeInForce.immediateOrCancel, 'immediate-or-cancel'],
  [TimeInForce.fillOrKill, 'fill-or-kill'],
  [TimeInForce.atTheOpening, 'at-the-open'],
  [TimeInForce.atTheClose, 'at-the-close'],
]);

/** All that the order asks of a venue or of us, links left out: what it is by OrdType first, then its instructions, then its time in force. */
export function featuresOf(terms: Terms): TypeName[] {
  const features: TypeName[] = [];
  if (isTrailing(terms)) features.push('trailing-stop');
  else if (terms.ordType === OrdType.market) features.push('market');
  else if (terms.ordType === OrdType.limit) features.push('limit');
  else if (terms.ordType === OrdType.stop) features.push('stop');
  else if (terms.ordType === OrdType.stopLimit) features.push('stop-limit');
  else if (terms.pegTo !== '') features.push(PEG_NAMES[terms.pegTo]);
  if (terms.algo !== '') features.push(terms.algo);
  if (terms.minQuantity > 0) features.push('minimum-quantity');
  if (terms.postOnly) features.push('post-only');
  if (isIceberg(terms)) features.push('iceberg');
  if (terms.hidden) features.push('hidden');
  const time = TIME_NAMES.get(terms.timeInForce);
  if (time !== undefined) features.push(time);
  return features;
}

/** The type that decides how the order is worked, and by whose name it goes. */
export function typeOf(terms: Terms): TypeName {
  const features = featuresOf(terms);
  return RANK.find((name) => features.includes(name)) ?? 'limit';
}

/** What asks for most stands first. */
const RANK: readonly TypeName[] = [
  'twap',
  'vwap',
  'pov',
  'trailing-stop',
  'stop',
  'stop-limit',
  'at-the-open',
  'at-the-close',
  'peg-same',
  'peg-opposite',
  'peg-mid',
  'fill-or-kill',
  'minimum-quantity',
  'iceberg',
  'hidden',
  'post-only',
  'immediate-or-cancel',
  'market',
  'limit',
];
