/**
 * Armed prices of one instrument: which of them a new price reaches. Each kind of price has two sorted arrays, upward and downward, whose last entry is the next to fire, so
 * that a quote costs eight comparisons when nothing fires, however many stops are armed. Looking allocates nothing; arming moves memory.
 *
 * At one price the one that was armed first fires first. Each fires once: it is out of the book before its target hears of it.
 */

/** What an armed price is compared with. */
export const PriceKind = { last: 0, bid: 1, ask: 2, mid: 3 } as const;

const LADDERS = 8;
/** Armed prices of one instrument. */
export const TRIGGERS_MAX = 65_536;
const FIRST_CAPACITY = 16;

export interface TriggerTarget {
  /** The armed price was reached. `value` is the price that reached it: a middle may be half a unit. */
  onTrigger(handle: number, value: number): void;
}

export class TriggerBook {
  /** Prices per ladder, highest first; downward ones are stored negated, so that all fire when the value is at or above the key. */
  readonly #keys: Float64Array[] = [];
  readonly #slots: Int32Array[] = [];
  readonly #counts = new Int32Array(LADDERS);
  /** The next key of each ladder; Infinity when it is empty. */
  readonly #next = new Float64Array(LADDERS).fill(Infinity);
  readonly #targets: (TriggerTarget | undefined)[] = [];
  readonly #ladderOf: number[] = [];
  readonly #keyOf: number[] = [];
  readonly #free: number[] = [];
  fired = 0;

  constructor() {
    for (let i = 0; i < LADDERS; i++) {
      this.#keys.push(new Float64Array(FIRST_CAPACITY));
      this.#slots.push(new Int32Array(FIRST_CAPACITY));
    }
  }

  get armed(): number {
    return this.#targets.length - this.#free.length;
  }

  /** @returns a handle, good until it fires or is disarmed; -1 when the book is full */
  arm(kind: number, upward: boolean, price: number, target: TriggerTarget): number {
    if (this.armed >= TRIGGERS_MAX) return -1;
    const ladder = kind * 2 + (upward ? 0 : 1);
    const worth = kind === PriceKind.mid ? 2 * price : price;
    const key = upward ? worth : -worth;
    const slot = this.#free.pop() ?? this.#targets.push(undefined) - 1;
    this.#targets[slot] = target;
    this.#ladderOf[slot] = ladder;
    this.#keyOf[slot] = key;
    this.#insert(ladder, key, slot);
    return slot;
  }

  disarm(handle: number): void {
    if (this.#targets[handle] === undefined) return;
    const ladder = this.#ladderOf[handle]!;
    const slots = this.#slots[ladder]!;
    const count = this.#counts[ladder]!;
    let at = this.#position(ladder, this.#keyOf[handle]!);
    while (slots[at] !== handle) at++;
    this.#keys[ladder]!.copyWithin(at, at + 1, count);
    slots.copyWithin(at, at + 1, count);
    this.#shrinkTo(ladder, count - 1);
    this.#release(handle);
  }

  /** Fires what the prices of now reach; 0: there is no such price. */
  look(last: number, bid: number, ask: number): void {
    const next = this.#next;
    if (last > 0) {
      if (last >= next[0]!) this.#fire(0, last, last);
      if (-last >= next[1]!) this.#fire(1, -last, last);
    }
    if (bid > 0) {
      if (bid >= next[2]!) this.#fire(2, bid, bid);
      if (-bid >= next[3]!) this.#fire(3, -bid, bid);
    }
    if (ask > 0) {
      if (ask >= next[4]!) this.#fire(4, ask, ask);
      if (-ask >= next[5]!) this.#fire(5, -ask, ask);
    }
    if (bid > 0 && ask > 0) {
      const twice = bid + ask;
      if (twice >= next[6]!) this.#fire(6, twice, twice / 2);
      if (-twice >= next[7]!) this.#fire(7, -twice, twice / 2);
    }
  }

  #fire(ladder: number, worth: number, value: number): void {
    // Targets arm and disarm while this runs: nothing is held over a call.
    while (worth >= this.#next[ladder]!) {
      const count = this.#counts[ladder]! - 1;
      const slot = this.#slots[ladder]![count]!;
      const target = this.#targets[slot]!;
      this.#shrinkTo(ladder, count);
      this.#release(slot);
      this.fired++;
      target.onTrigger(slot, value);
    }
  }

  #release(slot: number): void {
    this.#targets[slot] = undefined;
    this.#free.push(slot);
  }

  #shrinkTo(ladder: number, count: number): void {
    this.#counts[ladder] = count;
    this.#next[ladder] = count === 0 ? Infinity : this.#keys[ladder]![count - 1]!;
  }

  #insert(ladder: number, key: number, slot: number): void {
    const count = this.#counts[ladder]!;
    if (count === this.#keys[ladder]!.length) this.#grow(ladder);
    const keys = this.#keys[ladder]!;
    const slots = this.#slots[ladder]!;
    const at = this.#position(ladder, key);
    keys.copyWithin(at + 1, at, count);
    slots.copyWithin(at + 1, at, count);
    keys[at] = key;
    slots[at] = slot;
    this.#shrinkTo(ladder, count + 1);
  }

  /** Of the first entry that is not above the key: later ones at one price go before the earlier, and so fire after them. */
  #position(ladder: number, key: number): number {
    const keys = this.#keys[ladder]!;
    let low = 0;
    let high = this.#counts[ladder]!;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (keys[middle]! > key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #grow(ladder: number): void {
    const keys = new Float64Array(this.#keys[ladder]!.length * 2);
    keys.set(this.#keys[ladder]!);
    this.#keys[ladder] = keys;
    const slots = new Int32Array(keys.length);
    slots.set(this.#slots[ladder]!);
    this.#slots[ladder] = slots;
  }
}
