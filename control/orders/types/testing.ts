/**
 * A `Work` for tests of order types: virtual time, a market that the test writes, and venues that match what is sent against it, each message a while under way. It checks what
 * every worker must keep: it never has more at venues than the order, never asks a venue for what it cannot do, and asks for nothing once its order is over.
 */
import { blankClientOrder, type ClientOrder } from '../../core/order-entry.js';
import { SeededRandom } from '../../core/random.js';
import { ExecType, OrdStatus, OrdType, Side, TimeInForce, type VenueReport } from '../../core/venue.js';
import type { Child, ChildTerms, OrderTypePlan, PlanOrder, Work, Worker } from '../engine/work.js';
import { hasCode } from './child-terms.js';
import { createPlanOrder, type PlanOptions } from './plan.js';
import { TestMarket, type TestVenue } from './testing-market.js';
import { checkSupported, TEST_INSTRUMENT, testWork } from './testing-work.js';

export const EPOCH_MS = 1_700_000_000_000;

export interface RigChild extends Child {
  orderId: number;
  price: number;
  quantity: number;
  cumQuantity: number;
  isOpen: boolean;
  cancelPending: boolean;
  replacePending: boolean;
  isUncertain: boolean;
  readonly terms: Readonly<Partial<ChildTerms>> & { quantity: number };
  rests: boolean;
  /** Total quantity while a replacement is under way. */
  pendingQuantity: number;
  sentMs: number;
  /** Filled at the venue; the report may still be under way. */
  venueFilled: number;
}

interface Event {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** What a test may look at afterwards. */
export interface Told {
  readonly atMs: number;
  readonly what: 'send' | 'cancel' | 'replace' | 'fill' | 'report' | 'remember' | 'finish';
  readonly venue: number;
  readonly quantity: number;
  readonly price: number;
  readonly child: RigChild | undefined;
}

export interface RigOptions {
  readonly venues: readonly TestVenue[];
  readonly terms: Partial<ClientOrder>;
  readonly plan?: PlanOptions;
  /** Shared by several orders; made of `plan` otherwise. */
  readonly planOrder?: PlanOrder;
  readonly tick?: number;
  readonly lot?: number;
  /** One way, to a venue or back. */
  readonly latencyMs?: number;
  readonly seed?: number;
}

export class Rig {
  now = EPOCH_MS;
  readonly market: TestMarket;
  terms: ClientOrder;
  private termsBefore: ClientOrder;
  readonly children: RigChild[] = [];
  readonly told: Told[] = [];
  denial: { readonly code: string; readonly text: string } | undefined;
  plan: OrderTypePlan | undefined;
  worker!: Worker;
  work: Work;
  cumQuantity = 0;
  /** Nothing may be asked any more. */
  isOver = false;
  ending = '';
  code = '';
  memory: Readonly<Record<string, number | string>> = {};
  lastPrice = 0;
  lastEpochMs = 0;
  volume = 0;
  isStale = false;
  isWatching = false;
  reports: { readonly execType: number; readonly text: string }[] = [];
  private events: Event[] = [];
  /** Epoch ms of the worker's alarm; 0: none. */
  alarm = 0;
  private order = 0;
  private nextId = 1;
  private readonly latencyMs: number;
  readonly random: SeededRandom;
  private planOrder: PlanOrder;

  constructor(readonly options: RigOptions) {
    this.market = new TestMarket(options.venues, this);
    this.terms = { ...blankClientOrder(), quantity: 1000, ordType: OrdType.limit, ...options.terms };
    this.termsBefore = this.terms;
    this.latencyMs = options.latencyMs ?? 1;
    this.random = new SeededRandom(options.seed ?? 1);
    this.planOrder = options.planOrder ?? createPlanOrder(options.plan);
    this.work = testWork(this);
  }

  get venues(): readonly TestVenue[] {
    return this.options.venues;
  }

  get open(): RigChild[] {
    return this.children.filter((child) => child.isOpen);
  }

  get openLeaves(): number {
    return this.open.reduce(
      (sum, child) => sum + Math.max(child.quantity, child.pendingQuantity) - child.cumQuantity,
      0,
    );
  }

  get unsent(): number {
    return this.terms.quantity - this.cumQuantity - this.openLeaves;
  }

  get isSound(): boolean {
    return !this.isStale && this.market.isSound();
  }

  /** Plans and starts; a denial is kept. */
  start(): this {
    const venues = this.venues.map(({ capabilities, listed = true }, index) => ({ index, capabilities, listed }));
    const plan = this.planOrder(this.terms, TEST_INSTRUMENT, venues);
    if ('code' in plan) {
      this.denial = plan;
      return this;
    }
    this.plan = plan;
    this.worker = plan.create(this.work);
    this.worker.start();
    return this;
  }

