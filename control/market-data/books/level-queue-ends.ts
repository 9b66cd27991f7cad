/** First and last order in the queue of each price level, numbered as the levels are; they move about with them. */

import { STATE, type Arena } from './arena.js';

const STRIDE = 2;
/** Levels moved one by one; beyond, the call of `copyWithin` costs less. */
const MOVE_LEVELS = 12;

export class LevelQueueEnds {
  /** Replaced when it grows. Two words a level: the nodes of the first and the last order, 0 and 0 when there is none. */
  words: Int32Array;

  /** @param levels numbers to make room for */
  constructor(
    private readonly arena: Arena,
    levels: number,
  ) {
    this.words = arena.int32(levels * STRIDE, STATE.ends);
  }

  /** Makes room for level numbers below `levels`. */
  reserve(levels: number): void {
    this.words = this.arena.grown(this.words, levels * STRIDE, STATE.ends);
  }

  /** Moves the levels from `first` up to `end`, not included, to where `to` is. */
  move(to: number, first: number, end: number): void {
    const { words } = this;
    const shift = (to - first) * STRIDE;
    if (end - first > MOVE_LEVELS) {
      words.copyWithin(to * STRIDE, first * STRIDE, end * STRIDE);
    } else if (shift < 0) {
      for (let i = first * STRIDE; i < end * STRIDE; i++) words[i + shift] = words[i]!;
    } else {
      for (let i = end * STRIDE - 1; i >= first * STRIDE; i--) words[i + shift] = words[i]!;
    }
  }

  clear(level: number): void {
    this.words[level * STRIDE] = 0;
    this.words[level * STRIDE + 1] = 0;
  }
}
