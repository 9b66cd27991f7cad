/** So many in a sliding window, no more. Kept as the times of the last ones, in a ring. */
import type { MessageLimit } from './dialect.js';

export class RateLimit {
  private readonly times: Float64Array;
  private at = 0;

  constructor(private readonly limit: MessageLimit) {
    this.times = new Float64Array(limit.count).fill(-Infinity);
  }

  /** False: one too many, and it does not count. */
  take(nowMs: number): boolean {
    if (nowMs - this.times[this.at]! < this.limit.windowMs) return false;
    this.times[this.at] = nowMs;
    this.at = (this.at + 1) % this.times.length;
    return true;
  }
}
