import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arena } from './arena.js';
import {
  INSERT_DUPLICATE,
  INSERT_FULL,
  NO_ORDER,
  ORDER_CHANNEL,
  ORDER_HI,
  ORDER_KEY,
  ORDER_LO,
  ORDER_SHARES,
  ORDER_SIDE,
  OrderStore,
} from './order-store.js';

/** What a place in the table holds: orders move, so it is their contents that tells them apart. */
function contents({ words }: OrderStore, at: number): number[] {
  return [ORDER_CHANNEL, ORDER_HI, ORDER_LO, ORDER_SIDE, ORDER_KEY, ORDER_SHARES].map((word) => words[at + word]!);
}

describe('OrderStore', () => {
  it('finds what was inserted and not removed, through growth and reuse, like a Map', () => {
    const key = fc.tuple(
      fc.constantFrom(0, 1, 255),
      fc.constantFrom(0, 1, -1),
      fc.oneof(fc.integer({ min: -600, max: 600 }), fc.integer()),
    );
    const steps = fc.array(fc.tuple(fc.boolean(), key), { minLength: 200, maxLength: 2000, size: 'max' });
    fc.assert(
      fc.property(steps, (all) => {
        const store = new OrderStore(new Arena(), 1, 1 << 20);
        const model = new Map<string, number[]>();
        let serial = 0;
        for (const [insert, [channel, hi, lo]] of all) {
          const name = `${channel}/${hi}/${lo}`;
          const known = model.get(name);
          const at = store.find(channel, hi, lo);
          if (known === undefined) expect(at).toBe(NO_ORDER);
          else expect(contents(store, at)).toEqual(known);
          if (insert) {
            serial++;
            const order = store.insert(channel, hi, lo, serial, -serial, serial * 2);
            if (known !== undefined) expect(order).toBe(INSERT_DUPLICATE);
            else {
              model.set(name, [channel, hi, lo, serial, -serial, serial * 2]);
              expect(contents(store, order)).toEqual(model.get(name));
            }
          } else if (known !== undefined) {
            store.remove(at);
            model.delete(name);
          }
        }
        expect(store.live).toBe(model.size);
        for (const wanted of model.values()) {
          const [channel, hi, lo] = wanted as [number, number, number];
          expect(contents(store, store.find(channel, hi, lo))).toEqual(wanted);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('keeps probes right around the end of the table', () => {
    // A full small table: whatever wraps must still be found after the removal of what stood before it.
    const store = new OrderStore(new Arena(), 2, 1 << 20);
    const refs = Array.from({ length: 20_000 }, (_, i) => Math.imul(i, 0x9e3779b1));
    refs.forEach((lo, i) => store.insert(7, 1, lo, i + 1, 0, 0));
    for (let i = 0; i < refs.length; i += 2) store.remove(store.find(7, 1, refs[i]!));
    const found = refs.map((lo) => store.find(7, 1, lo));
    expect(found.map((at) => (at === NO_ORDER ? 0 : store.words[at + ORDER_SIDE]))).toEqual(
      refs.map((_, i) => (i % 2 === 0 ? 0 : i + 1)),
    );
  });

  it('forgets all that match, and only those, wherever the table wraps', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 250, size: 'max' }), (refs) => {
        const store = new OrderStore(new Arena(), 2, 1 << 20);
        for (const lo of refs) store.insert(lo & 1, 0, lo, 2, 0, 0);
        const kept = new Set(refs.filter((lo) => (lo & 1) === 0));
        store.removeIf((at) => store.words[at + ORDER_CHANNEL] === 1);
        expect(store.live).toBe(kept.size);
        for (const lo of refs) expect(store.find(lo & 1, 0, lo) !== NO_ORDER).toBe(kept.has(lo));
      }),
    );
  });

  it('refuses what is beyond its limit, but still knows a duplicate', () => {
    const store = new OrderStore(new Arena(), 10, 3);
    const insert = (lo: number): number => store.insert(0, 0, lo, 2, 0, 100);
    for (let lo = 1; lo <= 3; lo++) expect(insert(lo)).toBeGreaterThanOrEqual(0);
    expect(insert(4)).toBe(INSERT_FULL);
    expect(insert(3)).toBe(INSERT_DUPLICATE);
    store.remove(store.find(0, 0, 1));
    expect(insert(4)).toBeGreaterThanOrEqual(0);
  });
});
