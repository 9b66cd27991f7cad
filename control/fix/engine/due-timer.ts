/** Calls a session when something is due. Deadlines mostly move away, with every message: a timer that comes too early is set again, which is cheaper than moving it. */
import type { Clock, Timer, Timers } from '../../core/world.js';

/** A timer is never set for longer: clocks drift, and timers have a largest delay. */
const DELAY_MS_MAX = 3_600_000;

export class DueTimer {
  private timer: Timer | undefined;
  /** Monotonic milliseconds for which it is set. */
  private dueMs = Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly timers: Timers,
    private readonly onDue: () => void,
  ) {}

  nowMs(): number {
    return this.clock.monotonicNs() / 1e6;
  }

  /** Something is due at this time; what is due later is asked for again then. */
  want(dueMs: number): void {
    if (dueMs >= this.dueMs) return;
    this.timer?.cancel();
    this.dueMs = dueMs;
    const delayMs = Math.min(DELAY_MS_MAX, Math.max(0, dueMs - this.nowMs()));
    this.timer = this.timers.after(Math.ceil(delayMs), this.fire);
  }

  cancel(): void {
    this.timer?.cancel();
    this.timer = undefined;
    this.dueMs = Infinity;
  }

  private readonly fire = (): void => {
    this.timer = undefined;
    this.dueMs = Infinity;
    this.onDue();
  };
}
