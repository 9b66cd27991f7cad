/**
 * Cuts a byte stream into FIX messages, whatever pieces it comes in. A message that lies whole in one piece is handed out where it is;
 * only the beginning of one that does not is copied. Garbled messages are passed over as the FIX session protocol demands
 * (FIX 4.4 volume 2, "message integrity"): with a wrong CheckSum to the message's end, with a wrong BodyLength to the place that
 * it gives, and from there to the next "8=FIX".
 */
import { addressOfBlock, framed, spare } from './kernel/blocks.js';
import { closeWindow, frame, heap, heapWords, openWindow } from './kernel/kernel.js';
import { learnLayout } from './kernel/layouts.js';
import { Block, SLACK_BYTES, WINDOW_BYTES } from './kernel/memory.js';
import { byteSum, ByteViews } from './words.js';

const SOH = 1;
const EQUALS = 0x3d;
/** "10=", three digits, SOH. */
const TRAILER_BYTES = 7;
/** "35=", one character, SOH. */
const MIN_BODY_BYTES = 5;
const MAX_BEGIN_STRING_BYTES = 16;
const MAX_LENGTH_DIGITS = 9;
/** How much is taken at a time until BodyLength is known. */
const HEADER_PIECE_BYTES = 64;
/** Below this it is not worth a copy. */
const SHORTEST_WINDOW = 32;
/** How far apart neighbouring connections' expectations lie. */
const SALT_STEP = 61;
const INCOMPLETE = 0;
const GARBLED = -1;
/** Below every complement of a position. */
const STOPPED = -0x8000_0000;

/**
 * What was wrong with bytes that are no message: `noise` bytes before a "8=FIX"; `field` the message does not begin with 8, 9 and 35;
 * `bodyLength` no "10=" where BodyLength says; `checkSum` not the sum, or not three digits; `tooLong` above the limit.
 */
export type GarbledReason = 'noise' | 'bodyLength' | 'checkSum' | 'tooLong' | 'field';

export interface FrameHandler {
  /**
   * A whole message: 8, 9, 35 first, BodyLength and CheckSum right. The bytes are valid during the call only. False stops: the rest of
   * the input is dropped, the framer is clear. May not call `push` or `clear`.
   */
  onMessage(bytes: Uint8Array, start: number, end: number): boolean;
  /** Bytes that are no message, as many of them as are there: once per stretch, told when it is found. False stops, as above. */
  onGarbled(reason: GarbledReason, bytes: Uint8Array, start: number, end: number): boolean;
}

export interface FixFramerOptions {
  /** Longest message, from "8=" to the last SOH. Longer ones are garbled, and nothing longer is ever kept. */
  readonly maxMessageBytes: number;
}

export class FixFramer {
  private static lastSalt = 0;

  /** Messages handed out, and bytes that were part of none, since the framer was made. */
  messages = 0;
  garbledBytes = 0;

  private readonly maxMessageBytes: number;
  private readonly views = new ByteViews();
  /** For the kernel: what one connection's messages look like is not what another's do. */
  private readonly salt = (FixFramer.lastSalt = (FixFramer.lastSalt + SALT_STEP) & 0xffff);
  /** The beginning of a message, from its "8=", or of its "8=FIX". */
  private tail: Uint8Array;
  private tailBytes = 0;
  /** How long the tail must be before another look is worth it, and how much it may take until then. */
  private neededBytes = 0;
  private wantedBytes = 0;
  /** The stretch of noise we are in has been told. */
  private toldNoise = false;
  /** What `examine` found out: why the message is garbled, where to go on. */
  private reason: GarbledReason = 'noise';
  private resumeAt = 0;

  constructor({ maxMessageBytes }: FixFramerOptions) {
    this.maxMessageBytes = maxMessageBytes;
    this.tail = new Uint8Array(Math.min(4096, maxMessageBytes) + HEADER_PIECE_BYTES);
  }

  /** Bytes kept for a message that is not whole yet. */
  get bufferedBytes(): number {
    return this.tailBytes;
  }

  clear(): void {
    this.tailBytes = 0;
    this.toldNoise = false;
  }

  push(bytes: Uint8Array, handler: FrameHandler): void {
    const end = bytes.length;
    let at = 0;
    while (this.tailBytes > 0 && at < end) {
      const before = this.tailBytes;
      at += this.append(bytes, at);
      if (this.tailBytes < this.neededBytes) continue;
      const used = this.cut(this.tail, 0, this.tailBytes, handler);
      if (used === STOPPED) {
        this.clear();
        return;
      }
      if (used >= before) {
        // The rest of the tail came from this piece: go on there, without a copy.
        at -= this.tailBytes - used;
        this.tailBytes = 0;
      } else {
        this.tail.copyWithin(0, used, this.tailBytes);
        this.tailBytes -= used;
      }
    }
    if (at === end) return;
    const used = this.cut(bytes, at, end, handler);
    if (used === STOPPED) {
      this.clear();
      return;
    }
    if (used < end) this.keep(bytes, used, end);
  }

