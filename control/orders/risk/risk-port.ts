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
  /**
   * All checks on a replacement: exposure counts the larger of old and new until the venue has answered (`hold`). What has traded is `cumQuantity`; `heldPrice` is the
   * exposure price that the order was opened with (absent: its limit price).
   */
  checkReplace(
    order: Readonly<ClientOrder>,
    newQuantity: number,
    newPrice: number,
    epochMs: number,
    cumQuantity?: number,
    heldPrice?: number,
  ): number;
  /**
   * Before each child leaves, as a parent that passed may have been stopped since: kill switch, permission for the venue, state of the market there, tick and lot
   * there, own resting orders (`rest`) and the short sale price test. `price` 0: a market order. `forAuction`: at the open or at the close, where nothing need trade now.
   */
  checkChild(
    client: number,
    instrument: number,
    venue: number,
    side: number,
    price: number,
    quantity: number,
    forAuction?: boolean,
  ): number;
  denial(): Denial;
  /**
   * At what price the check that passed last valued its order: the limit, or what a market order may cost at most. It is the `price` of `open`, `change`, `close` and
   * `hold` for this order: keep it with the order and in the journal, as the market has moved when the order is rebuilt.
   */
  readonly exposurePrice: number;
  /**
   * Exposure of parents. `open`: accepted, with all that is not yet traded. `change`: its open quantity or price is another. `close`: it ended, with what was open
   * until then; never while a child of it is open or uncertain. `trade` moves the position and the day's money alone: what is open follows by `change` or `close`. A
   * trade that is cancelled is a trade of its negative quantity at its own price; a correction is that, and the corrected one after it.
   */
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
  /**
   * A replacement passed and waits for its answer: what the new terms need beyond the old ones is held too, open quantities and prices. `unhold` with the same numbers
   * ends that, whatever the answer; then `change` where it was accepted. A fill in between: `unhold`, `change`, `hold` with what is left.
   */
  hold(
    client: number,
    instrument: number,
    side: number,
    quantity: number,
    price: number,
    newQuantity: number,
    newPrice: number,
  ): void;
  unhold(
    client: number,
    instrument: number,
    side: number,
    quantity: number,
    price: number,
    newQuantity: number,
    newPrice: number,
  ): void;
  /**
   * A child with a limit price was sent and may rest, until it is known not to: own orders of the other side that would trade with it are refused. Not for market,
   * IOC and FOK children. In a replace of a child both prices rest until it is answered.
   */
  rest(client: number, instrument: number, side: number, price: number): void;
  unrest(client: number, instrument: number, side: number, price: number): void;
  /** A new trading day: what was traded is no longer counted as today's. Positions and open orders stay; start-of-day positions come by `setPosition`. */
  beginDay(): void;
  /** The position of a client as the day starts, and the price it is valued at (units of the instrument). Negative: short. */
  setPosition(client: number, instrument: number, quantity: number, price: number): void;
}
