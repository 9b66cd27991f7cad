/**
 * When the exchange no longer has the events that a publisher missed: the differences between the market as it was told and as it is,
 * as events. Numbers go on; books are right again; what happened in between stays untold.
 */
import type { FeedEvent, FeedEventBody, FeedLink } from '../core/links.js';
import type { MarketImage } from './market-image.js';

export type FeedSnapshot = Awaited<ReturnType<FeedLink['snapshot']>>;

/** A book's state as a trading action has it. */
const STATES: Readonly<Record<string, string>> = { trading: 'T', quoting: 'Q', halted: 'H' };

/** All events have the snapshot's number and time; they are empty when nothing differs. */
export function differences(image: MarketImage, snapshot: FeedSnapshot): FeedEvent[] {
  const { feedSequence, timeNs } = snapshot;
  const bodies: FeedEventBody[] = [];
  const there = new Map(snapshot.orders.map((order) => [order.orderId, order]));
  for (const { id, instrument, price, quantity } of image.orders.values()) {
    const order = there.get(id);
    if (order === undefined || order.price !== price || order.quantity > quantity) {
      bodies.push({ type: 'deleted', instrument, orderId: id });
      continue;
    }
    if (order.quantity < quantity) {
      bodies.push({ type: 'reduced', instrument, orderId: id, quantity: quantity - order.quantity });
    }
    there.delete(id);
  }
  for (const [instrument, state] of snapshot.states.entries()) {
    const trading = STATES[state];
    if (trading === undefined || trading === image.instrument(instrument).trading) continue;
    bodies.push({ type: 'tradingAction', instrument, state: trading, reason: '' });
  }
  for (const order of snapshot.orders) if (there.has(order.orderId)) bodies.push({ type: 'added', ...order });
  return bodies.map((event) => ({ feedSequence, timeNs, event }));
}
