/**
 * Market, limit and post-only orders: what the market offers is taken through the router, the rest of a limit order waits where the strategy likes it best. What comes back
 * from a venue unfilled goes through the router again.
 */
import type { Child, Work } from '../engine/work.js';
import { BaseWorker } from './base-worker.js';
import { limitOf } from './names.js';
import { numberOf } from './parameters.js';
import { farPrice, marketPrice, reaches } from './placing.js';

export class PlainWorker extends BaseWorker {
  private isWatching = false;
  /** A market order has nobody to trade with since then; 0: it has not. */
  private aloneSince = 0;
  private price: number;

  constructor(work: Work) {
    super(work);
    this.price = limitOf(work.terms);
  }

  protected override run(): void {
    const { work } = this;
    const unsent = work.unsentQuantity;
    if (unsent <= 0) {
      this.watch(false);
      return;
    }
    if (this.price === 0) this.runMarket(unsent);
    else this.runLimit(unsent);
  }

  private runMarket(unsent: number): void {
    const { work } = this;
    if (this.mayTry && work.marketIsSound && farPrice(work) > 0) {
      const sent = work.route(unsent, marketPrice(work), { takeOnly: true });
      if (sent > 0) this.aloneSince = 0;
      else this.cameToNothing();
      if (sent >= unsent) return;
    }
    this.waitForSomebody();
  }

  private waitForSomebody(): void {
    if (this.hasEnded) return;
    this.watch(true);
    this.work.waitInLine();
    // A leg of a group may have to wait for the others to be dead at venues.
    if (this.hasOpenChild() || this.work.terms.linkKind !== '') return;
    const now = this.work.epochMs();
    if (this.aloneSince === 0) this.aloneSince = now;
    const until = this.aloneSince + numberOf(this.work.terms, 'patienceMs');
    if (now >= until) this.giveUp('TYPE_NO_LIQUIDITY', `nobody to trade with for ${now - this.aloneSince} ms`);
    else this.wakeBy(until);
  }

  private runLimit(unsent: number): void {
    const { work } = this;
    const { postOnly } = work.terms;
    if (!this.mayTry || (postOnly && !this.mayPost())) return;
    const sent = work.route(unsent, this.price, { takeOnly: false, postOnly });
    if (sent === 0) this.cameToNothing();
    if (!this.hasEnded) this.watch(sent < unsent);
  }

  /** Across all venues: the limit must not reach the best price of the other side, and that price must be one to be trusted. */
  private mayPost(): boolean {
    if (!this.work.marketIsSound && farPrice(this.work) !== 0) {
      this.watch(true);
      return false;
    }
    if (!this.wouldCross(this.price)) return true;
    const far = farPrice(this.work);
    this.giveUp(
      'TYPE_POST_ONLY_WOULD_CROSS',
      `price (44): found ${this.price}, which reaches ${far} of the other side`,
    );
    return false;
  }

  private wouldCross(price: number): boolean {
    return reaches(this.work.terms.side, price, farPrice(this.work));
  }

  protected override canReplace(): boolean {
    const { terms } = this.work;
    return !terms.postOnly || !this.wouldCross(limitOf(terms));
  }

  /** An order that waits is moved where it stands; one that could now trade goes through the router again. */
  protected override replaced(): void {
    const price = limitOf(this.work.terms);
    if (price === this.price) return;
    this.price = price;
    const trades = this.wouldCross(price);
    for (const child of this.work.children) {
      if (trades) this.cancel(child);
      else if (!this.isFitted(child)) this.amend(child, child.quantity, price);
    }
  }

  protected override newPrice(child: Child): number {
    const price = limitOf(this.work.terms);
    return this.wouldCross(price) ? child.price : price;
  }

  private watch(on: boolean): void {
    if (on === this.isWatching) return;
    this.isWatching = on;
    this.work.watchMarket(on);
  }
}
