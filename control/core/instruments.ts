/**
 * What is traded, by our own names. BTC-USD, BTCUSDT and BTC-PERPETUAL are three instruments: another quote currency or contract is
 * another instrument, and no book mixes them.
 */

export type AssetClass = 'equity' | 'cryptoSpot' | 'cryptoPerpetual';

/** One instrument of the universe. All amounts elsewhere are integers in its units: 10^-priceScale and 10^-quantityScale. */
export interface Instrument {
  /** Dense, from 0: an index into arrays. Only good within one run of the process. */
  readonly index: number;
  /** The canonical symbol, such as `AAPL`, `BRK.B`, `BTC-USD`. */
  readonly symbol: string;
  readonly assetClass: AssetClass;
  /** What prices are in, ISO 4217 or the token's code. */
  readonly currency: string;
  /** What quantities are in: `shares`, a token, or `contracts`. */
  readonly unit: string;
  /** Decimals of a price, 0 to 9. */
  readonly priceScale: number;
  /** Decimals of a quantity, 0 to 9. */
  readonly quantityScale: number;
}

/** An instrument as one venue lists it. */
export interface Listing {
  readonly instrument: number;
  /** Dense venue number. */
  readonly venue: number;
  /** The venue's own name for it, as on its order entry. */
  readonly venueSymbol: string;
  /** Stock locate, unit symbol or other number by which its feed names it; undefined as long as no message has told. */
  readonly locate: number | undefined;
  /** Smallest price step and quantity step, in the instrument's units. */
  readonly tick: number;
  readonly lot: number;
  readonly minQuantity: number;
  readonly maxQuantity: number;
}

/** Where canonical and venue symbols meet. Lookups by number are arrays; nothing here allocates but `list`. */
export interface SymbolMap {
  readonly instruments: readonly Instrument[];
  bySymbol(symbol: string): Instrument | undefined;
  /** Throws nothing: undefined where the venue does not list the instrument. */
  listing(venue: number, instrument: number): Listing | undefined;
  byVenueSymbol(venue: number, venueSymbol: string): Listing | undefined;
  /** By what the venue's market data calls it, which may be another name than on its order entry. */
  byFeedSymbol(venue: number, feedSymbol: string): Listing | undefined;
  /** By the number that the venue's feed uses on a channel; -1 where it is not known. */
  instrumentByLocate(venue: number, channel: number, locate: number): number;
}
