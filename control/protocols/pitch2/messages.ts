/**
 * Cboe US equities multicast PITCH 2: the messages of the feed, of gap requests and of the spin server. Little-endian. A message
 * begins with its length (of all of it) and its type. Long prices have four implied decimals, short ones two. Times are
 * nanoseconds since the last Time message. Order and execution identifiers are 64 bits, shown in base 36.
 *
 * Messages may grow: what lies behind the fields here is passed over, and a message is stepped over by its length alone.
 */
import { alpha, char, id64, u16, u32, u64, u8 } from '../layout.js';

export const pitchFeed = {
  Time: { type: 0x20, bytes: 6, fields: { time: u32(2) } },
  UnitClear: { type: 0x97, bytes: 6, fields: { timeOffset: u32(2) } },
  AddOrderLong: {
    type: 0x21,
    bytes: 34,
    fields: {
      timeOffset: u32(2),
      orderId: id64(6),
      side: char(14),
      quantity: u32(15),
      symbol: alpha(19, 6),
      price: u64(25),
      addFlags: u8(33),
    },
  },
  AddOrderShort: {
    type: 0x22,
    bytes: 26,
    fields: {
      timeOffset: u32(2),
      orderId: id64(6),
      side: char(14),
      quantity: u16(15),
      symbol: alpha(17, 6),
      price: u16(23),
      addFlags: u8(25),
    },
  },
  AddOrderExpanded: {
    type: 0x2f,
    bytes: 41,
    fields: {
      timeOffset: u32(2),
      orderId: id64(6),
      side: char(14),
      quantity: u32(15),
      symbol: alpha(19, 8),
      price: u64(27),
      addFlags: u8(35),
      participantId: alpha(36, 4),
      customerIndicator: char(40),
    },
  },
  OrderExecuted: {
    type: 0x23,
    bytes: 26,
    fields: { timeOffset: u32(2), orderId: id64(6), executedQuantity: u32(14), executionId: id64(18) },
  },
  OrderExecutedAtPriceSize: {
    type: 0x24,
    bytes: 38,
    fields: {
      timeOffset: u32(2),
      orderId: id64(6),
      executedQuantity: u32(14),
      remainingQuantity: u32(18),
      executionId: id64(22),
      price: u64(30),
    },
  },
  ReduceSizeLong: {
    type: 0x25,
    bytes: 18,
    fields: { timeOffset: u32(2), orderId: id64(6), canceledQuantity: u32(14) },
  },
  ReduceSizeShort: {
    type: 0x26,
    bytes: 16,
    fields: { timeOffset: u32(2), orderId: id64(6), canceledQuantity: u16(14) },
  },
  ModifyOrderLong: {
    type: 0x27,
    bytes: 27,
    fields: { timeOffset: u32(2), orderId: id64(6), quantity: u32(14), price: u64(18), modifyFlags: u8(26) },
  },
  ModifyOrderShort: {
    type: 0x28,
    bytes: 19,
    fields: { timeOffset: u32(2), orderId: id64(6), quantity: u16(14), price: u16(16), modifyFlags: u8(18) },
  },
  DeleteOrder: { type: 0x29, bytes: 14, fields: { timeOffset: u32(2), orderId: id64(6) } },
  TradeLong: {
    type: 0x2a,
    bytes: 41,
    fields: {
      timeOffset: u32(2),
      orderId: id64(6),
      side: char(14),
      quantity: u32(15),
      symbol: alpha(19, 6),
      price: u64(25),
      executionId: id64(33),
    },
  },
  TradeShort: {
    type: 0x2b,
    bytes: 33,
    fields: {
      timeOffset: u32(2),
      orderId: id64(6),
      side: char(14),
      quantity: u16(15),
      symbol: alpha(17, 6),
      price: u16(23),
      executionId: id64(25),
    },
  },
  TradeExpanded: {
    type: 0x30,
    bytes: 43,
    fields: {
      timeOffset: u32(2),
      orderId: id64(6),
      side: char(14),
      quantity: u32(15),
      symbol: alpha(19, 8),
      price: u64(27),
      executionId: id64(35),
    },
  },
  TradeBreak: { type: 0x2c, bytes: 14, fields: { timeOffset: u32(2), executionId: id64(6) } },
  EndOfSession: { type: 0x2d, bytes: 6, fields: { timestamp: u32(2) } },
  SymbolMapping: {
    type: 0x2e,
    bytes: 30,
    fields: { feedSymbol: alpha(2, 6), osiSymbol: alpha(8, 21), symbolCondition: char(29) },
  },
  TradingStatus: {
    type: 0x31,
    bytes: 18,
    fields: {
      timeOffset: u32(2),
      symbol: alpha(6, 8),
      tradingStatus: char(14),
      regShoAction: char(15),
      reserved1: char(16),
      reserved2: char(17),
    },
  },
  AuctionUpdate: {
    type: 0x95,
    bytes: 47,
    fields: {
      timeOffset: u32(2),
      symbol: alpha(6, 8),
      auctionType: char(14),
      referencePrice: u64(15),
      buyShares: u32(23),
      sellShares: u32(27),
      indicativePrice: u64(31),
      auctionOnlyPrice: u64(39),
    },
  },
  AuctionSummary: {
    type: 0x96,
    bytes: 27,
    fields: { timeOffset: u32(2), symbol: alpha(6, 8), auctionType: char(14), price: u64(15), shares: u32(23) },
  },
  RetailPriceImprovement: { type: 0x98, bytes: 15, fields: { timeOffset: u32(2), symbol: alpha(6, 8), rpi: char(14) } },
} as const;

/** Gap request proxy and spin server, over TCP. */
export const pitchRecovery = {
  Login: {
    type: 0x01,
    bytes: 22,
    fields: { sessionSubId: alpha(2, 4), username: alpha(6, 4), filler: alpha(10, 2), password: alpha(12, 10) },
  },
  LoginResponse: { type: 0x02, bytes: 3, fields: { status: char(2) } },
  GapRequest: { type: 0x03, bytes: 9, fields: { unit: u8(2), sequence: u32(3), count: u16(7) } },
  GapResponse: { type: 0x04, bytes: 10, fields: { unit: u8(2), sequence: u32(3), count: u16(7), status: char(9) } },
  SpinImageAvailable: { type: 0x80, bytes: 6, fields: { sequence: u32(2) } },
  SpinRequest: { type: 0x81, bytes: 6, fields: { sequence: u32(2) } },
  SpinResponse: { type: 0x82, bytes: 11, fields: { sequence: u32(2), orderCount: u32(6), status: char(10) } },
  SpinFinished: { type: 0x83, bytes: 6, fields: { sequence: u32(2) } },
} as const;

/** Add Order Expanded before 2.41 had no customerIndicator, and before 2015 no participantId: its lengths then. */
export const ADD_ORDER_EXPANDED_BYTES = [36, 40, 41] as const;
