/** Orders that were changed, each once, in the order in which they were first: whoever has effects to cause takes them one after the other. */
import type { ParentOrder } from './parent-order.js';

export class Touched {
  /** The first `count` wait, from `first` on. */
  private readonly waiting: (ParentOrder | undefined)[] = [];
  private first = 0;
  private count = 0;

  get isEmpty(): boolean {
    return this.first === this.count;
  }

  add(order: ParentOrder): void {
    if (order.isTouched) return;
    order.isTouched = true;
    this.waiting[this.count++] = order;
  }

  /** The next one, which counts as untouched from here on. */
  next(): ParentOrder | undefined {
    if (this.first === this.count) return undefined;
    const order = this.waiting[this.first]!;
    this.waiting[this.first++] = undefined;
    if (this.first === this.count) this.first = this.count = 0;
    order.isTouched = false;
    return order;
  }

  clear(): void {
    while (this.next() !== undefined);
  }
}
