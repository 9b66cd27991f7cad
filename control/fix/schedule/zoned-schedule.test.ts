import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimeZone } from '../../core/time-zone.js';
import { FixScheduleError } from './errors.js';
import {
  weekdays,
  ZonedSchedule,
  type DailyTimes,
  type ResetRule,
  type Weekday,
  type WeeklyTimes,
} from './zoned-schedule.js';

const MINUTE = 60_000;
const iso = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : new Date(ms).toISOString());
const utc = (text: string): number => Date.parse(`${text}Z`);

/** Weeks in which clocks change, or a date is missing, and one quiet zone. */
const scenes = [
  { timeZone: 'America/New_York', around: '2026-03-08T00:00' },
  { timeZone: 'America/New_York', around: '2026-11-01T00:00' },
  { timeZone: 'Europe/London', around: '2027-03-28T00:00' },
  { timeZone: 'Europe/London', around: '2027-10-31T00:00' },
  // Half an hour.
  { timeZone: 'Australia/Lord_Howe', around: '2026-10-04T00:00' },
  { timeZone: 'Australia/Lord_Howe', around: '2027-04-04T00:00' },
  // Midnight does not exist, then exists twice.
  { timeZone: 'America/Sao_Paulo', around: '2018-11-04T00:00' },
  { timeZone: 'America/Sao_Paulo', around: '2018-02-18T00:00' },
  // 30 December 2011 was left out.
  { timeZone: 'Pacific/Apia', around: '2011-12-30T00:00' },
  { timeZone: 'Asia/Kolkata', around: '2026-06-01T00:00' },
  { timeZone: 'UTC', around: '2026-06-01T00:00' },
] as const;

/** What local clocks and calendars show, minute by minute, as Intl spells it out. */
class Oracle {
  /** Local time as a number that grows with it: date and minute of the day. */
  private readonly local: number[] = [];
  private readonly dates: number[];
  readonly fromMs: number;

  constructor(timeZone: string, aroundMs: number) {
    this.fromMs = aroundMs - 20 * 1440 * MINUTE;
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    for (let minute = 0; minute < 40 * 1440; minute++) {
      const [, day, month, year, hour, minutes] =
        /^(\d\d)\/(\d\d)\/(\d{4}), (\d\d):(\d\d)$/.exec(format.format(this.fromMs + minute * MINUTE)) ?? [];
      this.local.push(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minutes)) / MINUTE);
    }
    const first = Math.floor(this.local[0]! / 1440) + 1;
    this.dates = Array.from({ length: 38 }, (_, i) => first + i);
  }

  /** The first minute that shows this time of this date, or later. */
  private minuteOf(date: number, time: string): number {
    const [hour, minute] = time.split(':').map(Number);
    const wanted = date * 1440 + hour! * 60 + minute!;
    return this.local.findIndex((shown) => shown >= wanted);
  }

  private startDates(days: readonly Weekday[] | undefined): number[] {
    return this.dates.filter((date) =>
      (days ?? weekdays).includes(weekdays[new Date(date * 1440 * MINUTE).getUTCDay()]!),
    );
  }

  periods(times: DailyTimes | WeeklyTimes): [number, number][] {
    const weekly = 'startDay' in times;
    const lasts = weekly
      ? (weekdays.indexOf(times.endDay) - weekdays.indexOf(times.startDay) + 7) % 7 ||
        (times.end <= times.start ? 7 : 0)
      : times.end <= times.start
        ? 1
        : 0;
    return this.startDates(weekly ? [times.startDay] : times.weekdays)
      .map((date): [number, number] => [this.minuteOf(date, times.start), this.minuteOf(date + lasts, times.end)])
      .filter(([start, end]) => start >= 0 && end > start);
  }

  resets(rule: ResetRule, periods: readonly [number, number][]): number[] {
    if (rule === 'never') return [];
    if (rule === 'start') return periods.map(([start]) => start);
    return this.startDates(rule.weekdays).map((date) => this.minuteOf(date, rule.time));
  }
}

const oracles = new Map<string, Oracle>();
function oracleOf({ timeZone, around }: (typeof scenes)[number]): Oracle {
  const key = timeZone + around;
  let oracle = oracles.get(key);
  if (oracle === undefined) oracles.set(key, (oracle = new Oracle(timeZone, utc(around))));
  return oracle;
}

const time = fc
  .tuple(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 23 })), fc.constantFrom(0, 15, 30, 45, 59))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const weekday = fc.constantFrom(...weekdays);
const someWeekdays = fc.option(fc.uniqueArray(weekday, { minLength: 1, maxLength: 7 }), { nil: undefined });
const reset: fc.Arbitrary<ResetRule> = fc.oneof(
  fc.constant('start' as const),
  fc.constant('never' as const),
  fc.tuple(time, someWeekdays).map(([at, days]) => ({ time: at, ...(days === undefined ? {} : { weekdays: days }) })),
);

