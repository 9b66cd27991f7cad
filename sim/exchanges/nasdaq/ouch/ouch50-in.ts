/** What an OUCH 5.0 client wants, checked as the venue checks it. */
import { getField, getMessage, type FieldsOf } from '../../../../control/protocols/layout.js';
import { Ouch50Fault, Ouch50Message } from '../../../../control/protocols/ouch50/check.js';
import { OUCH_MARKET_PRICE, OUCH_MAX_PRICE, ouch50Client } from '../../../../control/protocols/ouch50/messages.js';
import {
  findOuch50Option,
  ouch50Options,
  type Ouch50OptionName,
} from '../../../../control/protocols/ouch50/options.js';
import type { EnterOrder, OrderTimeInForce } from '../../core/orders.js';
import { Reject50, SIDES } from './codes.js';
import { NoteKey, type OuchPort, type OuchRequest } from './dialect.js';

const MARKET_FROM = 2_000_000_000;
const PEGS: Readonly<Record<string, EnterOrder['pegTo']>> = { L: '', R: 'same', P: 'opposite', M: 'mid', m: 'mid' };
const QUANTITY_MAX = 999_999;

type Enter = FieldsOf<(typeof ouch50Client)['EnterOrder']>;
type Replace = FieldsOf<(typeof ouch50Client)['ReplaceOrder']>;

/** The options of a message by name; absent ones are undefined. */
type OptionValue = (name: Ouch50OptionName) => number | bigint | string | undefined;

const message = new Ouch50Message();

export function readOuch50(bytes: Uint8Array, start: number, end: number, port: OuchPort): OuchRequest {
  const fault = message.open(bytes, start, end, 'client');
  if (fault !== Ouch50Fault.none) return { kind: 'breach', why: faultText(fault, bytes[start]) };
  const { optionsStart, optionsEnd } = message;
  const option: OptionValue = (name) => {
    const { tag, field } = ouch50Options[name];
    const at = findOuch50Option(bytes, optionsStart, optionsEnd, tag);
    return at < 0 ? undefined : getField(bytes, at, field);
  };
  switch (message.type) {
    case ouch50Client.EnterOrder.type:
      return enter(getMessage(bytes, start, ouch50Client.EnterOrder), option, port);
    case ouch50Client.ReplaceOrder.type:
      return replace(getMessage(bytes, start, ouch50Client.ReplaceOrder), option, port);
    case ouch50Client.CancelOrder.type: {
      const { userRefNum, quantity } = getMessage(bytes, start, ouch50Client.CancelOrder);
      return { kind: 'command', refNum: 0, command: { type: 'cancel', token: String(userRefNum), quantity } };
    }
    case ouch50Client.ModifyOrder.type: {
      const { userRefNum, side: code, quantity } = getMessage(bytes, start, ouch50Client.ModifyOrder);
      const side = SIDES[code];
      if (side === undefined) return { kind: 'ignored', why: `Modify Order with side ${code}` };
      return { kind: 'command', refNum: 0, command: { type: 'modify', token: String(userRefNum), side, quantity } };
    }
    case ouch50Client.MassCancel.type:
      return massCancel(getMessage(bytes, start, ouch50Client.MassCancel), option, port);
    case ouch50Client.DisableOrderEntry.type:
    case ouch50Client.EnableOrderEntry.type: {
      const { userRefNum, firm } = getMessage(bytes, start, ouch50Client.DisableOrderEntry);
      const key = message.type === ouch50Client.DisableOrderEntry.type ? NoteKey.disable : NoteKey.enable;
      if (userRefNum <= port.highestRefNum) return { kind: 'ignored', why: notIncreasing(userRefNum, port) };
      if (firm !== port.firm) return rejected(userRefNum, Reject50.firmNotAuthorized, '', `firm ${firm}`);
      return {
        kind: 'command',
        refNum: userRefNum,
        command: { type: 'note', key, value: JSON.stringify({ userRefNum, firm }) },
      };
    }
    default:
      // Account Query. What was asked before counts: the answer goes behind it.
      return {
        kind: 'command',
        refNum: 0,
        command: { type: 'note', key: NoteKey.account, value: String(port.highestRefNum + 1) },
      };
  }
}

