/** The limits that an order needs, without which it is refused; their names as paths, for the words of a refusal. */
import type { Instrument } from '../../core/instruments.js';

/** `C`: the client; `A`: the asset class; `M`: the currency. The number of a key is its place, from 1. */
const KEYS = [
  'clients/C',
  'clients/C/messages',
  'clients/C/openOrders',
  'clients/C/duplicates',
  'clients/C/instruments/A/orderQuantity',
  'clients/C/instruments/A/collarBps',
  'clients/C/instruments/A/long',
  'clients/C/instruments/A/short',
  'clients/C/credit/M/order',
  'clients/C/credit/M/gross',
  'clients/C/credit/M/net',
  'firm/messages',
  'firm/openOrders',
  'firm/instruments/A/long',
  'firm/instruments/A/short',
  'firm/credit/M/gross',
  'firm/credit/M/net',
] as const;

export type LimitKey = (typeof KEYS)[number];

/** 0 stands for none. */
export function keyNumber(key: LimitKey | undefined): number {
  return key === undefined ? 0 : KEYS.indexOf(key) + 1;
}

/** Where the limit would stand. */
export function keyPath(number: number, client: string, { assetClass, currency }: Instrument): string {
  const key = KEYS[number - 1] ?? '';
  return key
    .split('/')
    .map((part) => (part === 'C' ? client : part === 'A' ? assetClass : part === 'M' ? currency : part))
    .join('/');
}
