/** One symbol's orders in price-time priority. Orders and levels are objects that live in pools. */
import type { Instrument } from './instruments.js';
import type { OrderOwner } from './owner.js';

export type Side = 'B' | 'S';

/** `halted`: cancels only. `quoting`: orders rest, nothing trades. */
export type TradingState = 'halted' | 'quoting' | 'trading';

export class Order {
  /** Unique for the day, increasing; 0 while in the pool. */
  id = 0;
  side: Side = 'B';
  price = 0;
  shares = 0;
  hidden = false;
  /** Market participant shown with the order; empty: none. */
  attribution = '';
  /** The gateway's mark on the messages that it caused. */
  tracking = 0;
  /** Who entered it; undefined: the background flow, which may do with it what it likes. */
  owner: OrderOwner | undefined;
  level: Level | undefined;
  previous: Order | undefined;
  next: Order | undefined;
  /** Place in the book's list of displayed orders. */
  position = 0;

  constructor(public instrument: Instrument) {}
}

/** The orders at one price, oldest first. */
export class Level {
  price = 0;
  shares = 0;
  count = 0;
  head: Order | undefined;
  tail: Order | undefined;
}

const freeLevels: Level[] = [];

export class Book {
  state: TradingState = 'halted';
  /** Worst price first, best price last: the busy end is the cheap end of an array. */
  readonly bids: Level[] = [];
  readonly asks: Level[] = [];
  readonly hiddenBids: Level[] = [];
  readonly hiddenAsks: Level[] = [];
  /** Displayed orders of the background flow in no order, for drawing one at random. */
  readonly orders: Order[] = [];

  constructor(readonly instrument: Instrument) {}

  levels(side: Side, hidden: boolean): Level[] {
    if (hidden) return side === 'B' ? this.hiddenBids : this.hiddenAsks;
    return side === 'B' ? this.bids : this.asks;
  }

  get bestBid(): Level | undefined {
    return this.bids[this.bids.length - 1];
  }

  get bestAsk(): Level | undefined {
    return this.asks[this.asks.length - 1];
  }

  /** Would an order meet a displayed order on the other side? */
  crosses(side: Side, price: number): boolean {
    const best = side === 'B' ? this.bestAsk : this.bestBid;
    return best !== undefined && (side === 'B' ? price >= best.price : price <= best.price);
  }

  insert(order: Order): void {
    const levels = this.levels(order.side, order.hidden);
    const level = findOrMakeLevel(levels, order.side, order.price);
    order.level = level;
    order.previous = level.tail;
    order.next = undefined;
    if (level.tail === undefined) level.head = order;
    else level.tail.next = order;
    level.tail = order;
    level.shares += order.shares;
    level.count++;
    if (!order.hidden && order.owner === undefined) {
      order.position = this.orders.length;
      this.orders.push(order);
    }
  }

  /** Takes shares off an order; at 0 it leaves the book. */
  reduce(order: Order, shares: number): void {
    order.shares -= shares;
    order.level!.shares -= shares;
    if (order.shares === 0) this.remove(order);
  }

  remove(order: Order): void {
    const level = order.level!;
    level.shares -= order.shares;
    level.count--;
    if (order.previous === undefined) level.head = order.next;
    else order.previous.next = order.next;
    if (order.next === undefined) level.tail = order.previous;
    else order.next.previous = order.previous;
    order.previous = undefined;
    order.next = undefined;
    order.level = undefined;
    if (level.count === 0) dropLevel(this.levels(order.side, order.hidden), level);
    if (!order.hidden && order.owner === undefined) {
      const last = this.orders.pop()!;
      if (last !== order) {
        this.orders[order.position] = last;
        last.position = order.position;
      }
    }
  }
}

function findOrMakeLevel(levels: Level[], side: Side, price: number): Level {
  let i = levels.length;
  while (i > 0) {
    const level = levels[i - 1]!;
    if (level.price === price) return level;
    if (side === 'B' ? level.price < price : level.price > price) break;
    i--;
  }
  const level = freeLevels.pop() ?? new Level();
  level.price = price;
  levels.push(level);
  for (let j = levels.length - 1; j > i; j--) levels[j] = levels[j - 1]!;
  levels[i] = level;
  return level;
}

function dropLevel(levels: Level[], level: Level): void {
  let i = levels.length - 1;
  while (levels[i] !== level) i--;
  for (; i < levels.length - 1; i++) levels[i] = levels[i + 1]!;
  levels.pop();
  level.shares = 0;
  freeLevels.push(level);
}
