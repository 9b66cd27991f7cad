import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blankClientOrder, type ClientOrder } from '../../../control/core/order-entry.js';
import { OrdType, Side } from '../../../control/core/venue.js';
import { DENIALS } from '../../../control/orders/risk/denials.js';
import { PreTradeRisk } from '../../../control/orders/risk/gate.js';
import { KillSwitch, type KillEvent } from '../../../control/orders/risk/kill-switch.js';
import { LimitBook, type LimitEvent } from '../../../control/orders/risk/limit-book.js';
import { applyLimit, limitRows } from '../../../control/orders/risk/limit-rows.js';
import { positionRows } from '../../../control/orders/risk/position-rows.js';
import { Valuation } from '../../../control/orders/risk/money.js';
import { CLIENTS, openLimits, SCOPE, symbolMap, testMarket, VENUES } from '../../../control/orders/risk/testing.js';
import { parseUniverse } from '../../../control/venues/config/universe.js';

const root = join(import.meta.dirname, '..', '..', '..');
const NOW = 1_700_000_000_000;

function gateOf(limits = openLimits(SCOPE)) {
  const market = testMarket(SCOPE.instruments.length, VENUES.length);
  for (const { index } of SCOPE.instruments) market.set(index, 1_000_000, 1_000_100);
  return new PreTradeRisk({ symbols: symbolMap(), market, limits });
}
const order = (changes: Partial<ClientOrder> = {}): ClientOrder => ({
  ...blankClientOrder(),
  ordType: OrdType.limit,
  quantity: 100,
  price: 1_000_000,
  ...changes,
});
const answer = (gate: PreTradeRisk, terms: ClientOrder): string =>
  gate.checkNew(terms, NOW) === 0 ? 'passes' : `${gate.denial().code}: ${gate.denial().text}`;

it('the table of codes in docs/risk-controls.md is the one of the code', () => {
  const text = readFileSync(join(root, 'docs', 'risk-controls.md'), 'utf8');
  const rows = [...text.matchAll(/^\|\s*`(RISK_\w+)`\s*\|\s*(.*?)\s*\|$/gm)].map(([, code, when]) => [code, when]);
  expect(rows).toEqual(DENIALS.map(({ code, when }) => [code, when]));
});

describe('limits of a file', () => {
  it('of the demo are valid for its universe, and every amount of them binds', () => {
    const file = 'config/demo-universe.yaml';
    const { instruments } = parseUniverse(file, readFileSync(join(root, file), 'utf8'));
    const venues = ['NASDAQ', 'CBOE', 'FIXEX', 'COINBASE', 'BINANCE', 'DERIBIT'];
    const text = readFileSync(join(root, 'config/limits-demo.yaml'), 'utf8');
    const book = LimitBook.parse('config/limits-demo.yaml', text, {
      instruments,
      clients: ['CLIENT1', 'DEMO'],
      venues,
    });
    expect(limitRows(book).length).toBeGreaterThan(50);
  });

  it('are refused with file, line, what was found and what was expected', () => {
    const text = [
      'name: bad',
      'currencies: { GBP: { decimals: 2 } }',
      'firm:',
      '  openOrders: many',
      '  restricted: [AAPX]',
      'clients:',
      '  GAMMA: {}',
      '  ALPHA:',
      '    venues: [V9]',
      '    messages: { perSecond: 1000000, burst: 1000000 }',
      '    duplicates: { withinMs: 60000, allowed: 1 }',
      '    credit: { USD: { gross: 1000 } }',
      '    colour: red',
      '    instruments: { equity: { orderQuantity: "-5", collarBps: 0 } }',
      '    symbols: { AAPL: { orderQuantity: "1.5" }, BTC-USD: { long: "90000000" } }',
    ];
    const complaints = (lines: readonly string[]): string => {
      try {
        LimitBook.parse('limits.yaml', lines.join('\n'), SCOPE);
      } catch (error) {
        return (error as Error).message;
      }
      return 'nothing';
    };
    expect(complaints(text).split('\n')).toEqual([
      'limits.yaml:4:15: firm.openOrders: found "many", expected a whole number from 0 to 1000000000',
      'limits.yaml:12:29: clients.ALPHA.credit.USD.gross: found 1000, expected a decimal in quotes, such as "1000" or "0.5"',
      'limits.yaml:13:5: clients.ALPHA.colour: found a key that means nothing here, expected no such key',
      'limits.yaml:14:45: clients.ALPHA.instruments.equity.orderQuantity: found "-5", expected a decimal in quotes, such as "1000" or "0.5"',
      'limits.yaml:14:62: clients.ALPHA.instruments.equity.collarBps: found 0, expected a whole number from 1 to 10000',
    ]);
    const rest = text.filter((_, i) => ![3, 11, 12, 13].includes(i));
    expect(complaints(rest)).toMatch(/:2:15: currencies.GBP: found GBP, expected a currency that an instrument/);
    expect(complaints(rest)).toMatch(/firm.restricted\[0\]: found AAPX, expected a symbol of the universe/);
    expect(complaints(rest)).toMatch(/clients.GAMMA: found GAMMA, expected a configured client: ALPHA, BETA/);
    expect(complaints(rest)).toMatch(/venues\[0\]: found V9, expected a venue: V0, V1, V2/);
    expect(complaints(rest)).toMatch(/at most 1000000 orders, not 61000000/);
    expect(complaints(rest)).toMatch(/AAPL.orderQuantity: found 1.5, expected at most \d+ with at most 0 decimals/);
    expect(complaints(rest)).toMatch(/BTC-USD.long: found 90000000, expected at most 22517998.13685248/);
    expect(complaints(['name: [', 'x'])).toMatch(/limits.yaml:\d+:\d+: not YAML/);
  });

  it('deny where one is missing, and say which', () => {
    for (const [path, code] of [
      ['clients/ALPHA/messages', 'clients/ALPHA/messages'],
      ['clients/ALPHA/openOrders', 'clients/ALPHA/openOrders'],
      ['clients/ALPHA/duplicates', 'clients/ALPHA/duplicates'],
      ['clients/ALPHA/credit/USD/order', 'clients/ALPHA/credit/USD/order'],
      ['clients/ALPHA/credit/USD', 'clients/ALPHA/credit/USD/order'],
      ['clients/ALPHA/instruments/equity/short', 'clients/ALPHA/instruments/equity/short'],
      ['clients/ALPHA/instruments/equity', 'clients/ALPHA/instruments/equity/orderQuantity'],
      ['clients/ALPHA', 'clients/ALPHA'],
      ['firm/messages', 'firm/messages'],
      ['firm/credit/USD/net', 'firm/credit/USD/net'],
      ['firm/instruments/equity/long', 'firm/instruments/equity/long'],
    ]) {
      const gate = gateOf();
      expect(answer(gate, order())).toBe('passes');
      gate.limits.setLimit(path!, null, 'ann', NOW);
      expect(answer(gate, order())).toBe(`RISK_NO_LIMIT: no limit is configured at ${code!}`);
    }
    const empty = gateOf(LimitBook.parse('f', 'name: none', SCOPE));
    expect(answer(empty, order())).toBe('RISK_NO_LIMIT: no limit is configured at clients/ALPHA');
  });
});

