/** Finds FIX messages in any text or bytes: logs of ours, of QuickFIX, raw captures, whatever has `8=FIX … 10=nnn` in it. */
import { unescapeBytes } from '../../fix/message-log/line.js';

/** One message as it was found, its separators made SOH. */
export interface FoundMessage {
  readonly bytes: Uint8Array;
  /** What stood before it: the rest of its line, and the line before where that one says nothing. */
  readonly prefix: string;
  /** Where it begins in the input. */
  readonly offset: number;
  /** Marks of our own log: `masked`, `garbled:checkSum`, `cut:9999`. */
  readonly marks: readonly string[];
  /** Why its end is not where a message's end should be. */
  readonly problem: string | undefined;
}

export interface ScanHandler {
  onMessage(message: FoundMessage): void;
  /** A line of our own log that holds no message: a remark, or noise whose bytes were not logged. */
  onRemark(line: string): void;
}

const BEGIN = Buffer.from('8=FIX');
const SOH = 1;
const LF = 0x0a;
const CR = 0x0d;
/** BeginString, separator, and "9=" lie within this. */
const HEAD_BYTES = 40;
const PREFIX_BYTES = 400;
const HEAD = /^8=(FIXT?\.?\d\.\d)(.{1,8}?)9=(\d{1,10})/s;
const BARE_HEAD = /^8=(FIXT?\.?\d\.\d)(\x01|\||\^A|;|<SOH>)/; // eslint-disable-line no-control-regex -- SOH ends a FIX field.
/** A line of our own log, up to its bytes. */
const OWN_LINE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ([<>#]) \S+ (\S+) /;

export class MessageScanner {
  private buffer = Buffer.alloc(0);
  /** Of `buffer[0]` in the input. */
  private base = 0;
  /** Searched up to here. */
  private at = 0;
  /** Text from here on may be the prefix of the next message. */
  private textFrom = 0;

  constructor(private readonly maxMessageBytes: number) {}

  push(chunk: Uint8Array, handler: ScanHandler): void {
    this.buffer = this.buffer.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.buffer, chunk]);
    this.scan(handler, false);
    this.trim();
  }

  end(handler: ScanHandler): void {
    this.scan(handler, true);
    this.skipText(this.buffer.length, handler);
    this.buffer = Buffer.alloc(0);
  }

  private scan(handler: ScanHandler, isLast: boolean): void {
    for (;;) {
      const start = this.buffer.indexOf(BEGIN, this.at);
      if (start < 0) {
        this.at = Math.max(this.at, this.buffer.length - BEGIN.length + 1);
        return;
      }
      this.at = start;
      // Part of a longer tag: 108=FIX.
      if (start > 0 && isDigit(this.buffer[start - 1]!)) {
        this.at = start + 1;
        continue;
      }
      if (start + HEAD_BYTES > this.buffer.length && !isLast) return;
      const next = this.message(start, handler, isLast);
      if (next < 0) return;
      this.at = next;
    }
  }

  /** Takes the message at `start`; returns where to go on, -1 when more input is needed first. */
  private message(start: number, handler: ScanHandler, isLast: boolean): number {
    const head = this.buffer.toString('latin1', start, Math.min(this.buffer.length, start + HEAD_BYTES));
    const lineStart = this.buffer.lastIndexOf(LF, start) + 1;
    const own = OWN_LINE.exec(this.buffer.toString('latin1', Math.max(lineStart, start - PREFIX_BYTES), start));
    if (own !== null) return this.ownLine(start, own[2]!, handler, isLast);
    const match = HEAD.exec(head) ?? BARE_HEAD.exec(head);
    if (match === null) return start + BEGIN.length;
    const separator = Buffer.from(match[2]!, 'latin1');
    const bodyAt = match[3] === undefined ? -1 : start + match[0].length + separator.length;
    const end = this.endByLength(bodyAt, Number(match[3]), separator) ?? this.endBySearch(start, separator, isLast);
    if (end === undefined) {
      if (this.buffer.length - start <= this.maxMessageBytes && !isLast) return -1;
      const cut = this.cutEnd(start, separator);
      this.found(start, cut, separator, `no CheckSum (10) within ${cut - start} bytes`, handler);
      return cut;
    }
    this.found(start, end.at, separator, end.problem, handler);
    return end.at;
  }

  private ownLine(start: number, marks: string, handler: ScanHandler, isLast: boolean): number {
    let end = this.buffer.indexOf(LF, start);
    if (end < 0) {
      if (!isLast && this.buffer.length - start <= 4 * this.maxMessageBytes) return -1;
      end = this.buffer.length;
    }
    const bytes = new Uint8Array(end - start);
    const length = unescapeBytes(this.buffer, start, end, bytes, 0);
    const isWhole = bytes[length - 1] === SOH;
    this.give(
      start,
      bytes.subarray(0, length),
      marks === '-' ? [] : marks.split(','),
      isWhole ? undefined : 'cut off',
      handler,
    );
    this.textFrom = end;
    return end;
  }

  /** BodyLength leads to the CheckSum: then no data field can be mistaken for the end. */
  private endByLength(
    bodyAt: number,
    length: number,
    separator: Buffer,
  ): { at: number; problem: undefined } | undefined {
    if (bodyAt < 0 || separator.length > 1 || length > this.maxMessageBytes) return undefined;
    const at = bodyAt + length;
    if (!isChecksum(this.buffer, at) || this.buffer[at - 1] !== separator[0]) return undefined;
    return { at: at + 6 + (startsWith(this.buffer, at + 6, separator) ? 1 : 0), problem: undefined };
  }

  private endBySearch(
    start: number,
    separator: Buffer,
    isLast: boolean,
  ): { at: number; problem: string | undefined } | undefined {
    const { buffer } = this;
    const mark = Buffer.concat([separator, Buffer.from('10=')]);
    const limit = this.nextStart(start, separator);
    let at = buffer.indexOf(mark, start);
    while (at >= 0 && at < limit) {
      const value = at + separator.length;
      let end = value + 3;
      while (end < buffer.length && isDigit(buffer[end]!)) end++;
      if (end + separator.length > buffer.length && !isLast) return undefined;
      if (end > value + 3) {
        const isThree = end === value + 6;
        const after = end + (startsWith(buffer, end, separator) ? separator.length : 0);
        return { at: after, problem: isThree ? undefined : 'CheckSum (10) has not three digits' };
      }
      at = buffer.indexOf(mark, at + 1);
    }
    if (limit === Infinity) return undefined;
    return { at: this.cutEnd(start, separator), problem: 'cut off: the next message begins before its CheckSum (10)' };
  }

  /** Where the next message begins, or, in text, the line ends; Infinity when that is not in sight. */
  private nextStart(start: number, separator: Buffer): number {
    const { buffer } = this;
    let next = buffer.indexOf(BEGIN, start + BEGIN.length);
    while (next >= 0 && isDigit(buffer[next - 1]!)) next = buffer.indexOf(BEGIN, next + 1);
    const line = separator[0] === SOH ? -1 : buffer.indexOf(LF, start);
    return Math.min(next < 0 ? Infinity : next, line < 0 ? Infinity : line);
  }

  /** Where a message without an end is taken to end: at its line's end, or before the next message. */
  private cutEnd(start: number, separator: Buffer): number {
    const line = this.buffer.indexOf(LF, start);
    const limit = Math.min(this.nextStart(start, separator), line < 0 ? Infinity : line, start + this.maxMessageBytes);
    return Math.min(limit, this.buffer.length);
  }

  private found(
    start: number,
    end: number,
    separator: Buffer,
    problem: string | undefined,
    handler: ScanHandler,
  ): void {
    const raw = this.buffer.subarray(start, end);
    this.give(start, canonical(raw, separator), [], problem, handler);
    this.textFrom = end;
  }

  private give(
    start: number,
    bytes: Uint8Array,
    marks: readonly string[],
    problem: string | undefined,
    handler: ScanHandler,
  ): void {
    const from = Math.max(this.textFrom, start - PREFIX_BYTES);
    this.skipText(start, handler);
    const lines = this.buffer.toString('latin1', from, start).split(/\r?\n/);
    const last = lines.at(-1)!;
    // QuickFIX prints "<time, session, direction>" on a line of its own.
    const prefix = /[A-Za-z0-9]/.test(last) ? last : `${lines.at(-2) ?? ''} ${last}`;
    handler.onMessage({ bytes, prefix, offset: this.base + start, marks, problem });
  }

  /** Lines of our own log between messages are told; all other text is passed over. */
  private skipText(until: number, handler: ScanHandler): void {
    for (let at = this.textFrom; at < until;) {
      let end = this.buffer.indexOf(LF, at);
      if (end < 0 || end > until) end = until;
      // A message's own line is no remark.
      if (end < until || until === this.buffer.length) {
        const line = this.buffer.toString('latin1', at, Math.min(end, at + PREFIX_BYTES)).replace(/\r$/, '');
        if (OWN_LINE.test(`${line} `)) handler.onRemark(line);
        this.textFrom = Math.min(end + 1, until);
      }
      at = end + 1;
    }
  }

  /** Gives up what lies behind. */
  private trim(): void {
    let keep = Math.min(this.at, Math.max(this.textFrom, this.at - PREFIX_BYTES));
    // Whole lines, as far as that goes, so that a remark is not cut.
    if (keep > this.textFrom)
      keep = Math.max(this.textFrom, this.buffer.lastIndexOf(LF, keep) + 1, keep - PREFIX_BYTES);
    this.buffer = this.buffer.subarray(keep);
    this.base += keep;
    this.at -= keep;
    this.textFrom = Math.max(0, this.textFrom - keep);
  }
}

