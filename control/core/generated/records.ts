// Generated from hdl/records.yaml and hdl/registers.yaml by `npm run generate`; do not edit.

/** Bytes of a slot; a record takes one or two. */
export const SLOT_BYTES = 64;
/** Byte offset of the lap word in each slot. */
export const LAP_OFFSET = 60;
/** Picoseconds of one beat of NIC time. */
export const BEAT_PS = 6400;
export const HELD_DEPTH = 256;
export const GAP_HISTORY = 16;
export const SESSION_HISTORY = 8;
export const MAX_MESSAGE_BYTES = 64;
export const MAX_FRAME_LIMIT = 2048;
export const SKEW_BINS = 16;
export const CAPTURE_FRAMES = 8;
export const SENSORS = 8;

/** Byte offsets of the header that every record has. */
export const HEADER = {
  /** u8: record type: a control type below, or the message's own type byte */
  type: 0,
  /** u8: arbitration channel */
  channel: 1,
  /** u8: flag bits below */
  flags: 2,
  /** u16: ITCH stock locate; 0 on control records */
  stockLocate: 4,
  /** u16: ITCH tracking number; 0 on control records */
  trackingNumber: 6,
  /** u64: sequence number of the message; first missing one on gap and loss */
  sequence: 8,
  /** u48: exchange timestamp, ns since midnight; 0 on control records */
  timestamp: 16,
  /** beats48: NIC time at the start of the frame, in beats: high 16 bits at 22, low 32 bits at 24 */
  ingress: 22,
} as const;

/** Masks of the header's flags byte. */
export const FLAG = {
  /** port whose copy was delivered */
  port: 0x03,
  /** frame not yet confirmed (cut-through) */
  provisional: 0x04,
  /** host-injected retransmission into a reported gap */
  recovered: 0x08,
  /** packet had sequence 0: no arbitration, no sequence number */
  unsequenced: 0x10,
  /** seconds part unknown (PITCH) */
  timeUncertain: 0x20,
  /** record continues in the next slot */
  twoSlots: 0x40,
} as const;

/** Record types: control records, and the type byte of each message. */
export const RECORD = {
  /** fills the last slot of a lap when a two-slot record would straddle the wrap */
  Pad: 0x00,
  /** a message of unknown type, or a known type of another length */
  Unknown: 0x01,
  /** sequence numbers `sequence` to `last` are missing */
  Gap: 0x02,
  /** a new session began */
  Session: 0x03,
  /** end of session; `sequence` is the next expected number */
  End: 0x04,
  /** the ring had no credit: `count` records of this channel between `sequence` and `last` were dropped */
  Loss: 0x05,
  /** cut-through: the provisional records of this channel from `sequence` to `last` never were */
  Abort: 0x06,
  /** cut-through: the provisional records of this channel from `sequence` to `last` are confirmed */
  Commit: 0x07,
  /** ITCH 5.0 'S' */
  SystemEvent: 0x53,
  /** ITCH 5.0 'R' */
  StockDirectory: 0x52,
  /** ITCH 5.0 'H' */
  StockTradingAction: 0x48,
  /** ITCH 5.0 'Y' */
  RegShoRestriction: 0x59,
  /** ITCH 5.0 'L' */
  MarketParticipantPosition: 0x4C,
  /** ITCH 5.0 'V' */
  MwcbDeclineLevel: 0x56,
  /** ITCH 5.0 'W' */
  MwcbStatus: 0x57,
  /** ITCH 5.0 'K' */
  IpoQuotingPeriodUpdate: 0x4B,
  /** ITCH 5.0 'J' */
  LuldAuctionCollar: 0x4A,
  /** ITCH 5.0 'h' */
  OperationalHalt: 0x68,
  /** ITCH 5.0 'A' */
  AddOrder: 0x41,
  /** ITCH 5.0 'F' */
  AddOrderMpid: 0x46,
  /** ITCH 5.0 'E' */
  OrderExecuted: 0x45,
  /** ITCH 5.0 'C' */
  OrderExecutedWithPrice: 0x43,
  /** ITCH 5.0 'X' */
  OrderCancel: 0x58,
  /** ITCH 5.0 'D' */
  OrderDelete: 0x44,
  /** ITCH 5.0 'U' */
  OrderReplace: 0x55,
  /** ITCH 5.0 'P' */
  TradeNonCross: 0x50,
  /** ITCH 5.0 'Q' */
  CrossTrade: 0x51,
  /** ITCH 5.0 'B' */
  BrokenTrade: 0x42,
  /** ITCH 5.0 'I' */
  Noii: 0x49,
  /** ITCH 5.0 'N' */
  Rpii: 0x4E,
  /** ITCH 5.0 'O' */
  DirectListingCapitalRaise: 0x4F,
  /** PITCH 2 Time */
  PitchTime: 0x20,
  /** PITCH 2 UnitClear */
  PitchUnitClear: 0x97,
  /** PITCH 2 AddOrderLong */
  PitchAddOrderLong: 0x21,
  /** PITCH 2 AddOrderShort */
  PitchAddOrderShort: 0x22,
  /** PITCH 2 AddOrderExpanded */
  PitchAddOrderExpanded: 0x2F,
  /** PITCH 2 OrderExecuted */
  PitchOrderExecuted: 0x23,
  /** PITCH 2 OrderExecutedAtPriceSize */
  PitchOrderExecutedAtPriceSize: 0x24,
  /** PITCH 2 ReduceSizeLong */
  PitchReduceSizeLong: 0x25,
  /** PITCH 2 ReduceSizeShort */
  PitchReduceSizeShort: 0x26,
  /** PITCH 2 ModifyOrderLong */
  PitchModifyOrderLong: 0x27,
  /** PITCH 2 ModifyOrderShort */
  PitchModifyOrderShort: 0x28,
  /** PITCH 2 DeleteOrder */
  PitchDeleteOrder: 0x29,
  /** PITCH 2 TradeLong */
  PitchTradeLong: 0x2A,
  /** PITCH 2 TradeShort */
  PitchTradeShort: 0x2B,
  /** PITCH 2 TradeExpanded */
  PitchTradeExpanded: 0x30,
  /** PITCH 2 TradeBreak */
  PitchTradeBreak: 0x2C,
  /** PITCH 2 EndOfSession */
  PitchEndOfSession: 0x2D,
  /** PITCH 2 SymbolMapping */
  PitchSymbolMapping: 0x2E,
  /** PITCH 2 TradingStatus */
  PitchTradingStatus: 0x31,
  /** PITCH 2 AuctionUpdate */
  PitchAuctionUpdate: 0x95,
  /** PITCH 2 AuctionSummary */
  PitchAuctionSummary: 0x96,
  /** PITCH 2 RetailPriceImprovement */
  PitchRetailPriceImprovement: 0x98,
} as const;

