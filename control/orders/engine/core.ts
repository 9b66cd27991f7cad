/**
 * What the parts of the order engine share: the orders, the log, the workers, and turns. Everything happens in turns: a command, a venue's word, an alarm clock, a
 * market update. Within a turn each event is written, then had (log/recorder.ts), and effects follow; at its end the journal is committed and clients are told. What
 * comes in the middle of a turn, such as a venue's word within a call to it, waits until the turn is over.
 */
import { Children } from './children.js';
import { Groups } from './groups.js';
import { Names } from './log/names.js';
import { OrderLog } from './log/order-log.js';
import { Recorder } from './log/recorder.js';
import { ChildEvents } from './model/child-events.js';
import type { ChildOrder } from './model/child-order.js';
import { Exposure } from './model/exposure.js';
import { OrderEvents } from './model/order-events.js';
import { OrderIndex } from './model/order-index.js';
import type { ParentOrder } from './model/parent-order.js';
import { Reporter } from './model/reporter.js';
import type { AlarmKind, CancelScope, EngineListener, EngineOptions } from './options.js';
import { Outbox } from './outbox.js';
import { PlanVenues } from './plan-venues.js';
import { Tape } from './tape.js';
import type { WorkedOrder, WorkHost } from './worked-order.js';
import { Workers } from './workers.js';
import type { VenueReport } from '../../core/venue.js';

const MAX_ENDED = 200_000;
const AUDIT_MS = 5;
/** More than so many steps in one turn are a loop. */
const PASSES_MAX = 100_000;

export class EngineCore implements WorkHost {
  readonly outbox = new Outbox();
  readonly index: OrderIndex;
  readonly tape: Tape;
  readonly names: Names;
  readonly reporter: Reporter;
  readonly orders: OrderEvents;
  readonly events: ChildEvents;
  readonly groups: Groups;
  readonly log: OrderLog;
  readonly recorder: Recorder;
  readonly children: Children;
  readonly workers: Workers;
  readonly planVenues: PlanVenues;
  readonly listeners: EngineListener[] = [];
  readonly counters = {
    submitted: 0,
    refused: 0,
    requests: 0,
    massCancels: 0,
    venueReports: 0,
    duplicates: 0,
    foreign: 0,
    deferred: 0,
    alarms: 0,
    chainFaults: 0,
  };
  /** The journal was read: from now on things happen. */
  isRecovered = false;
  /** Above 0 within a turn. */
  depth = 0;
  private readonly deferred: (() => void)[] = [];
  private isFlushScheduled = false;
  /** When the turn first looked at the clock; 0: it has not. */
  private turnEpochMs = 0;

  constructor(readonly options: EngineOptions) {
    const { journal, world, venues, symbols, clients, limits, risk } = options;
    const { instruments } = symbols;
    this.index = new OrderIndex(clients.length, limits?.maxEnded ?? MAX_ENDED);
    this.tape = new Tape(instruments.length);
    const ids = venues.map(({ id }) => id);
    this.names = new Names(clients, ids, symbols);
    this.reporter = new Reporter(this.index, this.outbox, instruments);
    this.orders = new OrderEvents(this.index, this.reporter, new Exposure(risk));
    this.events = new ChildEvents(this.orders);
    this.groups = new Groups(this.orders);
    this.orders.links = this.groups;
    this.index.onForgotten = (order) => this.groups.forgotten(order);
    this.log = new OrderLog(journal, world.timers, limits?.auditMs ?? AUDIT_MS);
    this.recorder = new Recorder(this.log, this.orders, this.events, (instrument) => this.names.symbolOf(instrument));
    this.children = new Children(options, this.recorder, this.log, this.groups, this.raise.bind(this), () => this.now);
    this.children.onRetry = () => this.turn(() => this.children.retry());
    this.workers = new Workers(this, (order, error) => this.workerFailed(order, error), instruments.length);
    this.planVenues = new PlanVenues(venues, symbols);
  }

  /** Epoch ms; within a turn the same for all of it. */
  get now(): number {
    if (this.depth === 0) return this.options.world.clock.epochMs();
    if (this.turnEpochMs === 0) this.turnEpochMs = this.options.world.clock.epochMs();
    return this.turnEpochMs;
  }

  raise(kind: AlarmKind, order: ParentOrder | undefined, child: ChildOrder | undefined, text: string): void {
    this.counters.alarms++;
    const alarm = {
      kind,
      orderId: order?.orderId ?? 0,
      childId: child?.orderId ?? 0,
      venue: child?.venue ?? -1,
      text,
    };
    for (const listener of this.listeners) listener.onAlarm?.(alarm);
  }

  openOrders(): ReadonlySet<ParentOrder> {
    return this.index.living;
  }

  openChildren(scope: CancelScope): ChildOrder[] {
    const found: ChildOrder[] = [];
    for (const order of this.openOrders()) {
      if (!isMeant(order, scope)) continue;
      for (const child of order.children)
        if (scope.venue === undefined || child.venue === scope.venue) found.push(child);
    }
    return found;
  }

  // Turns

  /** Runs something now, or, inside of a turn, at its end; clients are told before this returns. */
  turn(run: () => void): void {
    if (this.depth > 0) {
      this.defer(run);
      return;
    }
    this.depth++;
    try {
      run();
    } finally {
      this.leave();
    }
  }

