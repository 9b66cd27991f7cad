/** A bucket of permissions that fills with venue time: a burst of one second's worth, then the rate. */
export class RateLimit {
  refused = 0;
  private permits: number;
  private lastNs = 0;

  constructor(private readonly perSecond: number) {
    this.permits = perSecond;
  }

  /** Time must not go back. */
  allows(timeNs: number): boolean {
    if (this.perSecond === 0) return true;
    this.permits = Math.min(this.perSecond, this.permits + ((timeNs - this.lastNs) * this.perSecond) / 1e9);
    this.lastNs = timeNs;
    if (this.permits < 1) {
      this.refused++;
      return false;
    }
    this.permits--;
    return true;
  }
}
