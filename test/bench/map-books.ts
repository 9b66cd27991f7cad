/**
 * The peer of the benchmark: order books as one writes them in TypeScript without thinking of memory. A Map of order objects, a Map of
 * level objects per side, each with its queue, and a sorted array of prices. References are joined into numbers, which is the
 * fastest key a Map takes (and right for ITCH, whose references stay below 2^53).
 */
import { FIELD, HEADER, RECORD } from '../../control/core/generated/records.js';
import type { RecordRing, RecordSink } from '../../control/core/record-ring.js';

interface MapOrder {
  readonly ref: number;
  readonly book: MapBook;
  readonly side: MapSide;
  readonly level: MapLevel;
  shares: number;
}

interface MapLevel {
  readonly price: number;
  shares: number;
  /** In time priority: a Set keeps the order of insertion. */
  readonly queue: Set<MapOrder>;
}

class MapSide {
  readonly levels = new Map<number, MapLevel>();
  /** Ascending. */
  readonly prices: number[] = [];

  constructor(private readonly bid: boolean) {}

  best(): MapLevel | undefined {
    const price = this.bid ? this.prices.at(-1) : this.prices[0];
    return price === undefined ? undefined : this.levels.get(price);
  }

  level(price: number): MapLevel {
    let level = this.levels.get(price);
    if (level === undefined) {
      level = { price, shares: 0, queue: new Set() };
      this.levels.set(price, level);
      this.prices.splice(this.indexOf(price), 0, price);
    }
    return level;
  }

  removeLevel(price: number): void {
    this.levels.delete(price);
    this.prices.splice(this.indexOf(price), 1);
  }

  private indexOf(price: number): number {
    let low = 0;
    let high = this.prices.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.prices[middle]! < price) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export class MapBook {
  readonly bids = new MapSide(true);
  readonly asks = new MapSide(false);
  lastTrade: { price: number; shares: number } | undefined;
}

export class MapBooks implements RecordSink {
  readonly books = new Map<number, MapBook>();
  private readonly orders = new Map<number, MapOrder>();

  onRecords(ring: RecordRing, first: number, end: number): void {
    const { u8, u16, u32, mask } = ring;
    for (let i = first; i !== end; i = (i + 1) >>> 0) {
      const at = (i & mask) * 64;
      switch (u8[at]) {
        case RECORD.StockDirectory:
          this.book(u16[(at + HEADER.stockLocate) >> 1]!);
          break;
        case RECORD.AddOrder: {
          const book = this.book(u16[(at + HEADER.stockLocate) >> 1]!);
          const side = u8[at + FIELD.AddOrder.side] === 0x42 ? book.bids : book.asks;
          const shares = u32[(at + FIELD.AddOrder.shares) >> 2]!;
          this.add(ref(u32, at + FIELD.AddOrder.orderRef), book, side, u32[(at + FIELD.AddOrder.price) >> 2]!, shares);
          break;
        }
        case RECORD.OrderDelete: {
          const order = this.orders.get(ref(u32, at + FIELD.OrderDelete.orderRef));
          if (order) this.reduce(order, order.shares);
          break;
        }
        case RECORD.OrderExecuted: {
          const order = this.orders.get(ref(u32, at + FIELD.OrderExecuted.orderRef));
          if (!order) break;
          const shares = u32[(at + FIELD.OrderExecuted.executedShares) >> 2]!;
          order.book.lastTrade = { price: order.level.price, shares };
          this.reduce(order, shares);
          break;
        }
        case RECORD.OrderCancel: {
          const order = this.orders.get(ref(u32, at + FIELD.OrderCancel.orderRef));
          if (order) this.reduce(order, u32[(at + FIELD.OrderCancel.canceledShares) >> 2]!);
          break;
        }
        case RECORD.OrderReplace: {
          const order = this.orders.get(ref(u32, at + FIELD.OrderReplace.originalOrderRef));
          if (!order) break;
          this.reduce(order, order.shares);
          const price = u32[(at + FIELD.OrderReplace.price) >> 2]!;
          const shares = u32[(at + FIELD.OrderReplace.shares) >> 2]!;
          this.add(ref(u32, at + FIELD.OrderReplace.newOrderRef), order.book, order.side, price, shares);
          break;
        }
        default:
          break;
      }
    }
  }

  private book(locate: number): MapBook {
    let book = this.books.get(locate);
    if (book === undefined) {
      book = new MapBook();
      this.books.set(locate, book);
    }
    return book;
  }

  private add(ref: number, book: MapBook, side: MapSide, price: number, shares: number): void {
    const level = side.level(price);
    const order = { ref, book, side, level, shares };
    level.queue.add(order);
    level.shares += shares;
    this.orders.set(ref, order);
  }

  private reduce(order: MapOrder, shares: number): void {
    const { level } = order;
    order.shares -= shares;
    level.shares -= shares;
    if (order.shares > 0) return;
    this.orders.delete(order.ref);
    level.queue.delete(order);
    if (level.queue.size === 0) order.side.removeLevel(level.price);
  }
}

function ref(u32: Uint32Array, at: number): number {
  return u32[(at >> 2) + 1]! * 4294967296 + u32[at >> 2]!;
}
