import type { Frame } from './frames.js';

interface Entry {
  readonly frame: Frame;
  readonly order: number;
}

/** Frames on their way, by arrival; those of one beat in the order in which they were added. */
export class FrameHeap {
  readonly #entries: Entry[] = [];
  #order = 0;

  add(frame: Frame): void {
    const entries = this.#entries;
    const entry = { frame, order: this.#order++ };
    let i = entries.length;
    entries.push(entry);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(entry, entries[parent]!)) break;
      entries[i] = entries[parent]!;
      i = parent;
    }
    entries[i] = entry;
  }

  /** Takes the first frame if it arrives at `beats` or sooner. */
  takeUpTo(beats: number): Frame | undefined {
    const entries = this.#entries;
    const first = entries[0];
    if (!first || first.frame.arrival > beats) return undefined;
    const last = entries.pop()!;
    if (entries.length === 0) return first.frame;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= entries.length) break;
      if (child + 1 < entries.length && before(entries[child + 1]!, entries[child]!)) child++;
      if (before(last, entries[child]!)) break;
      entries[i] = entries[child]!;
      i = child;
    }
    entries[i] = last;
    return first.frame;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.frame.arrival < b.frame.arrival || (a.frame.arrival === b.frame.arrival && a.order < b.order);
}
