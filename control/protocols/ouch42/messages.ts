/**
 * OUCH 4.2 over SoupBinTCP: the messages of both sides. `U`, `M` and `N` exist in both directions with different meanings. Big-endian;
 * prices have four implied decimals in 32 bits.
 */
import { alpha, char, id64, u32, u64 } from '../layout.js';

export const ouch42Client = {
  EnterOrder: {
    type: 0x4f,
    bytes: 49,
    fields: {
      orderToken: alpha(1, 14),
      side: char(15),
      shares: u32(16),
      stock: alpha(20, 8),
      price: u32(28),
      timeInForce: u32(32),
      firm: alpha(36, 4),
      display: char(40),
      capacity: char(41),
      iso: char(42),
      minQty: u32(43),
      crossType: char(47),
      customerType: char(48),
    },
  },
  ReplaceOrder: {
    type: 0x55,
    bytes: 47,
    fields: {
      existingOrderToken: alpha(1, 14),
      replacementOrderToken: alpha(15, 14),
      shares: u32(29),
      price: u32(33),
      timeInForce: u32(37),
      display: char(41),
      iso: char(42),
      minQty: u32(43),
    },
  },
  CancelOrder: { type: 0x58, bytes: 19, fields: { orderToken: alpha(1, 14), shares: u32(15) } },
  ModifyOrder: { type: 0x4d, bytes: 20, fields: { orderToken: alpha(1, 14), side: char(15), shares: u32(16) } },
  TradeNow: { type: 0x4e, bytes: 15, fields: { orderToken: alpha(1, 14) } },
} as const;

export const ouch42Server = {
  SystemEvent: { type: 0x53, bytes: 10, fields: { timestamp: u64(1), eventCode: char(9) } },
  Accepted: {
    type: 0x41,
    bytes: 66,
    fields: {
      timestamp: u64(1),
      orderToken: alpha(9, 14),
      side: char(23),
      shares: u32(24),
      stock: alpha(28, 8),
      price: u32(36),
      timeInForce: u32(40),
      firm: alpha(44, 4),
      display: char(48),
      orderRef: id64(49),
      capacity: char(57),
      iso: char(58),
      minQty: u32(59),
      crossType: char(63),
      orderState: char(64),
      bboWeight: char(65),
    },
  },
  Replaced: {
    type: 0x55,
    bytes: 80,
    fields: {
      timestamp: u64(1),
      replacementOrderToken: alpha(9, 14),
      side: char(23),
      shares: u32(24),
      stock: alpha(28, 8),
      price: u32(36),
      timeInForce: u32(40),
      firm: alpha(44, 4),
      display: char(48),
      orderRef: id64(49),
      capacity: char(57),
      iso: char(58),
      minQty: u32(59),
      crossType: char(63),
      orderState: char(64),
      previousOrderToken: alpha(65, 14),
      bboWeight: char(79),
    },
  },
  Canceled: {
    type: 0x43,
    bytes: 28,
    fields: { timestamp: u64(1), orderToken: alpha(9, 14), decrementShares: u32(23), reason: char(27) },
  },
  AiqCanceled: {
    type: 0x44,
    bytes: 37,
    fields: {
      timestamp: u64(1),
      orderToken: alpha(9, 14),
      decrementShares: u32(23),
      reason: char(27),
      quantityPrevented: u32(28),
      executionPrice: u32(32),
      liquidityFlag: char(36),
    },
  },
  Executed: {
    type: 0x45,
    bytes: 40,
    fields: {
      timestamp: u64(1),
      orderToken: alpha(9, 14),
      executedShares: u32(23),
      executionPrice: u32(27),
      liquidityFlag: char(31),
      matchNumber: id64(32),
    },
  },
  ExecutedWithReferencePrice: {
    type: 0x47,
    bytes: 45,
    fields: {
      timestamp: u64(1),
      orderToken: alpha(9, 14),
      executedShares: u32(23),
      executionPrice: u32(27),
      liquidityFlag: char(31),
      matchNumber: id64(32),
      referencePrice: u32(40),
      referencePriceType: char(44),
    },
  },
  TradeCorrection: {
    type: 0x46,
    bytes: 41,
    fields: {
      timestamp: u64(1),
      orderToken: alpha(9, 14),
      executedShares: u32(23),
      executionPrice: u32(27),
      liquidityFlag: char(31),
      matchNumber: id64(32),
      reason: char(40),
    },
  },
  BrokenTrade: {
    type: 0x42,
    bytes: 32,
    fields: { timestamp: u64(1), orderToken: alpha(9, 14), matchNumber: id64(23), reason: char(31) },
  },
  Rejected: { type: 0x4a, bytes: 24, fields: { timestamp: u64(1), orderToken: alpha(9, 14), reason: char(23) } },
  CancelPending: { type: 0x50, bytes: 23, fields: { timestamp: u64(1), orderToken: alpha(9, 14) } },
  CancelReject: { type: 0x49, bytes: 23, fields: { timestamp: u64(1), orderToken: alpha(9, 14) } },
  OrderPriorityUpdate: {
    type: 0x54,
    bytes: 36,
    fields: { timestamp: u64(1), orderToken: alpha(9, 14), price: u32(23), display: char(27), orderRef: id64(28) },
  },
  OrderModified: {
    type: 0x4d,
    bytes: 28,
    fields: { timestamp: u64(1), orderToken: alpha(9, 14), side: char(23), shares: u32(24) },
  },
  TradeNowAck: { type: 0x4e, bytes: 23, fields: { timestamp: u64(1), orderToken: alpha(9, 14) } },
} as const;

/** OUCH 4.0 and 4.1 have the same messages without their last field: one byte shorter. */
export const ouch40ClientBytes: Readonly<Record<number, number>> = { 0x4f: 48 };
export const ouch40ServerBytes: Readonly<Record<number, number>> = { 0x41: 65, 0x55: 79 };
