/**
 * Stop and stop-limit orders that are held here until their trigger; from then on another worker has the order. That it was triggered is remembered before anything is sent, so
 * that a restart neither arms it again nor forgets it.
 */
import type { TriggerSource } from '../../core/order-entry.js';
import type { VenueReport } from '../../core/venue.js';
import type { Child, Ending, Work, Worker } from '../engine/work.js';
import { BaseWorker, type Memory } from './base-worker.js';
import { isBuy, isImmediate } from './names.js';
import { numberOf } from './parameters.js';
import type { StopWatch } from './stop-watch.js';
import { PriceKind, type TriggerTarget } from './triggers.js';

/** ExecType (150): triggered, by FIX 4.4. */
export const EXEC_TRIGGERED = 0x4c;

/** A buyer's stop looks at the offer, a seller's at the bid. */
export function kindOf(source: TriggerSource, side: number): number {
  if (source === 'last') return PriceKind.last;
  if (source === 'mid') return PriceKind.mid;
  return isBuy(side) ? PriceKind.ask : PriceKind.bid;
}

export class StopWorker extends BaseWorker implements TriggerTarget {
  protected stopHandle = -1;
  private inner: Worker | undefined;

  /** @param triggered what works the order from its trigger on */
  constructor(
    work: Work,
    protected readonly watch: StopWatch,
    private readonly triggered: (work: Work) => Worker,
  ) {
    super(work);
  }

  protected override begin(): void {
    this.watch.join(this.work);
    this.armAll();
    if (!this.hasEnded) this.watch.look(this.work);
  }

  protected override restore(memory: Memory): void {
    if (memory['triggered'] === 1) {
      this.handOver().resume(memory);
      return;
    }
    this.recall(memory);
    this.begin();
  }

  /** What a trailing stop takes from its memory. */
  protected recall(_memory: Memory): void {
    // A plain stop knows its price from the order.
  }

  /** Arms what belongs to the order. */
  protected armAll(): void {
    this.armStop(this.work.terms.stopPrice);
  }

  protected disarmAll(): void {
    this.watch.disarm(this.stopHandle);
    this.stopHandle = -1;
  }

  protected armStop(price: number): void {
    const { side, trigger } = this.work.terms;
    this.watch.disarm(this.stopHandle);
    this.stopHandle = this.watch.arm(kindOf(trigger, side), isBuy(side), price, this);
    if (this.stopHandle < 0) this.noRoom();
  }

  protected noRoom(): void {
    this.giveUp('TYPE_VENUE_REFUSES', 'more stops are armed for the instrument than there is room for');
  }

  onTrigger(handle: number, value: number): void {
    if (this.hasEnded || handle !== this.stopHandle) return;
    this.stopHandle = -1;
    const { work } = this;
    work.remember({ triggered: 1, price: value });
    const inner = this.handOver();
    // The order leaves first and the client is told after it, but where the order may have ended by then.
    const mayEndAtOnce = isImmediate(work.terms) || numberOf(work.terms, 'patienceMs') === 0;
    if (mayEndAtOnce) this.tellTriggered(value);
    inner.start();
    if (!mayEndAtOnce) this.tellTriggered(value);
  }

  private tellTriggered(value: number): void {
    this.work.report(EXEC_TRIGGERED, `triggered by ${this.work.terms.trigger} at ${value}`);
  }

  /** From here on this worker only passes on what it hears. */
  private handOver(): Worker {
    this.onEnd();
    this.hasEnded = true;
    this.work.wakeAt(0);
    this.inner = this.triggered(this.work);
    return this.inner;
  }

  protected override run(): void {
    // Nothing to do but wait.
  }

  protected override replaced(): void {
    this.armAll();
    if (!this.hasEnded) this.watch.look(this.work);
  }

  protected override end(ending: Ending, code: string, text: string): void {
    this.onEnd();
    super.end(ending, code, text);
  }

  override onMarket(): void {
    if (this.inner !== undefined) this.inner.onMarket();
    else if (!this.hasEnded) this.watch.look(this.work);
  }

  override onWake(): void {
    if (this.inner !== undefined) this.inner.onWake();
    else super.onWake();
  }

  override onChild(child: Child, report: Readonly<VenueReport> | undefined): void {
    if (this.inner !== undefined) this.inner.onChild(child, report);
    else super.onChild(child, report);
  }

  override onReplace(): boolean {
    return this.inner !== undefined ? this.inner.onReplace() : super.onReplace();
  }

  override onVenue(venue: number): void {
    if (this.inner !== undefined) this.inner.onVenue(venue);
  }

  onEnd(): void {
    if (this.inner !== undefined) {
      this.inner.onEnd?.();
      return;
    }
    this.disarmAll();
    this.watch.leave(this.work);
  }
}
