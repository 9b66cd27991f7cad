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
  private readonly prefixView: DataView;
  /** The prefix as little-endian words and its last byte; the second it stands for, as milliseconds since 1970. */
  private word0 = 0;
  private word1 = 0;
  private word2 = 0;
  private word3 = 0;
  private lastByte = 0;
  private secondMs = NaN;
  private day = NaN;

  /** @param prefix where the second is kept as text, for whoever copies it from there */
  constructor(private readonly prefix: Uint8Array = new Uint8Array(PREFIX_BYTES)) {
    this.prefixView = new DataView(prefix.buffer, prefix.byteOffset, prefix.byteLength);
  }

  /**
   * Sees to it that the prefix is that of the second, and answers the milliseconds within it.
   * @throws FixEncodeError as `write` does
   */
  toSecond(epochMs: number, tag: number): number {
    let ms = epochMs - this.secondMs;
    if (!(ms >= 0 && ms < 1000)) {
      this.setSecond(Math.floor(epochMs / 1000), tag);
      ms = epochMs - this.secondMs;
    }
    return ms | 0;
  }

  /**
   * Writes a timestamp at `at` and returns where it ends. The fraction is cut, not rounded. There must be room.
   * @param view of the memory that is written to
   * @throws FixEncodeError when it is not of the years 1970 to 9999
   */
  write(view: DataView, at: number, epochMs: number, precision: TimePrecision, tag: number): number {
    let ms = epochMs - this.secondMs;
    if (!(ms >= 0 && ms < 1000)) {
      this.setSecond(Math.floor(epochMs / 1000), tag);
      ms = epochMs - this.secondMs;
    }
    view.setInt32(at, this.word0, true);
    view.setInt32(at + 4, this.word1, true);
    view.setInt32(at + 8, this.word2, true);
    view.setInt32(at + 12, this.word3, true);
    view.setUint8(at + 16, this.lastByte);
    if (precision === 'seconds') return at + PREFIX_BYTES;
    const wholeMs = ms | 0;
    view.setInt32(at + 17, fractionWord(0x2e, wholeMs), true);
    return precision === 'milliseconds' ? at + 21 : writeFiner(view, at + 21, ms - wholeMs, precision);
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
    const { prefixView: view } = this;
    this.word0 = view.getInt32(0, true);
    this.word1 = view.getInt32(4, true);
    this.word2 = view.getInt32(8, true);
    this.word3 = view.getInt32(12, true);
    this.lastByte = prefix[16]!;
    this.secondMs = second * 1000;
  }
}

/** A character and three digits, as a little-endian word. */
function fractionWord(first: number, value: number): number {
  const tens = (value / 10) | 0;
  const hundreds = (value / 100) | 0;
  return first | ((0x30 + hundreds) << 8) | ((0x30 + tens - hundreds * 10) << 16) | ((0x30 + value - tens * 10) << 24);
}

/** Digits behind those of the milliseconds; returns where they end. @param fraction of a millisecond */
function writeFiner(view: DataView, at: number, fraction: number, precision: TimePrecision): number {
  // A double of milliseconds since 1970 is exact to a quarter of a microsecond; an eighth more keeps whole microseconds whole.
  const microseconds = Math.min(999, Math.floor(fraction * 1000 + 0.125));
  view.setUint8(at, 0x30 + ((microseconds / 100) | 0));
  view.setUint8(at + 1, 0x30 + (((microseconds / 10) | 0) % 10));
  view.setUint8(at + 2, 0x30 + (microseconds % 10));
  if (precision === 'microseconds') return at + 3;
  const nanoseconds = Math.max(0, Math.min(999, Math.floor(fraction * 1e6 - microseconds * 1000)));
  view.setUint8(at + 3, 0x30 + ((nanoseconds / 100) | 0));
  view.setUint8(at + 4, 0x30 + (((nanoseconds / 10) | 0) % 10));
  view.setUint8(at + 5, 0x30 + (nanoseconds % 10));
  return at + 6;
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
