/** Limits as rows for people, and back: `credit.USD.gross` of a client is one row. */
import type { Denial } from '../../core/order-entry.js';
import type { LimitChange, LimitRow } from '../../core/order-control.js';
import { decimalOf } from '../../core/decimals.js';
import { CrossfeedError } from '../../core/errors.js';
import { MONEY, MONEY_STRIDE, ROW, ROW_STRIDE } from './layout.js';
import { decimalsOf } from './limit-checks.js';
import type { Limits } from './limits-schema.js';
import type { RiskTables } from './tables.js';
import type { LimitBook, LimitValue } from './limit-book.js';

/** Everything that is configured, the firm's first; what is not there denies. With `tables` of the risk pass, also what is used of it now. */
export function limitRows({ limits, scope }: LimitBook, tables?: RiskTables): LimitRow[] {
  const rows: LimitRow[] = [];
  const add = (kind: 'firm' | 'client', id: string, name: string, value: LimitValue): void => {
    const used =
      tables && usedOf(name, kind === 'firm' ? scope.clients.length : scope.clients.indexOf(id), limits, tables);
    rows.push({ ...row(kind, id, name, value), ...(used === undefined ? {} : { used }) });
  };
  flatten(limits.firm as LimitValue, '', (name, value) => add('firm', '', name, value));
  for (const [id, client] of Object.entries(limits.clients)) {
    flatten(client as LimitValue, '', (name, value) => add('client', id, name, value));
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

/** What a client, or the firm as the last of them, has used of a limit: orders, money, or the position of a symbol. Undefined for limits that nothing uses up. */
function usedOf(name: string, owner: number, limits: Limits, tables: RiskTables): string | undefined {
  if (owner < 0) return undefined;
  if (name === 'openOrders') return String(tables.openOrders[owner]!);
  const [group, ...rest] = stepsOf(name);
  if (group === 'credit') {
    const [currency = '', key] = rest;
    const number = tables.currencies.indexOf(currency);
    if (number < 0 || (key !== 'gross' && key !== 'net')) return undefined;
    const at = (owner * tables.currencies.length + number) * MONEY_STRIDE;
    const of = (column: number): number => tables.money[at + column]!;
    // Of the net, the side that is nearer to its limit.
    const used =
      key === 'gross'
        ? of(MONEY.gross) + of(MONEY.openBuy) + of(MONEY.openSell)
        : Math.max(of(MONEY.net) + of(MONEY.openBuy), of(MONEY.openSell) - of(MONEY.net));
    return decimalOf(used, decimalsOf(limits, currency));
  }
  const [symbol, key] = rest;
  const instrument = group === 'symbols' ? tables.instruments.find((each) => each.symbol === symbol) : undefined;
  if (instrument === undefined || (key !== 'long' && key !== 'short')) return undefined;
  const at = tables.row(owner, instrument.index) * ROW_STRIDE;
  const position = tables.rows[at + ROW.position]!;
  const used = key === 'long' ? position + tables.rows[at + ROW.openBuy]! : tables.rows[at + ROW.openSell]! - position;
  return decimalOf(used, instrument.quantityScale);
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
  const text = Array.isArray(value)
    ? value.join(',')
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
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

const CREDIT = /^credit\.([^.]+)\./;
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
  return CREDIT.exec(name)?.[1] ?? UNITS.find(([pattern]) => pattern.test(name))?.[1] ?? '';
}