  /** The same for what is no client's command: clients are told when the callback that it came in is over, with one commit for all that came in it. */
  later(run: () => void): void {
    if (this.depth > 0) {
      this.defer(run);
      return;
    }
    this.depth++;
    try {
      run();
    } finally {
      this.leaveLater();
    }
  }

  defer(run: () => void): void {
    this.counters.deferred++;
    this.deferred.push(run);
  }

  leave(): void {
    this.settleTurn();
    this.depth--;
    this.flush();
  }

  leaveLater(): void {
    this.settleTurn();
    this.depth--;
    if (this.isFlushScheduled) return;
    this.isFlushScheduled = true;
    this.options.world.timers.soon(this.flushLater);
  }

  // Workers

  watch(work: WorkedOrder, on: boolean): void {
    this.workers.watch(work, on);
  }

  wake(work: WorkedOrder): void {
    this.later(() => this.workers.wake(work));
  }

  goFirst(client: number, orderId: number): void {
    const order = this.index.find(client, orderId, '');
    if (order !== undefined) this.workers.goFirst(order);
  }

  onMarket(instrument: number): void {
    if (!this.workers.isWatched(instrument)) return;
    if (this.depth > 0) {
      this.defer(() => this.workers.market(instrument));
      return;
    }
    this.depth++;
    try {
      this.workers.market(instrument);
    } finally {
      this.leaveLater();
    }
  }

  /** The worker of a child's order is to hear of it. */
  changed(child: ChildOrder, report: Readonly<VenueReport> | undefined): void {
    this.workers.notify(child.parent, child, report);
  }

  tellVenue(venue: number): void {
    for (const work of this.workers.all()) this.workers.notify(work.order, undefined, undefined, venue);
  }

  /** What follows from an order's new state. */
  follow(order: ParentOrder): void {
    const isOver = order.isDone || order.closing !== undefined;
    const isTooMuch = this.isTooMuch(order);
    if (isOver) this.workers.end(order);
    if (order.closing !== undefined || !order.state.isOpen) {
      if (!isOver && order.children.length > 0) {
        this.raise('aliveAfterEnd', order, order.children[0], 'the order is filled, and more of it is open');
      }
      if (order.children.length > 0) this.bringBack(order);
    } else if (isTooMuch) for (const child of [...order.children]) this.children.cancel(child);
    if (order.terms.linkKind !== '')
      for (const leg of this.groups.freed(order)) this.workers.notify(leg, undefined, undefined);
    this.release(order);
    for (const listener of this.listeners) listener.onOrder?.(order);
  }

  private bringBack(order: ParentOrder): void {
    for (const child of [...order.children]) {
      if (child.cancelWanted) this.children.wait(child);
      else this.children.cancel(child);
    }
  }

  /** What follows from the new states of all that were changed, also meanwhile. */
  followTouched(): void {
    const { touched } = this.orders;
    for (let order = touched.next(); order !== undefined; order = touched.next()) this.follow(order);
  }

  private readonly flushLater = (): void => {
    this.isFlushScheduled = false;
    this.flush();
  };

  /** Effects follow events until nothing is left to do. */
  private settleTurn(): void {
    const { touched } = this.orders;
    for (let pass = 0; pass < PASSES_MAX; pass++) {
      if (!touched.isEmpty) this.followTouched();
      else if (!this.workers.drain()) {
        const next = this.deferred.shift();
        if (next === undefined) break;
        next();
      }
    }
    this.workers.endTurn();
    this.turnEpochMs = 0;
  }

  /** What was written is committed; then clients are told. What cannot be committed is told when it can. */
  private flush(): void {
    if (this.depth > 0) return;
    if (this.log.commit()) this.outbox.flush();
  }

  /** More of it is at venues than it is for: a linked order has traded late. What is open comes back, and its worker sends what is left. */
  private isTooMuch(order: ParentOrder): boolean {
    const isOver = order.children.length > 0 && order.state.cumQuantity + order.exposed > order.limit;
    if (isOver && !order.isOverTold) {
      this.raise('overfill', order, order.children[0], 'more is open than the order is for now: it is cancelled');
    }
    order.isOverTold = isOver;
    return isOver;
  }

  /** A leg that waited for its entry: it begins with the first share, and is told of every further one. */
  private release(order: ParentOrder): void {
    if (order.released === Infinity || order.isDone || order.closing !== undefined) return;
    const work = this.workers.of(order);
    if (work === undefined || order.released === 0) return;
    if (work.hasBegun) this.workers.notify(order, undefined, undefined);
    else this.workers.start(work);
  }

  private workerFailed(order: ParentOrder, error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    this.raise('workerFailed', order, undefined, text);
    if (!order.isDone) this.recorder.close(this.now, order, 'canceled', 'WORKER_FAILED', text, true);
  }
}

function isMeant(order: ParentOrder, { client, instrument, side }: CancelScope): boolean {
  return (
    (client === undefined || order.client === client) &&
    (instrument === undefined || order.terms.instrument === instrument) &&
    (side === undefined || order.terms.side === side)
  );
}

export { isMeant };
