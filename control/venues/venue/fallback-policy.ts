/** When order entry moves to the fallback by itself: faults that pile up in a window. Back only by hand, or after a quiet time if so configured. */

export interface FallbackRules {
  /** So many faults … */
  readonly faults: number;
  /** … within this time move order entry to the fallback; 0 never does. */
  readonly windowMs: number;
  /** Without an active session for this long it moves too; 0 never does. */
  readonly downMs: number;
  /** The configured order entry has been active again for this long: back to it; 0 only by hand. */
  readonly returnAfterMs: number;
}

export class FallbackPolicy {
  private readonly times: number[] = [];

  constructor(readonly rules: FallbackRules) {}

  /** A fault at this time (monotonic ms). True when order entry is to move now. */
  fault(nowMs: number): boolean {
    const { faults, windowMs } = this.rules;
    if (faults === 0 || windowMs === 0) return false;
    this.times.push(nowMs);
    while (this.times.length > 0 && nowMs - this.times[0]! > windowMs) this.times.shift();
    if (this.times.length < faults) return false;
    this.times.length = 0;
    return true;
  }

  clear(): void {
    this.times.length = 0;
  }
}
