/** What the gateway tells people of limits and positions, through its own composition: what is used is what the orders used. */
import { expect, it } from 'vitest';
import { TradingScene } from './trading-scene.js';
import { BUY, usualMarket } from './type-cases.js';
import { fixex } from './venue-setups.js';

it('limits say what is used of them, positions what is held and open', async () => {
  const t = await TradingScene.open(fixex);
  await usualMarket(t);
  const { control } = t.orders;
  const used = (scope: string, name: string): string | undefined =>
    control.limits().find((row) => row.scope === scope && row.name === name)?.used;
  expect(control.positions()).toEqual([]);
  expect(used('client', 'openOrders')).toBe('0');
  const order = await t.enter(`${BUY}|38=40|40=2|44=199.5`);
  expect(used('client', 'openOrders')).toBe('1');
  expect(used('firm', 'openOrders')).toBe('1');
  expect(used('client', 'credit.USD.gross')).toBe('7980');
  const row = { symbol: 'AAPL', position: '0', openBuy: '40', openSell: '0', long: '1000000', short: '1000000' };
  expect(control.positions()).toMatchObject([
    { client: '', ...row },
    { client: 'CLIENT1', ...row },
  ]);
  await t.cancel(order);
  expect(control.positions()).toEqual([]);
  expect(used('client', 'credit.USD.gross')).toBe('0');
});
