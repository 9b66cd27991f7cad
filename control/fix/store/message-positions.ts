/** Where in the log each sent message is, by its number: 8 bytes a message, in chunks that come and go. */
import type { JournalPosition } from '../../core/journal.js';

const CHUNK_BITS = 10;
const CHUNK = 1 << CHUNK_BITS;

export class MessagePositions {
  private readonly chunks = new Map<number, Float64Array>();
  /** The chunk used last: numbers mostly follow each other. */
  private lastIndex = -1;
  private lastChunk: Float64Array = new Float64Array(0);
  private lowest = 0;
  private stored = 0;

  /** Numbers that have a position. */
  get count(): number {
    return this.stored;
  }

  /** No number below this one has a position. Of no meaning while `count` is 0. */
  get first(): number {
    return this.lowest;
  }

  /** 0 when the number has none. */
  get(number: number): JournalPosition {
    const index = Math.floor(number / CHUNK);
    if (index !== this.lastIndex) {
      const chunk = this.chunks.get(index);
      if (chunk === undefined) return 0;
      this.lastIndex = index;
      this.lastChunk = chunk;
    }
    return this.lastChunk[number % CHUNK]!;
  }

  set(number: number, position: JournalPosition): void {
    const index = Math.floor(number / CHUNK);
    if (index !== this.lastIndex) {
      let chunk = this.chunks.get(index);
      if (chunk === undefined) {
        chunk = new Float64Array(CHUNK);
        this.chunks.set(index, chunk);
      }
      this.lastIndex = index;
      this.lastChunk = chunk;
    }
    const at = number % CHUNK;
    if (this.lastChunk[at] === 0) {
      if (this.stored === 0 || number < this.lowest) this.lowest = number;
      this.stored++;
    }
    this.lastChunk[at] = position;
  }

  drop(number: number): void {
    if (this.get(number) === 0) return;
    this.lastChunk[number % CHUNK] = 0;
    this.stored--;
  }

  /** Numbers below `number` have no position any more; whole chunks only, so a few may keep theirs. Returns the first that may have one. */
  dropBelow(number: number): number {
    const keep = Math.floor(number / CHUNK);
    for (const index of [...this.chunks.keys()]) if (index < keep) this.dropChunk(index);
    this.lowest = Math.max(this.lowest, keep * CHUNK);
    return this.lowest;
  }

  /** Numbers from `number` on have no position any more. */
  dropFrom(number: number): void {
    const border = Math.floor(number / CHUNK);
    for (const index of [...this.chunks.keys()]) if (index > border) this.dropChunk(index);
    const chunk = this.chunks.get(border);
    if (chunk === undefined) return;
    for (let at = number % CHUNK; at < CHUNK; at++) {
      if (chunk[at] !== 0) this.stored--;
      chunk[at] = 0;
    }
  }

  clear(): void {
    this.chunks.clear();
    this.lastIndex = -1;
    this.stored = 0;
    this.lowest = 0;
  }

  /** The lowest position of all; Infinity when there is none. */
  oldest(): JournalPosition {
    let oldest = Infinity;
    for (const chunk of this.chunks.values()) {
      for (const position of chunk) if (position !== 0 && position < oldest) oldest = position;
    }
    return oldest;
  }

  private dropChunk(index: number): void {
    for (const position of this.chunks.get(index)!) if (position !== 0) this.stored--;
    this.chunks.delete(index);
    if (index === this.lastIndex) this.lastIndex = -1;
  }
}
