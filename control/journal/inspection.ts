/** Looks at a log without touching it, also while a process writes it. */
import { DiskError, type Disk } from '../core/disk.js';
import type { JournalEntry, JournalPosition } from '../core/journal.js';
import { LogFiles } from './log-files.js';
import { scanFiles } from './log-reader.js';
import type { Damage, RecoveryReport } from './recovery-report.js';
import { recoverLog, type FoundSegment } from './recovery.js';
import { readSegmentHeader } from './segment-header.js';

export class LogInspection {
  /** Damage that opening the log would find, and the place where its end would be cut. */
  readonly recovery: RecoveryReport;
  /** Names of the streams by number. */
  readonly streams: readonly string[];
  readonly segments: readonly FoundSegment[];
  private readonly files: LogFiles;
  private readonly end: JournalPosition;

  /** Throws DiskError. */
  constructor(
    private readonly disk: Disk,
    directory: string,
  ) {
    const found = recoverLog(disk, directory);
    this.recovery = found.report;
    this.streams = found.streams;
    this.segments = found.segments;
    this.end = found.end;
    this.files = new LogFiles(disk, found.segments, found.forgotten);
  }

  /**
   * All records in order, each checksum looked at; what is damaged is told and passed over. A file that the writer has just removed is
   * passed over too: nothing in it was needed.
   */
  scan(visit: (entry: JournalEntry) => boolean, onDamage: (damage: Damage) => void): void {
    try {
      for (const file of this.files.sealed) {
        try {
          if (!scanFiles(this.files, [file], file.base, this.end, visit, onDamage)) return;
        } catch (error) {
          if (!(error instanceof DiskError && error.code === 'DISK_ENOENT')) throw error;
        }
      }
    } finally {
      this.files.closeReaders();
    }
  }

  /** Looks at every file's header. */
  checkHeaders(onDamage: (damage: Damage) => void): void {
    for (const { path, base, origin } of this.segments) {
      try {
        const file = this.disk.open(path, 'read');
        try {
          if (readSegmentHeader(file)?.header.base !== base) {
            onDamage({ path, offset: 0, bytes: base - origin, what: 'header' });
          }
        } finally {
          file.close();
        }
      } catch (error) {
        if (!(error instanceof DiskError && error.code === 'DISK_ENOENT')) throw error;
      }
    }
  }

  /** The file and offset of a position, for a message. */
  place(position: JournalPosition): string {
    const file = this.files.find(position);
    return file === undefined ? `position ${position}` : `${file.path} offset ${position - file.origin}`;
  }
}
