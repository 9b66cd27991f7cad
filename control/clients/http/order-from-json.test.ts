/** The same terms, said in FIX and in JSON, are the same order. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderSchema, type OrderJson } from '../../core/order-api/order-json.js';
import { FixMessage, ParseFault } from '../../protocols/fix/message.js';
import { fixMessage } from '../../protocols/fix/testing.js';
import { Fault } from '../fix/fault.js';
import { OrderReader } from '../fix/order-reader.js';
import { testSymbols, testWorld } from '../testing.js';
import { isFault, orderFromJson, orderToJson } from './order-from-json.js';

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const cents = fc.integer({ min: 1, max: 1_000_000 }).map((n) => (n / 100).toFixed(2));
const shares = fc.integer({ min: 1, max: 10_000 }).map(String);
const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,10}$/);
const time = fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }).map((ms) => new Date(ms).toISOString());

/** Orders of all kinds; some make no sense. */
const orders: fc.Arbitrary<OrderJson> = fc
  .record({
    clOrdId: word,
    account: maybe(word),
    symbol: fc.constantFrom('AAPL', 'BTC-USD'),
    side: fc.constantFrom('buy', 'sell', 'sell-short', 'sell-short-exempt'),
    capacity: maybe(fc.constantFrom('agency', 'principal', 'riskless', 'P')),
    quantity: shares,
    type: fc.constantFrom('market', 'limit', 'stop', 'stop-limit', 'pegged', 'trailing-stop'),
    price: cents,
    stopPrice: cents,
    timeInForce: maybe(fc.constantFrom('day', 'gtc', 'open', 'ioc', 'FOK', 'close', 'gtd')),
    displayQuantity: maybe(fc.constantFrom('0', '1', '10')),
    minQuantity: maybe(fc.constantFrom('1', '5')),
    postOnly: maybe(fc.boolean()),
    located: maybe(fc.boolean()),
    pegTo: fc.constantFrom('same', 'opposite', 'mid'),
    offset: maybe(fc.integer({ min: -500, max: 500 }).map((n) => (n / 100).toFixed(2))),
    trailOffset: cents,
    trigger: maybe(fc.constantFrom('last', 'bid-ask', 'mid')),
    strategy: maybe(word),
    link: maybe(fc.record({ id: word, kind: fc.constantFrom('oco', 'oto', 'bracket') })),
    algo: maybe(fc.constantFrom('twap', 'vwap', 'pov')),
    start: maybe(time),
    end: maybe(time),
    participation: fc.integer({ min: 1, max: 10_000 }).map((n) => (n / 10_000).toFixed(4)),
    parameters: fc.dictionary(fc.stringMatching(/^x[a-z]{1,8}$/), word, { maxKeys: 3 }),
    expireTime: time,
    plainDictionary: fc.boolean(),
  } as const)
  .map((draw): OrderJson => {
    const { type, algo, link, timeInForce } = draw;
    const isDated = timeInForce === 'gtd' && algo === undefined;
    return defined({
      ...draw,
      plainDictionary: undefined,
      price: type === 'limit' || type === 'stop-limit' || type === 'pegged' ? draw.price : undefined,
      stopPrice: type.startsWith('stop') ? draw.stopPrice : undefined,
      timeInForce: timeInForce === 'gtd' && !isDated ? 'day' : timeInForce,
      expireTime: isDated ? draw.expireTime : undefined,
      peg: type === 'pegged' ? defined({ to: draw.pegTo, offset: draw.offset }) : undefined,
      pegTo: undefined,
      offset: undefined,
      trailOffset: type === 'trailing-stop' ? draw.trailOffset : undefined,
      algo:
        algo === undefined
          ? undefined
          : defined({
              ...(draw.plainDictionary ? {} : draw.parameters),
              name: algo,
              start: draw.start,
              end: draw.end,
              participation: algo === 'pov' ? draw.participation : undefined,
            }),
      start: undefined,
      end: undefined,
      participation: undefined,
      parameters: algo === undefined || draw.plainDictionary ? draw.parameters : undefined,
      link,
    }) as unknown as OrderJson;
  });

