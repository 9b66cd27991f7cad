/**
 * The workers of all orders that live, and their calls: one at a time, never from within a call that a worker itself makes, and never after its order is over. What
 * a worker throws ends its order, and an alarm says so.
 */
import type { VenueReport } from '../../core/venue.js';
import type { ChildOrder } from './model/child-order.js';
import type { ParentOrder } from './model/parent-order.js';
import { WorkedOrder, type WorkHost } from './worked-order.js';
import type { OrderTypePlan } from './work.js';

/** So often a worker may be called in one turn: more is a worker and a venue that answer each other for ever. */
const CALLS_MAX = 2_000;

interface Notice {
  readonly work: WorkedOrder;
  /** Undefined: something else than a child has changed, `venue` stands for it. */
  readonly child: ChildOrder | undefined;
  readonly report: Readonly<VenueReport> | undefined;
  readonly venue: number;
}

/** Stands for a venue: the order may try at once, because others wait behind it. */
const TURN = -1;

export class Workers {
  readonly counters = { calls: 0, failures: 0, queuedMax: 0 };
  private readonly works = new Map<ParentOrder, WorkedOrder>();
  private readonly watchers: WorkedOrder[][];
  private queue: Notice[] = [];
  /** Those that were called in this turn: the first `calledCount`. An array keeps its room: setting its length to 0 would give it up with every turn. */
  private readonly called: (WorkedOrder | undefined)[] = [];
  private calledCount = 0;

  constructor(
    private readonly host: WorkHost,
    private readonly failed: (order: ParentOrder, error: unknown) => void,
    instruments: number,
  ) {
    this.watchers = Array.from({ length: instruments }, () => []);
  }

  get size(): number {
    return this.works.size;
  }

  of(order: ParentOrder): WorkedOrder | undefined {
    return this.works.get(order);
  }

  all(): IterableIterator<WorkedOrder> {
    return this.works.values();
  }

  create(order: ParentOrder, plan: OrderTypePlan): WorkedOrder {
    const work = new WorkedOrder(order, this.host);
    this.works.set(order, work);
    if (!this.mayCall(work)) return work;
    try {
      work.worker = plan.create(work);
    } catch (error) {
      this.fail(work, error);
    }
    return work;
  }

  start(work: WorkedOrder): void {
    work.hasBegun = true;
    if (work.isOver || !this.mayCall(work)) return;
    try {
      work.worker?.start();
    } catch (error) {
      this.fail(work, error);
    }
  }

  resume(work: WorkedOrder): void {
    work.hasBegun = true;
    this.guard(work, () => work.worker?.resume(work.order.memory ?? {}));
  }

  wake(work: WorkedOrder): void {
    work.attempt = 0;
    this.guard(work, () => work.worker?.onWake());
  }

  /**
   * What the worker says to new terms, and the children that it asked to change for them; undefined: it cannot take them. One that says so, and has asked for something or
   * sent more than the old terms allow, has taken them.
   */
  replace(work: WorkedOrder): readonly number[] | undefined {
    work.attempt = 0;
    work.leaveLine();
    const answer = { isTaken: false };
    work.changed = [];
    this.guard(work, () => {
      answer.isTaken = work.worker?.onReplace() ?? false;
    });
    const { changed } = work;
    work.changed = undefined;
    const { state, exposed, replacing } = work.order;
    const isTooMuch = state.cumQuantity + exposed > (replacing?.old.quantity ?? Infinity);
    return answer.isTaken || changed.length > 0 || isTooMuch ? changed : undefined;
  }

  /** Everybody who watches the instrument looks at it. Allocates nothing. */
  market(instrument: number): void {
    const watchers = this.watchers[instrument];
    if (watchers === undefined) return;
    // Those that end meanwhile leave the list: from the back, nobody is passed over.
    for (let i = watchers.length - 1; i >= 0; i--) {
      const work = watchers[i];
      if (work === undefined || work.isOver || !work.hasBegun || work.worker === undefined) continue;
      work.attempt = 0;
      this.counters.calls++;
      try {
        work.worker.onMarket();
      } catch (error) {
        this.fail(work, error);
      }
    }
  }

