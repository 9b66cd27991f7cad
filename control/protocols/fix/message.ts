/**
 * A FIX message as an index over its bytes: tag, and where the value lies, of every field in order. Nothing is copied, values are read
 * when they are asked for, and one object is used for message after message: what it says is valid until the next `parse`.
 */
import { DataFields, standardDataFields } from './data-fields.js';
import {
  addressOfBlock,
  blockSlots,
  blockTags,
  framed,
  NO_BLOCK,
  spare,
  takeSpare,
  type BlockHolder,
} from './kernel/blocks.js';
import { closeWindow, heap, heapWords, index, openWindow } from './kernel/kernel.js';
import { layoutOf, type MessageLayout } from './kernel/layouts.js';
import { Block, SLACK_BYTES, WINDOW_BYTES } from './kernel/memory.js';
import { packMsgTypeBytes } from './msg-type.js';
import { readTimestampMs } from './timestamp-reader.js';
import { readDecimal, readInt, readString } from './values.js';
import { ByteCopier, ByteViews } from './words.js';

const SOH = 1;
const EQUALS = 0x3d;
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

const FIRST_ROOM = 256;
const NONE = new Int32Array(0);

export class FixMessage implements BlockHolder {
  private frame: Uint8Array = new Uint8Array(0);
  private frameStart = 0;
  private frameEnd = 0;
  private type = 0;
  private count = 0;
  /** From `base` on: where the value of each field begins, and where it ends. Of the heap, or our own. */
  private words: Int32Array = heapWords;
  private base = 0;
  /** Of the layout, of the block, or our own. */
  private tags: Int32Array = NONE;
  /** By tag: `stamp` + index of the first field with it; less than `stamp` for none. Of the layout or the block, or of no length. */
  private slots: Int32Array = NONE;
  private stamp = 0;
  private known: MessageLayout | undefined;
  private ownBlock = NO_BLOCK;
  private tagRead = 0;
  private readonly views = new ByteViews();
  private readonly copier = new ByteCopier();
  private readonly time = new Float64Array(1);
  private readonly maxFields: number;
  private readonly dataFields: DataFields;
  /** Length tags that the kernel does not know of. */
  private readonly ownLengthTags: readonly number[];

