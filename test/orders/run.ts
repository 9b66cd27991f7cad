/**
 * One seeded run: a client trades through the engine on three scripted exchanges while connections break and the gateway is killed, between events and in the middle of
 * what it writes. At the end everybody must tell the same story: the client's reports, the engine, its journal, and the exchanges.
 */
import { blankClientOrder, type ClientOrder } from '../../control/core/order-entry.js';
import { SeededRandom } from '../../control/core/random.js';
import { OrderEngine } from '../../control/orders/engine/engine.js';
import type { EngineAlarm } from '../../control/orders/engine/options.js';
import type { ChildOrder } from '../../control/orders/engine/model/child-order.js';
import type { ParentOrder } from '../../control/orders/engine/model/parent-order.js';
import { openJournal, type FileJournal } from '../../control/journal/journal.js';
import type { VirtualProcess } from '../support/world/process.js';
import { VirtualWorld } from '../support/world/world.js';
import { ClientModel } from './client-model.js';
import { Exchange, type ExchangeOrder } from './exchange.js';
import { ScriptedVenue } from './scripted-venue.js';
import { capabilities, SimpleMarket, SimpleRouter, simpleSymbols, StrictRisk } from './simple-parts.js';
import { openLimits } from '../../control/orders/risk/testing.js';
import { PreTradeRisk } from '../../control/orders/risk/gate.js';
import { BothRisks } from './both-risks.js';
import { simplePlan } from './simple-workers.js';
import { typedOrder } from './typed-orders.js';
import { createPlanOrder } from '../../control/orders/types/plan.js';

const VENUES = ['ALPHA', 'BETA', 'GAMMA'];
const CLIENTS = ['C1', 'C2'];

export interface RunOptions {
  readonly seed: number;
  readonly steps: number;
  /** Kill the gateway now and then. */
  readonly kills: boolean;
  /** Also in the middle of a write: of what is written then nothing is there. */
  readonly tears: boolean;
  readonly calm?: boolean;
  /** The order types of control/orders/types, on a market that moves, instead of the simple ones. */
  readonly types?: boolean;
}

export interface RunResult {
  readonly problems: readonly string[];
  readonly orders: number;
  readonly trades: number;
  readonly kills: number;
  readonly alarms: Readonly<Record<string, number>>;
  readonly resolved: number;
  /** Codes that clients were told. */
  readonly codes: Readonly<Record<string, number>>;
  readonly fingerprint: number;
}

export function runSeed(options: RunOptions): RunResult {
  return new Run(options).run();
}

function imagesOf(engine: OrderEngine): string[] {
  return [...engine.index.parents.values()].map((order) => JSON.stringify(order.image()));
}

function dump(before: readonly string[], after: readonly string[]): void {
  before.forEach((text, i) => {
    if (text !== after[i]) console.error(`${text}\n${after[i]}\n`);
  });
}

class Run {
  private readonly world: VirtualWorld;
  private readonly random: SeededRandom;
  private readonly exchanges: Exchange[];
  private readonly clients = CLIENTS.map(() => new ClientModel());
  private readonly host;
  private readonly outside: VirtualProcess;
  private readonly problems: string[] = [];
  private readonly alarms: Record<string, number> = {};
  private readonly overfilled = new Set<number>();
  private readonly alarmed = new Set<number>();
  private readonly names: { client: number; clOrdId: string }[] = [];
  private process!: VirtualProcess;
  private journal!: FileJournal;
  private engine!: OrderEngine;
  private venues!: ScriptedVenue[];
  private risk!: StrictRisk;
  private real: PreTradeRisk | undefined;
  private market!: SimpleMarket;
  private kills = 0;
  private resolved = 0;
  private nextName = 1;
  private mid = 10_000;
  private isUp = false;
  /** State at a kill between events. */
  private before: { digest: string; images: string[]; risk: string } | undefined;

  constructor(private readonly options: RunOptions) {
    this.world = new VirtualWorld({ seed: options.seed });
    this.random = new SeededRandom(options.seed);
    this.host = this.world.addHost('gateway');
    this.outside = this.world.addHost('outside').start();
    this.exchanges = VENUES.map((_, index) => {
      const calm = options.calm ?? false;
      const habits = { status: index !== 2, tellsCum: index === 0, calm };
      return new Exchange(index, this.outside.timers, this.world.random(), habits);
    });
  }

