/** Simple order types for the simulation: one that rests at venues, one that slices by the clock and remembers it, one that is over at once. */
import { TimeInForce, type VenueReport } from '../../control/core/venue.js';
import type { Child, PlanOrder, Work, Worker } from '../../control/orders/engine/work.js';

abstract class SimpleWorker implements Worker {
  protected failures = 0;
  protected over = false;

  constructor(protected readonly work: Work) {}

  protected abstract run(): void;

  start(): void {
    if (this.work.terms.quantity === 13) this.work.finish('rejected', 'UNLUCKY', 'thirteen');
    else this.run();
  }

  resume(_memory: Readonly<Record<string, number | string>>): void {
    this.run();
  }

  onMarket(): void {
    this.run();
  }

  onWake(): void {
    this.run();
  }

  onChild(child: Child, _report: Readonly<VenueReport> | undefined): void {
    if (this.over) throw new Error('called after the end');
    if (!child.isOpen && child.cumQuantity === 0) this.failures++;
    this.run();
  }

  onReplace(): boolean {
    const { work } = this;
    const { quantity, price } = work.terms;
    if (quantity === 777) return false;
    let room = quantity - work.cumQuantity;
    for (const child of [...work.children]) {
      const open = child.quantity - child.cumQuantity;
      // Alone it takes all of the new quantity.
      const left = work.children.length === 1 ? room : Math.min(open, room);
      room -= left;
      if (left === open && child.price === price) continue;
      if (left <= 0 || !work.replace(child, child.cumQuantity + left, price)) work.cancel(child);
    }
    // A bad one: it has acted, and says no.
    return quantity !== 778;
  }

  onVenue(): void {
    this.run();
  }

  onEnd(): void {
    this.over = true;
  }
}

/** At the venue that the parameter says, or through the router; what is refused is tried again some times. */
class RestingWorker extends SimpleWorker {
  protected override run(): void {
    const { work } = this;
    const unsent = work.unsentQuantity;
    if (unsent <= 0) return;
    if (this.failures > 4) {
      this.over = true;
      work.finish('canceled', 'TYPE_REFUSED', 'no venue takes it');
      return;
    }
    const venue = Number(work.terms.algoParameters['venue'] ?? '-1');
    if (venue < 0) {
      work.route(unsent, work.terms.price, { takeOnly: false });
      return;
    }
    const sent = work.send(venue, { quantity: unsent, timeInForce: TimeInForce.day });
    if (typeof sent === 'string') work.wakeAt(work.epochMs() + 20);
  }
}

class SlicingWorker extends SimpleWorker {
  private slice = 0;

  override resume(memory: Readonly<Record<string, number | string>>): void {
    this.slice = Number(memory['slice'] ?? 0);
    this.run();
  }

  protected override run(): void {
    const { work } = this;
    if (work.unsentQuantity <= 0) return;
    if (this.slice >= 12) {
      if (work.children.length > 0) return;
      this.over = true;
      work.finish('expired', 'TYPE_TIME_OVER', 'the time is over');
      return;
    }
    work.wakeAt(work.epochMs() + 40);
  }

  override onWake(): void {
    const { work } = this;
    this.slice++;
    work.remember({ slice: this.slice });
    const part = Math.min(work.unsentQuantity, Math.ceil(work.terms.quantity / 5));
    if (part > 0) work.route(part, work.terms.price, { takeOnly: work.random(2) === 0 });
    this.run();
  }

  override onReplace(): boolean {
    return true;
  }
}

class ImmediateWorker extends SimpleWorker {
  private isTried = false;

  override resume(): void {
    this.isTried = true;
    this.run();
  }

  override onReplace(): boolean {
    return false;
  }

  protected override run(): void {
    const { work } = this;
    if (!this.isTried) {
      this.isTried = true;
      if (work.route(work.unsentQuantity, work.terms.price, { takeOnly: true }) > 0) return;
    }
    if (work.children.length > 0 || work.cumQuantity >= work.terms.quantity) return;
    this.over = true;
    work.finish('canceled', 'TYPE_IMMEDIATE', 'what was not taken at once');
  }
}

export const simplePlan: PlanOrder = (terms) => {
  if (terms.quantity === 666) return { code: 'TYPE_UNSUPPORTED', text: 'no venue does this' };
  if (terms.algo === 'twap') return { name: 'slices', form: 'emulated', create: (work) => new SlicingWorker(work) };
  if (terms.timeInForce === TimeInForce.immediateOrCancel) {
    return { name: 'immediate', form: 'native', create: (work) => new ImmediateWorker(work) };
  }
  return { name: 'rests', form: 'native', create: (work) => new RestingWorker(work) };
};
