import { describe, expect, it } from 'vitest';
import { capabilities } from './simple-parts.js';
import { cancelBoundMs } from '../../control/orders/engine/cancel-bound.js';

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
});
