/** Sessions of a trading calendar as instants, right across daylight saving and holidays. All times are epoch ms; days are days since 1970-01-01 in the calendar's zone. */
import { TimeZone, weekdayOf } from '../../core/time-zone.js';
import { dateOf, type CalendarData, type Hours } from './calendar-data.js';
import { dayOf, yearOf } from './dates.js';
import { DayError } from './errors.js';

export interface Session {
  readonly day: number;
  readonly preOpenMs: number;
  readonly openMs: number;
  readonly closeMs: number;
  /** The first instant after the late session. */
  readonly endMs: number;
  readonly isHalfDay: boolean;
}

/** `halted` is no matter of calendars: see `phaseOf`. */
export type Phase = 'closed' | 'preOpen' | 'open' | 'lateSession';

interface Year {
  readonly closed: ReadonlyMap<number, string>;
  readonly half: ReadonlyMap<number, string>;
}

/** Holidays never follow for so many days: a search for a session ends. */
const DAYS_MAX = 15;

export class TradingCalendar {
  readonly id: string;
  readonly zone: TimeZone;
  private readonly years = new Map<number, Year>();
  private readonly sessions = new Map<number, Session | undefined>();

  /** Throws TimeZoneError, DayError. */
  constructor(private readonly data: CalendarData) {
    this.id = data.id;
    this.zone = new TimeZone(data.timeZone);
    for (const hours of [data.hours, data.halfDayHours]) {
      if (hours === undefined) continue;
      const times = [hours.preOpen, hours.open, hours.close, hours.end].map(timeOfDay);
      if (times.some((time, i) => i > 0 && time < times[i - 1]!)) {
        throw new DayError('DAY_CALENDAR', 'hours of a calendar', {
          where: data.id,
          found: Object.values(hours).join(', '),
          expected: 'pre-open, open, close and end one after the other',
        });
      }
    }
  }

  /** Why a day has no session: a holiday's name, `weekend`, or undefined when it has one. */
  closedOn(day: number): string | undefined {
    if (this.data.hours === undefined) return undefined;
    const weekday = weekdayOf(day);
    return weekday === 0 || weekday === 6 ? 'weekend' : this.year(day).closed.get(day);
  }

  session(day: number): Session | undefined {
    if (!this.sessions.has(day)) {
      // A run of a process sees a few hundred days; more than that is somebody walking through the years.
      if (this.sessions.size > 1000) this.sessions.clear();
      this.sessions.set(day, this.make(day));
    }
    return this.sessions.get(day);
  }

  /** The session that an instant belongs to: from its pre-open to its end; undefined between two. */
  sessionAt(epochMs: number): Session | undefined {
    const session = this.session(this.zone.dayAt(epochMs));
    return session !== undefined && session.preOpenMs <= epochMs && epochMs < session.endMs ? session : undefined;
  }

  /** The first session whose `until` is after an instant: the one under way, or the next. */
  sessionAfter(epochMs: number, until: 'openMs' | 'closeMs' | 'endMs'): Session {
    const first = this.zone.dayAt(epochMs);
    for (let day = first; day < first + DAYS_MAX; day++) {
      const session = this.session(day);
      if (session !== undefined && session[until] > epochMs) return session;
    }
    throw new DayError('DAY_CALENDAR', 'no session', { where: this.id, expected: `one within ${DAYS_MAX} days` });
  }

  /** The last session on a day or before it. */
  sessionUpTo(day: number): Session {
    for (let back = 0; back < DAYS_MAX; back++) {
      const session = this.session(day - back);
      if (session !== undefined) return session;
    }
    throw new DayError('DAY_CALENDAR', 'no session', { where: this.id, expected: `one within ${DAYS_MAX} days` });
  }

  phaseAt(epochMs: number): Phase {
    const session = this.sessionAt(epochMs);
    if (session === undefined) return 'closed';
    if (epochMs < session.openMs) return 'preOpen';
    return epochMs < session.closeMs ? 'open' : 'lateSession';
  }

  private make(day: number): Session | undefined {
    if (this.closedOn(day) !== undefined) return undefined;
    const { hours, halfDayHours } = this.data;
    if (hours === undefined) {
      const startMs = this.zone.instantOf(day, 0);
      const endMs = this.zone.instantOf(day + 1, 0);
      return { day, preOpenMs: startMs, openMs: startMs, closeMs: endMs, endMs, isHalfDay: false };
    }
    const isHalfDay = halfDayHours !== undefined && this.year(day).half.has(day);
    const of: Hours = isHalfDay ? halfDayHours : hours;
    const at = (time: string): number => this.zone.instantOf(day, timeOfDay(time));
    return {
      day,
      preOpenMs: at(of.preOpen),
      openMs: at(of.open),
      closeMs: at(of.close),
      endMs: at(of.end),
      isHalfDay,
    };
  }

  private year(day: number): Year {
    const number = yearOf(day);
    let year = this.years.get(number);
    if (year !== undefined) return year;
    const { holidays, halfDays, closures } = this.data;
    const closed = new Map(holidays.map(({ name, date }) => [dateOf(date, number), name]));
    for (const { date, name } of closures) if (date[0] === number) closed.set(dayOf(...date), name);
    year = { closed, half: new Map(halfDays.map(({ name, date }) => [dateOf(date, number), name])) };
    this.years.set(number, year);
    return year;
  }
}

/** Milliseconds since midnight. */
function timeOfDay(text: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (match === null) throw new DayError('DAY_CALENDAR', 'a time of day', { found: text, expected: 'HH:MM' });
  return (Number(match[1]) * 60 + Number(match[2])) * 60_000;
}
