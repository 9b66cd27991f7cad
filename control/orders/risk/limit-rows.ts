/** Limits as rows for people, and back: `credit.USD.gross` of a client is one row. */
import type { Denial } from '../../core/order-entry.js';
import type { LimitChange, LimitRow } from '../../core/order-control.js';
import { CrossfeedError } from '../../core/errors.js';
import type { LimitBook, LimitValue } from './limit-book.js';

/** Everything that is configured, the firm's first; what is not there denies. */
export function limitRows({ limits }: LimitBook): LimitRow[] {
  const rows: LimitRow[] = [];
  flatten(limits.firm as LimitValue, '', (name, value) => rows.push(row('firm', '', name, value)));
  for (const [id, client] of Object.entries(limits.clients)) {
    flatten(client as LimitValue, '', (name, value) => rows.push(row('client', id, name, value)));
  }
  return rows;
}

/** Sets one. Undefined when it is in force; else why it is not, and nothing has changed. */
export function applyLimit(book: LimitBook, change: LimitChange, epochMs: number): Denial | undefined {
  const { scope, id, name, value, by, reason } = change;
  if (scope !== 'firm' && scope !== 'client') {
    return { code: 'LIMIT_SCOPE', text: `limits are the firm's or a client's, found ${scope}` };
  }
  const path = [...(scope === 'firm' ? ['firm'] : ['clients', id]), ...stepsOf(name)].join('/');
  const who = reason === '' ? by : `${by}: ${reason}`;
  let refused: CrossfeedError | undefined;
  // A decimal is text, a count is a number, a list is words with commas between: the schema knows which.
  for (const candidate of candidates(value)) {
    try {
      book.setLimit(path, candidate, who, epochMs);
      return undefined;
    } catch (error) {
      if (!(error instanceof CrossfeedError)) throw error;
      refused ??= error;
    }
  }
  return { code: refused?.code ?? 'LIMIT_INVALID', text: refused?.message ?? 'not a limit' };
}

/** `symbols.BRK.B.long` is three steps: a symbol may have dots of its own. */
function stepsOf(name: string): string[] {
  const parts = name.split('.');
  return parts[0] === 'symbols' && parts.length > 3 ? ['symbols', parts.slice(1, -1).join('.'), parts.at(-1)!] : parts;
}

function candidates(value: string | null): (LimitValue | null)[] {
  if (value === null) return [null];
  const words = value === '' ? [] : value.split(',').map((word) => word.trim());
  return /^\d{1,12}$/.test(value) ? [value, Number(value), words] : [value, words];
}

function row(scope: LimitRow['scope'], id: string, name: string, value: LimitValue): LimitRow {
  const text = Array.isArray(value) ? value.join(',') : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return { scope, id, name, value: text, unit: unitOf(name) };
}

function flatten(value: LimitValue, name: string, take: (name: string, value: LimitValue) => void): void {
  if (typeof value !== 'object' || Array.isArray(value)) {
    take(name, value);
    return;
  }
  for (const [key, inner] of Object.entries(value as Readonly<Record<string, LimitValue | undefined>>)) {
    if (inner !== undefined) flatten(inner, name === '' ? key : `${name}.${key}`, take);
  }
}

const MONEY = /^credit\.([^.]+)\./;
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/Bps$/, 'basis points'],
  [/Ms$/, 'ms'],
  [/perSecond$/, 'messages a second'],
  [/burst$/, 'messages'],
  [/(openOrders|allowed)$/, 'orders'],
  [/(orderQuantity|long|short)$/, 'quantity'],
  [/orderNotional$/, 'currency of the instrument'],
];

function unitOf(name: string): string {
  return MONEY.exec(name)?.[1] ?? UNITS.find(([pattern]) => pattern.test(name))?.[1] ?? '';
}
