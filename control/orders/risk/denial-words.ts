/** The words of a denial: they name the limit, where it stands, and the value that was found. Made when somebody asks; the pass itself makes no text. */
import { decimalOf } from '../../core/decimals.js';
import type { KillScope } from '../../core/order-control.js';
import type { Denial } from '../../core/order-entry.js';
import { DENIALS, type DenialName } from './denials.js';
import type { KillEvent } from './kill-switch.js';
import { decimalsOf } from './limit-checks.js';
import type { LimitBook } from './limit-book.js';
import { keyPath } from './limit-keys.js';
import { STEPS } from './listings.js';
import { CELL, type Desk, type Pass } from './pass.js';

type Words = (name: {
  readonly client: string;
  readonly symbol: string;
  readonly venue: string;
  readonly path: (path: string) => string;
  readonly found: number;
  readonly limit: number;
  readonly quantity: (units: number) => string;
  readonly price: (units: number) => string;
  readonly money: (units: number) => string;
  readonly step: (which: number) => number;
  readonly missing: string;
  readonly kill: (scope: KillScope, id: string) => string;
  readonly killedVenues: string;
}) => string;

const above =
  (what: string, path: string, kind: 'quantity' | 'money'): Words =>
  (of) =>
    `${what} would be ${of[kind](of.found)}, limit ${of[kind](of.limit)} (${of.path(path)})`;

const WORDS: Readonly<Record<DenialName, Words>> = {
  unknownClient: ({ found }) => `client ${found} is not configured`,
  unknownInstrument: ({ found }) => `instrument ${found} is not in the universe`,
  exposureFault: ({ client }) => `exposure of ${client} does not add up: restart to rebuild it from the journal`,
  killFirm: ({ kill }) => `kill switch of the firm: ${kill('firm', '')}`,
  killClient: ({ kill, client }) => `kill switch of client ${client}: ${kill('client', client)}`,
  killSymbol: ({ kill, symbol }) => `kill switch of symbol ${symbol}: ${kill('symbol', symbol)}`,
  noLimit: ({ missing }) => `no limit is configured at ${missing}`,
  rateClient: ({ path }) => `more messages than clients/${path('C')}/messages allows`,
  rateFirm: () => 'more messages than firm/messages allows',
  assetClass: ({ client, symbol, path }) => `${client} may not trade ${path('A')} such as ${symbol}`,
  side: ({ client }) => `${client} may not send this side (clients/${client}/sides)`,
  orderType: ({ client }) => `${client} may not send this order type (clients/${client}/orderTypes)`,
  notListed: ({ symbol }) => `no venue lists ${symbol}`,
  restricted: ({ symbol }) => `${symbol} is on the restricted list`,
  venue: ({ client, symbol, venue }) => `${client} may not trade ${symbol} at ${venue}`,
  killVenue: ({ killedVenues }) => `kill switch of ${killedVenues}`,
  quantityInvalid: ({ found }) => `quantity ${found} is not a whole number of units above 0`,
  priceInvalid: ({ found }) => `price ${found} is not a whole number of units, or is needed and missing`,
  tick: ({ price, found, step }) => `price ${price(found)} is no multiple of the tick ${price(step(STEPS.tick))}`,
  lot: ({ quantity, found, step }) =>
    `quantity ${quantity(found)} does not fit lot ${quantity(step(STEPS.lot))}, minimum ${quantity(step(STEPS.minQuantity))}, maximum ${quantity(step(STEPS.maxQuantity))}`,
  quantity: ({ quantity, found, limit, path }) =>
    `quantity ${quantity(found)}, limit ${quantity(limit)} (${path('clients/C/instruments/A/orderQuantity')})`,
  halted: ({ symbol }) => `${symbol} is halted`,
  notTrading: ({ symbol }) => `${symbol} is not trading now`,
  venueDisabled: ({ symbol }) => `no venue for ${symbol} is in use`,
  noReference: ({ symbol, path }) =>
    `no quote of ${symbol} counts and nothing stands in for it (${path('clients/C/instruments/A/withoutReference')})`,
  priceCollar: ({ price, found, limit, path }) =>
    `price ${price(found)}, limit ${price(limit)} (${path('clients/C/instruments/A/collarBps')})`,
  amountOverflow: ({ quantity, price, found, limit }) =>
    `${quantity(found)} at ${price(limit)} is more than can be counted`,
  notional: ({ money, found, limit, path }) =>
    `value ${money(found)}, limit ${money(limit)} (${path('clients/C/credit/M/order')})`,
  locate: ({ symbol }) => `short sale of ${symbol} without a locate`,
  shortPrice: ({ price, found, limit }) =>
    `short sale at ${found === 0 ? 'the market' : price(found)}, best bid ${limit === 0 ? 'unknown' : price(limit)}, while short sales are restricted`,
  selfTrade: ({ price, found, limit }) =>
    `it would trade up to ${Number.isFinite(found) ? price(found) : 'any price'} with a resting order at ${price(limit)}`,
  openOrdersClient: ({ found, limit, client }) =>
    `open orders would be ${found}, limit ${limit} (clients/${client}/openOrders)`,
  openOrdersFirm: ({ found, limit }) => `open orders would be ${found}, limit ${limit} (firm/openOrders)`,
  positionClient: above('position', 'clients/C/instruments/A', 'quantity'),
  positionFirm: above('position of the firm', 'firm/instruments/A', 'quantity'),
  grossClient: above('gross amount', 'clients/C/credit/M/gross', 'money'),
  grossFirm: above('gross amount of the firm', 'firm/credit/M/gross', 'money'),
  netClient: above('net amount', 'clients/C/credit/M/net', 'money'),
  netFirm: above('net amount of the firm', 'firm/credit/M/net', 'money'),
  duplicate: ({ client }) => `the same order came a moment ago (clients/${client}/duplicates)`,
};

export function denialWords(number: number, pass: Pass, desk: Desk, limits: LimitBook): Denial {
  const row = DENIALS[number - 1];
  if (row === undefined) return { code: 'RISK_NONE', text: 'nothing was refused' };
  const { scope } = limits;
  const { cells, venue } = pass;
  const found = cells[CELL.found]!;
  const limit = cells[CELL.limit]!;
  const instrument = scope.instruments[pass.instrument] ?? scope.instruments[0]!;
  const { symbol, assetClass, currency, priceScale, quantityScale } = instrument;
  const client = scope.clients[pass.client] ?? '';
  const kill = (event: KillEvent | undefined): string =>
    event === undefined ? 'engaged' : `${event.reason} (${event.who})`;
  const killed = scope.venues.filter((_, i) => (desk.kill.venues[0]! & (1 << i)) !== 0 && (venue < 0 || venue === i));
  const text = WORDS[row.name]({
    client,
    symbol,
    venue: venue >= 0 ? (scope.venues[venue] ?? `venue ${venue}`) : 'any venue that lists it',
    path: (path) =>
      path
        .split('/')
        .map((part) => ({ C: client, A: assetClass, M: currency })[part] ?? part)
        .join('/'),
    found,
    limit,
    quantity: (units) => decimalOf(units, quantityScale),
    price: (units) => decimalOf(units, priceScale),
    money: (units) => `${decimalOf(units, decimalsOf(limits.limits, currency))} ${currency}`,
    step: (which) => desk.listings.step(limit, which),
    missing: keyPath(found, client, instrument),
    kill: (scope, id) => kill(desk.kill.isEngaged(scope, id)),
    killedVenues: killed.map((id) => `venue ${id}: ${kill(desk.kill.isEngaged('venue', id))}`).join('; '),
  });
  return { code: row.code, text };
}
