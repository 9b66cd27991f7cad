/**
 * Price levels: for every side of every book a sorted array of (key, level) pairs, the best price **last**, in one pool
 * of memory; and a slab with what each level holds.
 *
 * Why a sorted array: most updates are within a few ticks of the touch, so a search from the end meets its price in the first cache
 * line (eight pairs), and an insertion there moves a handful of pairs. A tree or a linked list would chase a pointer, and miss the
 * cache, at each of those steps. Deep levels are found by bisection; a deep insertion moves more, contiguously, and is rare.
 *
 * A key is the price with its bits arranged so that a better price is a larger int32 on both sides: no code has to know which
 * side it works on, and no key ever leaves the range that engines keep unboxed.
 */

/** Words of a level. */
export const LEVEL_STRIDE = 8;
export const LEVEL_KEY = 0;
export const LEVEL_ORDERS = 1;
/** A float64 in words 2 and 3: the sum of all shares, exact below 2^53. */
export const LEVEL_SHARES_F64 = 1;
/** First and last order of the queue. */
export const LEVEL_HEAD = 4;
export const LEVEL_TAIL = 5;
/** Book number times two, plus one for the ask side; the free list runs through `key`. */
export const LEVEL_SIDE = 6;

/**
 * Words of a book: four of its bid side, four of its ask side, and eight that belong to the book table. Together they are one cache line, which
 * every update needs.
 */
export const BOOK_STRIDE = 16;
/** Words of a side. */
const SIDE_STRIDE = 4;
/** Where its pairs begin in the pool. */
export const SIDE_BASE = 0;
export const SIDE_LEVELS = 1;
export const SIDE_CAPACITY_LOG2 = 2;
/** Key of the best price, while there is a level. */
export const SIDE_BEST = 3;

const BID_FLIP = 0x80000000 | 0;
const ASK_FLIP = 0x7fffffff;

const FIRST_CAPACITY_LOG2 = 3;
/** Pairs that are searched one by one from the best before the search bisects. */
const LINEAR_PAIRS = 16;
/** Pairs moved one by one; beyond, the call of `copyWithin` costs less. */
const MOVE_PAIRS = 24;

/** The key of a price on a side (0 bid, 1 ask), and back: the mapping is its own inverse. */
export function keyOf(price: number, ask: number): number {
  return price ^ (ask === 0 ? BID_FLIP : ASK_FLIP);
}

/** Where the words of a side begin. */
export function sideWord(side: number): number {
  return (side >> 1) * BOOK_STRIDE + (side & 1) * SIDE_STRIDE;
}

export class PriceLadders {
  /** The level slab; replaced when it grows, as is `float64`, a view of the same memory. */
  words: Int32Array;
  float64: Float64Array;
  /** Replaced when books are added. */
  books: Int32Array;
  pairs: Int32Array;
  live = 0;

  private freeLevel = 0;
  private freshLevel = 1;
  /** Pool words below this are in use or in a free list. */
  private poolEnd = 0;
  /** Heads of the lists of unused runs, by log2 of their capacity, plus one; a run's first word leads to the next. */
  private readonly freeRuns = new Int32Array(32);

  constructor(expectedBooks: number) {
    const books = Math.max(16, expectedBooks);
    this.books = new Int32Array(books * BOOK_STRIDE);
    this.pairs = new Int32Array(books * 2 * (2 << FIRST_CAPACITY_LOG2) * 2);
    const buffer = new ArrayBuffer(books * 2 * 8 * LEVEL_STRIDE * 4);
    this.words = new Int32Array(buffer);
    this.float64 = new Float64Array(buffer);
  }

  /** Makes room for book numbers below `books`. */
  reserveBooks(books: number): void {
    if (books * BOOK_STRIDE <= this.books.length) return;
    const larger = new Int32Array(this.books.length * 2);
    larger.set(this.books);
    this.books = larger;
    this.reserveBooks(books);
  }

  /** The level of this key on this side, made when there is none. */
  levelFor(side: number, key: number): number {
    const { books: sides, pairs } = this;
    const word = sideWord(side);
    const base = sides[word + SIDE_BASE]!;
    const end = base + sides[word + SIDE_LEVELS]! * 2;
    const at = lowerBound(pairs, base, end, key);
    if (at < end && pairs[at] === key) return pairs[at + 1]!;
    return this.insertLevel(side, key, at - base);
  }

