/**
 * Price levels: for every side of every book a sorted run of levels, the best price **last**, in one pool of memory.
 *
 * Why a sorted run: most updates are within a few ticks of the touch, so a search from the end meets its price in the first line
 * or two of the cache (four levels each), and an insertion there moves a handful of levels. A tree or a linked list would chase a pointer, and
 * miss the cache, at each of those steps. Deep levels are found by bisection; a deep insertion moves more, contiguously, and is rare. What a level
 * holds stands beside its price, so that whoever has found the one has the other.
 *
 * A key is the price with its bits arranged so that a better price is a larger int32 on both sides: no code has to know which
 * side it works on, and no key ever leaves the range that engines keep unboxed.
 *
 * A level is named by its number in the pool. That name holds only until a level of the same side is inserted or removed.
 */
import { STATE, type Arena } from './arena.js';
import { LevelQueueEnds } from './level-queue-ends.js';

/** Words of a level, a quarter of a line. */
export const LEVEL_STRIDE = 4;
export const LEVEL_KEY = 0;
export const LEVEL_ORDERS = 1;
/** Float64 elements of a level, and the one that is the sum of all shares, exact below 2^53. */
export const LEVEL_STRIDE_F64 = 2;
export const LEVEL_SHARES_F64 = 1;

/** What `levelAt` answers where there is no level. */
export const NO_LEVEL = -1;

/**
 * Words of a book: four of its bid side, four of its ask side, and eight that belong to the book table. Together they are one cache line, which
 * every update needs.
 */
export const BOOK_STRIDE = 16;
/** Words of a side. */
const SIDE_STRIDE = 4;
/** Number of its first level in the pool. */
export const SIDE_BASE = 0;
export const SIDE_LEVELS = 1;
export const SIDE_CAPACITY_LOG2 = 2;
/** Key of the best price, while there is a level. */
export const SIDE_BEST = 3;

const BID_FLIP = 0x80000000 | 0;
const ASK_FLIP = 0x7fffffff;

const FIRST_CAPACITY_LOG2 = 2;
/** Levels that are searched one by one from the best before the search bisects. */
const LINEAR_LEVELS = 16;
/** Levels moved one by one; beyond, the call of `copyWithin` costs less. */
const MOVE_LEVELS = 12;

/** A cent, the usual tick; others are found by search. `distance * TICK_INVERSE >>> TICK_SHIFT` is distance / 100 for its multiples below the limit. */
const TICK_INVERSE = 5243;
const TICK_SHIFT = 19;
const GUESS_LIMIT = 400_000;

/** The key of a price on a side (0 bid, 1 ask), and back: the mapping is its own inverse. */
export function keyOf(price: number, ask: number): number {
  return price ^ (ask === 0 ? BID_FLIP : ASK_FLIP);
}

/** Where the words of a side begin. */
export function sideWord(side: number): number {
  return (side >> 1) * BOOK_STRIDE + (side & 1) * SIDE_STRIDE;
}

export class PriceLadders {
  /** The pool of levels; replaced when it grows, as is `float64`, a view of the same memory. */
  words: Int32Array;
  float64: Float64Array;
  /** Replaced when books are added. */
  books: Int32Array;
  /** What queues keep for each level, moved along with it; undefined where none are kept. */
  readonly ends: LevelQueueEnds | undefined;

  /** Pool levels below this are in use or in a free list. */
  private poolEnd = 0;
  /** Heads of the lists of unused runs, by log2 of their capacity, plus one; a run's first word leads to the next. */
  private readonly freeRuns = new Int32Array(32);

  /** @param queues keep the ends of each level's queue, too */
  constructor(
    private readonly arena: Arena,
    expectedBooks: number,
    queues: boolean,
  ) {
    const books = Math.max(16, expectedBooks);
    const levels = books * 2 * 16;
    this.books = arena.int32(books * BOOK_STRIDE, STATE.books);
    this.words = arena.int32(levels * LEVEL_STRIDE, STATE.levels);
    this.float64 = arena.float64(this.words);
    this.ends = queues ? new LevelQueueEnds(arena, levels) : undefined;
  }

