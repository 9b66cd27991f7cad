import { describe, expect, it } from 'vitest';
import { OrdType, Side, TimeInForce } from '../../control/core/venue.js';
import { VirtualWorld } from '../support/world/world.js';
import { Desk } from './desk.js';
import { fixSession, NasdaqSimulator, nasdaqFile, type GatewayName } from './nasdaq-simulator.js';

class Scene {
  readonly world: VirtualWorld;
  readonly sim: NasdaqSimulator;
  readonly desk: Desk;

  constructor(seed: number, file: string) {
    this.world = new VirtualWorld({ seed });
    this.sim = new NasdaqSimulator(this.world);
    const host = this.world.addHost('desk', { addresses: ['127.0.7.9'] });
    const symbols = this.sim.exchange.matcher.listings.map(({ symbol }) => `"${symbol}"`).join(', ');
    const universe = `{ name: sim, instruments: [${symbols}] }`;
    this.desk = new Desk(host, { '/config/nasdaq.yaml': file, '/config/universe.yaml': universe });
  }

  async open(): Promise<this> {
    await this.sim.open();
    this.desk.start();
    await this.active();
    this.desk.notes.take(true);
    return this;
  }

  async active(ms = 60_000): Promise<void> {
    const isActive = await this.world.runUntil(() => this.desk.venue.state === 'active', ms);
    if (!isActive) throw new Error(`not active: ${JSON.stringify(this.desk.venue.sessions())}`);
  }

  run(ms = 200): Promise<void> {
    return this.world.run(ms);
  }

  /** Our orders are the exchange's, to the share, and each fill was told once. */
  compare(where: string): void {
    const { keeper } = this.desk.venue;
    const { table } = keeper;
    for (const [name, order] of this.sim.orders) {
      const orderId = parseInt(name, 36);
      const slot = table.find(orderId);
      if (slot < 0) {
        // Orders that are over are forgotten when the journal is compacted, and read no more.
        expect(order.leaves, `${where}: order ${orderId}`).toBe(0);
        continue;
      }
      expect([table.leaves[slot], table.cum[slot]], `${where}: order ${orderId}`).toEqual([
        order.leaves,
        order.executed,
      ]);
      expect(table.isDone(slot), `${where}: end of ${orderId}`).toBe(order.leaves === 0);
    }
    // Of an order that was forgotten with the journal's compaction, the drop copy may tell fills again: as those of an order that is not known.
    const told = this.desk.notes.reports.filter(({ execType, orderId }) => execType === 0x46 && orderId !== 0);
    const names = told.map(({ orderId, execId }) => `${orderId} ${execId}`);
    expect(new Set(names).size, `${where}: a fill told twice`).toBe(names.length);
    const fills = told.map(({ orderId, lastQuantity }) => `${orderId.toString(36).toUpperCase()} ${lastQuantity}`);
    expect(fills.toSorted(), `${where}: fills`).toEqual(this.sim.fills.toSorted());
  }
}

/** More of them: `CROSSFEED_VENUE_SEEDS=100`. */
const SEEDS = Number(process.env['CROSSFEED_VENUE_SEEDS'] ?? 2);

const aggressive = { ordType: OrdType.market, timeInForce: TimeInForce.immediateOrCancel, price: 0 } as const;

