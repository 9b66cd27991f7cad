/** The log of one session: takes messages as they pass, and writes them as lines when the turn's work is done. */
import type { Clock } from '../../core/world.js';
import { escapeBytes, escapeColumn, escapeUnlessSecret, type LineClock, LONGEST_ESCAPE } from './line.js';
import type { LogFiles } from './log-files.js';
import type { SecretMask } from './mask.js';
import type { MessageLogCounters, MessageLogOptions } from './options.js';

const LF = 0x0a;
/** A pending record: time (8 bytes), bytes kept (4), bytes there were (4), kind (1), reason (1), then the bytes, to a multiple of 8. */
const RECORD_HEAD = 24;
/** Time, direction, mark and the blanks between; the session's name comes on top. */
const LINE_HEAD = 128;
const OUT_BYTES = 64 * 1024;
const FIRST_PENDING_BYTES = 16 * 1024;

const Kind = { received: 0, sent: 1 } as const;

/** What all sessions of a log share. */
export interface LogParts {
  readonly clock: Clock;
  readonly options: MessageLogOptions;
  readonly counters: MessageLogCounters;
  readonly lineClock: LineClock;
  /** Called when the session has something to write and had nothing before. */
  readonly wantsFlush: (log: SessionMessageLog) => void;
}

export class SessionMessageLog {
  private pending = new Uint8Array(0);
  private view = new DataView(this.pending.buffer);
  private used = 0;
  private readonly reasons: string[] = [''];
  private readonly column: string;
  private readonly sentPrefix: Uint8Array;
  private readonly receivedPrefix: Uint8Array;
  private out = new Uint8Array(0);
  private outUsed = 0;
  private outLines = 0;
  private retryNs = 0;
  private failing = false;
  /** Not yet told in the file. */
  private untold = { messages: 0, bytes: 0, sinceMs: 0, code: '' };

  constructor(
    readonly session: string,
    private readonly files: LogFiles,
    private readonly mask: SecretMask,
    private readonly parts: LogParts,
  ) {
    this.column = escapeColumn(session);
    this.sentPrefix = ascii(` > ${this.column} - `);
    this.receivedPrefix = ascii(` < ${this.column} - `);
  }

  /** A message that left. The bytes are copied. Never throws for what the disk does. */
  sent(bytes: Uint8Array, start: number, end: number, epochMs: number): void {
    this.take(epochMs, Kind.sent, 0, bytes, start, end);
  }

  received(bytes: Uint8Array, start: number, end: number, epochMs: number): void {
    this.take(epochMs, Kind.received, 0, bytes, start, end);
  }

  /** Bytes that came and are no message. @param reason a word of the framer's */
  garbled(reason: string, bytes: Uint8Array, start: number, end: number, epochMs: number): void {
    let index = this.reasons.indexOf(reason);
    if (index < 0) index = this.reasons.length < 255 ? this.reasons.push(reason) - 1 : 1;
    this.take(epochMs, Kind.received, index, bytes, start, end);
  }

  /** Writes what is pending. */
  flush(): void {
    const { view, pending } = this;
    const used = this.used;
    this.used = 0;
    if (this.out.length === 0) this.out = new Uint8Array(OUT_BYTES);
    for (let at = 0; at < used;) {
      const kept = view.getUint32(at + 8, true);
      const epochMs = view.getFloat64(at, true);
      const start = at + RECORD_HEAD;
      this.line(
        epochMs,
        pending[at + 16]!,
        pending[at + 17]!,
        pending,
        start,
        start + kept,
        view.getUint32(at + 12, true),
      );
      at = aligned(start + kept);
    }
    this.writeOut();
  }

  close(): void {
    this.flush();
    this.files.close();
  }

  private take(epochMs: number, kind: number, reason: number, bytes: Uint8Array, start: number, end: number): void {
    const { clock, options, counters } = this.parts;
    if (this.failing && clock.monotonicNs() < this.retryNs) {
      this.drop(1, end - start);
      return;
    }
    const length = end - start;
    const kept = Math.min(length, options.maxMessageBytes);
    if (kept < length) counters.cut++;
    const need = aligned(RECORD_HEAD + kept);
    if (this.used + need > this.pending.length && !this.makeRoom(need)) {
      this.drop(1, length);
      return;
    }
    const at = this.used;
    if (at === 0) this.parts.wantsFlush(this);
    this.view.setFloat64(at, epochMs, true);
    this.view.setUint32(at + 8, kept, true);
    this.view.setUint32(at + 12, length, true);
    this.pending[at + 16] = kind;
    this.pending[at + 17] = reason;
    copy(bytes, start, start + kept, this.pending, at + RECORD_HEAD);
    this.used = at + need;
  }

  /** Room for `need` more bytes: by growth up to the limit, then by writing what is there. */
  private makeRoom(need: number): boolean {
    const { maxPendingBytes } = this.parts.options;
    if (this.used + need > maxPendingBytes && this.used > 0) this.flush();
    if (this.used + need > this.pending.length) {
      const larger = Math.max(
        Math.min(maxPendingBytes, Math.max(FIRST_PENDING_BYTES, 2 * this.pending.length)),
        this.used + need,
      );
      const grown = new Uint8Array(aligned(larger));
      grown.set(this.pending.subarray(0, this.used));
      this.pending = grown;
      this.view = new DataView(grown.buffer);
    }
    // The flush may have found the disk full.
    if (!this.failing) return true;
    return this.parts.clock.monotonicNs() >= this.retryNs;
  }

