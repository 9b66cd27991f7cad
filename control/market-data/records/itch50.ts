/**
 * ITCH 5.0 messages to record slots: the golden model of the card's decoder, written from the message semantics.
 * The slot is already cleared and has its common header; this fills in what comes from the message.
 */
import { FIELD, HEADER, RECORD } from '../../core/generated/records.js';
import type { RecordRing } from '../../core/record-ring.js';
import * as wire from '../../protocols/itch50/messages.js';
import type { MessageDecoder } from './decoder.js';
import type { RecordKernel } from './kernel/kernel.js';

/** Slots of the record of each message type; 0 where no message has that type. */
export const MESSAGE_SLOTS = new Uint8Array(256);
for (let type = 0; type < 256; type++) MESSAGE_SLOTS[type] = wire.MESSAGE_LENGTHS[type] === 0 ? 0 : 1;
MESSAGE_SLOTS[wire.NOII.type] = 2;
MESSAGE_SLOTS[wire.DIRECT_LISTING_CAPITAL_RAISE.type] = 2;

/** True when these bytes are a message that the decoder knows: its type, at its length. */
export function isKnownItch50(bytes: Uint8Array, at: number, length: number): boolean {
  return length > 0 && wire.MESSAGE_LENGTHS[bytes[at]!] === length;
}

/** The stock locate of a known message. */
export function stockLocateOf(bytes: Uint8Array, at: number): number {
  return (bytes[at + wire.COMMON.stockLocate]! << 8) | bytes[at + wire.COMMON.stockLocate + 1]!;
}

export class ItchDecoder implements MessageDecoder {
  /** @param filter stock locates to pass, bit n of word w for locate 32 w + n; undefined: all */
  constructor(private readonly filter: Uint32Array | undefined) {}

  typeOf(bytes: Uint8Array, at: number): number {
    return bytes[at]!;
  }

  recordTypeOf(bytes: Uint8Array, at: number): number {
    return bytes[at]!;
  }

  slotsOf(bytes: Uint8Array, at: number, length: number): number {
    return isKnownItch50(bytes, at, length) ? MESSAGE_SLOTS[bytes[at]!]! : 0;
  }

  isFiltered(bytes: Uint8Array, at: number): boolean {
    const { filter } = this;
    if (filter === undefined) return false;
    const locate = stockLocateOf(bytes, at);
    return locate !== 0 && ((filter[locate >> 5]! >>> (locate & 31)) & 1) === 0;
  }

  flagsOf(_sequence: Uint32Array, _bytes: Uint8Array, _at: number, _length: number, flags: number): number {
    return flags;
  }

  decode(ring: RecordRing, slot: number, bytes: Uint8Array, at: number): void {
    decodeItch50(ring, slot, bytes, at);
  }

  runFlags(flags: number): number {
    return flags;
  }

  decodeRun(
    kernel: RecordKernel,
    at: number,
    end: number,
    most: number,
    slot: number,
    lap: number,
    sequence: Uint32Array,
  ): number {
    return this.filter === undefined ? kernel.decodeItch50(at, end, most, slot, lap, sequence) : 0;
  }

  onGap(): void {
    // Every message has its whole time.
  }
}

/** Decodes the known message at `at` into the slot at byte `slot` of the ring. */
export function decodeItch50(ring: RecordRing, slot: number, bytes: Uint8Array, at: number): void {
  const { u8 } = ring;
  copyU16(ring, slot + HEADER.stockLocate, bytes, at + wire.COMMON.stockLocate);
  copyU16(ring, slot + HEADER.trackingNumber, bytes, at + wire.COMMON.trackingNumber);
  copyU32(ring, slot + HEADER.timestamp, bytes, at + wire.COMMON.timestamp + 2);
  copyU16(ring, slot + HEADER.timestamp + 4, bytes, at + wire.COMMON.timestamp);
  switch (u8[slot + HEADER.type]) {
    case RECORD.AddOrder:
    case RECORD.AddOrderMpid:
    case RECORD.TradeNonCross:
      decodeAddOrTrade(ring, slot, bytes, at);
      return;
    case RECORD.OrderExecuted:
    case RECORD.OrderExecutedWithPrice:
    case RECORD.OrderCancel:
    case RECORD.OrderDelete:
    case RECORD.OrderReplace:
      decodeOrderChange(ring, slot, bytes, at);
      return;
    case RECORD.CrossTrade:
    case RECORD.BrokenTrade:
    case RECORD.Noii:
    case RECORD.Rpii:
    case RECORD.DirectListingCapitalRaise:
      decodeCrossOrImbalance(ring, slot, bytes, at);
      return;
    case RECORD.StockDirectory:
      decodeStockDirectory(ring, slot, bytes, at);
      return;
    default:
      decodeStatus(ring, slot, bytes, at);
  }
}

