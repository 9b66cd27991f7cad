/** Which symbols the table shows, and in which order. */
import { ROW, type RowTable } from '../../../../control/core/status/rows.js';

export const COLUMNS = [
  { key: 'symbol', title: 'Symbol', numeric: false },
  { key: 'state', title: 'State', numeric: false },
  { key: 'bidSize', title: 'Bid size', numeric: true },
  { key: 'bid', title: 'Bid', numeric: true },
  { key: 'ask', title: 'Ask', numeric: true },
  { key: 'askSize', title: 'Ask size', numeric: true },
  { key: 'spread', title: 'Spread', numeric: true },
  { key: 'last', title: 'Last', numeric: true },
  { key: 'lastSize', title: 'Last size', numeric: true },
  { key: 'updates', title: 'Updates', numeric: true },
] as const;
export type ColumnKey = (typeof COLUMNS)[number]['key'];

export interface Sorting {
  readonly key: ColumnKey;
  readonly descending: boolean;
}

/** What a column sorts by; rows without a value come last in either direction. */
function valueOf(table: RowTable, index: number, key: ColumnKey): number {
  switch (key) {
    case 'symbol':
      return 0;
    case 'spread': {
      const bid = table.cell(index, ROW.bid);
      const ask = table.cell(index, ROW.ask);
      return bid === 0 || ask === 0 ? NaN : ask - bid;
    }
    case 'bidSize':
    case 'bid':
    case 'ask':
    case 'askSize':
    case 'last':
    case 'lastSize': {
      const value = table.cell(index, ROW[key]);
      return value === 0 ? NaN : value;
    }
    default:
      return table.cell(index, ROW[key]);
  }
}

/** Indexes of the rows to show. */
export function arrange(table: RowTable, search: string, sorting: Sorting): number[] {
  const { names } = table;
  const wanted = search.trim().toUpperCase();
  const shown: number[] = [];
  for (let index = 0; index < names.length; index++) {
    if (wanted === '' || names[index]!.toUpperCase().includes(wanted)) shown.push(index);
  }
  const { key, descending } = sorting;
  const byName = (a: number, b: number): number => (names[a]! < names[b]! ? -1 : names[a]! > names[b]! ? 1 : 0);
  if (key === 'symbol') {
    shown.sort(byName);
    return descending ? shown.reverse() : shown;
  }
  const values = new Map(shown.map((index) => [index, valueOf(table, index, key)]));
  return shown.sort((a, b) => {
    const [x, y] = [values.get(a)!, values.get(b)!];
    if (Number.isNaN(x) || Number.isNaN(y))
      return Number.isNaN(x) === Number.isNaN(y) ? byName(a, b) : Number.isNaN(x) ? 1 : -1;
    return x === y ? byName(a, b) : descending ? y - x : x - y;
  });
}