  /** The process ends and comes back: a new worker, its memory, and children as the venues have them. */
  restart(): void {
    this.alarm = 0;
    this.isWatching = false;
    this.planOrder = createPlanOrder(this.options.plan);
    const venues = this.venues.map(({ capabilities, listed = true }, index) => ({ index, capabilities, listed }));
    const plan = this.planOrder(this.terms, TEST_INSTRUMENT, venues) as OrderTypePlan;
    this.work = testWork(this);
    this.worker = plan.create(this.work);
    this.worker.resume(this.memory);
  }

  /** The client ends it. */
  cancelByClient(): void {
    this.over('client', 'CLIENT');
    this.worker.onEnd?.();
    for (const child of this.open) this.cancelAtVenue(child);
  }

  replaceByClient(terms: Partial<Pick<ClientOrder, 'quantity' | 'price' | 'stopPrice' | 'displayQuantity'>>): boolean {
    const before = this.terms;
    this.terms = { ...before, ...terms };
    const taken = this.worker.onReplace();
    if (taken) this.termsBefore = before;
    else this.terms = before;
    this.checkFilled();
    return taken;
  }

  /** A venue has refused the client's last replacement: the order is as it was. */
  refuseReplacement(): void {
    this.terms = this.termsBefore;
    this.worker.onTurn?.();
    this.marketChanged();
  }

  trade(price: number, quantity: number): void {
    this.lastPrice = price;
    this.lastEpochMs = this.now;
    this.volume += quantity;
    this.marketChanged();
  }

  marketChanged(): void {
    if (this.isWatching && !this.isOver) this.worker.onMarket();
  }

  /** Lets time pass, with everything that happens in it. */
  advance(ms: number): this {
    const until = this.now + ms;
    for (let turns = 0; ; turns++) {
      if (turns > 200_000) throw new Error('the worker does not come to rest');
      const event = this.events[0];
      const eventAt = event?.at ?? Infinity;
      const alarmAt = this.alarm === 0 || this.isOver ? Infinity : Math.max(this.alarm, this.now);
      const at = Math.min(eventAt, alarmAt);
      if (at > until) break;
      this.now = at;
      if (eventAt <= alarmAt) {
        this.events.shift();
        event!.run();
      } else {
        this.alarm = 0;
        this.worker.onWake();
      }
    }
    this.now = until;
    return this;
  }

  /** A venue comes or goes. */
  usable(venue: number, isUsable: boolean): void {
    this.venues[venue]!.isUsable = isUsable;
    if (!this.isOver) this.worker.onVenue(venue);
  }

  fill(child: RigChild, quantity: number, price = child.price): void {
    child.cumQuantity += quantity;
    child.venueFilled = Math.max(child.venueFilled, child.cumQuantity);
    this.cumQuantity += quantity;
    this.told.push({ atMs: this.now, what: 'fill', venue: child.venue, quantity, price, child });
    if (child.cumQuantity > child.quantity) throw new Error('a child was filled beyond its quantity');
    if (this.cumQuantity > this.terms.quantity) throw new Error('the order was filled beyond its quantity');
    if (child.cumQuantity >= child.quantity) child.isOpen = false;
    this.report(child, ExecType.trade, '', quantity, price);
  }

  endChild(child: RigChild, execType: number, text = ''): void {
    child.isOpen = child.cancelPending = child.replacePending = child.isUncertain = false;
    child.pendingQuantity = 0;
    this.report(child, execType, text);
  }

  private report(child: RigChild, execType: number, text: string, lastQuantity = 0, lastPrice = 0): void {
    this.market.ownChanged();
    this.checkFilled();
    if (this.isOver) return;
    const report: Partial<VenueReport> = {
      venue: child.venue,
      orderId: child.orderId,
      execType,
      ordStatus: OrdStatus.new,
      text,
      reasonCode: text,
      lastQuantity,
      lastPrice,
    };
    this.worker.onChild(child, report as VenueReport);
  }

  private checkFilled(): void {
    if (this.isOver || this.cumQuantity < this.terms.quantity) return;
    this.over('filled', '');
    this.worker.onEnd?.();
  }

  over(ending: string, code: string): void {
    this.isOver = true;
    this.ending = ending;
    this.code = code;
    this.alarm = 0;
  }

  later(run: () => void, delayMs = this.latencyMs): void {
    const event = { at: this.now + delayMs, order: this.order++, run };
    let at = this.events.length;
    while (at > 0 && this.events[at - 1]!.at > event.at) at--;
    this.events.splice(at, 0, event);
  }