describe.each(['ouch50', 'ouch42', 'fix'] as const)('the simulated Nasdaq over %s', (protocol) => {
  it('takes, cancels, replaces and fills', async () => {
    const t = await new Scene(1, nasdaqFile(protocol)).open();
    expect(t.desk.submit(1, { price: 10_000 })).toBe('sent');
    expect(t.desk.submit(2, { price: 10_000 })).toBe('sent');
    expect(t.desk.submit(3, aggressive)).toBe('sent');
    await t.run();
    expect(t.desk.cancel(1)).toBe('sent');
    expect(t.desk.act(() => t.desk.venue.replace(2, 4, 300, 20_000))).toBe('sent');
    await t.run();
    const lines = t.desk.notes.take();
    expect(lines.slice(0, 3)).toEqual(['1 new leaves 100', '2 new leaves 100', '3 new leaves 100']);
    expect(lines.filter((line) => line.startsWith('3 trade')).length).toBeGreaterThan(0);
    expect(lines.some((line) => line.startsWith('1 canceled leaves 0'))).toBe(true);
    expect(lines).toContain('4 replaced leaves 300');
    t.compare(protocol);
  });

  it('is our state after any session, gateway or drop copy was killed, or the matcher', async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const t = await new Scene(seed, nasdaqFile(protocol, `dropCopy:${fixSession('XDC')}\n  graceMs: 500\n`)).open();
      const random = t.world.random();
      const gateways: GatewayName[] = protocol === 'fix' ? ['fix-a', 'fix-b'] : ['ouch-a', 'ouch-b', 'fix-a', 'fix-b'];
      let id = 1;
      for (let step = 0; step < 50; step++) {
        const draw = random.below(20);
        const instrument = random.below(10);
        const side = random.below(2) === 0 ? Side.buy : Side.sell;
        if (draw < 5) t.desk.submit(id++, { instrument, side, ...aggressive });
        else if (draw < 9) t.desk.submit(id++, { instrument, price: 10_000, quantity: 100 * (1 + random.below(9)) });
        else if (draw < 12) t.desk.cancel(1 + random.below(id));
        else if (draw < 14) t.desk.act(() => t.desk.venue.replace(1 + random.below(id), id++, 400, 20_000));
        else if (draw < 16)
          t.world.link('127.0.7.9', random.below(2) === 0 ? '127.0.7.1' : '127.0.7.3').cutAfter(random.below(300));
        else if (draw === 16) {
          t.desk.kill();
          t.desk.start();
        } else if (draw === 17) {
          const name = gateways[random.below(gateways.length)]!;
          if (t.sim.isUp(name)) t.sim.kill(name);
          else await t.sim.start(name);
        } else if (draw === 18) {
          if (t.sim.isMatcherUp) t.sim.killMatcher();
          else t.sim.startMatcher();
        }
        await t.run(random.below(300));
      }
      if (!t.sim.isMatcherUp) t.sim.startMatcher();
      for (const name of gateways) if (!t.sim.isUp(name)) await t.sim.start(name);
      await t.run(60_000);
      await t.active();
      await t.run(2000);
      t.compare(`${protocol} seed ${seed}`);
    }
  });
});

it('begins a new FIX session with an exchange that begins a new day', async () => {
  const t = await new Scene(5, nasdaqFile('fix')).open();
  for (let id = 1; id <= 20; id++) t.desk.submit(id, { price: 10_000 });
  await t.run(2000);
  t.desk.notes.take();
  await t.sim.newDay();
  await t.run(20_000);
  await t.active();
  await t.run(1000);
  const lines = t.desk.notes.take();
  for (let id = 1; id <= 20; id++) {
    expect(lines.filter((line) => line.startsWith(`${id} `))).toEqual([
      `${id} submit uncertain`,
      expect.stringMatching(`^${id} canceled leaves 0 5? ?by status`) as string,
    ]);
  }
  expect(t.desk.submit(21, { price: 10_000 })).toBe('sent');
  await t.run();
  expect(t.desk.notes.take()).toEqual(['21 new leaves 100']);
  t.compare('new day');
});

