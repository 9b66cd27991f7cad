/** How often somebody may ask: a bucket that fills as time goes by. */
import type { Clock } from '../../core/world.js';

export class RateBucket {
  private tokens: number;
  private filledNs: number;

  constructor(
    private readonly clock: Clock,
    private readonly perSecond: number,
    private readonly burst: number,
  ) {
    this.tokens = burst;
    this.filledNs = clock.monotonicNs();
  }

  /** False when it is empty. */
  take(): boolean {
    const nowNs = this.clock.monotonicNs();
    this.tokens = Math.min(this.burst, this.tokens + ((nowNs - this.filledNs) / 1e9) * this.perSecond);
    this.filledNs = nowNs;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
}
