/** The slices of one decision while it is made, where they will stand in its frame. Prices are signed until the record is closed: lower is better for either side. */
import { SLICE_KIND, SLICE_WORDS, slicesAt } from './decisions/frame.js';

// Locals of the module: V8 of Node 20 does not fold constants that are imported.
const { takes: TAKES, sweep: SWEEP, midpoint: MIDPOINT } = SLICE_KIND;
const SLICED = SLICE_WORDS;

export class Slices {
  count = 0;
  /** Set when all of them may be sent at once. */
  parallel = false;
  /** More than one price is taken. */
  isManyPrices = false;
  /** In a slice for each venue and price: what comes to one that there is joins it. */
  joins = false;
  /** Index of the first one in `words`. */
  from = 0;
  /** One slice a venue, at the worst price taken there; else one for each venue and price. */
  merges = false;
  /** Where one slice a venue is made: the venues that have one, and where it stands. */
  #held = 0;
  readonly #of: Int32Array;
  /** Words of a frame before its slices. */
  readonly #before: number;

  constructor(
    readonly capacity: number,
    venues: number,
    readonly words: Float64Array,
  ) {
    this.#of = new Int32Array(venues);
    this.#before = slicesAt(0, venues);
  }

  /** For the frame at an index. */
  open(at: number): void {
    this.from = at + this.#before;
    this.count = 0;
    this.parallel = false;
  }

  clear(merges: boolean): void {
    this.count = 0;
    this.parallel = false;
    this.isManyPrices = false;
    this.joins = false;
    this.merges = merges;
    this.#held = 0;
  }

  /** False: there is no room for another slice. */
  add(venue: number, quantity: number, price: number): boolean {
    const { count, words, from } = this;
    if (count > 0) {
      if (price !== words[from + 2]!) this.isManyPrices = true;
      const slice = this.merges ? this.#ofVenue(venue) : this.joins ? this.#find(venue, price) : -1;
      if (slice >= 0) {
        words[slice + 1]! += quantity;
        if (price > words[slice + 2]!) words[slice + 2] = price;
        return true;
      }
    }
    if (count === this.capacity) return false;
    this.put(venue, quantity, price, TAKES);
    return true;
  }

  put(venue: number, quantity: number, price: number, kind: number): void {
    const { count, words } = this;
    const slice = this.from + count * SLICED;
    words[slice] = venue;
    words[slice + 1] = quantity;
    words[slice + 2] = price;
    words[slice + 3] = kind;
    this.#of[venue] = slice;
    this.#held |= 1 << venue;
    this.count = count + 1;
  }

  venue(slice: number): number {
    return this.words[this.from + slice * SLICED]!;
  }

  quantity(slice: number): number {
    return this.words[this.from + slice * SLICED + 1]!;
  }

  #ofVenue(venue: number): number {
    return ((this.#held >> venue) & 1) === 0 ? -1 : this.#of[venue]!;
  }

  #find(venue: number, price: number): number {
    const { words, from, count } = this;
    for (let slice = from; slice < from + count * SLICED; slice += SLICED) {
      if (words[slice] === venue && words[slice + 2] === price) return slice;
    }
    return -1;
  }

  /** Gives half of the first slice to a probe inside the spread at `venue`, which goes before all others: they wait for it. */
  split(venue: number, price: number, lot: number, least: number): boolean {
    const { words, from } = this;
    const half = Math.floor(words[from + 1]! / 2 / lot) * lot;
    if (half === 0 || half < least) return false;
    words[from + 1]! -= half;
    this.put(venue, half, price, TAKES | MIDPOINT);
    const last = from + (this.count - 1) * SLICED;
    for (let word = last - 1; word >= from; word--) words[word + SLICED] = words[word]!;
    words[from] = venue;
    words[from + 1] = half;
    words[from + 2] = price;
    words[from + 3] = TAKES | MIDPOINT;
    this.parallel = false;
    return true;
  }

  /** Marks all as intermarket sweeps; false, and nothing marked, when a venue of them does not take such orders. */
  markSweeps(sweepable: number): boolean {
    const { words, from, count } = this;
    const end = from + count * SLICED;
    for (let slice = from; slice < end; slice += SLICED) if (((sweepable >> words[slice]!) & 1) === 0) return false;
    for (let slice = from; slice < end; slice += SLICED) words[slice + 3] = TAKES | SWEEP;
    return true;
  }
}
