/** Reads records back: one by its position, with what comes after it read ahead; or all of them in order. */
import { DiskError } from '../core/disk.js';
import type { JournalEntry, JournalPosition } from '../core/journal.js';
import { JournalError } from './errors.js';
import type { LogFile, LogFiles } from './log-files.js';
import { RecordCursor } from './record-cursor.js';
import { checkHeader, checkRecord, MutableEntry, RECORD_HEADER_BYTES, RecordBuffer } from './record.js';
import type { Damage } from './recovery-report.js';

const READ_FIRST_BYTES = 4 * 1024;
/** Reading on from where the last read ended reads twice as far ahead, up to this. */
const READ_AHEAD_BYTES = 256 * 1024;
const SCAN_WINDOW_BYTES = 1024 * 1024;

export class LogReader {
  private readonly window = new RecordBuffer(READ_FIRST_BYTES);
  private readonly entry = new MutableEntry();
  private windowPosition: JournalPosition = 0;
  private windowBytes = 0;
  private aheadBytes = READ_FIRST_BYTES;

  constructor(private readonly files: LogFiles) {}

  /** The record at a position that has been written. Throws JournalError. */
  read(position: JournalPosition): JournalEntry {
    const { window } = this;
    let available = this.windowPosition + this.windowBytes - position;
    let at = position - this.windowPosition;
    if (at < 0 || available < RECORD_HEADER_BYTES) {
      available = this.readAhead(position);
      at = 0;
    }
    let size = checkRecord(window, at, available, position);
    if (size <= 0 && at > 0) {
      // It may only be cut off at the window's end.
      available = this.readAhead(position);
      at = 0;
      size = checkRecord(window, at, available, position);
    }
    const wanted = size <= 0 && available >= RECORD_HEADER_BYTES ? checkHeader(window, at, position) : 0;
    if (wanted > available) size = checkRecord(window, 0, this.load(position, wanted), position);
    if (size <= 0) {
      const file = this.files.find(position);
      throw new JournalError('JOURNAL_DAMAGED', 'the record is not what was written', {
        where: file === undefined ? `position ${position}` : `${file.path} offset ${position - file.origin}`,
      });
    }
    return this.entry.show(window, at, position);
  }

  private readAhead(position: JournalPosition): number {
    const goesOn =
      position >= this.windowPosition && position <= this.windowPosition + this.windowBytes + READ_FIRST_BYTES;
    this.aheadBytes = goesOn ? Math.min(READ_AHEAD_BYTES, this.aheadBytes * 2) : READ_FIRST_BYTES;
    return this.load(position, this.aheadBytes);
  }

  private load(position: JournalPosition, bytes: number): number {
    const file = this.files.find(position);
    if (file === undefined) throw noRecord(position);
    const { window } = this;
    const wanted = Math.min(bytes, file.end - position);
    if (wanted > window.bytes.length) window.grow(wanted, 0);
    this.windowPosition = position;
    this.windowBytes = 0;
    try {
      const reader = this.files.reader(file);
      while (this.windowBytes < wanted) {
        const offset = position - file.origin + this.windowBytes;
        const count = reader.read(window.bytes, this.windowBytes, wanted - this.windowBytes, offset);
        if (count === 0) break;
        this.windowBytes += count;
      }
    } catch (cause) {
      if (!(cause instanceof DiskError)) throw cause;
      throw new JournalError('JOURNAL_UNREADABLE', 'a record cannot be read', { where: file.path, cause });
    }
    return this.windowBytes;
  }
}

export function noRecord(position: JournalPosition): JournalError {
  return new JournalError('JOURNAL_POSITION', 'no record starts at this position', { found: position });
}

/**
 * Goes through the records of some files from a position on, up to `end`. What is damaged is told to `onDamage`, and passed over.
 * @returns false when `visit` stopped it
 */
export function scanFiles(
  files: LogFiles,
  all: readonly LogFile[],
  from: JournalPosition,
  end: JournalPosition,
  visit: (entry: JournalEntry) => boolean,
  onDamage: (damage: Damage) => void,
): boolean {
  const largest = all.reduce((most, file) => Math.max(most, file.end - file.base), 0);
  const window = new RecordBuffer(Math.min(SCAN_WINDOW_BYTES, largest));
  for (const file of all) {
    if (file.end <= from) continue;
    const scan = new FileScan(files, file, window, onDamage);
    if (!scan.run(Math.max(from, file.base), Math.min(file.end, end), visit)) return false;
  }
  return true;
}

class FileScan {
  private last = new Float64Array(64);
  private bytes = new Float64Array(64);

  constructor(
    private readonly files: LogFiles,
    private readonly file: LogFile,
    private readonly window: RecordBuffer,
    private readonly onDamage: (damage: Damage) => void,
  ) {}

  run(from: JournalPosition, end: JournalPosition, visit: (entry: JournalEntry) => boolean): boolean {
    const { file, window } = this;
    const entry = new MutableEntry();
    const cursor = new RecordCursor(this.files.reader(file), file.origin, from, end, window);
    for (;;) {
      while (cursor.next()) {
        entry.show(window, cursor.at, cursor.position);
        this.note(entry, cursor.size);
        const isForgotten = entry.position < (this.files.neededFrom[entry.stream] ?? 0);
        if (!isForgotten && !visit(entry)) return false;
      }
      if (cursor.stop === 'end') break;
      const damaged = cursor.position;
      const goesOn = cursor.resync();
      const bytes = (goesOn ? cursor.position : end) - damaged;
      this.onDamage({ path: file.path, offset: damaged - file.origin, bytes, what: 'record' });
      if (!goesOn) break;
    }
    if (from === file.base && end === file.end) this.files.noteScanned(file, this.last, this.bytes);
    return true;
  }

  private note({ stream, position }: JournalEntry, bytes: number): void {
    if (stream >= this.last.length) {
      const last = new Float64Array(stream * 2);
      last.set(this.last);
      this.last = last;
      const grown = new Float64Array(stream * 2);
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.last[stream] = position;
    this.bytes[stream]! += bytes;
  }
}
