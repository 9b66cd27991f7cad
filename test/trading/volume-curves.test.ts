/** VWAP by a curve of the configuration, and curves that the feed has shown. */
import { expect, it } from 'vitest';
import { TradingScene } from './trading-scene.js';
import { BUY, D, expires, print, usualMarket } from './type-cases.js';
import { fixex } from './venue-setups.js';

it('goes by the volume curve of a file', async () => {
  const curves = 'symbol,start,end,volume\nAAPL,09:59,10:00,6000\nAAPL,10:00,10:01,54000\n';
  // Six seconds before ten in New York; the market is there three seconds later.
  const t = await TradingScene.open(fixex, { epochMs: Date.parse('2026-06-02T13:59:54Z'), curves });
  await usualMarket(t);
  t.exchange.enter('AAPL', 'sell', 2000, 200 * D);
  await t.run(30);
  const start = t.process.clock.epochMs();
  const order = await t.enter(`${BUY}|38=900|40=2|44=200.5|847=1|126=${expires(t, 6000)}|848=slices=6;curve=file`, 0);
  const ten = Date.parse('2026-06-02T14:00:00Z');
  // By hand: one share of the volume in each tenth of a second before ten, nine in each after it.
  const volume = (ms: number): number => Math.min(ms, ten) - start + 9 * Math.max(0, ms - ten);
  for (let slice = 1; slice <= 6; slice++) {
    await t.run(985);
    const share = (900 * volume(start + slice * 1000)) / volume(start + 6000);
    expect(Math.abs(t.order(order).cum - share), `slice ${slice}: ${t.order(order).cum} of ${share}`).toBeLessThan(12);
    await t.run(15);
  }
  expect(t.order(order).cum).toBe(900);
});

it('has the curves that the feed showed, after a restart too', async () => {
  const t = await TradingScene.open(fixex);
  await usualMarket(t);
  await print(t, 199.5, 40);
  const { index } = t.trading.set.symbols.bySymbol('AAPL')!;
  const now = t.process.clock.epochMs();
  expect(t.orders.curves.source(index, 'live', now)).toBeUndefined();
  t.process.run(() => {
    t.orders.curves.save();
    t.process.kill();
  });
  await t.startGateway();
  await t.run(500);
  t.process.run(() => t.orders.curves.endDay());
  const placed = t.orders.curves.source(index, 'live', now)!;
  // One from the usual market, and forty.
  expect(placed.curve.total).toBe(41);
  expect(placed.midnightEpochMs).toBe(Date.parse('2026-06-02T04:00:00Z'));
  expect(placed.curve.between(10 * 3_600_000, 10 * 3_600_000 + 300_000)).toBe(41);
  t.process.kill();
  await t.startGateway();
  await t.run(500);
  expect(t.orders.curves.source(index, 'live', now)!.curve.total).toBe(41);
});
