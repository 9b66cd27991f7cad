/**
 * Reads UTCTimestamps. Those of one second differ in their fractions alone, so the seventeen bytes before it are compared with those of the
 * timestamp before, as words, and only read when they are others.
 */
import { heapWords } from './kernel/kernel.js';
import { Place } from './kernel/memory.js';
import { readUtcMs, weigh } from './values.js';
import type { ByteViews } from './words.js';

const SECOND_BYTES = 17;
const MILLISECOND_BYTES = 21;

/**
 * The last "YYYYMMDD-HH:MM:SS" that was read, as two doubles and a byte, and the milliseconds it stands for. Doubles are equal when their bytes are: no such
 * text makes one that is not a number, or zero.
 */
const last = Float64Array.of(NaN, NaN, NaN, NaN);
/** ".000" as a word. */
const NO_MILLISECONDS = 0x3030302e;
/** What a digit above 9 gets its highest bit from. */
const ABOVE_DIGITS = 0x76767600;
/** The highest bits of three digits, and all of what is in front of them. */
const WRONG_BITS = 0x808080ff | 0;

function isLastSecond(view: DataView, at: number): boolean {
  return (
    view.getFloat64(at + 8, true) === last[1]! &&
    view.getFloat64(at, true) === last[0]! &&
    view.getUint8(at + 16) === last[2]!
  );
}

/** 0 to 999 of ".ddd", otherwise -1. */
function milliseconds(view: DataView, at: number): number {
  const digits = view.getInt32(at, true) ^ NO_MILLISECONDS;
  return (((digits + ABOVE_DIGITS) | digits) & WRONG_BITS) === 0 ? weigh(digits) : -1;
}

/**
 * Puts into[slot] = milliseconds since 1970 of the UTCTimestamp in bytes[start .. end), with a fraction; NaN when it is none. A number that a
 * function returns may have to be put on the heap, one in an array never.
 * @param views of the bytes
 */
export function readTimestampMs(
  bytes: Uint8Array,
  views: ByteViews,
  start: number,
  end: number,
  into: Float64Array,
  slot: number,
): void {
  const length = (end - start) | 0;
  const { view } = views;
  const at = (views.offset + start) | 0;
  if (length === MILLISECOND_BYTES && isLastSecond(view, at)) {
    const ms = milliseconds(view, at + SECOND_BYTES);
    // Not as one conditional expression: its value would be put on the heap.
    if (ms < 0) into[slot] = NaN;
    else into[slot] = last[3]! + ms;
  } else {
    into[slot] = readOther(bytes, views, start, end);
  }
}

/** Whether bytes[start .. end) are a UTCTimestamp, with seconds or with 3, 6, 9 or 12 digits behind them. */
export function isTimestamp(bytes: Uint8Array, views: ByteViews, start: number, end: number): boolean {
  const length = (end - start) | 0;
  const { view } = views;
  const at = (views.offset + start) | 0;
  if (length === MILLISECOND_BYTES && isLastSecond(view, at)) return milliseconds(view, at + SECOND_BYTES) >= 0;
  const fraction = length - SECOND_BYTES;
  if (fraction !== 0 && ((fraction - 1) % 3 !== 0 || fraction < 4 || fraction > 13)) return false;
  return !Number.isNaN(readOther(bytes, views, start, end));
}

function readOther(bytes: Uint8Array, views: ByteViews, start: number, end: number): number {
  const ms = readUtcMs(bytes, start, end);
  if (Number.isNaN(ms)) return NaN;
  const { view } = views;
  const at = views.offset + start;
  last[0] = view.getFloat64(at, true);
  last[1] = view.getFloat64(at + 8, true);
  last[2] = view.getUint8(at + 16);
  // The date is right: the kernel need not know of calendars.
  heapWords[Place.date / 4] = view.getInt32(at, true);
  heapWords[Place.date / 4 + 1] = view.getInt32(at + 4, true);
  last[3] = readUtcMs(bytes, start, start + SECOND_BYTES);
  return ms;
}
