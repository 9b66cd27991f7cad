/** What the exchange tells an OUCH 4.2 client. */
import { putMessage } from '../../../../control/protocols/layout.js';
import { ouch42Server } from '../../../../control/protocols/ouch42/messages.js';
import { OUCH_MARKET_PRICE } from '../../../../control/protocols/ouch50/messages.js';
import type { OrderReport, OrderState } from '../../core/orders.js';
import { matchReference, orderReference } from '../identifiers.js';
import { BROKEN_CODES, CANCEL_CODES, LIQUIDITY_CODES, REJECT_42, SIDE_CODES } from './codes.js';
import { NoteKey } from './dialect.js';

/** Returns the length of the message, 0 when the venue says nothing. */
export function writeOuch42(report: OrderReport, firm: string, out: Uint8Array): number {
  const timestamp = report.timeNs;
  switch (report.type) {
    case 'accepted':
      return putMessage(out, 0, ouch42Server.Accepted, {
        timestamp,
        orderToken: report.order.token,
        ...common(report.order, firm, report.live),
      });
    case 'replaced':
      return putMessage(out, 0, ouch42Server.Replaced, {
        timestamp,
        replacementOrderToken: report.order.token,
        previousOrderToken: report.previousToken,
        ...common(report.order, firm, report.live),
      });
    case 'canceled':
      return canceled(report, out);
    case 'executed':
      return putMessage(out, 0, ouch42Server.Executed, {
        timestamp,
        orderToken: report.order.token,
        executedShares: report.quantity,
        executionPrice: report.price,
        liquidityFlag: LIQUIDITY_CODES[report.liquidity],
        matchNumber: matchReference(report.match),
      });
    case 'broken':
      return putMessage(out, 0, ouch42Server.BrokenTrade, {
        timestamp,
        orderToken: report.order.token,
        matchNumber: matchReference(report.match),
        reason: BROKEN_CODES[report.reason],
      });
    case 'corrected':
      return putMessage(out, 0, ouch42Server.TradeCorrection, {
        timestamp,
        orderToken: report.order.token,
        executedShares: report.quantity,
        executionPrice: report.price,
        liquidityFlag: 'A',
        matchNumber: matchReference(report.match),
        reason: 'N',
      });
    case 'rejected':
    case 'replaceRejected': {
      // A token that was used before is passed over in silence.
      if (report.reason === 'duplicateToken') return 0;
      const orderToken = report.type === 'rejected' ? report.token : report.newToken;
      const values = { timestamp, orderToken, reason: REJECT_42[report.reason] };
      return putMessage(out, 0, ouch42Server.Rejected, values);
    }
    case 'modified':
      return putMessage(out, 0, ouch42Server.OrderModified, {
        timestamp,
        orderToken: report.order.token,
        side: SIDE_CODES[report.order.side],
        shares: report.order.quantity,
      });
    case 'restated':
      if (report.why === 'triggered') return 0;
      return putMessage(out, 0, ouch42Server.OrderPriorityUpdate, {
        timestamp,
        orderToken: report.order.token,
        price: report.order.restingPrice,
        display: text(report.order, 'display'),
        orderRef: orderReference(report.order.restingId),
      });
    case 'systemEvent':
      return putMessage(out, 0, ouch42Server.SystemEvent, {
        timestamp,
        eventCode: report.event === 'startOfDay' ? 'S' : 'E',
      });
    case 'note':
      if (report.key === NoteKey.startOfDay) {
        return putMessage(out, 0, ouch42Server.SystemEvent, { timestamp, eventCode: 'S' });
      }
      if (report.key === NoteKey.reject) {
        const { orderToken, reason } = JSON.parse(report.value) as { orderToken: string; reason: string };
        return putMessage(out, 0, ouch42Server.Rejected, { timestamp, orderToken, reason });
      }
      return 0;
    case 'cancelRejected':
    case 'massCanceled':
      // A cancel of an order that is done, or that changes nothing, is passed over in silence.
      return 0;
  }
}

function canceled(report: Extract<OrderReport, { type: 'canceled' }>, out: Uint8Array): number {
  const { timeNs: timestamp, order, quantity, reason } = report;
  const values = { timestamp, orderToken: order.token, decrementShares: quantity, reason: CANCEL_CODES[reason] };
  if (reason !== 'selfTrade') return putMessage(out, 0, ouch42Server.Canceled, values);
  return putMessage(out, 0, ouch42Server.AiqCanceled, {
    ...values,
    quantityPrevented: quantity,
    executionPrice: order.price,
    liquidityFlag: order.restingId === 0 ? 'R' : 'A',
  });
}

function common(order: OrderState, firm: string, live: boolean) {
  return {
    side: SIDE_CODES[order.side],
    shares: order.leaves,
    stock: order.symbol,
    price: order.price === 0 ? OUCH_MARKET_PRICE : order.price,
    timeInForce: Number(order.echo['tif'] ?? 0),
    firm: String(order.echo['firm'] ?? firm),
    display: text(order, 'display'),
    orderRef: orderReference(order.orderId),
    capacity: order.capacity,
    iso: text(order, 'iso'),
    minQty: Number(order.echo['minQty'] ?? 0),
    crossType: text(order, 'cross'),
    orderState: live ? 'L' : 'D',
    bboWeight: ' ',
  };
}

function text({ echo }: OrderState, key: string): string {
  return String(echo[key] ?? '');
}
