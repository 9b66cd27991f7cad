/** Where books find their fields in a record, in 32-bit words unless a name says byte. Fields handled alike must stand alike. */
import { FIELD, HEADER } from '../../core/generated/records.js';

/** Type, channel, flags, and the letter that some messages have beside them: one byte each, lowest first. */
export const HEAD = word(
  HEADER.type,
  HEADER.channel - 1,
  HEADER.flags - 2,
  FIELD.AddOrder.side - 3,
  FIELD.AddOrderMpid.side - 3,
  FIELD.OrderExecutedWithPrice.printable - 3,
);
export const SEQUENCE_LO = HEADER.sequence >> 2;
export const SEQUENCE_HI = SEQUENCE_LO + 1;
/** The high 16 bits of the timestamp are the low half of the next word. */
export const TIME_LO = HEADER.timestamp >> 2;
export const TIME_HI = TIME_LO + 1;
/** The locate is the low half of this word. */
export const LOCATE = HEADER.stockLocate >> 2;

export const REF_LO = word(
  FIELD.AddOrder.orderRef,
  FIELD.AddOrderMpid.orderRef,
  FIELD.OrderExecuted.orderRef,
  FIELD.OrderExecutedWithPrice.orderRef,
  FIELD.OrderCancel.orderRef,
  FIELD.OrderDelete.orderRef,
  FIELD.OrderReplace.originalOrderRef,
);
export const REF_HI = REF_LO + 1;
export const NEW_REF_LO = word(FIELD.OrderReplace.newOrderRef);
export const NEW_REF_HI = NEW_REF_LO + 1;
export const SHARES = word(
  FIELD.AddOrder.shares,
  FIELD.AddOrderMpid.shares,
  FIELD.OrderExecuted.executedShares,
  FIELD.OrderExecutedWithPrice.executedShares,
  FIELD.OrderCancel.canceledShares,
  FIELD.OrderReplace.shares,
  FIELD.TradeNonCross.shares,
);
export const PRICE = word(
  FIELD.AddOrder.price,
  FIELD.AddOrderMpid.price,
  FIELD.OrderReplace.price,
  FIELD.OrderExecutedWithPrice.executionPrice,
);
/** The stock of messages about orders and trades; a replace has its new reference there. */
export const STOCK_LO = word(
  FIELD.AddOrder.stock,
  FIELD.AddOrderMpid.stock,
  FIELD.TradeNonCross.stock,
  FIELD.CrossTrade.stock,
  FIELD.OrderReplace.newOrderRef,
);
export const STOCK_HI = STOCK_LO + 1;
/** The stock of messages about a stock's status. */
export const STATUS_STOCK_LO = word(
  FIELD.StockDirectory.stock,
  FIELD.StockTradingAction.stock,
  FIELD.OperationalHalt.stock,
);
export const STATUS_STOCK_HI = STATUS_STOCK_LO + 1;
export const HIDDEN_TRADE_PRICE = word(FIELD.TradeNonCross.price);
export const CROSS_PRICE = word(FIELD.CrossTrade.crossPrice);
export const CROSS_SHARES_LO = word(FIELD.CrossTrade.shares);
export const CROSS_SHARES_HI = CROSS_SHARES_LO + 1;
export const STATE_REASON = word(FIELD.StockTradingAction.reason);
export const GAP_LAST_LO = word(FIELD.Gap.last, FIELD.Loss.last);
export const GAP_LAST_HI = GAP_LAST_LO + 1;
export const LOSS_COUNT = word(FIELD.Loss.count);

export const SIDE_BYTE = FIELD.AddOrder.side;
export const STATE_BYTE = FIELD.StockTradingAction.tradingState;
export const PRINTABLE_BYTE = FIELD.OrderExecutedWithPrice.printable;
export const MARKET_BYTE = FIELD.OperationalHalt.marketCode;
export const HALT_BYTE = FIELD.OperationalHalt.haltAction;
export const EVENT_BYTE = FIELD.SystemEvent.eventCode;
export const SESSION_BYTE = FIELD.Session.session;
export const SESSION_BYTES = 10;

function word(...offsets: number[]): number {
  const [first = 0] = offsets;
  // A layout generated anew may move a field: better a refusal to start than books that read the wrong bytes.
  if (first % 4 !== 0 || offsets.some((offset) => offset !== first)) {
    throw new RangeError(`record layout: offsets ${offsets.join(', ')} must be one multiple of 4`);
  }
  return first >> 2;
}
