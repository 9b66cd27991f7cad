import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimeInForce } from '../../core/venue.js';
import { CRYPTO, US_EQUITIES } from './calendar-data.js';
import { TradingCalendar } from './calendar.js';
import { parseDate } from './dates.js';
import { carriesOver, endOf, endOfDate } from './expiry.js';
import { ExpiryQueue } from './expiry-queue.js';

const us = new TradingCalendar(US_EQUITIES);
const crypto = new TradingCalendar(CRYPTO);
const at = (text: string): number => Date.parse(text);
const end = (timeInForce: number, entered: string, calendar = us, expireEpochMs = 0): string | number => {
  const ms = endOf({ timeInForce, expireEpochMs }, at(entered), calendar);
  return Number.isFinite(ms) && ms > 0 ? new Date(ms).toISOString() : ms;
};

describe('an order ends', () => {
  it('for the day: at the close of the session under way, or of the next', () => {
    expect(end(TimeInForce.day, '2026-06-01T15:00Z')).toBe('2026-06-01T20:00:00.000Z');
    // Before the open, at the very close, after it, and over a weekend with a holiday on its Monday.
    expect(end(TimeInForce.day, '2026-06-01T08:30Z')).toBe('2026-06-01T20:00:00.000Z');
    expect(end(TimeInForce.day, '2026-06-01T20:00Z')).toBe('2026-06-02T20:00:00.000Z');
    expect(end(TimeInForce.day, '2026-09-04T21:00Z')).toBe('2026-09-08T20:00:00.000Z');
    expect(end(TimeInForce.day, '2026-11-27T15:00Z')).toBe('2026-11-27T18:00:00.000Z');
  });

  it('for the day, in the right zone across daylight saving', () => {
    // Entered on the Friday evening before clocks change: the Monday close is an hour earlier in UTC.
    expect(end(TimeInForce.day, '2026-03-06T15:00Z')).toBe('2026-03-06T21:00:00.000Z');
    expect(end(TimeInForce.day, '2026-03-06T22:00Z')).toBe('2026-03-09T20:00:00.000Z');
    expect(end(TimeInForce.day, '2026-10-30T20:30Z')).toBe('2026-11-02T21:00:00.000Z');
    expect(end(TimeInForce.day, '2026-03-08T06:30Z', crypto)).toBe('2026-03-09T00:00:00.000Z');
  });

  it('at the open, at the close, at its date, never', () => {
    expect(end(TimeInForce.atTheOpening, '2026-06-01T13:00Z')).toBe('2026-06-01T13:30:00.000Z');
    expect(end(TimeInForce.atTheOpening, '2026-06-01T13:30Z')).toBe('2026-06-02T13:30:00.000Z');
    expect(end(TimeInForce.atTheClose, '2026-06-01T13:00Z')).toBe('2026-06-01T20:00:00.000Z');
    expect(end(TimeInForce.goodTillDate, '2026-06-01T13:00Z', us, at('2026-06-05T16:30Z'))).toBe(
      '2026-06-05T16:30:00.000Z',
    );
    expect(end(TimeInForce.goodTillCancel, '2026-06-01T13:00Z')).toBe(Infinity);
    expect(end(TimeInForce.immediateOrCancel, '2026-06-01T13:00Z')).toBe(0);
    // A date without a time, on a holiday and on a half day.
    expect(new Date(endOfDate(parseDate('2026-11-26')!, us)).toISOString()).toBe('2026-11-25T21:00:00.000Z');
    expect(new Date(endOfDate(parseDate('2026-11-27')!, us)).toISOString()).toBe('2026-11-27T18:00:00.000Z');
  });

  it('or is carried over', () => {
    const entered = at('2026-06-01T15:00Z');
    const close = at('2026-06-01T20:00Z');
    const carried = (timeInForce: number, expireEpochMs = 0): boolean =>
      carriesOver({ timeInForce, expireEpochMs }, entered, us, close);
    expect(carried(TimeInForce.day)).toBe(false);
    expect(carried(TimeInForce.goodTillCancel)).toBe(true);
    expect(carried(TimeInForce.goodTillDate, close + 1)).toBe(true);
    expect(carried(TimeInForce.goodTillDate, close)).toBe(false);
  });
});

it('the queue gives what is due, as a list that is sorted each time would', () => {
  const action = fc.oneof(
    fc.record({ kind: fc.constant('set' as const), id: fc.nat(20), ms: fc.nat(100) }),
    fc.record({ kind: fc.constant('remove' as const), id: fc.nat(20), ms: fc.constant(0) }),
    fc.record({ kind: fc.constant('due' as const), id: fc.constant(0), ms: fc.nat(100) }),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 400, size: 'max' }), (actions) => {
      const queue = new ExpiryQueue();
      const model = new Map<number, number>();
      for (const { kind, id, ms } of actions) {
        if (kind === 'set') {
          queue.set(id, ms === 100 ? Infinity : ms);
          if (ms === 100) model.delete(id);
          else model.set(id, ms);
        } else if (kind === 'remove') {
          queue.remove(id);
          model.delete(id);
        } else {
          const expected = [...model].filter(([, end]) => end <= ms).sort((a, b) => a[1] - b[1] || a[0] - b[0]);
          for (const [gone] of expected) model.delete(gone);
          expect(queue.due(ms)).toEqual(expected.map(([gone]) => gone));
        }
        expect(queue.size).toBe(model.size);
        expect(queue.nextMs).toBe(Math.min(Infinity, ...model.values()));
      }
    }),
    { numRuns: 50, seed: 6 },
  );
});