  send(venueIndex: number, terms: Readonly<Partial<ChildTerms>> & { quantity: number }): RigChild | string {
    const venue = this.venues[venueIndex]!;
    this.mayAsk();
    const { quantity, price = 0 } = terms;
    if (!(quantity > 0) || quantity % (this.options.lot ?? 1) !== 0) throw new Error(`quantity ${quantity} sent`);
    if (quantity > this.unsent) throw new Error(`${quantity} sent where ${this.unsent} are left`);
    if (!(price >= 0) || price % (this.options.tick ?? 1) !== 0) throw new Error(`price ${price} sent`);
    checkSupported(terms, venue.capabilities);
    if (terms.postOnly === true) this.checkPassive(price);
    if (venue.isUsable === false) return 'notConnected';
    if (venue.refuses !== undefined && venue.refuses !== '') return venue.refuses;
    const child: RigChild = {
      orderId: this.nextId++,
      venue: venueIndex,
      price,
      quantity,
      cumQuantity: 0,
      isOpen: true,
      cancelPending: false,
      replacePending: false,
      isUncertain: false,
      tag: terms.tag ?? 0,
      terms,
      rests: false,
      pendingQuantity: 0,
      sentMs: this.now,
      venueFilled: 0,
    };
    this.children.push(child);
    this.told.push({ atMs: this.now, what: 'send', venue: venueIndex, quantity, price, child });
    this.later(() => this.market.arrive(child));
    return child;
  }

  /** Best price first, then the rest to the first venue that may have it. */
  route(quantity: number, limit: number, options: { takeOnly: boolean; postOnly?: boolean; tag?: number }): number {
    this.mayAsk();
    let left = quantity;
    const tag = options.tag ?? 0;
    if (options.postOnly !== true) {
      for (const { venue, shown } of this.market.offers(this.terms.side, limit, quantity)) {
        if (left <= 0) break;
        const lot = this.options.lot ?? 1;
        const part = Math.floor(Math.min(left, shown) / lot) * lot;
        if (part <= 0) continue;
        const ordType = limit === 0 ? OrdType.market : OrdType.limit;
        const sent = this.send(venue, {
          quantity: part,
          price: limit,
          ordType,
          timeInForce: TimeInForce.immediateOrCancel,
          tag,
        });
        if (typeof sent !== 'string') left -= part;
      }
    }
    if (options.takeOnly || left <= 0) return quantity - left;
    const venue = this.venues.findIndex(
      ({ isUsable, capabilities, listed }) =>
        isUsable !== false && listed !== false && (options.postOnly !== true || capabilities.postOnly === 'native'),
    );
    if (venue < 0) return quantity - left;
    const { timesInForce } = this.venues[venue]!.capabilities;
    const timeInForce = hasCode(timesInForce, TimeInForce.day) ? TimeInForce.day : TimeInForce.goodTillCancel;
    const sent = this.send(venue, {
      quantity: left,
      price: limit,
      ordType: OrdType.limit,
      timeInForce,
      postOnly: options.postOnly ?? false,
      tag,
    });
    return typeof sent === 'string' ? quantity - left : quantity;
  }

  cancelAtVenue(child: RigChild): void {
    if (!child.isOpen || child.cancelPending) return;
    child.cancelPending = true;
    this.told.push({
      atMs: this.now,
      what: 'cancel',
      venue: child.venue,
      quantity: child.quantity,
      price: child.price,
      child,
    });
    this.later(() => this.market.cancelArrived(child));
  }

  replaceAtVenue(child: RigChild, quantity: number, price: number): boolean {
    this.mayAsk();
    if (this.venues[child.venue]!.capabilities.replace !== 'replace') return false;
    if (!child.isOpen || child.replacePending || child.cancelPending)
      throw new Error('a child was replaced that cannot be');
    if (quantity > child.quantity && quantity - child.quantity > this.unsent)
      throw new Error(`a replacement of ${quantity} where ${this.unsent} more are left`);
    if (child.terms.postOnly === true) this.checkPassive(price);
    child.replacePending = true;
    child.pendingQuantity = quantity;
    this.told.push({ atMs: this.now, what: 'replace', venue: child.venue, quantity, price, child });
    this.later(() => this.market.replaceArrived(child, quantity, price));
    return true;
  }

  /** What must not take may not be sent to where it would, as far as anybody can see. */
  private checkPassive(price: number): void {
    const [bid, ask] = this.market.others();
    const far = this.terms.side === Side.buy ? ask : bid;
    if (far > 0 && (this.terms.side === Side.buy ? price >= far : price <= far))
      throw new Error(`${price} sent, which reaches ${far}`);
  }

  mayAsk(): void {
    if (this.isOver) throw new Error('the worker asked for something after the end of its order');
  }
}
