import { describe, expect, it } from 'vitest';
import { TimeInForce } from '../../control/core/venue.js';
import { ouch50Server } from '../../control/protocols/ouch50/messages.js';
import { VirtualWorld } from '../support/world/world.js';
import type { VirtualHost } from '../support/world/host.js';
import type { VenueSetOptions } from '../../control/venues/venue-set.js';
import { Desk } from './desk.js';
import { OuchPeer } from './ouch-peer.js';

const venueFile = (more = ''): string => `
id: NASDAQ
universe: universe.yaml
symbols: { rewrite: { ".": " " } , except: [BTC-USD] }
capabilities:
  ordTypes: "12P"
  timesInForce: "0346"
  replace: replace
  postOnly: native
  displayQuantity: native
  hidden: native
  minQuantity: native
  pegs: [same, opposite, mid]
  massCancel: native
  orderStatus: native
  shortSale: native
orderEntry:
  protocol: ouch50
  gateways:
    - { role: primary, host: gw-a, port: 9001 }
    - { role: backup, host: gw-b, port: 9002 }
  username: CROSS1
  password: { file: secret }
  stableMs: 0
${more}`;

class Scene {
  readonly world: VirtualWorld;
  readonly peer = new OuchPeer();
  readonly desk: Desk;
  readonly a: VirtualHost;
  readonly b: VirtualHost;

  constructor(seed = 1, more = '', options: Partial<VenueSetOptions> = {}) {
    this.world = new VirtualWorld({ seed });
    const host = this.world.addHost('desk');
    this.a = this.world.addHost('gw-a');
    this.b = this.world.addHost('gw-b');
    this.desk = new Desk(host, { '/config/nasdaq.yaml': venueFile(more) }, options);
  }

  async open(): Promise<this> {
    await this.startGateways();
    this.desk.start();
    await this.active();
    this.desk.notes.take(true);
    return this;
  }

  async startGateways(): Promise<void> {
    await this.world.wait(this.peer.listen(this.a.start(), 9001));
    await this.world.wait(this.peer.listen(this.b.start(), 9002));
  }

  async active(): Promise<void> {
    const isActive = await this.world.runUntil(() => this.desk.venue.state === 'active', 60_000);
    if (!isActive) throw new Error(`not active: ${JSON.stringify(this.desk.venue.sessions())}`);
  }

  run(ms = 100): Promise<void> {
    return this.world.run(ms);
  }

  get notes() {
    return this.desk.notes;
  }
}