describe('a change at run time', () => {
  it('is in force at once, told with its owner, and holds after a restart', () => {
    const gate = gateOf();
    const told: LimitEvent[] = [];
    gate.limits.onChange((event) => told.push(event));
    gate.limits.setLimit('clients/ALPHA/symbols/BRK.B/orderQuantity', '50', 'ann', NOW);
    expect(answer(gate, order({ instrument: 1 }))).toBe(
      'RISK_QUANTITY: quantity 100, limit 50 (clients/ALPHA/instruments/equity/orderQuantity)',
    );
    expect(told).toEqual([
      { path: 'clients/ALPHA/symbols/BRK.B/orderQuantity', before: undefined, after: '50', who: 'ann', epochMs: NOW },
    ]);
    const after = gateOf();
    after.limits.onChange(() => expect.unreachable('a restored change is not told again'));
    for (const event of JSON.parse(JSON.stringify(told)) as LimitEvent[]) after.limits.restore(event);
    expect(answer(after, order({ instrument: 1 }))).toMatch(/^RISK_QUANTITY/);
  });

  it.each([
    ['clients/ALPHA/__proto__/long', '5', 'LIMIT_PATH'],
    ['clients/ALPHA/colour', '5', 'LIMIT_PATH'],
    ['clients/ALPHA/messages/burst/most', 5, 'LIMIT_PATH'],
    ['', '5', 'LIMIT_PATH'],
    ['contracts/BTC-PERPETUAL', null, 'LIMIT_FIXED'],
    ['clients/GAMMA/openOrders', 5, 'LIMIT_INVALID'],
    ['clients/ALPHA/openOrders', -1, 'LIMIT_INVALID'],
    ['clients/ALPHA/instruments/equity/long', '9999999999999999', 'LIMIT_INVALID'],
    ['clients/ALPHA/credit/USD/gross', '99999999999999', 'LIMIT_INVALID'],
  ])('is refused and changes nothing: %s to %s', (path, value, code) => {
    const gate = gateOf();
    const before = gate.limits.limits;
    expect(() => gate.limits.setLimit(path, value, 'ann', NOW)).toThrow(expect.objectContaining({ code }) as Error);
    expect(() => gate.limits.setLimit('firm/openOrders', 5, ' ', NOW)).toThrow(/owner/);
    expect(gate.limits.limits).toBe(before);
  });

  it('comes by rows as well, dots in symbols too', () => {
    const { limits } = gateOf();
    const change = { scope: 'client', id: 'ALPHA', reason: 'test', by: 'ann' } as const;
    expect(applyLimit(limits, { ...change, name: 'symbols.BRK.B.long', value: '7' }, NOW)).toBeUndefined();
    expect(applyLimit(limits, { ...change, name: 'openOrders', value: '7' }, NOW)).toBeUndefined();
    expect(applyLimit(limits, { ...change, name: 'openOrders', value: 'x' }, NOW)?.code).toBe('LIMIT_INVALID');
    const rows = limitRows(limits).filter(({ id, value }) => id === 'ALPHA' && value === '7');
    expect(rows.map(({ name }) => name).toSorted()).toEqual(['openOrders', 'symbols.BRK.B.long']);
  });
});

