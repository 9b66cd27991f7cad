/** Daily and weekly sessions in a time zone, right across changes of its clocks (see core/time-zone.ts for the rule). */
import { TimeZone, TimeZoneError, weekdayOf } from '../../core/time-zone.js';
import { FixScheduleError } from './errors.js';
import type { SessionPeriod, SessionSchedule } from './session-schedule.js';

export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
export type Weekday = (typeof weekdays)[number];

/** When sequence numbers begin anew: with each period, never, or at a time of their own. */
export type ResetRule =
  'start' | 'never' | { readonly time: string; readonly weekdays?: readonly Weekday[] | undefined };

export interface DailyTimes {
  /** IANA name. */
  readonly timeZone: string;
  /** `HH:MM` or `HH:MM:SS`, local. */
  readonly start: string;
  /** Not later than `start`: on the next day. The same as `start`: a whole day, so that the session is always on. */
  readonly end: string;
  /** Days on which a period starts; absent: every day. */
  readonly weekdays?: readonly Weekday[] | undefined;
  readonly reset?: ResetRule | undefined;
}

export interface WeeklyTimes {
  readonly timeZone: string;
  readonly startDay: Weekday;
  readonly start: string;
  /** Not later in the week than the start: in the next week. */
  readonly endDay: Weekday;
  readonly end: string;
  readonly reset?: ResetRule | undefined;
}

/** Days before and after a date that are looked at: a period lasts a week at most, and the next one starts within two. */
const DAYS_BACK = 16;
const DAYS_AHEAD = 16;

interface Known {
  /** What follows holds from here up to the next boundary. */
  readonly fromMs: number;
  readonly nextBoundaryMs: number;
  readonly period: SessionPeriod | undefined;
  readonly numbersSinceMs: number;
}

export class ZonedSchedule implements SessionSchedule {
  private readonly zone: TimeZone;
  private readonly startMs: number;
  private readonly endMs: number;
  /** From the day of the start to the day of the end. */
  private readonly lastsDays: number;
  private readonly startDays: ReadonlySet<number>;
  private readonly resets: 'start' | 'never' | { readonly timeMs: number; readonly days: ReadonlySet<number> };
  private known: Known | undefined;

  private constructor(
    timeZone: string,
    start: string,
    end: string,
    startDays: ReadonlySet<number>,
    lastsDays: (startMs: number, endMs: number) => number,
    reset: ResetRule,
  ) {
    this.zone = zoneNamed(timeZone);
    this.startMs = timeOfDay(start);
    this.endMs = timeOfDay(end);
    this.startDays = startDays;
    this.lastsDays = lastsDays(this.startMs, this.endMs);
    this.resets = typeof reset === 'string' ? reset : { timeMs: timeOfDay(reset.time), days: daySet(reset.weekdays) };
  }

  /** Throws FixScheduleError. */
  static daily({ timeZone, start, end, weekdays: days, reset = 'start' }: DailyTimes): ZonedSchedule {
    return new ZonedSchedule(timeZone, start, end, daySet(days), (from, to) => (to > from ? 0 : 1), reset);
  }

  /** Throws FixScheduleError. */
  static weekly({ timeZone, startDay, start, endDay, end, reset = 'start' }: WeeklyTimes): ZonedSchedule {
    const days = (weekdays.indexOf(endDay) - weekdays.indexOf(startDay) + 7) % 7;
    const lasts = (from: number, to: number): number => (days === 0 && to <= from ? 7 : days);
    return new ZonedSchedule(timeZone, start, end, daySet([startDay]), lasts, reset);
  }

  periodAt(epochMs: number): SessionPeriod | undefined {
    return this.at(epochMs).period;
  }

  numbersSinceMs(epochMs: number): number {
    return this.at(epochMs).numbersSinceMs;
  }

  nextBoundaryMs(epochMs: number): number {
    return this.at(epochMs).nextBoundaryMs;
  }

  private at(epochMs: number): Known {
    const { known } = this;
    if (known !== undefined && epochMs >= known.fromMs && epochMs < known.nextBoundaryMs) return known;
    return (this.known = this.lookAround(epochMs));
  }

  /** Everything there is to know between the boundary before this instant and the one after it. */
  private lookAround(epochMs: number): Known {
    const today = this.zone.dayAt(epochMs);
    let fromMs = -Infinity;
    let nextBoundaryMs = Infinity;
    let period: SessionPeriod | undefined;
    let numbersSinceMs = -Infinity;
    const boundary = (ms: number): void => {
      if (ms <= epochMs) fromMs = Math.max(fromMs, ms);
      else nextBoundaryMs = Math.min(nextBoundaryMs, ms);
    };
    for (let day = today - DAYS_BACK; day <= today + DAYS_AHEAD; day++) {
      const found = this.periodOf(day);
      if (found !== undefined) {
        const { startMs, endMs } = found;
        boundary(startMs);
        boundary(endMs);
        if (startMs <= epochMs && epochMs < endMs) period = found;
        if (this.resets === 'start' && startMs <= epochMs) numbersSinceMs = Math.max(numbersSinceMs, startMs);
      }
      const resetMs = this.resetOf(day);
      if (resetMs === undefined) continue;
      boundary(resetMs);
      if (resetMs <= epochMs) numbersSinceMs = Math.max(numbersSinceMs, resetMs);
    }
    return { fromMs, nextBoundaryMs, period, numbersSinceMs };
  }

  /** The period that starts on a date. One of which a change of clocks leaves nothing does not take place. */
  private periodOf(day: number): SessionPeriod | undefined {
    if (!this.startDays.has(weekdayOf(day))) return undefined;
    const startMs = this.zone.instantOf(day, this.startMs);
    const endMs = this.zone.instantOf(day + this.lastsDays, this.endMs);
    return endMs > startMs ? { startMs, endMs } : undefined;
  }

  private resetOf(day: number): number | undefined {
    const { resets } = this;
    if (typeof resets === 'string' || !resets.days.has(weekdayOf(day))) return undefined;
    return this.zone.instantOf(day, resets.timeMs);
  }
}

function daySet(days: readonly Weekday[] | undefined): ReadonlySet<number> {
  const numbers = new Set((days ?? weekdays).map((day) => weekdays.indexOf(day)));
  if (numbers.size === 0 || numbers.size < (days?.length ?? 0)) {
    throw new FixScheduleError('FIX_SCHEDULE_DAYS', 'weekdays of a schedule', {
      found: days?.join(', ') ?? '',
      expected: 'at least one, and each once',
    });
  }
  return numbers;
}

function zoneNamed(name: string): TimeZone {
  try {
    return new TimeZone(name);
  } catch (cause) {
    if (!(cause instanceof TimeZoneError)) throw cause;
    const { found, expected } = cause;
    throw new FixScheduleError('FIX_SCHEDULE_ZONE', 'no such time zone', { found, expected, cause });
  }
}

/** Milliseconds since midnight, as clocks show them. Throws FixScheduleError. */
export function timeOfDay(text: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  if (match === null) {
    throw new FixScheduleError('FIX_SCHEDULE_TIME', 'not a time of day', {
      found: text,
      expected: 'HH:MM or HH:MM:SS',
    });
  }
  return (Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3] ?? 0)) * 1000;
}
