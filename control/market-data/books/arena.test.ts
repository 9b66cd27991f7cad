import { describe, expect, it } from 'vitest';
import { Arena, STATE } from './arena.js';

describe('Arena', () => {
  it('keeps tables apart, each on lines of its own, and tells the kernel where', () => {
    const arena = new Arena();
    const orders = arena.int32(3, STATE.orders).fill(1);
    const levels = arena.int32(100_000, STATE.levels).fill(2);
    expect(arena.state[STATE.orders]).toBe(orders.byteOffset);
    expect(arena.state[STATE.levels]).toBe(levels.byteOffset);
    expect([orders.byteOffset % 64, levels.byteOffset % 64]).toEqual([0, 0]);
    expect([...orders]).toEqual([1, 1, 1]);
    expect(levels.every((word) => word === 2)).toBe(true);
    expect([...new Set(arena.state)].sort()).toEqual([0, orders.byteOffset, levels.byteOffset].sort());
  });

  it('leaves views of other tables as they are when it grows', () => {
    const arena = new Arena();
    const small = arena.int32(16, STATE.books).fill(7);
    const large = arena.int32(2 ** 20, STATE.orders);
    large[2 ** 20 - 1] = 9;
    small[0] = 8;
    expect(small[0]).toBe(8);
    expect(new Int32Array(arena.memory.buffer, large.byteOffset, 2 ** 20)[2 ** 20 - 1]).toBe(9);
  });

  it('takes what a table left for another one, zeroed', () => {
    const arena = new Arena();
    const old = arena.int32(1000, STATE.orders).fill(3);
    const grown = arena.grown(old, 2000, STATE.orders);
    expect([grown[0], grown[999], grown[1000], grown[1999]]).toEqual([3, 3, 0, 0]);
    const again = [arena.int32(200), arena.int32(700)];
    expect(again.map(({ byteOffset }) => byteOffset)).toEqual([old.byteOffset, old.byteOffset + 832]);
    expect(again.every((table) => table.every((word) => word === 0))).toBe(true);
    expect(arena.int32(200).byteOffset).toBeGreaterThan(grown.byteOffset);
    expect([grown[999], grown[1000]]).toEqual([3, 0]);
  });

  it('refuses what no memory of 4 GiB holds', () => {
    expect(() => new Arena().int32(2 ** 30)).toThrow(RangeError);
  });
});
