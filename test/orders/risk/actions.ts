/** What can happen on a random day: arbitraries of fast-check, and the limits that come and go. */
import fc from 'fast-check';
import { EXCLUDED } from '../../../control/core/market-view.js';
import type { AlgoName } from '../../../control/core/order-entry.js';
import { OrdType, Side, TimeInForce } from '../../../control/core/venue.js';
import type { LimitValue } from '../../../control/orders/risk/limit-book.js';

/** Typical price and quantity of each instrument. */
export const SCALES: readonly [price: number, quantity: number][] = [
  [1_900_000, 100],
  [4_000_000, 50],
  [6_000_000, 5_000_000_000],
  [5_000, 10_000_000_000],
  [600_000, 100],
  [10_000, 100],
];

/** A few values of each limit, so that they bind now and then. Null takes one away. */
export const LIMITS: readonly [path: string, values: readonly (LimitValue | null)[]][] = [
  ['firm/openOrders', [3, 6, 1000, null]],
  [
    'firm/messages',
    [
      { perSecond: 10, burst: 3 },
      { perSecond: 1000, burst: 100 },
    ],
  ],
  ['firm/credit/USD/gross', ['100000', '5000000', '90000000']],
  ['firm/credit/USD/net', ['60000', '90000000']],
  ['firm/instruments/equity/long', ['300', '100000']],
  ['firm/symbols/AAPL', [{ short: '150' }, null]],
  ['firm/restricted', [['BRK.B'], []]],
  ['firm/lastPriceMaxAgeMs', [50, 100_000, null]],
  ['clients/ALPHA/openOrders', [2, 100]],
  ['clients/ALPHA/messages', [{ perSecond: 100, burst: 2 }, { perSecond: 1000, burst: 100 }, null]],
  [
    'clients/ALPHA/duplicates',
    [
      { withinMs: 200, allowed: 1 },
      { withinMs: 1000, allowed: 3 },
      { withinMs: 0, allowed: 1 },
    ],
  ],
  ['clients/ALPHA/selfTrade', ['deny', 'allow', null]],
  [
    'clients/ALPHA/sides',
    [
      ['buy', 'sell'],
      ['buy', 'sell', 'sell-short', 'sell-short-exempt'],
    ],
  ],
  [
    'clients/ALPHA/orderTypes',
    [
      ['limit', 'market'],
      ['market', 'limit', 'stop', 'stop-limit', 'pegged', 'trailing-stop', 'twap'],
    ],
  ],
  ['clients/ALPHA/assetClasses', [['equity'], ['equity', 'cryptoSpot', 'cryptoPerpetual']]],
  ['clients/ALPHA/venues', [['V0'], ['V1', 'V2'], ['V0', 'V1', 'V2']]],
  ['clients/ALPHA/restricted', [['BTC-USD'], []]],
  ['clients/ALPHA/credit/USD/order', ['20000', '9000000', null]],
  ['clients/ALPHA/credit/USD/gross', ['50000', '9000000']],
  ['clients/ALPHA/credit/USD/net', ['40000', '9000000']],
  [
    'clients/ALPHA/credit/BTC',
    [
      { order: '1', gross: '3', net: '2' },
      { order: '1000', gross: '9000', net: '9000' },
    ],
  ],
  ['clients/ALPHA/instruments/equity/collarBps', [50, 500, 10_000]],
  ['clients/ALPHA/instruments/equity/withoutReference', ['deny', 'last', 'pass', null]],
  ['clients/ALPHA/instruments/equity/orderQuantity', ['100', '150.7', '1000']],
  ['clients/ALPHA/instruments/cryptoSpot/long', ['0.123456785', '200']],
  ['clients/ALPHA/symbols/AAPL', [{ long: '200', short: '0' }, { orderNotional: '15000' }, null]],
  ['clients/BETA/selfTrade', ['deny', 'allow']],
  ['clients/BETA/instruments/equity/short', ['0', '100', '1000']],
];