it('rows say what is used', () => {
  const gate = gateOf();
  gate.limits.setLimit('clients/ALPHA/symbols/AAPL/long', '1000', 'ann', NOW);
  gate.open(0, 0, Side.buy, 100, 1_000_000);
  gate.trade(0, 0, Side.sell, 30, 1_000_000);
  const used = new Map(
    limitRows(gate.limits, gate.tables).map(({ id, name, used: value }) => [`${id}/${name}`, value]),
  );
  expect(used.get('ALPHA/openOrders')).toBe('1');
  expect(used.get('/openOrders')).toBe('1');
  expect(used.get('BETA/openOrders')).toBe('0');
  expect(used.get('ALPHA/credit.USD.gross')).toBe('13000');
  expect(used.get('ALPHA/credit.USD.net')).toBe('7000');
  expect(used.get('ALPHA/symbols.AAPL.long')).toBe('70');
  expect(used.get('ALPHA/selfTrade')).toBeUndefined();
});

it('positions say what is held and open, and how much may be; where nothing is they say nothing', () => {
  const gate = gateOf();
  const rows = () => positionRows(gate.limits, gate.tables);
  expect(rows()).toEqual([]);
  gate.open(0, 0, Side.buy, 100, 1_000_000);
  gate.trade(0, 0, Side.sell, 30, 1_000_000);
  const long = gate.limits.limits.firm.instruments['equity']?.long;
  expect(
    rows().map(({ client, symbol, position, openBuy, openSell }) => [client, symbol, position, openBuy, openSell]),
  ).toEqual([
    ['', 'AAPL', '-30', '100', '0'],
    ['ALPHA', 'AAPL', '-30', '100', '0'],
  ]);
  expect(rows()[0]?.long).toBe(long);
  gate.limits.setLimit('clients/ALPHA/symbols/AAPL/long', '1000', 'ann', NOW);
  gate.limits.setLimit('firm/instruments/equity/short', null, 'ann', NOW);
  expect(rows().map(({ long: mostLong, short }) => [mostLong, short === null])).toEqual([
    [long, true],
    ['1000', false],
  ]);
});

describe('amounts', () => {
  it('are exact beyond 2^53, and told apart from what cannot be counted', () => {
    const scale = fc.integer({ min: 0, max: 9 });
    const units = fc.oneof(fc.maxSafeNat(), fc.nat(), fc.nat(1000));
    fc.assert(
      fc.property(scale, scale, fc.integer({ min: 3, max: 9 }), units, units, (price, quantity, decimals, q, p) => {
        const valuation = new Valuation(1);
        valuation.set(0, price, quantity, decimals, undefined);
        const cells = Float64Array.of(q, p, 0);
        valuation.value(0, cells, 0, 1, 2);
        const [up, down] = [10n ** BigInt(decimals), 10n ** BigInt(price + quantity)];
        const exact = (BigInt(q) * BigInt(p) * up + down - 1n) / down;
        if (exact <= 2n ** 50n) expect(BigInt(cells[2]!)).toBe(exact);
        else expect(cells[2] === Infinity || BigInt(cells[2]!) === exact).toBe(true);
      }),
      { numRuns: 3000, seed: 6 },
    );
  });

  it('that cannot be counted are refused', () => {
    const gate = gateOf();
    expect(answer(gate, order({ quantity: 9e14, price: 1_000_000 }))).toMatch(
      /^RISK_AMOUNT_OVERFLOW: 900000000000000 at 100 /,
    );
  });

  it('that do not add up stop the client, and nobody else', () => {
    const gate = gateOf();
    gate.open(0, 0, Side.buy, 100, 1_000_000);
    gate.close(0, 0, Side.buy, 200, 1_000_000);
    expect(gate.exposureFaults).toBeGreaterThan(0);
    expect(answer(gate, order())).toMatch(/^RISK_EXPOSURE_FAULT: exposure of ALPHA does not add up/);
    expect(answer(gate, order({ client: 1 }))).toBe('passes');
    const other = gateOf();
    other.trade(0, 0, Side.buy, Number.MAX_SAFE_INTEGER, 2 ** 40);
    expect(answer(other, order())).toMatch(/^RISK_EXPOSURE_FAULT/);
  });

  it('a correction gives back what the trade took, and a position may pass below nothing', () => {
    const gate = gateOf();
    gate.limits.setLimit('clients/ALPHA/instruments/equity/long', '150', 'ann', NOW);
    gate.limits.setLimit('clients/ALPHA/instruments/equity/short', '150', 'ann', NOW);
    gate.trade(0, 0, Side.buy, 100, 1_000_000);
    expect(answer(gate, order())).toMatch(/^RISK_POSITION_CLIENT: position would be 200, limit 150/);
    gate.trade(0, 0, Side.buy, -100, 1_000_000);
    gate.trade(0, 0, Side.buy, 40, 1_000_000);
    expect(answer(gate, order())).toBe('passes');
    gate.trade(0, 0, Side.buy, -40, 1_000_000);
    gate.trade(0, 0, Side.sell, 100, 1_000_000);
    expect(answer(gate, order({ side: Side.sell }))).toMatch(/^RISK_POSITION_CLIENT: position would be 200/);
  });
});

