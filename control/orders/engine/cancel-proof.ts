/** What became of orders that were to be cancelled together: it goes on counting as venues answer. */
import type { CancelWire, MassCancelOutcome } from '../../core/order-entry.js';

/** An order, or a child where only those of one venue are meant. */
export interface Cancelled {
  readonly isDead: boolean;
  readonly isUncertain: boolean;
}

export class CancelProof implements MassCancelOutcome {
  readonly #items: readonly Cancelled[];

  constructor(
    items: readonly Cancelled[],
    readonly wire: readonly CancelWire[] = [],
  ) {
    this.#items = items;
  }

  get orders(): number {
    return this.#items.length;
  }

  get confirmed(): number {
    return this.count((item) => item.isDead);
  }

  get pending(): number {
    return this.count((item) => !item.isDead && !item.isUncertain);
  }

  get uncertain(): number {
    return this.count((item) => !item.isDead && item.isUncertain);
  }

  private count(is: (item: Cancelled) => boolean): number {
    let count = 0;
    for (const item of this.#items) if (is(item)) count++;
    return count;
  }
}
