/**
 * Orders of clients that wait for something to trade with. Of one client, instrument, side and strategy the better price goes first, then who has the lower
 * number, which is who came first: an order that would get ahead of such a one waits behind it, where there is something to take. (By another strategy it may find what
 * the first one cannot use.) Bounded: what finds no place in the line does not hold up others, and is counted.
 */
import type { RouteRequest } from '../core/router.js';

export class WaitingOrders {
  readonly #capacity: number;
  readonly #orderIds: Float64Array;
  readonly #limits: Float64Array;
  readonly #clients: Int32Array;
  readonly #instruments: Int32Array;
  readonly #sides: Int32Array;
  readonly #strategies: Int32Array;
  #size = 0;
  notKept = 0;

  constructor(capacity = 4096) {
    this.#capacity = capacity;
    this.#orderIds = new Float64Array(capacity);
    this.#limits = new Float64Array(capacity);
    this.#clients = new Int32Array(capacity);
    this.#instruments = new Int32Array(capacity);
    this.#sides = new Int32Array(capacity);
    this.#strategies = new Int32Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  /** An order that waits already stays as it is. @param limitPrice 0: market, ahead of every limit. */
  add(
    orderId: number,
    client: number,
    instrument: number,
    side: number,
    strategy: number,
    limitPrice: number,
  ): boolean {
    if (this.#find(orderId) >= 0) return true;
    if (this.#size === this.#capacity) {
      this.notKept++;
      return false;
    }
    const at = this.#size++;
    this.#orderIds[at] = orderId;
    this.#clients[at] = client;
    this.#instruments[at] = instrument;
    this.#sides[at] = side;
    this.#strategies[at] = strategy;
    this.#limits[at] = signed(side, limitPrice);
    return true;
  }

  /** It was placed, or ended, or its terms changed: those behind it move up. */
  remove(orderId: number): void {
    const at = this.#find(orderId);
    if (at < 0) return;
    const end = this.#size--;
    this.#orderIds.copyWithin(at, at + 1, end);
    this.#limits.copyWithin(at, at + 1, end);
    this.#clients.copyWithin(at, at + 1, end);
    this.#instruments.copyWithin(at, at + 1, end);
    this.#sides.copyWithin(at, at + 1, end);
    this.#strategies.copyWithin(at, at + 1, end);
  }

  /** Another order of the same client that goes first; 0: none does. */
  ahead({ orderId, client, instrument, side, strategy, limitPrice }: Readonly<RouteRequest>): number {
    let ahead = 0;
    let best = signed(side, limitPrice);
    // An order that has no limit in the market may be routed with one: in the line it stands with its own.
    const own = this.#find(orderId);
    if (own >= 0) best = this.#limits[own]!;
    let first = orderId;
    for (let at = 0; at < this.#size; at++) {
      if (this.#clients[at] !== client || this.#instruments[at] !== instrument || this.#sides[at] !== side) continue;
      if (this.#strategies[at] !== strategy) continue;
      const limit = this.#limits[at]!;
      if (limit < best || (limit === best && this.#orderIds[at]! >= first)) continue;
      best = limit;
      first = ahead = this.#orderIds[at]!;
    }
    return ahead;
  }

  #find(orderId: number): number {
    for (let at = 0; at < this.#size; at++) if (this.#orderIds[at] === orderId) return at;
    return -1;
  }
}

/** Higher is more willing. */
function signed(side: number, limitPrice: number): number {
  if (limitPrice === 0) return Infinity;
  return side === 0x31 ? limitPrice : -limitPrice;
}
