/**
 * The best bid and offer over all venues without the order's own part: an order that is pegged to its own side must not follow itself. What the feed still shows of it after
 * it was moved counts as its own for a while, too, or it would go back to where it was.
 */
import { QUOTE, QUOTE_STRIDE } from '../../core/market-view.js';
import type { Child, Work } from '../engine/work.js';
import { isBuy } from './names.js';

/** How long the feed may show an order where it was, after a replacement or cancel. */
export const ECHO_MS = 250;
const LEVELS = 2;

export class ReferencePrices {
  bid = 0;
  ask = 0;
  /** Where the order was before its last move, and until when it may still be seen there. */
  private echoVenue = -1;
  private echoPrice = 0;
  private echoQuantity = 0;
  private echoUntil = 0;
  private readonly prices = new Float64Array(LEVELS);
  private readonly quantities = new Float64Array(LEVELS);

  constructor(private readonly work: Work) {}

  /** The child is about to leave its price. */
  moved(child: Child, nowMs: number): void {
    this.echoVenue = child.venue;
    this.echoPrice = child.price;
    this.echoQuantity = child.quantity - child.cumQuantity;
    this.echoUntil = nowMs + ECHO_MS;
  }

  /** Reads `bid` and `ask` of now; 0: none. `own` is the child that waits, if there is one. */
  read(own: Child | undefined, nowMs: number): void {
    const { market, instrument, terms } = this.work;
    const buys = isBuy(terms.side);
    let bid = 0;
    let ask = 0;
    for (let venue = 0; venue < market.venues; venue++) {
      const at = (instrument.index * market.venues + venue) * QUOTE_STRIDE;
      if (market.quotes[at + QUOTE.state] !== 0) continue;
      const venueBid = buys ? this.without(own, venue, at, nowMs) : market.quotes[at + QUOTE.bidPrice]!;
      const venueAsk = buys ? market.quotes[at + QUOTE.askPrice]! : this.without(own, venue, at, nowMs);
      if (venueBid > bid) bid = venueBid;
      if (venueAsk > 0 && (ask === 0 || venueAsk < ask)) ask = venueAsk;
    }
    this.bid = bid;
    this.ask = ask;
  }

  /** The venue's best price of the order's own side, its own part taken out. */
  private without(own: Child | undefined, venue: number, at: number, nowMs: number): number {
    const { market, instrument, terms } = this.work;
    const buys = isBuy(terms.side);
    const price = market.quotes[at + (buys ? QUOTE.bidPrice : QUOTE.askPrice)]!;
    // What is hidden is in no quote.
    if (terms.hidden) return price;
    const quantity = market.quotes[at + (buys ? QUOTE.bidQuantity : QUOTE.askQuantity)]!;
    if (!this.isOwn(own, venue, price, quantity, nowMs)) return price;
    const levels = market.readVenueDepth(instrument.index, venue, buys ? 'bid' : 'ask', LEVELS, this.prices, this.quantities, 0);
    // The level behind may be the order's other appearance.
    if (levels < 2 || this.isOwn(own, venue, this.prices[1]!, this.quantities[1]!, nowMs)) return 0;
    return this.prices[1]!;
  }

  /** Nothing stands at this price but the order itself. */
  private isOwn(own: Child | undefined, venue: number, price: number, quantity: number, nowMs: number): boolean {
    if (price === 0) return false;
    if (own?.isOpen === true && own.venue === venue && own.price === price && quantity <= own.quantity - own.cumQuantity) return true;
    return nowMs < this.echoUntil && venue === this.echoVenue && price === this.echoPrice && quantity <= this.echoQuantity;
  }
}
