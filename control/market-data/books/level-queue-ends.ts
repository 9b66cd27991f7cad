/** First and last order in the queue of each price level, numbered as the levels are; they move about with them. */

const STRIDE = 2;

export class LevelQueueEnds {
  /** Replaced when it grows. Two words a level: the nodes of the first and the last order, 0 and 0 when there is none. */
  words = new Int32Array(0);

  /** Makes room for level numbers below `levels`. */
  reserve(levels: number): void {
    const larger = new Int32Array(levels * STRIDE);
    larger.set(this.words);
    this.words = larger;
  }

  /** Moves the levels from `first` up to `end`, not included, to where `to` is. */
  move(to: number, first: number, end: number): void {
    this.words.copyWithin(to * STRIDE, first * STRIDE, end * STRIDE);
  }

  clear(level: number): void {
    this.words[level * STRIDE] = 0;
    this.words[level * STRIDE + 1] = 0;
  }
}
