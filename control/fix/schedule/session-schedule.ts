/** When a session is to be logged on, and when its sequence numbers begin anew. All times are milliseconds since the Unix epoch. */

export interface SessionPeriod {
  readonly startMs: number;
  /** The first instant after it. */
  readonly endMs: number;
}

export interface SessionSchedule {
  /** The period that this instant lies in; undefined between two. */
  periodAt(epochMs: number): SessionPeriod | undefined;
  /** The last instant, up to this one, at which sequence numbers began anew; -Infinity where a schedule never resets them. */
  numbersSinceMs(epochMs: number): number;
  /** The next start, end or reset after this instant; Infinity when there is none. */
  nextBoundaryMs(epochMs: number): number;
}
