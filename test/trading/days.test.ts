/**
 * Several trading days of one gateway: what ends with a day and what goes on, over a night, a holiday and a half day, with a restart and new sequence numbers between
 * them, and an exchange that begins each day anew. The files of each day say what was traded, where positions stand, and that all three records agree.
 */
import { expect, it } from 'vitest';
import { breaksCommand } from '../../control/commands/breaks.js';
import { readWhole } from '../../control/core/whole-files.js';
import { TradingScene, type SceneOptions } from './trading-scene.js';
import { BUY, D, usualMarket } from './type-cases.js';
import { nasdaq } from './venue-setups.js';

/** At an hour of New York in winter. */
const at = (date: string, hour: number): number => Date.parse(`${date}T${String(hour + 5).padStart(2, '0')}:10:00Z`);

/** Nobody else between 199 and 200. */
function quotes(t: TradingScene): void {
  t.exchange.enter('AAPL', 'sell', 100, 200 * D);
  t.exchange.enter('AAPL', 'buy', 100, 199 * D);
}

function fileOf(t: TradingScene, name: string): string {
  return readWhole(t.process.disk, `/data/day/${name}`);
}

it('carries orders and positions over days, and writes down each of them', async () => {
  const options: SceneOptions = { epochMs: at('2026-11-25', 15) };
  // Wednesday, ten past three in the afternoon.
  let t = await TradingScene.open(nasdaq, options);
  await usualMarket(t);
  const cancelled = await t.enter(`${BUY}|38=100|40=2|44=199.5|59=1`);
  const dated = await t.enter(`${BUY}|38=50|40=2|44=199.4|59=6|126=20261127-15:10:15`);
  const ofTheDay = await t.enter(`${BUY}|38=50|40=2|44=199.3`);
  t.exchange.take('AAPL', 'sell', 30, 199.5 * D);
  await t.run(50);
  expect([cancelled, dated, ofTheDay].map((name) => t.outcome(name))).toEqual(['partial 30@199.5', 'new', 'new']);
  await t.passTo('20:59:30');
  t.exchange.operate({ type: 'close' });
  await t.run(1000);
  expect([cancelled, dated, ofTheDay].map((name) => t.outcome(name))).toEqual([
    'partial 30@199.5',
    'new',
    'expired DAY_ENDED',
  ]);
  const { disk } = t.host;
  t.process.kill();

  // Thursday is Thanksgiving. Friday, ten in the morning: the exchange knows nothing of Wednesday.
  t = await TradingScene.open(nasdaq, { epochMs: at('2026-11-27', 10), disk, prefix: 'F' });
  expect(fileOf(t, '2026-11-25-fills.csv').split('\n')).toHaveLength(3);
  expect(fileOf(t, '2026-11-25-positions.csv')).toBe('client,symbol,quantity,price\nCLIENT1,AAPL,30,199.5\n');
  expect(JSON.parse(fileOf(t, '2026-11-25-breaks.json'))).toEqual({
    day: '2026-11-25',
    trades: 1,
    agreed: 1,
    breaks: [],
  });
  expect(t.orders.dayBook.positions()).toMatchObject([{ client: 0, quantity: 30 }]);
  quotes(t);
  await t.run(1500);
  expect(t.exchange.resting.toSorted()).toEqual(['50@199.4', '70@199.5']);
  t.exchange.take('AAPL', 'sell', 20, 199.5 * D);
  await t.run(15_000);
  // The dated order ended at a quarter of a minute past ten past ten.
  expect(t.exchange.resting).toEqual(['50@199.5']);
  const half = await t.enter(`${BUY}|38=10|40=2|44=199.2`);
  const output: string[] = [];
  const io = { write: (text: string) => void output.push(text), warn: () => undefined, fail: () => undefined };
  breaksCommand(io, t.process.disk).parse(['node', 'breaks', '--data', '/data', '--json']);
  expect(JSON.parse(output[0]!)).toEqual({ day: '', trades: 1, agreed: 1, breaks: [] });
  // It closes at one.
  await t.passTo('17:59:30');
  t.exchange.operate({ type: 'close' });
  await t.run(1000);
  expect(t.outcome(half)).toBe('expired DAY_ENDED');
  t.process.kill();

  // Monday: what was good till cancelled is there again, and is filled.
  t = await TradingScene.open(nasdaq, { epochMs: at('2026-11-30', 10), disk, prefix: 'M' });
  quotes(t);
  await t.run(1500);
  expect(t.exchange.resting).toEqual(['50@199.5']);
  t.exchange.take('AAPL', 'sell', 50, 199.5 * D);
  await t.run(50);
  expect(t.exchange.resting).toEqual([]);
  expect(t.orders.engine.openOrders().size).toBe(0);
  expect(fileOf(t, '2026-11-27-positions.csv')).toBe('client,symbol,quantity,price\nCLIENT1,AAPL,50,199.5\n');
  expect(t.orders.dayBook.positions()).toMatchObject([{ client: 0, quantity: 100 }]);
  // What the client heard over the days: with each reset of its numbers all of it again, as a possible resend.
  expect(t.alarms).toEqual([]);
});
