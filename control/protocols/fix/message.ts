/**
 * A FIX message as an index over its bytes: tag, and where the value lies, of every field in order. Nothing is copied, values are read
 * when they are asked for, and one object is used for message after message: what it says is valid until the next `parse`.
 */
import { DataFields, standardDataFields, TABLE_TAGS } from './data-fields.js';
import { packMsgTypeBytes } from './msg-type.js';
import { separators, walk, walked } from './separators.js';
import { readTimestampMs } from './timestamp-reader.js';
import { readDecimal, readInt, readString } from './values.js';
import { ByteViews } from './words.js';

const SOH = 1;
const EQUALS = 0x3d;
/** '=' where a digit was expected. */
const EQUALS_DIGIT = EQUALS - 0x30;
const MSG_TYPE = 35;
const MINUS = 0x2d;
const MAX_TAG_DIGITS = 9;

/** What `parse` can find wrong: a message that cannot be read as fields at all, and is to be ignored as garbled. */
export const ParseFault = {
  none: 0,
  /** A field without '='. */
  noEquals: 1,
  /** A tag that is no integer, or not below 10^9. */
  badTag: 2,
  emptyTag: 3,
  /** The last byte is no SOH. */
  noSoh: 4,
  tooManyFields: 5,
  /** A data field that does not end where the length field before it says. */
  dataLength: 6,
} as const;

export interface FixMessageOptions {
  /** Most fields a message may have; above, `parse` answers `tooManyFields`. Default 16,384. Room is taken as it is needed. */
  readonly maxFields?: number;
  /** Length field → data field, beyond the pairs of the standard dictionaries. */
  readonly lengthTags?: ReadonlyMap<number, number>;
}

/**
 * The form of a tag and its '=': their length, and in the five bits below by how many bits a word must be shifted to leave nothing else.
 * One digit is the short form; each digit more is one byte more to look at; four, and '=', are five bytes, of which a word holds four.
 */
const LENGTH_SHIFT = 5;
const SHORT_FORM = (2 << LENGTH_SHIFT) | 16;
const ONE_MORE = (1 << LENGTH_SHIFT) - 8;
const LONG_FORM = 5 << LENGTH_SHIFT;
const FIRST_ROOM = 256;
/** Stamps in `slots` stay small integers below this; then the table is wiped and they start again. */
const MAX_STAMP = 2 ** 30 - 2 ** 20;

export class FixMessage {
  private frame: Uint8Array = new Uint8Array(0);
  private frameStart = 0;
  private frameEnd = 0;
  private type = 0;
  private count = 0;
  private tags: Int32Array;
  private starts: Int32Array;
  private ends: Int32Array;
  /** How the first `headCount` fields begin: four bytes, and the form of tag and '=' (see SHORT_FORM). */
  private heads: Int32Array;
  private forms: Int32Array;
  private headCount = 0;
  /** By tag: `stamp` + index of the first field with it. What earlier messages left behind is below `stamp`. */
  private readonly slots = new Int32Array(TABLE_TAGS).fill(-1);
  private stamp = 0;
  private tagRead = 0;
  private readonly views = new ByteViews();
  /** Of the array that values were last copied to. */
  private readonly targetViews = new ByteViews();
  private readonly time = new Float64Array(1);
  private readonly maxFields: number;
  private readonly dataFields: DataFields;

  constructor({ maxFields = 16_384, lengthTags }: FixMessageOptions = {}) {
    this.maxFields = maxFields;
    const room = Math.min(FIRST_ROOM, maxFields);
    this.tags = new Int32Array(room);
    this.starts = new Int32Array(room);
    this.ends = new Int32Array(room);
    this.heads = new Int32Array(room);
    this.forms = new Int32Array(room);
    this.dataFields = lengthTags === undefined ? standardDataFields : new DataFields(lengthTags);
  }

  /** The bytes that `parse` was given, and where in them the message lies. */
  get bytes(): Uint8Array {
    return this.frame;
  }
  /** Of `bytes`, and valid as they are. */
  get byteViews(): ByteViews {
    return this.views;
  }
  get start(): number {
    return this.frameStart;
  }
  get end(): number {
    return this.frameEnd;
  }
  /** MsgType (35), packed as packMsgType does; 0 when absent or longer than four characters. */
  get msgType(): number {
    return this.type;
  }
  get fieldCount(): number {
    return this.count;
  }

