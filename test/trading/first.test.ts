import { expect, it } from 'vitest';
import { TradingScene } from './trading-scene.js';
import { cboe, fixex, nasdaq } from './venue-setups.js';

it.each([['fixex', fixex], ['nasdaq', nasdaq], ['cboe', cboe]] as const)('%s', async (_name, setup) => {
  const t = await TradingScene.open(setup);
  t.exchange.enter('AAPL', 'sell', 100, 2_000_000);
  t.exchange.enter('AAPL', 'buy', 100, 1_990_000);
  await t.run(100);
  await t.enter('55=AAPL|54=1|38=60|40=2|44=200');
  console.log(t.client.received.split('|8=').slice(-4).join('\n'), t.exchange.trades, t.exchange.entered);
  expect(t.exchange.trades.length).toBe(1);
});
