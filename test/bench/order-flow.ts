/**
 * Seeded order flow for benchmarks of books: records in a ring, as an engine would leave them there, every one of
 * them valid at its turn.
 *
 * Stocks differ in activity as they do on a market (the n-th busiest gets a share of about 1/n^0.8). Prices follow a latent price per stock;
 * most adds are within a few ticks of the touch, some far behind it; never across the spread. How old an order is when it is deleted, replaced or
 * cancelled follows a power law, as lifetimes on markets do: every doubling of age, in orders added since, is as likely as the next, up to
 * all that rest. Executions take the first order of the best level. The mix is that of an equities day: adds
 * 45 %, deletes 41 %, replaces 9 %, executions 4 %, partial cancels 1 %; the book keeps its size. docs/market-data.md holds these
 * choices against what is known of real days.
 */
import { FIELD, HEADER, RECORD } from '../../control/core/generated/records.js';
import { SeededRandom } from '../../control/core/random.js';
import { RecordRing } from '../../control/core/record-ring.js';
import { BookSet } from '../../control/market-data/books/book-set.js';
import type { TopOfBook } from '../../control/market-data/books/book.js';

const TICK = 100;

export interface FlowOptions {
  readonly seed: number;
  readonly symbols: number;
  /** Live orders to begin with, and to keep. */
  readonly orders: number;
  readonly updates: number;
}

export interface Flow {
  /** Directory and resting orders. */
  readonly fill: RecordRing;
  readonly fillRecords: number;
  /** What is timed. */
  readonly updates: RecordRing;
  readonly updateRecords: number;
}

interface Live {
  readonly ref: number;
  readonly symbol: number;
  readonly side: 0 | 1;
  shares: number;
  /** Place in the list of live orders. */
  at: number;
}

export function orderFlow(options: FlowOptions): Flow {
  return new Generator(options).run();
}

class Generator {
  private readonly random: SeededRandom;
  private readonly shadow: BookSet;
  private readonly cumulative: Float64Array;
  private readonly latent: Float64Array;
  private readonly live: Live[] = [];
  private readonly byRef = new Map<number, Live>();
  /** Every order in the sequence of its add; dead ones stay. */
  private readonly history: Live[] = [];
  private nextRef = 2 ** 32 - 1000;
  private readonly top: TopOfBook = {
    bidPrice: 0,
    bidShares: 0,
    bidOrders: 0,
    askPrice: 0,
    askShares: 0,
    askOrders: 0,
  };
  private ring = new RecordRing(new ArrayBuffer(64), 0, 0);
  private count = 0;

  constructor(private readonly options: FlowOptions) {
    const { seed, symbols, orders } = options;
    this.random = new SeededRandom(seed);
    this.shadow = new BookSet({ depth: 'L3', expectedBooks: symbols, expectedOrders: orders * 2 });
    this.latent = Float64Array.from({ length: symbols }, () => (50 + this.random.below(4000)) * 1000);
    this.cumulative = new Float64Array(symbols);
    let sum = 0;
    for (let i = 0; i < symbols; i++) this.cumulative[i] = sum += 1 / (i + 1) ** 0.8;
    for (let i = 0; i < symbols; i++) this.cumulative[i]! /= sum;
  }

  run(): Flow {
    const { symbols, orders, updates } = this.options;
    const fill = this.open(symbols + orders);
    for (let symbol = 0; symbol < symbols; symbol++) this.directory(symbol);
    for (let i = 0; i < orders; i++) this.add();
    const fillRecords = this.count;
    const updateRing = this.open(updates);
    while (this.count < updates) this.step();
    return { fill, fillRecords, updates: updateRing, updateRecords: this.count };
  }

  private open(records: number): RecordRing {
    const log2 = Math.ceil(Math.log2(records));
    this.ring = new RecordRing(new ArrayBuffer(64 * 2 ** log2), 0, log2);
    this.count = 0;
    return this.ring;
  }

  private step(): void {
    const draw = this.random.below(1000);
    const shortage = this.live.length < this.options.orders ? 30 : -30;
    if (draw < 450 + shortage) this.add();
    else if (draw < 860) this.delete();
    else if (draw < 950) this.replace();
    else if (draw < 990) this.execute();
    else this.cancel();
  }

  private directory(symbol: number): void {
    const at = this.begin(RECORD.StockDirectory, symbol);
    this.stock(at + FIELD.StockDirectory.stock, symbol);
    this.end();
  }

  private add(): void {
    const symbol = this.pickSymbol();
    const side = this.random.below(2) === 0 ? 0 : 1;
    const shares = 100 * (1 + this.random.below(10));
    const order: Live = { ref: this.takeRef(), symbol, side, shares, at: this.live.length };
    const at = this.begin(RECORD.AddOrder, symbol);
    this.ref(at + FIELD.AddOrder.orderRef, order.ref);
    this.ring.u8[at + FIELD.AddOrder.side] = side === 0 ? 0x42 : 0x53;
    this.u32(at + FIELD.AddOrder.shares, shares);
    this.stock(at + FIELD.AddOrder.stock, symbol);
    this.u32(at + FIELD.AddOrder.price, this.price(symbol, side));
    this.end();
    this.remember(order);
  }