/** Byte offsets of the fields that are a record's own. 64-bit values: low word first. */
export const FIELD = {
  Pad: {  },
  Unknown: { rawType: 3, length: 28 },
  Gap: { last: 32 },
  Session: { session: 32 },
  End: {  },
  Loss: { last: 32, count: 28 },
  Abort: { last: 32 },
  Commit: { last: 32 },
  SystemEvent: { eventCode: 3 },
  StockDirectory: { stock: 32, marketCategory: 3, financialStatus: 46, roundLotSize: 28, roundLotsOnly: 47, issueClassification: 48, issueSubType: 44, authenticity: 49, shortSaleThreshold: 50, ipoFlag: 51, luldReferencePriceTier: 52, etpFlag: 53, etpLeverageFactor: 40, inverseIndicator: 54 },
  StockTradingAction: { stock: 32, tradingState: 3, reserved: 40, reason: 28 },
  RegShoRestriction: { stock: 32, regShoAction: 3 },
  MarketParticipantPosition: { mpid: 28, stock: 32, primaryMarketMaker: 3, marketMakerMode: 40, marketParticipantState: 41 },
  MwcbDeclineLevel: { level1: 32, level2: 40, level3: 48 },
  MwcbStatus: { breachedLevel: 3 },
  IpoQuotingPeriodUpdate: { stock: 32, releaseTime: 28, releaseQualifier: 3, ipoPrice: 40 },
  LuldAuctionCollar: { stock: 32, referencePrice: 28, upperCollar: 40, lowerCollar: 44, extension: 48 },
  OperationalHalt: { stock: 32, marketCode: 3, haltAction: 28 },
  AddOrder: { orderRef: 32, side: 3, shares: 28, stock: 40, price: 48 },
  AddOrderMpid: { orderRef: 32, side: 3, shares: 28, stock: 40, price: 48, attribution: 52 },
  OrderExecuted: { orderRef: 32, executedShares: 28, matchNumber: 40 },
  OrderExecutedWithPrice: { orderRef: 32, executedShares: 28, matchNumber: 40, printable: 3, executionPrice: 48 },
  OrderCancel: { orderRef: 32, canceledShares: 28 },
  OrderDelete: { orderRef: 32 },
  OrderReplace: { originalOrderRef: 32, newOrderRef: 40, shares: 28, price: 48 },
  TradeNonCross: { orderRef: 32, side: 3, shares: 28, stock: 40, price: 56, matchNumber: 48 },
  CrossTrade: { shares: 32, stock: 40, crossPrice: 28, matchNumber: 48, crossType: 3 },
  BrokenTrade: { matchNumber: 32 },
  Noii: { pairedShares: 32, imbalanceShares: 40, imbalanceDirection: 3, stock: 48, farPrice: 28, nearPrice: 56, currentReferencePrice: 64, crossType: 68, priceVariation: 69 },
  Rpii: { stock: 32, interestFlag: 3 },
  DirectListingCapitalRaise: { stock: 32, openEligibility: 3, minAllowablePrice: 28, maxAllowablePrice: 48, nearExecutionPrice: 52, nearExecutionTime: 40, lowerPriceRangeCollar: 56, upperPriceRangeCollar: 64 },
  PitchTime: { length: 6, time: 28 },
  PitchUnitClear: { length: 6, timeOffset: 28 },
  PitchAddOrderLong: { length: 6, timeOffset: 28, orderId: 32, side: 3, quantity: 56, symbol: 40, price: 48, addFlags: 7 },
  PitchAddOrderShort: { length: 6, timeOffset: 28, orderId: 32, side: 3, quantity: 56, symbol: 40, price: 48, addFlags: 7 },
  PitchAddOrderExpanded: { length: 6, timeOffset: 28, orderId: 32, side: 3, quantity: 56, symbol: 40, price: 48, addFlags: 7, participantId: 64, customerIndicator: 68 },
  PitchOrderExecuted: { length: 6, timeOffset: 28, orderId: 32, executedQuantity: 56, executionId: 40 },
  PitchOrderExecutedAtPriceSize: { length: 6, timeOffset: 28, orderId: 32, executedQuantity: 56, remainingQuantity: 64, executionId: 40, price: 48 },
  PitchReduceSizeLong: { length: 6, timeOffset: 28, orderId: 32, canceledQuantity: 56 },
  PitchReduceSizeShort: { length: 6, timeOffset: 28, orderId: 32, canceledQuantity: 56 },
  PitchModifyOrderLong: { length: 6, timeOffset: 28, orderId: 32, quantity: 56, price: 48, modifyFlags: 3 },
  PitchModifyOrderShort: { length: 6, timeOffset: 28, orderId: 32, quantity: 56, price: 48, modifyFlags: 3 },
  PitchDeleteOrder: { length: 6, timeOffset: 28, orderId: 32 },
  PitchTradeLong: { length: 6, timeOffset: 28, orderId: 32, side: 3, quantity: 56, symbol: 40, price: 48, executionId: 64 },
  PitchTradeShort: { length: 6, timeOffset: 28, orderId: 32, side: 3, quantity: 56, symbol: 40, price: 48, executionId: 64 },
  PitchTradeExpanded: { length: 6, timeOffset: 28, orderId: 32, side: 3, quantity: 56, symbol: 40, price: 48, executionId: 64 },
  PitchTradeBreak: { length: 6, timeOffset: 28, executionId: 32 },
  PitchEndOfSession: { length: 6, timestamp: 28 },
  PitchSymbolMapping: { length: 6, feedSymbol: 64, osiSymbol: 32, symbolCondition: 3 },
  PitchTradingStatus: { length: 6, timeOffset: 28, symbol: 40, tradingStatus: 3, regShoAction: 7, reserved1: 32, reserved2: 33 },
  PitchAuctionUpdate: { length: 6, timeOffset: 28, symbol: 40, auctionType: 3, referencePrice: 32, buyShares: 56, sellShares: 72, indicativePrice: 48, auctionOnlyPrice: 64 },
  PitchAuctionSummary: { length: 6, timeOffset: 28, symbol: 40, auctionType: 3, price: 48, shares: 56 },
  PitchRetailPriceImprovement: { length: 6, timeOffset: 28, symbol: 40, rpi: 3 },
} as const;

