/**
 * Reads UTCTimestamps. Those of one second differ in their fractions alone, so the seventeen bytes before it are compared with those of the
 * timestamp before, as words, and only read when they are others.
 */
import { heapWords } from './kernel/kernel.js';
import { Place } from './kernel/memory.js';
import { readUtcMs } from './values.js';
import type { ByteViews } from './words.js';

const SECOND_BYTES = 17;
const MILLISECOND_BYTES = 21;

/** The last "YYYYMMDD-HH:MM:SS" that was read, as four words and a byte, and the milliseconds it stands for. */
let word0 = 0;
let word1 = 0;
let word2 = 0;
let word3 = 0;
let lastByte = -1;
const secondMs = new Float64Array(1);

function isLastSecond(view: DataView, at: number): boolean {
  return (
    view.getInt32(at + 12, true) === word3 &&
    view.getInt32(at + 8, true) === word2 &&
    view.getInt32(at + 4, true) === word1 &&
    view.getInt32(at, true) === word0 &&
    view.getUint8(at + 16) === lastByte
  );
}

/** 0 to 999 of ".ddd", otherwise -1. */
function milliseconds(view: DataView, at: number): number {
  const word = view.getInt32(at, true);
  if ((word & 0xff) !== 0x2e) return -1;
  const hundreds = ((word >>> 8) & 0xff) - 0x30;
  const tens = ((word >>> 16) & 0xff) - 0x30;
  const units = (word >>> 24) - 0x30;
  if (hundreds >>> 0 > 9 || tens >>> 0 > 9 || units >>> 0 > 9) return -1;
  return hundreds * 100 + tens * 10 + units;
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
  const length = end - start;
  const { view } = views;
  const at = views.offset + start;
  if (length === MILLISECOND_BYTES && isLastSecond(view, at)) {
    const ms = milliseconds(view, at + SECOND_BYTES);
    // Not as one conditional expression: its value would be put on the heap.
    if (ms < 0) into[slot] = NaN;
    else into[slot] = secondMs[0]! + ms;
  } else {
    into[slot] = readOther(bytes, views, start, end);
  }
}

/** Whether bytes[start .. end) are a UTCTimestamp, with seconds or with 3, 6, 9 or 12 digits behind them. */
export function isTimestamp(bytes: Uint8Array, views: ByteViews, start: number, end: number): boolean {
  const length = end - start;
  const { view } = views;
  const at = views.offset + start;
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
  word0 = view.getInt32(at, true);
  word1 = view.getInt32(at + 4, true);
  word2 = view.getInt32(at + 8, true);
  word3 = view.getInt32(at + 12, true);
  lastByte = view.getUint8(at + 16);
  // The date is right: the kernel need not know of calendars.
  heapWords[Place.date / 4] = word0;
  heapWords[Place.date / 4 + 1] = word1;
  secondMs[0] = readUtcMs(bytes, start, start + SECOND_BYTES);
  return ms;
}
