/**
 * Writes FIX messages into one buffer that is used again and again: `begin`, the fields in their order, `finish`; then the message
 * is `bytes[start .. end)` until the next `begin`. BodyLength and CheckSum come by themselves. Nothing is allocated but when a
 * message is longer than any before.
 */
import { isShortDecimal, raised, writeEightDigits, writeInt, writeShortDecimal } from './digits.js';
import { FixEncodeError } from './errors.js';
import { giveRoom, takeRoom } from './kernel/encoder-room.js';
import {
  copyFields,
  heap,
  heapView,
  writeDecimalField,
  writeIntField,
  writeTimeField,
  writeTrailer,
} from './kernel/kernel.js';
import { Place } from './kernel/memory.js';
import type { ReadyFields } from './ready-fields.js';
import { TimestampWriter, type TimePrecision } from './timestamps.js';
import { ByteCopier, byteSum, ByteViews } from './words.js';

export type { TimePrecision } from './timestamps.js';

const SOH = 1;
/** Four SOHs, and the high bits of four bytes: int32 both, as a literal above 2^31 would be a double. */
const FOUR_SOH = 0x01010101;
const HIGH_BITS = 0x80808080 | 0;
const EQUALS = 0x3d;
/** "35=" as a little-endian word. */
const MSG_TYPE_TAG = 0x3d3533;
const ZERO = 0x30;
const FIRST_ROOM = 4096;
/** "10=", three digits, SOH. */
const TRAILER_BYTES = 7;
/** Longest tag with its '=', and the SOH behind the value. */
const TAG_ROOM = 12;
const NUMBER_ROOM = 20;
const TIMESTAMP_ROOM = 27;
const SECOND_BYTES = 17;
/** What the kernel writes as an integer. */
const KERNEL_NUMBER_MAX = 99_999_999;
const MAX_SCALE = 15;
/** Tags below this are written from a table. */
const TABLE_TAGS = 1000;
/** How much more room a field may ask for than it then takes. */
const SLACK_BYTES = 64;
const MAX_TAG = 999_999_999;

export interface FixEncoderOptions {
  readonly beginString: string;
  /** Longest message, from "8=" to the last SOH. Default 65,536. */
  readonly maxMessageBytes?: number;
  /** Writes into memory of its own, and all of it in TypeScript: the way that is taken anyhow where the kernel's memory is used up. */
  readonly withoutKernel?: boolean;
}

export class FixEncoder {
  /** The kernel's memory, or our own where that has no room; in it, from `origin` to `roomEnd`, our room. */
  private buffer: Uint8Array = heap;
  private view: DataView = heapView;
  private inHeap: boolean;
  private origin = 0;
  private roomEnd = 0;
  private messageStart = 0;
  private messageEnd = 0;
  /** Where the next field goes; where no more fits (0 between messages, so that every call then takes the slow way and is refused). */
  private at = 0;
  private limit = 0;
  /** "8=…", SOH, "9=" stand in front of the body, as close to it as the digits of BodyLength allow. */
  private readonly head: Uint8Array;
  private readonly bodyOffset: number;
  private bodyStart = 0;
  private headAt = -1;
  private readonly maxMessageBytes: number;
  /** A body up to this fits whatever its length's digits. */
  private readonly safeBodyBytes: number;
  private readonly views = new ByteViews();
  private readonly copier = new ByteCopier();
  private readonly insertedCopier = new ByteCopier();
  private readonly timestamps = new TimestampWriter();

  /** @throws FixEncodeError when the BeginString cannot stand in a field */
  constructor({ beginString, maxMessageBytes = 65_536, withoutKernel = false }: FixEncoderOptions) {
    this.inHeap = !withoutKernel;
    if (!/^[\x21-\x7e]{1,16}$/.test(beginString)) {
      throw new FixEncodeError('FIX_VALUE', 8, 'BeginString must be 1 to 16 printable characters');
    }
    const text = `8=${beginString}\x019=`;
    this.head = Uint8Array.from(text, (char) => char.charCodeAt(0));
    this.maxMessageBytes = maxMessageBytes;
    // Room for as many digits as the longest message can need, and the SOH behind them.
    this.bodyOffset = text.length + String(maxMessageBytes).length + 1;
    this.safeBodyBytes = maxMessageBytes - this.bodyOffset - TRAILER_BYTES;
    this.setRoom(Math.max(this.bodyOffset + TRAILER_BYTES, Math.min(FIRST_ROOM, maxMessageBytes)));
  }

