/** A small world for tests of the risk pass: instruments of every kind, venues, a market that the test writes, and limits that let everything through. */
import { decimalOf } from '../../core/decimals.js';
import type { AssetClass, Instrument, Listing, SymbolMap } from '../../core/instruments.js';
import { BEST, BEST_STRIDE, EXCLUDED, QUOTE, QUOTE_STRIDE, type MarketView } from '../../core/market-view.js';
import { LimitBook } from './limit-book.js';
import type { LimitScope } from './limit-checks.js';
import { assetClasses, limitsSchema, orderTypes, sides, type Limits } from './limits-schema.js';

export interface TestInstrument extends Omit<Instrument, 'index'> {
  /** By venue; undefined where it is not listed. */
  readonly listings: readonly (Pick<Listing, 'tick' | 'lot' | 'minQuantity' | 'maxQuantity'> | undefined)[];
}

const share = (symbol: string, listings: TestInstrument['listings']): TestInstrument => ({
  symbol,
  assetClass: 'equity',
  currency: 'USD',
  unit: 'shares',
  priceScale: 4,
  quantityScale: 0,
  listings,
});
const steps = (
  tick: number,
  lot: number,
  minQuantity = lot,
  maxQuantity = 1e9,
): TestInstrument['listings'][number] => ({
  tick,
  lot,
  minQuantity,
  maxQuantity,
});
const crypto = (
  symbol: string,
  assetClass: AssetClass,
  currency: string,
  scales: [number, number],
): TestInstrument => ({
  symbol,
  assetClass,
  currency,
  unit: 'coins',
  priceScale: scales[0],
  quantityScale: scales[1],
  listings: [undefined, undefined, steps(5, 1000, 1000, 1e15)],
});

/** Shares at two venues with different steps, tokens whose values pass 2^53, an inverse contract, and one that nobody lists. */
export const INSTRUMENTS: readonly TestInstrument[] = [
  share('AAPL', [steps(100, 1), steps(100, 1), undefined]),
  share('BRK.B', [steps(100, 1, 1, 1000), steps(50, 10), undefined]),
  crypto('BTC-USD', 'cryptoSpot', 'USD', [2, 8]),
  crypto('ETH-BTC', 'cryptoSpot', 'BTC', [5, 8]),
  { ...crypto('BTC-PERPETUAL', 'cryptoPerpetual', 'USD', [1, 0]), listings: [undefined, undefined, steps(5, 1)] },
  share('NONE', [undefined, undefined, undefined]),
];
export const CLIENTS = ['ALPHA', 'BETA'] as const;
export const VENUES = ['V0', 'V1', 'V2'] as const;

export function symbolMap(instruments: readonly TestInstrument[] = INSTRUMENTS): SymbolMap {
  const all: Instrument[] = instruments.map((instrument, index) => ({ ...instrument, index }));
  return {
    instruments: all,
    bySymbol: (symbol) => all.find((each) => each.symbol === symbol),
    listing: (venue, instrument) => {
      const found = instruments[instrument]?.listings[venue];
      return found && { ...found, instrument, venue, venueSymbol: instruments[instrument]!.symbol, locate: undefined };
    },
    byVenueSymbol: () => undefined,
    byFeedSymbol: () => undefined,
    instrumentByLocate: () => -1,
  };
}

export interface TestMarket extends MarketView {
  /** Best bid and offer; 0: none. */
  set(instrument: number, bid: number, ask: number): void;
  /** EXCLUDED bits of a venue. */
  state(instrument: number, venue: number, bits: number): void;
}

export function testMarket(instruments: number, venues: number): TestMarket {
  const best = new Float64Array(instruments * BEST_STRIDE);
  const quotes = new Float64Array(instruments * venues * QUOTE_STRIDE);
  for (let at = QUOTE.state; at < quotes.length; at += QUOTE_STRIDE) quotes[at] = EXCLUDED.absent;
  return {
    instruments,
    venues,
    best,
    quotes,
    set(instrument, bid, ask) {
      best[instrument * BEST_STRIDE + BEST.bidPrice] = bid;
      best[instrument * BEST_STRIDE + BEST.askPrice] = ask;
    },
    state(instrument, venue, bits) {
      quotes[(instrument * venues + venue) * QUOTE_STRIDE + QUOTE.state] = bits;
    },
    readVenueDepth: () => 0,
    readDepth: () => 0,
    onChange: () => undefined,
  };
}

export const SCOPE: LimitScope = { instruments: symbolMap().instruments, clients: CLIENTS, venues: VENUES };

/** Units of whatever it is, as many as a limit may have digits. */
const PLENTY = 9e14;

/** Limits that stop nothing, for those who test something else. Duplicates and collar are as wide as they can be. */
export function openLimits(scope: LimitScope): LimitBook {
  const currencies = [...new Set(scope.instruments.map(({ currency }) => currency))];
  const money = decimalOf(PLENTY, 4);
  const amounts = Object.fromEntries(
    assetClasses.map((assetClass) => {
      const scales = scope.instruments
        .filter((instrument) => instrument.assetClass === assetClass)
        .map(({ quantityScale }) => quantityScale);
      return [assetClass, decimalOf(PLENTY, Math.max(0, ...scales))];
    }),
  );
  const each = <T>(of: (amount: string) => T): Record<string, T> =>
    Object.fromEntries(assetClasses.map((assetClass) => [assetClass, of(amounts[assetClass]!)]));
  const messages = { perSecond: 1_000_000, burst: 1_000_000 };
  const limits: Limits = limitsSchema.parse({
    name: 'open',
    firm: {
      messages,
      openOrders: 1_000_000_000,
      lastPriceMaxAgeMs: 86_400_000,
      credit: Object.fromEntries(currencies.map((currency) => [currency, { gross: money, net: money }])),
      instruments: each((amount) => ({ long: amount, short: amount })),
    },
    clients: Object.fromEntries(
      scope.clients.map((id) => [
        id,
        {
          assetClasses,
          sides,
          orderTypes,
          venues: scope.venues,
          messages,
          openOrders: 1_000_000_000,
          duplicates: { withinMs: 0, allowed: 16 },
          selfTrade: 'allow',
          credit: Object.fromEntries(
            currencies.map((currency) => [currency, { order: money, gross: money, net: money }]),
          ),
          instruments: each((amount) => ({
            orderQuantity: amount,
            long: amount,
            short: amount,
            collarBps: 10_000,
            withoutReference: 'pass',
          })),
        },
      ]),
    ),
  });
  return new LimitBook(limits, scope);
}