/** How a field is encoded: `u8`…`u64` and prices are numbers, `alphaN` is N bytes of Latin-1. */
export type FieldKind = 'u8' | 'u16' | 'u32' | 'u48' | 'u64' | 'price4' | 'price8' | 'price4x8' | 'beats48' | `alpha${number}`;

/** A field in the order of its message table. `offset` is in the record, `messageOffset` on the wire (-1: none). */
export interface FieldLayout {
  readonly name: string;
  readonly kind: FieldKind;
  readonly offset: number;
  readonly messageOffset: number;
  readonly size: number;
  /** How it is on the wire, where that is narrower. `price2` has two bytes and two decimals. */
  readonly wire?: FieldKind | 'price2';
}

export interface RecordLayout {
  readonly name: string;
  readonly protocol: 'control' | 'itch50' | 'pitch2';
  readonly type: number;
  /** Wire length; 0 for control records. */
  readonly length: number;
  /** The shortest that is known: messages of PITCH have grown. */
  readonly atLeast: number;
  readonly slots: number;
  readonly fields: readonly FieldLayout[];
}

/** Every record, for code that walks fields by name (printing, tests); hot paths use the constants above. */
export const RECORD_LAYOUTS: readonly RecordLayout[] = [
  {
    name: 'Pad',
    protocol: 'control',
    type: 0x00,
    length: 0,
    atLeast: 0,
    slots: 1,
    fields: [
    ],
  },
  {
    name: 'Unknown',
    protocol: 'control',
    type: 0x01,
    length: 0,
    atLeast: 0,
    slots: 1,
    fields: [
      { name: 'rawType', kind: 'u8', offset: 3, messageOffset: -1, size: 1 },
      { name: 'length', kind: 'u16', offset: 28, messageOffset: -1, size: 2 },
    ],
  },
  {
    name: 'Gap',
    protocol: 'control',
    type: 0x02,
    length: 0,
    atLeast: 0,
    slots: 1,
    fields: [
      { name: 'last', kind: 'u64', offset: 32, messageOffset: -1, size: 8 },
    ],
  },
  {
    name: 'Session',
    protocol: 'control',
    type: 0x03,
    length: 0,
    atLeast: 0,
    slots: 1,
    fields: [
      { name: 'session', kind: 'alpha10', offset: 32, messageOffset: -1, size: 10 },
    ],
  },
  {
    name: 'End',
    protocol: 'control',
    type: 0x04,
    length: 0,
    atLeast: 0,
    slots: 1,
    fields: [
    ],
  },
  {
    name: 'Loss',
    protocol: 'control',
    type: 0x05,
    length: 0,
    atLeast: 0,
    slots: 1,
    fields: [
      { name: 'last', kind: 'u64', offset: 32, messageOffset: -1, size: 8 },
      { name: 'count', kind: 'u32', offset: 28, messageOffset: -1, size: 4 },
    ],
  },
  {
    name: 'Abort',
    protocol: 'control',
    type: 0x06,
    length: 0,
    atLeast: 0,
    slots: 1,
    fields: [
      { name: 'last', kind: 'u64', offset: 32, messageOffset: -1, size: 8 },
    ],
  },
  {
    name: 'Commit',
    protocol: 'control',
    type: 0x07,
    length: 0,
    atLeast: 0,
    slots: 1,
    fields: [
      { name: 'last', kind: 'u64', offset: 32, messageOffset: -1, size: 8 },
    ],
  },
  {
    name: 'SystemEvent',
    protocol: 'itch50',
    type: 0x53,
    length: 12,
    atLeast: 12,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'eventCode', kind: 'alpha1', offset: 3, messageOffset: 11, size: 1 },
    ],
  },
  {
    name: 'StockDirectory',
    protocol: 'itch50',
    type: 0x52,
    length: 39,
    atLeast: 39,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'stock', kind: 'alpha8', offset: 32, messageOffset: 11, size: 8 },
      { name: 'marketCategory', kind: 'alpha1', offset: 3, messageOffset: 19, size: 1 },
      { name: 'financialStatus', kind: 'alpha1', offset: 46, messageOffset: 20, size: 1 },
      { name: 'roundLotSize', kind: 'u32', offset: 28, messageOffset: 21, size: 4 },
      { name: 'roundLotsOnly', kind: 'alpha1', offset: 47, messageOffset: 25, size: 1 },
      { name: 'issueClassification', kind: 'alpha1', offset: 48, messageOffset: 26, size: 1 },
      { name: 'issueSubType', kind: 'alpha2', offset: 44, messageOffset: 27, size: 2 },
      { name: 'authenticity', kind: 'alpha1', offset: 49, messageOffset: 29, size: 1 },
      { name: 'shortSaleThreshold', kind: 'alpha1', offset: 50, messageOffset: 30, size: 1 },
      { name: 'ipoFlag', kind: 'alpha1', offset: 51, messageOffset: 31, size: 1 },
      { name: 'luldReferencePriceTier', kind: 'alpha1', offset: 52, messageOffset: 32, size: 1 },
      { name: 'etpFlag', kind: 'alpha1', offset: 53, messageOffset: 33, size: 1 },
      { name: 'etpLeverageFactor', kind: 'u32', offset: 40, messageOffset: 34, size: 4 },
      { name: 'inverseIndicator', kind: 'alpha1', offset: 54, messageOffset: 38, size: 1 },
    ],
  },
  {
    name: 'StockTradingAction',
    protocol: 'itch50',
    type: 0x48,
    length: 25,
    atLeast: 25,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'stock', kind: 'alpha8', offset: 32, messageOffset: 11, size: 8 },
      { name: 'tradingState', kind: 'alpha1', offset: 3, messageOffset: 19, size: 1 },
      { name: 'reserved', kind: 'alpha1', offset: 40, messageOffset: 20, size: 1 },
      { name: 'reason', kind: 'alpha4', offset: 28, messageOffset: 21, size: 4 },
    ],
  },
  {
    name: 'RegShoRestriction',
    protocol: 'itch50',
    type: 0x59,
    length: 20,
    atLeast: 20,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'stock', kind: 'alpha8', offset: 32, messageOffset: 11, size: 8 },
      { name: 'regShoAction', kind: 'alpha1', offset: 3, messageOffset: 19, size: 1 },
    ],
  },
  {
    name: 'MarketParticipantPosition',
    protocol: 'itch50',
    type: 0x4C,
    length: 26,
    atLeast: 26,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'mpid', kind: 'alpha4', offset: 28, messageOffset: 11, size: 4 },
      { name: 'stock', kind: 'alpha8', offset: 32, messageOffset: 15, size: 8 },
      { name: 'primaryMarketMaker', kind: 'alpha1', offset: 3, messageOffset: 23, size: 1 },
      { name: 'marketMakerMode', kind: 'alpha1', offset: 40, messageOffset: 24, size: 1 },
      { name: 'marketParticipantState', kind: 'alpha1', offset: 41, messageOffset: 25, size: 1 },
    ],
  },
  {
    name: 'MwcbDeclineLevel',
    protocol: 'itch50',
    type: 0x56,
    length: 35,
    atLeast: 35,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'level1', kind: 'price8', offset: 32, messageOffset: 11, size: 8 },
      { name: 'level2', kind: 'price8', offset: 40, messageOffset: 19, size: 8 },
      { name: 'level3', kind: 'price8', offset: 48, messageOffset: 27, size: 8 },
    ],
  },
  {
    name: 'MwcbStatus',
    protocol: 'itch50',
    type: 0x57,
    length: 12,
    atLeast: 12,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'breachedLevel', kind: 'alpha1', offset: 3, messageOffset: 11, size: 1 },
    ],
  },
  {
    name: 'IpoQuotingPeriodUpdate',
    protocol: 'itch50',
    type: 0x4B,
    length: 28,
    atLeast: 28,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'stock', kind: 'alpha8', offset: 32, messageOffset: 11, size: 8 },
      { name: 'releaseTime', kind: 'u32', offset: 28, messageOffset: 19, size: 4 },
      { name: 'releaseQualifier', kind: 'alpha1', offset: 3, messageOffset: 23, size: 1 },
      { name: 'ipoPrice', kind: 'price4', offset: 40, messageOffset: 24, size: 4 },
    ],
  },
  {
    name: 'LuldAuctionCollar',
    protocol: 'itch50',
    type: 0x4A,
    length: 35,
    atLeast: 35,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'stock', kind: 'alpha8', offset: 32, messageOffset: 11, size: 8 },
      { name: 'referencePrice', kind: 'price4', offset: 28, messageOffset: 19, size: 4 },
      { name: 'upperCollar', kind: 'price4', offset: 40, messageOffset: 23, size: 4 },
      { name: 'lowerCollar', kind: 'price4', offset: 44, messageOffset: 27, size: 4 },
      { name: 'extension', kind: 'u32', offset: 48, messageOffset: 31, size: 4 },
    ],
  },
  {
    name: 'OperationalHalt',
    protocol: 'itch50',
    type: 0x68,
    length: 21,
    atLeast: 21,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'stock', kind: 'alpha8', offset: 32, messageOffset: 11, size: 8 },
      { name: 'marketCode', kind: 'alpha1', offset: 3, messageOffset: 19, size: 1 },
      { name: 'haltAction', kind: 'alpha1', offset: 28, messageOffset: 20, size: 1 },
    ],
  },
  {
    name: 'AddOrder',
    protocol: 'itch50',
    type: 0x41,
    length: 36,
    atLeast: 36,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'orderRef', kind: 'u64', offset: 32, messageOffset: 11, size: 8 },
      { name: 'side', kind: 'alpha1', offset: 3, messageOffset: 19, size: 1 },
      { name: 'shares', kind: 'u32', offset: 28, messageOffset: 20, size: 4 },
      { name: 'stock', kind: 'alpha8', offset: 40, messageOffset: 24, size: 8 },
      { name: 'price', kind: 'price4', offset: 48, messageOffset: 32, size: 4 },
    ],
  },
  {
    name: 'AddOrderMpid',
    protocol: 'itch50',
    type: 0x46,
    length: 40,
    atLeast: 40,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'orderRef', kind: 'u64', offset: 32, messageOffset: 11, size: 8 },
      { name: 'side', kind: 'alpha1', offset: 3, messageOffset: 19, size: 1 },
      { name: 'shares', kind: 'u32', offset: 28, messageOffset: 20, size: 4 },
      { name: 'stock', kind: 'alpha8', offset: 40, messageOffset: 24, size: 8 },
      { name: 'price', kind: 'price4', offset: 48, messageOffset: 32, size: 4 },
      { name: 'attribution', kind: 'alpha4', offset: 52, messageOffset: 36, size: 4 },
    ],
  },
  {
    name: 'OrderExecuted',
    protocol: 'itch50',
    type: 0x45,
    length: 31,
    atLeast: 31,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'orderRef', kind: 'u64', offset: 32, messageOffset: 11, size: 8 },
      { name: 'executedShares', kind: 'u32', offset: 28, messageOffset: 19, size: 4 },
      { name: 'matchNumber', kind: 'u64', offset: 40, messageOffset: 23, size: 8 },
    ],
  },
  {
    name: 'OrderExecutedWithPrice',
    protocol: 'itch50',
    type: 0x43,
    length: 36,
    atLeast: 36,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'orderRef', kind: 'u64', offset: 32, messageOffset: 11, size: 8 },
      { name: 'executedShares', kind: 'u32', offset: 28, messageOffset: 19, size: 4 },
      { name: 'matchNumber', kind: 'u64', offset: 40, messageOffset: 23, size: 8 },
      { name: 'printable', kind: 'alpha1', offset: 3, messageOffset: 31, size: 1 },
      { name: 'executionPrice', kind: 'price4', offset: 48, messageOffset: 32, size: 4 },
    ],
  },
  {
    name: 'OrderCancel',
    protocol: 'itch50',
    type: 0x58,
    length: 23,
    atLeast: 23,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'orderRef', kind: 'u64', offset: 32, messageOffset: 11, size: 8 },
      { name: 'canceledShares', kind: 'u32', offset: 28, messageOffset: 19, size: 4 },
    ],
  },
  {
    name: 'OrderDelete',
    protocol: 'itch50',
    type: 0x44,
    length: 19,
    atLeast: 19,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'orderRef', kind: 'u64', offset: 32, messageOffset: 11, size: 8 },
    ],
  },
  {
    name: 'OrderReplace',
    protocol: 'itch50',
    type: 0x55,
    length: 35,
    atLeast: 35,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'originalOrderRef', kind: 'u64', offset: 32, messageOffset: 11, size: 8 },
      { name: 'newOrderRef', kind: 'u64', offset: 40, messageOffset: 19, size: 8 },
      { name: 'shares', kind: 'u32', offset: 28, messageOffset: 27, size: 4 },
      { name: 'price', kind: 'price4', offset: 48, messageOffset: 31, size: 4 },
    ],
  },
  {
    name: 'TradeNonCross',
    protocol: 'itch50',
    type: 0x50,
    length: 44,
    atLeast: 44,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'orderRef', kind: 'u64', offset: 32, messageOffset: 11, size: 8 },
      { name: 'side', kind: 'alpha1', offset: 3, messageOffset: 19, size: 1 },
      { name: 'shares', kind: 'u32', offset: 28, messageOffset: 20, size: 4 },
      { name: 'stock', kind: 'alpha8', offset: 40, messageOffset: 24, size: 8 },
      { name: 'price', kind: 'price4', offset: 56, messageOffset: 32, size: 4 },
      { name: 'matchNumber', kind: 'u64', offset: 48, messageOffset: 36, size: 8 },
    ],
  },
  {
    name: 'CrossTrade',
    protocol: 'itch50',
    type: 0x51,
    length: 40,
    atLeast: 40,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'shares', kind: 'u64', offset: 32, messageOffset: 11, size: 8 },
      { name: 'stock', kind: 'alpha8', offset: 40, messageOffset: 19, size: 8 },
      { name: 'crossPrice', kind: 'price4', offset: 28, messageOffset: 27, size: 4 },
      { name: 'matchNumber', kind: 'u64', offset: 48, messageOffset: 31, size: 8 },
      { name: 'crossType', kind: 'alpha1', offset: 3, messageOffset: 39, size: 1 },
    ],
  },
  {
    name: 'BrokenTrade',
    protocol: 'itch50',
    type: 0x42,
    length: 19,
    atLeast: 19,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'matchNumber', kind: 'u64', offset: 32, messageOffset: 11, size: 8 },
    ],
  },
  {
    name: 'Noii',
    protocol: 'itch50',
    type: 0x49,
    length: 50,
    atLeast: 50,
    slots: 2,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'pairedShares', kind: 'u64', offset: 32, messageOffset: 11, size: 8 },
      { name: 'imbalanceShares', kind: 'u64', offset: 40, messageOffset: 19, size: 8 },
      { name: 'imbalanceDirection', kind: 'alpha1', offset: 3, messageOffset: 27, size: 1 },
      { name: 'stock', kind: 'alpha8', offset: 48, messageOffset: 28, size: 8 },
      { name: 'farPrice', kind: 'price4', offset: 28, messageOffset: 36, size: 4 },
      { name: 'nearPrice', kind: 'price4', offset: 56, messageOffset: 40, size: 4 },
      { name: 'currentReferencePrice', kind: 'price4', offset: 64, messageOffset: 44, size: 4 },
      { name: 'crossType', kind: 'alpha1', offset: 68, messageOffset: 48, size: 1 },
      { name: 'priceVariation', kind: 'alpha1', offset: 69, messageOffset: 49, size: 1 },
    ],
  },
  {
    name: 'Rpii',
    protocol: 'itch50',
    type: 0x4E,
    length: 20,
    atLeast: 20,
    slots: 1,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'stock', kind: 'alpha8', offset: 32, messageOffset: 11, size: 8 },
      { name: 'interestFlag', kind: 'alpha1', offset: 3, messageOffset: 19, size: 1 },
    ],
  },
  {
    name: 'DirectListingCapitalRaise',
    protocol: 'itch50',
    type: 0x4F,
    length: 48,
    atLeast: 48,
    slots: 2,
    fields: [
      { name: 'messageType', kind: 'alpha1', offset: 0, messageOffset: 0, size: 1 },
      { name: 'stockLocate', kind: 'u16', offset: 4, messageOffset: 1, size: 2 },
      { name: 'trackingNumber', kind: 'u16', offset: 6, messageOffset: 3, size: 2 },
      { name: 'timestamp', kind: 'u48', offset: 16, messageOffset: 5, size: 6 },
      { name: 'stock', kind: 'alpha8', offset: 32, messageOffset: 11, size: 8 },
      { name: 'openEligibility', kind: 'alpha1', offset: 3, messageOffset: 19, size: 1 },
      { name: 'minAllowablePrice', kind: 'price4', offset: 28, messageOffset: 20, size: 4 },
      { name: 'maxAllowablePrice', kind: 'price4', offset: 48, messageOffset: 24, size: 4 },
      { name: 'nearExecutionPrice', kind: 'price4', offset: 52, messageOffset: 28, size: 4 },
      { name: 'nearExecutionTime', kind: 'u64', offset: 40, messageOffset: 32, size: 8 },
      { name: 'lowerPriceRangeCollar', kind: 'price4', offset: 56, messageOffset: 40, size: 4 },
      { name: 'upperPriceRangeCollar', kind: 'price4', offset: 64, messageOffset: 44, size: 4 },
    ],
  },
  {
    name: 'PitchTime',
    protocol: 'pitch2',
    type: 0x20,
    length: 6,
    atLeast: 6,
    slots: 1,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'time', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
    ],
  },
  {
    name: 'PitchUnitClear',
    protocol: 'pitch2',
    type: 0x97,
    length: 6,
    atLeast: 6,
    slots: 1,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timeOffset', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
    ],
  },
  {
    name: 'PitchAddOrderLong',
    protocol: 'pitch2',
    type: 0x21,
    length: 34,
    atLeast: 34,
    slots: 1,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timeOffset', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
      { name: 'orderId', kind: 'u64', offset: 32, messageOffset: 6, size: 8 },
      { name: 'side', kind: 'alpha1', offset: 3, messageOffset: 14, size: 1 },
      { name: 'quantity', kind: 'u32', offset: 56, messageOffset: 15, size: 4 },
      { name: 'symbol', kind: 'alpha8', offset: 40, messageOffset: 19, size: 8, wire: 'alpha6' },
      { name: 'price', kind: 'price4x8', offset: 48, messageOffset: 25, size: 8 },
      { name: 'addFlags', kind: 'u8', offset: 7, messageOffset: 33, size: 1 },
    ],
  },
  {
    name: 'PitchAddOrderShort',
    protocol: 'pitch2',
    type: 0x22,
    length: 26,
    atLeast: 26,
    slots: 1,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timeOffset', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
      { name: 'orderId', kind: 'u64', offset: 32, messageOffset: 6, size: 8 },
      { name: 'side', kind: 'alpha1', offset: 3, messageOffset: 14, size: 1 },
      { name: 'quantity', kind: 'u32', offset: 56, messageOffset: 15, size: 4, wire: 'u16' },
      { name: 'symbol', kind: 'alpha8', offset: 40, messageOffset: 17, size: 8, wire: 'alpha6' },
      { name: 'price', kind: 'price4x8', offset: 48, messageOffset: 23, size: 8, wire: 'price2' },
      { name: 'addFlags', kind: 'u8', offset: 7, messageOffset: 25, size: 1 },
    ],
  },
  {
    name: 'PitchAddOrderExpanded',
    protocol: 'pitch2',
    type: 0x2F,
    length: 41,
    atLeast: 36,
    slots: 2,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timeOffset', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
      { name: 'orderId', kind: 'u64', offset: 32, messageOffset: 6, size: 8 },
      { name: 'side', kind: 'alpha1', offset: 3, messageOffset: 14, size: 1 },
      { name: 'quantity', kind: 'u32', offset: 56, messageOffset: 15, size: 4 },
      { name: 'symbol', kind: 'alpha8', offset: 40, messageOffset: 19, size: 8 },
      { name: 'price', kind: 'price4x8', offset: 48, messageOffset: 27, size: 8 },
      { name: 'addFlags', kind: 'u8', offset: 7, messageOffset: 35, size: 1 },
      { name: 'participantId', kind: 'alpha4', offset: 64, messageOffset: 36, size: 4 },
      { name: 'customerIndicator', kind: 'alpha1', offset: 68, messageOffset: 40, size: 1 },
    ],
  },
  {
    name: 'PitchOrderExecuted',
    protocol: 'pitch2',
    type: 0x23,
    length: 26,
    atLeast: 26,
    slots: 1,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timeOffset', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
      { name: 'orderId', kind: 'u64', offset: 32, messageOffset: 6, size: 8 },
      { name: 'executedQuantity', kind: 'u32', offset: 56, messageOffset: 14, size: 4 },
      { name: 'executionId', kind: 'u64', offset: 40, messageOffset: 18, size: 8 },
    ],
  },
  {
    name: 'PitchOrderExecutedAtPriceSize',
    protocol: 'pitch2',
    type: 0x24,
    length: 38,
    atLeast: 38,
    slots: 2,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timeOffset', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
      { name: 'orderId', kind: 'u64', offset: 32, messageOffset: 6, size: 8 },
      { name: 'executedQuantity', kind: 'u32', offset: 56, messageOffset: 14, size: 4 },
      { name: 'remainingQuantity', kind: 'u32', offset: 64, messageOffset: 18, size: 4 },
      { name: 'executionId', kind: 'u64', offset: 40, messageOffset: 22, size: 8 },
      { name: 'price', kind: 'price4x8', offset: 48, messageOffset: 30, size: 8 },
    ],
  },
  {
    name: 'PitchReduceSizeLong',
    protocol: 'pitch2',
    type: 0x25,
    length: 18,
    atLeast: 18,
    slots: 1,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timeOffset', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
      { name: 'orderId', kind: 'u64', offset: 32, messageOffset: 6, size: 8 },
      { name: 'canceledQuantity', kind: 'u32', offset: 56, messageOffset: 14, size: 4 },
    ],
  },
  {
    name: 'PitchReduceSizeShort',
    protocol: 'pitch2',
    type: 0x26,
    length: 16,
    atLeast: 16,
    slots: 1,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timeOffset', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
      { name: 'orderId', kind: 'u64', offset: 32, messageOffset: 6, size: 8 },
      { name: 'canceledQuantity', kind: 'u32', offset: 56, messageOffset: 14, size: 4, wire: 'u16' },
    ],
  },
  {
    name: 'PitchModifyOrderLong',
    protocol: 'pitch2',
    type: 0x27,
    length: 27,
    atLeast: 27,
    slots: 1,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timeOffset', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
      { name: 'orderId', kind: 'u64', offset: 32, messageOffset: 6, size: 8 },
      { name: 'quantity', kind: 'u32', offset: 56, messageOffset: 14, size: 4 },
      { name: 'price', kind: 'price4x8', offset: 48, messageOffset: 18, size: 8 },
      { name: 'modifyFlags', kind: 'u8', offset: 3, messageOffset: 26, size: 1 },
    ],
  },
  {
    name: 'PitchModifyOrderShort',
    protocol: 'pitch2',
    type: 0x28,
    length: 19,
    atLeast: 19,
    slots: 1,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timeOffset', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
      { name: 'orderId', kind: 'u64', offset: 32, messageOffset: 6, size: 8 },
      { name: 'quantity', kind: 'u32', offset: 56, messageOffset: 14, size: 4, wire: 'u16' },
      { name: 'price', kind: 'price4x8', offset: 48, messageOffset: 16, size: 8, wire: 'price2' },
      { name: 'modifyFlags', kind: 'u8', offset: 3, messageOffset: 18, size: 1 },
    ],
  },
  {
    name: 'PitchDeleteOrder',
    protocol: 'pitch2',
    type: 0x29,
    length: 14,
    atLeast: 14,
    slots: 1,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timeOffset', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
      { name: 'orderId', kind: 'u64', offset: 32, messageOffset: 6, size: 8 },
    ],
  },
  {
    name: 'PitchTradeLong',
    protocol: 'pitch2',
    type: 0x2A,
    length: 41,
    atLeast: 41,
    slots: 2,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timeOffset', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
      { name: 'orderId', kind: 'u64', offset: 32, messageOffset: 6, size: 8 },
      { name: 'side', kind: 'alpha1', offset: 3, messageOffset: 14, size: 1 },
      { name: 'quantity', kind: 'u32', offset: 56, messageOffset: 15, size: 4 },
      { name: 'symbol', kind: 'alpha8', offset: 40, messageOffset: 19, size: 8, wire: 'alpha6' },
      { name: 'price', kind: 'price4x8', offset: 48, messageOffset: 25, size: 8 },
      { name: 'executionId', kind: 'u64', offset: 64, messageOffset: 33, size: 8 },
    ],
  },
  {
    name: 'PitchTradeShort',
    protocol: 'pitch2',
    type: 0x2B,
    length: 33,
    atLeast: 33,
    slots: 2,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timeOffset', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
      { name: 'orderId', kind: 'u64', offset: 32, messageOffset: 6, size: 8 },
      { name: 'side', kind: 'alpha1', offset: 3, messageOffset: 14, size: 1 },
      { name: 'quantity', kind: 'u32', offset: 56, messageOffset: 15, size: 4, wire: 'u16' },
      { name: 'symbol', kind: 'alpha8', offset: 40, messageOffset: 17, size: 8, wire: 'alpha6' },
      { name: 'price', kind: 'price4x8', offset: 48, messageOffset: 23, size: 8, wire: 'price2' },
      { name: 'executionId', kind: 'u64', offset: 64, messageOffset: 25, size: 8 },
    ],
  },
  {
    name: 'PitchTradeExpanded',
    protocol: 'pitch2',
    type: 0x30,
    length: 43,
    atLeast: 43,
    slots: 2,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timeOffset', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
      { name: 'orderId', kind: 'u64', offset: 32, messageOffset: 6, size: 8 },
      { name: 'side', kind: 'alpha1', offset: 3, messageOffset: 14, size: 1 },
      { name: 'quantity', kind: 'u32', offset: 56, messageOffset: 15, size: 4 },
      { name: 'symbol', kind: 'alpha8', offset: 40, messageOffset: 19, size: 8 },
      { name: 'price', kind: 'price4x8', offset: 48, messageOffset: 27, size: 8 },
      { name: 'executionId', kind: 'u64', offset: 64, messageOffset: 35, size: 8 },
    ],
  },
  {
    name: 'PitchTradeBreak',
    protocol: 'pitch2',
    type: 0x2C,
    length: 14,
    atLeast: 14,
    slots: 1,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timeOffset', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
      { name: 'executionId', kind: 'u64', offset: 32, messageOffset: 6, size: 8 },
    ],
  },
  {
    name: 'PitchEndOfSession',
    protocol: 'pitch2',
    type: 0x2D,
    length: 6,
    atLeast: 6,
    slots: 1,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timestamp', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
    ],
  },
  {
    name: 'PitchSymbolMapping',
    protocol: 'pitch2',
    type: 0x2E,
    length: 30,
    atLeast: 30,
    slots: 2,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'feedSymbol', kind: 'alpha6', offset: 64, messageOffset: 2, size: 6 },
      { name: 'osiSymbol', kind: 'alpha21', offset: 32, messageOffset: 8, size: 21 },
      { name: 'symbolCondition', kind: 'alpha1', offset: 3, messageOffset: 29, size: 1 },
    ],
  },
  {
    name: 'PitchTradingStatus',
    protocol: 'pitch2',
    type: 0x31,
    length: 18,
    atLeast: 18,
    slots: 1,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timeOffset', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
      { name: 'symbol', kind: 'alpha8', offset: 40, messageOffset: 6, size: 8 },
      { name: 'tradingStatus', kind: 'alpha1', offset: 3, messageOffset: 14, size: 1 },
      { name: 'regShoAction', kind: 'alpha1', offset: 7, messageOffset: 15, size: 1 },
      { name: 'reserved1', kind: 'alpha1', offset: 32, messageOffset: 16, size: 1 },
      { name: 'reserved2', kind: 'alpha1', offset: 33, messageOffset: 17, size: 1 },
    ],
  },
  {
    name: 'PitchAuctionUpdate',
    protocol: 'pitch2',
    type: 0x95,
    length: 47,
    atLeast: 47,
    slots: 2,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timeOffset', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
      { name: 'symbol', kind: 'alpha8', offset: 40, messageOffset: 6, size: 8 },
      { name: 'auctionType', kind: 'alpha1', offset: 3, messageOffset: 14, size: 1 },
      { name: 'referencePrice', kind: 'price4x8', offset: 32, messageOffset: 15, size: 8 },
      { name: 'buyShares', kind: 'u32', offset: 56, messageOffset: 23, size: 4 },
      { name: 'sellShares', kind: 'u32', offset: 72, messageOffset: 27, size: 4 },
      { name: 'indicativePrice', kind: 'price4x8', offset: 48, messageOffset: 31, size: 8 },
      { name: 'auctionOnlyPrice', kind: 'price4x8', offset: 64, messageOffset: 39, size: 8 },
    ],
  },
  {
    name: 'PitchAuctionSummary',
    protocol: 'pitch2',
    type: 0x96,
    length: 27,
    atLeast: 27,
    slots: 1,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timeOffset', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
      { name: 'symbol', kind: 'alpha8', offset: 40, messageOffset: 6, size: 8 },
      { name: 'auctionType', kind: 'alpha1', offset: 3, messageOffset: 14, size: 1 },
      { name: 'price', kind: 'price4x8', offset: 48, messageOffset: 15, size: 8 },
      { name: 'shares', kind: 'u32', offset: 56, messageOffset: 23, size: 4 },
    ],
  },
  {
    name: 'PitchRetailPriceImprovement',
    protocol: 'pitch2',
    type: 0x98,
    length: 15,
    atLeast: 15,
    slots: 1,
    fields: [
      { name: 'length', kind: 'u8', offset: 6, messageOffset: 0, size: 1 },
      { name: 'messageType', kind: 'u8', offset: 0, messageOffset: 1, size: 1 },
      { name: 'timeOffset', kind: 'u32', offset: 28, messageOffset: 2, size: 4 },
      { name: 'symbol', kind: 'alpha8', offset: 40, messageOffset: 6, size: 8 },
      { name: 'rpi', kind: 'alpha1', offset: 3, messageOffset: 14, size: 1 },
    ],
  },
];

