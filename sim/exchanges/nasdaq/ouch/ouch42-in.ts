/** What an OUCH 4.2 (or 4.0, 4.1) client wants, checked as the venue checks it. */
import { getMessage, type FieldsOf } from '../../../../control/protocols/layout.js';
import { ouch42Revision } from '../../../../control/protocols/ouch42/check.js';
import { ouch42Client } from '../../../../control/protocols/ouch42/messages.js';
import { OUCH_MARKET_PRICE, OUCH_MAX_PRICE } from '../../../../control/protocols/ouch50/messages.js';
import type { OrderTimeInForce } from '../../core/orders.js';
import { SIDES } from './codes.js';
import { NoteKey, type OuchPort, type OuchRequest } from './dialect.js';

const QUANTITY_MAX = 999_999;
/** Seconds that stand for a time in force. */
const IMMEDIATE = 0;
const MARKET_HOURS = 99_998;
const SYSTEM_HOURS = 99_999;
const SECONDS_MAX = 86_399;
/** Displayed, not displayed, post only, midpoint pegs, and their combinations. */
const DISPLAYS = 'AYNPLMWm';

type Enter = FieldsOf<(typeof ouch42Client)['EnterOrder']>;
type Replace = FieldsOf<(typeof ouch42Client)['ReplaceOrder']>;

export function readOuch42(bytes: Uint8Array, start: number, end: number, port: OuchPort): OuchRequest {
  const revision = ouch42Revision(bytes, start, end, 'client');
  const type = bytes[start];
  if (revision === undefined) {
    return {
      kind: 'breach',
      why: `not an OUCH 4.2 message (type 0x${(type ?? 0).toString(16)}, ${end - start} bytes)`,
    };
  }
  switch (type) {
    case ouch42Client.EnterOrder.type: {
      // Customer Type is not there in 4.0 and 4.1: the port's default.
      const whole = new Uint8Array(ouch42Client.EnterOrder.bytes).fill(0x20);
      whole.set(bytes.subarray(start, end));
      return enter(getMessage(whole, 0, ouch42Client.EnterOrder), port);
    }
    case ouch42Client.ReplaceOrder.type:
      return replace(getMessage(bytes, start, ouch42Client.ReplaceOrder), port);
    case ouch42Client.CancelOrder.type: {
      const { orderToken, shares } = getMessage(bytes, start, ouch42Client.CancelOrder);
      return { kind: 'command', refNum: 0, command: { type: 'cancel', token: orderToken, quantity: shares } };
    }
    case ouch42Client.ModifyOrder.type: {
      const { orderToken, side: code, shares } = getMessage(bytes, start, ouch42Client.ModifyOrder);
      const side = SIDES[code];
      if (side === undefined) return { kind: 'ignored', why: `Modify Order with side ${code}` };
      return { kind: 'command', refNum: 0, command: { type: 'modify', token: orderToken, side, quantity: shares } };
    }
    default:
      return { kind: 'ignored', why: 'Trade Now: nothing waits for it here' };
  }
}