describe('OUCH 5.0', () => {
  it('works an order from submit to the last share', async () => {
    const t = await new Scene().open();
    expect(t.desk.submit(7_000_001)).toBe('sent');
    await t.run();
    expect(t.peer.orders.get(1)).toMatchObject({
      clOrdId: (7_000_001).toString(36).toUpperCase(),
      symbol: 'AAPL',
      price: 1_000_000,
    });
    t.peer.trade(1, 40, 1_000_000);
    t.peer.trade(1, 60, 999_900, 'R');
    await t.run();
    expect(t.notes.take()).toEqual([
      '7000001 new leaves 100',
      '7000001 trade 40@1000000 leaves 60',
      '7000001 trade 60@999900 leaves 0',
    ]);
    const [, first, last] = t.notes.reports;
    expect(first).toMatchObject({ execId: '1000', cumQuantity: 40, liquidity: 'added', ordStatus: 0x31 });
    expect(last).toMatchObject({ execId: '1001', cumQuantity: 100, liquidity: 'removed', ordStatus: 0x32 });
    expect(t.desk.cancel(7_000_001)).toBe('unknownOrder');
  });

  it('cancels, replaces, is refused, and has trades taken back', async () => {
    const t = await new Scene().open();
    t.desk.submit(1);
    t.desk.submit(2, { quantity: 300, instrument: 2 });
    await t.run();
    t.peer.trade(2, 100, 1_000_000);
    expect(t.desk.cancel(1)).toBe('sent');
    expect(t.desk.act(() => t.desk.venue.replace(2, 3, 500, 1_000_100))).toBe('sent');
    await t.run();
    t.peer.rejectNext = 0x17;
    t.desk.submit(4);
    await t.run();
    t.peer.say(ouch50Server.BrokenTrade, { userRefNum: 2, matchNumber: 1000n, reason: 'E', clOrdId: '' });
    await t.run();
    expect(t.notes.take()).toEqual([
      '1 new leaves 100',
      '2 new leaves 300',
      '2 trade 100@1000000 leaves 200',
      '1 canceled leaves 0 U',
      '3 replaced leaves 400',
      '4 rejected leaves 0 23',
      '2 bust leaves 0 E',
    ]);
    expect(t.notes.reports.at(-1)).toMatchObject({ execRefId: '1000', lastQuantity: 100 });
    expect(t.peer.orders.get(3)).toMatchObject({ symbol: 'BRK B', quantity: 500, leaves: 400 });
    expect(t.notes.reports.find(({ orderId }) => orderId === 3)).toMatchObject({
      cumQuantity: 100,
      orderQuantity: 500,
    });
  });

  it('refuses what cannot be sent, before anything is written', async () => {
    const t = await new Scene().open();
    expect(t.desk.submit(1, { instrument: 3 })).toBe('symbolNotListed');
    expect(t.desk.submit(1, { price: 1_000_001 })).toBe('badValue');
    expect(t.desk.submit(1, { quantity: 0 })).toBe('badValue');
    expect(t.desk.submit(1, { timeInForce: TimeInForce.goodTillCancel })).toBe('unsupported');
    expect(t.desk.submit(1, { sweep: true })).toBe('unsupported');
    expect(t.desk.submit(1)).toBe('sent');
    expect(t.desk.submit(1)).toBe('badValue');
    expect(t.desk.cancel(99)).toBe('unknownOrder');
    await t.run();
    expect(t.peer.requests.filter((line) => line.startsWith('O'))).toEqual(['O 1']);
  });

  it('moves to the backup gateway, and nothing is lost or told twice', async () => {
    const t = await new Scene().open();
    t.desk.submit(1);
    await t.run();
    t.a.kill();
    t.peer.trade(1, 10, 1_000_000);
    await t.run(200);
    await t.active();
    t.peer.trade(1, 20, 1_000_000);
    await t.run();
    expect(t.notes.take()).toEqual([
      '1 new leaves 100',
      '1 trade 10@1000000 leaves 90',
      '1 trade 20@1000000 leaves 70',
    ]);
    expect(t.desk.venue.sessions()[0]?.detail).toContain('backup');
  });

  it('goes on after a kill at the exact number, and tells what is uncertain', async () => {
    const t = await new Scene().open();
    t.desk.submit(1);
    await t.run();
    t.peer.answers = false;
    t.desk.submit(2);
    t.desk.cancel(1);
    await t.run();
    t.desk.kill();
    t.peer.trade(1, 30, 1_000_000);
    t.peer.answers = true;
    t.notes.take();
    t.desk.start();
    await t.active();
    await t.run(1000);
    expect(t.notes.take()).toEqual(['1 trade 30@1000000 leaves 70', '1 cancel uncertain', '2 submit uncertain']);
    // The venue has seen its number, and said nothing: it stays uncertain. One that it has not seen never was.
    expect(t.desk.submit(3)).toBe('sent');
    await t.run();
    expect(t.peer.requests.at(-1)).toBe('O 3');
    expect(t.notes.take()).toEqual(['3 new leaves 100']);
  });

  it('says of an order that did not arrive that it never was, when asked', async () => {
    const t = await new Scene().open();
    t.world.link('desk', 'gw-a').partition();
    t.desk.submit(5);
    await t.run(20_000);
    await t.active();
    await t.run(1000);
    expect(t.notes.take()).toEqual(['5 submit uncertain']);
    expect(t.desk.act(() => t.desk.venue.requestStatus(5))).toBe('sent');
    await t.run();
    expect(t.notes.take()).toEqual(['5 rejected leaves 0 notReceived by status']);
  });

  it('joins the new session after the old one is over', async () => {
    const t = await new Scene().open();
    t.desk.submit(1);
    await t.run();
    t.notes.take();
    t.peer.newDay('DAY2');
    await t.run(3000);
    await t.active();
    await t.run(1000);
    expect(t.notes.take()).toEqual(['1 submit uncertain']);
    expect(t.desk.submit(2)).toBe('sent');
    await t.run();
    expect(t.notes.take()).toEqual(['2 new leaves 100']);
  });

  it('goes on in its session after that was not available for a while', async () => {
    const t = await new Scene().open();
    t.desk.submit(1);
    await t.run();
    t.notes.take();
    t.desk.kill();
    t.peer.isAway = true;
    t.desk.start();
    await t.run(2000);
    t.peer.isAway = false;
    await t.active();
    await t.run(1000);
    expect(t.notes.take()).toEqual([]);
    expect(t.desk.cancel(1)).toBe('sent');
    await t.run();
    expect(t.notes.take()).toEqual(['1 canceled leaves 0 U']);
  });

  it('keeps to the rate, cancels first', async () => {
    const t = await new Scene(1, 'rate: { messages: 2, perMs: 1000, queueMax: 3 }').open();
    expect(['1', '2', '3', '4'].map((id) => t.desk.submit(Number(id)))).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(t.desk.cancel(1)).toBe('sent');
    expect(t.desk.submit(5)).toBe('rateLimited');
    expect(t.desk.cancel(4)).toBe('sent');
    await t.run(900);
    expect(t.peer.requests.slice(1)).toEqual(['O 1', 'O 2']);
    await t.run(3000);
    expect(t.peer.requests.slice(1)).toEqual(['O 1', 'O 2', 'X 1', 'O 3']);
    expect(t.notes.take()).toEqual([
      '4 rejected leaves 0 notSent',
      '1 new leaves 100',
      '2 new leaves 100',
      '1 canceled leaves 0 U',
      '3 new leaves 100',
    ]);
  });

  it('is introduced by percentage and by symbol, and taken back', async () => {
    const t = await new Scene(1, 'rollout: { percent: 30, symbols: { MSFT: 100, BRK.B: 0 } }').open();
    const sent = Array.from({ length: 1000 }, (_, i) => t.desk.submit(i + 1)).filter(
      (result) => result === 'sent',
    ).length;
    expect(sent).toBeGreaterThan(250);
    expect(sent).toBeLessThan(350);
    expect(t.desk.submit(5001, { instrument: 1 })).toBe('sent');
    expect(t.desk.submit(5002, { instrument: 2 })).toBe('rolledOut');
    t.desk.act(() => t.desk.venue.rollout.set({ percent: 0, symbols: {} }));
    expect(t.desk.submit(5003, { instrument: 1 })).toBe('rolledOut');
    expect(t.desk.cancel(5001)).toBe('sent');
  });

  it('connects to a venue that is not a simulator only with the opt-in', async () => {
    const without = new Scene(1, 'optIn: true');
    await without.startGateways();
    without.desk.start();
    await without.run(10_000);
    expect(without.desk.venue.sessions().map(({ state }) => state)).toEqual(['disconnected']);
    expect(without.desk.venue.counters()).toMatchObject({ 'ouch50.connections': 0 });
    expect(without.desk.set.connect()).toEqual(['NASDAQ']);
    await new Scene(1, 'optIn: true', { allowOptIn: true }).open();
  });

  it('cancels everything at once', async () => {
    const t = await new Scene().open();
    t.desk.submit(1);
    t.desk.submit(2);
    await t.run();
    expect(t.desk.act(() => t.desk.venue.massCancel(-1))).toBe('sent');
    await t.run();
    expect(t.notes.take().slice(2)).toEqual(['1 canceled leaves 0 U', '2 canceled leaves 0 U']);
    expect(t.desk.submit(3)).toBe('sent');
    await t.run();
    expect(t.notes.take()).toEqual(['3 new leaves 100']);
  });
});

