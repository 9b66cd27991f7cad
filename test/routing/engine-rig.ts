/**
 * The real order engine and the real router on three venues that a test drives: each shows one price, trades what it shows, and does with the next orders what a list
 * of faults says. A venue keeps its own ledger: what the parents say is compared with that.
 */
import { SeededRandom } from '../../control/core/random.js';
import { blankClientOrder, type ClientOrder, type ClientReport } from '../../control/core/order-entry.js';
import {
  blankReport,
  ExecType,
  OrdType,
  TimeInForce,
  type SendResult,
  type Venue,
  type VenueOrder,
  type VenueReport,
  type VenueSessionState,
} from '../../control/core/venue.js';
import { openJournal } from '../../control/journal/journal.js';
import { OrderEngine } from '../../control/orders/engine/engine.js';
import { createPlanOrder } from '../../control/orders/types/plan.js';
import { defaultRouting } from '../../control/routing/config.js';
import { SmartRouter } from '../../control/routing/router.js';
import { RuleBook } from '../../control/routing/rules/rule-book.js';
import { capabilities, simpleSymbols, StrictRisk } from '../orders/simple-parts.js';
import { VirtualWorld } from '../support/world/world.js';
import { PROTECTION } from './oracle.js';
import { RandomMarket } from './random-market.js';

export const VENUES = 3;
/** How a venue treats an order that reaches it. */
export const FAULTS = ['none', 'reject', 'late', 'half', 'empty', 'die', 'die-after-fill', 'trade-on-cancel'] as const;
export type Fault = (typeof FAULTS)[number];

const ANSWER_MS = 1;
const LATE_MS = 700;
const DOWN_MS = 400;

interface Resting {
  readonly order: VenueOrder;
  readonly trades: { readonly quantity: number; readonly price: number; readonly execId: string }[];
  filled: number;
  isOpen: boolean;
  /** It trades when its cancel comes. */
  readonly tradesOnCancel: boolean;
}

class TradingVenue implements Venue {
  readonly capabilities = capabilities({ pegs: [], hidden: 'none', sweep: 'native' });
  readonly id: string;
  state: VenueSessionState = 'active';
  faults: Fault[] = [];
  /** Shares that traded here, by our child. */
  readonly ledger = new Map<number, number>();
  readonly orders: VenueOrder[] = [];
  readonly #resting = new Map<number, Resting>();
  readonly #isAnswered = new Set<number>();
  #execs = 0;

  constructor(
    readonly index: number,
    private readonly rig: Rig,
  ) {
    this.id = `V${index}`;
  }

