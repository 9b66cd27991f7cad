/** Orders as people give them on a command line: `buy 100 AAPL 1.00`. */
import { InvalidArgumentError } from 'commander';
import { InputError } from '../core/errors.js';
import type { Instrument } from '../core/instruments.js';
import type { VenueSet } from '../venues/venue-set.js';

export interface OrderText {
  readonly side: 'buy' | 'sell';
  readonly quantity: string;
  readonly symbol: string;
  readonly price: string;
}

/** Throws commander's InvalidArgumentError. */
export function orderText(text: string): OrderText {
  const match = /^(buy|sell)\s+(\d+(?:\.\d+)?)\s+(\S+)\s+(\d+(?:\.\d+)?)$/.exec(text.trim());
  if (match === null) throw new InvalidArgumentError('expected buy|sell QUANTITY SYMBOL PRICE');
  const [, side, quantity = '', symbol = '', price = ''] = match;
  return { side: side as 'buy' | 'sell', quantity, symbol, price };
}

/** Throws InputError when the universe does not have it. */
export function instrumentOf(set: VenueSet, symbol: string): Instrument {
  const instrument = set.symbols.bySymbol(symbol.toUpperCase());
  if (instrument !== undefined) return instrument;
  throw new InputError('ORDER_SYMBOL', 'the universe has no such symbol', { found: symbol });
}

/** A decimal as a whole number of units of 10^-scale. */
export function units(text: string, scale: number): number {
  return Math.round(Number(text) * 10 ** scale);
}
