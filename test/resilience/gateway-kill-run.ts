/**
 * The exchange's gateway that our orders use is killed at random instants with orders under way, in a virtual world with the real code of both sides; orders have to flow through the other
 * gateway soon, and none may be lost or doubled. What is measured is simulated time from the kill to the acceptance of an order that was entered after it.
 */
import { SeededRandom } from '../../control/core/random.js';
import { ExecType, OrdType, Side, TimeInForce } from '../../control/core/venue.js';
import { Desk } from '../venues/desk.js';
import { NasdaqSimulator, nasdaqFile, type GatewayName } from '../venues/nasdaq-simulator.js';
import { VirtualWorld } from '../support/world/world.js';

export type Entry = 'ouch50' | 'ouch42' | 'fix';

export interface GatewayKillResult {
  /** From the kill to the acceptance of an order entered after it, ms; one for each kill that came so far. */
  readonly flowsMs: number[];
  /** From the kill to the session that is in sync again. */
  readonly activeMs: number[];
  /** Orders that do not stand as at the exchange, fills that were told twice or not at all, and kills after which nothing flowed. */
  readonly wrong: string[];
  readonly orders: number;
  readonly fills: number;
}

const PATIENCE_MS = 10_000;
const AGGRESSIVE = { ordType: OrdType.market, timeInForce: TimeInForce.immediateOrCancel, price: 0 } as const;
/** Orders of one world: its journal and tables stay small. */
export const KILLS_PER_WORLD = 25;

export async function runGatewayKills(entry: Entry, kills: number, seed: number): Promise<GatewayKillResult> {
  const result: GatewayKillResult = { flowsMs: [], activeMs: [], wrong: [], orders: 0, fills: 0 };
  let { orders, fills } = result;
  for (let done = 0, world = 0; done < kills; done += KILLS_PER_WORLD, world++) {
    const scene = new KillScene(entry, seed + world);
    await scene.open();
    for (let i = 0; i < Math.min(KILLS_PER_WORLD, kills - done); i++) await scene.kill(result);
    await scene.settle();
    result.wrong.push(...scene.differences());
    orders += scene.orders;
    fills += scene.sim.fills.length;
  }
  return { ...result, orders, fills };
}

class KillScene {
  readonly world: VirtualWorld;
  readonly sim: NasdaqSimulator;
  orders = 0;
  private readonly desk: Desk;
  private readonly random: SeededRandom;
  private readonly gateways: readonly [GatewayName, GatewayName];

  constructor(
    entry: Entry,
    private readonly seed: number,
  ) {
    this.world = new VirtualWorld({ seed });
    this.random = new SeededRandom(seed);
    this.sim = new NasdaqSimulator(this.world);
    const host = this.world.addHost('desk', { addresses: ['127.0.7.9'] });
    const symbols = this.sim.exchange.matcher.listings.map(({ symbol }) => `"${symbol}"`).join(', ');
    const universe = `{ name: sim, instruments: [${symbols}] }`;
    this.desk = new Desk(host, { '/config/nasdaq.yaml': nasdaqFile(entry), '/config/universe.yaml': universe });
    this.gateways = entry === 'fix' ? ['fix-a', 'fix-b'] : ['ouch-a', 'ouch-b'];
  }

  async open(): Promise<void> {
    await this.sim.open();
    for (const name of this.gateways)
      this.world.link('127.0.7.9', ADDRESSES[name]).set({ latencyMs: 0.5, jitterMs: 0.5 });
    this.desk.start();
    await this.active();
  }

  async kill(result: GatewayKillResult): Promise<void> {
    const { world, sim, random, desk } = this;
    for (let i = 0; i < 4; i++) this.submit();
    // At any point of the way there and back.
    await world.run(random.below(5));
    for (let i = 0; i < 2; i++) this.submit();
    await world.run(random.below(3));
    const used = this.inUse();
    const killedMs = world.nowNs / 1e6;
    sim.kill(used);
    const isActive = (await world.runUntil(() => desk.venue.state !== 'active', 50)) && (await this.active());
    if (!isActive) {
      result.wrong.push(`seed ${this.seed}: not active after the kill of ${used}`);
    } else {
      result.activeMs.push(world.nowNs / 1e6 - killedMs);
      const orderId = this.submit(true);
      if (await world.runUntil(() => this.isAccepted(orderId), PATIENCE_MS)) {
        result.flowsMs.push(world.nowNs / 1e6 - killedMs);
      } else result.wrong.push(`seed ${this.seed}: order ${orderId} was not accepted after the kill of ${used}`);
    }
    await sim.start(used);
    await world.run(500 + random.below(500));
  }

  /** Everything has been said, also of orders that were uncertain. */
  async settle(): Promise<void> {
    await this.world.run(5000);
  }

  differences(): string[] {
    const { table } = this.desk.venue.keeper;
    const wrong: string[] = [];
    for (const [name, order] of this.sim.orders) {
      const orderId = parseInt(name, 36);
      const slot = table.find(orderId);
      if (slot < 0) {
        if (order.leaves > 0) wrong.push(`seed ${this.seed}: order ${orderId} is open there and unknown here`);
        continue;
      }
      if (table.leaves[slot] !== order.leaves || table.cum[slot] !== order.executed) {
        wrong.push(
          `seed ${this.seed}: order ${orderId}: ${table.cum[slot]} + ${table.leaves[slot]} here, ${order.executed} + ${order.leaves} there`,
        );
      }
    }
    const told = this.desk.notes.reports.filter(
      ({ execType, orderId }) => execType === ExecType.trade && orderId !== 0,
    );
    const names = told.map(({ orderId, execId }) => `${orderId} ${execId}`);
    if (new Set(names).size !== names.length) wrong.push(`seed ${this.seed}: a fill told twice`);
    const ours = told
      .map(({ orderId, lastQuantity }) => `${orderId.toString(36).toUpperCase()} ${lastQuantity}`)
      .sort();
    const theirs = [...this.sim.fills].sort();
    if (ours.join() !== theirs.join())
      wrong.push(`seed ${this.seed}: ${theirs.length} fills there, ${ours.length} told here`);
    return wrong;
  }

  private submit(isResting = false): number {
    const orderId = ++this.orders;
    const isAggressive = !isResting && this.random.below(3) === 0;
    const side = isAggressive && this.random.below(2) === 0 ? Side.sell : Side.buy;
    this.desk.submit(orderId, isAggressive ? { ...AGGRESSIVE, side } : { price: 10_000, side });
    return orderId;
  }

  private isAccepted(orderId: number): boolean {
    return this.desk.notes.reports.some((report) => report.orderId === orderId && report.execType === ExecType.new);
  }

  private active(): Promise<boolean> {
    return this.world.runUntil(() => this.desk.venue.state === 'active', PATIENCE_MS);
  }

  /** The gateway that our session is connected to. */
  private inUse(): GatewayName {
    const used = this.gateways.find((name) => this.sim.isUp(name) && this.isConnectedTo(name));
    return used ?? this.gateways[0];
  }

  private isConnectedTo(name: GatewayName): boolean {
    for (const process of this.sim.hosts[name].processes) {
      for (const stream of process.openStreams) if (stream.remote.host === '127.0.7.9') return true;
    }
    return false;
  }
}

const ADDRESSES: Readonly<Record<GatewayName, string>> = {
  'ouch-a': '127.0.7.1',
  'ouch-b': '127.0.7.2',
  'fix-a': '127.0.7.3',
  'fix-b': '127.0.7.4',
};
