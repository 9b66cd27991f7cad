/**
 * A pegged order of our own: a post-only limit order that follows the best prices of all venues. It is moved when it is `pegMinTicks` off, at most every `pegIntervalMs`. While
 * the market is not sound it stays for `pegGraceMs`, then leaves the book until the market is sound again.
 */
import type { VenueReport } from '../../core/venue.js';
import type { Child, Work } from '../engine/work.js';
import { BaseWorker } from './base-worker.js';
import { numberOf } from './parameters.js';
import { pegPrice } from './peg-price.js';
import { floorTo, lotOf, tickOf } from './placing.js';
import { Poster } from './poster.js';
import { ReferencePrices } from './reference-prices.js';

export class PegWorker extends BaseWorker {
  private readonly references: ReferencePrices;
  private readonly poster: Poster;
  private readonly tick: number;
  private readonly lot: number;
  /** Since when the market has not been sound; 0: it is. */
  private unsoundSince = 0;
  private isWatching = false;

  constructor(work: Work) {
    super(work);
    this.tick = tickOf(work);
    this.lot = lotOf(work);
    this.references = new ReferencePrices(work);
    const leastMove = numberOf(work.terms, 'pegMinTicks') * this.tick;
    const settings = { tag: 0, leastMove, intervalMs: numberOf(work.terms, 'pegIntervalMs'), expireEpochMs: 0 };
    this.poster = new Poster(work, this.references, settings, {
      refused: (code) => this.refused(code),
      cancel: (child) => this.cancel(child),
    });
  }

  protected override restore(): void {
    this.poster.find();
  }

  protected override run(): void {
    const { work, poster, references } = this;
    if (!this.isWatching) {
      this.isWatching = true;
      work.watchMarket(true);
    }
    const now = work.epochMs();
    if (!work.marketIsSound) {
      this.waitForSoundMarket(now);
      return;
    }
    this.unsoundSince = 0;
    const { child } = poster;
    references.read(child, now);
    this.wakeBy(references.againAt);
    const { side, pegTo, pegOffset, price: limit } = work.terms;
    const price = pegPrice(side, pegTo, pegOffset, limit, references.bid, references.ask, this.tick);
    if (price === 0) {
      poster.pull();
      return;
    }
    const isWaiting = child?.isOpen === true;
    if (!isWaiting && !this.mayTry) return;
    const leaves = work.unsentQuantity + (isWaiting ? child.quantity - child.cumQuantity : 0);
    const again = poster.aim(price, Math.min(leaves, this.shown()));
    // `aim` may have ended the order: the alarm is taken away by then.
    if (again > 0) this.wakeBy(again);
  }

  /** A pegged iceberg shows one part after the other. */
  private shown(): number {
    const { displayQuantity } = this.work.terms;
    return displayQuantity === 0 ? Infinity : Math.max(this.lot, floorTo(displayQuantity, this.lot));
  }

  private waitForSoundMarket(now: number): void {
    if (this.unsoundSince === 0) this.unsoundSince = now;
    const until = this.unsoundSince + numberOf(this.work.terms, 'pegGraceMs');
    if (now >= until) this.poster.pull();
    else this.wakeBy(until);
  }

  protected override childChanged(child: Child, report: Readonly<VenueReport> | undefined): void {
    if (!child.isOpen) this.poster.ended(child, this.endedInVain(child, report));
  }
}
