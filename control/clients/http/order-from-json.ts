/** Order JSON as a `ClientOrder`, and back to words: the same order as FIX makes of the same terms. */
import { decimalOf, unitsOf } from '../../core/decimals.js';
import type { Instrument } from '../../core/instruments.js';
import {
  ALGOS,
  CAPACITIES,
  type OrderJson,
  type OrderView,
  ORDER_TYPES,
  SIDES,
  TIMES_IN_FORCE,
  type ReplaceJson,
} from '../../core/order-api/order-json.js';
import { blankClientOrder, type ClientOrder, type ClientReplace, type ClientReport } from '../../core/order-entry.js';
import { OrdStatus, OrdType, Side, TimeInForce } from '../../core/venue.js';
import { faultOfTerms, type Term } from '../order-terms.js';
import type { ClientWorld } from '../client-world.js';
import { NO_PARAMETERS, PARAMETERS_MAX, PARAMETER_NAME, RESERVED_NAMES } from '../fix/strategy-parameters.js';

/** What is wrong with an order, by the path of its JSON. */
export interface JsonFault {
  readonly path: string;
  readonly found: string;
  readonly expected: string;
  /** There is no such symbol. */
  readonly isSymbol?: boolean;
}

const SIDE_CODES = [Side.buy, Side.sell, Side.sellShort, Side.sellShortExempt];
const TYPE_CODES = [OrdType.market, OrdType.limit, OrdType.stop, OrdType.stopLimit, OrdType.pegged, OrdType.pegged];
const TIME_CODES = [
  TimeInForce.day,
  TimeInForce.goodTillCancel,
  TimeInForce.atTheOpening,
  TimeInForce.immediateOrCancel,
  TimeInForce.fillOrKill,
  TimeInForce.goodTillDate,
  TimeInForce.atTheClose,
];
const CAPACITY_CODES = 'APR';
const BPS = 4;

const PATH_OF: Readonly<Record<Term, string>> = {
  quantity: 'quantity',
  price: 'price',
  stopPrice: 'stopPrice',
  expire: 'expireTime',
  displayQuantity: 'displayQuantity',
  minQuantity: 'minQuantity',
  postOnly: 'postOnly',
  peg: 'peg',
  trailOffset: 'trailOffset',
  timeInForce: 'timeInForce',
  algo: 'algo',
  algoEnd: 'algo.end',
  participation: 'algo.participation',
  located: 'located',
  link: 'link',
};

/** The order, or what is wrong with it. */
export function orderFromJson(client: number, json: OrderJson, world: ClientWorld): ClientOrder | JsonFault {
  const instrument = world.symbols.bySymbol(json.symbol);
  if (instrument === undefined) {
    return { path: 'symbol', found: json.symbol, expected: 'a symbol that is traded here', isSymbol: true };
  }
  const order = blankClientOrder();
  const { peg, algo, link } = json;
  order.client = client;
  order.clOrdId = json.clOrdId;
  order.account = json.account ?? '';
  order.instrument = instrument.index;
  order.side = SIDE_CODES[SIDES.indexOf(json.side)]!;
  order.ordType = TYPE_CODES[ORDER_TYPES.indexOf(json.type)]!;
  order.timeInForce =
    TIME_CODES[TIMES_IN_FORCE.findIndex((word) => word === (json.timeInForce ?? 'day').toLowerCase())]!;
  order.capacity = json.capacity === undefined ? world.defaultCapacity(client) : capacityOf(json.capacity);
  order.located = json.located ?? false;
  order.postOnly = json.postOnly ?? false;
  order.pegTo = peg?.to ?? '';
  order.trigger = json.trigger ?? 'last';
  order.strategy = json.strategy ?? '';
  order.expireEpochMs = timeOf(json.expireTime);
  order.algo = algo?.name ?? '';
  order.algoStartEpochMs = timeOf(algo?.start);
  order.algoEndEpochMs = timeOf(algo?.end);
  order.linkId = link?.id ?? '';
  order.linkKind = link?.kind ?? '';
  return amounts(order, json, instrument) ?? parameters(order, json) ?? wholeFault(order, json) ?? order;
}

export function isFault(read: ClientOrder | ClientReplace | JsonFault): read is JsonFault {
  return 'path' in read;
}

