/** Cancel on disconnect, through the gateway’s own composition: of a client after its grace, and of a venue whose exchange takes orders away when a session breaks. */
import { expect, it } from 'vitest';
import { agree } from './agreement.js';
import { TradingScene } from './trading-scene.js';
import { BUY, usualMarket } from './type-cases.js';
import { cboe, EXCHANGE, fixex, GATEWAY } from './venue-setups.js';

it('cancels what a client has when it has been away for its grace, and not before', async () => {
  const t = await TradingScene.open(fixex, { client: 'cancelOnDisconnect: { graceMs: 3000 }' });
  await usualMarket(t);
  await t.enter(`${BUY}|38=40|40=2|44=199.5`);
  await t.enter(`${BUY}|38=10|40=3|99=201|848=trigger=mid`);
  // Its drop copy is nobody who trades.
  t.copy.cut();
  await t.run(4000);
  expect(t.exchange.resting).toEqual(['40@199.5']);
  t.client.cut();
  await t.run(2500);
  t.client.connect();
  await t.client.logOn();
  await t.run(3000);
  expect(t.exchange.resting).toEqual(['40@199.5']);
  expect(t.orders.engine.openOrders().size).toBe(2);
  t.client.cut();
  await t.run(2900);
  expect(t.exchange.resting).toEqual(['40@199.5']);
  await t.run(300);
  expect(t.exchange.resting).toEqual([]);
  expect(t.orders.engine.openOrders().size).toBe(0);
  // What became of them waits for the client.
  t.client.connect();
  await t.client.logOn();
  t.client.send('2', '7=1|16=0');
  await t.run(200);
  const ends = t.client.of('8').filter((message) => message.get(150) === '4');
  expect(ends.map((message) => message.get(7110))).toEqual(['CLIENT_DISCONNECTED', 'CLIENT_DISCONNECTED']);
});

it('leaves the orders of a client that has no such rule', async () => {
  const t = await TradingScene.open(fixex);
  await usualMarket(t);
  await t.enter(`${BUY}|38=40|40=2|44=199.5`);
  t.client.cut();
  await t.run(20_000);
  expect(t.exchange.resting).toEqual(['40@199.5']);
});

it('works an order again that its exchange took away with the session', async () => {
  const t = await TradingScene.open(cboe, { cancelOnDisconnect: 'always' });
  await usualMarket(t);
  const order = await t.enter(`${BUY}|38=40|40=2|44=199.5`);
  const { length } = t.exchange.entered;
  t.world.link(EXCHANGE, GATEWAY).cut();
  await t.run(5000);
  const reasons = t.exchange.reports.flatMap((report) => (report.type === 'canceled' ? [report.reason] : []));
  expect(reasons).toEqual(['disconnect']);
  expect(t.exchange.entered.length).toBe(length + 1);
  expect(t.exchange.resting).toEqual(['40@199.5']);
  expect(t.outcome(order)).toBe('new');
  await t.cancel(order);
  await agree(t, ['uncertain', 'venueLost']);
});
