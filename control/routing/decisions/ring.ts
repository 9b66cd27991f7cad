/**
 * The last decisions, in memory of fixed size. Whoever keeps them for longer (decision-log.ts) reads them from here in time; what was written over before
 * that is counted as lost.
 *
 * Positions are counted in words from the start of the process and never go back. A frame never straddles the end of the memory: a word of 0 where a
 * frame would start sends the reader to the beginning.
 */
import { HEAD } from './frame.js';

export class DecisionRing {
  readonly words: Float64Array;
  readonly #capacity: number;
  readonly #frameMax: number;
  /** Index of the next frame, and its position: doubles in an array, because a double in a field may be boxed anew at each change. */
  #at = 0;
  readonly #position = new Float64Array(1);

  /** @param words at least four times `frameMax`, the words of the longest frame */
  constructor(words: Float64Array, frameMax: number) {
    this.#frameMax = frameMax;
    this.#capacity = words.length;
    this.words = words;
  }

  /** Index at which a frame of any length may be written. */
  begin(): number {
    const at = this.#at;
    if (at + this.#frameMax < this.#capacity) return at;
    this.words[at] = 0;
    this.#position[0]! += this.#capacity - at;
    this.#at = 0;
    return 0;
  }

  /** What stands at the index that `begin` gave is a frame of so many words. */
  end(words: number): void {
    // An integer, whatever it comes from: as a double it would be boxed, and every index would be worked out from it.
    this.#at = (this.#at + words) | 0;
    this.#position[0]! += words;
  }

  /** Where the next frame will stand. */
  get position(): number {
    return this.#position[0]!;
  }

  /**
   * Gives each frame from `from` on to `visit`, as an index into `words`, and returns where to go on. Frames that are gone by now are stepped over:
   * `lost` is told how many words that were.
   */
  read(from: number, visit: (at: number) => void, lost: (words: number) => void): number {
    const end = this.position;
    if (from >= end) return end;
    const capacity = this.#capacity;
    let at = from % capacity;
    let position = from;
    if (end + this.#frameMax - from >= capacity) {
      // The writer may be over it: only what was written since the memory began anew is surely whole.
      position = end - this.#at;
      at = 0;
      lost(position - from);
    }
    while (position < end) {
      const words = this.words[at + HEAD.words]!;
      if (words === 0) {
        position += capacity - at;
        at = 0;
        continue;
      }
      visit(at);
      at += words;
      position += words;
    }
    return end;
  }
}
