/**
 * An order that one venue works itself: iceberg, hidden, minimum quantity, peg, stop, auction. All of it goes to the venue that is best to wait at; what the venue gives back
 * unfilled goes to the next best, but for an auction, which is over then.
 */
import { ExecType, type VenueCapabilities, type VenueReport } from '../../core/venue.js';
import type { Child, Work } from '../engine/work.js';
import { BaseWorker } from './base-worker.js';
import { nativeTerms } from './child-terms.js';
import { isNativeAt } from './forms.js';
import { featuresOf, isAuction, limitOf, type TypeName } from './names.js';
import { farPrice, reaches, restingVenue } from './placing.js';

export class NativeWorker extends BaseWorker {
  private readonly features: readonly TypeName[];
  private avoided = 0;
  private displayQuantity: number;
  private stopPrice: number;

  constructor(work: Work) {
    super(work);
    this.features = featuresOf(work.terms);
    this.displayQuantity = work.terms.displayQuantity;
    this.stopPrice = work.terms.stopPrice;
  }

  protected override run(): void {
    const { work } = this;
    const unsent = work.unsentQuantity;
    if (unsent <= 0 || !this.mayTry) return;
    if (this.hasOpenChild()) {
      this.addTo(unsent);
      return;
    }
    const { terms } = work;
    if (terms.postOnly && reaches(terms.side, limitOf(terms), farPrice(work)) && limitOf(terms) !== 0) {
      this.giveUp(
        'TYPE_POST_ONLY_WOULD_CROSS',
        `price (44): found ${limitOf(terms)}, which reaches ${farPrice(work)} of the other side`,
      );
      return;
    }
    const venue = this.venue();
    if (venue < 0) {
      // A venue that is down may come back: `onVenue` is told.
      this.refused('notConnected');
      return;
    }
    const child = work.send(venue, nativeTerms(terms, work.capabilities(venue), unsent));
    if (typeof child !== 'string') return;
    if (this.refused(child)) this.avoided |= 1 << venue;
  }

  /** The best that has not refused it; when all have, they are asked again: how often, the refusals are counted for. */
  private venue(): number {
    const can = (capabilities: VenueCapabilities): boolean => isNativeAt(this.features, capabilities);
    const venue = restingVenue(this.work, can, this.avoided);
    if (venue >= 0 || this.avoided === 0) return venue;
    this.avoided = 0;
    return restingVenue(this.work, can, 0);
  }

  /** There is more of the order than before: it goes to the child that waits. */
  private addTo(unsent: number): void {
    for (const child of this.work.children) {
      if (!child.isOpen || child.cancelPending || child.replacePending || child.isUncertain) continue;
      this.amend(child, child.quantity + unsent, child.price);
      return;
    }
  }

  protected override childChanged(child: Child, report: Readonly<VenueReport> | undefined): void {
    if (child.isOpen) return;
    const isRefused = report?.execType === ExecType.rejected;
    const isShort = this.work.cumQuantity < this.work.terms.quantity;
    if (isAuction(this.work.terms) && isShort && !isRefused && !this.hasOpenChild()) {
      this.end(
        'expired',
        'TYPE_AUCTION_OVER',
        `${this.work.cumQuantity} of ${this.work.terms.quantity} were done in the auction`,
      );
    } else if (this.endedInVain(child, report)) {
      this.avoided |= 1 << child.venue;
    }
  }

  protected override canReplace(): boolean {
    const { terms } = this.work;
    return !terms.postOnly || !reaches(terms.side, limitOf(terms), farPrice(this.work));
  }

  protected override replaced(): void {
    const { terms } = this.work;
    const isOther = terms.displayQuantity !== this.displayQuantity || terms.stopPrice !== this.stopPrice;
    this.displayQuantity = terms.displayQuantity;
    this.stopPrice = terms.stopPrice;
    for (const child of this.work.children) {
      // A replacement has quantity and price and nothing else: what else changes needs a new order at the venue.
      if (isOther) this.cancel(child);
      else if (!this.isFitted(child)) this.amend(child, child.quantity, limitOf(terms));
    }
  }

  protected override newPrice(): number {
    return limitOf(this.work.terms);
  }
}
