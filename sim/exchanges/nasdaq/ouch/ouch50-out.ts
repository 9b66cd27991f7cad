/** What the exchange tells an OUCH 5.0 client. */
import { put16 } from '../../../../control/protocols/big-endian.js';
import { id64, putField, putMessage } from '../../../../control/protocols/layout.js';
import { OUCH_MARKET_PRICE, ouch50Server } from '../../../../control/protocols/ouch50/messages.js';
import { addOuch50Option, ouch50Options, type Ouch50OptionName } from '../../../../control/protocols/ouch50/options.js';
import type { OrderReport, OrderState } from '../../core/orders.js';
import { matchReference, orderReference } from '../identifiers.js';
import { BROKEN_CODES, CANCEL_CODES, LIQUIDITY_CODES, REJECT_50, SIDE_CODES } from './codes.js';
import { NoteKey } from './dialect.js';

/** Returns the length of the message, 0 when the venue says nothing. */
export function writeOuch50(report: OrderReport, out: Uint8Array): number {
  const timestamp = report.timeNs;
  switch (report.type) {
    case 'accepted': {
      const values = { timestamp, userRefNum: Number(report.order.token), ...common(report.order, report.live) };
      return withOptions(out, putMessage(out, 0, ouch50Server.OrderAccepted, values), report.order);
    }
    case 'replaced': {
      const values = {
        timestamp,
        origUserRefNum: Number(report.previousToken),
        userRefNum: Number(report.order.token),
        ...common(report.order, report.live),
      };
      return withOptions(out, putMessage(out, 0, ouch50Server.OrderReplaced, values), report.order);
    }
    case 'canceled':
      return canceled(report, out);
    case 'executed':
      return withoutOptions(
        out,
        putMessage(out, 0, ouch50Server.OrderExecuted, {
          timestamp,
          userRefNum: Number(report.order.token),
          quantity: report.quantity,
          price: report.price,
          liquidityFlag: LIQUIDITY_CODES[report.liquidity],
          matchNumber: matchReference(report.match),
        }),
      );
    case 'broken':
      return putMessage(out, 0, ouch50Server.BrokenTrade, {
        timestamp,
        userRefNum: Number(report.order.token),
        matchNumber: matchReference(report.match),
        reason: BROKEN_CODES[report.reason],
        clOrdId: text(report.order, 'clOrdId'),
      });
    case 'corrected':
      return putMessage(out, 0, ouch50Server.TradeCorrection, {
        timestamp,
        userRefNum: Number(report.order.token),
        quantity: report.quantity,
        price: report.price,
        liquidityFlag: 'A',
        matchNumber: matchReference(report.match),
        reason: 'N',
        clOrdId: text(report.order, 'clOrdId'),
      });
    case 'rejected':
      // A number that was used before is passed over in silence.
      if (report.reason === 'duplicateToken') return 0;
      return rejected(
        out,
        timestamp,
        Number(report.token),
        REJECT_50[report.reason],
        String(report.echo['clOrdId'] ?? ''),
      );
    case 'replaceRejected':
      if (report.reason === 'duplicateToken') return 0;
      return rejected(
        out,
        timestamp,
        Number(report.newToken),
        REJECT_50[report.reason],
        String(report.echo['clOrdId'] ?? ''),
      );
    case 'modified':
      return putMessage(out, 0, ouch50Server.OrderModified, {
        timestamp,
        userRefNum: Number(report.order.token),
        side: SIDE_CODES[report.order.side],
        quantity: report.order.quantity,
      });
    case 'restated':
      return restated(report, out);
    case 'massCanceled': {
      const { userRefNum, firm, symbol } = JSON.parse(report.requestId) as MassCancelNote;
      const values = { timestamp, userRefNum, firm, symbol };
      return withoutOptions(out, putMessage(out, 0, ouch50Server.MassCancelResponse, values));
    }
    case 'systemEvent':
      return putMessage(out, 0, ouch50Server.SystemEvent, {
        timestamp,
        eventCode: report.event === 'startOfDay' ? 'S' : 'E',
      });
    case 'note':
      return note(report.key, report.value, timestamp, out);
    case 'cancelRejected':
      // A cancel or a modification of an order that is done, or that changes nothing, is passed over in silence.
      return 0;
  }
}

interface MassCancelNote {
  readonly userRefNum: number;
  readonly firm: string;
  readonly symbol: string;
}