/** A copy in which every separator is SOH, and which ends with one. */
function canonical(raw: Buffer, separator: Buffer): Uint8Array {
  let end = raw.length;
  while (end > 0 && (raw[end - 1] === LF || raw[end - 1] === CR)) end--;
  const out = new Uint8Array(end + 1);
  let to = 0;
  for (let from = 0; from < end;) {
    if (raw[from] === separator[0] && startsWith(raw, from, separator)) {
      out[to++] = SOH;
      from += separator.length;
    } else out[to++] = raw[from++]!;
  }
  if (out[to - 1] !== SOH) out[to++] = SOH;
  return out.subarray(0, to);
}

function startsWith(buffer: Uint8Array, at: number, bytes: Uint8Array): boolean {
  if (at + bytes.length > buffer.length) return false;
  for (let i = 0; i < bytes.length; i++) if (buffer[at + i] !== bytes[i]) return false;
  return true;
}

function isChecksum(buffer: Uint8Array, at: number): boolean {
  if (at + 6 > buffer.length || buffer[at] !== 0x31 || buffer[at + 1] !== 0x30 || buffer[at + 2] !== 0x3d) return false;
  return isDigit(buffer[at + 3]!) && isDigit(buffer[at + 4]!) && isDigit(buffer[at + 5]!);
}

function isDigit(char: number): boolean {
  return char >= 0x30 && char <= 0x39;
}
