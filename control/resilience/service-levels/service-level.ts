/**
 * Service levels, second by second: in a second a session is up when it was active all through it and its canary order was acknowledged in time; a heartbeat that is later than a tenth of its interval
 * is a miss. Seconds in windows of faults that were announced (a soak's own faults) count apart. Pure: whoever watches tells it what happened.
 */

export interface SecondSeen {
  /** The session was active all through the second. */
  readonly isActive: boolean;
  /** The canary order of this second was acknowledged in time. */
  readonly isAcknowledged: boolean;
  /** A fault that was announced, or its aftermath, lay in this second. */
  readonly isExcused: boolean;
}

export interface ServiceLevelSummary {
  readonly seconds: number;
  readonly up: number;
  /** Seconds of announced faults, and those of them in which the session was up all the same. */
  readonly excused: number;
  readonly excusedUp: number;
  /** Up, of the seconds that were not excused; 1 when there was none. */
  readonly availability: number;
  /** Longest run of seconds that were not up, excused or not. */
  readonly longestDownS: number;
  readonly heartbeats: number;
  readonly heartbeatMisses: number;
  /** How many more seconds may be down before the objective is missed for what has been seen; below 0: it is missed. */
  readonly budgetS: number;
}

/** Later than this part of its interval is a miss. */
const LATE_PART = 0.1;
/** For sums of parts of a second that are not exact. */
const EPSILON = 1e-9;

export class ServiceLevel {
  private seconds = 0;
  private up = 0;
  private excused = 0;
  private excusedUp = 0;
  private down = 0;
  private longestDown = 0;
  private heartbeats = 0;
  private misses = 0;

  /** @param objective part of the seconds in which the session is to be up, such as 0.9999 */
  constructor(private readonly objective: number) {}

  second({ isActive, isAcknowledged, isExcused }: SecondSeen): void {
    const isUp = isActive && isAcknowledged;
    this.down = isUp ? 0 : this.down + 1;
    this.longestDown = Math.max(this.longestDown, this.down);
    if (isExcused) {
      this.excused++;
      if (isUp) this.excusedUp++;
      return;
    }
    this.seconds++;
    if (isUp) this.up++;
  }

  /** A heartbeat, or whatever came in its place, so long after the message before it. */
  heartbeat(afterMs: number, intervalMs: number): void {
    this.heartbeats++;
    if (afterMs > intervalMs * (1 + LATE_PART)) this.misses++;
  }

  summary(): ServiceLevelSummary {
    const { seconds, up, excused, excusedUp, longestDown, heartbeats, misses } = this;
    const allowed = Math.floor(seconds * (1 - this.objective) + EPSILON);
    return {
      ...{ seconds, up, excused, excusedUp, heartbeats },
      heartbeatMisses: misses,
      availability: seconds === 0 ? 1 : up / seconds,
      longestDownS: longestDown,
      budgetS: allowed - (seconds - up),
    };
  }
}
