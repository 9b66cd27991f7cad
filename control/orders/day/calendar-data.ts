/** Trading calendars as data: hours, weekdays, and rules by which holidays and half days follow from a year. */
import { weekdayOf } from '../../core/time-zone.js';
import { dayOf, easter } from './dates.js';

/** When a date of a year falls. `shift`: what an exchange does when it falls on a weekend. */
export type DateRule =
  | {
      readonly on: readonly [month: number, date: number];
      readonly shift: 'nearestWeekday' | 'sundayToMonday' | 'none';
    }
  /** The nth weekday of a month; negative counts from its end. 0 is Sunday. */
  | { readonly nth: number; readonly weekday: number; readonly month: number; readonly plusDays?: number }
  | { readonly easterPlusDays: number };

export interface Hours {
  /** `HH:MM`, local: orders are taken, nothing trades in the regular session yet. */
  readonly preOpen: string;
  readonly open: string;
  readonly close: string;
  /** The late session is over. */
  readonly end: string;
}

export interface HolidayRule {
  readonly name: string;
  readonly date: DateRule;
}

export interface CalendarData {
  readonly id: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Absent: open always, a day lasts from midnight to midnight. */
  readonly hours?: Hours;
  readonly halfDayHours?: Hours;
  readonly holidays: readonly HolidayRule[];
  readonly halfDays: readonly HolidayRule[];
  /** Closed once, by decree. */
  readonly closures: readonly {
    readonly date: readonly [year: number, month: number, date: number];
    readonly name: string;
  }[];
}

const MONDAY = 1;
const THURSDAY = 4;

/** Shares in the United States: NYSE, Nasdaq, Cboe. */
export const US_EQUITIES: CalendarData = {
  id: 'us-equities',
  timeZone: 'America/New_York',
  hours: { preOpen: '04:00', open: '09:30', close: '16:00', end: '20:00' },
  halfDayHours: { preOpen: '04:00', open: '09:30', close: '13:00', end: '17:00' },
  holidays: [
    // On a Saturday it is not observed: the Friday before is the end of a year.
    { name: "New Year's Day", date: { on: [1, 1], shift: 'sundayToMonday' } },
    { name: 'Martin Luther King, Jr. Day', date: { nth: 3, weekday: MONDAY, month: 1 } },
    { name: "Washington's Birthday", date: { nth: 3, weekday: MONDAY, month: 2 } },
    { name: 'Good Friday', date: { easterPlusDays: -2 } },
    { name: 'Memorial Day', date: { nth: -1, weekday: MONDAY, month: 5 } },
    { name: 'Juneteenth', date: { on: [6, 19], shift: 'nearestWeekday' } },
    { name: 'Independence Day', date: { on: [7, 4], shift: 'nearestWeekday' } },
    { name: 'Labor Day', date: { nth: 1, weekday: MONDAY, month: 9 } },
    { name: 'Thanksgiving', date: { nth: 4, weekday: THURSDAY, month: 11 } },
    { name: 'Christmas', date: { on: [12, 25], shift: 'nearestWeekday' } },
  ],
  // Not when they are no trading days, or holidays themselves.
  halfDays: [
    { name: 'the day before Independence Day', date: { on: [7, 3], shift: 'none' } },
    { name: 'the day after Thanksgiving', date: { nth: 4, weekday: THURSDAY, month: 11, plusDays: 1 } },
    { name: 'Christmas Eve', date: { on: [12, 24], shift: 'none' } },
  ],
  closures: [{ date: [2025, 1, 9], name: 'National Day of Mourning for President Carter' }],
};

/** Crypto venues: always open; the day changes at midnight UTC. */
export const CRYPTO: CalendarData = {
  id: 'crypto',
  timeZone: 'UTC',
  holidays: [],
  halfDays: [],
  closures: [],
};

/** The date of a rule in a year. */
export function dateOf(rule: DateRule, year: number): number {
  if ('easterPlusDays' in rule) return easter(year) + rule.easterPlusDays;
  if ('on' in rule) {
    const [month, date] = rule.on;
    const day = dayOf(year, month, date);
    const weekday = weekdayOf(day);
    if (weekday === 0 && rule.shift !== 'none') return day + 1;
    return weekday === 6 && rule.shift === 'nearestWeekday' ? day - 1 : day;
  }
  const { nth, weekday, month, plusDays = 0 } = rule;
  if (nth > 0) {
    const first = dayOf(year, month, 1);
    return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (nth - 1) + plusDays;
  }
  const last = dayOf(year, month + 1, 0);
  return last - ((weekdayOf(last) - weekday + 7) % 7) + 7 * (nth + 1) + plusDays;
}