  /**
   * Indexes all fields of a frame. 0 = fine; otherwise a ParseFault, and the message has the fields before the fault. No copy, no
   * allocation, but for more fields than any message before had.
   */
  parse(bytes: Uint8Array, start: number, end: number): number {
    this.frame = bytes;
    this.frameStart = start;
    this.frameEnd = end;
    this.type = 0;
    // All loops below end at a SOH, and this is one: none of them can leave the frame.
    if (end <= start || bytes[end - 1]! !== SOH) {
      this.forget(0);
      return ParseFault.noSoh;
    }
    const views = this.views.of(bytes);
    let found = walked.count;
    if (walked.bytes !== bytes || walked.start !== start || walked.end !== end) {
      walked.bytes = undefined;
      found = walk(bytes, views, start, end) >> 8;
    }
    const alike = found >= 0 ? this.indexAlike(bytes, views, start, end) : 0;
    let fault: number = ParseFault.none;
    if (alike !== this.count || alike !== found) {
      this.forget(alike);
      const at = alike === 0 ? start : this.ends[alike - 1]! + 1;
      if (found > this.tags.length) this.grow(found);
      fault = found >= 0 ? this.index(bytes, views, at, end) : this.indexAny(bytes, at, end);
    }
    const type = this.count > 2 && this.tags[2]! === MSG_TYPE ? 2 : this.find(MSG_TYPE);
    if (type >= 0) {
      const at = this.starts[type]!;
      const code = bytes[at]!;
      this.type = this.ends[type]! === at + 1 && code <= 0x7f ? code : packMsgTypeBytes(bytes, at, this.ends[type]!);
    }
    return fault;
  }

  /**
   * Takes the fields that begin as those of the message before do, and returns how many there are: messages of one counterparty are much
   * alike. When all are, the tags and slots of the message before are those of this one.
   */
  private indexAlike(bytes: Uint8Array, { view, offset }: ByteViews, start: number, end: number): number {
    const { starts, ends, heads, forms, headCount } = this;
    const stops = separators;
    const lastWord = end - 4;
    let count = 0;
    let at = start;
    while (count < headCount && at <= lastWord) {
      const form = forms[count]!;
      // A shift counts modulo 32: the length above does not matter.
      if ((view.getInt32(offset + at, true) ^ heads[count]!) << form !== 0) break;
      const valueStart = at + (form >>> LENGTH_SHIFT);
      // Of a tag with four digits the '=' is not in the word.
      if (form === LONG_FORM && bytes[valueStart - 1]! !== EQUALS) break;
      const stop = stops[count]!;
      starts[count] = valueStart;
      ends[count] = stop;
      count++;
      at = stop + 1;
    }
    return count;
  }

  /** Makes an end of the message before, but for its first fields. */
  private forget(kept: number): void {
    const { tags, slots } = this;
    this.stamp += this.count;
    if (this.stamp > MAX_STAMP) {
      slots.fill(-1);
      this.stamp = 0;
    }
    const { stamp } = this;
    for (let i = 0; i < kept; i++) {
      const tag = tags[i]!;
      if (slots[tag]! < stamp) slots[tag] = stamp + i;
    }
    this.count = kept;
    this.headCount = kept;
  }

  /** From one SOH that was found to the next. */
  private index(bytes: Uint8Array, { view, offset }: ByteViews, start: number, end: number): number {
    const { tags, starts, ends, heads, forms, slots, stamp } = this;
    const dataTags = this.dataFields.table;
    const stops = separators;
    // The last place where four bytes can be taken at once.
    const lastWord = end - 4;
    const room = tags.length;
    let count = this.count;
    let at = start;
    while (at <= lastWord) {
      const stop = stops[count]!;
      const word = view.getInt32(offset + at, true);
      const digit0 = (word & 0xff) - 0x30;
      const digit1 = ((word >>> 8) & 0xff) - 0x30;
      // One to four digits and '=': nearly every tag there is. Where they stand no SOH can be.
      let tag = digit0;
      let form = SHORT_FORM;
      if (digit0 >>> 0 > 9) break;
      if (digit1 !== EQUALS_DIGIT) {
        if (digit1 >>> 0 > 9) break;
        const digit2 = ((word >>> 16) & 0xff) - 0x30;
        tag = digit0 * 10 + digit1;
        form = SHORT_FORM + ONE_MORE;
        if (digit2 !== EQUALS_DIGIT) {
          const digit3 = (word >>> 24) - 0x30;
          if (digit2 >>> 0 > 9) break;
          tag = tag * 10 + digit2;
          form = SHORT_FORM + 2 * ONE_MORE;
          if (digit3 !== EQUALS_DIGIT) {
            tag = tag * 10 + digit3;
            form = LONG_FORM;
            if (digit3 >>> 0 > 9 || bytes[at + 4]! !== EQUALS || tag >= TABLE_TAGS) break;
          }
        }
      }
      if (dataTags[tag]! !== 0 || count >= room) break;
      tags[count] = tag;
      starts[count] = at + (form >>> LENGTH_SHIFT);
      ends[count] = stop;
      heads[count] = word;
      forms[count] = form;
      if (slots[tag]! < stamp) slots[tag] = stamp + count;
      count++;
      at = stop + 1;
    }
    this.count = count;
    this.headCount = count;
    return at === end ? ParseFault.none : this.indexAny(bytes, at, end);
  }

