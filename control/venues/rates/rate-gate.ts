/**
 * How many requests a venue takes, exactly: at most `messages` in any stretch of `perMs`. What cannot leave at once waits in a bounded queue, cancels
 * before everything else. Nothing is allocated but a timer while something waits.
 */
import type { Clock, Timer, Timers } from '../../core/world.js';

/** Requests that can wait. */
export const Request = { submit: 1, cancel: 2, replace: 3, status: 4 } as const;

export interface RateLimit {
  /** 0: no limit. */
  readonly messages: number;
  readonly perMs: number;
  /** Requests that may wait; 0: none, whatever is too much is refused. */
  readonly queueMax: number;
}

export interface GateCounters {
  passed: number;
  queued: number;
  refused: number;
  queuedMax: number;
}

/** A ring of requests by slot. */
class Waiting {
  readonly kinds: Uint8Array;
  readonly slots: Int32Array;
  first = 0;
  count = 0;

  constructor(readonly room: number) {
    this.kinds = new Uint8Array(room);
    this.slots = new Int32Array(room);
  }

  push(kind: number, slot: number): void {
    const at = (this.first + this.count++) % this.room;
    this.kinds[at] = kind;
    this.slots[at] = slot;
  }

  shift(): void {
    this.first = (this.first + 1) % this.room;
    this.count--;
  }
}

export class RateGate {
  readonly counters: GateCounters = { passed: 0, queued: 0, refused: 0, queuedMax: 0 };
  /** When the last `messages` requests left, as a ring. */
  private readonly times: Float64Array;
  private next = 0;
  private readonly urgent: Waiting;
  private readonly others: Waiting;
  private timer: Timer | undefined;

  /**
   * @param send sends a request that waited; it was let through already
   * @param isReady false while nothing can be sent: what waits goes on waiting until `drain`
   */
  constructor(
    private readonly limit: RateLimit,
    private readonly clock: Clock,
    private readonly timers: Timers,
    private readonly send: (kind: number, slot: number) => void,
    private readonly isReady: () => boolean,
  ) {
    this.times = new Float64Array(Math.max(1, limit.messages)).fill(-Infinity);
    this.urgent = new Waiting(Math.max(1, limit.queueMax));
    this.others = new Waiting(Math.max(1, limit.queueMax));
  }

  get waiting(): number {
    return this.urgent.count + this.others.count;
  }

  /** Whether `pass` would be anything but `refused`. */
  hasRoom(): boolean {
    return this.limit.messages === 0 || this.waiting < this.limit.queueMax || (this.waiting === 0 && this.isFree());
  }

  /** `now`: send it; `later`: it waits and comes through `send`; `refused`: neither. */
  pass(kind: number, slot: number): 'now' | 'later' | 'refused' {
    const isUrgent = kind === Request.cancel;
    // A cancel overtakes what waits, but never another cancel.
    const isFirst = isUrgent ? this.urgent.count === 0 : this.waiting === 0;
    if (this.limit.messages === 0 || (isFirst && this.isFree())) {
      this.note();
      this.counters.passed++;
      return 'now';
    }
    if (this.waiting >= this.limit.queueMax) {
      this.counters.refused++;
      return 'refused';
    }
    (isUrgent ? this.urgent : this.others).push(kind, slot);
    this.counters.queued++;
    if (this.waiting > this.counters.queuedMax) this.counters.queuedMax = this.waiting;
    this.arm();
    return 'later';
  }

  /** Takes a new order that waits out of the queue: true when it did. */
  withdraw(slot: number): boolean {
    const { others } = this;
    for (let i = 0; i < others.count; i++) {
      const at = (others.first + i) % others.room;
      if (others.slots[at] !== slot || others.kinds[at] !== Request.submit) continue;
      // Its place is stepped over when its turn comes.
      others.kinds[at] = 0;
      return true;
    }
    return false;
  }

  /** Empties the queue: `visit` is told everything that waited. */
  clear(visit: (kind: number, slot: number) => void): void {
    this.timer?.cancel();
    this.timer = undefined;
    for (const queue of [this.urgent, this.others]) {
      while (queue.count > 0) {
        const kind = queue.kinds[queue.first]!;
        const slot = queue.slots[queue.first]!;
        queue.shift();
        if (kind !== 0) visit(kind, slot);
      }
    }
  }

  /** Sends what may leave now. */
  drain(): void {
    while (this.waiting > 0 && this.isReady()) {
      const queue = this.urgent.count > 0 ? this.urgent : this.others;
      const kind = queue.kinds[queue.first]!;
      if (kind !== 0 && !this.isFree()) break;
      const slot = queue.slots[queue.first]!;
      queue.shift();
      if (kind === 0) continue;
      this.note();
      this.counters.passed++;
      this.send(kind, slot);
    }
    if (this.waiting > 0 && this.isReady()) this.arm();
  }

  private isFree(): boolean {
    return this.nowMs() - this.times[this.next]! >= this.limit.perMs;
  }

  private note(): void {
    if (this.limit.messages === 0) return;
    this.times[this.next] = this.nowMs();
    this.next = (this.next + 1) % this.times.length;
  }

  private arm(): void {
    if (this.timer !== undefined) return;
    const delayMs = Math.max(1, Math.ceil(this.times[this.next]! + this.limit.perMs - this.nowMs()));
    this.timer = this.timers.after(delayMs, () => {
      this.timer = undefined;
      this.drain();
    });
  }

  private nowMs(): number {
    return this.clock.monotonicNs() / 1e6;
  }
}
