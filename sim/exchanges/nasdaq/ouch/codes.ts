/** Codes of OUCH for what the matcher says. */
import type { CancelReason, OrderSide, RejectReason } from '../../core/orders.js';

export const SIDES: Readonly<Record<string, OrderSide>> = {
  B: 'buy',
  S: 'sell',
  T: 'sellShort',
  E: 'sellShortExempt',
};

export const SIDE_CODES: Readonly<Record<OrderSide, string>> = {
  buy: 'B',
  sell: 'S',
  sellShort: 'T',
  sellShortExempt: 'E',
};

export const CANCEL_CODES: Readonly<Record<CancelReason, string>> = {
  user: 'U',
  ioc: 'I',
  fok: 'I',
  timeout: 'T',
  supervisory: 'S',
  disconnect: 'S',
  selfTrade: 'Q',
  halted: 'H',
  closed: 'E',
  massCancel: 'U',
  system: 'Z',
};

/** Rejected of OUCH 5.0. */
export const Reject50 = {
  destinationClosed: 0x02,
  invalidDisplay: 0x03,
  invalidMaxFloor: 0x04,
  invalidPegType: 0x05,
  halted: 0x07,
  isoNotAllowed: 0x08,
  invalidSide: 0x09,
  processingError: 0x0a,
  firmNotAuthorized: 0x0c,
  invalidMinQuantity: 0x0d,
  other: 0x0f,
  cancelNotAllowed: 0x10,
  peggingNotAllowed: 0x11,
  invalidQuantity: 0x13,
  invalidCrossOrder: 0x14,
  replaceNotAllowed: 0x15,
  routingNotAllowed: 0x16,
  invalidSymbol: 0x17,
  retailNotAllowed: 0x1a,
  invalidPrice: 0x1d,
  riskFatFinger: 0x26,
  riskPortRate: 0x29,
  riskShortSell: 0x2b,
} as const;

export const REJECT_50: Readonly<Record<RejectReason, number>> = {
  unknownSymbol: Reject50.invalidSymbol,
  halted: Reject50.halted,
  closed: Reject50.destinationClosed,
  badPrice: Reject50.invalidPrice,
  badTick: Reject50.invalidPrice,
  badQuantity: Reject50.invalidQuantity,
  badLot: Reject50.invalidQuantity,
  duplicateToken: Reject50.other,
  unknownOrder: Reject50.replaceNotAllowed,
  notOwner: Reject50.firmNotAuthorized,
  tooLate: Reject50.replaceNotAllowed,
  rateLimit: Reject50.riskPortRate,
  postOnlyWouldTrade: Reject50.invalidPrice,
  minQuantity: Reject50.invalidMinQuantity,
  unsupported: Reject50.other,
  shortSale: Reject50.riskShortSell,
  priceBand: Reject50.riskFatFinger,
  riskLimit: Reject50.other,
};

/** Rejected of OUCH 4.2. */
export const REJECT_42: Readonly<Record<RejectReason, string>> = {
  unknownSymbol: 'S',
  halted: 'H',
  closed: 'C',
  badPrice: 'X',
  badTick: 'X',
  badQuantity: 'Z',
  badLot: 'Z',
  duplicateToken: 'O',
  unknownOrder: 'O',
  notOwner: 'L',
  tooLate: 'O',
  rateLimit: 'O',
  postOnlyWouldTrade: 'X',
  minQuantity: 'N',
  unsupported: 'O',
  shortSale: 'O',
  priceBand: 'X',
  riskLimit: 'O',
};

export const BROKEN_CODES = { erroneous: 'E', consent: 'C', supervisory: 'S' } as const;
export const LIQUIDITY_CODES = { added: 'A', removed: 'R', cross: 'O' } as const;
