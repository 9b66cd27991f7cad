/**
 * The best bid and offer over all venues without the order's own part: an order that is pegged to its own side must not follow itself. What the feed still shows of it after
 * it was moved counts as its own for a while, too, or it would go back to where it was.
 */
import { QUOTE, QUOTE_STRIDE } from '../../core/market-view.js';
import type { Child, Work } from '../engine/work.js';
import { isBuy } from './names.js';

/** How long the feed may show an order where it was, after a replacement or cancel. */
export const ECHO_MS = 250;
/** Moves that are remembered: more than a peg makes in that time. */
const ECHOES = 16;
const LEVELS = 8;

export class ReferencePrices {
  bid = 0;
  ask = 0;
  /** When what was taken for a former appearance of the order counts again, if it is still there; 0: nothing was. */
  againAt = 0;
  /** Where the order was before its last moves, and until when it may still be seen there. */
  private readonly echoVenues = new Int32Array(ECHOES);
  private readonly echoPrices = new Float64Array(ECHOES);
  private readonly echoQuantities = new Float64Array(ECHOES);
  private readonly echoUntil = new Float64Array(ECHOES);
  private nextEcho = 0;
  private readonly prices = new Float64Array(LEVELS);
  private readonly quantities = new Float64Array(LEVELS);

  constructor(private readonly work: Work) {}

  /** The child is about to leave its price. */
  moved(child: Child, nowMs: number): void {
    const at = this.nextEcho;
    this.nextEcho = (at + 1) % ECHOES;
    this.echoVenues[at] = child.venue;
    this.echoPrices[at] = child.price;
    this.echoQuantities[at] = child.quantity - child.cumQuantity;
    this.echoUntil[at] = nowMs + ECHO_MS;
  }

  /** Reads `bid` and `ask` of now; 0: none. `own` is the child that waits, if there is one. */
  read(own: Child | undefined, nowMs: number): void {
    const { market, instrument, terms } = this.work;
    const buys = isBuy(terms.side);
    let bid = 0;
    let ask = 0;
    this.againAt = 0;
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
    const levels = market.readVenueDepth(
      instrument.index,
      venue,
      buys ? 'bid' : 'ask',
      LEVELS,
      this.prices,
      this.quantities,
      0,
    );
    // Levels behind may be further appearances of the order.
    for (let i = 1; i < levels; i++)
      if (!this.isOwn(own, venue, this.prices[i]!, this.quantities[i]!, nowMs)) return this.prices[i]!;
    return 0;
  }

  /**
   * Nothing stands at this price but the order itself: the quantity is exactly its own. Where others stand beside it there is more; where the feed has not shown it yet, or not
   * without it yet, others stand there alone.
   */
  private isOwn(own: Child | undefined, venue: number, price: number, quantity: number, nowMs: number): boolean {
    if (price === 0) return false;
    if (
      own?.isOpen === true &&
      own.venue === venue &&
      own.price === price &&
      quantity === own.quantity - own.cumQuantity
    )
      return true;
    for (let i = 0; i < ECHOES; i++) {
      if (nowMs >= this.echoUntil[i]! || venue !== this.echoVenues[i]) continue;
      if (price !== this.echoPrices[i] || quantity !== this.echoQuantities[i]) continue;
      this.againAt = this.echoUntil[i]!;
      return true;
    }
    return false;
  }
}
