/** An order that came through a gateway, from its acceptance to its end. */
import type { Book, Order, Side } from '../market/book.js';
import type { Meeting, OrderOwner } from '../market/owner.js';
import type { EnterOrder, OrderSide, OrderState, PortIdentity, SimListing } from './orders.js';

/** What an order tells those who work it. */
export interface OrderEventsOfOwner {
  made(order: ParticipantOrder, resting: Order, shares: number, match: number, price: number, cross: boolean): void;
  took(order: ParticipantOrder, shares: number, match: number, price: number): void;
  prevented(order: ParticipantOrder, resting: Order, shares: number, whole: boolean): void;
  dropped(order: ParticipantOrder): void;
}

/**
 * `working`: on the book, or about to be. `held`: waits for a cross or for trading to start. `stop`: waits for its price.
 * `done`: nothing is left of it.
 */
export type OrderPhase = 'working' | 'held' | 'stop' | 'done';

export class ParticipantOrder implements OrderOwner {
  phase: OrderPhase = 'working';
  /** What is on the book of it. */
  resting: Order | undefined;
  token: string;
  orderId: number;
  side: OrderSide;
  quantity: number;
  /** The limit; 0: none. */
  price: number;
  /** 0: none, or it was reached. */
  stopPrice: number;
  leaves: number;
  executed = 0;
  echo: Readonly<Record<string, string | number>>;
  /** It has been on the book under its own number; the next time it gets another. */
  restedOnce = false;
  /** An own order stood in its way, and its rule is that the newest goes. */
  metItself = false;

  constructor(
    readonly from: PortIdentity,
    readonly terms: EnterOrder,
    readonly listing: SimListing,
    readonly book: Book,
    orderId: number,
    private readonly events: OrderEventsOfOwner,
    /** The live orders of its port: it is among them until it is done. */
    private readonly among: Set<ParticipantOrder>,
  ) {
    among.add(this);
    this.token = terms.token;
    this.orderId = orderId;
    this.side = terms.side;
    this.quantity = terms.quantity;
    this.price = terms.price;
    this.stopPrice = terms.stopPrice;
    this.leaves = terms.quantity;
    this.echo = terms.echo ?? {};
  }

  get bookSide(): Side {
    return this.terms.side === 'buy' ? 'B' : 'S';
  }

  /** The price up to which it trades. */
  get limit(): number {
    if (this.price > 0) return this.price;
    return this.bookSide === 'B' ? Infinity : 0;
  }

  get isLive(): boolean {
    return this.phase !== 'done';
  }

  /** It is about to meet the book. */
  begin(): void {
    this.metItself = false;
  }

  /** Nothing is left of it. */
  end(): void {
    this.phase = 'done';
    this.among.delete(this);
  }

  state(): OrderState {
    const { terms, from } = this;
    return {
      orderId: this.orderId,
      restingId: this.resting?.id ?? 0,
      restingPrice: this.resting?.price ?? 0,
      token: this.token,
      originalToken: terms.token,
      port: from.port,
      firm: from.firm,
      symbol: terms.symbol,
      side: this.side,
      quantity: this.quantity,
      price: this.price,
      leaves: this.leaves,
      executed: this.executed,
      timeInForce: terms.timeInForce,
      display: terms.display,
      displayQuantity: terms.displayQuantity,
      minQuantity: terms.minQuantity,
      capacity: terms.capacity,
      account: terms.account,
      echo: this.echo,
    };
  }

  meeting(resting: OrderOwner): Meeting {
    const { preventSelfTrade } = this.terms;
    if (preventSelfTrade === '' || !(resting instanceof ParticipantOrder) || resting.from.firm !== this.from.firm) {
      return 'trade';
    }
    if (preventSelfTrade === 'cancelOldest') return 'cancelResting';
    if (preventSelfTrade === 'decrement') return 'decrement';
    this.metItself = true;
    return 'cancelIncoming';
  }

  made(order: Order, shares: number, match: number, price: number, cross: boolean): void {
    this.events.made(this, order, shares, match, price, cross);
  }

  took(shares: number, match: number, price: number): void {
    this.events.took(this, shares, match, price);
  }

  prevented(order: Order, shares: number, whole: boolean): void {
    this.events.prevented(this, order, shares, whole);
  }

  dropped(): void {
    this.events.dropped(this);
  }
}
