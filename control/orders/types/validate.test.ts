import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blankClientOrder, type ClientOrder, type LinkKind } from '../../core/order-entry.js';
import { OrdType, Side, TimeInForce } from '../../core/venue.js';
import { TYPE_CODES, type TypeCode } from './denials.js';
import { legFault } from './links.js';
import { createPlanOrder } from './plan.js';
import { Rig } from './testing.js';
import { PLAIN, testVenue } from './testing-market.js';
import { termsFault } from './validate.js';

const order = (terms: Partial<ClientOrder>): ClientOrder => ({
  ...blankClientOrder(),
  quantity: 100,
  ordType: OrdType.limit,
  price: 100,
  ...terms,
});
const stop = { ordType: OrdType.stop, price: 0, stopPrice: 90 };
const peg = { ordType: OrdType.pegged, price: 0, pegTo: 'mid' } as const;
const ioc = { timeInForce: TimeInForce.immediateOrCancel };
const fok = { timeInForce: TimeInForce.fillOrKill };
const close = { timeInForce: TimeInForce.atTheClose };
const twap = { algo: 'twap' } as const;

/** What is wrong, its code, and words that name the field and what was found. */
const FAULTS: readonly (readonly [Partial<ClientOrder>, TypeCode, string])[] = [
  [{ quantity: 0 }, 'TYPE_QUANTITY', 'quantity (38): found 0'],
  [{ quantity: 1.5 }, 'TYPE_QUANTITY', 'found 1.5'],
  [{ side: 0x33 }, 'TYPE_SIDE', 'side (54): found 3'],
  [{ ordType: 0x39 }, 'TYPE_UNKNOWN', 'order type (40): found 9'],
  [{ timeInForce: 0x35 }, 'TYPE_UNKNOWN', 'time in force (59): found 5'],
  [{ price: -1 }, 'TYPE_PRICE', 'price (44): found -1'],
  [{ stopPrice: 0.5 }, 'TYPE_PRICE', 'stop price (99): found 0.5'],
  [{ ordType: OrdType.market }, 'TYPE_MARKET_HAS_PRICE', 'price (44): found 100'],
  [{ ...stop, price: 5 }, 'TYPE_MARKET_HAS_PRICE', 'order type (40) 3'],
  [{ price: 0 }, 'TYPE_LIMIT_NEEDS_PRICE', 'price (44) is missing'],
  [{ ordType: OrdType.stopLimit, stopPrice: 9, price: 0 }, 'TYPE_LIMIT_NEEDS_PRICE', 'order type (40) 4'],
  [{ ...stop, stopPrice: 0 }, 'TYPE_STOP_NEEDS_PRICE', 'stop price (99) is missing'],
  [{ stopPrice: 9 }, 'TYPE_STOP_PRICE_UNUSED', 'stop price (99): found 9'],
  [{ ...stop, ...fok }, 'TYPE_STOP_TIME_IN_FORCE', 'time in force (59): found 4'],
  [{ ...stop, ...close }, 'TYPE_STOP_TIME_IN_FORCE', 'found 7'],
  [{ ...stop, hidden: true }, 'TYPE_STOP_COMBINATION', 'hidden'],
  [{ ...stop, displayQuantity: 10 }, 'TYPE_STOP_COMBINATION', '(111)'],
  [{ trailOffset: 5 }, 'TYPE_TRAIL_NEEDS_OFFSET', 'trailing offset (211): found 5'],
  [{ ...peg, pegTo: '', trailOffset: -5 }, 'TYPE_TRAIL_NEEDS_OFFSET', 'found -5'],
  [{ ...peg, trailOffset: 5 }, 'TYPE_STOP_COMBINATION', 'peg'],
  [{ ...peg, pegTo: '' }, 'TYPE_PEG_NEEDS_REFERENCE', '18=R'],
  [{ pegTo: 'same' }, 'TYPE_PEG_NEEDS_REFERENCE', 'found same'],
  [{ pegOffset: 3 }, 'TYPE_PEG_NEEDS_REFERENCE', 'found 3'],
  [{ ...peg, ...ioc }, 'TYPE_PEG_TIME_IN_FORCE', 'time in force (59): found 3'],
  [{ timeInForce: TimeInForce.goodTillDate }, 'TYPE_GTD_NEEDS_TIME', '(126)'],
  [{ expireEpochMs: 5 }, 'TYPE_GTD_NEEDS_TIME', 'found 5'],
  [{ ...close, postOnly: true }, 'TYPE_AUCTION_COMBINATION', '18=6'],
  [{ ...close, algo: 'twap' }, 'TYPE_AUCTION_COMBINATION', '847'],
  [{ ...ioc, postOnly: true }, 'TYPE_POST_ONLY_COMBINATION', '(59) 3'],
  [{ ordType: OrdType.market, price: 0, postOnly: true }, 'TYPE_POST_ONLY_COMBINATION', '(40) 1'],
  [{ displayQuantity: 101 }, 'TYPE_DISPLAY_QUANTITY', 'found 101, expected at most the quantity, 100'],
  [{ displayQuantity: 10, hidden: true }, 'TYPE_DISPLAY_COMBINATION', 'hidden'],
  [{ displayQuantity: 10, ...ioc }, 'TYPE_DISPLAY_COMBINATION', 'does not rest'],
  [{ hidden: true, ...fok }, 'TYPE_HIDDEN_COMBINATION', 'does not rest'],
  [{ minQuantity: 101 }, 'TYPE_MIN_QUANTITY', 'found 101'],
  [{ minQuantity: -1 }, 'TYPE_MIN_QUANTITY', 'found -1'],
  [{ minQuantity: 10, postOnly: true }, 'TYPE_MIN_QUANTITY_COMBINATION', '18=6'],
  [{ minQuantity: 10, ...fok }, 'TYPE_MIN_QUANTITY_COMBINATION', '(59) 4'],
  [{ participationBps: 5 }, 'TYPE_ALGO_PARTICIPATION', 'found 5'],
  [{ algo: 'pov' }, 'TYPE_ALGO_PARTICIPATION', '1 to 10,000'],
  [{ algo: 'pov', participationBps: 10_001 }, 'TYPE_ALGO_PARTICIPATION', '10001'],
  [{ algoEndEpochMs: 5 }, 'TYPE_ALGO_TIMES', 'without an algorithm'],
  [{ ...twap, algoStartEpochMs: 9, algoEndEpochMs: 9 }, 'TYPE_ALGO_TIMES', 'after the start'],
  [{ ...twap, ...peg }, 'TYPE_ALGO_COMBINATION', 'found P'],
  [{ ...twap, ...ioc }, 'TYPE_ALGO_COMBINATION', 'time in force (59) 3'],
  [{ ...twap, hidden: true }, 'TYPE_ALGO_COMBINATION', 'hidden'],
  [{ linkId: 'x' }, 'TYPE_LINK_NEEDS_ID', '7103'],
  [{ linkKind: 'oto' }, 'TYPE_LINK_NEEDS_ID', '583'],
  [{ linkId: 'x', linkKind: 'oco', ...ioc }, 'TYPE_LINK_COMBINATION', 'found 3'],
  [{ algoParameters: { slices: '5' } }, 'TYPE_PARAMETER', 'slices (848): only for twap, vwap'],
  [
    { ...twap, algoParameters: { slices: '5001' } },
    'TYPE_PARAMETER',
    'found 5001, expected a whole number from 1 to 5000',
  ],
  [{ ...twap, algoParameters: { slices: '1e3' } }, 'TYPE_PARAMETER', 'found 1e3'],
  [{ algoParameters: { constructor: '1' } }, 'TYPE_PARAMETER', 'no such parameter'],
  [{ algoParameters: { form: 'best' } }, 'TYPE_PARAMETER', 'native or emulated'],
  [{ algo: 'vwap', algoParameters: { curve: 'mine' } }, 'TYPE_PARAMETER', 'found mine'],
];

