import { describe, expect, it } from 'vitest';
import type { Instrument } from '../../core/instruments.js';
import { SymbolError } from '../errors.js';
import { VenueSymbolMap, type ListingEntry } from './symbol-map.js';

const instrument = (index: number, symbol: string): Instrument => ({
  index,
  symbol,
  assetClass: 'equity',
  currency: 'USD',
  unit: 'shares',
  priceScale: 4,
  quantityScale: 0,
});
const entry = (symbol: string, venueSymbol = symbol, more: Partial<ListingEntry> = {}): ListingEntry => ({
  venue: 0,
  symbol,
  venueSymbol,
  tick: 100,
  lot: 1,
  minQuantity: 1,
  maxQuantity: 1000,
  source: 'a.yaml',
  ...more,
});

function map(): VenueSymbolMap {
  return new VenueSymbolMap([instrument(0, 'AAPL'), instrument(1, 'BRK.B')], 'universe.yaml');
}

function errorOf(run: () => void): SymbolError {
  try {
    run();
  } catch (error) {
    if (error instanceof SymbolError) return error;
    throw error;
  }
  throw new Error('no error');
}

describe('the symbol map', () => {
  it('finds listings both ways, each venue for itself', () => {
    const symbols = map();
    symbols.add(entry('BRK.B', 'BRK B'));
    symbols.add(entry('BRK.B', 'BRK/B', { venue: 1, feedSymbol: 'BRKB' }));
    expect(symbols.byVenueSymbol(0, 'BRK B')?.instrument).toBe(1);
    expect(symbols.byVenueSymbol(1, 'BRK B')).toBeUndefined();
    expect(symbols.listing(1, 1)?.venueSymbol).toBe('BRK/B');
    expect(symbols.feedSymbol(1, 1)).toBe('BRKB');
    expect(symbols.listing(0, 0)).toBeUndefined();
  });

  it('learns locates from directory messages, and forgets them with the session', () => {
    const symbols = map();
    symbols.add(entry('AAPL'));
    expect(symbols.instrumentByLocate(0, 2, 17)).toBe(-1);
    expect(symbols.learn(0, 2, 'AAPL', 17, 'feed A')).toBe(true);
    expect(symbols.learn(0, 2, 'AAPL', 17, 'feed A')).toBe(true);
    expect(symbols.learn(0, 2, 'ZZZZ', 18, 'feed A')).toBe(false);
    expect(symbols.instrumentByLocate(0, 2, 17)).toBe(0);
    expect(symbols.listing(0, 0)?.locate).toBe(17);
    symbols.forgetLocates(0, 2);
    expect(symbols.instrumentByLocate(0, 2, 17)).toBe(-1);
    expect(symbols.learn(0, 2, 'AAPL', 18, 'feed A')).toBe(true);
  });

  it('refuses what two sources say differently, and names both', () => {
    const symbols = map();
    symbols.add(entry('AAPL'));
    symbols.add(entry('BRK.B'));
    const twice = errorOf(() => symbols.add(entry('AAPL', 'AAPL2', { source: 'b.yaml' })));
    expect(twice).toMatchObject({ code: 'SYMBOL_DUPLICATE', where: 'b.yaml' });
    expect(twice.message).toContain('a.yaml');
    symbols.learn(0, 2, 'AAPL', 17, 'feed A');
    const locate = errorOf(() => symbols.learn(0, 2, 'BRK.B', 17, 'feed B'));
    expect(locate).toMatchObject({ code: 'SYMBOL_LOCATE', where: 'feed B' });
    expect(locate.message).toContain('feed A');
    const moved = errorOf(() => symbols.learn(0, 2, 'AAPL', 19, 'feed B'));
    expect(moved.message).toContain('feed A');
    expect(symbols.instrumentByLocate(0, 2, 17)).toBe(0);
  });

  it('refuses unknown symbols and units that make no sense', () => {
    const symbols = map();
    expect(errorOf(() => symbols.add(entry('MSFT'))).code).toBe('SYMBOL_UNKNOWN');
    expect(errorOf(() => symbols.add(entry('AAPL', 'AAPL', { lot: 0 }))).code).toBe('SYMBOL_UNITS');
  });
});
