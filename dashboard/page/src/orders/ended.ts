/**
 * Orders that ended while this page watched. The API lists open orders only, so each one that has gone from the list is asked for by its number, a few
 * at a time; how many there may be is bounded, and what does not fit is counted.
 */
import type { OrderView } from '../../../../control/core/order-api/order-json.js';

const SHOWN_MAX = 200;
const WAITING_MAX = 500;
const AT_A_TIME = 20;

export class EndedOrders {
  /** The latest first. */
  rows: readonly OrderView[] = [];
  /** Ended, but their last state is not known here: too many at once, or the gateway knows them no more. */
  unknown = 0;
  private readonly waiting = new Set<number>();

  /** Ended, and not asked for yet. */
  get waitingCount(): number {
    return this.waiting.size;
  }

  /** It is shown, or will be. */
  has(orderId: number): boolean {
    return this.waiting.has(orderId) || this.rows.some((order) => order.orderId === orderId);
  }

  /** `before` and `now` are complete lists of the open orders. */
  compare(before: readonly Pick<OrderView, 'orderId'>[], now: readonly OrderView[]): void {
    const open = new Set(now.map(({ orderId }) => orderId));
    // An order that is open again (a trade was taken back) has not ended.
    for (const orderId of open) this.waiting.delete(orderId);
    if (this.rows.some(({ orderId }) => open.has(orderId)))
      this.rows = this.rows.filter(({ orderId }) => !open.has(orderId));
    for (const { orderId } of before) {
      if (open.has(orderId)) continue;
      if (this.waiting.size < WAITING_MAX) this.waiting.add(orderId);
      else this.unknown++;
    }
  }

  /** Whose last state to ask for now. */
  toAsk(): number[] {
    return [...this.waiting].slice(0, AT_A_TIME);
  }

  /** `order`: its last state; undefined: nobody knows it any more. */
  told(orderId: number, order: OrderView | undefined): void {
    this.waiting.delete(orderId);
    if (order === undefined) this.unknown++;
    else this.add(order);
  }

  add(order: OrderView): void {
    this.rows = [order, ...this.rows.filter(({ orderId }) => orderId !== order.orderId)].slice(0, SHOWN_MAX);
  }
}
