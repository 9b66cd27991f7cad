/** FIX codes of what the matcher knows by name. */
import type { CancelReason, OrderSide, OrderState, OrderTimeInForce, RejectReason } from '../core/orders.js';

export type FixVersion = '4.2' | '4.4';

const SIDES: Readonly<Record<string, OrderSide>> = {
  '1': 'buy',
  '2': 'sell',
  '5': 'sellShort',
  '6': 'sellShortExempt',
};
const SIDE_CODES: Readonly<Record<OrderSide, string>> = { buy: '1', sell: '2', sellShort: '5', sellShortExempt: '6' };
const TIMES: Readonly<Record<string, OrderTimeInForce>> = {
  '0': 'day',
  '1': 'gtc',
  '2': 'opening',
  '3': 'ioc',
  '4': 'fok',
  '6': 'gtd',
  '7': 'closing',
};
const TIME_CODES: Readonly<Record<OrderTimeInForce, string>> = {
  day: '0',
  gtc: '1',
  opening: '2',
  ioc: '3',
  fok: '4',
  gtd: '6',
  closing: '7',
};

/** Side (54); undefined for a code that no order may have here. */
export function sideOf(code: string): OrderSide | undefined {
  return SIDES[code];
}

export function sideCode(side: OrderSide): string {
  return SIDE_CODES[side];
}

/** TimeInForce (59). */
export function timeInForceOf(code: string): OrderTimeInForce | undefined {
  return TIMES[code];
}

export function timeInForceCode(timeInForce: OrderTimeInForce): string {
  return TIME_CODES[timeInForce];
}

/** OrdType (40) as the client gave it; orders of other protocols show what they are. */
export function ordTypeCode({ echo, price }: OrderState): string {
  const given = echo['t'];
  if (typeof given === 'string') return given;
  return price === 0 ? '1' : '2';
}

const UNKNOWN_SYMBOL = '1';
const REJECT_CODES: Readonly<Partial<Record<RejectReason, readonly [fix42: string, fix44: string]>>> = {
  unknownSymbol: [UNKNOWN_SYMBOL, UNKNOWN_SYMBOL],
  halted: ['2', '2'],
  closed: ['2', '2'],
  badPrice: ['0', '99'],
  badTick: ['0', '99'],
  badQuantity: ['0', '13'],
  badLot: ['0', '13'],
  duplicateToken: ['6', '6'],
  unknownOrder: ['5', '5'],
  tooLate: ['4', '4'],
  unsupported: ['0', '11'],
  priceBand: ['3', '3'],
  riskLimit: ['3', '3'],
};

/** OrdRejReason (103). */
export function orderRejectCode(reason: RejectReason, version: FixVersion): string {
  const codes = REJECT_CODES[reason] ?? ['0', '99'];
  return version === '4.2' ? codes[0] : codes[1];
}

/** CxlRejReason (102). */
export function cancelRejectCode(reason: RejectReason, version: FixVersion): string {
  if (reason === 'unknownOrder' || reason === 'notOwner') return '1';
  if (reason === 'tooLate') return '0';
  if (reason === 'duplicateToken' && version === '4.4') return '6';
  return version === '4.2' ? '2' : '99';
}

const CANCEL_TEXTS: Readonly<Record<CancelReason, string>> = {
  user: '',
  ioc: 'immediate or cancel',
  fok: 'fill or kill',
  timeout: 'time in force is over',
  supervisory: 'by the exchange',
  disconnect: 'cancel on disconnect',
  selfTrade: 'self-trade prevention',
  halted: 'trading is halted',
  closed: 'the market is closed',
  massCancel: 'mass cancel',
  system: 'by the system',
};

export function cancelText(reason: CancelReason): string {
  return CANCEL_TEXTS[reason];
}
