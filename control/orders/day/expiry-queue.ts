/** Orders by the time at which they end: a heap, so that the next is known at once. Bounded by the orders that are open. */

export class ExpiryQueue {
  private readonly heap: { readonly epochMs: number; readonly orderId: number }[] = [];
  /** Of each order the time that holds; entries of the heap that say otherwise are passed over. */
  private readonly ends = new Map<number, number>();

  get size(): number {
    return this.ends.size;
  }

  /** When the next order ends; Infinity: none. */
  get nextMs(): number {
    this.drop();
    return this.heap[0]?.epochMs ?? Infinity;
  }

  /** Takes the place of an earlier time of the same order. Infinity takes it out. */
  set(orderId: number, epochMs: number): void {
    if (epochMs === Infinity) {
      this.remove(orderId);
      return;
    }
    if (this.ends.get(orderId) === epochMs) return;
    this.ends.set(orderId, epochMs);
    this.push({ epochMs, orderId });
    // Orders that change their time again and again leave entries behind.
    if (this.heap.length > 64 && this.heap.length > 4 * this.ends.size) this.rebuild();
  }

  remove(orderId: number): void {
    this.ends.delete(orderId);
  }

  /** Takes out all that end at `nowMs` or before, the earliest first, lower numbers first among equals. */
  due(nowMs: number): number[] {
    const found: number[] = [];
    while (this.nextMs <= nowMs) {
      const { orderId } = this.pop();
      this.ends.delete(orderId);
      found.push(orderId);
    }
    return found;
  }

  private drop(): void {
    while (this.heap.length > 0 && this.ends.get(this.heap[0]!.orderId) !== this.heap[0]!.epochMs) this.pop();
  }

  private rebuild(): void {
    this.heap.length = 0;
    for (const [orderId, epochMs] of this.ends) this.push({ epochMs, orderId });
  }

  private isBefore(a: number, b: number): boolean {
    const [left, right] = [this.heap[a]!, this.heap[b]!];
    return left.epochMs < right.epochMs || (left.epochMs === right.epochMs && left.orderId < right.orderId);
  }

  private push(entry: { epochMs: number; orderId: number }): void {
    const { heap } = this;
    let at = heap.push(entry) - 1;
    for (let parent = (at - 1) >> 1; at > 0 && this.isBefore(at, parent); at = parent, parent = (at - 1) >> 1) {
      [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
    }
  }

  private pop(): { epochMs: number; orderId: number } {
    const { heap } = this;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && this.isBefore(child, least)) least = child;
      if (least === at) return first;
      [heap[at], heap[least]] = [heap[least]!, heap[at]!];
      at = least;
    }
  }
}