function defined(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/** The table of fields, the other way round. */
function fixOf(json: OrderJson, usesOwnTags: boolean): string {
  const { peg, algo, link } = json;
  const instructions = [
    json.postOnly === true ? '6' : '',
    peg === undefined ? '' : { same: 'R', opposite: 'P', mid: 'M' }[peg.to],
    json.type === 'trailing-stop' ? 'a' : '',
  ].filter((letter) => letter !== '');
  const own = defined({ strategy: json.strategy, trigger: json.trigger, link: link?.kind });
  const { name, start, end, participation, ...parameters } = algo ?? { name: undefined };
  const said = Object.entries({ ...parameters, ...json.parameters, ...(usesOwnTags ? {} : own) });
  const fields: readonly (readonly [tag: number, value: unknown])[] = [
    [11, json.clOrdId],
    [1, json.account],
    [55, json.symbol],
    [54, { buy: 1, sell: 2, 'sell-short': 5, 'sell-short-exempt': 6 }[json.side]],
    [528, json.capacity && { agency: 'A', principal: 'P', riskless: 'R', A: 'A', P: 'P', R: 'R' }[json.capacity]],
    [38, json.quantity],
    [40, { market: 1, limit: 2, stop: 3, 'stop-limit': 4, pegged: 'P', 'trailing-stop': 'P' }[json.type]],
    [44, json.price],
    [99, json.stopPrice],
    [
      59,
      json.timeInForce &&
        { day: 0, gtc: 1, GTC: 1, open: 2, ioc: 3, IOC: 3, fok: 4, FOK: 4, gtd: 6, GTD: 6, close: 7 }[json.timeInForce],
    ],
    [111, json.displayQuantity],
    [110, json.minQuantity],
    [114, json.located === undefined ? undefined : json.located ? 'N' : 'Y'],
    [18, instructions.length === 0 ? undefined : instructions.join(' ')],
    [211, json.trailOffset ?? peg?.offset],
    [847, name && { vwap: 1, pov: 2, twap: 1001 }[name as 'vwap']],
    [849, participation],
    [848, said.length === 0 ? undefined : said.map(([key, value]) => `${key}=${value as string}`).join(';')],
    [168, start === undefined ? undefined : fixTime(start)],
    [126, end === undefined ? (json.expireTime === undefined ? undefined : fixTime(json.expireTime)) : fixTime(end)],
    [583, link?.id],
    ...(usesOwnTags
      ? ([
          [7101, json.strategy],
          [7102, json.trigger],
          [7103, link?.kind],
        ] as const)
      : []),
  ];
  const body = fields.flatMap(([tag, value]) => (value === undefined ? [] : [`${tag}=${value as string}|`])).join('');
  return `35=D|49=CLIENT1|56=CROSSFEED|34=2|52=20231114-22:13:20|${body}60=20231114-22:13:20|`;
}

const fixTime = (iso: string): string => iso.replace(/[-Z]/g, '').replace('T', '-');

it('FIX and JSON make the same order of the same terms, or refuse it both', () => {
  const fault = new Fault();
  const reader = new OrderReader(testWorld, fault);
  const message = new FixMessage();
  let made = 0;
  fc.assert(
    fc.property(orders, fc.boolean(), (json, usesOwnTags) => {
      const parsed = orderSchema.parse(json);
      const fromJson = orderFromJson(0, parsed, testWorld);
      const bytes = fixMessage(fixOf(json, usesOwnTags), { beginString: 'FIX.4.4' });
      expect(message.parse(bytes, 0, bytes.length)).toBe(ParseFault.none);
      const isRead = reader.read(0, message);
      if (isFault(fromJson)) {
        expect(isRead, `FIX took what JSON refuses: ${fromJson.path} ${fromJson.expected}`).toBe(false);
        return;
      }
      expect(isRead, fault.text).toBe(true);
      expect(reader.order).toEqual(fromJson);
      made++;
      const back = orderFromJson(
        0,
        orderSchema.parse(orderToJson(fromJson, testSymbols.instruments[fromJson.instrument]!)),
        testWorld,
      );
      expect(back).toEqual(fromJson);
    }),
    { numRuns: 200 },
  );
  expect(made).toBeGreaterThan(20);
});
