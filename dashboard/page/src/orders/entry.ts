/** The order entry form: from what was typed to an order, or to what is wrong with it. The gateway checks everything again. */
import type { OrderJson } from '../../../../control/core/order-api/order-json.js';

export const ENTRY_SIDES = [
  'buy',
  'sell',
  'sell-short',
  'sell-short-exempt',
] as const satisfies readonly OrderJson['side'][];
/** Those that need no more than quantity and prices; the API takes more. */
export const ENTRY_TYPES = ['limit', 'market', 'stop', 'stop-limit'] as const satisfies readonly OrderJson['type'][];
export const ENTRY_TIMES = [
  'day',
  'gtc',
  'ioc',
  'fok',
  'open',
  'close',
] as const satisfies readonly OrderJson['timeInForce'][];
/** Those that are built in; a configuration may have more. */
export const STRATEGIES = [
  'best-price',
  'lowest-cost',
  'fastest-fill',
  'best-liquidity',
  'hybrid',
  'primary',
  'pro-rata',
  'best-displayed',
] as const;

export interface Entry {
  readonly symbol: string;
  readonly side: (typeof ENTRY_SIDES)[number];
  readonly quantity: string;
  readonly type: (typeof ENTRY_TYPES)[number];
  readonly price: string;
  readonly stopPrice: string;
  readonly timeInForce: (typeof ENTRY_TIMES)[number];
  /** '': as configured. */
  readonly strategy: string;
}

export const NEW_ENTRY: Entry = {
  symbol: '',
  side: 'buy',
  quantity: '',
  type: 'limit',
  price: '',
  stopPrice: '',
  timeInForce: 'day',
  strategy: '',
};

export type EntryFaults = Readonly<Partial<Record<keyof Entry, string>>>;

export function hasPrice({ type }: Pick<Entry, 'type'>): boolean {
  return type === 'limit' || type === 'stop-limit';
}

export function hasStopPrice({ type }: Pick<Entry, 'type'>): boolean {
  return type === 'stop' || type === 'stop-limit';
}

/** Empty when it can be sent. */
export function faultsOf(entry: Entry): EntryFaults {
  const faults: Partial<Record<keyof Entry, string>> = {};
  if (!/^[\x21-\x7e]{1,48}$/.test(entry.symbol.trim())) faults.symbol = 'a symbol';
  if (!isAboveZero(entry.quantity)) faults.quantity = 'a decimal above 0';
  if (hasPrice(entry) && !isDecimal(entry.price)) faults.price = 'a decimal such as 187.25';
  if (hasStopPrice(entry) && !isDecimal(entry.stopPrice)) faults.stopPrice = 'a decimal such as 187.25';
  if (!/^[\x21-\x7e]{0,32}$/.test(entry.strategy.trim())) faults.strategy = 'a name without spaces';
  return faults;
}

/** Call it for an entry without faults. What the type does not use stays out, whatever its field still holds. */
export function orderOf(entry: Entry, clOrdId: string): OrderJson {
  const strategy = entry.strategy.trim();
  return {
    clOrdId,
    symbol: entry.symbol.trim(),
    side: entry.side,
    quantity: entry.quantity.trim(),
    type: entry.type,
    ...(hasPrice(entry) ? { price: entry.price.trim() } : {}),
    ...(hasStopPrice(entry) ? { stopPrice: entry.stopPrice.trim() } : {}),
    timeInForce: entry.timeInForce,
    ...(strategy === '' ? {} : { strategy }),
  };
}

/** What the button is about to do, in words. */
export function entrySentence(entry: Entry): string {
  const price = hasPrice(entry) ? ` at ${entry.price.trim() || '…'}` : '';
  const stop = hasStopPrice(entry) ? ` from ${entry.stopPrice.trim() || '…'}` : '';
  return `${entry.side.replaceAll('-', ' ')} ${entry.quantity.trim() || '…'} ${entry.symbol.trim() || '…'} ${entry.type}${price}${stop}`;
}

/** Unique: the time, and four letters in case two pages enter within one millisecond. `random` is from 0 up to 1. */
export function clOrdIdOf(epochMs: number, random: number): string {
  const tail = Math.floor(random * 36 ** 4)
    .toString(36)
    .padStart(4, '0');
  return `PAGE-${epochMs.toString(36)}-${tail}`.toUpperCase();
}

/** For the next order or request. */
export const newClOrdId = (): string => clOrdIdOf(Date.now(), Math.random());

export function isDecimal(typed: string): boolean {
  return /^\d{1,15}(\.\d{1,9})?$/.test(typed.trim());
}

export function isAboveZero(typed: string): boolean {
  return isDecimal(typed) && /[1-9]/.test(typed);
}
