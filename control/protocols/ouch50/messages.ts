/**
 * OUCH 5.0 over SoupBinTCP: the messages of both sides. Client messages travel as unsequenced data, server messages as sequenced
 * data. Big-endian; prices have four implied decimals in 64 bits. Behind the fixed part comes the appendage: a 16-bit length and
 * option tags (options.ts).
 */
import { alpha, char, id64, u16, u32, u64, type MessageLayout } from '../layout.js';

/** `optional`: length and options may both be absent, as the packet's length tells; `none`: the message ends with its fields. */
export type Appendage = 'always' | 'optional' | 'none';

export interface Ouch50Layout extends MessageLayout {
  readonly appendage: Appendage;
}

export const ouch50Client = {
  EnterOrder: {
    type: 0x4f,
    bytes: 45,
    appendage: 'always',
    fields: {
      userRefNum: u32(1),
      side: char(5),
      quantity: u32(6),
      symbol: alpha(10, 8),
      price: u64(18),
      timeInForce: char(26),
      display: char(27),
      capacity: char(28),
      iso: char(29),
      crossType: char(30),
      clOrdId: alpha(31, 14),
    },
  },
  ReplaceOrder: {
    type: 0x55,
    bytes: 38,
    appendage: 'always',
    fields: {
      origUserRefNum: u32(1),
      userRefNum: u32(5),
      quantity: u32(9),
      price: u64(13),
      timeInForce: char(21),
      display: char(22),
      iso: char(23),
      clOrdId: alpha(24, 14),
    },
  },
  CancelOrder: { type: 0x58, bytes: 9, appendage: 'optional', fields: { userRefNum: u32(1), quantity: u32(5) } },
  ModifyOrder: {
    type: 0x4d,
    bytes: 10,
    appendage: 'optional',
    fields: { userRefNum: u32(1), side: char(5), quantity: u32(6) },
  },
  MassCancel: {
    type: 0x43,
    bytes: 17,
    appendage: 'always',
    fields: { userRefNum: u32(1), firm: alpha(5, 4), symbol: alpha(9, 8) },
  },
  DisableOrderEntry: { type: 0x44, bytes: 9, appendage: 'always', fields: { userRefNum: u32(1), firm: alpha(5, 4) } },
  EnableOrderEntry: { type: 0x45, bytes: 9, appendage: 'always', fields: { userRefNum: u32(1), firm: alpha(5, 4) } },
  AccountQuery: { type: 0x51, bytes: 1, appendage: 'optional', fields: {} },
} as const;