describe('an order is refused', () => {
  it.each(FAULTS)('%j: %s', (terms, code, words) => {
    const fault = termsFault(order(terms));
    expect(fault?.code).toBe(code);
    expect(fault?.text).toContain(words);
  });

  it('by every code that is about the order alone', () => {
    const byVenuesOrTime =
      /_NOT_AVAILABLE$|^TYPE_(NOT_LISTED|GTD_PAST|POST_ONLY_WOULD_CROSS|ALGO_NEEDS_END|ALGO_CURVE|LINK_LEGS|IOC_REMAINDER|NO_LIQUIDITY|EXPIRED|AUCTION_OVER|ALGO_ENDED|VENUE_REFUSES)$/;
    const tested = new Set<string>(FAULTS.map(([, code]) => code));
    expect(Object.keys(TYPE_CODES).filter((code) => !byVenuesOrTime.test(code) && !tested.has(code))).toEqual([]);
  });

  it.each([
    [{}, { ordTypes: '1' }, 'TYPE_LIMIT_NOT_AVAILABLE'],
    [{ ordType: OrdType.market, price: 0 }, { ordTypes: '2', timesInForce: '0' }, 'TYPE_MARKET_NOT_AVAILABLE'],
    [ioc, { timesInForce: '0' }, 'TYPE_IOC_NOT_AVAILABLE'],
    [fok, { timesInForce: '03' }, 'TYPE_FOK_NOT_AVAILABLE'],
    [{ minQuantity: 10 }, { timesInForce: '03', minQuantity: 'none' }, 'TYPE_MIN_QUANTITY_NOT_AVAILABLE'],
    [{ postOnly: true }, { postOnly: 'none' }, 'TYPE_POST_ONLY_NOT_AVAILABLE'],
    [close, PLAIN, 'TYPE_AUCTION_NOT_AVAILABLE'],
  ] as const)('%j by venues without it: %j, %s', (terms, capabilities, code) => {
    expect(new Rig({ venues: [testVenue(capabilities)], terms: order(terms) }).start().denial?.code).toBe(code);
  });

  it('when no venue lists the instrument', () => {
    expect(new Rig({ venues: [testVenue({}, { listed: false })], terms: order({}) }).start().denial?.code).toBe(
      'TYPE_NOT_LISTED',
    );
  });
});