function decodeAddOrTrade(ring: RecordRing, slot: number, bytes: Uint8Array, at: number): void {
  const { u8 } = ring;
  const add = FIELD.AddOrder;
  copyU64(ring, slot + add.orderRef, bytes, at + wire.ADD_ORDER.orderRef);
  u8[slot + add.side] = bytes[at + wire.ADD_ORDER.side]!;
  copyU32(ring, slot + add.shares, bytes, at + wire.ADD_ORDER.shares);
  copyAlpha(u8, slot + add.stock, bytes, at + wire.ADD_ORDER.stock, 8);
  switch (u8[slot + HEADER.type]) {
    case RECORD.AddOrder:
      copyU32(ring, slot + FIELD.AddOrder.price, bytes, at + wire.ADD_ORDER.price);
      return;
    case RECORD.AddOrderMpid:
      copyU32(ring, slot + FIELD.AddOrderMpid.price, bytes, at + wire.ADD_ORDER_MPID.price);
      copyAlpha(u8, slot + FIELD.AddOrderMpid.attribution, bytes, at + wire.ADD_ORDER_MPID.attribution, 4);
      return;
    default:
      copyU32(ring, slot + FIELD.TradeNonCross.price, bytes, at + wire.TRADE_NON_CROSS.price);
      copyU64(ring, slot + FIELD.TradeNonCross.matchNumber, bytes, at + wire.TRADE_NON_CROSS.matchNumber);
  }
}

function decodeOrderChange(ring: RecordRing, slot: number, bytes: Uint8Array, at: number): void {
  const { u8 } = ring;
  switch (u8[slot + HEADER.type]) {
    case RECORD.OrderExecuted: {
      const field = FIELD.OrderExecuted;
      copyU64(ring, slot + field.orderRef, bytes, at + wire.ORDER_EXECUTED.orderRef);
      copyU32(ring, slot + field.executedShares, bytes, at + wire.ORDER_EXECUTED.executedShares);
      copyU64(ring, slot + field.matchNumber, bytes, at + wire.ORDER_EXECUTED.matchNumber);
      return;
    }
    case RECORD.OrderExecutedWithPrice: {
      const field = FIELD.OrderExecutedWithPrice;
      const message = wire.ORDER_EXECUTED_WITH_PRICE;
      copyU64(ring, slot + field.orderRef, bytes, at + message.orderRef);
      copyU32(ring, slot + field.executedShares, bytes, at + message.executedShares);
      copyU64(ring, slot + field.matchNumber, bytes, at + message.matchNumber);
      u8[slot + field.printable] = bytes[at + message.printable]!;
      copyU32(ring, slot + field.executionPrice, bytes, at + message.executionPrice);
      return;
    }
    case RECORD.OrderCancel:
      copyU64(ring, slot + FIELD.OrderCancel.orderRef, bytes, at + wire.ORDER_CANCEL.orderRef);
      copyU32(ring, slot + FIELD.OrderCancel.canceledShares, bytes, at + wire.ORDER_CANCEL.canceledShares);
      return;
    case RECORD.OrderDelete:
      copyU64(ring, slot + FIELD.OrderDelete.orderRef, bytes, at + wire.ORDER_DELETE.orderRef);
      return;
    default: {
      const field = FIELD.OrderReplace;
      copyU64(ring, slot + field.originalOrderRef, bytes, at + wire.ORDER_REPLACE.originalOrderRef);
      copyU64(ring, slot + field.newOrderRef, bytes, at + wire.ORDER_REPLACE.newOrderRef);
      copyU32(ring, slot + field.shares, bytes, at + wire.ORDER_REPLACE.shares);
      copyU32(ring, slot + field.price, bytes, at + wire.ORDER_REPLACE.price);
    }
  }
}

