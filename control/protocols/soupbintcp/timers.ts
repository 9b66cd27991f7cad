/** Times of SoupBinTCP 3.0, in milliseconds. */
export interface SoupTimers {
  /** A side that sent nothing for this long sends a heartbeat. */
  readonly heartbeatMs: number;
  /** A side from which nothing came for this long is given up. */
  readonly peerDeadMs: number;
  /** A connection without a login, or a login without an answer. */
  readonly loginTimeoutMs: number;
}

export const soupTimers: SoupTimers = { heartbeatMs: 1000, peerDeadMs: 15_000, loginTimeoutMs: 30_000 };
