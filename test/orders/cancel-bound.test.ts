import { describe, expect, it } from 'vitest';
import type { Venue } from '../../control/core/venue.js';
import { capabilities } from './simple-parts.js';
import { cancelBoundMs, cancelWires, openByVenue } from '../../control/orders/engine/cancel-bound.js';

describe('the bound of many cancels', () => {
  it.each([
    // Venue without a limit: all leave in the turn.
    [{ messages: 0, perMs: 1000, queueMax: 0 }, 1000, 0],
    [{ messages: 1000, perMs: 1000, queueMax: 1024 }, 334, 1000],
    [{ messages: 100, perMs: 1000, queueMax: 1024 }, 334, 4000],
    [{ messages: 50, perMs: 100, queueMax: 1024 }, 334, 700],
    // 334 do not fit into the queue: two rounds of retries more.
    [{ messages: 100, perMs: 1000, queueMax: 128 }, 334, 4000 + 2 * 500],
    [{ messages: 100, perMs: 1000, queueMax: 0 }, 334, 4000 + 4 * 500],
  ])('%j, %i orders: %i ms', (rate, orders, boundMs) => {
    expect(cancelBoundMs({ ...capabilities(), rate }, orders, 500)).toBe(boundMs);
  });

  it('is told from the rate alone where nothing else is known', () => {
    expect(cancelBoundMs({ ...capabilities(), ratePerSecond: 100 }, 250, 500)).toBe(3000);
    expect(cancelBoundMs({ ...capabilities(), ratePerSecond: 100 }, 0, 500)).toBe(0);
  });

  it('is null where a session is missing, and at once only where a mass cancel took all along', () => {
    const rate = { messages: 100, perMs: 1000, queueMax: 1024 };
    const venue = (index: number, outOfReach: number): Venue =>
      ({
        index,
        id: `V${index}`,
        state: 'active',
        capabilities: { ...capabilities(), rate },
        isInReach: (orderId: number) => orderId !== outOfReach,
      }) as unknown as Venue;
    const venues = [venue(0, -1), venue(1, -1), venue(2, 7)];
    const children = [0, 0, 1, 2, 2, 2].map((each, i) => ({ venue: each, orderId: i + 3 }));
    const wires = cancelWires(venues, openByVenue(children, venues), new Set([0]), 500);
    expect(wires.map(({ orders, massCancel, withinMs }) => [orders, massCancel, withinMs])).toEqual([
      [2, true, 0],
      [1, false, 1000],
      [3, false, null],
    ]);
  });
});