  private delete(): void {
    const order = this.pickOrder();
    if (order === undefined) return;
    const at = this.begin(RECORD.OrderDelete, order.symbol);
    this.ref(at + FIELD.OrderDelete.orderRef, order.ref);
    this.end();
    this.forget(order);
  }

  private replace(): void {
    const order = this.pickOrder();
    if (order === undefined) return;
    const { symbol, side } = order;
    const next: Live = { ref: this.takeRef(), symbol, side, shares: 100 * (1 + this.random.below(10)), at: 0 };
    const at = this.begin(RECORD.OrderReplace, symbol);
    this.ref(at + FIELD.OrderReplace.originalOrderRef, order.ref);
    this.ref(at + FIELD.OrderReplace.newOrderRef, next.ref);
    this.u32(at + FIELD.OrderReplace.shares, next.shares);
    this.u32(at + FIELD.OrderReplace.price, this.price(symbol, side));
    this.end();
    this.forget(order);
    next.at = this.live.length;
    this.remember(next);
  }

  private execute(): void {
    const symbol = this.pickSymbol();
    const book = this.shadow.at(0, symbol + 1);
    const first = book?.orders(this.random.below(2) === 0 ? 'bid' : 'ask').next().value;
    const order = first && this.byRef.get(Number(first.orderRef));
    if (order === undefined) return;
    const shares = this.random.below(2) === 0 ? order.shares : Math.min(order.shares, 100);
    const at = this.begin(RECORD.OrderExecuted, symbol);
    this.ref(at + FIELD.OrderExecuted.orderRef, order.ref);
    this.u32(at + FIELD.OrderExecuted.executedShares, shares);
    this.end();
    order.shares -= shares;
    if (order.shares === 0) this.forget(order);
  }

  private cancel(): void {
    const order = this.pickOrder();
    if (order === undefined || order.shares <= 100) return;
    const at = this.begin(RECORD.OrderCancel, order.symbol);
    this.ref(at + FIELD.OrderCancel.orderRef, order.ref);
    this.u32(at + FIELD.OrderCancel.canceledShares, 100);
    this.end();
    order.shares -= 100;
  }

  /** A price on the given side that does not cross the other one. */
  private price(symbol: number, side: 0 | 1): number {
    this.latent[symbol] = Math.max(20 * TICK, this.latent[symbol]! + (this.random.below(3) - 1) * 10);
    const latent = this.latent[symbol];
    const depth =
      this.random.below(10) === 0 ? this.random.below(200) : Math.floor(-Math.log(1 - this.random.next()) * 5);
    const sign = side === 0 ? -1 : 1;
    const wanted = Math.max(TICK, (Math.round(latent / TICK) + sign * (1 + depth)) * TICK);
    this.shadow.at(0, symbol + 1)?.readTop(this.top);
    const { askOrders, askPrice, bidOrders, bidPrice } = this.top;
    if (side === 0 && askOrders > 0) return Math.max(TICK, Math.min(wanted, askPrice - TICK));
    if (side === 1 && bidOrders > 0) return Math.max(wanted, bidPrice + TICK);
    return wanted;
  }

  private pickSymbol(): number {
    const wanted = this.random.next();
    let low = 0;
    let high = this.cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.cumulative[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private pickOrder(): Live | undefined {
    const octaves = Math.log2(Math.min(this.history.length, this.options.orders));
    for (let tries = 0; tries < 16; tries++) {
      const age = Math.floor(2 ** (this.random.next() * octaves));
      const order = this.history[this.history.length - age];
      if (order !== undefined && this.byRef.has(order.ref)) return order;
    }
    return this.live.length === 0 ? undefined : this.live[this.random.below(this.live.length)];
  }

  private takeRef(): number {
    this.nextRef += 1 + this.random.below(4);
    return this.nextRef;
  }

  private remember(order: Live): void {
    this.live.push(order);
    this.byRef.set(order.ref, order);
    this.history.push(order);
  }

  private forget(order: Live): void {
    const last = this.live.pop()!;
    if (last !== order) {
      this.live[order.at] = last;
      last.at = order.at;
    }
    this.byRef.delete(order.ref);
  }

  private begin(type: number, symbol: number): number {
    const at = this.count * 64;
    this.ring.u8[at + HEADER.type] = type;
    this.ring.u16[(at + HEADER.stockLocate) >> 1] = symbol + 1;
    this.u32(at + HEADER.sequence, this.count + 1);
    this.u32(at + HEADER.timestamp, this.count * 1000);
    return at;
  }

  private end(): void {
    this.shadow.onRecords(this.ring, this.count, this.count + 1);
    this.count++;
  }

  private u32(at: number, value: number): void {
    this.ring.u32[at >> 2] = value;
  }

  private ref(at: number, ref: number): void {
    this.ring.u32[at >> 2] = ref % 2 ** 32;
    this.ring.u32[(at >> 2) + 1] = Math.floor(ref / 2 ** 32);
  }

  private stock(at: number, symbol: number): void {
    const name = `S${symbol}`;
    for (let i = 0; i < 8; i++) this.ring.u8[at + i] = i < name.length ? name.charCodeAt(i) : 0x20;
  }
}
