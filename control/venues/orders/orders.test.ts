import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrdStatus } from '../../core/venue.js';
import { clientIdText, orderIdOf, putClientId, readClientId, requestOf } from './client-ids.js';
import { IdIndex } from './id-index.js';
import { OrderTable } from './order-table.js';

const orderId = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

describe('names of orders', () => {
  it('are read back, on the wire and as text', () => {
    const bytes = new Uint8Array(14);
    const property = fc.property(orderId, fc.integer({ min: 0, max: 4095 }), (id, request) => {
      putClientId(bytes, 0, 14, id);
      expect(readClientId(bytes, 0, 14)).toBe(id);
      for (const form of ['base36', 'uuid'] as const) {
        const text = clientIdText(form, id, request);
        expect([orderIdOf(form, text), requestOf(form, text)]).toEqual([id, request]);
      }
    });
    fc.assert(property);
  });

  it('of others are none of ours', () => {
    for (const text of ['', 'abc', 'A B', '1Z-', 'ZZZZZZZZZZZZ', 'A-1-2']) expect(orderIdOf('base36', text)).toBe(0);
    expect(orderIdOf('uuid', '123e4567-e89b-12d3-a456-426614174000')).toBe(0);
  });
});

describe('the index', () => {
  it('does what a map does', () => {
    const step = fc.tuple(fc.boolean(), fc.oneof(fc.integer({ min: 1, max: 40 }), orderId), fc.nat(1e6));
    const property = fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const index = new IdIndex(8);
      const model = new Map<number, number>();
      for (const [isSet, id, value] of steps) {
        if (isSet) {
          index.set(id, value);
          model.set(id, value);
        } else {
          index.delete(id);
          model.delete(id);
        }
      }
      expect(index.size).toBe(model.size);
      for (const [, id] of steps) expect(index.get(id)).toBe(model.get(id) ?? -1);
    });
    fc.assert(property);
  });
});

describe('the order table', () => {
  const order = {
    instrument: 0,
    side: 0x31,
    ordType: 0x32,
    timeInForce: 0x30,
    quantity: 1,
    price: 1,
    stopPrice: 0,
    minQuantity: 0,
    displayQuantity: 0,
    hidden: false,
    postOnly: false,
    pegTo: '',
    pegOffset: 0,
    expireEpochMs: 0,
    capacity: '',
    account: '',
    sweep: false,
  } as const;

  it('pushes out orders that are over, the oldest first, and never one that lives', () => {
    const evicted: number[] = [];
    const table = new OrderTable(1024, (slot) => evicted.push(table.orderId[slot]!));
    for (let id = 1; id <= 1024; id++) table.setStatus(table.add({ ...order, orderId: id }), OrdStatus.new);
    expect(table.add({ ...order, orderId: 2000 })).toBe(-1);
    table.setStatus(table.find(7), OrdStatus.canceled);
    table.setStatus(table.find(3), OrdStatus.filled);
    // A trade was taken back: it lives again.
    table.setStatus(table.find(7), OrdStatus.partiallyFilled);
    expect(table.add({ ...order, orderId: 2000 })).toBeGreaterThanOrEqual(0);
    expect(evicted).toEqual([3]);
    expect([table.find(3), table.live]).toEqual([-1, 1024]);
    expect(table.find(7)).toBeGreaterThanOrEqual(0);
  });
});