it('whatever is asked for is refused by a code or worked without a throw', () => {
  const limit = { ordType: OrdType.limit, price: 100 };
  const end = 1_700_000_010_000;
  const base = fc.constantFrom<Partial<ClientOrder>>(
    limit,
    { ...limit, price: 102 },
    { ordType: OrdType.market },
    { ordType: OrdType.stop, stopPrice: 105 },
    { ordType: OrdType.stopLimit, stopPrice: 95, price: 98 },
    { ordType: OrdType.pegged, trailOffset: 3 },
    { ordType: OrdType.pegged, pegTo: 'same' },
    { ordType: OrdType.pegged, pegTo: 'mid', pegOffset: 1, price: 101 },
    { ...limit, algo: 'twap', algoEndEpochMs: end },
    { ordType: OrdType.market, algo: 'vwap', algoEndEpochMs: end },
    { ordType: OrdType.market, algo: 'pov', participationBps: 500, algoEndEpochMs: end },
  );
  const more = fc.constantFrom<Partial<ClientOrder>>(
    {},
    { side: Side.sell },
    { side: Side.sellShort },
    { ...ioc },
    { ...fok },
    { ...close },
    { timeInForce: TimeInForce.goodTillCancel },
    { timeInForce: TimeInForce.goodTillDate, expireEpochMs: end - 5000 },
    { displayQuantity: 10 },
    { hidden: true },
    { minQuantity: 20 },
    { postOnly: true },
    { trigger: 'mid' },
    { algoParameters: { form: 'native' } },
    { algoParameters: { form: 'emulated' } },
  );
  const terms = fc.tuple(base, more, more).map(([first, second, third]) => ({ ...first, ...second, ...third }));
  const can = fc.constantFrom(
    testVenue().capabilities,
    testVenue(PLAIN).capabilities,
    testVenue({ ordTypes: '1234P' }).capabilities,
    testVenue({ ...PLAIN, postOnly: 'none', replace: 'none', timesInForce: '13' }).capabilities,
  );
  let worked = 0;
  fc.assert(
    fc.property(terms, can, can, (given, one, two) => {
      const made = new Rig({ venues: [testVenue(one), testVenue(two)], terms: { ...given, quantity: 100 } });
      for (const venue of [0, 1]) made.market.set(venue, [[99, 30]], [[101, 30]]);
      made.start();
      if (made.denial !== undefined) {
        expect(Object.keys(TYPE_CODES)).toContain(made.denial.code);
        return;
      }
      worked++;
      made.advance(100);
      made.trade(106, 500);
      made.advance(500);
      if (!made.isOver) made.replaceByClient({ quantity: 90 });
      made.market.set(0, [[100, 30]], [[102, 30]]);
      made.advance(3000);
      if (!made.isOver) made.restart();
      made.trade(94, 500);
      made.market.set(1, [[97, 30]], [[98, 30]]);
      made.advance(20_000);
      if (!made.isOver) made.cancelByClient();
      made.advance(1000);
      // Pegs and stops of a venue's own are not played by the rig; what is left there was cancelled.
      expect(made.open).toEqual([]);
    }),
    { numRuns: Number(process.env['TYPES_RUNS'] ?? 150) },
  );
  expect(worked).toBeGreaterThan(20);
});

