/** Values of fields, read from their bytes without a copy. Malformed values are NaN or -1: whoever reads decides what that means. */

import type { ByteViews } from './words.js';

const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;
/** Digits that are exact in an int32 whatever they are. */
const INT32_DIGITS = 9;
const SHORT_TEXT = 12;

/** "0000" as a word; what a byte above 9 gets its highest bit from; highest bits. */
const FOUR_ZEROS = 0x30303030;
const ABOVE_NINE = 0x76767676;
const HIGH_BITS = 0x80808080 | 0;
/** Points less zeros, and ones, in each byte. */
const FOUR_POINTS = 0x1e1e1e1e;
const ONES = 0x01010101;
/** What is before the digits of a word that has 1 to 4 of them at its end; the first one is for none. */
const DIGIT_MASKS = Int32Array.of(0, 0xff000000 | 0, 0xffff0000 | 0, 0xffffff00 | 0, -1);
/** Of a quick look: not plain. No number of eight digits, nor one times 10^4, is this. */
const NOT_PLAIN = -1;

/** The number whose four digits, 0 to 9, are the bytes of a word, the first one lowest: pairs of digits, and then the pair of these. */
export function weigh(digits: number): number {
  const pairs = (Math.imul(digits, 10) + (digits >>> 8)) & 0x00ff00ff;
  return Math.imul(pairs, (100 << 16) + 1) >>> 16;
}

/**
 * An integer of one to eight digits in bytes[start .. end), NOT_PLAIN for everything else: eight bytes are looked at together, those in front of the value
 * too.
 */
function readPlainInt(view: DataView, start: number, end: number): number {
  const length = (end - start) | 0;
  if (length > 8 || length <= 0 || end < 8) return NOT_PLAIN;
  if (length <= 4) {
    const digits = (view.getInt32(end - 4, true) ^ FOUR_ZEROS) & DIGIT_MASKS[length]!;
    return (((digits + ABOVE_NINE) | digits) & HIGH_BITS) === 0 ? weigh(digits) : NOT_PLAIN;
  }
  const low = view.getInt32(end - 4, true) ^ FOUR_ZEROS;
  const high = (view.getInt32(end - 8, true) ^ FOUR_ZEROS) & DIGIT_MASKS[length - 4]!;
  const wrong = (low + ABOVE_NINE) | low | (high + ABOVE_NINE) | high;
  return (wrong & HIGH_BITS) === 0 ? (Math.imul(weigh(high), 10_000) + weigh(low)) | 0 : NOT_PLAIN;
}
/**
 * NaN when empty, not an integer, or not below 2^53. Leading zeros are fine, a plus sign is not.
 * @param views of the bytes
 */
export function readInt(bytes: Uint8Array, { view, offset }: ByteViews, start: number, end: number): number {
  const plain = readPlainInt(view, (offset + start) | 0, (offset + end) | 0);
  return plain === NOT_PLAIN ? readAnyInt(bytes, start, end) : plain;
}

function readAnyInt(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  const negative = at < end && bytes[at]! === MINUS;
  if (negative) at++;
  if (at >= end) return NaN;
  let value = 0;
  const fast = Math.min(end, at + INT32_DIGITS);
  for (; at < fast; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit >>> 0 > 9) return NaN;
    value = (Math.imul(value, 10) + digit) | 0;
  }
  if (at < end) return readLongInt(bytes, at, end, value, negative);
  return negative ? -value : value;
}

function readLongInt(bytes: Uint8Array, from: number, end: number, head: number, negative: boolean): number {
  let value = head;
  for (let at = from; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit >>> 0 > 9) return NaN;
    value = value * 10 + digit;
    if (value > Number.MAX_SAFE_INTEGER) return NaN;
  }
  return negative ? -value : value;
}

/** Up to this power, times nine digits, all products are exact. */
const QUICK_POWER = 6;
const POWERS = Float64Array.from({ length: QUICK_POWER + 1 }, (_, i) => 10 ** i);
const SMALL_POWERS = Int32Array.from(POWERS);
/** What can be multiplied by each power and stay a small integer of V8, below 2^30. */
const SMALL_LIMITS = Int32Array.from(POWERS, (power) => Math.floor((2 ** 30 - 1) / power));

/**
 * value × 10^scale as an exact integer: 187.25 at scale 4 is 1872500. NaN when it is no decimal number (digits, at most one point, a minus
 * in front), has a digit other than 0 beyond the scale, or is not below 2^53. Up to eight characters with up to three digits behind the point are
 * looked at together, others one by one.
 * @param views of the bytes
 */
