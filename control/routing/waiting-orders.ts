/**
 * Orders of clients that wait for something to trade with. Of one client, instrument and side the better price goes first, then who came first: an order
 * that would get ahead of such a one waits behind it. Bounded: what finds no place in the line does not hold up others, and is counted.
 */
import type { RouteRequest } from '../core/router.js';

export class WaitingOrders {
  readonly #capacity: number;
  readonly #orderIds: Float64Array;
  readonly #limits: Float64Array;
  readonly #clients: Int32Array;
  readonly #instruments: Int32Array;
  readonly #sides: Int32Array;
  #size = 0;
  notKept = 0;

  constructor(capacity = 4096) {
    this.#capacity = capacity;
    this.#orderIds = new Float64Array(capacity);
    this.#limits = new Float64Array(capacity);
    this.#clients = new Int32Array(capacity);
    this.#instruments = new Int32Array(capacity);
    this.#sides = new Int32Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  /** To the end of the line; an order that waits already keeps its place. @param limitPrice 0: market, ahead of every limit. */
  add(orderId: number, client: number, instrument: number, side: number, limitPrice: number): boolean {
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
  }

  /** True when another order of the same client goes first. */
  isBehind(request: Readonly<RouteRequest>): boolean {
    const first = this.first(request.client, request.instrument, request.side);
    if (first === 0 || first === request.orderId) return false;
    const own = this.#find(request.orderId);
    const at = this.#find(first);
    const limit = signed(request.side, request.limitPrice);
    return own >= 0 || this.#limits[at]! >= limit;
  }

  /** The order of a client that goes first; 0: none waits. */
  first(client: number, instrument: number, side: number): number {
    let best = 0;
    let bestLimit = -Infinity;
    for (let at = 0; at < this.#size; at++) {
      if (this.#clients[at] !== client || this.#instruments[at] !== instrument || this.#sides[at] !== side) continue;
      if (this.#limits[at]! <= bestLimit) continue;
      best = this.#orderIds[at]!;
      bestLimit = this.#limits[at]!;
    }
    return best;
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