describe('binary first', () => {
  const fallback = (rules: string): string => `
fallback:${fixSession('XFIX')}
fallbackRules: ${rules}
dropCopy:${fixSession('XDC')}
  graceMs: 500
`;

  it('moves to FIX when the binary session faults again and again, and reconciles by drop copy', async () => {
    const t = await new Scene(1, nasdaqFile('ouch50', fallback('{ faults: 3, windowMs: 60000 }'))).open();
    t.desk.submit(1, { price: 10_000 });
    t.desk.submit(2, { price: 10_000 });
    await t.run();
    t.sim.kill('ouch-a');
    t.sim.kill('ouch-b');
    const moved = await t.world.runUntil(
      () => t.desk.venue.entryInUse.number === 1 && t.desk.venue.state === 'active',
      60_000,
    );
    expect(moved).toBe(true);
    expect(t.desk.notes.take()).toEqual([
      '1 new leaves 100',
      '2 new leaves 100',
      '1 submit uncertain',
      '2 submit uncertain',
    ]);
    // New orders go over FIX, and so do cancels of those that were sent over OUCH.
    expect(t.desk.submit(3, { price: 10_000 })).toBe('sent');
    expect(t.desk.cancel(1)).toBe('sent');
    await t.run(1000);
    const lines = t.desk.notes.take();
    expect(lines.filter((line) => line.startsWith('1 canceled leaves 0'))).toHaveLength(1);
    expect(lines).toContain('3 new leaves 100');
    await t.sim.start('ouch-a');
    await t.run(40_000);
    // What the binary session tells again when it is back has been told.
    expect(t.desk.notes.take()).toEqual([]);
    t.desk.act(() => t.desk.venue.switchOrderEntry('primary', 'by hand'));
    await t.active();
    expect(t.desk.submit(4, { price: 10_000 })).toBe('sent');
    await t.run();
    expect(t.desk.notes.take()).toEqual(['4 new leaves 100']);
    t.compare('fallback');
  });

  it('moves by hand and back', async () => {
    const t = await new Scene(2, nasdaqFile('ouch50', fallback('{ faults: 0 }'))).open();
    t.desk.act(() => t.desk.venue.switchOrderEntry('fallback', 'test'));
    await t.active();
    t.desk.submit(1, { price: 10_000 });
    await t.run();
    t.desk.act(() => t.desk.venue.switchOrderEntry('backup', 'test'));
    await t.run(3000);
    await t.active();
    t.desk.submit(2, { price: 10_000 });
    t.desk.cancel(1);
    await t.run();
    expect(t.desk.notes.take().map((line) => line.replace(/ [A-Z]$/, ''))).toEqual([
      '1 new leaves 100',
      '2 new leaves 100',
      '1 canceled leaves 0',
    ]);
    expect(t.desk.venue.sessions()[0]?.detail).toContain('backup');
    t.compare('by hand');
  });

  it('takes orders of the session that is not in use any more along in a mass cancel, and tells which not', async () => {
    const file = nasdaqFile('ouch50', fallback('{ faults: 0 }')).replace('massCancel: none', 'massCancel: native');
    const t = await new Scene(4, file).open();
    const { venue } = t.desk;
    t.desk.submit(1, { price: 10_000 });
    t.desk.submit(2, { price: 10_000 });
    await t.run();
    t.desk.act(() => venue.switchOrderEntry('fallback', 'test'));
    await t.active();
    t.desk.submit(3, { price: 10_000 });
    await t.run();
    t.desk.notes.take();
    expect(t.desk.act(() => venue.massCancel(-1))).toBe('sent');
    // FIX 4.2 has no such message: its order is cancelled by itself.
    expect(venue.massCancelled).toBe(2);
    await t.run();
    const lines = t.desk.notes.take();
    expect(lines.map((line) => line.slice(0, 10))).toEqual(['1 canceled', '2 canceled']);
    t.sim.kill('fix-a');
    t.sim.kill('fix-b');
    await t.run();
    expect(venue.isInReach(3)).toBe(false);
  });

  it('tells from the drop copy what the order’s own session cannot', async () => {
    const t = await new Scene(3, nasdaqFile('ouch50', fallback('{ faults: 0 }'))).open();
    const link = t.world.link('127.0.7.9', '127.0.7.1');
    link.set({ latencyMs: 50 });
    t.desk.submit(1, { ...aggressive });
    await t.run(75);
    // The order has arrived, and is filled; what is said about it does not come.
    link.partition();
    t.world.link('127.0.7.9', '127.0.7.2').partition();
    await t.run(20_000);
    const lines = t.desk.notes.take();
    expect(lines.some((line) => line.startsWith('1 trade') && line.endsWith('by dropCopy'))).toBe(true);
    link.heal();
    t.world.link('127.0.7.9', '127.0.7.2').heal();
    await t.run(60_000);
    await t.active();
    await t.run(2000);
    // Its own session tells it all again, and nobody hears it twice.
    expect(t.desk.notes.take()).toEqual([]);
    expect(t.desk.venue.reconciliation()).toMatchObject({ trades: { sessionOnly: 0, dropCopyOnly: 0 }, missing: [] });
    t.compare('drop copy');
  });
});
