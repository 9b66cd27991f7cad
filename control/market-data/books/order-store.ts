/**
 * Every live order of a book set: a slab of eight-word records, found through an open-addressing hash table by
 * (channel, order reference). No object and no BigInt per order; references are kept, hashed and compared as two 32-bit words.
 *
 * Orders are named by their slab number, from 1; 0 is nobody. A freed number is taken again first, while its memory is still near.
 */

/** Words of an order. */
export const ORDER_STRIDE = 8;
export const ORDER_LO = 0;
export const ORDER_HI = 1;
export const ORDER_SHARES = 2;
export const ORDER_LEVEL = 3;
/** Neighbours in the level's queue, in time priority; the free list runs through `next`. */
export const ORDER_PREV = 4;
export const ORDER_NEXT = 5;
/** Book number times two, plus one for the ask side. */
export const ORDER_SIDE = 6;
export const ORDER_CHANNEL = 7;

/** What `insert` answers instead of an order. */
export const INSERT_DUPLICATE = 0;
export const INSERT_FULL = -1;

const INDEX_STRIDE = 2;
const MIN_LOG2 = 8;

export class OrderStore {
  /** The slab. Replaced when it grows: read it anew after every insert. */
  words: Int32Array;
  live = 0;

  /**
   * The hash table, two words an entry: the 32-bit hash, the order (0: empty). The whole hash is kept, so that neither a probe that
   * misses, nor a removal, nor growth has to look at the orders themselves.
   */
  private index: Int32Array;
  private free = 0;
  /** Slab numbers from here on were never used. */
  private fresh = 1;

  /**
   * @param expected live orders to make room for at once
   * @param limit live orders never to exceed
   */
  constructor(
    expected: number,
    private readonly limit: number,
  ) {
    const log2 = Math.max(MIN_LOG2, Math.ceil(Math.log2(Math.max(2, Math.min(expected, limit)))));
    this.words = new Int32Array(2 ** log2 * ORDER_STRIDE);
    // At most half full: probes stay short, and a table twice as long costs less than the cache misses of a full one.
    this.index = new Int32Array(2 ** (log2 + 1) * INDEX_STRIDE);
  }

  /** The order with this reference, or 0. All arguments are int32. */
  find(channel: number, hi: number, lo: number): number {
    const { index, words } = this;
    const hash = hashOf(channel, hi, lo);
    const mask = index.length - 1;
    let at = (hash << 1) & mask;
    for (;;) {
      const order = index[at + 1]!;
      if (order === 0) return 0;
      if (index[at] === hash) {
        const word = order * ORDER_STRIDE;
        if (words[word + ORDER_LO] === lo && words[word + ORDER_HI] === hi && words[word + ORDER_CHANNEL] === channel)
          return order;
      }
      at = (at + INDEX_STRIDE) & mask;
    }
  }

  /** A new order with its reference filled in, or INSERT_DUPLICATE, or INSERT_FULL. */
  insert(channel: number, hi: number, lo: number): number {
    if ((this.live + 1) * INDEX_STRIDE * 2 > this.index.length) this.growIndex();
    const { index } = this;
    const hash = hashOf(channel, hi, lo);
    const mask = index.length - 1;
    let at = (hash << 1) & mask;
    for (;;) {
      const order = index[at + 1]!;
      if (order === 0) break;
      if (index[at] === hash) {
        const word = order * ORDER_STRIDE;
        const { words } = this;
        if (words[word + ORDER_LO] === lo && words[word + ORDER_HI] === hi && words[word + ORDER_CHANNEL] === channel) {
          return INSERT_DUPLICATE;
        }
      }
      at = (at + INDEX_STRIDE) & mask;
    }
    if (this.live >= this.limit) return INSERT_FULL;
    const order = this.take();
    index[at] = hash;
    index[at + 1] = order;
    const { words } = this;
    const word = order * ORDER_STRIDE;
    words[word + ORDER_LO] = lo;
    words[word + ORDER_HI] = hi;
    words[word + ORDER_CHANNEL] = channel;
    this.live++;
    return order;
  }

  /** Forgets an order; its number may be given out again. */
  remove(order: number): void {
    const { index, words } = this;
    const mask = index.length - 1;
    const word = order * ORDER_STRIDE;
    const hash = hashOf(words[word + ORDER_CHANNEL]!, words[word + ORDER_HI]!, words[word + ORDER_LO]!);
    let hole = (hash << 1) & mask;
    while (index[hole + 1] !== order) hole = (hole + INDEX_STRIDE) & mask;

    // Entries behind the hole move up where that brings them nearer to their home: no tombstones, so the table never ages.
    let at = hole;
    for (;;) {
      at = (at + INDEX_STRIDE) & mask;
      const mover = index[at + 1]!;
      if (mover === 0) break;
      const home = (index[at]! << 1) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      index[hole] = index[at]!;
      index[hole + 1] = mover;
      hole = at;
    }
    index[hole + 1] = 0;

    words[word + ORDER_NEXT] = this.free;
    this.free = order;
    this.live--;
  }

  private take(): number {
    const order = this.free;
    if (order !== 0) {
      this.free = this.words[order * ORDER_STRIDE + ORDER_NEXT]!;
      return order;
    }
    if ((this.fresh + 1) * ORDER_STRIDE > this.words.length) {
      const larger = new Int32Array(this.words.length * 2);
      larger.set(this.words);
      this.words = larger;
    }
    return this.fresh++;
  }

  private growIndex(): void {
    const { index: old } = this;
    const index = new Int32Array(old.length * 2);
    const mask = index.length - 1;
    this.index = index;
    for (let from = 0; from < old.length; from += INDEX_STRIDE) {
      const order = old[from + 1]!;
      if (order === 0) continue;
      const hash = old[from]!;
      let at = (hash << 1) & mask;
      while (index[at + 1] !== 0) at = (at + INDEX_STRIDE) & mask;
      index[at] = hash;
      index[at + 1] = order;
    }
  }
}

/**
 * The low bits are an entry's home. All of the reference and the channel reach them, but eight references in a row, as exchanges give
 * them out, get eight neighbouring homes: one cache line, which is still there when the next order comes, and the next delete.
 */
function hashOf(channel: number, hi: number, lo: number): number {
  const mixed = Math.imul((lo >>> 3) ^ Math.imul(hi ^ (channel << 24), 0x85ebca6b), 0x9e3779b1);
  return ((mixed ^ (mixed >>> 15)) << 3) | (lo & 7);
}