  run(): RunResult {
    this.start();
    for (let step = 0; step < this.options.steps; step++) {
      if (this.options.types === true) this.move();
      if (this.process.isAlive) this.act();
      this.world.advance(this.random.below(4) === 0 ? this.random.below(200) : this.random.below(15));
      this.checkSums();
      this.mustBeUp();
    }
    this.finish();
    this.check();
    this.process.run(() => {
      this.engine.close();
      this.journal.close();
    });
    let trades = 0;
    for (const { orders } of this.exchanges)
      for (const order of new Set(orders.values())) trades += order.trades.length;
    const { problems, alarms, kills, resolved } = this;
    const { fingerprint } = this.world;
    const codes: Record<string, number> = {};
    for (const client of this.clients) {
      for (const [code, count] of Object.entries(client.codes)) codes[code] = (codes[code] ?? 0) + count;
    }
    return { problems, orders: this.engine.index.parents.size, trades, kills, alarms, resolved, codes, fingerprint };
  }

  // The gateway

  private start(): void {
    this.process = this.host.start();
    const { process } = this;
    process.run(() => {
      this.journal = openJournal({
        disk: process.disk,
        clock: process.clock,
        timers: process.timers,
        directory: '/journal',
        policy: 'os',
        segmentBytes: 32 * 1024,
        compactAboveFiles: 2,
      });
      const { journal } = this;
      const symbols = simpleSymbols(VENUES.length);
      const can = (index: number) =>
        capabilities(
          index === 1
            ? { replace: 'none', hidden: 'none', displayQuantity: 'none' }
            : { massCancel: index === 0 ? 'native' : 'none' },
        );
      this.venues = VENUES.map(
        (id, index) =>
          new ScriptedVenue(
            index,
            id,
            can(index),
            process,
            this.outside,
            journal,
            this.exchanges[index]!,
            this.world.random(),
            1 + index,
          ),
      );
      this.market = new SimpleMarket(VENUES.length);
      this.risk = new StrictRisk();
      if (this.options.types === true) {
        const { market } = this;
        const limits = openLimits({ instruments: symbols.instruments, clients: CLIENTS, venues: VENUES });
        this.real = new PreTradeRisk({ symbols, market, limits });
        this.risk = new BothRisks(this.real);
        for (const instrument of [0, 1]) market.quote(instrument, this.mid - 5, this.mid + 5);
      }
      const router = new SimpleRouter(VENUES.length);
      router.isParallel = this.options.seed % 2 === 0;
      this.engine = new OrderEngine({
        world: process,
        journal,
        venues: this.venues,
        symbols,
        market: this.market,
        router,
        risk: this.risk,
        plan: this.options.types === true ? createPlanOrder() : simplePlan,
        clients: CLIENTS,
        peersHoldUntilCommit: this.options.seed % 3 !== 0,
        limits: { cancelRetryMs: 50, settleMs: 200 },
      });
      const { engine } = this;
      engine.listen({ onAlarm: (alarm) => this.heard(alarm), onOrder: (order) => this.watch(order) });
      this.clients.forEach((client, number) => engine.attach(number, client));
      for (const venue of this.venues) {
        venue.handler = engine;
        venue.recover();
      }
      engine.readJournal();
      this.compare();
      engine.goOnAll();
      for (const venue of this.venues) venue.connect();
      this.isUp = true;
    });
  }

  private compare(): void {
    const { before, engine } = this;
    this.before = undefined;
    if (before === undefined) return;
    if (engine.digest() !== before.digest) {
      this.problems.push('the state after the restart is another');
      if (process.env['ORDERS_DUMP'] === '1') dump(before.images, imagesOf(engine));
    }
    if (this.riskText() !== before.risk)
      this.problems.push(`risk after the restart: ${this.riskText()} was ${before.risk}`);
  }

  private riskText(): string {
    const { exposure, position, rests } = this.risk;
    return JSON.stringify([exposure, position, rests].map((map) => [...map].filter(([, value]) => value !== 0).sort()));
  }

  private kill(): void {
    if (this.process.isAlive) {
      this.before = {
        digest: this.engine.digest(),
        images: process.env['ORDERS_DUMP'] === '1' ? imagesOf(this.engine) : [],
        risk: this.riskText(),
      };
      this.process.kill();
    }
    this.isUp = false;
  }