  /** Hands out what is whole in bytes[at .. end) and returns where the rest begins (a message, or the first bytes of "8=FIX"), or STOPPED. */
  private cut(bytes: Uint8Array, from: number, end: number, handler: FrameHandler): number {
    const windowBytes = Math.min(end - from, WINDOW_BYTES);
    const window = windowBytes < SHORTEST_WINDOW ? 0 : openWindow(windowBytes + SLACK_BYTES);
    if (window === 0) return this.cutAll(bytes, from, end, 0, 0, handler);
    try {
      return this.cutAll(bytes, from, end, window, windowBytes, handler);
    } finally {
      closeWindow(window);
    }
  }

  /** @param window where in the heap the input is copied to, that many bytes at a time; none for 0 */
  private cutAll(
    bytes: Uint8Array,
    from: number,
    end: number,
    window: number,
    windowBytes: number,
    handler: FrameHandler,
  ): number {
    let at = from;
    let copied = from;
    // Copied again once half of it is behind us, so that nothing is copied more than twice.
    let copyAt = windowBytes === 0 ? end : from;
    let shift = 0;
    while (at < end) {
      if (at >= copyAt) {
        copied = Math.min(end, at + windowBytes);
        if (at === 0 && copied === bytes.length) heap.set(bytes, window);
        else heap.set(bytes.subarray(at, copied), window);
        shift = window - at;
        copyAt = copied === end ? end : at + (windowBytes >>> 1);
      }
      const next = at < copied ? this.cutPlainly(bytes, at, copied, shift, handler) : at;
      if (next === STOPPED) return STOPPED;
      at = next;
      if (at === end) return at;
      if (at >= copyAt) continue;
      at = this.cutSlowly(bytes, at, end, handler);
      if (at < 0) return at === STOPPED ? STOPPED : ~at;
    }
    return at;
  }

  /** Hands out the messages that begin at `at`, up to the first that is not plainly one. @param shift to the copy in the heap */
  private cutPlainly(bytes: Uint8Array, from: number, end: number, shift: number, handler: FrameHandler): number {
    let at = from;
    while (at < end) {
      const { block } = spare;
      const address = addressOfBlock(block);
      const next = frame(at + shift, end + shift, shift, address, this.maxMessageBytes, this.salt) - shift;
      if (next + shift === 0) break;
      const word = address >>> 2;
      if (heapWords[word + Block.layout] === 0 && heapWords[word + Block.resume] === next) {
        learnLayout(block, at, shift, this.salt);
      }
      if (framed.bytes !== bytes) framed.bytes = bytes;
      framed.start = at;
      framed.end = next;
      framed.shift = shift;
      framed.block = block;
      framed.isOut = true;
      this.messages++;
      this.toldNoise = false;
      const goesOn = handler.onMessage(bytes, at, next);
      framed.isOut = false;
      if (!goesOn) return STOPPED;
      at = next;
    }
    return at;
  }

  /**
   * One step over what is not plainly a message: returns where to go on; STOPPED; or, when more bytes are needed, the complement of where
   * the rest begins.
   */
  private cutSlowly(bytes: Uint8Array, from: number, end: number, handler: FrameHandler): number {
    const at = isBegin(bytes, from, end) ? from : findBegin(bytes, from, end);
    if (at > from) {
      this.garbledBytes += at - from;
      const told = this.toldNoise;
      this.toldNoise = true;
      return told || handler.onGarbled('noise', bytes, from, at) ? at : STOPPED;
    }
    if (end - at < 5) {
      this.neededBytes = end - at + 1;
      this.wantedBytes = HEADER_PIECE_BYTES;
      return ~at;
    }
    const next = this.examine(bytes, at, end);
    if (next === INCOMPLETE) return ~at;
    if (next === GARBLED) {
      const resume = findBegin(bytes, this.resumeAt, end);
      this.garbledBytes += resume - at;
      this.toldNoise = true;
      return handler.onGarbled(this.reason, bytes, at, resume) ? resume : STOPPED;
    }
    this.messages++;
    this.toldNoise = false;
    return handler.onMessage(bytes, at, next) ? next : STOPPED;
  }

