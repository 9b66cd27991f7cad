/** An image of one unit: the time, the state of each of its symbols, and its displayed orders in the order of their priority. */
import { pitchFeed } from '../../../control/protocols/pitch2/messages.js';
import type { SimListing } from '../core/orders.js';
import type { MarketImage } from '../publish/market-image.js';
import { MessageStore } from '../publish/message-store.js';
import type { SpinImage } from '../publish/spin-server.js';
import { PitchWriter } from './pitch-writer.js';
import { statusOf } from './trading-status.js';

const SECOND_NS = 1e9;

/**
 * @param isHere whether a symbol is on the unit
 * @param sequence of the unit's newest message
 */
export function makeSpinImage(
  image: MarketImage,
  listings: readonly SimListing[],
  isHere: (instrument: number) => boolean,
  sequence: number,
): SpinImage {
  const messages = new MessageStore({ name: 'spin', chunkBytes: 1 << 16, chunksInMemory: 65_536 });
  const writer = new PitchWriter(messages);
  writer.put(pitchFeed.Time, { time: Math.floor(image.timeNs / SECOND_NS) });
  writer.timeOffset = image.timeNs % SECOND_NS;
  for (const { index, symbol } of listings) {
    if (!isHere(index)) continue;
    const status = statusOf(image.instrument(index));
    if (status !== undefined) writer.tradingStatus(symbol, status);
  }
  let orders = 0;
  for (const order of image.orders.values()) {
    const listing = listings[order.instrument];
    if (listing === undefined || !isHere(order.instrument)) continue;
    writer.addOrder(listing.symbol, order.root, order);
    orders++;
  }
  return { sequence, orders, messages };
}
