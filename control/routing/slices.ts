/** The slices of one decision while it is made. Prices are signed: lower is better for either side. */
import { SLICE_KIND } from './decisions/frame.js';

// A local of the module: V8 of Node 20 does not fold constants that are imported.
const { takes: TAKES, sweep: SWEEP, midpoint: MIDPOINT } = SLICE_KIND;

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

  constructor(readonly capacity: number) {
    this.venues = new Int32Array(capacity);
    this.quantities = new Float64Array(capacity);
    this.prices = new Float64Array(capacity);
    this.kinds = new Int32Array(capacity);
  }

  /** @param merges one slice a venue, at the worst price taken there; else one for each venue and price. */
  clear(merges: boolean): void {
    this.count = 0;
    this.parallel = false;
    this.isManyPrices = false;
    this.#merges = merges;
  }

  /** False: there is no room for another slice. */
  add(venue: number, quantity: number, price: number): boolean {
    const { count } = this;
    if (count > 0 && price !== this.prices[0]!) this.isManyPrices = true;
    if (this.#merges || this.joins) {
      for (let slice = 0; slice < count; slice++) {
        if (this.venues[slice] !== venue || (!this.#merges && this.prices[slice] !== price)) continue;
        this.quantities[slice]! += quantity;
        if (price > this.prices[slice]!) this.prices[slice] = price;
        return true;
      }
    }
    if (count === this.capacity) return false;
    this.put(venue, quantity, price, TAKES);
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

  /** Gives half of the first slice to a probe inside the spread at `venue`, which goes before all others: they wait for it. */
  split(venue: number, price: number, lot: number, least: number): boolean {
    const half = Math.floor(this.quantities[0]! / 2 / lot) * lot;
    if (half === 0 || half < least) return false;
    this.quantities[0]! -= half;
    this.put(venue, half, price, TAKES | MIDPOINT);
    for (let slice = this.count - 1; slice > 0; slice--) this.#swap(slice, slice - 1);
    this.parallel = false;
    return true;
  }

  #swap(a: number, b: number): void {
    const venue = this.venues[a]!;
    const quantity = this.quantities[a]!;
    const price = this.prices[a]!;
    const kind = this.kinds[a]!;
    this.venues[a] = this.venues[b]!;
    this.quantities[a] = this.quantities[b]!;
    this.prices[a] = this.prices[b]!;
    this.kinds[a] = this.kinds[b]!;
    this.venues[b] = venue;
    this.quantities[b] = quantity;
    this.prices[b] = price;
    this.kinds[b] = kind;
  }

  /** Marks all as intermarket sweeps; false, and nothing marked, when a venue of them does not take such orders. */
  markSweeps(sweepable: number): boolean {
    for (let slice = 0; slice < this.count; slice++) {
      if (((sweepable >> this.venues[slice]!) & 1) === 0) return false;
    }
    for (let slice = 0; slice < this.count; slice++) this.kinds[slice]! |= SWEEP;
    return true;
  }
}