export function readDecimal(
  bytes: Uint8Array,
  { view, offset }: ByteViews,
  start: number,
  end: number,
  scale: number,
): number {
  const length = (end - start) | 0;
  const last = (offset + end) | 0;
  if (length < 2 || length > 8 || last < 8) return readAnyDecimal(bytes, start, end, scale);
  let low = (view.getInt32(last - 4, true) ^ FOUR_ZEROS) & DIGIT_MASKS[length < 4 ? length : 4]!;
  let high = (view.getInt32(last - 8, true) ^ FOUR_ZEROS) & DIGIT_MASKS[length > 4 ? length - 4 : 0]!;
  let shift = scale;
  const other = low ^ FOUR_POINTS;
  // The lowest bit that stays is the highest of the first byte that is a point.
  const points = (other - ONES) & ~other & HIGH_BITS;
  if (points !== 0) {
    const bit = 31 - Math.clz32(points & -points);
    shift -= 3 - (bit >>> 3);
    // What is in front of the point moves over it.
    low = (low & (-2 << bit)) | ((low & ((1 << (bit - 7)) - 1)) << 8) | (high >>> 24);
    high <<= 8;
  }
  const wrong = (low + ABOVE_NINE) | low | (high + ABOVE_NINE) | high;
  if ((wrong & HIGH_BITS) !== 0 || shift < 0 || shift > QUICK_POWER) return readAnyDecimal(bytes, start, end, scale);
  const value = (Math.imul(weigh(high), 10_000) + weigh(low)) | 0;
  // A small integer stays one: as a double it would have to be turned back.
  return value <= SMALL_LIMITS[shift]! ? Math.imul(value, SMALL_POWERS[shift]!) : value * POWERS[shift]!;
}

function readAnyDecimal(bytes: Uint8Array, start: number, end: number, scale: number): number {
  let at = start;
  const negative = at < end && bytes[at]! === MINUS;
  if (negative) at++;
  let value = 0;
  let digits = 0;
  let fraction = 0;
  let point = false;
  for (; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit >>> 0 > 9) {
      if (point || digit !== POINT - ZERO) return NaN;
      point = true;
      continue;
    }
    digits++;
    if (point && ++fraction > scale) {
      if (digit !== 0) return NaN;
      continue;
    }
    value = value * 10 + digit;
    if (value > Number.MAX_SAFE_INTEGER) return NaN;
  }
  if (digits === 0) return NaN;
  for (; fraction < scale; fraction++) value *= 10;
  if (value > Number.MAX_SAFE_INTEGER) return NaN;
  return negative && value !== 0 ? -value : value;
}

const DAY_MS = 86_400_000;
/** The last date that was read: most timestamps are of today. */
let cachedDate = -1;
let cachedDayMs = 0;

/** Milliseconds since 1970 of "YYYYMMDD" at `at`, NaN when it is no date of the years 1 to 9999. The bytes must be there. */
export function readDateMs(bytes: Uint8Array, at: number): number {
  let date = 0;
  for (let i = at; i < at + 8; i++) {
    const digit = bytes[i]! - ZERO;
    if (digit >>> 0 > 9) return NaN;
    date = (Math.imul(date, 10) + digit) | 0;
  }
  if (date === cachedDate) return cachedDayMs;
  const day = date % 100;
  const month = ((date / 100) | 0) % 100;
  const year = (date / 10_000) | 0;
  if (year === 0 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return NaN;
  cachedDate = date;
  cachedDayMs = daysSince1970(year, month, day) * DAY_MS;
  return cachedDayMs;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Of the proleptic Gregorian calendar, with years that begin in March so that the leap day is the last. */
function daysSince1970(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/**
 * Milliseconds of "HH:MM:SS", with up to 12 digits of fraction or none, in bytes[start .. end); the second may be 60. NaN when it is none.
 */
export function readTimeOfDayMs(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length < 8 || bytes[start + 2]! !== 0x3a || bytes[start + 5]! !== 0x3a) return NaN;
  const hours = twoDigits(bytes, start);
  const minutes = twoDigits(bytes, start + 3);
  const seconds = twoDigits(bytes, start + 6);
  if (hours > 23 || minutes > 59 || seconds > 60) return NaN;
  const whole = Math.imul(Math.imul(hours, 60) + minutes, 60_000) + Math.imul(seconds, 1000);
  if (length === 8) return whole;
  if (length < 10 || length > 21 || bytes[start + 8]! !== POINT) return NaN;
  let fraction = 0;
  for (let at = start + 9; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit >>> 0 > 9) return NaN;
    fraction = fraction * 10 + digit;
  }
  if (length === 12) return whole + fraction;
  return whole + fraction / 10 ** (length - 12);
}

/** Above 99 when they are no digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - ZERO;
  const units = bytes[at + 1]! - ZERO;
  return tens >>> 0 > 9 || units >>> 0 > 9 ? 100 : tens * 10 + units;
}

/** A UTCTimestamp, "YYYYMMDD-HH:MM:SS" with a fraction or none, as milliseconds since 1970, with a fraction; NaN when it is none. */
export function readUtcMs(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 17 || bytes[start + 8]! !== MINUS) return NaN;
  return readDateMs(bytes, start) + readTimeOfDayMs(bytes, start + 9, end);
}

/** Latin-1. Short values are put together here: a call into the runtime costs more. */
export function readString(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT_TEXT) {
    return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
  }
  let text = '';
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}
