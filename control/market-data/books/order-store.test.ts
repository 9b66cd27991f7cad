import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INSERT_DUPLICATE, INSERT_FULL, ORDER_HI, ORDER_LO, ORDER_STRIDE, OrderStore } from './order-store.js';

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
        const store = new OrderStore(1, 1 << 20);
        const model = new Map<string, number>();
        for (const [insert, [channel, hi, lo]] of all) {
          const name = `${channel}/${hi}/${lo}`;
          const known = model.get(name);
          if (store.find(channel, hi, lo) !== (known ?? 0)) expect.fail(`${name} not found`);
          if (insert) {
            const order = store.insert(channel, hi, lo);
            if (known !== undefined) expect(order).toBe(INSERT_DUPLICATE);
            else {
              model.set(name, order);
              expect(store.words[order * ORDER_STRIDE + ORDER_HI]).toBe(hi);
              expect(store.words[order * ORDER_STRIDE + ORDER_LO]).toBe(lo);
            }
          } else if (known !== undefined) {
            store.remove(known);
            model.delete(name);
          }
        }
        expect(store.live).toBe(model.size);
        expect(new Set(model.values()).size).toBe(model.size);
        for (const [name, order] of model) {
          const [channel, hi, lo] = name.split('/').map(Number) as [number, number, number];
          expect(store.find(channel, hi, lo)).toBe(order);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('keeps probes right around the end of the table', () => {
    // A full small table: whatever wraps must still be found after the removal of what stood before it.
    const store = new OrderStore(2, 1 << 20);
    const refs = Array.from({ length: 20_000 }, (_, i) => Math.imul(i, 0x9e3779b1));
    const orders = refs.map((lo) => store.insert(7, 1, lo));
    for (let i = 0; i < refs.length; i += 2) store.remove(orders[i]!);
    const found = refs.map((lo) => store.find(7, 1, lo));
    expect(found).toEqual(orders.map((order, i) => (i % 2 === 0 ? 0 : order)));
  });

  it('refuses what is beyond its limit, but still knows a duplicate', () => {
    const store = new OrderStore(10, 3);
    for (let lo = 1; lo <= 3; lo++) expect(store.insert(0, 0, lo)).toBeGreaterThan(0);
    expect(store.insert(0, 0, 4)).toBe(INSERT_FULL);
    expect(store.insert(0, 0, 3)).toBe(INSERT_DUPLICATE);
    store.remove(store.find(0, 0, 1));
    expect(store.insert(0, 0, 4)).toBeGreaterThan(0);
  });
});
