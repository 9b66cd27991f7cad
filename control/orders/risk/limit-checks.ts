/** What the schema of the limits cannot see alone: names that do not exist, and amounts that cannot be counted in the units of the instrument or currency. */
import type { Instrument } from '../../core/instruments.js';
import { decimalOf, unitsOf } from '../../core/decimals.js';
import type { ConfigPath, Contradiction } from '../../core/yaml-config.js';
import { AMOUNT_MAX } from './layout.js';
import { DUPLICATES_MAX, type Limits } from './limits-schema.js';

/** What limits speak about, in the order of the dense numbers. */
export interface LimitScope {
  readonly instruments: readonly Instrument[];
  readonly clients: readonly string[];
  readonly venues: readonly string[];
}

/** Decimals of a currency's money units where the limits say nothing. */
export const MONEY_DECIMALS = 4;

/** Decimals that a product of price and quantity may have beyond those of its money units. */
const DECIMALS_MAX = 15;

export function decimalsOf(limits: Limits, currency: string): number {
  return limits.currencies[currency]?.decimals ?? MONEY_DECIMALS;
}

/** All that is wrong. */
export function checkLimits(limits: Limits, scope: LimitScope): Contradiction[] {
  const wrong: Contradiction[] = [];
  const symbols = new Map(scope.instruments.map((instrument) => [instrument.symbol, instrument]));
  const currencies = new Set(scope.instruments.map(({ currency }) => currency));
  const complain = (path: ConfigPath, found: string, expected: string): number => wrong.push({ path, found, expected });
  const oneOfThese = (path: ConfigPath, found: string, known: boolean, what: string): void => {
    if (!known) complain(path, found, what);
  };
  const symbolNamed = (path: ConfigPath, symbol: string): void =>
    oneOfThese(path, symbol, symbols.has(symbol), 'a symbol of the universe');
  const currencyNamed = (path: ConfigPath, currency: string): void =>
    oneOfThese(path, currency, currencies.has(currency), 'a currency that an instrument of the universe is priced in');
  /** An amount that must be a whole number of units, and not more than can be counted. */
  const counted = (path: ConfigPath, value: string | undefined, scale: number, of: string): void => {
    if (value === undefined) return;
    const units = unitsOf(value, scale);
    const most = decimalOf(AMOUNT_MAX, scale);
    if (!(units <= AMOUNT_MAX))
      complain(path, value, `at most ${most} with at most ${scale} decimals, as ${of} is counted`);
  };
  const money = (path: ConfigPath, value: string | undefined, currency: string): void =>
    counted(path, value, decimalsOf(limits, currency), currency);

  const restricted = (path: ConfigPath, list: readonly string[]): void => {
    for (const [i, symbol] of list.entries()) symbolNamed([...path, i], symbol);
  };
  const credits = (
    path: ConfigPath,
    credit: Readonly<Record<string, Readonly<Record<string, string | undefined>>>>,
  ): void => {
    for (const [currency, amounts] of Object.entries(credit)) {
      currencyNamed([...path, currency], currency);
      for (const [key, value] of Object.entries(amounts)) money([...path, currency, key], value, currency);
    }
  };
  /** For a whole asset class: a fraction of the smallest unit is cut off, but it must be countable for each instrument. */
  const classAmounts = (
    path: ConfigPath,
    classes: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>,
  ): void => {
    for (const [assetClass, amounts] of Object.entries(classes)) {
      const finest = scope.instruments
        .filter((instrument) => instrument.assetClass === assetClass)
        .reduce<Instrument | undefined>(
          (most, each) => (most === undefined || each.quantityScale > most.quantityScale ? each : most),
          undefined,
        );
      if (finest === undefined) continue;
      for (const key of ['orderQuantity', 'long', 'short']) {
        const value = amounts?.[key];
        if (typeof value !== 'string' || quantityUnits(value, finest.quantityScale) <= AMOUNT_MAX) continue;
        const most = decimalOf(AMOUNT_MAX, finest.quantityScale);
        complain([...path, assetClass, key], value, `at most ${most}, as ${finest.symbol} is counted`);
      }
    }
  };
  const symbolAmounts = (
    path: ConfigPath,
    overrides: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ): void => {
    for (const [symbol, amounts] of Object.entries(overrides)) {
      const instrument = symbols.get(symbol);
      symbolNamed([...path, symbol], symbol);
      if (instrument === undefined) continue;
      for (const key of ['orderQuantity', 'long', 'short']) {
        counted([...path, symbol, key], amounts[key] as string | undefined, instrument.quantityScale, symbol);
      }
      money([...path, symbol, 'orderNotional'], amounts['orderNotional'] as string | undefined, instrument.currency);
    }
  };

  for (const currency of Object.keys(limits.currencies)) currencyNamed(['currencies', currency], currency);
  for (const [symbol, { value }] of Object.entries(limits.contracts)) {
    symbolNamed(['contracts', symbol], symbol);
    if (!/[1-9]/.test(value)) complain(['contracts', symbol, 'value'], value, 'more than 0');
  }
  for (const { symbol, currency, priceScale, quantityScale } of scope.instruments) {
    const value = limits.contracts[symbol]?.value ?? '1';
    const finer = priceScale + quantityScale + (value.split('.')[1]?.length ?? 0) - decimalsOf(limits, currency);
    if (finer <= DECIMALS_MAX) continue;
    complain(
      ['currencies'],
      `${currency} with ${decimalsOf(limits, currency)} decimals`,
      `${finer - DECIMALS_MAX} more for ${symbol}`,
    );
  }
  const { firm } = limits;
  restricted(['firm', 'restricted'], firm.restricted);
  credits(['firm', 'credit'], firm.credit);
  classAmounts(['firm', 'instruments'], firm.instruments);
  symbolAmounts(['firm', 'symbols'], firm.symbols);
  for (const [id, client] of Object.entries(limits.clients)) {
    const path = ['clients', id];
    oneOfThese(
      path,
      id,
      scope.clients.includes(id),
      `a configured client: ${scope.clients.join(', ') || 'there is none'}`,
    );
    for (const [i, venue] of client.venues.entries()) {
      oneOfThese([...path, 'venues', i], venue, scope.venues.includes(venue), `a venue: ${scope.venues.join(', ')}`);
    }
    restricted([...path, 'restricted'], client.restricted);
    credits([...path, 'credit'], client.credit);
    classAmounts([...path, 'instruments'], client.instruments);
    symbolAmounts([...path, 'symbols'], client.symbols);
    const { messages, duplicates } = client;
    if (messages === undefined || duplicates === undefined) continue;
    const orders = messages.burst + Math.ceil((messages.perSecond * duplicates.withinMs) / 1000);
    if (orders > DUPLICATES_MAX) {
      complain(
        [...path, 'duplicates', 'withinMs'],
        String(duplicates.withinMs),
        `burst plus rate times this to be at most ${DUPLICATES_MAX} orders, not ${orders}`,
      );
    }
  }
  return wrong;
}

/** Units of a limit that was written for many instruments: what is finer than a unit is cut off. Infinity where it cannot be counted. */
export function quantityUnits(text: string, scale: number): number {
  const [whole = '0', fraction = ''] = text.split('.');
  const units = unitsOf(`${whole}.${(fraction.slice(0, scale) || '0').padEnd(1, '0')}`, scale);
  return Number.isNaN(units) ? Infinity : units;
}