/** Whole-frame reject reasons in checking order. */
export const REJECT_REASONS = [
  'badFcs',
  'runt',
  'oversize',
  'notIpv4',
  'badIpv4Header',
  'fragment',
  'notUdp',
  'badUdpLength',
  'badUdpChecksum',
  'noChannel',
  'shortProtocolHeader',
  'sequenceOverflow',
  'staleSession',
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** Counters in register order. */
export const PORT_COUNTERS = [
  'frames',
  'bytes',
  'accepted',
  'blocks',
  'emptyBlocks',
  'truncated',
  'overlong',
  'trailingBytes',
  'heartbeats',
  'endOfSessions',
  'unsequenced',
  'overruns',
] as const;
export type PortCounter = (typeof PORT_COUNTERS)[number];

/** Counters in register order. */
export const CHANNEL_COUNTERS = [
  'delivered',
  'unknown',
  'filtered',
  'empty',
  'gaps',
  'gapMessages',
  'closedByDepth',
  'sessions',
  'ends',
  'hostLost',
] as const;
export type ChannelCounter = (typeof CHANNEL_COUNTERS)[number];

/** Counters in register order. */
export const LINE_COUNTERS = [
  'packets',
  'delivered',
  'duplicates',
  'late',
] as const;
export type LineCounter = (typeof LINE_COUNTERS)[number];