  /** Holds the message after `finish`. A longer message may replace it. */
  get bytes(): Uint8Array {
    return this.buffer;
  }
  get start(): number {
    return this.messageStart;
  }
  get end(): number {
    return this.messageEnd;
  }

  /** Bytes of the message so far: those of the whole message after `finish`. */
  get length(): number {
    return this.messageEnd !== 0 ? this.messageEnd - this.messageStart : this.lengthUpTo(this.at);
  }

  /** Starts a message; one that was begun and not finished is forgotten. */
  begin(msgType: string): void {
    this.at = this.bodyStart;
    this.limit = this.roomEnd - TRAILER_BYTES;
    this.messageStart = 0;
    this.messageEnd = 0;
    if (msgType.length === 1) {
      // "35=", the character, SOH.
      const code = msgType.charCodeAt(0);
      if (code > 0xff || code === SOH) {
        this.at = this.limit = 0;
        throw badText(35, msgType);
      }
      const { view, bodyStart } = this;
      view.setInt32(bodyStart, MSG_TYPE_TAG | (code << 24), true);
      view.setUint8(bodyStart + 4, SOH);
      this.at = bodyStart + 5;
      return;
    }
    try {
      this.string(35, msgType);
    } catch (error) {
      this.at = this.limit = 0;
      throw error;
    }
  }

  /**
   * A whole body, of whole fields from MsgType on: bytes[start .. cut), `inserted`, and bytes[from .. end), which ends with SOH. `finish` comes
   * next.
   */
  beginSpliced(bytes: Uint8Array, start: number, cut: number, inserted: Uint8Array, from: number, end: number): void {
    this.at = this.bodyStart;
    this.limit = this.roomEnd - TRAILER_BYTES;
    this.messageStart = 0;
    this.messageEnd = 0;
    const insertedAt = this.bodyStart + cut - start;
    const restAt = insertedAt + inserted.length;
    try {
      if (bytes[end - 1] !== SOH) throw new FixEncodeError('FIX_VALUE', 0, 'ready-made fields must end with SOH');
      this.room(0, cut - start + inserted.length + end - from);
    } catch (error) {
      this.at = this.limit = 0;
      throw error;
    }
    const { buffer, copier } = this;
    copier.copy(bytes, start, cut, buffer, this.bodyStart);
    this.insertedCopier.copy(inserted, 0, inserted.length, buffer, insertedAt);
    copier.copy(bytes, from, end, buffer, restAt);
    this.at = restAt + end - from;
  }

  /** Ready-made fields that stand in many messages. */
  ready({ at: from, bytes }: ReadyFields): void {
    const { length } = bytes;
    if (!this.inHeap || from === 0) {
      this.rawRange(bytes, 0, length);
      return;
    }
    const at = this.room(0, length);
    this.at = copyFields(at, from, from + length);
  }

  /** Ready-made fields, each with its SOH. Only the last byte is looked at. */
  raw(bytes: Uint8Array): void {
    this.rawRange(bytes, 0, bytes.length);
  }

  /** As `raw`, from a part of some bytes. */
  rawRange(bytes: Uint8Array, start: number, end: number): void {
    if (end <= start) return;
    if (bytes[end - 1] !== SOH) throw new FixEncodeError('FIX_VALUE', 0, 'ready-made fields must end with SOH');
    const at = this.room(0, end - start);
    this.copier.copy(bytes, start, end, this.buffer, at);
    this.at = at + end - start;
  }

