import { describe, expect, it } from 'vitest';
import { VirtualWorld } from '../../../test/support/world/world.js';
import { connectFeed, connectMatcher, serveBus } from './bus.js';
import { order } from './desk-testing.js';
import type { FeedEvent } from './links.js';
import { Matcher } from './matcher.js';
import type { OrderReport, PortIdentity } from './orders.js';
import { OPEN_RULES, testExchange } from './testing.js';

const ALICE: PortIdentity = { port: 'OUCH1', firm: 'ALPHA' };

const short = (report: OrderReport): string =>
  `${report.portSequence} ${report.type}${'order' in report && report.order ? ` ${report.order.token} ${report.order.leaves}` : ''}`;

describe('matcher', () => {
  it('accepts, replaces, cancels and executes against the seeded market', async () => {
    const world = new VirtualWorld({ seed: 1 });
    const exchange = testExchange({ world: world.addHost('x').start() });
    const gateway = exchange.link('gateway-a');
    const reports: OrderReport[] = [];
    gateway.follow('OUCH1', 0, (report) => reports.push(report));
    await world.run(4000);
    expect(gateway.listings[0]).toMatchObject({ symbol: 'AAPL', tick: 100, priceScale: 4 });
    expect(gateway.send(ALICE, 1, order('A'))).toBe(true);
    gateway.send(ALICE, 2, { type: 'replace', token: 'A', newToken: 'B', quantity: 200, price: 1_000_100 });
    gateway.send(ALICE, 3, { type: 'cancel', token: 'B', quantity: 50 });
    gateway.send(ALICE, 4, { type: 'cancel', token: 'B', quantity: 0 });
    gateway.send(ALICE, 5, order('C', { price: 3_000_000, timeInForce: 'ioc', quantity: 10 }));
    gateway.send(ALICE, 5, order('D'));
    await world.run(10);
    expect(reports.map(short)).toEqual([
      '1 accepted A 100',
      '2 replaced B 200',
      '3 canceled B 50',
      '4 canceled B 0',
      '5 accepted C 10',
      '6 executed C 0',
    ]);
    expect(gateway.lastCommand('OUCH1')).toBe(5);
  });

  it('has the same books after a kill where the market trades around the clock', async () => {
    const world = new VirtualWorld({ seed: 1 });
    const host = world.addHost('x');
    const market = {
      seed: 5,
      symbols: 3,
      messagesPerSecond: 200,
      haltEveryS: null,
      breakerAfterS: null,
      continuous: true,
    };
    const first = testExchange({ world: host.start(), market });
    await world.run(1300);
    const { orders, timeNs } = first.matcher.snapshot();
    host.kill();
    await world.run(1700);
    const { matcher } = testExchange({ world: host.start(), market });
    // Time that was let go is gone, and nothing else happened.
    expect(matcher.nowNs - timeNs).toBeLessThan(0.2e9);
    const kept = matcher.snapshot().orders.filter(({ orderId }) => orders.some((order) => order.orderId === orderId));
    expect(kept.length).toBeGreaterThan(orders.length / 2);
    const before = new Map(orders.map((order) => [order.orderId, order.price]));
    for (const { orderId, price } of kept) expect(price).toBe(before.get(orderId));
  });

  it('tells the same again after a kill at any moment, over sockets, each report once', async () => {
    for (let kill = 1; kill <= 10; kill++) {
      const world = new VirtualWorld({ seed: kill });
      const host = world.addHost('x', { addresses: ['127.0.9.1'] });
      const options = {
        market: { seed: 1, symbols: 12, messagesPerSecond: 200, haltEveryS: 1e6, breakerAfterS: null },
        rules: OPEN_RULES,
        directory: '/x',
      };
      const start = async (): Promise<Matcher> => {
        const process = host.start();
        const matcher = new Matcher({ ...options, world: process });
        await serveBus(process, matcher.hub, { host: '127.0.9.1', port: 7000 });
        matcher.start();
        processes.push(process);
        return matcher;
      };
      const processes: ReturnType<typeof host.start>[] = [];
      await start();
      const client = host.start();
      const gateway = connectMatcher({ world: client, matcher: { host: '127.0.9.1', port: 7000 }, name: 'a' });
      const feed = connectFeed({ world: client, matcher: { host: '127.0.9.1', port: 7000 }, name: 'p' });
      const reports: OrderReport[] = [];
      const events: FeedEvent[] = [];
      gateway.follow('OUCH1', 0, (report) => reports.push(report));
      feed.follow(
        0,
        (batch) => events.push(...batch),
        () => expect.unreachable(),
      );
      await world.run(3500);
      let sent = 0;
      const send = (): void => {
        const id = sent + 1;
        if (gateway.send(ALICE, id, order(`T${id}`, { price: 2_285_000 + id * 100, quantity: 10 }))) sent = id;
        client.timers.after(0.3, send);
      };
      client.run(send);
      await world.run(kill * 0.37);
      processes[0]!.kill();
      await world.run(20);
      await start();
      await world.run(400);
      expect(reports.map((report) => report.portSequence)).toEqual(reports.map((_, i) => i + 1));
      const accepted = reports.flatMap((report) => (report.type === 'accepted' ? [report.order.token] : []));
      expect(accepted.length).toBeGreaterThan(sent - 40);
      expect(accepted).toEqual(accepted.map((_, i) => `T${i + 1}`));
      expect(events.map(({ feedSequence }) => feedSequence)).toEqual(events.map((_, i) => i + 1));
      const matches = events.flatMap(({ event }) =>
        'match' in event && event.type !== 'tradeBroken' ? [event.match] : [],
      );
      expect(new Set(matches).size).toBe(matches.length);
    }
  });
});
