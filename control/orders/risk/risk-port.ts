/**
 * The seam between the order engine and pre-trade risk (same folder). One pass before anything leaves; no limit configured means deny.
 */
import type { ClientOrder, Denial } from '../../core/order-entry.js';

/** What the pass looks at besides the order; reused. Exposure is kept by the risk side itself, from `open`, `reduce` and `trade`. */
export interface RiskGate {
  /**
   * All checks on a client's new order. Returns 0 when it may pass, else the number of the denial; `denial(number)` tells code and words of the last one.
   * Allocates nothing when it passes.
   */
  checkNew(order: Readonly<ClientOrder>, epochMs: number): number;
  /** All checks on a replacement: exposure counts the larger of old and new until the venue has answered. */
  checkReplace(order: Readonly<ClientOrder>, newQuantity: number, newPrice: number, epochMs: number): number;
  /** The kill switch and the market state alone, before each child leaves: a parent that passed may have been stopped since. */
  checkChild(client: number, instrument: number, venue: number, side: number, price: number, quantity: number): number;
  denial(): Denial;
  /** Exposure: an order was accepted, its open quantity or price changed, it traded, a trade was cancelled or corrected (negative), it ended. */
  open(client: number, instrument: number, side: number, quantity: number, price: number): void;
  change(
    client: number,
    instrument: number,
    side: number,
    oldQuantity: number,
    oldPrice: number,
    quantity: number,
    price: number,
  ): void;
  trade(client: number, instrument: number, side: number, quantity: number, price: number): void;
  close(client: number, instrument: number, side: number, quantity: number, price: number): void;
}
