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

/** What is open at a venue, and whether a session is there that may cancel each of it. */
export interface OpenAtVenue {
  readonly orders: number;
  readonly isInReach: boolean;
}

export function openByVenue(
  children: readonly { readonly venue: number; readonly orderId: number }[],
  venues: readonly Venue[],
): ReadonlyMap<number, OpenAtVenue> {
  const open = new Map<number, OpenAtVenue>();
  for (const { venue, orderId } of children) {
    const { orders, isInReach } = open.get(venue) ?? { orders: 0, isInReach: true };
    open.set(venue, { orders: orders + 1, isInReach: isInReach && venues[venue]?.isInReach?.(orderId) !== false });
  }
  return open;
}

/** @param open by number of venue; @param swept venues where a mass cancel took all of them along */
export function cancelWires(
  venues: readonly Venue[],
  open: ReadonlyMap<number, OpenAtVenue>,
  swept: ReadonlySet<number>,
  retryMs: number,
): readonly CancelWire[] {
  return venues.flatMap((venue): readonly CancelWire[] => {
    const { index, id, state, capabilities } = venue;
    const at = open.get(index);
    if (at === undefined) return [];
    const { orders, isInReach } = at;
    const massCancel = swept.has(index);
    const boundMs = state === 'active' && isInReach ? cancelBoundMs(capabilities, orders, retryMs) : null;
    return [{ venue: id, orders, massCancel, withinMs: massCancel ? 0 : boundMs }];
  });
}