  /** Byte by byte, and so whatever there is: long and negative tags, data fields, faults. Goes on behind the fields there are. */
  private indexAny(bytes: Uint8Array, start: number, end: number): number {
    const { slots, stamp } = this;
    let { count } = this;
    let dataTag = 0;
    let at = start;
    while (at < end) {
      const equals = this.readTag(bytes, at);
      this.count = count;
      if (equals < 0) return -equals;
      const tag = this.tagRead;
      const valueStart = equals + 1;
      at = valueStart;
      if (tag === dataTag && tag !== 0) {
        const length = this.intAt(count - 1);
        // NaN is not inside either.
        if (!(length >= 0 && length < end - at) || bytes[at + length]! !== SOH) return ParseFault.dataLength;
        at += length;
      } else {
        while (bytes[at]! !== SOH) at++;
      }
      if (count === this.tags.length) this.grow(count + 1);
      if (count === this.tags.length) return ParseFault.tooManyFields;
      this.tags[count] = tag;
      this.starts[count] = valueStart;
      this.ends[count] = at;
      if (tag >>> 0 < TABLE_TAGS) {
        if (slots[tag]! < stamp) slots[tag] = stamp + count;
        dataTag = this.dataFields.table[tag]!;
      } else {
        dataTag = this.dataFields.beyond.get(tag) ?? 0;
      }
      count++;
      at++;
    }
    this.count = count;
    return ParseFault.none;
  }

  /** Any tag: sets `tagRead` and returns where its '=' is, or the negative of a ParseFault. */
  private readTag(bytes: Uint8Array, first: number): number {
    const negative = bytes[first]! === MINUS;
    const digits = negative ? first + 1 : first;
    let at = digits;
    let tag = 0;
    for (; at - digits < MAX_TAG_DIGITS; at++) {
      const digit = bytes[at]! - 0x30;
      if (digit >>> 0 > 9) break;
      tag = tag * 10 + digit;
    }
    if (bytes[at]! !== EQUALS || at === digits) return -tagFault(bytes, first);
    this.tagRead = negative ? -tag : tag;
    return at;
  }

  /** Takes room for more fields, as far as the limit allows; keeps those there are. */
  private grow(fields: number): void {
    const room = Math.min(this.maxFields, Math.max(this.tags.length * 2, fields));
    if (room <= this.tags.length) return;
    const grown = (from: Int32Array): Int32Array => {
      const to = new Int32Array(room);
      to.set(from);
      return to;
    };
    this.tags = grown(this.tags);
    this.starts = grown(this.starts);
    this.ends = grown(this.ends);
    this.heads = grown(this.heads);
    this.forms = grown(this.forms);
  }

  tagAt(i: number): number {
    return i < this.count ? this.tags[i]! : 0;
  }
  /** Position in `bytes` of the first byte of the value of field i. */
  valueStartAt(i: number): number {
    return this.starts[i]!;
  }
  /** Position in `bytes` of the SOH after the value of field i. */
  valueEndAt(i: number): number {
    return this.ends[i]!;
  }

  /** Index of the first field with the tag, -1 when there is none. */
  find(tag: number): number {
    if (tag >>> 0 < TABLE_TAGS) {
      const index = this.slots[tag]! - this.stamp;
      return index >= 0 ? index : -1;
    }
    return this.findNext(tag, -1);
  }

