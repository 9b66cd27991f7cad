/** What a feed protocol is to a publisher: a function from events to numbered messages. */
import type { FeedEvent } from '../core/links.js';
import type { MarketImage } from './market-image.js';
import type { MessageStore } from './message-store.js';

export interface FeedEncoder {
  /** One for each stream of its own numbers. */
  readonly stores: readonly MessageStore[];
  /** Writes the messages of an event. `image` is the market before it. */
  encode(event: FeedEvent, image: MarketImage): void;
  /** What it must know besides the image to go on from here, as plain data. */
  save(): Readonly<Record<string, number>>;
  load(state: Readonly<Record<string, number>>): void;
}
