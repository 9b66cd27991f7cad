/** A market of random books for tests and benchmarks of the router: a real consolidated book whose venues' levels come from arrays. */
import type { Instrument, Listing, SymbolMap } from '../../control/core/instruments.js';
import type { BookSide, MarketView } from '../../control/core/market-view.js';
import type { Random } from '../../control/core/world.js';
import { ConsolidatedBook, type DepthSource } from '../../control/market-data/consolidated/consolidated-book.js';

export interface RandomMarketOptions {
  readonly instruments: number;
  readonly venues: number;
  readonly depth: number;
  readonly random: Random;
  /** Price of the middle, in units. */
  readonly middle?: number;
  readonly tick?: number;
  /** Levels of venues begin so many ticks from the middle, at most. */
  readonly spreadTicks?: number;
  /** Quantities are 1 to `sizeMax` times `sizeStep`. */
  readonly sizeStep?: number;
  readonly sizeMax?: number;
  readonly lot?: number;
  /** The most that each venue takes at once; 0: any. */
  readonly maxQuantity?: number;
  /** Where the book keeps quotes: the router's memory, usually. */
  readonly memory?: Pick<MarketView, 'quotes' | 'best'>;
}

const SIDES = ['bid', 'ask'] as const;

class ArrayDepth implements DepthSource {
  readonly prices: Float64Array;
  readonly quantities: Float64Array;
  readonly counts: Int32Array;

  constructor(
    instruments: number,
    readonly depth: number,
  ) {
    this.prices = new Float64Array(instruments * 2 * depth);
    this.quantities = new Float64Array(instruments * 2 * depth);
    this.counts = new Int32Array(instruments * 2);
  }

  base(instrument: number, side: BookSide): number {
    return instrument * 2 + (side === 'bid' ? 0 : 1);
  }

  readLevels(
    instrument: number,
    side: BookSide,
    depth: number,
    prices: Float64Array,
    quantities: Float64Array,
    at: number,
  ): number {
    const base = this.base(instrument, side);
    const count = Math.min(depth, this.counts[base]!);
    const first = base * this.depth;
    for (let level = 0; level < count; level++) {
      prices[at + level] = this.prices[first + level]!;
      quantities[at + level] = this.quantities[first + level]!;
    }
    return count;
  }
}

export class RandomMarket {
  readonly book: ConsolidatedBook;
  readonly sources: readonly ArrayDepth[];
  readonly symbols: Pick<SymbolMap, 'instruments' | 'listing'>;
  readonly venueIds: readonly { readonly id: string; readonly takesSweeps: boolean }[];
  readonly #options: Required<Omit<RandomMarketOptions, 'memory'>>;

  constructor(options: RandomMarketOptions) {
    const usual = { middle: 1_000_000, tick: 100, spreadTicks: 3, sizeStep: 100, sizeMax: 10, lot: 1, maxQuantity: 0 };
    this.#options = { ...usual, ...options };
    const { instruments, venues, depth, tick, lot, maxQuantity } = this.#options;
    const { memory } = options;
    let nowNs = 1;
    const clock = { monotonicNs: () => nowNs++ };
    this.book = new ConsolidatedBook({ instruments, venues, clock, ...(memory === undefined ? {} : { memory }) });
    this.sources = Array.from({ length: venues }, () => new ArrayDepth(instruments, depth));
    this.sources.forEach((source, venue) => this.book.setSource(venue, source));
    const list: Instrument[] = Array.from({ length: instruments }, (_, index) => ({
      index,
      symbol: `S${index}`,
      assetClass: 'equity',
      currency: 'USD',
      unit: 'shares',
      priceScale: 4,
      quantityScale: 0,
    }));
    const listings = list.map((_, instrument) =>
      Array.from({ length: venues }, (__, venue): Listing => ({
        instrument,
        venue,
        venueSymbol: `S${instrument}`,
        locate: undefined,
        tick,
        lot,
        minQuantity: 0,
        maxQuantity,
      })),
    );
    this.symbols = { instruments: list, listing: (venue, instrument) => listings[instrument]?.[venue] };
    this.venueIds = Array.from({ length: venues }, (_, venue) => ({ id: `V${venue}`, takesSweeps: true }));
    for (let instrument = 0; instrument < instruments; instrument++) {
      for (let venue = 0; venue < venues; venue++) this.draw(instrument, venue);
    }
  }

  /** New levels of one venue, and its quote. */
  draw(instrument: number, venue: number): void {
    const { random, middle, tick, spreadTicks, sizeStep, sizeMax } = this.#options;
    const source = this.sources[venue]!;
    for (const side of SIDES) {
      const base = source.base(instrument, side);
      const sign = side === 'ask' ? 1 : -1;
      let price = middle + sign * tick * (1 + random.below(spreadTicks));
      const count = source.depth;
      source.counts[base] = count;
      for (let level = 0; level < count; level++) {
        source.prices[base * source.depth + level] = price;
        source.quantities[base * source.depth + level] = sizeStep * (1 + random.below(sizeMax));
        price += sign * tick * (1 + random.below(2));
      }
    }
    this.quote(instrument, venue);
  }

  /** The venue's quote from its levels. */
  quote(instrument: number, venue: number, state = 0): void {
    const source = this.sources[venue]!;
    const bid = source.base(instrument, 'bid');
    const ask = source.base(instrument, 'ask');
    const has = (base: number): number => (source.counts[base]! > 0 ? 1 : 0);
    this.book.setQuote(
      instrument,
      venue,
      has(bid) * source.prices[bid * source.depth]!,
      has(bid) * source.quantities[bid * source.depth]!,
      has(ask) * source.prices[ask * source.depth]!,
      has(ask) * source.quantities[ask * source.depth]!,
      state,
    );
  }
}
