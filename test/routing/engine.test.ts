/** The router behind the real order engine: orders of one client wait in line, and whatever venues do, the parent is exact and its remainder goes elsewhere. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAULTS, Rig, VENUES, type Fault } from './engine-rig.js';

const RUNS = Number(process.env['CROSSFEED_ROUTING_FAULT_RUNS'] ?? 60);
/** Whatever happens, these must not. */
const NEVER = ['overfill', 'aliveAfterEnd', 'badReport', 'workerFailed', 'missingFill', 'foreignReport'];

describe('orders of one client that wait', () => {
  /** No venue of the rig hides orders: they wait here for the other side to come to their limit. */
  const hidden = { hidden: true, quantity: 100, price: 10_000 } as const;

  it('are served in the order in which they came, the better price first, though the engine asks the newest first', () => {
    const rig = new Rig();
    rig.show(0, 10_050, 500);
    const [second, third, first] = [
      rig.submit({ ...hidden, clOrdId: 'A' }),
      rig.submit({ ...hidden, clOrdId: 'B' }),
      rig.submit({ ...hidden, clOrdId: 'C', price: 10_001 }),
    ];
    rig.advance(20);
    expect(rig.router.waiting.size).toBe(3);
    const filled = [];
    for (let n = 0; n < 3; n++) {
      rig.show(1, 10_000, 100);
      rig.advance(3000);
      filled.push([first, second, third].map((id) => rig.last(id).cumQuantity));
    }
    expect(filled).toEqual([
      [100, 0, 0],
      [100, 100, 0],
      [100, 100, 100],
    ]);
    expect(rig.router.waiting.size).toBe(0);
    expect(rig.alarms).toEqual([]);
  });

  it('do not keep a later one from resting, hold up nobody else, and leave the line when they end', () => {
    const rig = new Rig();
    rig.show(0, 10_050, 500);
    const first = rig.submit({ ...hidden, clOrdId: 'A' });
    const rests = rig.submit({ clOrdId: 'B', quantity: 100, price: 9_990 });
    const other = rig.submit({ ...hidden, clOrdId: 'C', client: 1 });
    rig.advance(20);
    expect(rig.venues.flatMap(({ orders }) => orders.map(({ price }) => price))).toEqual([9_990]);
    expect(rig.router.waiting.size).toBe(2);
    rig.cancel('A');
    rig.advance(20);
    expect(rig.router.waiting.size).toBe(1);
    rig.show(0, 10_000, 100);
    rig.advance(3000);
    expect([first, rests, other].map((id) => rig.last(id).cumQuantity)).toEqual([0, 0, 100]);
  });
});

describe('venues that fail', () => {
  /** Three offers of 100 and an order for 200, whose slice at venue 0 meets the fault. */
  function sweep(fault: Fault, isProtected = true): Rig {
    const rig = new Rig(isProtected);
    rig.venues[0]!.faults = [fault];
    for (let venue = 0; venue < VENUES; venue++) rig.show(venue, 10_000, 100);
    rig.submit({ clOrdId: 'A', quantity: 200, price: 10_000 });
    rig.advance(5000);
    return rig;
  }

  it.each(['reject', 'empty', 'die', 'die-after-fill', 'late', 'half'] as const)(
    'in the middle of a sweep (%s): the rest goes to others, the parent is exact',
    (fault) => {
      const rig = sweep(fault);
      const { cumQuantity, leavesQuantity, orderId } = rig.told.at(-1)!;
      expect(orderId).toBeGreaterThan(0);
      expect(cumQuantity).toBe(rig.traded);
      expect(cumQuantity).toBe(200);
      expect(leavesQuantity).toBe(0);
      expect(rig.alarms.filter((kind) => NEVER.includes(kind))).toEqual([]);
    },
  );

  it(
    'whatever they do, and in whatever order: nothing is over-filled, nothing lost, nothing beyond the limit',
    () => {
      const fault = fc.constantFrom(...FAULTS);
      const schedule = fc.record({
        faults: fc.array(fc.array(fault, { maxLength: 6 }), { minLength: VENUES, maxLength: VENUES }),
        quantity: fc.integer({ min: 1, max: 900 }),
        price: fc.integer({ min: 9_998, max: 10_002 }),
        isProtected: fc.boolean(),
        moves: fc.array(
          fc.record({
            afterMs: fc.integer({ min: 0, max: 900 }),
            venue: fc.nat(VENUES - 1),
            price: fc.integer({ min: 9_997, max: 10_004 }),
            quantity: fc.integer({ min: 0, max: 300 }),
          }),
          { maxLength: 12 },
        ),
      });
      fc.assert(
        fc.property(schedule, ({ faults, quantity, price, isProtected, moves }) => {
          const rig = new Rig(isProtected);
          faults.forEach((list, venue) => (rig.venues[venue]!.faults = [...list]));
          for (let venue = 0; venue < VENUES; venue++) rig.show(venue, 10_000 + venue, 100);
          const id = rig.submit({ clOrdId: 'A', quantity, price });
          for (const move of moves) {
            rig.advance(move.afterMs);
            rig.show(move.venue, move.price, move.quantity);
          }
          rig.advance(6000);
          if (rig.last(id).leavesQuantity > 0) rig.cancel('A');
          rig.advance(6000);
          const { cumQuantity, leavesQuantity } = rig.last(id);
          expect(cumQuantity).toBe(rig.traded);
          expect(cumQuantity).toBeLessThanOrEqual(quantity);
          expect(leavesQuantity).toBe(0);
          expect(rig.router.waiting.size).toBe(0);
          for (const { orders } of rig.venues)
            for (const order of orders) expect(order.price).toBeLessThanOrEqual(price);
          expect(rig.alarms.filter((kind) => NEVER.includes(kind))).toEqual([]);
          const reports = rig.told.filter((report) => report.orderId === id);
          for (let n = 1; n < reports.length; n++) {
            expect(reports[n]!.cumQuantity).toBeGreaterThanOrEqual(reports[n - 1]!.cumQuantity);
          }
        }),
        { numRuns: RUNS, seed: Number(process.env['CROSSFEED_ROUTING_SEED'] ?? 1) },
      );
    },
    60_000 + 500 * RUNS,
  );
});
