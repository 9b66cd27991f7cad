/**
 * POV: takes a share of the volume as it trades. The share counts all volume since the start, the order's own included. What is due is taken when it is worth a slice, `sliceBps` of
 * the order; so the order is at most one slice behind its share in a market that has enough, and never ahead of it.
 */
import { AlgoWorker } from './algo-worker.js';
import { numberOf } from './parameters.js';
import { floorTo } from './placing.js';

export class PovWorker extends AlgoWorker {
  protected override run(): void {
    const { work } = this;
    if (!this.hasBegun(work.epochMs())) return;
    this.watch(true);
    const due = this.goal() - work.cumQuantity - this.openLeaves();
    const left = work.terms.quantity - work.cumQuantity;
    if (due >= Math.min(this.slice(), left)) this.take(due);
  }

  /** What should be done by now, of the whole order. */
  private goal(): number {
    const { work } = this;
    const { participationBps, quantity } = work.terms;
    // Volume that counts from 0 again, as after a feed was changed, is not volume that went away.
    if (work.marketVolume < this.originVolume) this.originVolume = work.marketVolume;
    const share = ((work.marketVolume - this.originVolume) * participationBps) / 10_000;
    return Math.min(quantity, floorTo(this.originCum + share, this.lot));
  }

  private slice(): number {
    const { quantity } = this.work.terms;
    return Math.max(this.lot, floorTo((quantity * numberOf(this.work.terms, 'sliceBps')) / 10_000, this.lot));
  }
}