function check(schedule: ZonedSchedule, oracle: Oracle, times: DailyTimes | WeeklyTimes, rule: ResetRule): void {
  const periods = oracle.periods(times);
  const resets = oracle.resets(rule, periods);
  const boundaries = [...new Set([...periods.flat(), ...resets])].sort((a, b) => a - b);
  const at = (minute: number): number => oracle.fromMs + minute * MINUTE;
  // Where the oracle knows what was a week before and what will be a week after.
  for (let minute = 19 * 1440; minute < 22 * 1440; minute++) {
    const inside = periods.find(([start, end]) => start <= minute && minute < end);
    const found = schedule.periodAt(at(minute));
    if (found?.startMs !== (inside && at(inside[0])) || found?.endMs !== (inside && at(inside[1]))) {
      expect([iso(found?.startMs), iso(found?.endMs)], iso(at(minute))).toEqual(inside?.map((m) => iso(at(m))));
    }
    const next = boundaries.find((boundary) => boundary > minute)!;
    const expectedNext = boundaries.length === 0 ? Infinity : at(next);
    if (schedule.nextBoundaryMs(at(minute)) !== expectedNext) {
      expect(iso(schedule.nextBoundaryMs(at(minute))), `next after ${iso(at(minute))}`).toBe(iso(expectedNext));
    }
    const since = resets.findLast((one) => one <= minute);
    const expectedSince = since === undefined ? -Infinity : at(since);
    if (schedule.numbersSinceMs(at(minute)) !== expectedSince) {
      expect(iso(schedule.numbersSinceMs(at(minute))), `since at ${iso(at(minute))}`).toBe(iso(expectedSince));
    }
  }
}

describe('a schedule agrees, minute by minute, with clocks on the wall', () => {
  it('daily, with weekdays and resets, across every kind of change', () => {
    fc.assert(
      fc.property(fc.constantFrom(...scenes), time, time, someWeekdays, reset, (scene, start, end, days, rule) => {
        const times: DailyTimes = {
          timeZone: scene.timeZone,
          start,
          end,
          reset: rule,
          ...(days === undefined ? {} : { weekdays: days }),
        };
        check(ZonedSchedule.daily(times), oracleOf(scene), times, rule);
      }),
      { numRuns: 40, seed: 4 },
    );
  });

  it('weekly', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...scenes),
        weekday,
        time,
        weekday,
        time,
        reset,
        (scene, startDay, start, endDay, end, rule) => {
          const times: WeeklyTimes = { timeZone: scene.timeZone, startDay, start, endDay, end, reset: rule };
          check(ZonedSchedule.weekly(times), oracleOf(scene), times, rule);
        },
      ),
      { numRuns: 40, seed: 4 },
    );
  });
});

describe('a change of clocks', () => {
  const zone = new TimeZone('America/New_York');
  const day = (text: string): number => Date.parse(`${text}T00:00Z`) / 86_400_000;

  it('makes a time that does not exist the instant of the change', () => {
    for (const time of [2 * 60, 2 * 60 + 30, 3 * 60]) {
      expect(iso(zone.instantOf(day('2026-03-08'), time * MINUTE))).toBe('2026-03-08T07:00:00.000Z');
    }
  });

  it('makes a time that exists twice the first of the two', () => {
    expect(iso(zone.instantOf(day('2026-11-01'), 90 * MINUTE))).toBe('2026-11-01T05:30:00.000Z');
    expect(iso(zone.instantOf(day('2026-11-01'), 120 * MINUTE))).toBe('2026-11-01T07:00:00.000Z');
  });

  it('lets a session that is always on change over without a gap, in a day of 23 hours and in one of 25', () => {
    const schedule = ZonedSchedule.daily({ timeZone: 'America/New_York', start: '17:00', end: '17:00' });
    const spring = schedule.periodAt(utc('2026-03-08T12:00'))!;
    const autumn = schedule.periodAt(utc('2026-11-01T12:00'))!;
    expect([(spring.endMs - spring.startMs) / 3_600_000, (autumn.endMs - autumn.startMs) / 3_600_000]).toEqual([
      23, 25,
    ]);
    expect(schedule.periodAt(spring.endMs)?.startMs).toBe(spring.endMs);
    expect(schedule.nextBoundaryMs(spring.startMs)).toBe(spring.endMs);
  });

  it('drops a session of which nothing is left', () => {
    const schedule = ZonedSchedule.daily({ timeZone: 'America/New_York', start: '02:10', end: '02:50' });
    expect(schedule.periodAt(utc('2026-03-08T07:00'))).toBeUndefined();
    expect(iso(schedule.nextBoundaryMs(utc('2026-03-08T07:00')))).toBe('2026-03-09T06:10:00.000Z');
  });
});

describe('a schedule that makes no sense', () => {
  const times = { timeZone: 'UTC', start: '08:00', end: '17:00' };

  it.each([
    [{ ...times, timeZone: 'Mars/Olympus' }, /no such time zone: found Mars\/Olympus/],
    [{ ...times, start: '8:00' }, /not a time of day: found 8:00, expected HH:MM/],
    [{ ...times, end: '24:00' }, /not a time of day/],
    [{ ...times, weekdays: [] }, /at least one/],
    [{ ...times, weekdays: ['monday', 'monday'] as const }, /each once/],
  ])('is refused', (wrong, message) => {
    expect(() => ZonedSchedule.daily(wrong)).toThrow(FixScheduleError);
    expect(() => ZonedSchedule.daily(wrong)).toThrow(message);
  });
});