  constructor({ maxFields = 16_384, lengthTags }: FixMessageOptions = {}) {
    this.maxFields = maxFields;
    this.dataFields = lengthTags === undefined ? standardDataFields : new DataFields(lengthTags);
    this.ownLengthTags = lengthTags === undefined ? [] : [...lengthTags.keys()];
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

  /** What is known about messages with these tags in this order; undefined when nothing is. */
  get layout(): MessageLayout | undefined {
    return this.known;
  }

  /** The block that the index is in, NO_BLOCK for none. */
  get block(): number {
    return this.ownBlock;
  }

  /** Whether the framer is handing this message out, so that its values are in the heap too. */
  get isInHeap(): boolean {
    const { isOut, block, bytes, start } = framed;
    return isOut && block === this.ownBlock && bytes === this.frame && start === this.frameStart;
  }

  /**
   * Indexes all fields of a frame. 0 = fine; otherwise a ParseFault, and the message has the fields before the fault. No copy, no
   * allocation, but for more fields than any message before had.
   */
  parse(bytes: Uint8Array, start: number, end: number): number {
    // To store a reference has a price: not those that are there.
    if (bytes !== this.frame) this.frame = bytes;
    this.frameStart = start;
    this.frameEnd = end;
    this.views.of(bytes);
    const isFramed =
      framed.isOut &&
      framed.start === start &&
      framed.end === end &&
      framed.block === spare.block &&
      framed.bytes === bytes;
    if (!isFramed) {
      // All loops below end at a SOH, and this is one: none of them can leave the frame.
      if (end <= start || bytes[end - 1]! !== SOH) {
        this.clear();
        return ParseFault.noSoh;
      }
      if (!indexInHeap(bytes, start, end)) return this.indexOwn();
    }
    const block = takeSpare(this);
    this.ownBlock = block;
    const head = addressOfBlock(block) >>> 2;
    if (this.words !== heapWords) this.words = heapWords;
    this.base = head + Block.headWords;
    const known = layoutOf(heapWords[head + Block.layout]!);
    const fault = known === undefined ? this.takeIndex(block, head) : this.takeLayout(known);
    const isLimited = this.count > this.maxFields || (this.ownLengthTags.length > 0 && this.hasOwnLengthTag());
    return isLimited ? this.indexOwn() : fault;
  }

  private takeLayout(layout: MessageLayout): number {
    this.count = layout.count;
    this.type = layout.msgType;
    this.stamp = 0;
    if (layout !== this.known) {
      this.known = layout;
      this.tags = layout.tags;
      this.slots = layout.slots;
    }
    return ParseFault.none;
  }

  /** What the kernel found in a message unlike others, and the rest of it. */
  private takeIndex(block: number, head: number): number {
    this.known = undefined;
    this.tags = blockTags[block]!;
    this.slots = blockSlots[block]!;
    this.stamp = heapWords[head + Block.stamp]!;
    this.count = heapWords[head + Block.count]!;
    const resume = heapWords[head + Block.resume]!;
    let fault: number = ParseFault.none;
    if (resume !== this.frameEnd) {
      fault = this.indexAny(this.frame, resume, this.frameEnd);
      // What was put into slots is to be below the next stamp.
      heapWords[head + Block.count] = this.count;
    }
    this.type = this.readMsgType();
    return fault;
  }

  private hasOwnLengthTag(): boolean {
    for (const tag of this.ownLengthTags) if (this.find(tag) >= 0) return true;
    return false;
  }

  private readMsgType(): number {
    const type = this.count > 2 && this.tags[2]! === MSG_TYPE ? 2 : this.find(MSG_TYPE);
    return type < 0 ? 0 : packMsgTypeBytes(this.frame, this.valueStartAt(type), this.valueEndAt(type));
  }

  /** Without the kernel, and without its memory. */
  private indexOwn(): number {
    this.clear();
    this.words = new Int32Array(2 * FIRST_ROOM);
    this.tags = new Int32Array(FIRST_ROOM);
    const fault = this.indexAny(this.frame, this.frameStart, this.frameEnd);
    this.type = this.readMsgType();
    return fault;
  }

  private clear(): void {
    this.count = 0;
    this.type = 0;
    this.known = undefined;
    this.base = 0;
    this.tags = NONE;
    this.slots = NONE;
  }

  giveUpBlock(): void {
    const { ownBlock: block, count, base } = this;
    this.ownBlock = NO_BLOCK;
    if (this.words === heapWords) {
      this.words = heapWords.slice(base, base + 2 * count);
      this.base = 0;
    }
    if (this.tags === blockTags[block]) this.tags = this.tags.slice(0, count);
    if (this.slots === blockSlots[block]) this.slots = NONE;
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
      if (count === this.maxFields) return ParseFault.tooManyFields;
      if (count === this.tags.length) this.grow(count);
      this.tags[count] = tag;
      this.words[this.base + 2 * count] = valueStart;
      this.words[this.base + 2 * count + 1] = at;
      if (tag >>> 0 < slots.length && slots[tag]! < stamp) slots[tag] = stamp + count;
      dataTag = this.dataFields.dataTag(tag);
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

  /** Takes room for more fields, in memory of our own; keeps those there are. */
  private grow(fields: number): void {
    const room = Math.min(this.maxFields, fields * 2);
    const words = new Int32Array(2 * room);
    words.set(this.words.subarray(this.base, this.base + 2 * fields));
    this.words = words;
    this.base = 0;
    const tags = new Int32Array(room);
    tags.set(this.tags);
    this.tags = tags;
  }

  tagAt(i: number): number {
    return i < this.count ? this.tags[i]! : 0;
  }
  /** Position in `bytes` of the first byte of the value of field i. */
  valueStartAt(i: number): number {
    return this.words[(this.base + (i << 1)) | 0]!;
  }
  /** Position in `bytes` of the SOH after the value of field i. */
  valueEndAt(i: number): number {
    return this.words[(this.base + (i << 1) + 1) | 0]!;
  }

  /** Index of the first field with the tag, -1 when there is none. */
  find(tag: number): number {
    const i = this.indexOf(tag);
    return i >= 0 ? i : -1;
  }

  /** As `find`, but any negative number when there is none. Sums are cut to 32 bits, here and below, so that V8 need not look at each of them. */
  private indexOf(tag: number): number {
    const { slots } = this;
    return tag >>> 0 < slots.length ? (slots[tag]! - this.stamp) | 0 : this.findNext(tag, -1);
  }

  /** Index of the first field with the tag behind field `after`, -1 when there is none. */
  findNext(tag: number, after: number): number {
    const { tags, count } = this;
    for (let i = after + 1; i < count; i++) if (tags[i]! === tag) return i;
    return -1;
  }

  has(tag: number): boolean {
    return this.indexOf(tag) >= 0;
  }

  /** The value as Latin-1 text, undefined when absent. The one reader that allocates: its string. */
  string(tag: number): string | undefined {
    const i = this.indexOf(tag);
    return i < 0 ? undefined : this.stringAt(i);
  }
  /** NaN when absent or not an integer below 2^53. Leading zeros are fine. */
  int(tag: number): number {
    const i = this.indexOf(tag);
    return i < 0 ? NaN : this.intAt(i);
  }
  /** The code of a value of one character, -1 when absent or of another length. */
  char(tag: number): number {
    const i = this.indexOf(tag);
    return i < 0 ? -1 : this.charAt(i);
  }
  /** True for "Y", false for everything else and when absent. */
  flag(tag: number): boolean {
    const i = this.indexOf(tag);
    return i >= 0 && this.charAt(i) === 0x59;
  }
  /** value × 10^scale as an exact integer; NaN when absent, malformed, finer than the scale, or not below 2^53. */
  decimal(tag: number, scale: number): number {
    const i = this.indexOf(tag);
    return i < 0 ? NaN : this.decimalAt(i, scale);
  }
  /** A UTCTimestamp as milliseconds since 1970, with a fraction; NaN when absent or malformed. */
  utcMs(tag: number): number {
    const i = this.indexOf(tag);
    return i < 0 ? NaN : this.utcMsAt(i);
  }
  /** As `utcMs`, to a place of an array: a number that a function returns may have to be put on the heap, this one never. */
  readUtcMs(tag: number, into: Float64Array, at: number): void {
    const i = this.indexOf(tag);
    if (i < 0) into[at] = NaN;
    else readTimestampMs(this.frame, this.views, this.valueStartAt(i), this.valueEndAt(i), into, at);
  }
  /** Whether the field is there and its value has exactly these bytes. */
  equals(tag: number, ascii: Uint8Array): boolean {
    const i = this.indexOf(tag);
    return i >= 0 && this.equalsAt(i, ascii);
  }

  stringAt(i: number): string {
    return readString(this.frame, this.valueStartAt(i), this.valueEndAt(i));
  }
  intAt(i: number): number {
    return readInt(this.frame, this.views, this.valueStartAt(i), this.valueEndAt(i));
  }
  charAt(i: number): number {
    const start = this.valueStartAt(i);
    return this.valueEndAt(i) - start === 1 ? this.frame[start]! : -1;
  }
  decimalAt(i: number, scale: number): number {
    return readDecimal(this.frame, this.views, this.valueStartAt(i), this.valueEndAt(i), scale);
  }
  utcMsAt(i: number): number {
    readTimestampMs(this.frame, this.views, this.valueStartAt(i), this.valueEndAt(i), this.time, 0);
    return this.time[0]!;
  }
  equalsAt(i: number, ascii: Uint8Array): boolean {
    const start = this.valueStartAt(i);
    const { length } = ascii;
    if (this.valueEndAt(i) - start !== length) return false;
    for (let k = 0; k < length; k++) if (this.frame[start + k]! !== ascii[k]!) return false;
    return true;
  }
  /** Copies the value of field i to `target`, as far as it has room, and returns the value's length. */
  copyAt(i: number, target: Uint8Array, offset: number): number {
    const start = this.valueStartAt(i);
    const length = (this.valueEndAt(i) - start) | 0;
    const room = (target.length - offset) | 0;
    const count = length < room ? length : room;
    this.copier.copyFrom(this.frame, this.views, start, (start + count) | 0, target, offset);
    return length;
  }
}

/** Has the kernel index a message that no framer hands out, into the spare block; false when it is too long for that. */
function indexInHeap(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length > WINDOW_BYTES) return false;
  const window = openWindow(length + SLACK_BYTES);
  if (window === 0) return false;
  // Byte by byte: a subarray would have to be made for each message.
  for (let i = 0; i < length; i++) heap[window + i] = bytes[start + i]!;
  index(window, window + length, window - start, addressOfBlock(spare.block));
  closeWindow(window);
  return true;
}

/** Why what begins at `first` is no tag. */
function tagFault(bytes: Uint8Array, first: number): number {
  if (bytes[first]! === EQUALS) return ParseFault.emptyTag;
  let end = first;
  while (bytes[end]! !== SOH && bytes[end]! !== EQUALS) end++;
  return bytes[end]! === SOH ? ParseFault.noEquals : ParseFault.badTag;
}
