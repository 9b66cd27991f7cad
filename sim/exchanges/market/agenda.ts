/** What is to happen at known times: a binary heap by time, first come first served at one moment. */

interface Entry {
  readonly timeNs: number;
  readonly order: number;
  readonly run: (timeNs: number) => void;
}

export class Agenda {
  readonly #heap: Entry[] = [];
  #entries = 0;

  /** Time of the next entry; Infinity when there is none. */
  get nextNs(): number {
    return this.#heap[0]?.timeNs ?? Infinity;
  }

  at(timeNs: number, run: (timeNs: number) => void): void {
    const heap = this.#heap;
    const entry: Entry = { timeNs: Math.floor(timeNs), order: this.#entries++, run };
    let i = heap.length;
    heap.push(entry);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(entry, heap[parent]!)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = entry;
  }

  /** Takes the next entry out and runs it. */
  runNext(): void {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) {
      let i = 0;
      for (;;) {
        let child = 2 * i + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
        if (!before(heap[child]!, last)) break;
        heap[i] = heap[child]!;
        i = child;
      }
      heap[i] = last;
    }
    first.run(first.timeNs);
  }

  clear(): void {
    this.#heap.length = 0;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.timeNs < b.timeNs || (a.timeNs === b.timeNs && a.order < b.order);
}
