/**
 * A copy of a log that may be growing meanwhile: its complete files, and of the last one what is committed when it is looked at. All files are opened before any is
 * read, so that one that its writer removes meanwhile is still whole.
 */
import { DiskError, type Disk, type DiskFile } from '../core/disk.js';
import type { JournalPosition } from '../core/journal.js';
import { JournalError } from './errors.js';
import { recoverLog } from './recovery.js';
import { headerOfCopy, readSegmentHeader } from './segment-header.js';

const ATTEMPTS = 5;

export interface CopiedSegment {
  /** Its name in the directory. */
  readonly name: string;
  readonly bytes: number;
  /** Returns how many bytes there were. Throws DiskError. */
  readonly read: (into: Uint8Array, at: number, length: number, position: number) => number;
}

export interface JournalCopy {
  readonly segments: readonly CopiedSegment[];
  /** Everything before it is in the copy. */
  readonly end: JournalPosition;
  close(): void;
}

/** Throws DiskError, JournalError `JOURNAL_DAMAGED`: a damaged log is not copied as if it were none. */
export function copyLog(disk: Disk, directory: string): JournalCopy {
  for (let attempt = 1; ; attempt++) {
    try {
      return openCopy(disk, directory);
    } catch (error) {
      // A file was removed between being listed and being opened.
      if (attempt >= ATTEMPTS || !(error instanceof DiskError && error.code === 'DISK_ENOENT')) throw error;
    }
  }
}

function openCopy(disk: Disk, directory: string): JournalCopy {
  const { segments, end, report } = recoverLog(disk, directory);
  const [damage] = report.damage;
  if (damage !== undefined) {
    throw new JournalError('JOURNAL_DAMAGED', 'the log is damaged: crossfeed journal verify tells where', {
      where: damage.path,
    });
  }
  const files: DiskFile[] = [];
  const close = (): void => {
    for (const file of files.splice(0)) file.close();
  };
  try {
    const copied = segments.map(({ path, origin, end: until }, index): CopiedSegment => {
      const file = disk.open(path, 'read');
      files.push(file);
      const isLast = index === segments.length - 1;
      return { name: path.slice(path.lastIndexOf('/') + 1), bytes: until - origin, read: reader(file, isLast) };
    });
    return { segments: copied, end, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** The last file's header is another one: the copy was written on no host, so that numbers go on from their marks, not from the copy's end. */
function reader(file: DiskFile, isLast: boolean): CopiedSegment['read'] {
  const found = isLast ? readSegmentHeader(file) : undefined;
  const header = found === undefined ? undefined : headerOfCopy(found.header, found.headerBytes);
  return (into, at, length, position) => {
    const count = file.read(into, at, length, position);
    if (header !== undefined && position < header.length) {
      into.set(header.subarray(position, Math.min(header.length, position + count)), at);
    }
    return count;
  };
}
