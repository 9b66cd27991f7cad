/**
 * A snapshot of the market for a late joiner, as GLIMPSE 5.0 has it: directory, states and every displayed order in the order of its priority, as ITCH messages in a
 * SoupBinTCP session of its own, and at the end the number of the first live message that is not in it.
 */
import { GLIMPSE_END_BYTES, putGlimpseEnd } from '../../../control/protocols/glimpse/end.js';
import type { SequencedLog } from '../../../control/protocols/soupbintcp/server.js';
import type { FeedEventBody } from '../core/links.js';
import type { SimListing } from '../core/orders.js';
import type { MarketImage } from '../publish/market-image.js';
import { MessageStore } from '../publish/message-store.js';
import { ItchEvents } from './itch-encoder.js';

export class GlimpseLog implements SequencedLog {
  isEnded = false;
  private readonly messages: MessageStore;

  /** Empty, so that a login can be accepted; `take` fills it. */
  constructor(readonly session: string) {
    this.messages = new MessageStore({ name: 'glimpse', chunkBytes: 1 << 16, chunksInMemory: 65_536 });
  }

  get next(): number {
    return this.messages.next;
  }

  read(sequenceNumber: number, into: { bytes: Uint8Array; start: number; end: number }): void {
    this.messages.read(sequenceNumber, into);
  }

  /** @param nextSequence of the live stream: the image holds everything before it */
  take(image: MarketImage, listings: readonly SimListing[], nextSequence: number): void {
    const events = new ItchEvents(listings, this.messages);
    for (const event of snapshotEvents(image)) events.take(image.timeNs, event);
    const at = this.messages.reserve(GLIMPSE_END_BYTES);
    this.messages.commit(putGlimpseEnd(this.messages.bytes, at, nextSequence));
    this.isEnded = true;
  }
}

/** What happened, shortened to what still counts. */
function* snapshotEvents(image: MarketImage): Generator<FeedEventBody> {
  for (const code of image.systemEvents) yield { type: 'systemEvent', code };
  for (const [instrument, state] of image.instruments.entries()) {
    if (state.listed !== undefined) yield { type: 'other', name: 'listed', data: state.listed };
    if (state.trading !== '') {
      yield { type: 'tradingAction', instrument, state: state.trading, reason: state.reason };
    }
    if (state.isSuspended) yield { type: 'other', name: 'operationalHalt', data: { instrument, halted: true } };
    if (state.shortSale !== '') {
      yield { type: 'other', name: 'shortSaleRestriction', data: { instrument, action: state.shortSale } };
    }
  }
  for (const { id, instrument, side, price, quantity, attribution } of image.orders.values()) {
    yield { type: 'added', orderId: id, instrument, side, price, quantity, attribution };
  }
}
