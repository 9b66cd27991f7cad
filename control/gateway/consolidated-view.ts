/** The market of one instrument over all venues, as the answer to a question: who shows what, what does not count and why, and all levels merged. */
import { CONDITION, EXCLUDED, BEST, BEST_STRIDE, QUOTE, QUOTE_STRIDE, type MarketView } from '../core/market-view.js';
import type { Instrument, SymbolMap } from '../core/instruments.js';
import type { ConsolidatedStatus } from '../core/status/schema.js';
import { PRICE_SCALE } from '../core/status/rows.js';

type Levels = ConsolidatedStatus['bids'];

const CONDITIONS = Object.fromEntries(Object.entries(CONDITION).map(([name, value]) => [value, name])) as Record<
  number,
  ConsolidatedStatus['condition']
>;
const LEVELS_MAX = 100;

export class ConsolidatedView {
  private readonly buffer = {
    prices: new Float64Array(LEVELS_MAX),
    quantities: new Float64Array(LEVELS_MAX),
    venues: new Int32Array(LEVELS_MAX),
  };

  constructor(
    private readonly market: MarketView,
    private readonly symbols: SymbolMap,
    /** Names in the order of their numbers. */
    private readonly venues: readonly string[],
  ) {}

  /** By the name of a row: a symbol of ours, or one of a feed with the feed's name behind it. */
  of(name: string, depth: number): ConsolidatedStatus | undefined {
    const instrument = this.instrumentOf(name.split('@')[0] ?? '');
    if (instrument === undefined) return undefined;
    const { market, venues } = this;
    const { index } = instrument;
    const price = PRICE_SCALE / 10 ** instrument.priceScale;
    const size = 1 / 10 ** instrument.quantityScale;
    return {
      condition: CONDITIONS[market.best[index * BEST_STRIDE + BEST.condition]!] ?? 'empty',
      venues: venues.flatMap((venue, number) => {
        if (this.symbols.listing(number, index) === undefined) return [];
        const at = (index * market.venues + number) * QUOTE_STRIDE;
        const { quotes } = market;
        return {
          venue,
          bid: quotes[at + QUOTE.bidPrice]! * price,
          bidSize: quotes[at + QUOTE.bidQuantity]! * size,
          ask: quotes[at + QUOTE.askPrice]! * price,
          askSize: quotes[at + QUOTE.askQuantity]! * size,
          excluded: reasonsOf(quotes[at + QUOTE.state]!),
        };
      }),
      bids: this.levels(index, 'bid', depth, price, size),
      asks: this.levels(index, 'ask', depth, price, size),
    };
  }

  private levels(instrument: number, side: 'bid' | 'ask', depth: number, price: number, size: number): Levels {
    const { buffer, market, venues } = this;
    const got = market.readDepth(instrument, side, depth, buffer);
    return Array.from({ length: Math.min(got, depth) }, (_, i) => ({
      price: buffer.prices[i]! * price,
      size: buffer.quantities[i]! * size,
      venue: venues[buffer.venues[i]!] ?? '',
    }));
  }

  private instrumentOf(symbol: string): Instrument | undefined {
    const { symbols, venues } = this;
    const own = symbols.bySymbol(symbol);
    if (own !== undefined) return own;
    for (const venue of venues.keys()) {
      const listing = symbols.byFeedSymbol(venue, symbol) ?? symbols.byVenueSymbol(venue, symbol);
      if (listing !== undefined) return symbols.instruments[listing.instrument];
    }
    return undefined;
  }
}

function reasonsOf(bits: number): string[] {
  return Object.entries(EXCLUDED)
    .filter(([, bit]) => (bits & bit) !== 0)
    .map(([name]) => name);
}
