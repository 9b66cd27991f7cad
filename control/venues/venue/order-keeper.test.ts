import { expect, it } from 'vitest';
import { blankOrder, ExecType, OrdStatus, type VenueHandler } from '../../core/venue.js';
import { ImageType, ImageWriter, readImage, type OrderImage } from '../journal/order-image.js';
import type { VenueJournal } from '../journal/venue-journal.js';
import { OrderFlag, Pending } from '../orders/order-table.js';
import { OrderKeeper } from './order-keeper.js';

const SLOTS = 1024;

function keeper(handler: Partial<VenueHandler> = {}): OrderKeeper {
  const nobody: VenueHandler = {
    onReport: () => undefined,
    onRefusal: () => undefined,
    onUncertain: () => undefined,
    onState: () => undefined,
    ...handler,
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

it('tells an error while a report was taken, and the order as uncertain', () => {
  const told: string[] = [];
  const made = keeper({
    onReport: () => {
      throw new Error('no room');
    },
    onFault: (venue, text) => told.push(`${venue}: ${text}`),
    onUncertain: (_venue, orderId, request) => told.push(`${orderId} ${request}`),
  });
  const slot = made.table.add({ ...blankOrder(), orderId: 5, quantity: 1, price: 1 });
  made.blank(slot).execType = ExecType.new;
  expect(made.give(slot, false)).toBe(true);
  expect(told).toEqual(['0: no room', '5 submit']);
  expect(made.counters).toMatchObject({ handlerErrors: 1, uncertain: 1 });
});

it('takes no answer of before for the end of an order that another source has told as filled', () => {
  const told: number[] = [];
  const made = keeper({ onReport: ({ execType }) => void told.push(execType) });
  const { table } = made;
  const slot = table.add({ ...blankOrder(), orderId: 5, quantity: 50, price: 1 });
  Object.assign(made.blank(slot), { execType: ExecType.trade, execId: 'T1', lastQuantity: 50, lastPrice: 1 });
  made.report.source = 'dropCopy';
  expect([made.give(slot, false), table.isDone(slot)]).toEqual([true, true]);
  Object.assign(made.blank(slot), {
    execType: ExecType.orderStatus,
    ordStatus: OrdStatus.new,
    cumQuantity: 0,
    leavesQuantity: 50,
  });
  expect([made.give(slot, false), table.isDone(slot), made.counters.staleStatuses]).toEqual([false, true, 1]);
  expect(told).toEqual([ExecType.trade]);
});

it('tells a submission of an earlier connection as uncertain, although a cancel of it has left on the new one', () => {
  const told: string[] = [];
  const made = keeper({ onUncertain: (_venue, orderId, request) => told.push(`${orderId} ${request}`) });
  const { table } = made;
  const add = (orderId: number, connection: number): number => {
    const slot = table.add({ ...blankOrder(), orderId, quantity: 1, price: 1 });
    table.pending[slot] = Pending.submit;
    table.sentOn[slot] = connection;
    return slot;
  };
  const old = add(1, 1);
  const acknowledged = add(2, 1);
  table.pending[acknowledged] = 0;
  for (const slot of [old, acknowledged, add(3, 2)]) table.ask(slot, Pending.cancel, 2);
  made.tellUncertain(0, 2);
  expect(told).toEqual(['1 submit', '1 cancel']);
});

/** How an order stands, as its record has it. */
function imageOf({ table }: OrderKeeper, slot: number, type: number): OrderImage {
  const writer = new ImageWriter();
  return readImage(writer.bytes, 0, writer.write(type, table, slot, 'AAPL', '', 0))!;
}

it.each([
  ['is over, and is not asked about, when its replacement has taken its place', true],
  ['is asked about when nothing says that its replacement has taken its place', false],
])('an order %s before a restart', (_name, isTaken) => {
  const before = keeper();
  const old = before.table.add({ ...blankOrder(), orderId: 5, quantity: 50, price: 1 });
  before.table.setStatus(old, OrdStatus.new);
  before.table.pending[old] = Pending.replace;
  before.table.sentOn[old] = 1;
  const stood = imageOf(before, old, ImageType.state);
  const slot = before.table.addReplacement(old, 6, 40, 2);
  before.table.pending[slot] = Pending.submit;
  const asked = imageOf(before, slot, ImageType.replace);
  before.table.flags[slot] = OrderFlag.acknowledged;
  before.table.pending[slot] = 0;
  before.table.setStatus(slot, OrdStatus.new);
  const answered = imageOf(before, slot, ImageType.state);

  const told: string[] = [];
  const made = keeper({ onUncertain: (_venue, orderId, request) => told.push(`${orderId} ${request}`) });
  const { table } = made;
  made.restore(5, stood, 0);
  made.restore(6, asked, 0);
  if (isTaken) made.restore(6, answered, 0);
  const [restoredOld, restoredNew] = [table.find(5), table.find(6)];
  expect([table.isDone(restoredOld), table.isDone(restoredNew)]).toEqual([isTaken, false]);
  const { pending, leaves } = table;
  expect([pending[restoredOld], leaves[restoredOld], table.live]).toEqual(
    isTaken ? [0, 0, 1] : [Pending.replace, 50, 2],
  );
  made.tellUncertain(0, 1);
  expect(told).toEqual(isTaken ? [] : ['5 replace']);
});