  private mustBeUp(): void {
    if (this.process.isAlive && this.isUp) return;
    this.kills++;
    for (const exchange of this.exchanges) exchange.onSaid = () => undefined;
    this.world.advance(this.random.below(30));
    for (let attempt = 0; attempt < 5; attempt++) {
      this.isUp = false;
      this.start();
      if (this.process.isAlive) return;
    }
    throw new Error('the gateway does not come up');
  }

  // The client, and the world

  private act(): void {
    const dice = this.random.below(100);
    if (dice < 50) this.send();
    else if (dice < 64)
      this.withOrder((client, origClOrdId) =>
        this.engine.cancel({ client, clOrdId: this.name(client), origClOrdId, orderId: 0 }),
      );
    else if (dice < 80) this.withOrder((client, origClOrdId) => this.replace(client, origClOrdId));
    else if (dice < 82) this.massCancel();
    else if (dice < 90) {
      if (this.random.below(3) > 0) {
        this.send();
        this.withOrder((client, origClOrdId) =>
          this.engine.cancel({ client, clOrdId: this.name(client), origClOrdId, orderId: 0 }),
        );
        this.world.advance(this.random.below(4));
      }
      this.cut();
    } else if (dice < 93) this.process.run(() => this.market.changed(this.random.below(2)));
    else if (dice < 95) this.process.run(() => this.engine.compact());
    else if (!this.options.kills) this.send();
    else if (dice < 98) this.kill();
    else {
      const { disk } = this.host;
      const ways = this.options.tears ? (['before', 'during', 'after'] as const) : (['before', 'after'] as const);
      disk.crashAt(disk.operations + 1 + this.random.below(6), ways[this.random.below(ways.length)]!, 'kill');
      this.send();
    }
  }

  private move(): void {
    if (!this.process.isAlive) return;
    const instrument = this.random.below(2);
    this.mid = Math.max(9_000, this.mid + this.random.below(21) - 10);
    this.process.run(() => {
      this.market.quote(instrument, this.mid - 5, this.mid + 5);
      this.engine.onTrade(instrument, this.mid, 100 * (1 + this.random.below(5)), this.process.clock.epochMs());
    });
  }

  private send(): void {
    if (!this.process.isAlive) return;
    if (this.options.types === true) {
      const client = this.random.below(CLIENTS.length);
      const order = typedOrder(this.random, client, this.name(client), this.mid, this.process.clock.epochMs());
      if (order.linkKind === '') this.process.run(() => this.engine.submit(order));
      else this.link(order);
      return;
    }
    const client = this.random.below(CLIENTS.length);
    const clOrdId = this.random.below(40) === 0 && this.names.length > 0 ? this.names[0]!.clOrdId : this.name(client);
    const order: ClientOrder = {
      ...blankClientOrder(),
      client,
      clOrdId,
      instrument: this.random.below(2),
      side: this.random.below(2) === 0 ? 0x31 : 0x32,
      ordType: 0x32,
      timeInForce: this.random.below(4) === 0 ? 0x33 : 0x30,
      quantity: this.pick([10, 13, 50, 100, 100, 200, 300, 500, 666]),
      price: this.pick([10_000, 10_010, 9_990, 12_345, 66_666]),
      algo: this.random.below(4) === 0 ? 'twap' : '',
      algoParameters: this.random.below(2) === 0 ? { venue: String(this.random.below(3)) } : {},
    };
    if (order.algo === '' && order.timeInForce === 0x30 && this.random.below(6) === 0) this.link(order);
    else this.process.run(() => this.engine.submit(order));
  }

  /** Two or three orders that hang together. */
  private link(order: ClientOrder): void {
    const linkKind = this.pick(['oco', 'oto', 'bracket'] as const);
    const linkId = `L${this.nextName}`;
    const legs = linkKind === 'bracket' ? 3 : 2;
    const quantity = order.quantity === 13 || order.quantity === 666 ? 50 : order.quantity;
    for (let leg = 0; leg < legs; leg++) {
      const isExit = leg > 0 && linkKind !== 'oco';
      const side = isExit ? 0x63 - order.side : order.side;
      const isStop = leg === legs - 1 && this.random.below(2) === 0;
      const stop = isStop ? { ordType: 0x34, stopPrice: order.price } : {};
      const clOrdId = leg === 0 ? order.clOrdId : this.name(order.client);
      const each = { ...order, ...stop, clOrdId, side, quantity, linkId, linkKind };
      if (this.process.isAlive) this.process.run(() => this.engine.submit(each));
    }
  }

