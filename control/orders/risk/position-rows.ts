/** Positions as rows for people: where a client, or the firm, holds something or has something open, with what it may hold. */
import { decimalOf } from '../../core/decimals.js';
import type { Instrument } from '../../core/instruments.js';
import type { PositionRow } from '../../core/order-control.js';
import { ROW, ROW_STRIDE } from './layout.js';
import type { LimitBook } from './limit-book.js';
import type { RiskTables } from './tables.js';

/** The firm's first, then client by client, each in the order of the instruments. */
export function positionRows({ scope }: LimitBook, tables: RiskTables): PositionRow[] {
  const found: PositionRow[] = [];
  const owners = [
    { number: scope.clients.length, client: '' },
    ...scope.clients.map((client, number) => ({ number, client })),
  ];
  for (const { number, client } of owners) {
    for (const instrument of tables.instruments) {
      const at = tables.row(number, instrument.index) * ROW_STRIDE;
      const isFlat =
        tables.rows[at + ROW.position] === 0 &&
        tables.rows[at + ROW.openBuy] === 0 &&
        tables.rows[at + ROW.openSell] === 0;
      if (!isFlat) found.push(rowOf(client, instrument, tables.rows, at));
    }
  }
  return found;
}

function rowOf(
  client: string,
  { symbol, currency, quantityScale }: Instrument,
  rows: Float64Array,
  at: number,
): PositionRow {
  const of = (column: number): string => decimalOf(rows[at + column]!, quantityScale);
  const limitOf = (column: number): string | null => (Number.isNaN(rows[at + column]) ? null : of(column));
  return {
    client,
    symbol,
    currency,
    position: of(ROW.position),
    openBuy: of(ROW.openBuy),
    openSell: of(ROW.openSell),
    long: limitOf(ROW.maxLong),
    short: limitOf(ROW.maxShort),
  };
}
