import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROW, ROW_LENGTH, RowTable, type RowChanges } from './rows.js';

const row = (bid: number, updates: number): number[] => {
  const cells = new Array<number>(ROW_LENGTH).fill(0);
  cells[ROW.bid] = bid;
  cells[ROW.updates] = updates;
  return cells;
};

describe('RowTable', () => {
  it('gives everything at first, then only what changed', () => {
    const table = new RowTable();
    table.set(table.add('AAPL'), row(100, 1));
    table.set(table.add('MSFT'), row(200, 1));
    const all = table.changesSince(0, 0);
    expect(all.names).toEqual(['AAPL', 'MSFT']);
    expect(all.rows).toHaveLength(2);
    table.set(1, row(201, 2));
    expect(table.changesSince(all.version, 2)).toMatchObject({ names: [], rows: [[1, ...row(201, 2)]] });
  });

  it('does not call the same numbers a change', () => {
    const table = new RowTable();
    table.set(table.add('AAPL'), row(100, 1));
    const { version } = table;
    expect(table.set(0, row(100, 1))).toBe(false);
    expect(table.version).toBe(version);
  });

  it('knows a name once', () => {
    const table = new RowTable();
    expect(table.add('AAPL')).toBe(0);
    expect(table.add('AAPL')).toBe(0);
    expect(table.size).toBe(1);
  });

  it('refuses changes that do not follow', () => {
    const changes: RowChanges = { version: 9, firstName: 3, names: ['X'], rows: [] };
    expect(new RowTable().apply(changes)).toBe(false);
    expect(new RowTable().apply({ version: 1, firstName: 0, names: [], rows: [[0, ...row(1, 1)]] })).toBe(false);
  });

  it('is the same at the other end, however seldom that asks', () => {
    const step = fc.record({ name: fc.integer({ min: 0, max: 90 }), bid: fc.nat(3), asks: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const here = new RowTable();
        const there = new RowTable();
        let seen = 0;
        const fetch = (): void => {
          const changes = here.changesSince(seen, there.size);
          seen = changes.version;
          expect(there.apply(changes)).toBe(true);
        };
        for (const { name, bid, asks } of steps) {
          here.set(here.add(`S${name}`), row(bid, name));
          if (asks) fetch();
        }
        fetch();
        expect(there.names).toEqual(here.names);
        for (let index = 0; index < here.size; index++) {
          for (let cell = 0; cell < ROW_LENGTH; cell++) expect(there.cell(index, cell)).toBe(here.cell(index, cell));
        }
      }),
    );
  });
});