  /** Latin-1 text. */
  string(tag: number, value: string): void {
    const { length } = value;
    if (length === 0) throw emptyValue(tag);
    let at = this.open(tag, length);
    const { view } = this;
    let i = 0;
    for (; i < length - 3; i += 4) {
      const a = value.charCodeAt(i);
      const b = value.charCodeAt(i + 1);
      const c = value.charCodeAt(i + 2);
      const d = value.charCodeAt(i + 3);
      const word = a | (b << 8) | (c << 16) | (d << 24);
      // A byte that is SOH becomes 0 here, and the lowest of those alone gets its highest bit from what is subtracted.
      const other = word ^ FOUR_SOH;
      if ((a | b | c | d) > 0xff || ((other - FOUR_SOH) & ~other & HIGH_BITS) !== 0) throw badText(tag, value);
      view.setInt32(at, word, true);
      at += 4;
    }
    for (; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0xff || code === SOH) throw badText(tag, value);
      view.setUint8(at++, code);
    }
    view.setUint8(at, SOH);
    this.at = at + 1;
  }

  /** An integer up to 2^53 either way. */
  int(tag: number, value: number): void {
    if (this.inHeap && value >>> 0 === value && value <= KERNEL_NUMBER_MAX && isTableTag(tag)) {
      const at = this.room(tag, NUMBER_ROOM + TAG_ROOM);
      this.at = writeIntField(at, tagWords[tag]!, tagBytes[tag]!, value);
      return;
    }
    const start = this.open(tag, NUMBER_ROOM);
    const at =
      (value | 0) === value && value >= 0 ? writeInt(this.view, start, value) : this.writeLarge(tag, start, value);
    this.buffer[at] = SOH;
    this.at = at + 1;
  }

  /** Negative, or 2^31 and above. */
  private writeLarge(tag: number, start: number, value: number): number {
    if (!Number.isSafeInteger(value)) throw notExact(tag, value);
    if (value >= 0) return writeUnsigned(this.view, start, value);
    this.buffer[start] = 0x2d;
    return writeUnsigned(this.view, start + 1, -value);
  }

  /** @param code the character's Latin-1 code */
  char(tag: number, code: number): void {
    if (!(code >>> 0 === code && code <= 0xff && code !== SOH)) throw badCharacter(tag, code);
    if (tag >= 10 && tag < 100 && (tag | 0) === tag) {
      // Tag, '=' and the character are one word.
      const place = this.room(tag, TAG_ROOM);
      this.view.setInt32(place, tagWords[tag]! | (code << 24), true);
      this.buffer[place + 4] = SOH;
      this.at = place + 5;
      return;
    }
    const at = this.open(tag, 1);
    this.buffer[at] = code;
    this.buffer[at + 1] = SOH;
    this.at = at + 2;
  }

  /** "Y" or "N". */
  flag(tag: number, value: boolean): void {
    this.char(tag, value ? 0x59 : 0x4e);
  }

  /** @param value the number × 10^scale, an exact integer: 1872500 at scale 4 is written 187.25 */
  decimal(tag: number, value: number, scale: number): void {
    if (!(scale >= 0 && scale <= MAX_SCALE && (scale | 0) === scale)) {
      throw new FixEncodeError('FIX_VALUE', tag, `a scale must be 0 to ${MAX_SCALE}`);
    }
    if (scale === 0) {
      this.int(tag, value);
      return;
    }
    if (this.inHeap && (value | 0) === value && value >= 0 && isShortDecimal(value, scale) && isTableTag(tag)) {
      const place = this.room(tag, NUMBER_ROOM + TAG_ROOM);
      this.at = writeDecimalField(place, tagWords[tag]!, tagBytes[tag]!, raised(value, scale));
      return;
    }
    const start = this.open(tag, NUMBER_ROOM + MAX_SCALE);
    const at =
      (value | 0) === value && value >= 0 && isShortDecimal(value, scale)
        ? writeShortDecimal(this.view, start, value, scale)
        : this.writeLongDecimal(tag, start, value, scale);
    this.buffer[at] = SOH;
    this.at = at + 1;
  }

  /** Negative, with more than four places, or 10^8 and above at four. */
  private writeLongDecimal(tag: number, start: number, value: number, scale: number): number {
    if (!Number.isSafeInteger(value)) throw notExact(tag, value);
    const { buffer } = this;
    let at = start;
    if (value < 0) buffer[at++] = 0x2d;
    const rest = Math.abs(value);
    const unit = POWERS[scale]!;
    let whole = Math.floor(rest / unit);
    let fraction = rest - whole * unit;
    if (fraction < 0) {
      // The quotient was rounded up to the next integer.
      whole--;
      fraction += unit;
    }
    at = writeUnsigned(this.view, at, whole);
    if (fraction === 0) return at;
    buffer[at++] = 0x2e;
    // From the first digit on, until nothing is left: trailing zeros never come up.
    for (let digit = unit / 10; fraction !== 0; digit /= 10) {
      const d = Math.floor(fraction / digit);
      buffer[at++] = ZERO + d;
      fraction -= d * digit;
    }
    return at;
  }

  /** @param epochMs milliseconds since 1970, with a fraction or without; what the precision does not show is cut */
  utcTimestamp(tag: number, epochMs: number, precision: TimePrecision): void {
    if (this.inHeap && precision === 'milliseconds' && isTableTag(tag)) {
      const ms = heapSecond.toSecond(epochMs, tag);
      const place = this.room(tag, TIMESTAMP_ROOM + TAG_ROOM);
      this.at = writeTimeField(place, tagWords[tag]!, tagBytes[tag]!, ms);
      return;
    }
    const start = this.open(tag, TIMESTAMP_ROOM);
    const at = this.timestamps.write(this.view, start, epochMs, precision, tag);
    this.buffer[at] = SOH;
    this.at = at + 1;
  }

  /** A data field behind its length field. The bytes may hold anything, SOH too. */
  data(lengthTag: number, tag: number, bytes: Uint8Array): void {
    const { length } = bytes;
    if (length === 0) throw emptyValue(tag);
    const before = this.at;
    this.int(lengthTag, length);
    try {
      this.copyValue(tag, bytes, 0, length);
    } catch (error) {
      this.at = before;
      throw error;
    }
  }

  /** Copies a value, an empty one too: whoever copies what was received (an echo of a TestReqID) says what was received. */
  field(tag: number, from: Uint8Array, start: number, end: number): void {
    for (let i = start; i < end; i++) if (from[i]! === SOH) throw badCharacter(tag, SOH);
    this.copyValue(tag, from, start, end);
  }

  private copyValue(tag: number, from: Uint8Array, start: number, end: number): void {
    const at = this.open(tag, end - start);
    const stop = at + end - start;
    this.copier.copy(from, start, end, this.buffer, at);
    this.buffer[stop] = SOH;
    this.at = stop + 1;
  }

  /**
   * Completes the message.
   * @throws FixEncodeError when it is longer than allowed: it is gone then
   */
  finish(): void {
    if (this.at === 0) throw notBegun();
    if (this.at - this.bodyStart > this.safeBodyBytes && this.lengthUpTo(this.at) > this.maxMessageBytes) {
      this.at = this.limit = 0;
      throw tooLong(0, this.maxMessageBytes);
    }
    const { buffer, head, bodyStart } = this;
    const bodyLength = this.at - bodyStart;
    buffer[bodyStart - 1] = SOH;
    let start = bodyStart - 1;
    for (let rest = bodyLength; rest > 0;) {
      const tenth = (rest / 10) | 0;
      buffer[--start] = ZERO + rest - tenth * 10;
      rest = tenth;
    }
    start -= head.length;
    if (start !== this.headAt) {
      // It stays where it is as long as BodyLengths have as many digits.
      buffer.set(head, start);
      this.headAt = start;
    }
    let { at } = this;
    this.at = this.limit = 0;
    this.messageStart = start;
    if (this.inHeap) {
      this.messageEnd = writeTrailer(start, at);
      return;
    }
    const sum = byteSum(buffer, this.views.of(buffer), start, at);
    buffer[at++] = 0x31;
    buffer[at++] = ZERO;
    buffer[at++] = EQUALS;
    const tens = (sum / 10) | 0;
    const hundreds = (sum / 100) | 0;
    buffer[at++] = ZERO + hundreds;
    buffer[at++] = ZERO + tens - hundreds * 10;
    buffer[at++] = ZERO + sum - tens * 10;
    buffer[at++] = SOH;
    this.messageEnd = at;
  }

  /** Writes "tag=" with room for a value of that many bytes and its SOH behind it; the field counts once `at` is moved. */
  private open(tag: number, valueBytes: number): number {
    const at = this.room(tag, valueBytes + TAG_ROOM);
    if (tag >= 1 && tag < TABLE_TAGS && (tag | 0) === tag) {
      this.view.setInt32(at, tagWords[tag]!, true);
      return tag < 100 ? (tag < 10 ? at + 2 : at + 3) : at + 4;
    }
    return this.openLong(tag, at);
  }

  private openLong(tag: number, at: number): number {
    if (!(tag >= 1 && tag <= MAX_TAG && Number.isInteger(tag))) {
      throw new FixEncodeError('FIX_VALUE', 0, `${tag} is no tag`);
    }
    const end = writeUnsigned(this.view, at, tag);
    this.buffer[end] = EQUALS;
    return end + 1;
  }

  /** Where the next field goes, when that many bytes more fit. */
  private room(tag: number, bytes: number): number {
    const { at } = this;
    return at + bytes <= this.limit ? at : this.makeRoom(tag, bytes);
  }

  private makeRoom(tag: number, bytes: number): number {
    if (this.at === 0) throw notBegun();
    // Room is asked for generously, so the limit is exact only in `finish`.
    const needed = this.at + bytes + TRAILER_BYTES;
    const most = this.bodyStart + this.maxMessageBytes + SLACK_BYTES;
    if (needed > most) throw tooLong(tag, this.maxMessageBytes);
    const { buffer, inHeap, origin, roomEnd } = this;
    const written = this.at - origin;
    this.setRoom(Math.max(needed - origin, Math.min(most - origin, 2 * (roomEnd - origin))));
    this.buffer.set(buffer.subarray(origin, origin + written), this.origin);
    if (inHeap) giveRoom(origin, roomEnd - origin);
    this.headAt = -1;
    this.at = this.origin + written;
    this.limit = this.roomEnd - TRAILER_BYTES;
    return this.at;
  }

  /** Takes room for so many bytes, in the kernel's memory if there is any. */
  private setRoom(bytes: number): void {
    const room = this.inHeap ? takeRoom(bytes) : undefined;
    if (room === undefined) {
      this.inHeap = false;
      this.buffer = new Uint8Array(bytes);
      this.view = new DataView(this.buffer.buffer);
    }
    this.origin = room === undefined ? 0 : room.at;
    this.roomEnd = this.origin + (room === undefined ? bytes : room.bytes);
    this.bodyStart = this.origin + this.bodyOffset;
  }

  /** Length of the message if its body ended there. */
  private lengthUpTo(at: number): number {
    if (at === 0) return 0;
    const body = at - this.bodyStart;
    return this.head.length + String(body).length + 1 + body + TRAILER_BYTES;
  }
}

