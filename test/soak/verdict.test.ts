import { describe, expect, it } from 'vitest';
import { FaultWindows } from '../../control/resilience/service-levels/fault-windows.js';
import { isOverload } from './machine.js';
import { soakReport } from './report.js';
import { SessionSeconds } from './session-seconds.js';
import { trendOf, verdictOf, type SoakSeen } from './verdict.js';

const HOUR = 3_600_000;
const level = {
  seconds: 3600,
  up: 3600,
  excused: 60,
  excusedUp: 30,
  availability: 1,
  longestDownS: 30,
  heartbeats: 0,
  heartbeatMisses: 0,
  budgetS: 0,
  unasked: 0,
};

function seen(memory: (minute: number) => number, more: Partial<SoakSeen> = {}): SoakSeen {
  return {
    ...{ beganEpochMs: 0, endedEpochMs: HOUR, windows: [{ fromEpochMs: 1000, toEpochMs: 9000, faults: ['kill <x>'] }] },
    machine: { looks: 14_400, overloaded: 100, slowdownMax: 6, others: 0.05 },
    ...{ orderFaults: 0, journalState: 'open', notReady: [], silentSeconds: 0, sessions: { FIXEX: level } },
    samples: Array.from({ length: 60 }, (_, minute) => ({
      ...{ atEpochMs: minute * 60_000, memoryBytes: memory(minute), descriptors: 40 + (minute % 3) },
      ...{ turnNsMax: 1e6, bookUpdates: minute * 1000, orders: minute * 10 },
    })),
    ...more,
  };
}

const bad = (each: SoakSeen): string[] => verdictOf(each).flatMap(({ name, good }) => (good ? [] : [name]));
/** Up and down by some MB. */
const noise = (minute: number): number => 3e8 + ((minute * 7919) % 13) * 1e6;

describe('the verdict of a soak', () => {
  it('is good for a gateway that stays as it is', () => {
    expect(bad(seen(noise))).toEqual([]);
    // Warm-up may grow.
    expect(bad(seen((minute) => (minute < 12 ? 1e8 + minute * 2e7 : noise(minute))))).toEqual([]);
  });

  it.each([
    ['memory', seen((minute) => noise(minute) + minute * 2e6)],
    [
      'descriptors',
      { ...seen(noise), samples: seen(noise).samples.map((sample, i) => ({ ...sample, descriptors: 40 + i })) },
    ],
    ['session FIXEX', seen(noise, { sessions: { FIXEX: { ...level, up: 3599, availability: 3599 / 3600 } } })],
    [
      'session FIXEX',
      seen(noise, { sessions: { FIXEX: { ...level, seconds: 0, up: 0, excused: 3660, excusedUp: 5 } } }),
    ],
    ['order faults', seen(noise, { orderFaults: 1 })],
    ['journal', seen(noise, { journalState: 'full' })],
    ['ready at the end', seen(noise, { notReady: ['books: empty'] })],
    ['heard', seen(noise, { silentSeconds: 3 })],
    ['machine', seen(noise, { machine: { looks: 14_400, overloaded: 5000, slowdownMax: 40, others: 0.7 } })],
  ])('is bad: %s', (name, each) => {
    expect(bad(each)).toEqual([name]);
  });

  it('excuses a second in which others had the machine, and none that the system under test spoilt by itself', () => {
    expect(isOverload({ slowdown: 9, lateMs: 0, others: 0.5 })).toBe(true);
    expect(isOverload({ slowdown: 1, lateMs: 900, others: undefined })).toBe(true);
    expect(isOverload({ slowdown: 9, lateMs: 900, others: 0.01 })).toBe(false);
    expect(isOverload({ slowdown: 1.5, lateMs: 20, others: 0.9 })).toBe(false);
    const windows = new FaultWindows();
    const seconds = new SessionSeconds(0.9999, windows);
    for (let i = 0; i < 20; i++) {
      // What was in the way of seconds 4 and 5 is found out two seconds later.
      if (i === 7) windows.add('machine overloaded', 4000, 5500, 0);
      seconds.note(i * 1000, { isActive: true, isAcknowledged: i !== 4 && i !== 5, isAsked: true });
    }
    expect(seconds.summary()).toMatchObject({
      seconds: 18,
      up: 18,
      excused: 2,
      excusedUp: 0,
      availability: 1,
      longestDownS: 2,
    });
  });

  it('counts no second in which nothing was asked, and each in which nothing was answered', () => {
    const seconds = new SessionSeconds(0.9999, new FaultWindows());
    const note = (beganMs: number, isActive: boolean, isAcknowledged: boolean, isAsked: boolean): void =>
      seconds.note(beganMs, { isActive, isAcknowledged, isAsked });
    note(0, true, true, true);
    note(1000, true, false, false);
    note(2000, true, true, false);
    note(3000, true, false, true);
    note(4000, false, false, false);
    expect(seconds.summary()).toMatchObject({ seconds: 4, up: 2, unasked: 1, longestDownS: 2 });
  });

  it('knows a slope from noise', () => {
    const { slope, error } = trendOf(Array.from({ length: 60 }, (_, i) => [i * 60_000, 5 * i] as const));
    expect(slope).toBeCloseTo(300);
    expect(error).toBeCloseTo(0);
  });

  it('is a page that escapes what it shows', () => {
    const each = seen(noise);
    const page = soakReport(each, verdictOf(each));
    expect(page).toContain('Soak: good');
    expect(page).toContain('kill &#60;x&#62;');
    expect(page.match(/<svg/g)).toHaveLength(5);
  });
});
