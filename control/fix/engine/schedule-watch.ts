/** Follows a session's schedule: whether it is to be on, and whether its numbers are older than they may be. */
import type { Clock, Timer, Timers } from '../../core/world.js';
import type { SessionPeriod, SessionSchedule } from '../schedule/session-schedule.js';

/** The wall clock may be set: boundaries are looked at this often at least. */
const LOOK_MS_MAX = 60_000;

export class ScheduleWatch {
  /** As of the last look; without a schedule always true. */
  isOn = true;
  private timer: Timer | undefined;

  /** @param onBoundary something may have changed */
  constructor(
    private readonly schedule: SessionSchedule | undefined,
    private readonly clock: Clock,
    private readonly timers: Timers,
    private readonly onBoundary: () => void,
  ) {}

  /** Looks at the time. True when the session has just come on, or gone off. */
  look(): boolean {
    const { schedule } = this;
    if (schedule === undefined) return false;
    const now = this.clock.epochMs();
    const isOn = schedule.periodAt(now) !== undefined;
    const hasChanged = isOn !== this.isOn;
    this.isOn = isOn;
    this.timer?.cancel();
    const inMs = Math.min(LOOK_MS_MAX, schedule.nextBoundaryMs(now) - now);
    this.timer = this.timers.after(Math.max(1, Math.ceil(inMs)), this.onBoundary);
    return hasChanged;
  }

  /** The period that is now or comes next; undefined without a schedule, and where no further one comes. */
  get period(): SessionPeriod | undefined {
    const { schedule } = this;
    if (schedule === undefined) return undefined;
    const now = this.clock.epochMs();
    return schedule.periodAt(now) ?? schedule.periodAt(schedule.nextBoundaryMs(now));
  }

  /** Numbers that began at this time belong to an earlier session. */
  areStale(createdEpochMs: number): boolean {
    const since = this.schedule?.numbersSinceMs(this.clock.epochMs()) ?? -Infinity;
    return createdEpochMs < since;
  }

  cancel(): void {
    this.timer?.cancel();
  }
}