/** What each day begins with, besides limits that let everything through. */
export const START: readonly [path: string, value: LimitValue][] = [
  ['firm/credit/BTC', { gross: '9000', net: '9000' }],
  ['clients/ALPHA/messages', { perSecond: 1000, burst: 100 }],
  ['clients/ALPHA/duplicates', { withinMs: 200, allowed: 1 }],
  ['clients/ALPHA/selfTrade', 'deny'],
  ['clients/ALPHA/instruments/equity/collarBps', 300],
  ['clients/ALPHA/instruments/equity/withoutReference', 'deny'],
];

const small = (max: number): fc.Arbitrary<number> => fc.nat({ max });
export const orderTerms = fc.record({
  client: fc.oneof({ weight: 60, arbitrary: small(1) }, { weight: 1, arbitrary: fc.constantFrom(2, -1, NaN) }),
  instrument: fc.oneof(
    { weight: 24, arbitrary: small(1) },
    { weight: 12, arbitrary: small(5) },
    { weight: 1, arbitrary: fc.constant(99) },
  ),
  side: fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(Side.buy, Side.sell) },
    { weight: 12, arbitrary: fc.constantFrom(Side.sellShort, Side.sellShortExempt) },
    { weight: 1, arbitrary: fc.constant(0x39) },
  ),
  ordType: fc.oneof(
    { weight: 30, arbitrary: fc.constant(OrdType.limit) },
    { weight: 20, arbitrary: fc.constantFrom(OrdType.market, OrdType.stop, OrdType.stopLimit, OrdType.pegged) },
    { weight: 1, arbitrary: fc.constant(0x4a) },
  ),
  timeInForce: fc.constantFrom(TimeInForce.day, TimeInForce.day, TimeInForce.atTheOpening, TimeInForce.atTheClose),
  algo: fc.constantFrom<AlgoName[]>('', '', '', '', 'twap', 'pov'),
  trails: fc.boolean(),
  located: fc.boolean(),
  /** Steps of a hundredth around the typical price, and odd units now and then. */
  price: fc.integer({ min: -6, max: 6 }),
  odd: fc.oneof({ weight: 20, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.constantFrom(1, 50, 0.5, -1e9) }),
  lots: fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(1, 1, 2, 3, 0.5) },
    { weight: 1, arbitrary: fc.constantFrom(0, 1_000_000) },
  ),
});

/** Of a quote: 0 is none. */
const quoteStep = fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: small(8) });

export const actions = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('new' as const), terms: orderTerms }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('again' as const), order: small(20) }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('fill' as const), order: small(20), part: small(3), price: small(10) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('bust' as const), trade: small(20), corrected: small(2) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('replace' as const),
      order: small(20),
      price: small(6),
      lots: fc.constantFrom(0, 1, 2, 3),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('answer' as const), order: small(20), accepted: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('end' as const), order: small(20) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('child' as const),
      terms: orderTerms,
      venue: small(2),
      auction: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('limit' as const),
      which: small(LIMITS.length - 1),
      value: small(7),
      removes: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('kill' as const),
      scope: fc.constantFrom('firm', 'client', 'venue', 'symbol'),
      id: small(2),
    }),
  },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('release' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('quote' as const), instrument: small(4), bid: quoteStep, ask: quoteStep }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('state' as const),
      instrument: small(2),
      venue: small(2),
      bits: fc.constantFrom(
        0,
        0,
        EXCLUDED.halted,
        EXCLUDED.halted,
        EXCLUDED.notTrading,
        EXCLUDED.disabled,
        EXCLUDED.stale,
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('facts' as const),
      instrument: small(1),
      action: fc.constantFrom('0', '0', '1', ''),
      last: small(3),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('time' as const), ms: fc.constantFrom(1, 5, 100, 250, 1000, -500) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('day' as const), position: fc.integer({ min: -100, max: 100 }) }),
  },
);
export type Terms = typeof orderTerms extends fc.Arbitrary<infer T> ? T : never;
export type Action = typeof actions extends fc.Arbitrary<infer T> ? T : never;
