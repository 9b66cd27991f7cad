/**
 * Orders that take what there is and never wait. Immediate-or-cancel makes one pass through the router. Fill-or-kill goes whole to one venue that has it and shows it all,
 * the cheapest; over several venues only where the client asked for a sweep and what they show together is enough.
 *
 * After a restart nothing is sent again: what was sent counts, and if nothing was, the order ends with nothing done.
 */
import { OrdType, TimeInForce, type VenueCapabilities } from '../../core/venue.js';
import { BaseWorker } from './base-worker.js';
import { hasCode } from './child-terms.js';
import { limitOf } from './names.js';
import { wordOf } from './parameters.js';
import { bestVenueShowing, farPrice, isPlaceable, marketPrice, shownAt } from './placing.js';

export class ImmediateWorker extends BaseWorker {
  private isSent = false;

  protected override begin(): void {
    const { work } = this;
    if (work.terms.timeInForce === TimeInForce.fillOrKill) {
      this.fillOrKill();
    } else {
      const limit = limitOf(work.terms);
      if (work.marketIsSound && farPrice(work) > 0)
        work.route(work.unsentQuantity, limit === 0 ? marketPrice(work) : limit, { takeOnly: true });
    }
    this.isSent = true;
  }

  protected override restore(): void {
    this.isSent = true;
  }

  protected override run(): void {
    if (!this.isSent || this.hasOpenChild() || this.work.cumQuantity >= this.work.terms.quantity) return;
    this.end(
      'canceled',
      'TYPE_IOC_REMAINDER',
      `${this.work.cumQuantity} of ${this.work.terms.quantity} could be had at once`,
    );
  }

  protected override canReplace(): boolean {
    return false;
  }

  private fillOrKill(): void {
    const { work } = this;
    const { terms } = work;
    const limit = limitOf(terms);
    const isMarket = limit === 0;
    if (!work.marketIsSound) {
      this.giveUp('TYPE_FOK_NOT_AVAILABLE', 'the market is not sound: what it shows cannot be relied on');
      return;
    }
    const can = (can: VenueCapabilities): boolean =>
      hasCode(can.timesInForce, TimeInForce.fillOrKill) &&
      hasCode(can.ordTypes, isMarket ? OrdType.market : OrdType.limit);
    const venue = bestVenueShowing(work, limit, terms.quantity, can);
    if (venue >= 0) {
      const { fillOrKill: timeInForce } = TimeInForce;
      const ordType = isMarket ? OrdType.market : OrdType.limit;
      const child = work.send(venue, { quantity: terms.quantity, price: limit, ordType, timeInForce });
      if (typeof child === 'string') this.giveUp(child, `fill-or-kill was not sent: ${child}`);
      return;
    }
    let shown = 0;
    for (let other = 0; other < work.venueCount; other++)
      if (isPlaceable(work, other)) shown += shownAt(work, other, limit, terms.quantity);
    if (wordOf(terms, 'fillOrKill') === 'sweep' && shown >= terms.quantity) {
      work.route(terms.quantity, isMarket ? marketPrice(work) : limit, { takeOnly: true });
      return;
    }
    this.giveUp(
      'TYPE_FOK_NOT_AVAILABLE',
      `quantity (38): ${terms.quantity} at one venue with fill-or-kill; all venues together show ${shown}`,
    );
  }
}