  isWatched(instrument: number): boolean {
    return (this.watchers[instrument]?.length ?? 0) > 0;
  }

  watch(work: WorkedOrder, on: boolean): void {
    if (work.isWatching === on) return;
    work.isWatching = on;
    const watchers = this.watchers[work.instrument.index]!;
    if (on) watchers.push(work);
    else {
      const at = watchers.indexOf(work);
      watchers[at] = watchers[watchers.length - 1]!;
      watchers.pop();
    }
  }

  /** Told when no worker is being called. `report` is kept until then: give it one that stays. */
  notify(
    order: ParentOrder,
    child: ChildOrder | undefined,
    report: Readonly<VenueReport> | undefined,
    venue = 0,
  ): void {
    const work = this.works.get(order);
    if (work === undefined || work.isOver || !work.hasBegun) return;
    this.queue.push({ work, child, report, venue });
    if (this.queue.length > this.counters.queuedMax) this.counters.queuedMax = this.queue.length;
  }

  /** The order may try at once, because others wait behind it; told when no worker is being called, once a turn. */
  goFirst(order: ParentOrder): void {
    if (this.queue.some(({ work, venue }) => venue === TURN && work.order === order)) return;
    this.notify(order, undefined, undefined, TURN);
  }

  /** The same at once, where nobody is being called: the report may be used again by its owner. */
  tell(order: ParentOrder, child: ChildOrder, report: Readonly<VenueReport>): void {
    const work = this.works.get(order);
    if (work === undefined || work.isOver || !work.hasBegun || !this.mayCall(work)) return;
    try {
      work.worker?.onChild(child, report);
    } catch (error) {
      this.fail(work, error);
    }
  }

  /** Tells what waits. True when there was something. */
  drain(): boolean {
    if (this.queue.length === 0) return false;
    const { queue } = this;
    this.queue = [];
    for (const { work, child, report, venue } of queue) {
      if (child === undefined) {
        work.attempt = 0;
        this.guard(work, () => (venue === TURN ? work.worker?.onTurn?.() : work.worker?.onVenue(venue)));
      } else this.guard(work, () => work.worker?.onChild(child, report));
    }
    return true;
  }

  /** The order is over, or is to end: its worker is told, unless it has ended the order itself. */
  end(order: ParentOrder): void {
    const work = this.works.get(order);
    if (work === undefined) return;
    if (work.end()) {
      try {
        work.worker?.onEnd?.();
      } catch (error) {
        this.fail(work, error);
      }
    }
    if (order.isDone) this.works.delete(order);
  }

  /** The turn is over. */
  endTurn(): void {
    for (let i = 0; i < this.calledCount; i++) {
      this.called[i]!.callsInTurn = 0;
      this.called[i] = undefined;
    }
    this.calledCount = 0;
  }

  private guard(work: WorkedOrder, call: () => void): void {
    if (work.isOver || !this.mayCall(work)) return;
    try {
      call();
    } catch (error) {
      this.fail(work, error);
    }
  }

  private mayCall(work: WorkedOrder): boolean {
    this.counters.calls++;
    if (work.callsInTurn++ === 0) this.called[this.calledCount++] = work;
    if (work.callsInTurn <= CALLS_MAX) return true;
    this.fail(work, new Error(`its worker was called ${CALLS_MAX} times in one turn`));
    return false;
  }

  private fail(work: WorkedOrder, error: unknown): void {
    this.counters.failures++;
    if (work.end()) {
      // What it shares with other orders must be let go, if it still can.
      try {
        work.worker?.onEnd?.();
      } catch {
        this.counters.failures++;
      }
    }
    this.failed(work.order, error);
  }
}