  /** Levels of all sides. */
  get live(): number {
    return this.arena.state[STATE.liveLevels]!;
  }

  /** Makes room for book numbers below `books`. */
  reserveBooks(books: number): void {
    if (books * BOOK_STRIDE <= this.books.length) return;
    this.books = this.arena.grown(this.books, this.books.length * 2, STATE.books);
    this.reserveBooks(books);
  }

  /** The level of this key on this side, made, without orders, when there is none. */
  levelFor(side: number, key: number): number {
    const likely = this.guess(side, key);
    return likely === NO_LEVEL ? this.searchFor(side, key) : likely;
  }

  /** The level of this key on this side, which must exist. */
  levelOf(side: number, key: number): number {
    const likely = this.guess(side, key);
    return likely === NO_LEVEL ? this.searchFor(side, key) : likely;
  }

  /** The level where it stands if there is one at every tick from the best to it, as is mostly so; NO_LEVEL if it is not there. */
  private guess(side: number, key: number): number {
    const { books: sides, words } = this;
    const word = sideWord(side);
    const worse = (sides[word + SIDE_BEST]! - key) >>> 0;
    if (worse >= GUESS_LIMIT) return NO_LEVEL;
    const rank = Math.imul(worse, TICK_INVERSE) >>> TICK_SHIFT;
    const levels = sides[word + SIDE_LEVELS]!;
    if (rank >= levels) return NO_LEVEL;
    const level = sides[word + SIDE_BASE]! + levels - 1 - rank;
    return words[level * LEVEL_STRIDE + LEVEL_KEY] === key ? level : NO_LEVEL;
  }

  private searchFor(side: number, key: number): number {
    const { books: sides, words } = this;
    const word = sideWord(side);
    const base = sides[word + SIDE_BASE]!;
    const after = upperBound(words, base, base + sides[word + SIDE_LEVELS]!, key);
    if (after > base && words[(after - 1) * LEVEL_STRIDE + LEVEL_KEY] === key) return after - 1;
    return this.insertLevel(side, key, after - base);
  }

  /** Takes an empty level of a side away. */
  removeLevel(side: number, level: number): void {
    const { books: sides, words } = this;
    const word = sideWord(side);
    const base = sides[word + SIDE_BASE]!;
    const levels = sides[word + SIDE_LEVELS]! - 1;
    const end = base + levels;
    if (end - level > MOVE_LEVELS) {
      words.copyWithin(level * LEVEL_STRIDE, (level + 1) * LEVEL_STRIDE, (end + 1) * LEVEL_STRIDE);
    } else {
      const stop = end * LEVEL_STRIDE;
      for (let i = level * LEVEL_STRIDE; i < stop; i++) words[i] = words[i + LEVEL_STRIDE]!;
    }
    this.ends?.move(level, level + 1, end + 1);
    sides[word + SIDE_LEVELS] = levels;
    if (levels > 0) sides[word + SIDE_BEST] = words[(end - 1) * LEVEL_STRIDE + LEVEL_KEY]!;
    this.arena.state[STATE.liveLevels]!--;
  }

  /** Takes all levels of a side away, whatever they hold. */
  clearSide(side: number): void {
    const word = sideWord(side);
    this.arena.state[STATE.liveLevels]! -= this.books[word + SIDE_LEVELS]!;
    this.books[word + SIDE_LEVELS] = 0;
  }

  /** The level at `rank` from the best, 0 first; NO_LEVEL when there are not that many. */
  levelAt(side: number, rank: number): number {
    const word = sideWord(side);
    const levels = this.books[word + SIDE_LEVELS]!;
    return rank < levels ? this.books[word + SIDE_BASE]! + (levels - 1 - rank) : NO_LEVEL;
  }

