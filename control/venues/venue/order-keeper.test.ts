import { expect, it } from 'vitest';
import { blankOrder, OrdStatus, type VenueHandler } from '../../core/venue.js';
import type { VenueJournal } from '../journal/venue-journal.js';
import { OrderKeeper } from './order-keeper.js';

const SLOTS = 1024;

function keeper(): OrderKeeper {
  const nobody: VenueHandler = {
    onReport: () => undefined,
    onRefusal: () => undefined,
    onUncertain: () => undefined,
    onState: () => undefined,
  };
  const journal = { write: () => 0 } as unknown as VenueJournal;
  return new OrderKeeper({ index: 0, maxOrders: SLOTS, maxTrades: 16, clock: { epochMs: () => 0 } }, journal, nobody);
}

it('finds an order by its reference when an older one that had the same in an earlier session is let go', () => {
  const made = keeper();
  const { table } = made;
  const add = (orderId: number, ref: number): number => {
    const slot = table.add({ ...blankOrder(), orderId, quantity: 1, price: 1 });
    made.setRef(slot, ref);
    return slot;
  };
  table.setStatus(add(1, 7), OrdStatus.filled);
  const later = add(2, 7);
  table.setStatus(later, OrdStatus.new);
  for (let orderId = 3; orderId <= SLOTS + 1; orderId++) table.setStatus(add(orderId, 100 + orderId), OrdStatus.new);
  expect([table.find(1), made.byRef(7)]).toEqual([-1, later]);
  // Another reference: the one before finds nothing any more.
  made.setRef(later, 8);
  expect([made.byRef(7), made.byRef(8)]).toEqual([-1, later]);
});
