/** All orders that are kept, by number and by what clients call them. Bounded: of those that ended the oldest are forgotten. */
import type { ChildOrder } from './child-order.js';
import type { ParentOrder } from './parent-order.js';

/** Of each client. */
const LOOSE_MAX = 100_000;

export class OrderIndex {
  readonly parents = new Map<number, ParentOrder>();
  /** Under every number that a child has had, replacements that were asked for included. */
  readonly children = new Map<number, ChildOrder>();
  /** The next number of a parent or a child. */
  nextId = 1;
  /** Number of the last report to each client. */
  readonly sequences: number[];
  /** Counts the trading days that were begun. */
  day = 0;
  /** Those that have not ended. */
  readonly living = new Set<ParentOrder>();
  /** What others want to know again after a restart, by key (`OrderEngine.keep`). */
  readonly kept = new Map<string, string>();
  readonly counters = { forgotten: 0, openMax: 0 };
  private readonly byName: Map<string, number>[];
  private readonly loose: Set<string>[];
  /** Those that ended, oldest first from `firstEnded` on. */
  private ended: number[] = [];
  private firstEnded = 0;

  onForgotten: (order: ParentOrder) => void = () => undefined;

  constructor(
    clients: number,
    private readonly maxEnded: number,
  ) {
    this.sequences = new Array<number>(clients).fill(0);
    this.byName = Array.from({ length: clients }, () => new Map<string, number>());
    this.loose = Array.from({ length: clients }, () => new Set<string>());
  }

  /** How many have not ended. */
  get open(): number {
    return this.living.size;
  }

  add(order: ParentOrder): void {
    this.parents.set(order.orderId, order);
    this.name(order.client, order.terms.clOrdId, order);
    if (order.orderId >= this.nextId) this.nextId = order.orderId + 1;
    this.living.add(order);
    if (this.open > this.counters.openMax) this.counters.openMax = this.open;
  }

  addChild(orderId: number, child: ChildOrder): void {
    this.children.set(orderId, child);
    if (orderId >= this.nextId) this.nextId = orderId + 1;
  }

  /** A ClOrdID that an order, or a request on it, has used up. The first one keeps it. */
  name(client: number, clOrdId: string, order: ParentOrder): void {
    const names = this.byName[client]!;
    if (names.has(clOrdId)) return;
    names.set(clOrdId, order.orderId);
    if (order.names.length === 0) order.names = [clOrdId];
    else order.names.push(clOrdId);
  }

  /** A ClOrdID of a request that is about no order of ours: it is known, and finds nothing. The oldest are forgotten. */
  nameLoose(client: number, clOrdId: string): void {
    const names = this.byName[client]!;
    if (names.has(clOrdId)) return;
    names.set(clOrdId, 0);
    const loose = this.loose[client]!;
    loose.add(clOrdId);
    if (loose.size <= LOOSE_MAX) return;
    for (const oldest of loose) {
      loose.delete(oldest);
      names.delete(oldest);
      return;
    }
  }

  looseNames(): readonly (readonly string[])[] {
    return this.loose.map((names) => [...names]);
  }

  /** A trading day begins: ClOrdIDs of orders that have ended, and of requests about none, may be used again. */
  beginDay(): void {
    this.day++;
    for (const order of this.parents.values()) {
      if (!order.isDone) continue;
      const names = this.byName[order.client]!;
      for (const name of order.names) if (names.get(name) === order.orderId) names.delete(name);
      order.names = [];
    }
    this.loose.forEach((loose, client) => {
      for (const name of loose) this.byName[client]!.delete(name);
      loose.clear();
    });
  }

  isUsed(client: number, clOrdId: string): boolean {
    return this.byName[client]?.has(clOrdId) ?? false;
  }

  /** By our number, or where that is 0 by any ClOrdID of the order's chain; only the client's own. */
  find(client: number, orderId: number, clOrdId: string): ParentOrder | undefined {
    const id = orderId > 0 ? orderId : this.byName[client]?.get(clOrdId);
    const order = id === undefined ? undefined : this.parents.get(id);
    return order?.client === client ? order : undefined;
  }

  /** The order has ended: it is kept until others have taken its place. */
  retire(order: ParentOrder): void {
    this.living.delete(order);
    order.endings++;
    this.ended.push(order.orderId);
    while (this.ended.length - this.firstEnded > this.maxEnded) this.forgetOldest();
  }

  /** A trade that was taken back has opened it again. */
  reopen(order: ParentOrder): void {
    this.living.add(order);
  }

  /** Numbers of those that ended, oldest first: what a snapshot needs to forget in the same order. */
  endedIds(): readonly number[] {
    return this.ended.slice(this.firstEnded);
  }

  restore(orders: readonly ParentOrder[], ended: readonly number[]): void {
    for (const order of orders) {
      this.parents.set(order.orderId, order);
      for (const name of order.names)
        if (!this.isUsed(order.client, name)) this.byName[order.client]!.set(name, order.orderId);
      for (const child of [...order.ended, ...order.children]) {
        for (const number of child.numbers) this.children.set(number, child);
      }
      if (!order.isDone) this.living.add(order);
    }
    for (const orderId of ended) {
      const order = this.parents.get(orderId);
      if (order !== undefined) order.endings++;
    }
    this.ended = [...ended];
    this.firstEnded = 0;
  }

  private forgetOldest(): void {
    const orderId = this.ended[this.firstEnded++]!;
    if (this.firstEnded > 1024 && this.firstEnded * 2 > this.ended.length) {
      this.ended = this.ended.slice(this.firstEnded);
      this.firstEnded = 0;
    }
    const order = this.parents.get(orderId);
    // One that a trade taken back has opened again stays; it comes here again when it ends.
    if (order === undefined) return;
    order.endings--;
    if (!order.isDone || order.endings > 0) return;
    this.parents.delete(orderId);
    const names = this.byName[order.client]!;
    for (const name of order.names) if (names.get(name) === orderId) names.delete(name);
    for (const child of order.ended) for (const number of child.numbers) this.children.delete(number);
    this.onForgotten(order);
    this.counters.forgotten++;
  }
}
