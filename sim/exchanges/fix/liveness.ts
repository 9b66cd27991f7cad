/** Heartbeats, test requests, and when a client counts as dead. */

export type Due = 'heartbeat' | 'testRequest' | 'dead' | undefined;

/** A client is asked after its interval and a fifth, and is dead when the answer does not come within the same time again. */
const GRACE = 1.2;

export class Liveness {
  readonly heartbeatMs: number;
  private receivedMs: number;
  private askedMs = 0;
  private saidMs: number;

  /** @param heartbeatS 0: nobody watches */
  constructor(heartbeatS: number, nowMs: number) {
    this.heartbeatMs = heartbeatS * 1000;
    this.receivedMs = nowMs;
    this.saidMs = nowMs;
  }

  received(nowMs: number): void {
    this.receivedMs = nowMs;
    this.askedMs = 0;
  }

  /** @param sentMs when something was last sent */
  due(nowMs: number, sentMs: number): Due {
    const { heartbeatMs } = this;
    if (heartbeatMs === 0) return undefined;
    const patienceMs = heartbeatMs * GRACE;
    if (this.askedMs !== 0) {
      if (nowMs - this.askedMs >= patienceMs) return 'dead';
    } else if (nowMs - this.receivedMs >= patienceMs) {
      this.askedMs = nowMs;
      return 'testRequest';
    }
    // What was said may still be on its way through the matcher.
    const lastMs = Math.max(sentMs, this.saidMs);
    if (nowMs - lastMs < heartbeatMs) return undefined;
    this.saidMs = nowMs;
    return 'heartbeat';
  }
}
