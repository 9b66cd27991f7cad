/** A hidden order where no venue hides it: it waits here, and takes when the other side comes to its limit. Nothing of it is ever in a book. */
import { BaseWorker } from './base-worker.js';
import { limitOf } from './names.js';
import { farPrice, reaches } from './placing.js';

export class HiddenWorker extends BaseWorker {
  protected override run(): void {
    const { work } = this;
    const unsent = work.unsentQuantity;
    work.watchMarket(unsent > 0);
    if (unsent > 0) work.waitInLine();
    if (unsent <= 0 || !this.mayTry || !work.marketIsSound) return;
    const limit = limitOf(work.terms);
    if (!reaches(work.terms.side, limit, farPrice(work))) return;
    if (work.route(unsent, limit, { takeOnly: true }) === 0) this.cameToNothing();
  }
}