  private line(
    epochMs: number,
    kind: number,
    reason: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    length: number,
  ): void {
    this.room((end - start) * LONGEST_ESCAPE + this.column.length + LINE_HEAD);
    if (this.outUsed === 0) this.tellDropped(epochMs);
    // Cut, a message is as little to be trusted as a garbled one.
    const isWhole = reason === 0 && end - start === length;
    if (isWhole && !this.mask.mayEcho(bytes, start, end)) {
      const at = this.prefix(epochMs, kind === Kind.sent ? this.sentPrefix : this.receivedPrefix);
      const to = escapeUnlessSecret(bytes, start, end, this.out, at, this.mask.secrets);
      if (to >= 0) {
        this.endLine(to);
        return;
      }
    }
    const text = latin1(bytes, start, end);
    const shown = isWhole ? this.mask.mask(text) : this.mask.maskGarbled(text);
    const marks: string[] = [];
    if (reason !== 0) marks.push(`garbled:${this.reasons[reason]!}`);
    if (shown?.masked === true) {
      marks.push('masked');
      this.parts.counters.masked++;
    }
    if (shown === undefined || end - start < length) marks.push(`cut:${length}`);
    const safe = Buffer.from(shown?.text ?? '', 'latin1');
    // Masked, a message may be longer than it was.
    this.room(safe.length * LONGEST_ESCAPE + this.column.length + LINE_HEAD);
    if (this.outUsed === 0) this.tellDropped(epochMs);
    const arrow = kind === Kind.sent ? '>' : '<';
    const at = this.prefix(epochMs, ascii(` ${arrow} ${this.column} ${marks.join(',') || '-'} `));
    this.endLine(escapeBytes(safe, 0, safe.length, this.out, at));
  }

  /** Time, direction, session and mark: written, but not counted before the line's end. Returns where they end. */
  private prefix(epochMs: number, rest: Uint8Array): number {
    const at = this.parts.lineClock.write(epochMs, this.out, this.outUsed);
    for (let i = 0; i < rest.length; i++) this.out[at + i] = rest[i]!;
    return at + rest.length;
  }

  private endLine(at: number): void {
    this.out[at] = LF;
    this.outUsed = at + 1;
    this.outLines++;
  }

  /** Whole lines only are written together, so that a refusal never tears more than the last. */
  private room(need: number): void {
    const remark = this.column.length + 2 * LINE_HEAD;
    if (this.outUsed + need + remark <= this.out.length) return;
    this.writeOut();
    if (need + remark > this.out.length) this.out = new Uint8Array(need + remark);
  }

  private writeOut(): void {
    const { outUsed, outLines } = this;
    const { counters, clock, options } = this.parts;
    this.outUsed = 0;
    this.outLines = 0;
    if (outUsed === 0) return;
    if (this.failing && clock.monotonicNs() < this.retryNs) {
      this.drop(outLines, outUsed);
      return;
    }
    const told = this.untold.messages > 0;
    const refused = this.files.write(this.out, outUsed);
    const kept = refused?.kept ?? outUsed;
    let lines = outLines;
    if (refused !== undefined) {
      lines = 0;
      for (let i = 0; i < kept; i++) if (this.out[i] === LF) lines++;
      if (told && lines > 0) lines--;
    }
    if (told && kept > 0) this.untold = { messages: 0, bytes: 0, sinceMs: 0, code: '' };
    counters.messages += lines;
    counters.bytes += kept;
    this.failing = refused !== undefined;
    if (refused === undefined) return;
    counters.failures++;
    this.retryNs = clock.monotonicNs() + options.retryMs * 1e6;
    this.untold.code = refused.error.code;
    this.drop(outLines - lines, outUsed - kept);
  }

  private drop(messages: number, bytes: number): void {
    if (messages === 0) return;
    if (this.untold.messages === 0) this.untold.sinceMs = this.parts.clock.epochMs();
    this.untold.messages += messages;
    this.untold.bytes += bytes;
    this.parts.counters.dropped += messages;
    this.parts.counters.droppedBytes += bytes;
  }

  /** A remark that lines are missing here, before the first line after them. */
  private tellDropped(epochMs: number): void {
    const { messages, bytes, sinceMs, code } = this.untold;
    if (messages === 0) return;
    const since = new Date(Math.floor(sinceMs)).toISOString();
    const text = ` # ${this.column} - dropped ${messages} messages of ${bytes} bytes since ${since}: ${code}`;
    const at = this.prefix(epochMs, ascii(text));
    this.out[at] = LF;
    this.outUsed = at + 1;
  }
}

function aligned(length: number): number {
  return (length + 7) & ~7;
}

/** `set` with a view costs an object; short messages are copied faster by hand. */
function copy(from: Uint8Array, start: number, end: number, into: Uint8Array, at: number): void {
  if (end - start > 128) into.set(from.subarray(start, end), at);
  else for (let i = start, to = at; i < end; i++, to++) into[to] = from[i]!;
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
}

function ascii(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