describe('the kill switch', () => {
  const targets = { clients: CLIENTS, venues: VENUES, symbols: ['AAPL'] };

  it('is released by an administrator only, with a reason, and is told both ways', () => {
    const told: KillEvent[] = [];
    const kill = new KillSwitch(targets, (event) => told.push(event));
    expect(kill.engage('client', 'BETA', 'runaway', 'ann', NOW)).toBe(true);
    expect(kill.engage('client', 'BETA', 'again', 'bob', NOW)).toBe(false);
    expect(() => kill.release('client', 'BETA', 'fixed', 'ann', 'trade', NOW)).toThrow(
      /found trade, expected administer/,
    );
    expect(() => kill.engage('client', 'GAMMA', 'x', 'ann', NOW)).toThrow(/no such client/);
    expect(() => kill.engage('venue', 'V1', '', 'ann', NOW)).toThrow(/why and who/);
    expect(kill.clients[1]).toBe(1);
    expect(kill.release('client', 'BETA', 'fixed', 'eve', 'administer', NOW)).toBe(true);
    expect(kill.release('client', 'BETA', 'fixed', 'eve', 'administer', NOW)).toBe(false);
    expect(kill.clients[1]).toBe(0);
    expect(told.map(({ action, who }) => `${action} ${who}`)).toEqual(['engage ann', 'release eve']);
  });

  it('stands after a restart, and stays engaged when its release cannot be journalled', () => {
    const told: KillEvent[] = [];
    const kill = new KillSwitch(targets, (event) => {
      if (event.action === 'release') throw new Error('the disk is full');
      told.push(event);
    });
    kill.engage('venue', 'V1', 'odd fills', 'ann', NOW);
    kill.engage('firm', 'anything', 'drill', 'ann', NOW);
    expect(() => kill.release('firm', '', 'over', 'eve', 'administer', NOW)).toThrow('the disk is full');
    expect([kill.firm[0], kill.venues[0]]).toEqual([1, 2]);
    const after = new KillSwitch({ ...targets, venues: ['V1', 'V0'] });
    for (const event of told) after.restore(event);
    expect([after.firm[0], after.venues[0]]).toEqual([1, 1]);
    expect(after.engaged().map(({ scope, id, reason }) => `${scope}/${id}: ${reason}`)).toEqual([
      'venue/V1: odd fills',
      'firm/: drill',
    ]);
    // A venue that is no longer configured stops nothing, but is seen, and can be released.
    const fewer = new KillSwitch({ ...targets, venues: ['V0'] });
    for (const event of told) fewer.restore(event);
    expect(fewer.venues[0]).toBe(0);
    expect(fewer.release('venue', 'V1', 'gone', 'eve', 'administer', NOW)).toBe(true);
  });

  it('says in a denial who engaged it and why', () => {
    const gate = gateOf();
    gate.kill.engage('symbol', 'AAPL', 'bad news', 'ann', NOW);
    expect(answer(gate, order())).toBe('RISK_KILL_SYMBOL: kill switch of symbol AAPL: bad news (ann)');
    for (const venue of ['V0', 'V1']) gate.kill.engage('venue', venue, 'slow', 'bob', NOW);
    expect(answer(gate, order({ instrument: 1 }))).toBe(
      'RISK_KILL_VENUE: kill switch of venue V0: slow (bob); venue V1: slow (bob)',
    );
    expect(answer(gate, order({ instrument: 2, price: 1_000_000, quantity: 1e8 }))).toBe('passes');
  });
});
