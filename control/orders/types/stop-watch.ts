/**
 * The armed stops of one instrument and the market they look at. One of their orders watches for all of them, so that a quote is looked at once.
 *
 * Nothing fires while the market is crossed, halted or stale, and a trade that was first seen in such a time does not count afterwards either: only prices of a sound market
 * trigger.
 */
import { BEST, BEST_STRIDE } from '../../core/market-view.js';
import type { Work } from '../engine/work.js';
import { TriggerBook, type TriggerTarget } from './triggers.js';

export class StopWatch {
  readonly book = new TriggerBook();
  /** In the order in which they came; the first one watches. */
  readonly #members = new Set<Work>();
  /** The last trade as it stood when the market was not sound: epoch ms (-1: there was no such time) and price. An array, because a number field would be made anew each time. */
  readonly #doubtful = new Float64Array([-1, 0]);

  join(work: Work): void {
    if (this.#members.size === 0) {
      // What was seen before nobody watched is not known to be of a bad time.
      this.#doubtful[0] = -1;
      work.watchMarket(true);
    }
    this.#members.add(work);
  }

  leave(work: Work): void {
    const wasFirst = this.#first() === work;
    if (!this.#members.delete(work) || !wasFirst) return;
    work.watchMarket(false);
    this.#first()?.watchMarket(true);
  }

  arm(kind: number, upward: boolean, price: number, target: TriggerTarget): number {
    return this.book.arm(kind, upward, price, target);
  }

  disarm(handle: number): void {
    if (handle >= 0) this.book.disarm(handle);
  }

  /** Fires what the market of now reaches. All orders of the instrument see the same market, whichever is asked. */
  look(work: Work): void {
    if (!work.marketIsSound) {
      this.#doubtful[0] = work.lastEpochMs;
      this.#doubtful[1] = work.lastPrice;
      return;
    }
    let last = work.lastPrice;
    if (this.#doubtful[0]! >= 0) {
      if (work.lastEpochMs === this.#doubtful[0] && last === this.#doubtful[1]) last = 0;
      else this.#doubtful[0] = -1;
    }
    const { best } = work.market;
    const at = work.instrument.index * BEST_STRIDE;
    this.book.look(last, best[at + BEST.bidPrice]!, best[at + BEST.askPrice]!);
  }

  #first(): Work | undefined {
    for (const work of this.#members) return work;
    return undefined;
  }
}

/** One watch for each instrument, made when it is first needed. */
export class StopWatches {
  readonly #watches: (StopWatch | undefined)[] = [];

  of(instrument: number): StopWatch {
    return (this.#watches[instrument] ??= new StopWatch());
  }
}
