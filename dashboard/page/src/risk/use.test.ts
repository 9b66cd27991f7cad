import { describe, expect, it } from 'vitest';
import { nearLimits, shareOf, shareOfPosition, toneOfShare, usedRows, type LimitRow } from './use.js';

const row = (name: string, value: string | null, used?: string): LimitRow => ({
  ...{ scope: 'client', id: 'ONE', name, value, unit: '' },
  ...(used === undefined ? {} : { used }),
});

describe('use of limits', () => {
  it('is a part of the limit; where nothing is permitted all of it is used', () => {
    expect(shareOf('5', '20')).toBe(0.25);
    expect(shareOf('-5', '20')).toBe(0);
    expect(shareOf('0', '0')).toBe(1);
    expect(shareOf('0', null)).toBe(1);
    expect(shareOf('1', '0')).toBe(Infinity);
    expect([0.79, 0.8, 0.99, 1, Infinity].map(toneOfShare)).toEqual(['ok', 'warn', 'warn', 'bad', 'bad']);
  });

  it('puts the nearest first, and leaves out what nothing uses up', () => {
    const rows = [row('a', '10', '1'), row('b', '10'), row('c', '10', '10'), row('d', '10', '9')];
    expect(usedRows(rows).map(({ name }) => name)).toEqual(['c', 'd', 'a']);
    expect(nearLimits(rows)).toEqual({ count: 2, tone: 'bad' });
    expect(nearLimits(rows.slice(0, 2))).toEqual({ count: 0, tone: 'warn' });
  });

  it('of a position is that of its nearer side, with everything that is open', () => {
    const position = { client: '', symbol: 'AAPL', currency: 'USD', long: '1000', short: '100' };
    expect(shareOfPosition({ ...position, position: '400', openBuy: '100', openSell: '0' })).toBe(0.5);
    expect(shareOfPosition({ ...position, position: '-40', openBuy: '10', openSell: '50' })).toBe(0.9);
    expect(shareOfPosition({ ...position, position: '40', openBuy: '0', openSell: '0', short: null })).toBe(0.04);
    expect(shareOfPosition({ ...position, position: '0', openBuy: '0', openSell: '0' })).toBe(0);
  });
});