  submit(order: Readonly<VenueOrder>): SendResult {
    if (this.state !== 'active') return 'notConnected';
    const fault = this.faults.shift() ?? 'none';
    const own = {
      order: { ...order },
      trades: [],
      filled: 0,
      isOpen: true,
      tradesOnCancel: fault === 'trade-on-cancel',
    };
    this.#resting.set(order.orderId, own);
    this.orders.push(own.order);
    this.rig.after(fault === 'late' ? LATE_MS : ANSWER_MS, () => this.#take(own, fault));
    return 'sent';
  }

  cancel(orderId: number): SendResult {
    if (this.state !== 'active') return 'notConnected';
    this.rig.after(ANSWER_MS, () => this.#cancel(orderId));
    return 'sent';
  }

  replace(): SendResult {
    return 'unsupported';
  }

  requestStatus(orderId: number): SendResult {
    if (this.state !== 'active') return 'notConnected';
    this.rig.after(ANSWER_MS, () => this.#tellAll(orderId));
    return 'sent';
  }

  massCancel(): SendResult {
    return 'unsupported';
  }

  sessions(): readonly [] {
    return [];
  }

  connect(): void {
    // It is there, but for its faults.
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

  get traded(): number {
    return [...this.ledger.values()].reduce((sum, quantity) => sum + quantity, 0);
  }

  #take(own: Resting, fault: Fault): void {
    if (!own.isOpen) return;
    if (fault === 'die') this.#die();
    else if (fault === 'reject') {
      own.isOpen = false;
      this.#tell(own, ExecType.rejected, { reasonCode: '99', text: 'no' });
    } else this.#accept(own, fault);
  }

  #accept(own: Resting, fault: Fault): void {
    this.#tell(own, ExecType.new);
    const [price, shown] = this.rig.offer(this.index);
    const reaches = own.order.price === 0 || own.order.price >= price;
    let quantity = fault === 'empty' || !reaches ? 0 : Math.min(shown, own.order.quantity);
    if (fault === 'half') quantity = Math.floor(quantity / 2);
    if (quantity > 0) this.#trade(own, quantity, price, fault !== 'die-after-fill');
    if (fault === 'die-after-fill') {
      this.#die();
      return;
    }
    const isOver = own.filled === own.order.quantity || own.order.timeInForce === TimeInForce.immediateOrCancel;
    if (!isOver) return;
    own.isOpen = false;
    if (own.filled < own.order.quantity) this.#tell(own, ExecType.canceled);
  }

  #trade(own: Resting, quantity: number, price: number, isTold: boolean): void {
    own.filled += quantity;
    this.ledger.set(own.order.orderId, own.filled);
    if (own.filled === own.order.quantity) own.isOpen = false;
    const [offer, shown] = this.rig.offer(this.index);
    this.rig.show(this.index, offer, Math.max(0, shown - quantity));
    const execId = `T${this.id}-${own.order.orderId}-${own.filled}`;
    own.trades.push({ quantity, price, execId });
    if (isTold) this.#tell(own, ExecType.trade, { lastQuantity: quantity, lastPrice: price, execId });
  }

  #cancel(orderId: number): void {
    if (this.state !== 'active') return;
    const own = this.#resting.get(orderId);
    if (own?.isOpen !== true) {
      this.#refuse(orderId);
      return;
    }
    const left = own.order.quantity - own.filled;
    const quantity = own.tradesOnCancel ? Math.ceil(left / 2) : 0;
    if (quantity > 0) this.#trade(own, quantity, own.order.price, true);
    if (quantity === left) this.#refuse(orderId);
    else {
      own.isOpen = false;
      this.#tell(own, ExecType.canceled);
    }
  }

  #refuse(orderId: number): void {
    const refusal = { venue: this.index, orderId, ordStatus: 0, reasonCode: '0', text: 'too late' };
    this.rig.engine.onRefusal({ ...refusal, request: 'cancel' });
  }

  /** The connection breaks: nobody knows what became of what was not answered, until it is back. Orders that rest stay. */
  #die(): void {
    if (this.state !== 'active') return;
    this.state = 'disconnected';
    const open = [...this.#resting.keys()].filter((orderId) => !this.#isAnswered.has(orderId));
    this.rig.engine.onState(this.index, 'disconnected', 'broken');
    for (const orderId of open) this.rig.engine.onUncertain(this.index, orderId, 'submit');
    this.rig.after(DOWN_MS, () => {
      this.state = 'active';
      this.rig.engine.onState(this.index, 'active', '');
      // As a session that recovers what was missed: all of it once more.
      for (const orderId of this.#resting.keys()) this.#tellAll(orderId);
    });
  }

  /** What an order did, whoever was told before. */
  #tellAll(orderId: number): void {
    const own = this.#resting.get(orderId);
    if (own === undefined || this.state !== 'active') return;
    if (own.isOpen && own.order.timeInForce === TimeInForce.immediateOrCancel) own.isOpen = false;
    for (const { quantity, price, execId } of own.trades) {
      this.#tell(own, ExecType.trade, { lastQuantity: quantity, lastPrice: price, execId, possDup: true });
    }
    if (!own.isOpen && own.filled < own.order.quantity) this.#tell(own, ExecType.canceled, { possDup: true });
    else if (own.isOpen) this.#tell(own, ExecType.new, { possDup: true });
  }

  #tell({ order }: Resting, execType: number, values: Partial<VenueReport> = {}): void {
    if (this.state !== 'active') return;
    const { orderId, instrument, side } = order;
    this.#isAnswered.add(orderId);
    this.rig.engine.onReport({
      ...blankReport(this.index),
      orderId,
      instrument,
      side,
      execType,
      execId: `${this.id}-${++this.#execs}`,
      ...values,
    });
  }
}

