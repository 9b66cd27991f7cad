/** UTCTimestamp prefixes, "YYYYMMDD-HH:MM:SS", made once a second. */
import { FixEncodeError } from './errors.js';

const PREFIX_BYTES = 17;
const DAY_SECONDS = 86_400;
/** The first second of the year 10000. */
const END_SECOND = 253_402_300_800;

export type TimePrecision = 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds';

/** Length of a timestamp of each precision. */
export const TIMESTAMP_BYTES: Readonly<Record<TimePrecision, number>> = {
  seconds: 17,
  milliseconds: 21,
  microseconds: 24,
  nanoseconds: 27,
};

export class TimestampWriter {
  private readonly prefix = new Uint8Array(PREFIX_BYTES);
  private second = NaN;
  private day = NaN;

  /**
   * Writes a timestamp at `at` and returns where it ends. The fraction is cut, not rounded. There must be room.
   * @throws FixEncodeError when it is not of the years 1970 to 9999
   */
  write(bytes: Uint8Array, at: number, epochMs: number, precision: TimePrecision, tag: number): number {
    const second = Math.floor(epochMs / 1000);
    if (second !== this.second) this.setSecond(second, tag);
    const { prefix } = this;
    for (let i = 0; i < PREFIX_BYTES; i++) bytes[at + i] = prefix[i]!;
    if (precision === 'seconds') return at + PREFIX_BYTES;
    const ms = epochMs - second * 1000;
    const wholeMs = Math.floor(ms);
    bytes[at + 17] = 0x2e;
    writeDigits(bytes, at + 18, wholeMs, 3);
    if (precision === 'milliseconds') return at + 21;
    // A double of milliseconds since 1970 is exact to a quarter of a microsecond; an eighth more keeps whole microseconds whole.
    const fraction = ms - wholeMs;
    const microseconds = Math.min(999, Math.floor(fraction * 1000 + 0.125));
    writeDigits(bytes, at + 21, microseconds, 3);
    if (precision === 'microseconds') return at + 24;
    writeDigits(bytes, at + 24, Math.max(0, Math.min(999, Math.floor(fraction * 1e6 - microseconds * 1000))), 3);
    return at + 27;
  }

  private setSecond(second: number, tag: number): void {
    if (!(second >= 0 && second < END_SECOND)) {
      throw new FixEncodeError('FIX_VALUE', tag, 'a timestamp must be of the years 1970 to 9999');
    }
    const { prefix } = this;
    const day = Math.floor(second / DAY_SECONDS);
    if (day !== this.day) {
      writeDate(prefix, 0, day);
      prefix[8] = 0x2d;
      prefix[11] = prefix[14] = 0x3a;
      this.day = day;
    }
    const ofDay = second - day * DAY_SECONDS;
    writeDigits(prefix, 9, Math.floor(ofDay / 3600), 2);
    writeDigits(prefix, 12, Math.floor(ofDay / 60) % 60, 2);
    writeDigits(prefix, 15, ofDay % 60, 2);
    this.second = second;
  }
}

/** "YYYYMMDD" of a day since 1970, by the calendar that begins its years in March. */
function writeDate(bytes: Uint8Array, at: number, day: number): void {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  writeDigits(bytes, at, yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 4);
  writeDigits(bytes, at + 4, month, 2);
  writeDigits(bytes, at + 6, dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1, 2);
}

function writeDigits(bytes: Uint8Array, at: number, value: number, count: number): void {
  let rest = value | 0;
  for (let i = at + count - 1; i >= at; i--) {
    const tenth = (rest / 10) | 0;
    bytes[i] = 0x30 + rest - tenth * 10;
    rest = tenth;
  }
}
