import { it } from 'vitest';
import { TradingScene } from './trading-scene.js';
import { cboe, fixex, nasdaq } from './venue-setups.js';

const bodies: Record<string, string> = {
  market: '38=150|40=1',
  limit: '38=150|40=2|44=200',
  stop: '38=100|40=3|99=201',
  stopLimit: '38=100|40=4|99=201|44=202',
  trail: '38=100|40=P|18=a|211=0.5',
  ioc: '38=150|40=2|44=200|59=3',
  fok: '38=50|40=2|44=200|59=4',
  fokBig: '38=500|40=2|44=200|59=4',
  min: '38=100|40=2|44=200|110=50|59=3',
  day: '38=100|40=2|44=199.5|59=0',
  gtc: '38=100|40=2|44=199.5|59=1',
  gtd: '38=100|40=2|44=199.5|59=6|126=20260602-15:00:00',
  open: '38=100|40=2|44=200|59=2',
  close: '38=100|40=2|44=200|59=7',
  postOnly: '38=100|40=2|44=199.5|18=6',
  iceberg: '38=100|40=2|44=199.5|111=20',
  hidden: '38=100|40=2|44=199.5|111=0',
  pegSame: '38=100|40=P|18=R|44=205',
  pegOpp: '38=100|40=P|18=P|211=-0.02|44=205',
  pegMid: '38=100|40=P|18=M|44=205',
  twap: '38=100|40=2|44=205|847=1001|126=20260602-14:01:00',
  vwap: '38=100|40=2|44=205|847=1|126=20260602-14:01:00',
  pov: '38=100|40=2|44=205|847=2|849=0.1|126=20260602-14:01:00',
};

it.each([['fixex', fixex], ['nasdaq', nasdaq], ['nasdaqfix', nasdaq], ['cboe', cboe]] as const)('%s', async (name, setup) => {
  const t = await TradingScene.open(setup);
  if (name === 'nasdaqfix') {
    t.process.run(() => t.trading.set.venues[0]!.switchOrderEntry('fallback', 'test'));
    await t.run(2000);
  }
  const lines: string[] = [];
  for (const [type, body] of Object.entries(bodies)) {
    t.exchange.enter('AAPL', 'sell', 100, 2_000_000);
    t.exchange.enter('AAPL', 'sell', 100, 2_010_000);
    t.exchange.enter('AAPL', 'buy', 100, 1_990_000);
    await t.run(100);
    const before = t.exchange.asked.length;
    const c = await t.enter(`55=AAPL|54=1|${body}`, 100);
    const order = t.order(c);
    lines.push(`${name} ${type}: ${t.outcome(c)} ${order.execTypes} ${order.text}`);
    for (const { command } of t.exchange.asked.slice(before)) if (command.type !== 'note') lines.push('      ' + JSON.stringify(command, (k, v) => (k === 'echo' || v === 0 || v === '' || v === false || v === 'visible' || k === 'token' || k === 'symbol' || k === 'side' ? undefined : v)));
    await t.cancel(c, 100);
    t.exchange.clear();
    await t.run(100);
    lines.push(`      -> ${t.outcome(c)} ${t.order(c).execTypes}`);
  }
  console.log(lines.join('\n'));
}, 60_000);
