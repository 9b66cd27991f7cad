/** Where the fields of each ITCH 5.0 message are on the wire. Big-endian; prices are integers with 4 or 8 implied decimals. */

/** Fields that every message begins with. The timestamp has 48 bits: nanoseconds since midnight. */
export const COMMON = { messageType: 0, stockLocate: 1, trackingNumber: 3, timestamp: 5 } as const;

export const SYSTEM_EVENT = { type: 0x53, length: 12, eventCode: 11 } as const;
export const STOCK_DIRECTORY = {
  type: 0x52,
  length: 39,
  stock: 11,
  marketCategory: 19,
  financialStatus: 20,
  roundLotSize: 21,
  roundLotsOnly: 25,
  issueClassification: 26,
  issueSubType: 27,
  authenticity: 29,
  shortSaleThreshold: 30,
  ipoFlag: 31,
  luldReferencePriceTier: 32,
  etpFlag: 33,
  etpLeverageFactor: 34,
  inverseIndicator: 38,
} as const;
export const STOCK_TRADING_ACTION = {
  type: 0x48,
  length: 25,
  stock: 11,
  tradingState: 19,
  reserved: 20,
  reason: 21,
} as const;
export const REG_SHO_RESTRICTION = { type: 0x59, length: 20, stock: 11, regShoAction: 19 } as const;
export const MARKET_PARTICIPANT_POSITION = {
  type: 0x4c,
  length: 26,
  mpid: 11,
  stock: 15,
  primaryMarketMaker: 23,
  marketMakerMode: 24,
  marketParticipantState: 25,
} as const;
export const MWCB_DECLINE_LEVEL = { type: 0x56, length: 35, level1: 11, level2: 19, level3: 27 } as const;
export const MWCB_STATUS = { type: 0x57, length: 12, breachedLevel: 11 } as const;
export const IPO_QUOTING_PERIOD_UPDATE = {
  type: 0x4b,
  length: 28,
  stock: 11,
  releaseTime: 19,
  releaseQualifier: 23,
  ipoPrice: 24,
} as const;
export const LULD_AUCTION_COLLAR = {
  type: 0x4a,
  length: 35,
  stock: 11,
  referencePrice: 19,
  upperCollar: 23,
  lowerCollar: 27,
  extension: 31,
} as const;
export const OPERATIONAL_HALT = { type: 0x68, length: 21, stock: 11, marketCode: 19, haltAction: 20 } as const;
export const ADD_ORDER = {
  type: 0x41,
  length: 36,
  orderRef: 11,
  side: 19,
  shares: 20,
  stock: 24,
  price: 32,
} as const;
export const ADD_ORDER_MPID = { ...ADD_ORDER, type: 0x46, length: 40, attribution: 36 } as const;
export const ORDER_EXECUTED = {
  type: 0x45,
  length: 31,
  orderRef: 11,
  executedShares: 19,
  matchNumber: 23,
} as const;
export const ORDER_EXECUTED_WITH_PRICE = {
  ...ORDER_EXECUTED,
  type: 0x43,
  length: 36,
  printable: 31,
  executionPrice: 32,
} as const;
export const ORDER_CANCEL = { type: 0x58, length: 23, orderRef: 11, canceledShares: 19 } as const;
export const ORDER_DELETE = { type: 0x44, length: 19, orderRef: 11 } as const;
export const ORDER_REPLACE = {
  type: 0x55,
  length: 35,
  originalOrderRef: 11,
  newOrderRef: 19,
  shares: 27,
  price: 31,
} as const;
export const TRADE_NON_CROSS = { ...ADD_ORDER, type: 0x50, length: 44, matchNumber: 36 } as const;
export const CROSS_TRADE = {
  type: 0x51,
  length: 40,
  shares: 11,
  stock: 19,
  crossPrice: 27,
  matchNumber: 31,
  crossType: 39,
} as const;
export const BROKEN_TRADE = { type: 0x42, length: 19, matchNumber: 11 } as const;
export const NOII = {
  type: 0x49,
  length: 50,
  pairedShares: 11,
  imbalanceShares: 19,
  imbalanceDirection: 27,
  stock: 28,
  farPrice: 36,
  nearPrice: 40,
  currentReferencePrice: 44,
  crossType: 48,
  priceVariation: 49,
} as const;
export const RPII = { type: 0x4e, length: 20, stock: 11, interestFlag: 19 } as const;
export const DIRECT_LISTING_CAPITAL_RAISE = {
  type: 0x4f,
  length: 48,
  stock: 11,
  openEligibility: 19,
  minAllowablePrice: 20,
  maxAllowablePrice: 24,
  nearExecutionPrice: 28,
  nearExecutionTime: 32,
  lowerPriceRangeCollar: 40,
  upperPriceRangeCollar: 44,
} as const;

/** The length that each type byte stands for; 0 where no message has that type. */
export const MESSAGE_LENGTHS = new Uint8Array(256);
for (const { type, length } of [
  SYSTEM_EVENT,
  STOCK_DIRECTORY,
  STOCK_TRADING_ACTION,
  REG_SHO_RESTRICTION,
  MARKET_PARTICIPANT_POSITION,
  MWCB_DECLINE_LEVEL,
  MWCB_STATUS,
  IPO_QUOTING_PERIOD_UPDATE,
  LULD_AUCTION_COLLAR,
  OPERATIONAL_HALT,
  ADD_ORDER,
  ADD_ORDER_MPID,
  ORDER_EXECUTED,
  ORDER_EXECUTED_WITH_PRICE,
  ORDER_CANCEL,
  ORDER_DELETE,
  ORDER_REPLACE,
  TRADE_NON_CROSS,
  CROSS_TRADE,
  BROKEN_TRADE,
  NOII,
  RPII,
  DIRECT_LISTING_CAPITAL_RAISE,
]) {
  MESSAGE_LENGTHS[type] = length;
}