function enter(order: Enter, port: OuchPort): OuchRequest {
  const { orderToken, side: sideCode, shares, price, display, timeInForce: seconds } = order;
  if (!/^[A-Za-z0-9 ]+$/.test(orderToken)) return { kind: 'ignored', why: 'a token that is not letters and digits' };
  const no = (reason: string, why: string): OuchRequest => rejected(orderToken, reason, why);
  const side = SIDES[sideCode];
  if (side === undefined) return no('O', `side ${sideCode}`);
  if (shares === 0 || shares > QUANTITY_MAX) return no('Z', `shares ${shares}`);
  if (!DISPLAYS.includes(display)) return no('D', `display ${display}`);
  if (!'APRO'.includes(order.capacity)) return no('O', `capacity ${order.capacity}`);
  if (!'YNy'.includes(order.iso)) return no('O', `ISO ${order.iso}`);
  if (!'NOCH'.includes(order.crossType)) return no('R', `cross type ${order.crossType}`);
  if (order.firm !== '' && order.firm !== port.firm) return no('L', `firm ${order.firm}`);
  const isMarket = price === OUCH_MARKET_PRICE;
  if (!isMarket && (price === 0 || price > OUCH_MAX_PRICE)) return no('X', `price ${price}`);
  // Without a cross a market order is not one of the venue's.
  if (isMarket && order.crossType === 'N' && seconds !== IMMEDIATE) return no('X', 'a market order that would rest');
  if (order.minQty > shares) return no('N', `minimum ${order.minQty} of ${shares}`);
  const timeInForce = timeInForceOf(seconds, order.crossType);
  if (timeInForce === undefined) return no('O', `time in force ${seconds}`);
  const isMid = 'MWm'.includes(display);
  return {
    kind: 'command',
    refNum: 0,
    command: {
      type: 'enter',
      token: orderToken,
      symbol: order.stock,
      side,
      quantity: shares,
      price: isMarket ? 0 : price,
      stopPrice: 0,
      timeInForce,
      expireEpochMs: timeInForce === 'gtd' ? port.nowEpochMs + seconds * 1000 : 0,
      display: display === 'N' || isMid ? 'hidden' : 'visible',
      displayQuantity: 0,
      minQuantity: order.minQty,
      postOnly: 'PLW'.includes(display),
      pegTo: isMid && timeInForce !== 'ioc' ? 'mid' : '',
      pegOffset: 0,
      capacity: order.capacity,
      account: '',
      attribution: 'AL'.includes(display) ? port.firm : '',
      preventSelfTrade: port.preventSelfTrade,
      echo: {
        clOrdId: orderToken,
        tif: seconds,
        display,
        iso: order.iso,
        cross: order.crossType,
        firm: order.firm === '' ? port.firm : order.firm,
        minQty: order.minQty,
      },
    },
  };
}

function replace(request: Replace, port: OuchPort): OuchRequest {
  const { existingOrderToken, replacementOrderToken, shares, price, display, timeInForce } = request;
  if (!/^[A-Za-z0-9 ]+$/.test(replacementOrderToken)) {
    return { kind: 'ignored', why: 'a token that is not letters and digits' };
  }
  const no = (reason: string, why: string): OuchRequest => rejected(replacementOrderToken, reason, why);
  if (shares === 0 || shares > QUANTITY_MAX) return no('Z', `shares ${shares}`);
  if (!DISPLAYS.includes(display)) return no('D', `display ${display}`);
  if (price !== OUCH_MARKET_PRICE && (price === 0 || price > OUCH_MAX_PRICE)) return no('X', `price ${price}`);
  if (timeInForceOf(timeInForce, 'N') === undefined) return no('O', `time in force ${timeInForce}`);
  return {
    kind: 'command',
    refNum: 0,
    command: {
      type: 'replace',
      token: existingOrderToken,
      newToken: replacementOrderToken,
      quantity: shares,
      price: price === OUCH_MARKET_PRICE ? 0 : price,
      echo: {
        clOrdId: replacementOrderToken,
        tif: timeInForce,
        display,
        iso: request.iso,
        minQty: request.minQty,
        firm: port.firm,
      },
    },
  };
}

/** The refusal comes back as a note, so that both gateways have it at the same place. */
function rejected(orderToken: string, reason: string, why: string): OuchRequest {
  const value = JSON.stringify({ orderToken, reason });
  return { kind: 'command', refNum: 0, why, command: { type: 'note', key: NoteKey.reject, value } };
}

function timeInForceOf(seconds: number, crossType: string): OrderTimeInForce | undefined {
  if (crossType === 'O') return 'opening';
  if (crossType === 'C') return 'closing';
  if (seconds === IMMEDIATE) return 'ioc';
  if (seconds === MARKET_HOURS || seconds === SYSTEM_HOURS) return 'day';
  return seconds <= SECONDS_MAX ? 'gtd' : undefined;
}
