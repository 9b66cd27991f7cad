import { describe, expect, it } from 'vitest';
import { EXCLUDED } from '../../core/market-view.js';
import { CRYPTO, US_EQUITIES, type CalendarData } from './calendar-data.js';
import { TradingCalendar } from './calendar.js';
import { dateText, dayOf, easter, parseDate } from './dates.js';
import { DayError } from './errors.js';
import { phaseOf } from './phases.js';

const us = new TradingCalendar(US_EQUITIES);
const iso = (ms: number): string => new Date(ms).toISOString();
const day = (text: string): number => parseDate(text)!;

/** As NYSE Group published them (2024-11-08 and 2025-12-23), with the closure of January 2025. */
const PUBLISHED: Readonly<Record<number, { closed: string; early: string }>> = {
  2025: { closed: '01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25', early: '07-03 11-28 12-24' },
  2026: { closed: '01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25', early: '11-27 12-24' },
  2027: { closed: '01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24', early: '11-26' },
  2028: { closed: '01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25', early: '07-03 11-24' },
};

describe('US equities', () => {
  it.each([2025, 2026, 2027, 2028])('closes on the published days of %i, and early on the published days', (year) => {
    const closed: string[] = [];
    const early: string[] = [];
    for (let date = dayOf(year, 1, 1); date < dayOf(year + 1, 1, 1); date++) {
      const why = us.closedOn(date);
      if (why !== undefined && why !== 'weekend') closed.push(dateText(date).slice(5));
      if (us.session(date)?.isHalfDay === true) early.push(dateText(date).slice(5));
    }
    expect(closed.join(' ')).toBe(PUBLISHED[year]!.closed);
    expect(early.join(' ')).toBe(PUBLISHED[year]!.early);
  });

  it('keeps New York hours on both sides of daylight saving', () => {
    // Clocks went forward on Sunday 2026-03-08, and back on 2026-11-01.
    expect(iso(us.session(day('2026-03-06'))!.openMs)).toBe('2026-03-06T14:30:00.000Z');
    expect(iso(us.session(day('2026-03-09'))!.openMs)).toBe('2026-03-09T13:30:00.000Z');
    expect(iso(us.session(day('2026-10-30'))!.closeMs)).toBe('2026-10-30T20:00:00.000Z');
    expect(iso(us.session(day('2026-11-02'))!.closeMs)).toBe('2026-11-02T21:00:00.000Z');
    const half = us.session(day('2026-11-27'))!;
    expect([iso(half.closeMs), iso(half.endMs)]).toEqual(['2026-11-27T18:00:00.000Z', '2026-11-27T22:00:00.000Z']);
  });

  it('knows the phase of an instant, ends excluded', () => {
    const { preOpenMs, openMs, closeMs, endMs } = us.session(day('2026-06-01'))!;
    const phases = [preOpenMs - 1, preOpenMs, openMs - 1, openMs, closeMs - 1, closeMs, endMs - 1, endMs];
    expect(phases.map((ms) => us.phaseAt(ms))).toEqual([
      'closed',
      'preOpen',
      'preOpen',
      'open',
      'open',
      'lateSession',
      'lateSession',
      'closed',
    ]);
    expect(us.phaseAt(Date.parse('2026-06-06T15:00Z'))).toBe('closed');
  });

  it('finds the next session over a long weekend, and the last one before', () => {
    // Thanksgiving 2026, then a half day, then a weekend.
    expect(dateText(us.sessionAfter(Date.parse('2026-11-25T21:30Z'), 'closeMs').day)).toBe('2026-11-27');
    expect(dateText(us.sessionAfter(Date.parse('2026-11-27T18:00Z'), 'closeMs').day)).toBe('2026-11-30');
    expect(dateText(us.sessionUpTo(day('2026-11-26')).day)).toBe('2026-11-25');
  });
});

describe('crypto', () => {
  it('is always open, from midnight UTC to midnight', () => {
    const calendar = new TradingCalendar(CRYPTO);
    for (const time of ['2026-12-25T00:00Z', '2028-02-29T23:59Z'])
      expect(calendar.phaseAt(Date.parse(time))).toBe('open');
    const session = calendar.session(day('2026-12-25'))!;
    expect([iso(session.preOpenMs), iso(session.endMs)]).toEqual([
      '2026-12-25T00:00:00.000Z',
      '2026-12-26T00:00:00.000Z',
    ]);
  });
});

it('knows Easter', () => {
  expect([1961, 2000, 2025, 2027, 2038].map((year) => dateText(easter(year)))).toEqual([
    '1961-04-02',
    '2000-04-23',
    '2025-04-20',
    '2027-03-28',
    '2038-04-25',
  ]);
});

it('takes an instrument for halted only where every venue that tells anything says so', () => {
  const open = us.session(day('2026-06-01'))!.openMs;
  expect(phaseOf(us, [EXCLUDED.halted, EXCLUDED.absent], open)).toBe('halted');
  expect(phaseOf(us, [EXCLUDED.halted, EXCLUDED.stale], open)).toBe('open');
  expect(phaseOf(us, [EXCLUDED.absent], open)).toBe('open');
  expect(phaseOf(us, [EXCLUDED.halted], open - 86_400_000)).toBe('closed');
});

it('refuses a calendar that makes no sense', () => {
  const wrong =
    (hours: CalendarData['hours']): (() => TradingCalendar) =>
    () =>
      new TradingCalendar({ ...US_EQUITIES, hours: hours! });
  expect(wrong({ preOpen: '04:00', open: '9:30', close: '16:00', end: '20:00' })).toThrow(DayError);
  expect(wrong({ preOpen: '04:00', open: '16:30', close: '16:00', end: '20:00' })).toThrow(/one after the other/);
  expect(() => new TradingCalendar({ ...CRYPTO, timeZone: 'Mars/Olympus' })).toThrow(/no such time zone/);
  expect(parseDate('2026-02-29')).toBeUndefined();
});
