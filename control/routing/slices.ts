/** The slices of one decision while it is made. Prices are signed: lower is better for either side. */
import { SLICE_KIND } from './decisions/frame.js';

export class Slices {
  count = 0;
  readonly venues: Int32Array;
  readonly quantities: Float64Array;
  readonly prices: Float64Array;
  /** SLICE_KIND bits. */
  readonly kinds: Int32Array;
  /** Set when all of them may be sent at once. */
  parallel = false;
  /** More than one price is taken. */
  isManyPrices = false;
  /** In a slice for each venue and price: what comes to one that there is joins it. */
  joins = false;
  #merges = false;
  readonly #sliceOf: Int32Array;

  constructor(
    readonly capacity: number,
    venues: number,
  ) {
    this.venues = new Int32Array(capacity);
    this.quantities = new Float64Array(capacity);
    this.prices = new Float64Array(capacity);
    this.kinds = new Int32Array(capacity);
    this.#sliceOf = new Int32Array(venues);
  }

  /** @param merges one slice a venue, at the worst price taken there; else one for each venue and price. */
  clear(merges: boolean): void {
    this.count = 0;
    this.parallel = false;
    this.isManyPrices = false;
    this.#merges = merges;
    if (merges) this.#sliceOf.fill(-1);
  }

  /** False: there is no room for another slice. */
  add(venue: number, quantity: number, price: number): boolean {
    const { count } = this;
    if (count > 0 && price !== this.prices[0]!) this.isManyPrices = true;
    if (this.#merges) {
      const slice = this.#sliceOf[venue]!;
      if (slice >= 0) {
        this.quantities[slice]! += quantity;
        if (price > this.prices[slice]!) this.prices[slice] = price;
        return true;
      }
    } else if (this.joins) {
      for (let slice = 0; slice < count; slice++) {
        if (this.venues[slice] !== venue || this.prices[slice] !== price) continue;
        this.quantities[slice]! += quantity;
        return true;
      }
    }
    if (count === this.capacity) return false;
    this.#sliceOf[venue] = count;
    this.put(venue, quantity, price, SLICE_KIND.takes);
    return true;
  }

  put(venue: number, quantity: number, price: number, kind: number): void {
    const { count } = this;
    this.venues[count] = venue;
    this.quantities[count] = quantity;
    this.prices[count] = price;
    this.kinds[count] = kind;
    this.count = count + 1;
  }

  /** Marks all as intermarket sweeps; false, and nothing marked, when a venue of them does not take such orders. */
  markSweeps(sweepable: number): boolean {
    for (let slice = 0; slice < this.count; slice++) {
      if (((sweepable >> this.venues[slice]!) & 1) === 0) return false;
    }
    for (let slice = 0; slice < this.count; slice++) this.kinds[slice]! |= SLICE_KIND.sweep;
    return true;
  }
}
