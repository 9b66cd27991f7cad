/** Order types behind the real engine, where they lean on each other: groups with stops, memory over a restart, pegs that are replaced. The venue is played by hand. */
import { describe, expect, it } from 'vitest';
import { blankClientOrder, type ClientOrder, type ClientReport } from '../../control/core/order-entry.js';
import {
  ExecType,
  OrdType,
  Side,
  type SendResult,
  type Venue,
  type VenueOrder,
  type VenueReport,
} from '../../control/core/venue.js';
import { openJournal } from '../../control/journal/journal.js';
import { OrderEngine } from '../../control/orders/engine/engine.js';
import { createPlanOrder } from '../../control/orders/types/plan.js';
import { VirtualWorld } from '../support/world/world.js';
import { capabilities, SimpleMarket, SimpleRouter, simpleSymbols, StrictRisk } from './simple-parts.js';

/** What reached the venue, and the reports that a test gives for it. */
class HandVenue implements Venue {
  readonly index = 0;
  readonly id = 'HAND';
  readonly state = 'active';
  readonly capabilities = capabilities({
    ordTypes: '12',
    pegs: [],
    displayQuantity: 'none',
    hidden: 'none',
    minQuantity: 'none',
  });
  readonly sent: VenueOrder[] = [];
  readonly canceled: number[] = [];
  readonly replaced: { orderId: number; newOrderId: number; quantity: number; price: number }[] = [];
  engine!: OrderEngine;
  private execs = 0;

  submit(order: Readonly<VenueOrder>): SendResult {
    this.sent.push({ ...order });
    return 'sent';
  }

  cancel(orderId: number): SendResult {
    this.canceled.push(orderId);
    return 'sent';
  }

  replace(orderId: number, newOrderId: number, quantity: number, price: number): SendResult {
    this.replaced.push({ orderId, newOrderId, quantity, price });
    return 'sent';
  }

  /** The last order that was sent. */
  get last(): VenueOrder {
    return this.sent.at(-1)!;
  }

  tell(orderId: number, execType: number, values: Partial<VenueReport> = {}): void {
    const report: VenueReport = {
      venue: 0,
      orderId,
      instrument: 0,
      execType,
      ordStatus: 0,
      side: 0,
      execId: `X${++this.execs}`,
      execRefId: '',
      lastQuantity: 0,
      lastPrice: 0,
      cumQuantity: -1,
      leavesQuantity: -1,
      orderQuantity: 0,
      price: 0,
      venueOrderId: '',
      clientId: '',
      liquidityFlag: '',
      liquidity: '',
      reasonCode: '',
      text: '',
      transactEpochMs: 0,
      possDup: false,
      source: 'session',
      ...values,
    };
    this.engine.onReport(report);
  }

  fill(orderId: number, lastQuantity: number, lastPrice: number): void {
    this.tell(orderId, ExecType.trade, { lastQuantity, lastPrice });
  }

  sessions(): readonly [] {
    return [];
  }

  connect(): void {
    // It is there.
  }

  async disconnect(): Promise<void> {
    // It stays.
  }

  massCancel(): SendResult {
    return 'unsupported';
  }

  requestStatus(): SendResult {
    return 'unsupported';
  }

  switchOrderEntry(): void {
    // There is one.
  }

  counters(): Readonly<Record<string, number>> {
    return {};
  }
}

class Desk {
  readonly world = new VirtualWorld({ seed: 1 });
  readonly host = this.world.addHost('gateway');
  readonly venue = new HandVenue();
  readonly told: ClientReport[] = [];
  readonly alarms: string[] = [];
  market = new SimpleMarket(1);
  process = this.host.start();
  engine!: OrderEngine;
  private names = 0;

  constructor() {
    this.up();
  }

  private up(): void {
    const { process, venue } = this;
    this.market = new SimpleMarket(1);
    process.run(() => {
      const journal = openJournal({
        disk: process.disk,
        clock: process.clock,
        timers: process.timers,
        directory: '/journal',
        policy: 'os',
      });
      this.engine = new OrderEngine({
        world: process,
        journal,
        venues: [venue],
        symbols: simpleSymbols(1),
        market: this.market,
        router: new SimpleRouter(1),
        risk: new StrictRisk(),
        plan: createPlanOrder(),
        clients: ['C1'],
      });
      venue.engine = this.engine;
      this.engine.listen({ onAlarm: ({ kind, text }) => void this.alarms.push(`${kind} ${text}`) });
      this.engine.attach(0, {
        onReport: (report) => {
          if (!report.replayed) this.told.push({ ...report });
        },
        onCancelReject: () => undefined,
      });
      this.engine.recover();
      this.engine.onState(0, 'active', '');
    });
    this.quote(9_995, 10_005);
  }

  restart(): void {
    this.process.kill();
    this.process = this.host.start();
    this.up();
    this.world.advance(10);
  }

  run(work: () => void): void {
    this.process.run(work);
    this.world.advance(5);
  }

  quote(bid: number, ask: number): void {
    this.run(() => this.market.quote(0, bid, ask));
  }

  trade(price: number): void {
    this.run(() => this.engine.onTrade(0, price, 100, this.process.clock.epochMs()));
  }

  submit(terms: Partial<ClientOrder>): number {
    let orderId = 0;
    const order = {
      ...blankClientOrder(),
      clOrdId: `N${++this.names}`,
      quantity: 100,
      ordType: OrdType.limit,
      ...terms,
    };
    this.run(() => {
      orderId = this.engine.submit(order);
    });
    return orderId;
  }

  /** ExecType and code of the last report of an order. */
  end(orderId: number): string {
    const report = this.told.findLast((each) => each.orderId === orderId)!;
    return `${String.fromCharCode(report.ordStatus)} ${report.reasonCode}`;
  }
}

