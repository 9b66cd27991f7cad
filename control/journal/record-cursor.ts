/** Goes from record to record through one file of the log. */
import type { DiskFile } from '../core/disk.js';
import type { JournalPosition } from '../core/journal.js';
import { checkHeader, checkRecord, endsBatch, RECORD_HEADER_BYTES, RecordBuffer, RecordFault } from './record.js';

/** Why there is no next record: all were seen, the last one's end is missing, or what is there is none. */
export type CursorEnd = 'end' | 'torn' | 'broken';

export class RecordCursor {
  /** Of the record that `next` found: its place in the window, its size, its position. */
  at = 0;
  size = 0;
  position: JournalPosition;
  stop: CursorEnd = 'end';
  private nextPosition: JournalPosition;
  /** Where the window's bytes come from, and how many are valid. */
  private windowPosition = 0;
  private windowBytes = 0;

  /**
   * @param origin position of the file's first byte
   * @param from position of a record
   * @param end where the last record of interest ends; Infinity: where the file does
   */
  constructor(
    private readonly file: DiskFile,
    private readonly origin: JournalPosition,
    from: JournalPosition,
    private readonly end: JournalPosition,
    readonly window: RecordBuffer,
  ) {
    this.position = from;
    this.nextPosition = from;
  }

  /** The record that `next` found is the last one of what a commit wrote. */
  get endsBatch(): boolean {
    return endsBatch(this.window, this.at);
  }

  /** False at the end of the good records: `stop` says why, `position` is where. Throws DiskError. */
  next(): boolean {
    this.position = this.nextPosition;
    if (this.position >= this.end) {
      this.stop = 'end';
      return false;
    }
    let available = this.load(RECORD_HEADER_BYTES);
    if (available === 0 && this.end === Infinity) {
      this.stop = 'end';
      return false;
    }
    let size = checkRecord(this.window, this.at, available, this.position);
    if (size === RecordFault.torn && available >= RECORD_HEADER_BYTES) {
      // The window ends in the middle of it, or the file does.
      available = this.load(checkHeader(this.window, this.at, this.position));
      size = checkRecord(this.window, this.at, available, this.position);
    }
    if (size <= 0 || this.position + size > this.end) {
      this.stop = size === RecordFault.torn ? 'torn' : 'broken';
      return false;
    }
    this.size = size;
    this.nextPosition = this.position + size;
    return true;
  }

  /** After `next` stopped at something broken: goes on to the next place where a whole record starts. False when there is none. */
  resync(): boolean {
    for (let position = this.position + 8; position < this.end; position += 8) {
      this.position = position;
      if (this.load(RECORD_HEADER_BYTES) < RECORD_HEADER_BYTES) return false;
      const wanted = checkHeader(this.window, this.at, position);
      if (wanted === RecordFault.broken) continue;
      const available = this.load(wanted);
      if (checkRecord(this.window, this.at, available, position) > 0) {
        this.nextPosition = position;
        return true;
      }
    }
    return false;
  }

  /** A cursor on the same bytes that starts elsewhere, with a window of its own. */
  fork(from: JournalPosition): RecordCursor {
    return new RecordCursor(this.file, this.origin, from, this.end, new RecordBuffer(this.window.bytes.length));
  }

  /**
   * Sees to it that so many bytes from `position` on are in the window, where there are so many, and moves `at` there. Returns how many
   * there are.
   */
  private load(bytes: number): number {
    let at = this.position - this.windowPosition;
    if (at < 0 || at + bytes > this.windowBytes) {
      if (bytes > this.window.bytes.length) this.window.grow(bytes * 2, 0);
      const room = this.window.bytes;
      this.windowPosition = this.position;
      this.windowBytes = 0;
      at = 0;
      while (this.windowBytes < room.length) {
        const offset = this.position - this.origin + this.windowBytes;
        const count = this.file.read(room, this.windowBytes, room.length - this.windowBytes, offset);
        if (count === 0) break;
        this.windowBytes += count;
      }
    }
    this.at = at;
    return this.windowBytes - at;
  }
}
