/**
 * The consolidated book: best bid and offer of every instrument over all venues, kept as quotes change, and depth on demand.
 *
 * A change of one venue's quote costs one walk over the venues of that instrument: with at most 31 of them in neighbouring memory that is
 * cheaper than any structure that would avoid it. Nothing is allocated per change.
 *
 * A venue counts when none of the EXCLUDED bits stands. Ties are decided by rules, never by arrival, so that the same quotes give the same book
 * whatever their order.
 */
import type { Clock } from '../../core/world.js';
import {
  BEST,
  BEST_STRIDE,
  CONDITION,
  EXCLUDED,
  QUOTE,
  QUOTE_STRIDE,
  type BookSide,
  type DepthBuffer,
  type MarketView,
} from '../../core/market-view.js';
import { ConditionTimes } from './condition-times.js';

export const VENUES_MAX = 31;

/** Where a venue's levels come from: the order books of its feed. */
export interface DepthSource {
  readLevels(
    instrument: number,
    side: BookSide,
    depth: number,
    prices: Float64Array,
    quantities: Float64Array,
    at: number,
  ): number;
}

export interface ConsolidatedBookOptions {
  readonly instruments: number;
  readonly venues: number;
  readonly clock: Pick<Clock, 'monotonicNs'>;
  /** Levels of each venue that `readDepth` can look at; default 64. */
  readonly maxDepth?: number;
  /** Where the quotes and the best are kept: arrays of 0 of the right length. */
  readonly memory?: Pick<MarketView, 'quotes' | 'best'>;
}

export class ConsolidatedBook implements MarketView {
  readonly instruments: number;
  readonly venues: number;
  readonly quotes: Float64Array;
  readonly best: Float64Array;
  /** How long each instrument's market was locked, crossed, and neither. */
  readonly times: ConditionTimes;
  readonly #clock: Pick<Clock, 'monotonicNs'>;
  readonly #sources: (DepthSource | undefined)[];
  readonly #listeners: ((instrument: number) => void)[] = [];
  /** Bits that hold for all of a venue, whatever its books say; and what each instrument's own book says there. */
  readonly #venueBits: Int32Array;
  readonly #ownBits: Uint8Array;
  /** Monotonic ns of the batch: reading the clock for every quote would cost more than the quote. */
  #nowNs: number;
  readonly #changed: Int32Array;
  readonly #isChanged: Uint8Array;
  #changedCount = 0;
  // Scratch of readDepth: levels by venue, and how far each has been merged.
  readonly #maxDepth: number;
  readonly #prices: Float64Array;
  readonly #quantities: Float64Array;
  readonly #next: Int32Array;
  readonly #end: Int32Array;