  /** Index of the first field with the tag behind field `after`, -1 when there is none. */
  findNext(tag: number, after: number): number {
    const { tags, count } = this;
    for (let i = after + 1; i < count; i++) if (tags[i]! === tag) return i;
    return -1;
  }

  has(tag: number): boolean {
    return this.find(tag) >= 0;
  }

  /** The value as Latin-1 text, undefined when absent. The one reader that allocates: its string. */
  string(tag: number): string | undefined {
    const i = this.find(tag);
    return i < 0 ? undefined : this.stringAt(i);
  }
  /** NaN when absent or not an integer below 2^53. Leading zeros are fine. */
  int(tag: number): number {
    const i = this.find(tag);
    return i < 0 ? NaN : this.intAt(i);
  }
  /** The code of a value of one character, -1 when absent or of another length. */
  char(tag: number): number {
    const i = this.find(tag);
    return i < 0 ? -1 : this.charAt(i);
  }
  /** True for "Y", false for everything else and when absent. */
  flag(tag: number): boolean {
    const i = this.find(tag);
    return i >= 0 && this.charAt(i) === 0x59;
  }
  /** value × 10^scale as an exact integer; NaN when absent, malformed, finer than the scale, or not below 2^53. */
  decimal(tag: number, scale: number): number {
    const i = this.find(tag);
    return i < 0 ? NaN : this.decimalAt(i, scale);
  }
  /** A UTCTimestamp as milliseconds since 1970, with a fraction; NaN when absent or malformed. */
  utcMs(tag: number): number {
    const i = this.find(tag);
    return i < 0 ? NaN : this.utcMsAt(i);
  }
  /** As `utcMs`, to a place of an array: a number that a function returns may have to be put on the heap, this one never. */
  readUtcMs(tag: number, into: Float64Array, at: number): void {
    const i = this.find(tag);
    if (i < 0) into[at] = NaN;
    else readTimestampMs(this.frame, this.views, this.starts[i]!, this.ends[i]!, into, at);
  }
  /** Whether the field is there and its value has exactly these bytes. */
  equals(tag: number, ascii: Uint8Array): boolean {
    const i = this.find(tag);
    return i >= 0 && this.equalsAt(i, ascii);
  }

  stringAt(i: number): string {
    return readString(this.frame, this.starts[i]!, this.ends[i]!);
  }
  intAt(i: number): number {
    return readInt(this.frame, this.starts[i]!, this.ends[i]!);
  }
  charAt(i: number): number {
    const start = this.starts[i]!;
    return this.ends[i]! === start + 1 ? this.frame[start]! : -1;
  }
  decimalAt(i: number, scale: number): number {
    return readDecimal(this.frame, this.starts[i]!, this.ends[i]!, scale);
  }
  utcMsAt(i: number): number {
    readTimestampMs(this.frame, this.views, this.starts[i]!, this.ends[i]!, this.time, 0);
    return this.time[0]!;
  }
  equalsAt(i: number, ascii: Uint8Array): boolean {
    const start = this.starts[i]!;
    const { length } = ascii;
    if (this.ends[i]! - start !== length) return false;
    for (let k = 0; k < length; k++) if (this.frame[start + k]! !== ascii[k]!) return false;
    return true;
  }
  /** Copies the value of field i to `target`, as far as it has room, and returns the value's length. */
  copyAt(i: number, target: Uint8Array, offset: number): number {
    const start = this.starts[i]!;
    const length = this.ends[i]! - start;
    const count = Math.min(length, target.length - offset);
    const { view, offset: from } = this.views;
    const { view: targetView, offset: to } = this.targetViews.of(target);
    let k = 0;
    for (; k < count - 3; k += 4) {
      targetView.setInt32(to + offset + k, view.getInt32(from + start + k, true), true);
    }
    for (; k < count; k++) target[offset + k] = this.frame[start + k]!;
    return length;
  }
}

/** Why what begins at `first` is no tag. */
function tagFault(bytes: Uint8Array, first: number): number {
  if (bytes[first]! === EQUALS) return ParseFault.emptyTag;
  let end = first;
  while (bytes[end]! !== SOH && bytes[end]! !== EQUALS) end++;
  return bytes[end]! === SOH ? ParseFault.noEquals : ParseFault.badTag;
}