export function replaceFromJson(
  client: number,
  orderId: number,
  json: ReplaceJson,
  instrument: Instrument,
): ClientReplace | JsonFault {
  const request: ClientReplace = {
    client,
    clOrdId: json.clOrdId,
    origClOrdId: '',
    orderId,
    quantity: 0,
    price: 0,
    stopPrice: 0,
    displayQuantity: 0,
  };
  for (const name of ['quantity', 'price', 'stopPrice', 'displayQuantity'] as const) {
    const text = json[name];
    if (text === undefined) continue;
    const scale = name === 'price' || name === 'stopPrice' ? instrument.priceScale : instrument.quantityScale;
    const units = unitsOf(text, scale);
    if (!(units > 0)) return { path: name, found: text, expected: `a decimal above 0 with at most ${scale} places` };
    request[name] = units;
  }
  return request;
}

function amounts(
  order: ClientOrder,
  json: OrderJson,
  { priceScale, quantityScale }: Instrument,
): JsonFault | undefined {
  for (const name of ['quantity', 'minQuantity', 'displayQuantity', 'price', 'stopPrice', 'trailOffset'] as const) {
    const text = json[name];
    if (text === undefined) continue;
    const scale = name.endsWith('uantity') ? quantityScale : priceScale;
    const units = unitsOf(text, scale);
    if (Number.isNaN(units)) return { path: name, found: text, expected: `a decimal with at most ${scale} places` };
    order[name] = units;
  }
  // As FIX has it: of an order that shows nothing, MaxFloor is 0.
  order.hidden = json.displayQuantity !== undefined && order.displayQuantity === 0;
  const offset = json.peg?.offset;
  if (offset !== undefined) {
    const isBelow = offset.startsWith('-');
    const units = unitsOf(isBelow ? offset.slice(1) : offset, priceScale);
    if (Number.isNaN(units))
      return { path: 'peg.offset', found: offset, expected: `a decimal with at most ${priceScale} places` };
    order.pegOffset = isBelow && units !== 0 ? -units : units;
  }
  const participation = json.algo?.participation;
  if (participation !== undefined) {
    order.participationBps = unitsOf(participation, BPS);
    if (!(order.participationBps > 0)) {
      return { path: 'algo.participation', found: participation, expected: 'a fraction from 0.0001 to 1' };
    }
  }
  return undefined;
}

function parameters(order: ClientOrder, { algo, parameters: named = {} }: OrderJson): JsonFault | undefined {
  const {
    name: _name,
    start: _start,
    end: _end,
    participation: _participation,
    ...ofAlgo
  } = algo ?? { name: undefined };
  const twice = Object.keys(named).find((name) => name in ofAlgo);
  if (twice !== undefined) return { path: `parameters.${twice}`, found: 'one in algo too', expected: 'one of the two' };
  const all: Record<string, string> = { ...(ofAlgo as Record<string, string>), ...named };
  const names = Object.keys(all);
  if (names.length > PARAMETERS_MAX) {
    return { path: 'parameters', found: String(names.length), expected: `at most ${PARAMETERS_MAX}` };
  }
  for (const name of names) {
    const path = name in named ? `parameters.${name}` : `algo.${name}`;
    const value = all[name]!;
    if (!PARAMETER_NAME.test(name) || RESERVED_NAMES.has(name))
      return { path, found: 'a parameter', expected: 'another name' };
    if (value.includes(';') || value.trim() !== value) {
      return { path, found: JSON.stringify(value), expected: 'no ; and no spaces at its ends' };
    }
  }
  order.algoParameters = names.length === 0 ? NO_PARAMETERS : all;
  return undefined;
}

function wholeFault(order: ClientOrder, json: OrderJson): JsonFault | undefined {
  if (json.type === 'trailing-stop' && order.trailOffset === 0) {
    return { path: 'trailOffset', found: json.trailOffset ?? 'nothing', expected: 'how far the stop trails behind' };
  }
  if (json.type === 'pegged' && json.peg === undefined) {
    return { path: 'peg', found: 'nothing', expected: 'what to peg to' };
  }
  if (json.type === 'trailing-stop' && json.peg !== undefined) {
    return { path: 'peg', found: 'a peg', expected: 'none: the order is a trailing stop' };
  }
  const wrong = faultOfTerms(order);
  if (wrong === undefined) return undefined;
  return { path: PATH_OF[wrong.term], found: wrong.found, expected: wrong.expected };
}

/** A word, or the code of FIX itself. */
function capacityOf(said: NonNullable<OrderJson['capacity']>): string {
  const place = CAPACITIES.findIndex((word) => word === said);
  return place < 0 ? said : CAPACITY_CODES.charAt(place);
}

/** Epoch ms of a time that the schema let pass; 0 where there is none. */
function timeOf(text: string | undefined): number {
  return text === undefined ? 0 : Date.parse(text);
}