  constructor(options: ConsolidatedBookOptions) {
    const { instruments, venues, clock, maxDepth = 64, memory } = options;
    if (!(venues >= 1 && venues <= VENUES_MAX))
      throw new RangeError(`venues: expected 1 to ${VENUES_MAX}, found ${venues}`);
    this.instruments = instruments;
    this.venues = venues;
    this.#clock = clock;
    this.#maxDepth = maxDepth;
    this.quotes = memory?.quotes ?? new Float64Array(instruments * venues * QUOTE_STRIDE);
    this.best = memory?.best ?? new Float64Array(instruments * BEST_STRIDE);
    this.#nowNs = clock.monotonicNs();
    this.times = new ConditionTimes(instruments, this.#nowNs);
    this.#sources = new Array<DepthSource | undefined>(venues).fill(undefined);
    this.#venueBits = new Int32Array(venues);
    this.#ownBits = new Uint8Array(instruments * venues).fill(EXCLUDED.absent);
    this.#changed = new Int32Array(instruments);
    this.#isChanged = new Uint8Array(instruments);
    this.#prices = new Float64Array(venues * maxDepth);
    this.#quantities = new Float64Array(venues * maxDepth);
    this.#next = new Int32Array(venues);
    this.#end = new Int32Array(venues);
    for (let at = QUOTE.state; at < this.quotes.length; at += QUOTE_STRIDE) this.quotes[at] = EXCLUDED.absent;
    for (let at = BEST.condition; at < this.best.length; at += BEST_STRIDE) this.best[at] = CONDITION.empty;
  }

  setSource(venue: number, source: DepthSource): void {
    this.#sources[venue] = source;
  }

  /** Before a batch of quotes: they all have the time of this call. */
  begin(): void {
    this.#nowNs = this.#clock.monotonicNs();
  }

  /**
   * A venue's best bid and offer, and why it does not count (EXCLUDED bits of the instrument, 0: it counts).
   * A side without orders has price and quantity 0.
   */
  setQuote(
    instrument: number,
    venue: number,
    bidPrice: number,
    bidQuantity: number,
    askPrice: number,
    askQuantity: number,
    state: number,
  ): void {
    const { quotes } = this;
    const cell = instrument * this.venues + venue;
    const at = cell * QUOTE_STRIDE;
    const bits = state | this.#venueBits[venue]!;
    this.#ownBits[cell] = state;
    quotes[at + QUOTE.timeNs] = this.#nowNs;
    quotes[at + QUOTE.version]!++;
    if (
      quotes[at + QUOTE.bidPrice] === bidPrice &&
      quotes[at + QUOTE.bidQuantity] === bidQuantity &&
      quotes[at + QUOTE.askPrice] === askPrice &&
      quotes[at + QUOTE.askQuantity] === askQuantity &&
      quotes[at + QUOTE.state] === bits
    ) {
      return;
    }
    quotes[at + QUOTE.bidPrice] = bidPrice;
    quotes[at + QUOTE.bidQuantity] = bidQuantity;
    quotes[at + QUOTE.askPrice] = askPrice;
    quotes[at + QUOTE.askQuantity] = askQuantity;
    quotes[at + QUOTE.state] = bits;
    this.#rebuild(instrument);
  }

  /**
   * Sets or clears one EXCLUDED bit for a whole venue: `stale` when its feed is cut, `disabled` by hand. A cleared bit counts again at once where the
   * instrument's own state has nothing against it; a feeder whose data is in doubt sets the instruments' states first.
   */
  setVenueBit(venue: number, bit: number, on: boolean): void {
    const before = this.#venueBits[venue]!;
    const after = on ? before | bit : before & ~bit;
    if (after === before) return;
    this.#venueBits[venue] = after;
    this.begin();
    const { quotes } = this;
    for (let instrument = 0; instrument < this.instruments; instrument++) {
      const cell = instrument * this.venues + venue;
      const at = cell * QUOTE_STRIDE + QUOTE.state;
      const bits = this.#ownBits[cell]! | after;
      if (quotes[at] === bits) continue;
      quotes[at] = bits;
      this.#rebuild(instrument);
    }
  }

  onChange(listener: (instrument: number) => void): void {
    this.#listeners.push(listener);
  }

  /** Tells the listeners what changed since the last call, each instrument once; feeders call it after each batch of records. */
  publish(): void {
    const count = this.#changedCount;
    this.#changedCount = 0;
    for (let i = 0; i < count; i++) this.#isChanged[this.#changed[i]!] = 0;
    for (let i = 0; i < count; i++) {
      const instrument = this.#changed[i]!;
      for (let n = 0; n < this.#listeners.length; n++) this.#listeners[n]!(instrument);
    }
  }

  readVenueDepth(
    instrument: number,
    venue: number,
    side: BookSide,
    depth: number,
    prices: Float64Array,
    quantities: Float64Array,
    at: number,
  ): number {
    const source = this.#sources[venue];
    return source === undefined ? 0 : source.readLevels(instrument, side, depth, prices, quantities, at);
  }

  readDepth(instrument: number, side: BookSide, depth: number, into: DepthBuffer): number {
    const { venues } = this;
    const levels = Math.min(depth, this.#maxDepth);
    const prices = this.#prices;
    const quantities = this.#quantities;
    for (let venue = 0; venue < venues; venue++) {
      const first = venue * this.#maxDepth;
      const counts = this.quotes[(instrument * venues + venue) * QUOTE_STRIDE + QUOTE.state] === 0;
      this.#next[venue] = first;
      this.#end[venue] =
        first + (counts ? this.readVenueDepth(instrument, venue, side, levels, prices, quantities, first) : 0);
    }
    const room = into.prices.length;
    const sign = side === 'bid' ? 1 : -1;
    let written = 0;
    while (written < room) {
      let best = -1;
      let bestAt = 0;
      for (let venue = 0; venue < venues; venue++) {
        const at = this.#next[venue]!;
        if (at === this.#end[venue]!) continue;
        const ahead = best < 0 ? 1 : sign * (prices[at]! - prices[bestAt]!);
        if (ahead > 0 || (ahead === 0 && quantities[at]! > quantities[bestAt]!)) {
          best = venue;
          bestAt = at;
        }
      }
      if (best < 0) break;
      into.prices[written] = prices[bestAt]!;
      into.quantities[written] = quantities[bestAt]!;
      into.venues[written] = best;
      this.#next[best] = bestAt + 1;
      written++;
    }
    return written;
  }

  #rebuild(instrument: number): void {
    const { quotes, best, venues } = this;
    let bidPrice = 0;
    let bidQuantity = 0;
    let bidVenues = 0;
    let askPrice = 0;
    let askQuantity = 0;
    let askVenues = 0;
    let at = instrument * venues * QUOTE_STRIDE;
    for (let venue = 0; venue < venues; venue++, at += QUOTE_STRIDE) {
      if (quotes[at + QUOTE.state] !== 0) continue;
      const bid = quotes[at + QUOTE.bidPrice]!;
      if (bid !== 0 && bid >= bidPrice) {
        bidQuantity =
          bid === bidPrice ? bidQuantity + quotes[at + QUOTE.bidQuantity]! : quotes[at + QUOTE.bidQuantity]!;
        bidVenues = bid === bidPrice ? bidVenues | (1 << venue) : 1 << venue;
        bidPrice = bid;
      }
      const ask = quotes[at + QUOTE.askPrice]!;
      if (ask !== 0 && (askPrice === 0 || ask <= askPrice)) {
        askQuantity =
          ask === askPrice ? askQuantity + quotes[at + QUOTE.askQuantity]! : quotes[at + QUOTE.askQuantity]!;
        askVenues = ask === askPrice ? askVenues | (1 << venue) : 1 << venue;
        askPrice = ask;
      }
    }
    const b = instrument * BEST_STRIDE;
    const condition = conditionOf(bidPrice, askPrice);
    if (condition !== best[b + BEST.condition]) this.times.change(instrument, condition, this.#nowNs);
    best[b + BEST.bidPrice] = bidPrice;
    best[b + BEST.bidQuantity] = bidQuantity;
    best[b + BEST.bidVenues] = bidVenues;
    best[b + BEST.askPrice] = askPrice;
    best[b + BEST.askQuantity] = askQuantity;
    best[b + BEST.askVenues] = askVenues;
    best[b + BEST.condition] = condition;
    best[b + BEST.version]!++;
    if (this.#isChanged[instrument] === 0) {
      this.#isChanged[instrument] = 1;
      this.#changed[this.#changedCount++] = instrument;
    }
  }
}

function conditionOf(bidPrice: number, askPrice: number): number {
  if (bidPrice === 0 || askPrice === 0) return bidPrice === askPrice ? CONDITION.empty : CONDITION.oneSided;
  if (bidPrice < askPrice) return CONDITION.normal;
  return bidPrice === askPrice ? CONDITION.locked : CONDITION.crossed;
}
