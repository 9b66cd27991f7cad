/** So many in a window of fixed length, counted from its start. */
import type { Clock } from '../../../control/core/world.js';

export class RateLimit {
  private windowStartNs = 0;
  private taken = 0;

  constructor(
    private readonly clock: Clock,
    private readonly most: number,
    private readonly windowMs: number,
  ) {}

  /** There is room for one more in the window of now. */
  get hasRoom(): boolean {
    this.turn();
    return this.taken < this.most;
  }

  /** Takes one; false when the window is full. */
  take(): boolean {
    if (!this.hasRoom) return false;
    this.taken++;
    return true;
  }

  private turn(): void {
    const nowNs = this.clock.monotonicNs();
    if (nowNs - this.windowStartNs < this.windowMs * 1e6) return;
    this.windowStartNs = nowNs - (nowNs % (this.windowMs * 1e6));
    this.taken = 0;
  }
}