export class Rig {
  readonly world = new VirtualWorld({ seed: 1 });
  readonly process = this.world.addHost('gateway').start();
  readonly venues = Array.from({ length: VENUES }, (_, index) => new TradingVenue(index, this));
  readonly market = new RandomMarket({
    instruments: 2,
    venues: VENUES,
    depth: 1,
    random: new SeededRandom(1),
    tick: 1,
  });
  readonly told: ClientReport[] = [];
  readonly alarms: string[] = [];
  readonly router: SmartRouter;
  engine!: OrderEngine;
  readonly #offers: [number, number][] = Array.from({ length: VENUES }, () => [10_000, 0]);
  #names = 0;

  constructor(isProtected = true) {
    const symbols = { ...simpleSymbols(VENUES), listing: this.market.symbols.listing };
    this.router = new SmartRouter({
      market: this.market.book,
      symbols,
      venues: this.market.venueIds,
      clients: ['C1', 'C2'],
      config: defaultRouting(),
      rules: new RuleBook(isProtected ? PROTECTION : { markets: {}, rules: [] }),
    });
    const { process, venues, market } = this;
    for (let venue = 0; venue < VENUES; venue++) this.#write(venue);
    process.run(() => {
      const { disk, clock, timers } = process;
      this.engine = new OrderEngine({
        world: process,
        journal: openJournal({ disk, clock, timers, directory: '/journal', policy: 'os' }),
        venues,
        symbols,
        market: market.book,
        router: this.router,
        risk: new StrictRisk(),
        plan: createPlanOrder(),
        clients: ['C1', 'C2'],
      });
      this.engine.listen({ onAlarm: ({ kind }) => void this.alarms.push(kind) });
      for (const client of [0, 1]) {
        this.engine.attach(client, {
          onReport: (report) => void this.told.push({ ...report }),
          onCancelReject: () => undefined,
        });
      }
      this.engine.recover();
      for (const { index } of venues) this.engine.onState(index, 'active', '');
    });
    this.advance(5);
  }

  after(ms: number, work: () => void): void {
    this.process.timers.after(ms, work);
  }

  advance(ms: number): void {
    this.world.advance(ms);
  }

  offer(venue: number): readonly [price: number, quantity: number] {
    return this.#offers[venue]!;
  }

  /** What a venue offers from now on; the bid is far below. */
  show(venue: number, price: number, quantity: number): void {
    this.#offers[venue] = [price, quantity];
    this.#write(venue);
    this.process.run(() => this.market.book.publish());
  }

  submit(terms: Partial<ClientOrder>): number {
    const order = {
      ...blankClientOrder(),
      clOrdId: `N${++this.#names}`,
      quantity: 100,
      ordType: OrdType.limit,
      ...terms,
    };
    return this.process.run(() => this.engine.submit(order))!;
  }

  cancel(origClOrdId: string): void {
    const request = { client: 0, clOrdId: `N${++this.#names}`, origClOrdId, orderId: 0 };
    this.process.run(() => this.engine.cancel(request));
  }

  last(orderId: number): ClientReport {
    return this.told.findLast((report) => report.orderId === orderId)!;
  }

  get traded(): number {
    return this.venues.reduce((sum, { traded }) => sum + traded, 0);
  }

  #write(venue: number): void {
    const source = this.market.sources[venue]!;
    const [price, quantity] = this.#offers[venue]!;
    for (const [side, level] of [
      ['bid', [9_000, 1_000]],
      ['ask', [price, quantity]],
    ] as const) {
      const base = source.base(0, side);
      source.counts[base] = level[1] > 0 ? 1 : 0;
      source.prices[base] = level[0];
      source.quantities[base] = level[1];
    }
    this.market.quote(0, venue);
  }
}