  /** Where the message at `at` ends, INCOMPLETE or GARBLED. */
  private examine(bytes: Uint8Array, start: number, end: number): number {
    let at = start + 5;
    const beginLimit = Math.min(end, start + 2 + MAX_BEGIN_STRING_BYTES + 1);
    while (at < beginLimit && bytes[at]! !== SOH) {
      if (bytes[at]! === EQUALS) return this.garbled('field', start + 5);
      at++;
    }
    if (at === end) return this.incomplete(start, at);
    if (at === beginLimit) return this.garbled('field', start + 5);
    at++;
    if (at < end && bytes[at]! !== 0x39) return this.garbled('field', start + 5);
    if (at + 1 < end && bytes[at + 1]! !== EQUALS) return this.garbled('field', start + 5);
    at += 2;
    if (at >= end) return this.incomplete(start, end);
    let length = 0;
    const digits = at;
    while (at < end) {
      const digit = bytes[at]! - 0x30;
      if (digit >>> 0 > 9) break;
      if (at - digits === MAX_LENGTH_DIGITS) return this.garbled('tooLong', start + 5);
      length = length * 10 + digit;
      at++;
    }
    if (at === end) return this.incomplete(start, end);
    if (bytes[at]! !== SOH || at === digits) return this.garbled('field', start + 5);
    at++;
    const trailer = at + length;
    if (length < MIN_BODY_BYTES) return this.garbled('bodyLength', start + 5);
    if (trailer + TRAILER_BYTES - start > this.maxMessageBytes) return this.garbled('tooLong', start + 5);
    if (at < end && bytes[at]! !== 0x33) return this.garbled('field', start + 5);
    if (at + 1 < end && bytes[at + 1]! !== 0x35) return this.garbled('field', start + 5);
    if (at + 2 < end && bytes[at + 2]! !== EQUALS) return this.garbled('field', start + 5);
    if (trailer >= end) {
      this.neededBytes = trailer + 1 - start;
      this.wantedBytes = trailer + TRAILER_BYTES - start;
      return INCOMPLETE;
    }
    return this.examineTrailer(bytes, start, trailer, end);
  }

  private examineTrailer(bytes: Uint8Array, start: number, trailer: number, end: number): number {
    if (bytes[trailer - 1]! !== SOH || bytes[trailer]! !== 0x31) return this.garbled('bodyLength', trailer);
    if (trailer + 1 < end && bytes[trailer + 1]! !== 0x30) return this.garbled('bodyLength', trailer);
    if (trailer + 2 < end && bytes[trailer + 2]! !== EQUALS) return this.garbled('bodyLength', trailer);
    let sum = 0;
    let at = trailer + 3;
    for (; at < trailer + 6; at++) {
      if (at >= end) return this.incomplete(start, end);
      const digit = bytes[at]! - 0x30;
      if (digit >>> 0 > 9) return this.garbled('checkSum', trailer + 3);
      sum = sum * 10 + digit;
    }
    if (at >= end) return this.incomplete(start, end);
    if (bytes[at]! !== SOH) return this.garbled('checkSum', trailer + 3);
    if (byteSum(bytes, this.views.of(bytes), start, trailer) !== sum) return this.garbled('checkSum', at + 1);
    return at + 1;
  }

  private incomplete(start: number, end: number): number {
    this.neededBytes = end - start + 1;
    this.wantedBytes = Math.max(this.neededBytes, HEADER_PIECE_BYTES);
    return INCOMPLETE;
  }

  private garbled(reason: GarbledReason, resumeAt: number): number {
    this.reason = reason;
    this.resumeAt = resumeAt;
    return GARBLED;
  }

  /** Takes from the input what the tail still wants; returns how much that was. */
  private append(bytes: Uint8Array, at: number): number {
    const count = Math.min(bytes.length - at, Math.max(1, this.wantedBytes - this.tailBytes));
    this.reserve(this.tailBytes + count);
    this.tail.set(bytes.subarray(at, at + count), this.tailBytes);
    this.tailBytes += count;
    return count;
  }

  private keep(bytes: Uint8Array, start: number, end: number): void {
    this.reserve(end - start);
    this.tail.set(bytes.subarray(start, end));
    this.tailBytes = end - start;
  }

  /** What is kept is never longer than one message and a piece of a header. */
  private reserve(bytes: number): void {
    if (bytes <= this.tail.length) return;
    const grown = new Uint8Array(
      Math.min(this.maxMessageBytes + HEADER_PIECE_BYTES, Math.max(bytes, this.tail.length * 2)),
    );
    grown.set(this.tail.subarray(0, this.tailBytes));
    this.tail = grown;
  }
}

/** Whether bytes[at .. end) begin as "8=FIX" does, as far as they go. */
function isBegin(bytes: Uint8Array, at: number, end: number): boolean {
  return (
    bytes[at]! === 0x38 &&
    (at + 1 >= end || bytes[at + 1]! === EQUALS) &&
    (at + 2 >= end || bytes[at + 2]! === 0x46) &&
    (at + 3 >= end || bytes[at + 3]! === 0x49) &&
    (at + 4 >= end || bytes[at + 4]! === 0x58)
  );
}

/** The first place from `at` on that may begin a message; `end` when there is none. */
function findBegin(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && !isBegin(bytes, at, end)) at++;
  return at;
}
