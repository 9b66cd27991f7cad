/**
 * A minimum quantity: every trade at a venue takes at least that much, or all that is left. The order waits here until one venue shows enough; then goes an immediate order
 * with a minimum quantity, or fill-or-kill of what is shown where the venue has no minimum.
 */
import { OrdType, TimeInForce, type VenueCapabilities } from '../../core/venue.js';
import type { Work } from '../engine/work.js';
import { BaseWorker } from './base-worker.js';
import { hasCode } from './child-terms.js';
import { isImmediate, limitOf } from './names.js';
import { bestVenueShowing, floorTo, lotOf, shownAt } from './placing.js';

export class MinimumQuantityWorker extends BaseWorker {
  private readonly lot: number;
  private isSent = false;

  constructor(work: Work) {
    super(work);
    this.lot = lotOf(work);
  }

  protected override restore(): void {
    this.isSent = true;
  }

  protected override run(): void {
    const { work } = this;
    const unsent = work.unsentQuantity;
    if (unsent <= 0) {
      work.watchMarket(false);
      return;
    }
    if (this.hasOpenChild()) return;
    if (!isImmediate(work.terms)) {
      work.watchMarket(true);
      if (this.mayTry && work.marketIsSound) this.take(unsent);
    } else if (this.isSent || !work.marketIsSound || !this.take(unsent)) {
      const { cumQuantity, terms } = work;
      this.end(
        'canceled',
        'TYPE_IOC_REMAINDER',
        `${cumQuantity} of ${terms.quantity} could be had at once in pieces of at least ${terms.minQuantity}`,
      );
    }
    this.isSent = true;
  }

  private take(unsent: number): boolean {
    const { work } = this;
    const { terms } = work;
    const limit = limitOf(terms);
    const least = Math.min(Math.ceil(terms.minQuantity / this.lot) * this.lot, unsent);
    const ordType = limit === 0 ? OrdType.market : OrdType.limit;
    const { immediateOrCancel, fillOrKill } = TimeInForce;
    const hasMinimum = (can: VenueCapabilities): boolean =>
      can.minQuantity === 'native' && hasCode(can.timesInForce, immediateOrCancel) && hasCode(can.ordTypes, ordType);
    const kills = (can: VenueCapabilities): boolean =>
      hasCode(can.timesInForce, fillOrKill) && hasCode(can.ordTypes, ordType);
    const venue = bestVenueShowing(work, limit, least, (can) => hasMinimum(can) || kills(can));
    if (venue < 0) return false;
    const child = hasMinimum(work.capabilities(venue))
      ? work.send(venue, {
          quantity: unsent,
          price: limit,
          ordType,
          timeInForce: immediateOrCancel,
          minQuantity: least,
        })
      : work.send(venue, {
          quantity: Math.max(least, floorTo(shownAt(work, venue, limit, unsent), this.lot)),
          price: limit,
          ordType,
          timeInForce: fillOrKill,
        });
    if (typeof child !== 'string') return true;
    this.refused(child);
    return false;
  }
}
