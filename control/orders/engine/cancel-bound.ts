/** When the last of many cancels leaves for a venue, at the latest: by its rate limit, had that just been used up. */
import type { CancelWire } from '../../core/order-entry.js';
import type { Venue } from '../../core/venue.js';

/** Milliseconds, counted from the turn in which they are asked for. @param retryMs how often cancels are asked again that the queue had no room for */
export function cancelBoundMs({ ratePerSecond, rate }: Venue['capabilities'], orders: number, retryMs: number): number {
  const { messages, perMs, queueMax } = rate ?? { messages: ratePerSecond, perMs: 1000, queueMax: Infinity };
  if (messages === 0 || orders === 0) return 0;
  // Any stretch of `perMs` may have `messages`: with the last one just over, so many more stretches begin.
  const stretches = Math.ceil(orders / messages) * perMs;
  if (orders <= queueMax) return stretches;
  // What finds no room in the queue waits for a round of retries, each of which fills the queue, or without one the window.
  const rounds = Math.ceil((orders - queueMax) / Math.max(1, queueMax === 0 ? messages : queueMax));
  return stretches + rounds * retryMs;
}

/** @param open orders by number of venue; @param swept venues that took a mass cancel */
export function cancelWires(
  venues: readonly Venue[],
  open: ReadonlyMap<number, number>,
  swept: ReadonlySet<number>,
  retryMs: number,
): readonly CancelWire[] {
  return venues.flatMap((venue): readonly CancelWire[] => {
    const { index, id, state, capabilities } = venue;
    const orders = open.get(index) ?? 0;
    if (orders === 0) return [];
    const massCancel = swept.has(index);
    const boundMs = state === 'active' ? cancelBoundMs(capabilities, orders, retryMs) : null;
    return [{ venue: id, orders, massCancel, withinMs: massCancel ? 0 : boundMs }];
  });
}
