/** Orders that somebody entered: the engine tells their owner what becomes of them. */
import type { Order } from './book.js';

/** What happens when an incoming order meets a resting one: self-trade prevention, or nothing of the kind. */
export type Meeting = 'trade' | 'cancelResting' | 'cancelIncoming' | 'decrement';

export interface OrderOwner {
  /** Asked of the incoming order's owner, when the resting one has an owner too. */
  meeting(resting: OrderOwner): Meeting;
  /** Rested and traded. `order.shares` is what is left on the book; at 0 the order is gone when this returns. */
  made(order: Order, shares: number, match: number, price: number, cross: boolean): void;
  /** Came in and traded. */
  took(shares: number, match: number, price: number): void;
  /** Self-trade prevention took so much off a resting order, which is gone at 0. `whole`: the owner is to end all of it. */
  prevented(order: Order, shares: number, whole: boolean): void;
  /** The market took a hidden order off the book: a halt, or a cross to come. */
  dropped(order: Order): void;
}