/** An order's terms in the words of the API; the way back of `orderFromJson`. */
export function orderToJson(order: Readonly<ClientOrder>, instrument: Instrument): OrderJson {
  const { priceScale, quantityScale } = instrument;
  const isTrailing = order.trailOffset > 0;
  const algo = ALGOS.find((name) => name === order.algo);
  return {
    clOrdId: order.clOrdId,
    ...(order.account === '' ? {} : { account: order.account }),
    symbol: instrument.symbol,
    side: SIDES[SIDE_CODES.indexOf(order.side as (typeof SIDE_CODES)[number])] ?? 'buy',
    capacity: CAPACITIES[CAPACITY_CODES.indexOf(order.capacity)] ?? 'agency',
    quantity: decimalOf(order.quantity, quantityScale),
    type: isTrailing ? 'trailing-stop' : typeWord(order.ordType),
    ...(order.price === 0 ? {} : { price: decimalOf(order.price, priceScale) }),
    ...(order.stopPrice === 0 ? {} : { stopPrice: decimalOf(order.stopPrice, priceScale) }),
    timeInForce: timeWord(order.timeInForce),
    ...(order.expireEpochMs === 0 ? {} : { expireTime: isoOf(order.expireEpochMs) }),
    ...(order.displayQuantity === 0 && !order.hidden
      ? {}
      : { displayQuantity: decimalOf(order.displayQuantity, quantityScale) }),
    ...(order.minQuantity === 0 ? {} : { minQuantity: decimalOf(order.minQuantity, quantityScale) }),
    ...(order.postOnly ? { postOnly: true } : {}),
    ...(order.located ? { located: true } : {}),
    ...(order.pegTo === '' ? {} : { peg: { to: order.pegTo, offset: decimalOf(order.pegOffset, priceScale) } }),
    ...(isTrailing ? { trailOffset: decimalOf(order.trailOffset, priceScale) } : {}),
    trigger: order.trigger,
    ...(algo === undefined
      ? {}
      : {
          algo: {
            name: algo,
            ...(order.algoStartEpochMs === 0 ? {} : { start: isoOf(order.algoStartEpochMs) }),
            ...(order.algoEndEpochMs === 0 ? {} : { end: isoOf(order.algoEndEpochMs) }),
            ...(order.participationBps === 0 ? {} : { participation: decimalOf(order.participationBps, BPS) }),
          },
        }),
    ...(Object.keys(order.algoParameters).length === 0 ? {} : { parameters: { ...order.algoParameters } }),
    ...(order.strategy === '' ? {} : { strategy: order.strategy }),
    ...(order.linkKind === '' ? {} : { link: { id: order.linkId, kind: order.linkKind } }),
  };
}

const STATUS_WORDS = new Map<number, string>(Object.entries(OrdStatus).map(([word, code]) => [code, word]));

/** An order as its last report has it. */
export function viewOf(report: Readonly<ClientReport>, client: string, instrument: Instrument | undefined): OrderView {
  const priceScale = instrument?.priceScale ?? 0;
  const quantityScale = instrument?.quantityScale ?? 0;
  const { origClOrdId, price, stopPrice, reasonCode, text } = report;
  return {
    orderId: report.orderId,
    clOrdId: report.clOrdId,
    ...(origClOrdId === '' ? {} : { origClOrdId }),
    client,
    account: report.account,
    symbol: instrument?.symbol ?? '',
    side: SIDES[SIDE_CODES.indexOf(report.side as (typeof SIDE_CODES)[number])] ?? '',
    type: typeWord(report.ordType),
    timeInForce: timeWord(report.timeInForce),
    status: STATUS_WORDS.get(report.ordStatus) ?? String.fromCharCode(report.ordStatus),
    quantity: decimalOf(report.quantity, quantityScale),
    ...(price === 0 ? {} : { price: decimalOf(price, priceScale) }),
    ...(stopPrice === 0 ? {} : { stopPrice: decimalOf(stopPrice, priceScale) }),
    cumQuantity: decimalOf(report.cumQuantity, quantityScale),
    leavesQuantity: decimalOf(report.leavesQuantity, quantityScale),
    averagePrice: report.averagePrice === '' ? '0' : report.averagePrice,
    ...(reasonCode === '' ? {} : { reasonCode }),
    ...(text === '' ? {} : { text }),
    uncertain: report.uncertain,
    transactTime: isoOf(report.transactEpochMs),
  };
}

function typeWord(code: number): (typeof ORDER_TYPES)[number] {
  return ORDER_TYPES[TYPE_CODES.indexOf(code as (typeof TYPE_CODES)[number])] ?? 'market';
}

function timeWord(code: number): (typeof TIMES_IN_FORCE)[number] {
  return TIMES_IN_FORCE[TIME_CODES.indexOf(code as (typeof TIME_CODES)[number])] ?? 'day';
}

export function isoOf(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