function decodeCrossOrImbalance(ring: RecordRing, slot: number, bytes: Uint8Array, at: number): void {
  const { u8 } = ring;
  switch (u8[slot + HEADER.type]) {
    case RECORD.CrossTrade: {
      const field = FIELD.CrossTrade;
      copyU64(ring, slot + field.shares, bytes, at + wire.CROSS_TRADE.shares);
      copyAlpha(u8, slot + field.stock, bytes, at + wire.CROSS_TRADE.stock, 8);
      copyU32(ring, slot + field.crossPrice, bytes, at + wire.CROSS_TRADE.crossPrice);
      copyU64(ring, slot + field.matchNumber, bytes, at + wire.CROSS_TRADE.matchNumber);
      u8[slot + field.crossType] = bytes[at + wire.CROSS_TRADE.crossType]!;
      return;
    }
    case RECORD.BrokenTrade:
      copyU64(ring, slot + FIELD.BrokenTrade.matchNumber, bytes, at + wire.BROKEN_TRADE.matchNumber);
      return;
    case RECORD.Noii: {
      const field = FIELD.Noii;
      copyU64(ring, slot + field.pairedShares, bytes, at + wire.NOII.pairedShares);
      copyU64(ring, slot + field.imbalanceShares, bytes, at + wire.NOII.imbalanceShares);
      u8[slot + field.imbalanceDirection] = bytes[at + wire.NOII.imbalanceDirection]!;
      copyAlpha(u8, slot + field.stock, bytes, at + wire.NOII.stock, 8);
      copyU32(ring, slot + field.farPrice, bytes, at + wire.NOII.farPrice);
      copyU32(ring, slot + field.nearPrice, bytes, at + wire.NOII.nearPrice);
      copyU32(ring, slot + field.currentReferencePrice, bytes, at + wire.NOII.currentReferencePrice);
      u8[slot + field.crossType] = bytes[at + wire.NOII.crossType]!;
      u8[slot + field.priceVariation] = bytes[at + wire.NOII.priceVariation]!;
      return;
    }
    case RECORD.Rpii:
      copyAlpha(u8, slot + FIELD.Rpii.stock, bytes, at + wire.RPII.stock, 8);
      u8[slot + FIELD.Rpii.interestFlag] = bytes[at + wire.RPII.interestFlag]!;
      return;
    default: {
      const field = FIELD.DirectListingCapitalRaise;
      const message = wire.DIRECT_LISTING_CAPITAL_RAISE;
      copyAlpha(u8, slot + field.stock, bytes, at + message.stock, 8);
      u8[slot + field.openEligibility] = bytes[at + message.openEligibility]!;
      copyU32(ring, slot + field.minAllowablePrice, bytes, at + message.minAllowablePrice);
      copyU32(ring, slot + field.maxAllowablePrice, bytes, at + message.maxAllowablePrice);
      copyU32(ring, slot + field.nearExecutionPrice, bytes, at + message.nearExecutionPrice);
      copyU64(ring, slot + field.nearExecutionTime, bytes, at + message.nearExecutionTime);
      copyU32(ring, slot + field.lowerPriceRangeCollar, bytes, at + message.lowerPriceRangeCollar);
      copyU32(ring, slot + field.upperPriceRangeCollar, bytes, at + message.upperPriceRangeCollar);
    }
  }
}

function decodeStockDirectory(ring: RecordRing, slot: number, bytes: Uint8Array, at: number): void {
  const { u8 } = ring;
  const field = FIELD.StockDirectory;
  const message = wire.STOCK_DIRECTORY;
  copyAlpha(u8, slot + field.stock, bytes, at + message.stock, 8);
  u8[slot + field.marketCategory] = bytes[at + message.marketCategory]!;
  u8[slot + field.financialStatus] = bytes[at + message.financialStatus]!;
  copyU32(ring, slot + field.roundLotSize, bytes, at + message.roundLotSize);
  u8[slot + field.roundLotsOnly] = bytes[at + message.roundLotsOnly]!;
  u8[slot + field.issueClassification] = bytes[at + message.issueClassification]!;
  copyAlpha(u8, slot + field.issueSubType, bytes, at + message.issueSubType, 2);
  u8[slot + field.authenticity] = bytes[at + message.authenticity]!;
  u8[slot + field.shortSaleThreshold] = bytes[at + message.shortSaleThreshold]!;
  u8[slot + field.ipoFlag] = bytes[at + message.ipoFlag]!;
  u8[slot + field.luldReferencePriceTier] = bytes[at + message.luldReferencePriceTier]!;
  u8[slot + field.etpFlag] = bytes[at + message.etpFlag]!;
  copyU32(ring, slot + field.etpLeverageFactor, bytes, at + message.etpLeverageFactor);
  u8[slot + field.inverseIndicator] = bytes[at + message.inverseIndicator]!;
}

