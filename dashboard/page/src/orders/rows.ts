/** Orders as rows: which are shown, in what order, and in which words. */
import type { OrderView } from '../../../../control/core/order-api/order-json.js';
import { words } from '../format.js';
import type { Tone } from '../parts.js';

export interface OrderFilter {
  /** Part of the symbol, and of the client's name; '' takes all. */
  readonly symbol: string;
  readonly client: string;
  /** `all`, `open`, `ended`, `uncertain`, or a status. */
  readonly status: string;
}

export const NO_FILTER: OrderFilter = { symbol: '', client: '', status: 'all' };

export interface Row {
  readonly order: OrderView;
  readonly isOpen: boolean;
}

/** Orders whose fate is uncertain first, then the newest open ones, then those that ended, the last one first. */
export function rowsOf(open: readonly OrderView[], ended: readonly OrderView[]): Row[] {
  const openRows = open.map((order) => ({ order, isOpen: true }));
  openRows.sort((a, b) => Number(b.order.uncertain) - Number(a.order.uncertain) || b.order.orderId - a.order.orderId);
  return [...openRows, ...ended.map((order) => ({ order, isOpen: false }))];
}

export function filtered(rows: readonly Row[], { symbol, client, status }: OrderFilter): Row[] {
  const wantedSymbol = symbol.trim().toUpperCase();
  const wantedClient = client.trim().toUpperCase();
  return rows.filter(
    ({ order, isOpen }) =>
      order.symbol.toUpperCase().includes(wantedSymbol) &&
      order.client.toUpperCase().includes(wantedClient) &&
      hasStatus(order, isOpen, status),
  );
}

function hasStatus(order: OrderView, isOpen: boolean, wanted: string): boolean {
  if (wanted === 'all') return true;
  if (wanted === 'open') return isOpen;
  if (wanted === 'ended') return !isOpen;
  if (wanted === 'uncertain') return order.uncertain;
  return order.status === wanted;
}

/** Each status that is there, once. */
export function statusesOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.map(({ order }) => order.status))].sort();
}

const TONE: Readonly<Record<string, Tone>> = {
  new: 'ok',
  partiallyFilled: 'ok',
  filled: 'ok',
  rejected: 'bad',
  suspended: 'warn',
  stopped: 'warn',
};

/** What is on its way is a warning; what ended and did not trade is drawn at rest. */
export function toneOf(status: string): Tone {
  return TONE[status] ?? (status.startsWith('pending') ? 'warn' : 'idle');
}

export function statusWords({ order, isOpen }: Row, isLive: boolean): string {
  const now = words(order.status);
  return isOpen && !isLive ? `was ${now}` : now;
}

/** An order in a sentence, for a question about it. */
export function sentenceOf(order: OrderView): string {
  const { side, quantity, symbol, type, price, timeInForce } = order;
  return [side, quantity, symbol, type, price, timeInForce].filter((part) => part !== undefined).join(' ');
}
