/** New terms of an order: from what was typed to a request, or to what is wrong with it. Only what was changed is asked for. */
import type { OrderView, ReplaceJson } from '../../../../control/core/order-api/order-json.js';
import { isAboveZero, isDecimal } from './entry.js';

export interface Terms {
  readonly quantity: string;
  readonly price: string;
  readonly stopPrice: string;
}
export type TermFaults = Readonly<Partial<Record<keyof Terms, string>>>;

export function termsOf({ quantity, price = '', stopPrice = '' }: OrderView): Terms {
  return { quantity, price, stopPrice };
}

/** What the order has: its price and stop price, and its quantity always. */
export function fieldsOf({ price, stopPrice }: OrderView): (keyof Terms)[] {
  return [
    'quantity',
    ...(price === undefined ? [] : ['price' as const]),
    ...(stopPrice === undefined ? [] : ['stopPrice' as const]),
  ];
}

/** Empty when it can be asked for. */
export function termFaults(order: OrderView, terms: Terms): TermFaults {
  const faults: Partial<Record<keyof Terms, string>> = {};
  for (const field of fieldsOf(order)) {
    const typed = terms[field];
    if (field === 'quantity' ? !isAboveZero(typed) : !isDecimal(typed))
      faults[field] = field === 'quantity' ? 'a decimal above 0' : 'a decimal such as 187.25';
  }
  if (Object.keys(faults).length === 0 && changesOf(order, terms) === undefined) faults.quantity = 'something new';
  return faults;
}

/** Undefined: nothing is new. */
function changesOf(order: OrderView, terms: Terms): Omit<ReplaceJson, 'clOrdId'> | undefined {
  const before = termsOf(order);
  const changed = fieldsOf(order).filter((field) => terms[field].trim() !== before[field]);
  return changed.length === 0 ? undefined : Object.fromEntries(changed.map((field) => [field, terms[field].trim()]));
}

/** Call it for terms without faults. */
export function replaceOf(order: OrderView, terms: Terms, clOrdId: string): ReplaceJson {
  return { clOrdId, ...changesOf(order, terms) };
}
