/** The formats that values have by their type (FIX 5.0 SP2 volume 1, "datatypes"; before 4.2 the types had other names). */
import { isTimestamp } from './timestamp-reader.js';
import { readDateMs, readTimeOfDayMs } from './values.js';
import type { ByteViews } from './words.js';

const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;
const COLON = 0x3a;

/** How a value is checked. Text, which is not, is 0. */
export const Format = {
  /** Text: anything. */
  any: 0,
  char: 1,
  boolean: 2,
  integer: 3,
  /** INT that cannot be negative: lengths, counts, sequence numbers. */
  natural: 4,
  decimal: 5,
  utcTimestamp: 6,
  date: 7,
  utcTimeOnly: 8,
  monthYear: 9,
  dayOfMonth: 10,
  /** Values separated by spaces, each of which may have to be one of a list. */
  multiple: 11,
  localTime: 12,
  zonedTime: 13,
  zonedTimestamp: 14,
} as const;

const formats: ReadonlyMap<string, number> = new Map([
  ['STRING', Format.any],
  ['DATA', Format.any],
  ['XMLDATA', Format.any],
  ['CURRENCY', Format.any],
  ['EXCHANGE', Format.any],
  ['COUNTRY', Format.any],
  ['LANGUAGE', Format.any],
  ['XID', Format.any],
  ['XIDREF', Format.any],
  ['CHAR', Format.char],
  ['BOOLEAN', Format.boolean],
  ['INT', Format.integer],
  ['TAGNUM', Format.natural],
  ['LENGTH', Format.natural],
  ['NUMINGROUP', Format.natural],
  ['SEQNUM', Format.natural],
  ['DAYOFMONTH', Format.dayOfMonth],
  ['FLOAT', Format.decimal],
  ['PRICE', Format.decimal],
  ['PRICEOFFSET', Format.decimal],
  ['QTY', Format.decimal],
  ['QUANTITY', Format.decimal],
  ['AMT', Format.decimal],
  ['PERCENTAGE', Format.decimal],
  ['UTCTIMESTAMP', Format.utcTimestamp],
  ['TIME', Format.utcTimestamp],
  ['UTCDATE', Format.date],
  ['UTCDATEONLY', Format.date],
  ['LOCALMKTDATE', Format.date],
  ['DATE', Format.date],
  ['UTCTIMEONLY', Format.utcTimeOnly],
  ['LOCALMKTTIME', Format.localTime],
  ['MONTHYEAR', Format.monthYear],
  ['TZTIMEONLY', Format.zonedTime],
  ['TZTIMESTAMP', Format.zonedTimestamp],
  ['MULTIPLEVALUESTRING', Format.multiple],
  ['MULTIPLESTRINGVALUE', Format.multiple],
  ['MULTIPLECHARVALUE', Format.multiple],
]);

export function isFieldType(type: string): boolean {
  return formats.has(type);
}

/** @param charIsText before FIX 4.2 the type CHAR meant text of any length */
export function formatOf(type: string, charIsText: boolean): number {
  return charIsText && type === 'CHAR' ? Format.any : (formats.get(type) ?? Format.any);
}

/**
 * Whether bytes[start .. end), at least one, have the format.
 * @param views of the bytes
 */
export function hasFormat(format: number, bytes: Uint8Array, views: ByteViews, start: number, end: number): boolean {
  switch (format) {
    case Format.char:
      return end === start + 1;
    case Format.boolean:
      return end === start + 1 && (bytes[start]! === 0x59 || bytes[start]! === 0x4e);
    case Format.integer:
      return isDigits(bytes, bytes[start]! === MINUS ? start + 1 : start, end);
    case Format.natural:
      return isDigits(bytes, start, end);
    case Format.decimal:
      return isDecimal(bytes, start, end);
    case Format.utcTimestamp:
      return isTimestamp(bytes, views, start, end);
    case Format.date:
      return end === start + 8 && isDate(bytes, start);
    case Format.utcTimeOnly:
      return isTimeOfDay(bytes, start, end);
    case Format.monthYear:
      return isMonthYear(bytes, start, end);
    case Format.dayOfMonth:
      return end - start <= 2 && isDigits(bytes, start, end) && inRange(number(bytes, start, end), 1, 31);
    case Format.localTime:
      return isTimeOfDay(bytes, start, end) || isHoursMinutes(bytes, start, end);
    case Format.zonedTime:
      return isZonedTime(bytes, start, end);
    case Format.zonedTimestamp:
      return (
        end - start > 9 && isDate(bytes, start) && bytes[start + 8]! === MINUS && isZonedTime(bytes, start + 9, end)
      );
    default:
      return true;
  }
}

/** At least one digit, and nothing else. */
function isDigits(bytes: Uint8Array, start: number, end: number): boolean {
  if (start >= end) return false;
  for (let at = start; at < end; at++) if ((bytes[at]! - ZERO) >>> 0 > 9) return false;
  return true;
}

/** Digits with at most one point among them and a minus before them; no plus, no exponent. */
function isDecimal(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  if (bytes[at]! === MINUS) at++;
  let digits = 0;
  let points = 0;
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if ((byte - ZERO) >>> 0 <= 9) digits++;
    else if (byte === POINT) points++;
    else return false;
  }
  return digits > 0 && points <= 1;
}

function isDate(bytes: Uint8Array, start: number): boolean {
  return !Number.isNaN(readDateMs(bytes, start));
}

/** Fractions come in threes: seconds, milli-, micro-, nano- or picoseconds. */
function isTimeOfDay(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length !== 8 && length !== 12 && length !== 15 && length !== 18 && length !== 21) return false;
  return !Number.isNaN(readTimeOfDayMs(bytes, start, end));
}

function isHoursMinutes(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    end - start === 5 &&
    bytes[start + 2]! === COLON &&
    isDigits(bytes, start, start + 2) &&
    isDigits(bytes, start + 3, end) &&
    number(bytes, start, start + 2) <= 23 &&
    number(bytes, start + 3, end) <= 59
  );
}

/** HH:MM or HH:MM:SS with a fraction or none, then Z, +hh, -hh, +hh:mm, -hh:mm or nothing. */
function isZonedTime(bytes: Uint8Array, start: number, end: number): boolean {
  let zone = start;
  while (zone < end && (bytes[zone]! - ZERO) >>> 0 <= 10) zone++;
  if (zone < end && bytes[zone]! === POINT) {
    zone++;
    while (zone < end && (bytes[zone]! - ZERO) >>> 0 <= 9) zone++;
  }
  if (!isTimeOfDay(bytes, start, zone) && !isHoursMinutes(bytes, start, zone)) return false;
  if (zone === end) return true;
  const sign = bytes[zone]!;
  if (sign === 0x5a) return zone + 1 === end;
  if (sign !== MINUS && sign !== 0x2b) return false;
  if (end - zone === 3) return isDigits(bytes, zone + 1, end) && number(bytes, zone + 1, end) <= 14;
  return isHoursMinutes(bytes, zone + 1, end);
}

/** YYYYMM, YYYYMMDD, or YYYYMMwN with a week of 1 to 5. */
function isMonthYear(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length !== 6 && length !== 8) return false;
  if (length === 8 && bytes[start + 6]! !== 0x77) return isDate(bytes, start);
  if (length === 8 && !inRange(bytes[end - 1]! - ZERO, 1, 5)) return false;
  return isDigits(bytes, start, start + 6) && inRange(number(bytes, start + 4, start + 6), 1, 12);
}

/** Of at most nine digits. */
function number(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + bytes[at]! - ZERO;
  return value;
}

function inRange(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}