export const ouch50Server = {
  SystemEvent: { type: 0x53, bytes: 10, appendage: 'none', fields: { timestamp: u64(1), eventCode: char(9) } },
  OrderAccepted: {
    type: 0x41,
    bytes: 62,
    appendage: 'always',
    fields: {
      timestamp: u64(1),
      userRefNum: u32(9),
      side: char(13),
      quantity: u32(14),
      symbol: alpha(18, 8),
      price: u64(26),
      timeInForce: char(34),
      display: char(35),
      orderRef: id64(36),
      capacity: char(44),
      iso: char(45),
      crossType: char(46),
      orderState: char(47),
      clOrdId: alpha(48, 14),
    },
  },
  OrderReplaced: {
    type: 0x55,
    bytes: 66,
    appendage: 'always',
    fields: {
      timestamp: u64(1),
      origUserRefNum: u32(9),
      userRefNum: u32(13),
      side: char(17),
      quantity: u32(18),
      symbol: alpha(22, 8),
      price: u64(30),
      timeInForce: char(38),
      display: char(39),
      orderRef: id64(40),
      capacity: char(48),
      iso: char(49),
      crossType: char(50),
      orderState: char(51),
      clOrdId: alpha(52, 14),
    },
  },
  OrderCanceled: {
    type: 0x43,
    bytes: 18,
    appendage: 'optional',
    fields: { timestamp: u64(1), userRefNum: u32(9), quantity: u32(13), reason: char(17) },
  },
  AiqCanceled: {
    type: 0x44,
    bytes: 32,
    appendage: 'optional',
    fields: {
      timestamp: u64(1),
      userRefNum: u32(9),
      decrementShares: u32(13),
      reason: char(17),
      quantityPrevented: u32(18),
      executionPrice: u64(22),
      liquidityFlag: char(30),
      aiqStrategy: char(31),
    },
  },
  OrderExecuted: {
    type: 0x45,
    bytes: 34,
    appendage: 'always',
    fields: {
      timestamp: u64(1),
      userRefNum: u32(9),
      quantity: u32(13),
      price: u64(17),
      liquidityFlag: char(25),
      matchNumber: id64(26),
    },
  },
  BrokenTrade: {
    type: 0x42,
    bytes: 36,
    appendage: 'optional',
    fields: { timestamp: u64(1), userRefNum: u32(9), matchNumber: id64(13), reason: char(21), clOrdId: alpha(22, 14) },
  },
  TradeCorrection: {
    type: 0x46,
    bytes: 49,
    appendage: 'none',
    fields: {
      timestamp: u64(1),
      userRefNum: u32(9),
      quantity: u32(13),
      price: u64(17),
      liquidityFlag: char(25),
      matchNumber: id64(26),
      reason: char(34),
      clOrdId: alpha(35, 14),
    },
  },
  Rejected: {
    type: 0x4a,
    bytes: 29,
    appendage: 'optional',
    fields: { timestamp: u64(1), userRefNum: u32(9), reason: u16(13), clOrdId: alpha(15, 14) },
  },
  CancelPending: { type: 0x50, bytes: 13, appendage: 'optional', fields: { timestamp: u64(1), userRefNum: u32(9) } },
  CancelReject: { type: 0x49, bytes: 13, appendage: 'optional', fields: { timestamp: u64(1), userRefNum: u32(9) } },
  OrderPriorityUpdate: {
    type: 0x54,
    bytes: 30,
    appendage: 'optional',
    fields: { timestamp: u64(1), userRefNum: u32(9), price: u64(13), display: char(21), orderRef: id64(22) },
  },
  OrderModified: {
    type: 0x4d,
    bytes: 18,
    appendage: 'optional',
    fields: { timestamp: u64(1), userRefNum: u32(9), side: char(13), quantity: u32(14) },
  },
  OrderRestated: {
    type: 0x52,
    bytes: 14,
    appendage: 'always',
    fields: { timestamp: u64(1), userRefNum: u32(9), reason: char(13) },
  },
  MassCancelResponse: {
    type: 0x58,
    bytes: 25,
    appendage: 'always',
    fields: { timestamp: u64(1), userRefNum: u32(9), firm: alpha(13, 4), symbol: alpha(17, 8) },
  },
  DisableOrderEntryResponse: {
    type: 0x47,
    bytes: 17,
    appendage: 'always',
    fields: { timestamp: u64(1), userRefNum: u32(9), firm: alpha(13, 4) },
  },
  EnableOrderEntryResponse: {
    type: 0x4b,
    bytes: 17,
    appendage: 'always',
    fields: { timestamp: u64(1), userRefNum: u32(9), firm: alpha(13, 4) },
  },
  AccountQueryResponse: {
    type: 0x51,
    bytes: 13,
    appendage: 'optional',
    fields: { timestamp: u64(1), nextUserRefNum: u32(9) },
  },
} as const;

/** Before 2023 AIQ Canceled had no aiqStrategy: it is one byte shorter. */
export const AIQ_CANCELED_BYTES_WITHOUT_STRATEGY = 31;
/** A market order's price. */
export const OUCH_MARKET_PRICE = 0x7fff_ffff;
/** The highest limit price, 199,999.9900. */
export const OUCH_MAX_PRICE = 1_999_999_900;
