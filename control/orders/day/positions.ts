/** Positions as the day starts and as it ends: one form of file for both, so that what one day wrote the next one reads. */
import { decimalOf, unitsOf } from '../../core/decimals.js';
import type { SymbolMap } from '../../core/instruments.js';
import { csvText, parseCsv } from './csv.js';
import { DayError } from './errors.js';

/** Amounts in the units of the instrument; a negative quantity is short. `price` is what the position is valued at. */
export interface Position {
  /** Dense number. */
  readonly client: number;
  readonly instrument: number;
  readonly quantity: number;
  readonly price: number;
}

const HEAD = ['client', 'symbol', 'quantity', 'price'] as const;

/** Checks all of a file before any of it counts. Throws DayError that names file and line. */
export function parsePositions(file: string, text: string, clients: readonly string[], symbols: SymbolMap): Position[] {
  const seen = new Map<string, number>();
  return parseCsv(file, text, HEAD).map(({ line, fields }) => {
    const where = `${file}:${line}`;
    if (fields.length !== HEAD.length) {
      throw new DayError('DAY_FILE', 'fields of a position', { where, found: fields.length, expected: HEAD.length });
    }
    const [id, symbol, quantityText, priceText] = fields as [string, string, string, string];
    const client = clients.indexOf(id);
    if (client < 0) throw new DayError('DAY_FILE', 'client', { where, found: id, expected: 'a configured client' });
    const instrument = symbols.bySymbol(symbol);
    if (instrument === undefined) {
      throw new DayError('DAY_FILE', 'symbol', { where, found: symbol, expected: 'a symbol of the universe' });
    }
    const key = `${client}/${symbol}`;
    const before = seen.get(key);
    if (before !== undefined) {
      throw new DayError('DAY_FILE', `${id} in ${symbol} again`, { where, expected: `once; it is in line ${before}` });
    }
    seen.set(key, line);
    const amount = (text: string, scale: number, what: string): number => {
      const isShort = what === 'quantity' && text.startsWith('-');
      const units = unitsOf(isShort ? text.slice(1) : text, scale);
      if (Number.isNaN(units)) {
        const expected = `a decimal with at most ${scale} places that can be counted`;
        throw new DayError('DAY_AMOUNT', what, { where, found: text, expected });
      }
      return isShort && units !== 0 ? -units : units;
    };
    const quantity = amount(quantityText, instrument.quantityScale, 'quantity');
    const price = amount(priceText, instrument.priceScale, 'price');
    return { client, instrument: instrument.index, quantity, price };
  });
}

/** Sorted by client and symbol; positions of 0 are left out. */
export function positionsText(positions: Iterable<Position>, clients: readonly string[], symbols: SymbolMap): string {
  const rows = [...positions]
    .filter(({ quantity }) => quantity !== 0)
    .map(({ client, instrument, quantity, price }) => {
      const { symbol, quantityScale, priceScale } = symbols.instruments[instrument]!;
      return [
        clients[client] ?? `client ${client}`,
        symbol,
        decimalOf(quantity, quantityScale),
        decimalOf(price, priceScale),
      ];
    })
    .sort((a, b) => compare(a[0]!, b[0]!) || compare(a[1]!, b[1]!));
  return csvText(HEAD, rows);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
