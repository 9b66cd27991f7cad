/**
 * An iceberg of our own: what can be taken is taken first, unseen; then one slice after the other waits, each of a random size up to the display quantity and after a random
 * pause, so that nobody can tell from the book that there is more. At no time is more than the display quantity at venues to be seen.
 */
import type { VenueReport } from '../../core/venue.js';
import type { Child, Work } from '../engine/work.js';
import { BaseWorker } from './base-worker.js';
import { limitOf } from './names.js';
import { numberOf } from './parameters.js';
import { farPrice, floorTo, lotOf, reaches } from './placing.js';

const TAKE = 1;
const SLICE = 2;

export class IcebergWorker extends BaseWorker {
  private readonly lot: number;
  private price: number;
  private nextSliceAt = 0;
  /** Nobody stood behind the quote that was last taken at: a slice waits now. */
  private tookInVain = false;

  constructor(work: Work) {
    super(work);
    this.lot = lotOf(work);
    this.price = limitOf(work.terms);
  }

  protected override run(): void {
    const { work } = this;
    const unsent = work.unsentQuantity;
    if (unsent <= 0 || this.hasOpenChild() || !this.mayTry) return;
    if (!this.tookInVain && work.marketIsSound && reaches(work.terms.side, this.price, farPrice(work))) {
      if (work.route(unsent, this.price, { takeOnly: true, tag: TAKE }) > 0) return;
    }
    const now = work.epochMs();
    if (now < this.nextSliceAt) {
      this.wakeBy(this.nextSliceAt);
      return;
    }
    const sent = work.route(Math.min(unsent, this.sliceQuantity()), this.price, { takeOnly: false, tag: SLICE });
    this.tookInVain = false;
    if (sent === 0) this.cameToNothing();
  }

  protected override childChanged(child: Child, report: Readonly<VenueReport> | undefined): void {
    if (!child.isOpen && child.tag === TAKE) this.tookInVain = child.cumQuantity === 0;
    if (child.isOpen || child.tag !== SLICE || report === undefined || child.cumQuantity < child.quantity) return;
    const pause = numberOf(this.work.terms, 'refreshDelayMs');
    this.nextSliceAt = pause === 0 ? 0 : this.work.epochMs() + this.work.random(pause + 1);
  }

  protected override replaced(): void {
    const { terms } = this.work;
    this.price = limitOf(terms);
    const mayTrade = reaches(terms.side, this.price, farPrice(this.work));
    for (const child of this.work.children) {
      const leaves = child.quantity - child.cumQuantity;
      // What would show too much, or could now be taken elsewhere, comes back and is sliced anew.
      if (leaves > this.shown() || mayTrade) this.cancel(child);
      else this.amend(child, child.quantity, this.price);
    }
  }

  private shown(): number {
    const { displayQuantity, quantity } = this.work.terms;
    return displayQuantity === 0 ? quantity : Math.max(this.lot, floorTo(displayQuantity, this.lot));
  }

  /** At most what may be shown, less a random part of it, in whole lots. */
  private sliceQuantity(): number {
    const shown = this.shown();
    const lots = Math.floor((shown * numberOf(this.work.terms, 'refreshRandomPercent')) / 100 / this.lot);
    return Math.max(this.lot, shown - (lots > 0 ? this.lot * this.work.random(lots + 1) : 0));
  }
}