  /** Takes an empty level away. */
  removeLevel(level: number): void {
    const { books: sides, pairs, words } = this;
    const key = words[level * LEVEL_STRIDE + LEVEL_KEY]!;
    const word = sideWord(words[level * LEVEL_STRIDE + LEVEL_SIDE]!);
    const base = sides[word + SIDE_BASE]!;
    const end = base + sides[word + SIDE_LEVELS]! * 2;
    const at = lowerBound(pairs, base, end, key);
    if (end - at > MOVE_PAIRS * 2) {
      pairs.copyWithin(at, at + 2, end);
    } else {
      for (let i = at + 2; i < end; i++) pairs[i - 2] = pairs[i]!;
    }
    sides[word + SIDE_LEVELS]!--;
    if (end - 2 > base) sides[word + SIDE_BEST] = pairs[end - 4]!;

    words[level * LEVEL_STRIDE + LEVEL_KEY] = this.freeLevel;
    this.freeLevel = level;
    this.live--;
  }

  /** The level at `rank` from the best, 0 first; 0 when there are not that many. */
  levelAt(side: number, rank: number): number {
    const word = sideWord(side);
    const levels = this.books[word + SIDE_LEVELS]!;
    return rank < levels ? this.pairs[this.books[word + SIDE_BASE]! + (levels - 1 - rank) * 2 + 1]! : 0;
  }

  private insertLevel(side: number, key: number, offset: number): number {
    const word = sideWord(side);
    const { books: sides } = this;
    const levels = sides[word + SIDE_LEVELS]!;
    const capacityLog2 = sides[word + SIDE_CAPACITY_LOG2]!;
    if (capacityLog2 === 0 || levels === 1 << capacityLog2) this.widen(side);
    const level = this.takeLevel();

    const { pairs, words, float64 } = this;
    const base = sides[word + SIDE_BASE]!;
    const end = base + levels * 2;
    const at = base + offset;
    if (end - at > MOVE_PAIRS * 2) {
      pairs.copyWithin(at + 2, at, end);
    } else {
      for (let i = end - 1; i >= at; i--) pairs[i + 2] = pairs[i]!;
    }
    pairs[at] = key;
    pairs[at + 1] = level;
    sides[word + SIDE_LEVELS] = levels + 1;
    if (at === end) sides[word + SIDE_BEST] = key;

    const l = level * LEVEL_STRIDE;
    words[l + LEVEL_KEY] = key;
    words[l + LEVEL_ORDERS] = 0;
    words[l + LEVEL_HEAD] = 0;
    words[l + LEVEL_TAIL] = 0;
    words[l + LEVEL_SIDE] = side;
    float64[(l >> 1) + LEVEL_SHARES_F64] = 0;
    this.live++;
    return level;
  }

  private takeLevel(): number {
    const level = this.freeLevel;
    if (level !== 0) {
      this.freeLevel = this.words[level * LEVEL_STRIDE + LEVEL_KEY]!;
      return level;
    }
    if ((this.freshLevel + 1) * LEVEL_STRIDE > this.words.length) {
      const buffer = new ArrayBuffer(this.words.byteLength * 2);
      const larger = new Int32Array(buffer);
      larger.set(this.words);
      this.words = larger;
      this.float64 = new Float64Array(buffer);
    }
    return this.freshLevel++;
  }

  /** Moves a side's pairs to a run of twice the capacity. */
  private widen(side: number): void {
    const word = sideWord(side);
    const { books: sides } = this;
    const oldLog2 = sides[word + SIDE_CAPACITY_LOG2]!;
    const newLog2 = oldLog2 === 0 ? FIRST_CAPACITY_LOG2 : oldLog2 + 1;
    const run = this.takeRun(newLog2);
    if (oldLog2 !== 0) {
      const base = sides[word + SIDE_BASE]!;
      this.pairs.copyWithin(run, base, base + (2 << oldLog2));
      this.pairs[base] = this.freeRuns[oldLog2]!;
      this.freeRuns[oldLog2] = base + 1;
    }
    sides[word + SIDE_BASE] = run;
    sides[word + SIDE_CAPACITY_LOG2] = newLog2;
  }

  private takeRun(capacityLog2: number): number {
    const free = this.freeRuns[capacityLog2]!;
    if (free !== 0) {
      this.freeRuns[capacityLog2] = this.pairs[free - 1]!;
      return free - 1;
    }
    const length = 2 << capacityLog2;
    while (this.poolEnd + length > this.pairs.length) {
      const larger = new Int32Array(this.pairs.length * 2);
      larger.set(this.pairs);
      this.pairs = larger;
    }
    const run = this.poolEnd;
    this.poolEnd += length;
    return run;
  }
}

/** Where in the pool the first pair of `[base, end)` stands whose key is not below `key`; `end` when all are. */
function lowerBound(pairs: Int32Array, base: number, end: number, key: number): number {
  const linearEnd = end - LINEAR_PAIRS * 2;
  let at = end;
  const stop = linearEnd > base ? linearEnd : base;
  while (at > stop && pairs[at - 2]! >= key) at -= 2;
  if (at > stop || stop === base) return at;
  let low = base;
  while (low < at) {
    const middle = (((low - base + (at - base)) >> 2) << 1) + base;
    if (pairs[middle]! < key) low = middle + 2;
    else at = middle;
  }
  return at;
}
