/**
 * The last decisions, in memory of fixed size. Whoever keeps them for longer (decision-log.ts) reads them from here in time; what was written over before
 * that is counted as lost.
 *
 * Positions are counted in words from the start of the process and never go back. A frame never straddles the end of the memory: a word of 0 where a
 * frame would start sends the reader to the beginning.
 */
import { AT, CALL } from '../kernel/layout.js';
import type { RoutingMemory } from '../kernel/memory.js';
import { HEAD } from './frame.js';

const NEXT = AT.ringNext / 4;
const POSITION = CALL.position / 8;

export class DecisionRing {
  readonly words: Float64Array;
  readonly #capacity: number;
  readonly #frameMax: number;
  /** Index of the next frame, and its position: where the kernel has them, which writes frames of its own. */
  readonly #integers: Int32Array;
  readonly #doubles: Float64Array;

  /** @param frameMax words of the longest frame: at most a quarter of the ring's */
  constructor({ ring, integers, doubles }: Pick<RoutingMemory, 'ring' | 'integers' | 'doubles'>, frameMax: number) {
    this.#frameMax = frameMax;
    this.#capacity = ring.length;
    this.words = ring;
    this.#integers = integers;
    this.#doubles = doubles;
    integers[AT.ringLast / 4] = ring.length - frameMax;
  }

  /** Index at which a frame of any length may be written. */
  begin(): number {
    const at = this.#integers[NEXT]!;
    if (at + this.#frameMax < this.#capacity) return at;
    this.words[at] = 0;
    this.#doubles[POSITION]! += this.#capacity - at;
    this.#integers[NEXT] = 0;
    return 0;
  }

  /** What stands at the index that `begin` gave is a frame of so many words. */
  end(words: number): void {
    this.#integers[NEXT]! += words;
    this.#doubles[POSITION]! += words;
  }

  /** Where the next frame will stand. */
  get position(): number {
    return this.#doubles[POSITION]!;
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
      position = end - this.#integers[NEXT]!;
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
