/** An engine with one or two venues that do nothing but note what they are asked: a test says what they answer. */
import {
  blankClientOrder,
  type ClientCancelReject,
  type ClientOrder,
  type ClientReport,
} from '../../control/core/order-entry.js';
import {
  blankReport,
  type SendResult,
  type Venue,
  type VenueOrder,
  type VenueReport,
  type VenueSessionState,
} from '../../control/core/venue.js';
import { openJournal, type FileJournal } from '../../control/journal/journal.js';
import { OrderEngine } from '../../control/orders/engine/engine.js';
import type { EngineAlarm, EngineLimits } from '../../control/orders/engine/options.js';
import type { VirtualHost } from '../support/world/host.js';
import type { VirtualProcess } from '../support/world/process.js';
import { VirtualWorld } from '../support/world/world.js';
import { capabilities, SimpleMarket, SimpleRouter, simpleSymbols, StrictRisk } from './simple-parts.js';
import { simplePlan } from './simple-workers.js';

export class NotingVenue implements Venue {
  readonly capabilities = capabilities();
  state: VenueSessionState = 'active';
  /** What was asked, in words. */
  readonly asked: string[] = [];
  readonly orders: VenueOrder[] = [];
  /** What the next requests are answered with at once. */
  result: SendResult = 'sent';

  constructor(
    readonly index: number,
    readonly id: string,
  ) {}

  submit(order: Readonly<VenueOrder>): SendResult {
    this.orders.push({ ...order });
    return this.note(`submit ${order.orderId} ${order.quantity}`);
  }

  cancel(orderId: number): SendResult {
    return this.note(`cancel ${orderId}`);
  }

  replace(orderId: number, newOrderId: number, quantity: number, price: number): SendResult {
    return this.note(`replace ${orderId} by ${newOrderId} ${quantity} at ${price}`);
  }

  requestStatus(orderId: number): SendResult {
    return this.note(`status ${orderId}`);
  }

  massCancel(instrument: number): SendResult {
    return this.capabilities.massCancel === 'native' ? this.note(`massCancel ${instrument}`) : 'unsupported';
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

  switchOrderEntry(): void {
    // There is one.
  }

  counters(): Readonly<Record<string, number>> {
    return {};
  }

  private note(text: string): SendResult {
    this.asked.push(this.result === 'sent' ? text : `${text}: ${this.result}`);
    return this.result;
  }
}

export class Desk {
  readonly world = new VirtualWorld({ seed: 1 });
  readonly host: VirtualHost = this.world.addHost('gateway');
  venues = [new NotingVenue(0, 'ALPHA'), new NotingVenue(1, 'BETA')];
  process!: VirtualProcess;
  journal!: FileJournal;
  engine!: OrderEngine;
  risk!: StrictRisk;
  readonly reports: ClientReport[] = [];
  readonly rejects: ClientCancelReject[] = [];
  readonly alarms: EngineAlarm[] = [];
  private names = 0;

  constructor(private readonly limits: EngineLimits = {}) {
    this.start();
  }

  /** A new process on the same disk; venues as they are. */
  start(): void {
    this.process = this.host.start();
    const { process, limits } = this;
    this.risk = new StrictRisk();
    process.run(() => {
      this.journal = openJournal({
        disk: process.disk,
        clock: process.clock,
        timers: process.timers,
        directory: '/journal',
      });
      this.engine = new OrderEngine({
        world: process,
        journal: this.journal,
        venues: this.venues,
        symbols: simpleSymbols(2),
        market: new SimpleMarket(2),
        router: new SimpleRouter(2),
        risk: this.risk,
        plan: simplePlan,
        clients: ['C1', 'C2'],
        limits,
      });
      const handler = {
        onReport: (report: ClientReport) => void this.reports.push({ ...report }),
        onCancelReject: (reject: ClientCancelReject) => void this.rejects.push({ ...reject }),
      };
      this.engine.attach(0, handler);
      this.engine.attach(1, handler);
      this.engine.listen({ onAlarm: (alarm) => void this.alarms.push(alarm) });
      this.engine.recover();
    });
  }

  /** A limit order at a venue for 100, of client C1. Returns its number. */
  send(values: Partial<ClientOrder> = {}): number {
    const order = {
      ...blankClientOrder(),
      clOrdId: `N${++this.names}`,
      ordType: 0x32,
      quantity: 100,
      price: 10_000,
      algoParameters: { venue: '0' },
      ...values,
    };
    return this.process.run(() => this.engine.submit(order))!;
  }

  cancel(origClOrdId: string, client = 0): string {
    const clOrdId = `N${++this.names}`;
    this.process.run(() => this.engine.cancel({ client, clOrdId, origClOrdId, orderId: 0 }));
    return clOrdId;
  }

  replace(origClOrdId: string, quantity: number, price = 0): string {
    const clOrdId = `N${++this.names}`;
    const request = { client: 0, clOrdId, origClOrdId, orderId: 0, quantity, price, stopPrice: 0, displayQuantity: 0 };
    this.process.run(() => this.engine.replace(request));
    return clOrdId;
  }

  /** What the venue says of a child. */
  say(orderId: number, execType: string, values: Partial<VenueReport> = {}, venue = 0): void {
    const report = {
      ...blankReport(venue),
      instrument: 0,
      side: 0x31,
      orderId,
      execType: execType.charCodeAt(0),
      ...values,
    };
    this.process.run(() => this.engine.onReport(report));
  }

  fill(orderId: number, execId: string, lastQuantity: number, lastPrice = 10_000): void {
    this.say(orderId, 'F', { execId, lastQuantity, lastPrice });
  }

  refuse(orderId: number, request: 'cancel' | 'replace', ordStatus = 0): void {
    const refusal = { venue: 0, orderId, request, ordStatus, reasonCode: '0', text: 'no' };
    this.process.run(() => this.engine.onRefusal(refusal));
  }

  /** The last reports, as `ExecType OrdStatus cum leaves`. */
  told(count: number): string[] {
    return this.reports
      .slice(-count)
      .map(({ execType, ordStatus, cumQuantity, leavesQuantity }) =>
        [String.fromCharCode(execType), String.fromCharCode(ordStatus), cumQuantity, leavesQuantity].join(' '),
      );
  }

  /** What was asked of a venue since this was last called. */
  asked(venue = 0): string[] {
    return this.venues[venue]!.asked.splice(0);
  }
}
