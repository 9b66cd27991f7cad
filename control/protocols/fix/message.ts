/**
 * A FIX message as an index over its bytes: tag, and where the value lies, of every field in order. Nothing is copied, values are read
 * when they are asked for, and one object is used for message after message: what it says is valid until the next `parse`.
 */
import { DataFields, standardDataFields, TABLE_TAGS } from './data-fields.js';
import { packMsgTypeBytes } from './msg-type.js';
import { readDecimal, readInt, readString, readUtcMs } from './values.js';

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

const SOH = 1;
const EQUALS = 0x3d;
const MINUS = 0x2d;
const MAX_TAG_DIGITS = 9;
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
  /** By tag: `stamp` + index of the first field with it. What earlier messages left behind is below `stamp`. */
  private readonly slots = new Int32Array(TABLE_TAGS).fill(-1);
  private stamp = 0;
  private readonly maxFields: number;
  private readonly dataFields: DataFields;

  constructor({ maxFields = 16_384, lengthTags }: FixMessageOptions = {}) {
    this.maxFields = maxFields;
    const room = Math.min(FIRST_ROOM, maxFields);
    this.tags = new Int32Array(room);
    this.starts = new Int32Array(room);
    this.ends = new Int32Array(room);
    this.dataFields = lengthTags === undefined ? standardDataFields : new DataFields(lengthTags);
  }

  /** The bytes that `parse` was given, and where in them the message lies. */
  get bytes(): Uint8Array {
    return this.frame;
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
    this.stamp += this.count;
    this.count = 0;
    if (this.stamp > MAX_STAMP) this.restamp();
    // All loops below end at a SOH, and this is one: none of them can leave the frame.
    if (end <= start || bytes[end - 1]! !== SOH) return ParseFault.noSoh;
    const fault = this.index(bytes, start, end);
    const type = this.count > 2 && this.tags[2]! === 35 ? 2 : this.find(35);
    if (type >= 0) this.type = packMsgTypeBytes(bytes, this.starts[type]!, this.ends[type]!);
    return fault;
  }

  private index(bytes: Uint8Array, start: number, end: number): number {
    const { slots, stamp } = this;
    const dataTags = this.dataFields.table;
    let { tags, starts, ends } = this;
    let count = 0;
    let dataTag = 0;
    let at = start;
    while (at < end) {
      const first = at;
      let char = bytes[at]!;
      const negative = char === MINUS;
      if (negative) char = bytes[++at]!;
      let tag = 0;
      for (let digit = char - 0x30; digit >>> 0 <= 9; digit = char - 0x30) {
        tag = (Math.imul(tag, 10) + digit) | 0;
        char = bytes[++at]!;
      }
      if (char !== EQUALS || at === first || at - first > MAX_TAG_DIGITS || (negative && at === first + 1)) {
        this.count = count;
        return tagFault(bytes, first, at);
      }
      if (negative) tag = -tag;
      const valueStart = ++at;
      if (tag === dataTag && tag !== 0) {
        const length = readInt(bytes, starts[count - 1]!, ends[count - 1]!);
        // NaN is not inside either.
        if (!(length >= 0 && length < end - at) || bytes[at + length]! !== SOH) {
          this.count = count;
          return ParseFault.dataLength;
        }
        at = (at + length) | 0;
      } else {
        while (bytes[at]! !== SOH) at++;
      }
      if (count === tags.length) {
        this.count = count;
        if (!this.grow()) return ParseFault.tooManyFields;
        ({ tags, starts, ends } = this);
      }
      tags[count] = tag;
      starts[count] = valueStart;
      ends[count] = at;
      if (tag >>> 0 < TABLE_TAGS) {
        if (slots[tag]! < stamp) slots[tag] = stamp + count;
        dataTag = dataTags[tag]!;
      } else {
        dataTag = this.dataFields.beyond.get(tag) ?? 0;
      }
      count++;
      at++;
    }
    this.count = count;
    return ParseFault.none;
  }

  private grow(): boolean {
    const room = Math.min(this.maxFields, this.tags.length * 2);
    if (room <= this.tags.length) return false;
    const grown = (from: Int32Array): Int32Array => {
      const to = new Int32Array(room);
      to.set(from);
      return to;
    };
    this.tags = grown(this.tags);
    this.starts = grown(this.starts);
    this.ends = grown(this.ends);
    return true;
  }

  private restamp(): void {
    this.slots.fill(-1);
    this.stamp = 0;
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
    return readUtcMs(this.frame, this.starts[i]!, this.ends[i]!);
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
    for (let k = 0; k < count; k++) target[offset + k] = this.frame[start + k]!;
    return length;
  }
}

function tagFault(bytes: Uint8Array, first: number, at: number): number {
  if (bytes[first]! === EQUALS) return ParseFault.emptyTag;
  let end = at;
  while (bytes[end]! !== SOH && bytes[end]! !== EQUALS) end++;
  return bytes[end]! === SOH ? ParseFault.noEquals : ParseFault.badTag;
}