function enter(order: Enter, option: OptionValue, port: OuchPort): OuchRequest {
  const { userRefNum, clOrdId } = order;
  if (userRefNum === 0 || userRefNum <= port.highestRefNum) {
    return { kind: 'ignored', why: notIncreasing(userRefNum, port) };
  }
  const no = (reason: number, why: string): OuchRequest => rejected(userRefNum, reason, clOrdId, why);
  if (port.isDisabled) return no(Reject50.firmNotAuthorized, 'order entry is disabled');
  const side = SIDES[order.side];
  if (side === undefined) return no(Reject50.invalidSide, `side ${order.side}`);
  if (!'YNA'.includes(order.display)) return no(Reject50.invalidDisplay, `display ${order.display}`);
  if (!'APRO'.includes(order.capacity)) return no(Reject50.other, `capacity ${order.capacity}`);
  if (!'YN'.includes(order.iso)) return no(Reject50.isoNotAllowed, `ISO ${order.iso}`);
  const refusal = termsRefusal(order, option, port);
  if (refusal !== undefined) return no(refusal[0], refusal[1]);
  const timeInForce = timeInForceOf(order.timeInForce, order.crossType);
  if (timeInForce === undefined) return no(Reject50.other, `time in force ${order.timeInForce}`);
  // Seconds to live, as in OUCH 4.2.
  const expire = option('ExpireTime');
  if (timeInForce === 'gtd' && expire === undefined) return no(Reject50.other, 'time in force 6 without ExpireTime');
  const pegTo = PEGS[String(option('PriceType') ?? 'L')] ?? '';
  return {
    kind: 'command',
    refNum: userRefNum,
    command: {
      type: 'enter',
      token: String(userRefNum),
      symbol: order.symbol,
      side,
      quantity: order.quantity,
      price: order.price >= MARKET_FROM ? 0 : order.price,
      stopPrice: 0,
      timeInForce,
      expireEpochMs: timeInForce === 'gtd' ? port.nowEpochMs + Number(expire) * 1000 : 0,
      display: order.display === 'N' || pegTo === 'mid' ? 'hidden' : 'visible',
      displayQuantity: Number(option('MaxFloor') ?? 0),
      minQuantity: Number(option('MinQty') ?? 0),
      postOnly: option('PostOnly') === 'P',
      pegTo,
      pegOffset: Number(option('PegOffset') ?? 0),
      capacity: order.capacity,
      account: '',
      attribution: order.display === 'A' ? port.firm : '',
      preventSelfTrade: port.preventSelfTrade,
      echo: {
        clOrdId,
        tif: order.timeInForce,
        display: order.display,
        iso: order.iso,
        cross: order.crossType,
        ...echoOf(option),
      },
    },
  };
}

/** What cannot be, by the order's options. */
function termsRefusal(order: Enter, option: OptionValue, port: OuchPort): [number, string] | undefined {
  if (!'NOCH'.includes(order.crossType)) return [Reject50.invalidCrossOrder, `cross type ${order.crossType}`];
  if (order.quantity === 0 || order.quantity > QUANTITY_MAX) {
    return [Reject50.invalidQuantity, `quantity ${order.quantity}`];
  }
  const isMarket = order.price === OUCH_MARKET_PRICE || order.price >= MARKET_FROM;
  const priceType = String(option('PriceType') ?? 'L');
  const isPegged = priceType !== 'L';
  if (!isMarket && (order.price > OUCH_MAX_PRICE || (order.price === 0 && !isPegged))) {
    return [Reject50.invalidPrice, `price ${order.price}`];
  }
  if (PEGS[priceType] === undefined) return [Reject50.invalidPegType, `price type ${priceType}`];
  if (isPegged && order.crossType !== 'N') return [Reject50.peggingNotAllowed, 'a peg in a cross'];
  const firm = option('Firm');
  if (firm !== undefined && firm !== '' && firm !== port.firm)
    return [Reject50.firmNotAuthorized, `firm ${String(firm)}`];
  const route = option('Route');
  if (route !== undefined && route !== '') return [Reject50.routingNotAllowed, `route ${String(route)}`];
  const maxFloor = Number(option('MaxFloor') ?? 0);
  if (maxFloor > order.quantity || (maxFloor > 0 && order.display === 'N')) {
    return [Reject50.invalidMaxFloor, `max floor ${maxFloor} of ${order.quantity}`];
  }
  const minimum = Number(option('MinQty') ?? 0);
  if (minimum > order.quantity) return [Reject50.invalidMinQuantity, `minimum ${minimum} of ${order.quantity}`];
  if (option('DiscretionPriceType') !== undefined || option('DiscretionPrice') !== undefined) {
    return [Reject50.other, 'discretion is not offered'];
  }
  return undefined;
}