const POWERS = Array.from({ length: MAX_SCALE + 1 }, (_, i) => 10 ** i);

/** "tag=" as a little-endian word, for tags of up to three digits. */
const tagWords = Int32Array.from({ length: TABLE_TAGS }, (_, tag) =>
  Array.from(`${tag}=`).reduce((word, char, i) => word | (char.charCodeAt(0) << (8 * i)), 0),
);

const tagBytes = Uint8Array.from({ length: TABLE_TAGS }, (_, tag) => `${tag}=`.length);

function isTableTag(tag: number): boolean {
  return tag >= 1 && tag < TABLE_TAGS && (tag | 0) === tag;
}

/** The second that the kernel copies into timestamps. */
const heapSecond = new TimestampWriter(heap.subarray(Place.second, Place.second + SECOND_BYTES));

/** Digits of a non-negative safe integer; returns where they end. */
function writeUnsigned(view: DataView, at: number, value: number): number {
  if (value <= 0x7fff_ffff) return writeInt(view, at, value);
  // In two halves, so that each is divided as a 32-bit integer.
  const high = Math.floor(value / 1e8);
  const end = writeUnsigned(view, at, high);
  writeEightDigits(view, end, value - high * 1e8);
  return end + 8;
}

function emptyValue(tag: number): FixEncodeError {
  return new FixEncodeError('FIX_VALUE', tag, 'a field needs a value');
}

function badText(tag: number, text: string): FixEncodeError {
  const wrong = Array.from(text, (char) => char.charCodeAt(0)).find((code) => code > 0xff || code === SOH);
  return badCharacter(tag, wrong ?? 0);
}

function badCharacter(tag: number, code: number): FixEncodeError {
  return new FixEncodeError('FIX_VALUE', tag, `character ${code} cannot stand in a value`);
}

function notExact(tag: number, value: number): FixEncodeError {
  return new FixEncodeError('FIX_VALUE', tag, `${value} is no exact integer`);
}

function notBegun(): FixEncodeError {
  return new FixEncodeError('FIX_STATE', 0, 'no message was begun');
}

function tooLong(tag: number, maxMessageBytes: number): FixEncodeError {
  return new FixEncodeError('FIX_TOO_LONG', tag, `the message would be longer than ${maxMessageBytes} bytes`);
}