  private insertLevel(side: number, key: number, offset: number): number {
    const word = sideWord(side);
    const { books: sides } = this;
    const levels = sides[word + SIDE_LEVELS]!;
    const capacityLog2 = sides[word + SIDE_CAPACITY_LOG2]!;
    if (capacityLog2 === 0 || levels === 1 << capacityLog2) this.widen(side);

    const { words, float64 } = this;
    const base = sides[word + SIDE_BASE]!;
    const end = base + levels;
    const level = base + offset;
    if (end - level > MOVE_LEVELS) {
      words.copyWithin((level + 1) * LEVEL_STRIDE, level * LEVEL_STRIDE, end * LEVEL_STRIDE);
    } else {
      const stop = level * LEVEL_STRIDE;
      for (let i = end * LEVEL_STRIDE - 1; i >= stop; i--) words[i + LEVEL_STRIDE] = words[i]!;
    }
    this.ends?.move(level + 1, level, end);
    this.ends?.clear(level);
    words[level * LEVEL_STRIDE + LEVEL_KEY] = key;
    words[level * LEVEL_STRIDE + LEVEL_ORDERS] = 0;
    float64[level * LEVEL_STRIDE_F64 + LEVEL_SHARES_F64] = 0;
    sides[word + SIDE_LEVELS] = levels + 1;
    if (level === end) sides[word + SIDE_BEST] = key;
    this.arena.state[STATE.liveLevels]!++;
    return level;
  }

  /** Moves a side's levels to a run of twice the capacity. */
  private widen(side: number): void {
    const word = sideWord(side);
    const { books: sides } = this;
    const oldLog2 = sides[word + SIDE_CAPACITY_LOG2]!;
    const newLog2 = oldLog2 === 0 ? FIRST_CAPACITY_LOG2 : oldLog2 + 1;
    const run = this.takeRun(newLog2);
    if (oldLog2 !== 0) {
      const base = sides[word + SIDE_BASE]!;
      const end = base + (1 << oldLog2);
      this.words.copyWithin(run * LEVEL_STRIDE, base * LEVEL_STRIDE, end * LEVEL_STRIDE);
      this.ends?.move(run, base, end);
      this.words[base * LEVEL_STRIDE] = this.freeRuns[oldLog2]!;
      this.freeRuns[oldLog2] = base + 1;
    }
    sides[word + SIDE_BASE] = run;
    sides[word + SIDE_CAPACITY_LOG2] = newLog2;
  }

  private takeRun(capacityLog2: number): number {
    const free = this.freeRuns[capacityLog2]!;
    if (free !== 0) {
      this.freeRuns[capacityLog2] = this.words[(free - 1) * LEVEL_STRIDE]!;
      return free - 1;
    }
    const length = 1 << capacityLog2;
    while ((this.poolEnd + length) * LEVEL_STRIDE > this.words.length) this.growPool();
    const run = this.poolEnd;
    this.poolEnd += length;
    return run;
  }

  private growPool(): void {
    this.words = this.arena.grown(this.words, this.words.length * 2, STATE.levels);
    this.float64 = this.arena.float64(this.words);
    this.ends?.reserve(this.words.length / LEVEL_STRIDE);
  }
}

/** The number behind the last level of `[base, end)` whose key is not above `key`; `base` when all are. */
function upperBound(words: Int32Array, base: number, end: number, key: number): number {
  const linearEnd = end - LINEAR_LEVELS;
  const stop = linearEnd > base ? linearEnd : base;
  let at = end;
  while (at > stop && words[(at - 1) * LEVEL_STRIDE]! > key) at--;
  if (at > stop || stop === base) return at;
  let low = base;
  while (low < at) {
    const middle = (low + at) >> 1;
    if (words[middle * LEVEL_STRIDE]! <= key) low = middle + 1;
    else at = middle;
  }
  return at;
}