describe('groups', () => {
  const leg = (linkKind: LinkKind, terms: Partial<ClientOrder> = {}): ClientOrder =>
    order({ linkId: 'g', linkKind, clOrdId: 'leg', ...terms });
  const sell = { side: Side.sell };

  /** The first fault as the legs come one by one. */
  const faultOf = (legs: readonly ClientOrder[]): { code: string; text: string } | undefined => {
    for (let i = 0; i < legs.length; i++) {
      const fault = legFault(legs.slice(0, i), legs[i]!);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };

  it('fit', () => {
    expect(faultOf([leg('oco'), leg('oco', stop)])).toBeUndefined();
    expect(faultOf([leg('oto', ioc), leg('oto', sell)])).toBeUndefined();
    expect(faultOf([leg('bracket'), leg('bracket', sell), leg('bracket', { ...stop, ...sell })])).toBeUndefined();
  });

  it.each([
    [[leg('oco'), leg('oto')], 'found oto, expected that of the group, oco'],
    [Array.from({ length: 9 }, () => leg('oco')), 'at most 8'],
    [[leg('bracket'), leg('bracket', sell), leg('bracket', sell), leg('bracket', sell)], 'at most 3'],
    [[leg('bracket'), leg('bracket')], 'side (54)'],
    [[leg('bracket'), leg('bracket', { ...sell, quantity: 50 })], 'found 50, expected that of the entry, 100'],
    [[leg('bracket'), leg('bracket', { ...sell, instrument: 1 })], 'symbol (55)'],
    [[leg('bracket'), leg('bracket', { ...sell, ...ioc })], 'time in force (59)'],
  ] as const)('do not: %#', (legs, words) => {
    const fault = faultOf(legs);
    expect([fault?.code, fault?.text]).toEqual(['TYPE_LINK_LEGS', expect.stringContaining(words)]);
  });

  it('accepting overfill is a parameter of groups alone', () => {
    const algoParameters = { overfill: 'accept' };
    expect(termsFault(leg('oco', { algoParameters }))).toBeUndefined();
    expect(termsFault(order({ algoParameters }))?.code).toBe('TYPE_PARAMETER');
    expect(createPlanOrder()).toBeTypeOf('function');
  });
});