/** System events, and what is said about a stock's or the market's state. */
function decodeStatus(ring: RecordRing, slot: number, bytes: Uint8Array, at: number): void {
  const { u8 } = ring;
  switch (u8[slot + HEADER.type]) {
    case RECORD.SystemEvent:
      u8[slot + FIELD.SystemEvent.eventCode] = bytes[at + wire.SYSTEM_EVENT.eventCode]!;
      return;
    case RECORD.StockTradingAction: {
      const field = FIELD.StockTradingAction;
      copyAlpha(u8, slot + field.stock, bytes, at + wire.STOCK_TRADING_ACTION.stock, 8);
      u8[slot + field.tradingState] = bytes[at + wire.STOCK_TRADING_ACTION.tradingState]!;
      u8[slot + field.reserved] = bytes[at + wire.STOCK_TRADING_ACTION.reserved]!;
      copyAlpha(u8, slot + field.reason, bytes, at + wire.STOCK_TRADING_ACTION.reason, 4);
      return;
    }
    case RECORD.RegShoRestriction:
      copyAlpha(u8, slot + FIELD.RegShoRestriction.stock, bytes, at + wire.REG_SHO_RESTRICTION.stock, 8);
      u8[slot + FIELD.RegShoRestriction.regShoAction] = bytes[at + wire.REG_SHO_RESTRICTION.regShoAction]!;
      return;
    case RECORD.MarketParticipantPosition: {
      const field = FIELD.MarketParticipantPosition;
      const message = wire.MARKET_PARTICIPANT_POSITION;
      copyAlpha(u8, slot + field.mpid, bytes, at + message.mpid, 4);
      copyAlpha(u8, slot + field.stock, bytes, at + message.stock, 8);
      u8[slot + field.primaryMarketMaker] = bytes[at + message.primaryMarketMaker]!;
      u8[slot + field.marketMakerMode] = bytes[at + message.marketMakerMode]!;
      u8[slot + field.marketParticipantState] = bytes[at + message.marketParticipantState]!;
      return;
    }
    case RECORD.MwcbDeclineLevel:
      copyU64(ring, slot + FIELD.MwcbDeclineLevel.level1, bytes, at + wire.MWCB_DECLINE_LEVEL.level1);
      copyU64(ring, slot + FIELD.MwcbDeclineLevel.level2, bytes, at + wire.MWCB_DECLINE_LEVEL.level2);
      copyU64(ring, slot + FIELD.MwcbDeclineLevel.level3, bytes, at + wire.MWCB_DECLINE_LEVEL.level3);
      return;
    case RECORD.MwcbStatus:
      u8[slot + FIELD.MwcbStatus.breachedLevel] = bytes[at + wire.MWCB_STATUS.breachedLevel]!;
      return;
    case RECORD.IpoQuotingPeriodUpdate: {
      const field = FIELD.IpoQuotingPeriodUpdate;
      const message = wire.IPO_QUOTING_PERIOD_UPDATE;
      copyAlpha(u8, slot + field.stock, bytes, at + message.stock, 8);
      copyU32(ring, slot + field.releaseTime, bytes, at + message.releaseTime);
      u8[slot + field.releaseQualifier] = bytes[at + message.releaseQualifier]!;
      copyU32(ring, slot + field.ipoPrice, bytes, at + message.ipoPrice);
      return;
    }
    case RECORD.LuldAuctionCollar: {
      const field = FIELD.LuldAuctionCollar;
      copyAlpha(u8, slot + field.stock, bytes, at + wire.LULD_AUCTION_COLLAR.stock, 8);
      copyU32(ring, slot + field.referencePrice, bytes, at + wire.LULD_AUCTION_COLLAR.referencePrice);
      copyU32(ring, slot + field.upperCollar, bytes, at + wire.LULD_AUCTION_COLLAR.upperCollar);
      copyU32(ring, slot + field.lowerCollar, bytes, at + wire.LULD_AUCTION_COLLAR.lowerCollar);
      copyU32(ring, slot + field.extension, bytes, at + wire.LULD_AUCTION_COLLAR.extension);
      return;
    }
    default: {
      const field = FIELD.OperationalHalt;
      copyAlpha(u8, slot + field.stock, bytes, at + wire.OPERATIONAL_HALT.stock, 8);
      u8[slot + field.marketCode] = bytes[at + wire.OPERATIONAL_HALT.marketCode]!;
      u8[slot + field.haltAction] = bytes[at + wire.OPERATIONAL_HALT.haltAction]!;
    }
  }
}

function copyU16(ring: RecordRing, to: number, bytes: Uint8Array, at: number): void {
  ring.u16[to >> 1] = (bytes[at]! << 8) | bytes[at + 1]!;
}

function copyU32(ring: RecordRing, to: number, bytes: Uint8Array, at: number): void {
  ring.u32[to >> 2] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}

/** Big-endian on the wire; in the record the low word comes first. */
function copyU64(ring: RecordRing, to: number, bytes: Uint8Array, at: number): void {
  copyU32(ring, to, bytes, at + 4);
  copyU32(ring, to + 4, bytes, at);
}

function copyAlpha(u8: Uint8Array, to: number, bytes: Uint8Array, at: number, size: number): void {
  for (let i = 0; i < size; i++) u8[to + i] = bytes[at + i]!;
}