function canceled(report: Extract<OrderReport, { type: 'canceled' }>, out: Uint8Array): number {
  const { timeNs: timestamp, order, quantity, reason } = report;
  const userRefNum = Number(order.token);
  if (reason !== 'selfTrade') {
    return putMessage(out, 0, ouch50Server.OrderCanceled, {
      timestamp,
      userRefNum,
      quantity,
      reason: CANCEL_CODES[reason],
    });
  }
  return putMessage(out, 0, ouch50Server.AiqCanceled, {
    timestamp,
    userRefNum,
    decrementShares: quantity,
    reason: 'Q',
    quantityPrevented: quantity,
    executionPrice: order.price,
    liquidityFlag: order.restingId === 0 ? 'R' : 'A',
    aiqStrategy: ' ',
  });
}

function restated(report: Extract<OrderReport, { type: 'restated' }>, out: Uint8Array): number {
  const { order, timeNs: timestamp } = report;
  const userRefNum = Number(order.token);
  if (report.why === 'refresh') {
    const end = putMessage(out, 0, ouch50Server.OrderRestated, { timestamp, userRefNum, reason: 'R' });
    put16(out, end, 0);
    const shown = Math.min(order.displayQuantity, order.leaves);
    const next = addOuch50Option(out, end, end + 2, 'DisplayQuantity', shown);
    const last = addOuch50Option(out, end, next, 'SecondaryOrdRefNum', 0);
    // As an identifier: it is above 2^53.
    putField(out, last - 8, id64(0), orderReference(order.restingId));
    return last;
  }
  if (report.why === 'triggered') return 0;
  return putMessage(out, 0, ouch50Server.OrderPriorityUpdate, {
    timestamp,
    userRefNum,
    price: order.restingPrice,
    display: text(order, 'display'),
    orderRef: orderReference(order.restingId),
  });
}

function note(key: string, value: string, timestamp: number, out: Uint8Array): number {
  switch (key) {
    case NoteKey.startOfDay:
      return putMessage(out, 0, ouch50Server.SystemEvent, { timestamp, eventCode: 'S' });
    case NoteKey.account:
      return putMessage(out, 0, ouch50Server.AccountQueryResponse, { timestamp, nextUserRefNum: Number(value) });
    case NoteKey.reject: {
      const { userRefNum, reason, clOrdId } = JSON.parse(value) as {
        userRefNum: number;
        reason: number;
        clOrdId: string;
      };
      return rejected(out, timestamp, userRefNum, reason, clOrdId);
    }
    case NoteKey.disable:
    case NoteKey.enable: {
      const { userRefNum, firm } = JSON.parse(value) as { userRefNum: number; firm: string };
      const layout =
        key === NoteKey.disable ? ouch50Server.DisableOrderEntryResponse : ouch50Server.EnableOrderEntryResponse;
      return withoutOptions(out, putMessage(out, 0, layout, { timestamp, userRefNum, firm }));
    }
    default:
      return 0;
  }
}

function rejected(out: Uint8Array, timestamp: number, userRefNum: number, reason: number, clOrdId: string): number {
  return putMessage(out, 0, ouch50Server.Rejected, { timestamp, userRefNum, reason, clOrdId });
}

function common(order: OrderState, live: boolean) {
  return {
    side: SIDE_CODES[order.side],
    quantity: order.leaves,
    symbol: order.symbol,
    price: order.price === 0 && order.echo['opt:PriceType'] === undefined ? OUCH_MARKET_PRICE : order.price,
    timeInForce: text(order, 'tif'),
    display: text(order, 'display'),
    orderRef: orderReference(order.orderId),
    capacity: order.capacity,
    iso: text(order, 'iso'),
    crossType: text(order, 'cross'),
    orderState: live ? 'L' : 'D',
    clOrdId: text(order, 'clOrdId'),
  };
}

function text({ echo }: OrderState, key: string): string {
  return String(echo[key] ?? '');
}

/** The appendage: the options that came with the order. */
function withOptions(out: Uint8Array, fixed: number, { echo }: OrderState): number {
  put16(out, fixed, 0);
  let end = fixed + 2;
  for (const [key, value] of Object.entries(echo)) {
    if (!key.startsWith('opt:')) continue;
    const name = key.slice(4);
    if (name in ouch50Options) end = addOuch50Option(out, fixed, end, name as Ouch50OptionName, value);
  }
  return end;
}

function withoutOptions(out: Uint8Array, fixed: number): number {
  put16(out, fixed, 0);
  return fixed + 2;
}