  private replace(client: number, origClOrdId: string): void {
    this.engine.replace({
      client,
      clOrdId: this.name(client),
      origClOrdId,
      orderId: 0,
      quantity: this.pick([0, 50, 100, 250, 400, 777, 778, 6_666]),
      price: this.pick([0, 10_000, 10_020]),
      stopPrice: 0,
      displayQuantity: 0,
    });
  }

  private withOrder(run: (client: number, clOrdId: string) => void): void {
    if (this.names.length === 0) return;
    const back = Math.min(this.names.length, this.random.below(4) === 0 ? 100 : 6);
    const { client, clOrdId } = this.names[this.names.length - 1 - this.random.below(back)]!;
    if (this.process.isAlive) this.process.run(() => run(client, clOrdId));
  }

  private massCancel(): void {
    const client = this.random.below(CLIENTS.length);
    this.process.run(() => {
      const proof = this.engine.massCancel({
        client,
        clOrdId: this.name(client),
        instrument: this.random.below(3) - 1,
        side: 0,
      });
      if (proof.orders !== proof.confirmed + proof.pending + proof.uncertain)
        this.problems.push('a mass cancel does not add up');
    });
  }

  private cut(): void {
    const venue = this.venues[this.random.below(VENUES.length)]!;
    const { process } = this;
    if (!process.isAlive) return;
    process.run(() => {
      venue.cut();
      process.timers.after(1 + this.random.below(300), () => venue.connect());
    });
  }

  private name(client: number): string {
    const clOrdId = `N${this.nextName++}`;
    this.names.push({ client, clOrdId });
    return clOrdId;
  }

  private pick<T>(values: readonly T[]): T {
    return values[this.random.below(values.length)]!;
  }

  // What must hold while it runs

  private heard(alarm: EngineAlarm): void {
    // Code of a process that was killed may run on until it next touches the world: nobody hears it.
    if (!this.process.isAlive) return;
    this.alarms[alarm.kind] = (this.alarms[alarm.kind] ?? 0) + 1;
    if (alarm.kind === 'overfill') this.overfilled.add(alarm.orderId);
    this.alarmed.add(alarm.orderId);
    if (alarm.kind === 'workerFailed' || alarm.kind === 'foreignReport')
      this.problems.push(`${alarm.kind}: ${alarm.text}`);
    if (alarm.kind === 'badReport') this.problems.push(`badReport: ${alarm.text}`);
  }

  private watch(order: ParentOrder): void {
    const sum = order.state.cumQuantity + order.exposed;
    if (sum > order.limit && !this.overfilled.has(order.orderId)) {
      this.problems.push(`order ${order.orderId}: children make ${sum} of ${order.limit}`);
    }
    if (order.isDone && order.children.length > 0)
      this.problems.push(`order ${order.orderId} is done with open children`);
  }

  /** What is at exchanges is never more than the order, unless a fill was told late; legs that are linked may trade at one time. */
  private checkSums(): void {
    for (const order of this.engine.openOrders()) {
      if (order.terms.linkKind !== '') continue;
      let sum = 0;
      let isLate = false;
      for (const child of [...order.ended, ...order.children]) {
        const exchange = this.exchanges[child.venue]!;
        const there = exchange.orders.get(child.orderId);
        if (there === undefined) continue;
        isLate ||= there.isLate;
        sum += there.cum + (exchange.isLive(there) ? there.quantity - there.taken : 0);
      }
      if (sum > order.limit && !isLate)
        this.problems.push(`order ${order.orderId}: ${sum} of ${order.limit} at exchanges`);
    }
  }

  // The end

  private finish(): void {
    for (const exchange of this.exchanges) exchange.isClosing = true;
    for (let round = 0; round < 40; round++) {
      this.mustBeUp();
      this.process.run(() => {
        for (const venue of this.venues) venue.connect();
        this.engine.emergencyCancelAll('test', 'the end');
      });
      this.world.advance(400);
      if (!this.process.isAlive) continue;
      this.process.run(() => this.resolve());
      this.world.advance(400);
      if (this.engine.index.open === 0) return;
    }
    for (const order of this.engine.openOrders()) {
      const children = order.children.map(({ orderId, doubts, cancelPending, cancelWanted, told, venue }) => {
        const there = this.exchanges[venue]!.orders.get(orderId);
        return { orderId, doubts, cancelPending, cancelWanted, told, venue, there: there?.status, cum: there?.cum };
      });
      this.problems.push(
        `order ${order.orderId} never ends: ${JSON.stringify(children)} ${JSON.stringify(order.closing)}`,
      );
    }
  }

