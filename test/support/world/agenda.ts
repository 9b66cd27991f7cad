/** What is to happen at known times: a binary heap by time, first come first served at one moment, with entries that can be cancelled. */

/** Whose entry it is: entries of an owner that no longer lives are passed over. */
export interface Owner {
  readonly isAlive: boolean;
}

export class Entry {
  isCancelled = false;

  constructor(
    readonly timeNs: number,
    readonly order: number,
    readonly owner: Owner | undefined,
    readonly run: () => void,
  ) {}
}

/** Cancelled entries may lie in the heap until there are as many of them as of others, and at least so many. */
const FEW_CANCELLED = 64;

export class Agenda {
  #heap: Entry[] = [];
  #entries = 0;
  #cancelled = 0;

  /** Time of the next entry; Infinity when there is none. Cancelled ones count until they are met. */
  get nextNs(): number {
    return this.#heap[0]?.timeNs ?? Infinity;
  }

  /** Entries that wait, cancelled ones left out. */
  get waiting(): number {
    return this.#heap.length - this.#cancelled;
  }

  at(timeNs: number, owner: Owner | undefined, run: () => void): Entry {
    const entry = new Entry(timeNs, this.#entries++, owner, run);
    this.#siftUp(entry, this.#heap.length);
    return entry;
  }

  cancel(entry: Entry): void {
    if (entry.isCancelled) return;
    entry.isCancelled = true;
    if (++this.#cancelled > FEW_CANCELLED && this.#cancelled * 2 > this.#heap.length) this.#sweep();
  }

  /** Takes the next entry out; undefined when it was cancelled, its owner is dead, or there is none. */
  take(): Entry | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return undefined;
    if (heap.length > 0) this.#siftDown(last, 0);
    if (first.isCancelled) {
      this.#cancelled--;
      return undefined;
    }
    // From now on `cancel` finds nothing to count.
    first.isCancelled = true;
    return first.owner === undefined || first.owner.isAlive ? first : undefined;
  }

  #sweep(): void {
    this.#heap = this.#heap.filter((entry) => !entry.isCancelled && (entry.owner === undefined || entry.owner.isAlive));
    this.#cancelled = 0;
    for (let i = (this.#heap.length >> 1) - 1; i >= 0; i--) this.#siftDown(this.#heap[i]!, i);
  }

  #siftUp(entry: Entry, from: number): void {
    const heap = this.#heap;
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(entry, heap[parent]!)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = entry;
  }

  #siftDown(entry: Entry, from: number): void {
    const heap = this.#heap;
    const length = heap.length;
    let i = from;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= length) break;
      if (child + 1 < length && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, entry)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = entry;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.timeNs < b.timeNs || (a.timeNs === b.timeNs && a.order < b.order);
}
