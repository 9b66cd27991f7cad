/**
 * Every live order of a book set, kept inside an open-addressing hash table by (channel, order reference): an order is found and read
 * in one place, which is one line of the cache, because at a million orders each further place costs a miss. No object and no
 * BigInt per order; references are kept, hashed and compared as two 32-bit words.
 *
 * An order is named by the word at which it begins. That name holds only until the next insert or remove, which may move orders about.
 */
import { STATE, type Arena } from './arena.js';

/** Words of an order: half a line, so that none straddles two. */
export const ORDER_STRIDE = 8;
export const ORDER_LO = 0;
export const ORDER_HI = 1;
export const ORDER_CHANNEL = 2;
/** Book number times two, plus one for the ask side. No book has number 0, so 0 marks a free place. */
export const ORDER_SIDE = 3;
/** The price, as the key of its level. */
export const ORDER_KEY = 4;
export const ORDER_SHARES = 5;
/** Its place in a queue, where queues are kept. */
export const ORDER_NODE = 6;
/** Kept, so that a removal does not have to mix it again. */
const ORDER_HOME = 7;

const STRIDE_LOG2 = 3;
const MIN_LOG2 = 8;
/** So many references in a row get neighbouring homes: a page of memory (4 KiB) is full of them, so that new orders meet a new page seldom. */
const GROUP_LOG2 = 7;
const GROUP_MASK = (1 << GROUP_LOG2) - 1;

/** What `find` and `insert` answer instead of an order. */
export const NO_ORDER = -1;
export const INSERT_DUPLICATE = -1;
export const INSERT_FULL = -2;

export class OrderStore {
  /** Replaced when it grows: read it anew after every insert. */
  words: Int32Array;
  /** Bits of a mixed group that do not count: the upper ones are its place. */
  private shift: number;

  /**
   * @param expected live orders to make room for at once
   * @param limit live orders never to exceed
   */
  constructor(
    private readonly arena: Arena,
    expected: number,
    private readonly limit: number,
  ) {
    const log2 = Math.max(MIN_LOG2, Math.ceil(Math.log2(Math.max(2, Math.min(expected, limit)))));
    // At most half full: probes stay short, and a table twice as long costs less than the cache misses of a full one.
    this.words = arena.int32(2 ** (log2 + 1) * ORDER_STRIDE, STATE.orders);
    this.shift = 32 - (log2 + 1 - GROUP_LOG2);
    arena.state[STATE.orderLimit] = limit;
    this.tellSize();
  }

  get live(): number {
    return this.arena.state[STATE.liveOrders]!;
  }

  /** The order with this reference, or NO_ORDER. All arguments are int32. */
  find(channel: number, hi: number, lo: number): number {
    const { words } = this;
    const mask = words.length - 1;
    let at = homeOf(channel, hi, lo, this.shift);
    for (;;) {
      if (words[at + ORDER_SIDE] === 0) return NO_ORDER;
      if (words[at + ORDER_LO] === lo && words[at + ORDER_HI] === hi && words[at + ORDER_CHANNEL] === channel)
        return at;
      at = (at + ORDER_STRIDE) & mask;
    }
  }

  /** A new order, or INSERT_DUPLICATE, or INSERT_FULL. `side` must not be 0. */
  insert(channel: number, hi: number, lo: number, side: number, key: number, shares: number): number {
    const { state } = this.arena;
    if ((state[STATE.liveOrders]! + 1) * ORDER_STRIDE * 2 > this.words.length) this.grow();
    const { words } = this;
    const mask = words.length - 1;
    const home = homeOf(channel, hi, lo, this.shift);
    let at = home;
    while (words[at + ORDER_SIDE] !== 0) {
      if (words[at + ORDER_LO] === lo && words[at + ORDER_HI] === hi && words[at + ORDER_CHANNEL] === channel)
        return INSERT_DUPLICATE;
      at = (at + ORDER_STRIDE) & mask;
    }
    if (state[STATE.liveOrders]! >= this.limit) return INSERT_FULL;
    state[STATE.liveOrders]!++;
    words[at + ORDER_LO] = lo;
    words[at + ORDER_HI] = hi;
    words[at + ORDER_CHANNEL] = channel;
    words[at + ORDER_SIDE] = side;
    words[at + ORDER_KEY] = key;
    words[at + ORDER_SHARES] = shares;
    words[at + ORDER_HOME] = home;
    return at;
  }

  /** Forgets an order. */
  remove(order: number): void {
    const { words } = this;
    this.arena.state[STATE.liveOrders]!--;
    words[order + ORDER_SIDE] = 0;
    // Mostly nobody stands behind it, which is seen here, in code small enough to be inlined.
    if (words[((order + ORDER_STRIDE) & (words.length - 1)) + ORDER_SIDE] !== 0) this.closeUp(order);
  }

  /** Moves orders behind a hole up where that brings them nearer to their home: no tombstones, so the table never ages. */
  private closeUp(from: number): void {
    const { words } = this;
    const mask = words.length - 1;
    let hole = from;
    let at = from;
    for (;;) {
      at = (at + ORDER_STRIDE) & mask;
      if (words[at + ORDER_SIDE] === 0) return;
      const home = words[at + ORDER_HOME]!;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      for (let i = 0; i < ORDER_STRIDE; i++) words[hole + i] = words[at + i]!;
      words[at + ORDER_SIDE] = 0;
      hole = at;
    }
  }

  /** Forgets all orders for which `matches` says so. Looks at the whole table. */
  removeIf(matches: (order: number) => boolean): void {
    for (let at = 0; at < this.words.length; at += ORDER_STRIDE) {
      // Another order may have moved to where one has gone. It may even come round the end, but then it has been looked at already.
      while (this.words[at + ORDER_SIDE] !== 0 && matches(at)) this.remove(at);
    }
  }

  private grow(): void {
    const { words: old } = this;
    const words = this.arena.int32(old.length * 2, STATE.orders);
    const mask = words.length - 1;
    this.shift--;
    for (let from = 0; from < old.length; from += ORDER_STRIDE) {
      if (old[from + ORDER_SIDE] === 0) continue;
      const home = homeOf(old[from + ORDER_CHANNEL]!, old[from + ORDER_HI]!, old[from + ORDER_LO]!, this.shift);
      let at = home;
      while (words[at + ORDER_SIDE] !== 0) at = (at + ORDER_STRIDE) & mask;
      words.set(old.subarray(from, from + ORDER_STRIDE), at);
      words[at + ORDER_HOME] = home;
    }
    this.words = words;
    this.arena.release(old);
    this.tellSize();
  }

  private tellSize(): void {
    const { state } = this.arena;
    state[STATE.orderMask] = this.words.length / ORDER_STRIDE - 1;
    state[STATE.orderShift] = this.shift;
  }
}

/**
 * Where an order belongs. All of the reference and the channel have a say, but references in a row, as exchanges give them out, stay
 * together in groups, so that the places of orders to come are already on their way into the cache. The groups are spread by the upper bits of
 * a product with the golden ratio, which keeps groups in a row as far from each other as there is room: on a feed's references it fills
 * the table evenly, where a random hash would have full groups run over into each other.
 */
function homeOf(channel: number, hi: number, lo: number, shift: number): number {
  const group = (lo >>> GROUP_LOG2) ^ Math.imul(hi ^ (channel << 24), 0x85ebca6b);
  const mixed = Math.imul(group, 0x9e3779b1);
  // Turned within the group, so that references which all end alike do not crowd in one part of every group.
  return (((mixed >>> shift) << GROUP_LOG2) | ((lo + mixed) & GROUP_MASK)) << STRIDE_LOG2;
}