  /** What an operator does who looks at the venue's own screen, with somebody who looks over his shoulder. */
  private resolve(): void {
    for (const child of this.engine.uncertainChildren()) {
      if (!this.alarmed.has(child.parent.orderId))
        this.problems.push(`child ${child.orderId} is uncertain without an alarm`);
      const there = this.exchanges[child.venue]!.orders.get(child.orderId);
      for (const trade of there?.trades ?? []) {
        if (trade.cancelled || child.links.has(trade.execId) || child.links.has(trade.latestExecId)) continue;
        this.resolved++;
        const { execId, quantity, price } = trade;
        this.engine.resolveUncertain(child.orderId, { kind: 'traded', execId, quantity, price }, 'anna', 'bert');
      }
      if (!child.isUncertain) continue;
      const isAlive = there !== undefined && this.exchanges[child.venue]!.isLive(there);
      this.resolved++;
      this.engine.resolveUncertain(child.orderId, { kind: isAlive ? 'alive' : 'dead' }, 'anna', 'bert');
    }
  }

  private check(): void {
    const { engine, problems } = this;
    this.clients.forEach((client, number) => {
      problems.push(...client.complaints.map((text) => `client ${CLIENTS[number]}: ${text}`));
    });
    this.checkExchanges();
    for (const order of engine.index.parents.values()) this.checkOrder(order);
    const exposed = JSON.stringify([...this.risk.exposure, ...this.risk.rests]);
    if (exposed !== '[]') problems.push(`risk still counts ${exposed}`);
    const { exposureFaults = 0, unknownRests = 0 } = this.real ?? {};
    if (exposureFaults + unknownRests > 0)
      problems.push(`risk: ${exposureFaults} faults of exposure, ${unknownRests} of resting prices`);
    const digest = engine.digest();
    this.kill();
    this.mustBeUp();
    if (this.engine.digest() !== digest && this.engine.index.open > 0)
      problems.push('the last restart changed something');
    if ((this.engine.counters['chainFaults'] ?? 0) > 0) problems.push('the chain of hashes is broken');
    this.world.advance(10);
  }

  /** Every order at an exchange is a child that stands as the exchange says; no trade is lost or counted twice. */
  private checkExchanges(): void {
    this.exchanges.forEach((exchange, venue) => {
      for (const order of new Set(exchange.orders.values())) {
        const child = this.engine.index.children.get(order.orderId);
        if (child === undefined) this.problems.push(`${VENUES[venue]} has order ${order.orderId}, we have not`);
        else this.checkChild(child, order, exchange.isLive(order));
      }
    });
  }

  private checkChild(child: ChildOrder, order: ExchangeOrder, isLive: boolean): void {
    const money = order.trades.reduce(
      (sum, { quantity, price, cancelled }) => sum + (cancelled ? 0 : quantity * price),
      0,
    );
    const { state } = child;
    if (state.cumQuantity !== order.cum || Number(state.notional.value()) !== money) {
      this.problems.push(
        `child ${child.orderId}: ${state.cumQuantity} for ${state.notional.value()}, the exchange says ${order.cum} for ${money}`,
      );
    }
    if (isLive) this.problems.push(`child ${child.orderId} is alive at the exchange after the end`);
  }

  private checkOrder(order: ParentOrder): void {
    const children = [...order.ended, ...order.children];
    const cum = children.reduce((sum, child) => sum + child.cumQuantity, 0);
    const money = children.reduce((sum, child) => sum + child.state.notional.value(), 0n);
    const told = this.clients[order.client]!.orders.get(order.orderId);
    const { problems } = this;
    if (cum !== order.state.cumQuantity || money !== order.state.notional.value())
      problems.push(`order ${order.orderId}: children make ${cum}`);
    if (told?.cum !== cum)
      problems.push(`order ${order.orderId}: the client was told of ${told?.cum}, and ${cum} has traded`);
    if (told?.status !== order.state.ordStatus)
      problems.push(`order ${order.orderId}: the client was told another status, ${told?.status}`);
    const isLate = children.some(({ venue, orderId }) => this.exchanges[venue]!.orders.get(orderId)?.isLate ?? false);
    const mayBeOver = this.overfilled.has(order.orderId) && (isLate || order.terms.linkKind !== '');
    if (cum > order.limit && !mayBeOver) problems.push(`order ${order.orderId}: ${cum} of ${order.limit}, no alarm`);
  }
}