function replace(request: Replace, option: OptionValue, port: OuchPort): OuchRequest {
  const { userRefNum, origUserRefNum, quantity, price, clOrdId } = request;
  if (userRefNum === 0 || userRefNum <= port.highestRefNum) {
    return { kind: 'ignored', why: notIncreasing(userRefNum, port) };
  }
  const no = (reason: number, why: string): OuchRequest => rejected(userRefNum, reason, clOrdId, why);
  if (!'YNA'.includes(request.display)) return no(Reject50.invalidDisplay, `display ${request.display}`);
  if (timeInForceOf(request.timeInForce, 'N') === undefined) {
    return no(Reject50.other, `time in force ${request.timeInForce}`);
  }
  if (quantity === 0 || quantity > QUANTITY_MAX) return no(Reject50.invalidQuantity, `quantity ${quantity}`);
  if (price > OUCH_MAX_PRICE && price < MARKET_FROM) return no(Reject50.invalidPrice, `price ${price}`);
  return {
    kind: 'command',
    refNum: userRefNum,
    command: {
      type: 'replace',
      token: String(origUserRefNum),
      newToken: String(userRefNum),
      quantity,
      price: price >= MARKET_FROM ? 0 : price,
      echo: { clOrdId, tif: request.timeInForce, display: request.display, iso: request.iso, ...echoOf(option) },
    },
  };
}

function massCancel(
  { userRefNum, firm, symbol }: FieldsOf<(typeof ouch50Client)['MassCancel']>,
  option: OptionValue,
  port: OuchPort,
): OuchRequest {
  if (userRefNum === 0 || userRefNum <= port.highestRefNum) {
    return { kind: 'ignored', why: notIncreasing(userRefNum, port) };
  }
  if (firm !== '' && firm !== port.firm) return rejected(userRefNum, Reject50.firmNotAuthorized, '', `firm ${firm}`);
  const side = option('Side');
  return {
    kind: 'command',
    refNum: userRefNum,
    command: {
      type: 'massCancel',
      symbol,
      side: side === undefined ? '' : side === 'B' ? 'buy' : 'sell',
      scope: 'port',
      requestId: JSON.stringify({ userRefNum, firm, symbol }),
    },
  };
}

/** The refusal comes back as a note, so that both gateways have it at the same place. */
function rejected(userRefNum: number, reason: number, clOrdId: string, why: string): OuchRequest {
  const value = JSON.stringify({ userRefNum, reason, clOrdId });
  return { kind: 'command', refNum: userRefNum, why, command: { type: 'note', key: NoteKey.reject, value } };
}

function timeInForceOf(code: string, crossType: string): OrderTimeInForce | undefined {
  if (crossType === 'O') return 'opening';
  if (crossType === 'C') return 'closing';
  if (code === '0' || code === '5') return 'day';
  if (code === '3') return 'ioc';
  return code === '6' ? 'gtd' : undefined;
}

/** Options that the acceptance repeats. */
const ECHOED = [
  'Firm',
  'MinQty',
  'CustomerType',
  'MaxFloor',
  'PriceType',
  'PegOffset',
  'PostOnly',
  'ExpireTime',
  'TradeNow',
  'HandleInst',
  'GroupId',
  'SharesLocated',
  'LocateBroker',
  'UserRefIdx',
] as const satisfies readonly Ouch50OptionName[];

function echoOf(option: OptionValue): Record<string, string | number> {
  const echo: Record<string, string | number> = {};
  for (const name of ECHOED) {
    const value = option(name);
    if (value !== undefined) echo[`opt:${name}`] = typeof value === 'bigint' ? String(value) : value;
  }
  return echo;
}

function notIncreasing(userRefNum: number, { highestRefNum }: OuchPort): string {
  return `UserRefNum ${userRefNum}, expected more than ${highestRefNum}`;
}

function faultText(fault: number, type: number | undefined): string {
  const name = Object.entries(Ouch50Fault).find(([, value]) => value === fault)?.[0] ?? String(fault);
  return `not an OUCH 5.0 message (${name}, type 0x${(type ?? 0).toString(16)})`;
}