describe('whatever breaks', () => {
  it('our state is the exchange’s afterwards', async () => {
    for (let seed = 1; seed <= 15; seed++) {
      const t = await new Scene(seed).open();
      const random = t.world.random();
      const link = t.world.link('desk', 'gw-a');
      let id = 1;
      let gatewayIsUp = true;
      for (let step = 0; step < 60; step++) {
        const draw = random.below(20);
        if (draw < 8) t.desk.submit(id++, { quantity: 100 * (1 + random.below(5)) });
        else if (draw < 11) t.desk.cancel(1 + random.below(id));
        else if (draw < 15) {
          const live = [...t.peer.orders.values()].filter(({ isLive }) => isLive);
          const order = live[random.below(Math.max(1, live.length))];
          if (order !== undefined) t.peer.trade(order.ref, Math.min(order.leaves, 100), order.price);
        } else if (draw === 15) link.cutAfter(random.below(200));
        else if (draw === 16) {
          t.desk.kill();
          t.desk.start();
        } else if (draw === 17 && gatewayIsUp) {
          t.a.kill();
          gatewayIsUp = false;
        } else if (draw === 18 && !gatewayIsUp) {
          await t.world.wait(t.peer.listen(t.a.start(), 9001));
          gatewayIsUp = true;
        }
        await t.run(random.below(400));
      }
      if (!gatewayIsUp) await t.world.wait(t.peer.listen(t.a.start(), 9001));
      await t.run(60_000);
      await t.active();
      const uncertain = new Set(
        t.notes.lines.filter((line) => line.endsWith('submit uncertain')).map((line) => Number(line.split(' ')[0])),
      );
      const execIds = t.notes.reports.filter(({ execType }) => execType === 0x46).map(({ execId }) => execId);
      expect(new Set(execIds).size, `seed ${seed}: a fill told twice`).toBe(execIds.length);
      const traded = [...t.peer.orders.values()].reduce((sum, { executed }) => sum + executed, 0);
      const told = t.notes.reports.reduce((sum, each) => sum + (each.execType === 0x46 ? each.lastQuantity : 0), 0);
      expect(told, `seed ${seed}: shares`).toBe(traded);
      const { table } = t.desk.venue.keeper;
      for (const order of t.peer.orders.values()) {
        const orderId = parseInt(order.clOrdId, 36);
        const slot = table.find(orderId);
        expect(slot, `seed ${seed}: order ${orderId}`).toBeGreaterThanOrEqual(0);
        expect(table.leaves[slot], `seed ${seed}: leaves of ${orderId}`).toBe(order.leaves);
        expect(table.isDone(slot), `seed ${seed}: end of ${orderId}`).toBe(!order.isLive);
      }
      // What the exchange has never seen is uncertain, and nothing else.
      for (let orderId = 1; orderId < id; orderId++) {
        const slot = table.find(orderId);
        if (slot < 0 || table.isDone(slot)) continue;
        const isThere = [...t.peer.orders.values()].some(({ clOrdId }) => parseInt(clOrdId, 36) === orderId);
        expect(isThere || uncertain.has(orderId), `seed ${seed}: order ${orderId}`).toBe(true);
      }
    }
  });
});