function bracket(desk: Desk): { entry: number; profit: number; loss: number } {
  const link = { linkId: 'B', linkKind: 'bracket' } as const;
  const entry = desk.submit({ ...link, price: 10_005 });
  const profit = desk.submit({ ...link, side: Side.sell, price: 10_100 });
  const loss = desk.submit({ ...link, side: Side.sell, ordType: OrdType.stop, stopPrice: 9_900 });
  return { entry, profit, loss };
}

describe('a bracket with a stop', () => {
  it('sends the exits as the entry trades, and the stop when the other exit is known to be dead', () => {
    const desk = new Desk();
    const { venue } = desk;
    const { entry, profit, loss } = bracket(desk);
    expect(venue.sent.length).toBe(1);
    desk.run(() => venue.tell(venue.last.orderId, ExecType.new));
    // Not released yet.
    desk.trade(9_890);
    expect(venue.sent.length).toBe(1);
    desk.trade(10_000);
    desk.run(() => venue.fill(venue.last.orderId, 100, 10_005));
    expect(desk.end(entry)).toBe('2 ');
    expect(venue.sent.map(({ side, quantity, price }) => [side, quantity, price]).slice(1)).toEqual([
      [Side.sell, 100, 10_100],
    ]);
    const exit = venue.last.orderId;
    desk.run(() => venue.tell(exit, ExecType.new));
    desk.trade(9_890);
    desk.world.advance(1000);
    expect([venue.canceled, venue.sent.length]).toEqual([[exit], 2]);
    desk.run(() => venue.tell(exit, ExecType.canceled));
    desk.world.advance(100);
    expect([venue.sent.length, venue.last.ordType, venue.last.quantity]).toEqual([3, OrdType.market, 100]);
    desk.run(() => venue.fill(venue.last.orderId, 100, 9_880));
    expect([desk.end(loss), desk.end(profit).slice(0, 1)]).toEqual(['2 ', '4']);
    expect(desk.alarms).toEqual([]);
  });

  it('does not send the stop when the other exit fills before its cancel arrives', () => {
    const desk = new Desk();
    const { venue } = desk;
    const { profit, loss } = bracket(desk);
    desk.run(() => venue.fill(venue.last.orderId, 100, 10_005));
    const exit = venue.last.orderId;
    desk.trade(9_890);
    expect(venue.canceled).toEqual([exit]);
    desk.run(() => venue.fill(exit, 100, 10_100));
    desk.world.advance(60_000);
    expect([venue.sent.length, desk.end(profit)]).toEqual([2, '2 ']);
    expect(desk.end(loss)).toBe('4 LINK_FILLED');
  });
});

describe('over a restart', () => {
  it('a stop is armed again, fires once, and is not sent twice', () => {
    const desk = new Desk();
    const { venue } = desk;
    const stop = desk.submit({ side: Side.sell, ordType: OrdType.stop, stopPrice: 9_900 });
    desk.restart();
    desk.trade(9_950);
    expect(venue.sent.length).toBe(0);
    desk.trade(9_900);
    expect(venue.sent.length).toBe(1);
    desk.run(() => venue.tell(venue.last.orderId, ExecType.new));
    desk.restart();
    desk.trade(9_890);
    desk.world.advance(1000);
    expect(venue.sent.length).toBe(1);
    desk.run(() => venue.fill(venue.last.orderId, 100, 9_899));
    expect(desk.end(stop)).toBe('2 ');
    const triggered = desk.told.filter((report) => report.orderId === stop && report.execType === 0x4c);
    expect(triggered.length).toBe(1);
  });

  it('a trailing stop keeps its best price', () => {
    const desk = new Desk();
    desk.submit({ side: Side.sell, ordType: OrdType.pegged, trailOffset: 100 });
    desk.trade(10_000);
    desk.trade(10_200);
    desk.restart();
    desk.trade(10_101);
    expect(desk.venue.sent.length).toBe(0);
    desk.trade(10_100);
    expect(desk.venue.sent.length).toBe(1);
  });

  it('a stop that its client cancelled does not fire, and others still do', () => {
    const desk = new Desk();
    const { venue, engine } = desk;
    const first = desk.submit({ side: Side.sell, ordType: OrdType.stop, stopPrice: 9_900 });
    desk.submit({ side: Side.sell, ordType: OrdType.stop, stopPrice: 9_800, quantity: 50 });
    desk.run(() => engine.cancel({ client: 0, clOrdId: 'C', origClOrdId: '', orderId: first }));
    expect(desk.end(first).slice(0, 1)).toBe('4');
    desk.trade(9_900);
    expect(venue.sent.length).toBe(0);
    desk.trade(9_790);
    expect(venue.sent.map(({ quantity }) => quantity)).toEqual([50]);
  });
});

it('a peg is replaced as the market moves, one request at a time', () => {
  const desk = new Desk();
  const { venue } = desk;
  desk.submit({ ordType: OrdType.pegged, pegTo: 'same' });
  expect([venue.last.price, venue.last.postOnly]).toEqual([9_995, true]);
  desk.run(() => venue.tell(venue.last.orderId, ExecType.new));
  desk.world.advance(100);
  desk.quote(9_997, 10_005);
  desk.quote(9_999, 10_005);
  desk.world.advance(100);
  const [first] = venue.replaced;
  expect([venue.replaced.length, first!.price]).toEqual([1, 9_997]);
  desk.run(() => venue.tell(first!.newOrderId, ExecType.replaced, { orderQuantity: 100, price: 9_997 }));
  desk.world.advance(100);
  expect(venue.replaced.map(({ price }) => price)).toEqual([9_997, 9_999]);
});
