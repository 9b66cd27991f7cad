/**
 * Local time in an IANA zone, by the zone data of the JavaScript engine (Intl). One rule turns a local time into an instant, for times that
 * do not exist and for times that exist twice: it is **the first instant at which the local clock shows that time or a later one**.
 * So 02:30 on the night when clocks go from 02:00 to 03:00 is the instant of the change, and 01:30 on the night when
 * they go back from 02:00 to 01:00 is the first of the two. A date that a zone has skipped lies at the change that skipped it.
 */
import { InputError } from './errors.js';

/** `TIME_ZONE`: no such IANA time zone. */
export class TimeZoneError extends InputError {}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Zones lie from 12 hours behind UTC to 14 hours ahead; one more for safety. */
const BEHIND_MS = 13 * HOUR_MS;
const AHEAD_MS = 15 * HOUR_MS;

export class TimeZone {
  private readonly format: Intl.DateTimeFormat;

  /** Throws TimeZoneError. */
  constructor(readonly name: string) {
    try {
      this.format = formatOf(name);
    } catch (cause) {
      throw new TimeZoneError('TIME_ZONE', 'no such time zone', {
        found: name,
        expected: 'an IANA name such as Europe/London',
        cause,
      });
    }
  }

  /** How far local clocks are ahead of UTC. */
  offsetMs(epochMs: number): number {
    const text = this.format.format(epochMs);
    const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text);
    if (match?.[1] === undefined) return 0;
    const ms = (Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0)) * 1000;
    return match[1] === '-' ? -ms : ms;
  }

  /** Days since 1970-01-01 of the date that local calendars show. */
  dayAt(epochMs: number): number {
    return Math.floor((epochMs + this.offsetMs(epochMs)) / DAY_MS);
  }

  /** The first instant at which local calendars and clocks show this or later. */
  instantOf(day: number, timeMs: number): number {
    const localMs = day * DAY_MS + timeMs;
    const before = this.offsetMs(localMs - AHEAD_MS);
    const after = this.offsetMs(localMs + BEHIND_MS);
    if (before === after) return localMs - before;
    const changeMs = this.changeBetween(localMs - AHEAD_MS, localMs + BEHIND_MS, before);
    const byOldClock = localMs - before;
    return byOldClock < changeMs ? byOldClock : Math.max(changeMs, localMs - after);
  }

  /** The instant at which the offset stops being `before`. Offsets change once in a day at most. */
  private changeBetween(fromMs: number, toMs: number, before: number): number {
    let low = fromMs;
    let high = toMs;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.offsetMs(middle) === before) low = middle;
      else high = middle;
    }
    return high;
  }
}

/** 0 is Sunday; days since 1970-01-01, which was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A format is dear to make, and there are few zones. Throws RangeError. */
function formatOf(name: string): Intl.DateTimeFormat {
  let format = formats.get(name);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    formats.set(name, format);
  }
  return format;
}
