/** Writes the log's files: begins one, follows it by the next, and starts over in a new one when the disk has lost something. */
import { DiskError, type Disk, type DiskFile } from '../core/disk.js';
import type { JournalPosition } from '../core/journal.js';
import { LogFile, type LogFiles } from './log-files.js';
import { RecordCursor } from './record-cursor.js';
import { RecordBuffer } from './record.js';
import type { FoundLog, FoundSegment } from './recovery.js';
import { encodeSegmentHeader, readSegmentHeader, segmentName, type SegmentHeader } from './segment-header.js';
import type { SyncLoop } from './sync-loop.js';

export type HeaderFacts = Omit<SegmentHeader, 'number' | 'files' | 'bootId'>;

const COPY_WINDOW_BYTES = 1024 * 1024;

export class LogWriter {
  private file: DiskFile | undefined;
  private origin: JournalPosition = 0;
  private nextNumber: number;
  /** Files that a former process may have left unsynced, and files that are no part of the log. */
  private unsynced: readonly FoundSegment[];
  /** Everything before it was synced by whoever wrote it. */
  private readonly foundSynced: JournalPosition;
  /** Its damage is known, and skipped. */
  private readonly foundDamage: boolean;
  private leftovers: string[];

  constructor(
    private readonly disk: Disk,
    private readonly directory: string,
    private readonly files: LogFiles,
    private readonly syncs: SyncLoop,
    found: FoundLog,
  ) {
    this.nextNumber = found.nextNumber;
    this.unsynced = found.segments.filter(({ end }) => end > found.synced);
    this.foundSynced = found.synced;
    this.foundDamage = found.report.damage.length > 0;
    this.leftovers = [...found.leftovers];
  }

  /** Position of the first record of the file that is written. */
  get base(): JournalPosition {
    return this.files.current?.base ?? Infinity;
  }

  /** Returns how many bytes the disk took, at least one. Throws DiskError. */
  write(bytes: Uint8Array, at: number, length: number, position: JournalPosition): number {
    const { file } = this;
    const { current } = this.files;
    if (file === undefined || current === undefined) throw new DiskError('DISK_EIO', 'there is no file to write');
    const count = file.write(bytes, at, length, position - this.origin);
    if (count === 0) throw new DiskError('DISK_EIO', 'the disk took nothing', { where: file.path });
    current.end = position + count;
    return count;
  }

  /** The current file is complete: goes on in a new one. Throws DiskError, and then nothing has changed. */
  rotate(facts: HeaderFacts): void {
    const sealed = this.files.current;
    const files = this.files.list();
    if (sealed !== undefined) files.push([sealed.number, sealed.base, facts.base]);
    const made = this.make(facts, files, '');
    this.files.seal(facts.base);
    this.files.current = made.entry;
    this.file = made.file;
    this.origin = made.entry.origin;
    this.syncs.follow(made.file);
  }

  /**
   * Goes on in a new file that holds, from its beginning, the records from `facts.base` to `written` once more. A failed sync has to be
   * answered so: the system has given those bytes up, and a second sync of the same file would succeed without them. The new file gets its
   * name when it is whole and safe. Throws DiskError, and then nothing has changed.
   */
  restart(facts: HeaderFacts, written: JournalPosition): void {
    this.syncUnsynced();
    const { current } = this.files;
    const from = facts.base;
    const files = this.files.list().filter(([, base]) => base < from);
    const last = files.at(-1);
    if (last !== undefined) last[2] = Math.min(last[2], from);
    if (current !== undefined && current.base < from) files.push([current.number, current.base, from]);
    const made = this.make(facts, files, '.part');
    try {
      this.copyRecords(made.file, made.entry.origin, from, written);
      made.file.sync();
      this.disk.rename(`${made.entry.path}.part`, made.entry.path);
      this.disk.syncDirectory(this.directory);
    } catch (error) {
      made.file.close();
      throw error;
    }
    made.entry.end = written;
    this.files.closeReaders();
    if (current !== undefined) this.files.seal(written);
    for (const gone of this.files.supersede(from)) this.leftovers.push(gone.path);
    this.files.current = made.entry;
    this.file = made.file;
    this.origin = made.entry.origin;
    this.syncs.reset(made.file, written);
    this.leftovers = this.leftovers.filter((path) => path !== made.entry.path && !this.remove(path));
  }

  /** Removes a file that is no part of the log; what does not work now is done when the log is opened again. */
  remove(path: string): boolean {
    try {
      this.disk.remove(path);
      return true;
    } catch (error) {
      if (error instanceof DiskError) return false;
      throw error;
    }
  }

  private make(facts: HeaderFacts, files: SegmentHeader['files'], suffix: string): { entry: LogFile; file: DiskFile } {
    const number = this.nextNumber++;
    const header = encodeSegmentHeader({ ...facts, number, files, bootId: this.disk.bootId });
    const origin = facts.base - header.length;
    const path = `${this.directory}/${segmentName(number, origin)}`;
    const file = this.disk.open(path + suffix, 'create');
    try {
      writeFully(file, header, header.length, 0);
    } catch (error) {
      file.close();
      this.remove(path + suffix);
      throw error;
    }
    return { entry: new LogFile(number, path, origin, facts.base, facts.base), file };
  }

  /**
   * What a former process wrote and this one has read must be safe before anything is built on it. A sync alone does not do: when one has failed, there or here, the system has given those
   * bytes up, shows them all the same, and the next sync succeeds without them. So they are written once more, the same bytes at the same place.
   */
  private syncUnsynced(): void {
    for (const segment of this.unsynced) {
      const file = this.disk.open(segment.path, 'write');
      try {
        this.writeAgain(file, segment);
        file.sync();
      } finally {
        file.close();
      }
    }
    // Their names may be as new as their bytes.
    if (this.unsynced.length > 0) this.disk.syncDirectory(this.directory);
    this.unsynced = [];
  }

  /** Throws DiskError when the records cannot be read back whole: memory was short, and what a failed sync has given up is gone. */
  private writeAgain(file: DiskFile, { path, origin, base, end }: FoundSegment): void {
    const from = Math.max(base, this.foundSynced);
    const window = new RecordBuffer(COPY_WINDOW_BYTES);
    const cursor = new RecordCursor(file, origin, from, end, window);
    while (cursor.next());
    const isWhole = cursor.stop === 'end' && readSegmentHeader(file) !== undefined;
    if (!isWhole && !this.foundDamage) throw lost(cursor.position, path);
    // With the header, which is no older than its first record.
    let at = from === base ? 0 : from - origin;
    while (at < end - origin) {
      const count = file.read(window.bytes, 0, Math.min(window.bytes.length, end - origin - at), at);
      if (count === 0) throw lost(origin + at, path);
      writeFully(file, window.bytes, count, at);
      at += count;
    }
  }

  private copyRecords(to: DiskFile, origin: JournalPosition, from: JournalPosition, end: JournalPosition): void {
    const window = new RecordBuffer(Math.min(COPY_WINDOW_BYTES, end - from));
    let position = from;
    while (position < end) {
      const source = this.files.find(position);
      if (source === undefined) throw lost(position, this.directory);
      const upTo = Math.min(end, source.end);
      const cursor = new RecordCursor(this.files.reader(source), source.origin, position, upTo, window);
      while (cursor.next()) {
        writeFully(
          to,
          window.bytes.subarray(cursor.at, cursor.at + cursor.size),
          cursor.size,
          cursor.position - origin,
        );
      }
      if (cursor.stop !== 'end') throw lost(cursor.position, source.path);
      position = upTo;
    }
  }
}

function writeFully(file: DiskFile, bytes: Uint8Array, length: number, position: number): void {
  for (let at = 0; at < length;) {
    const count = file.write(bytes, at, length - at, position + at);
    if (count === 0) throw new DiskError('DISK_EIO', 'the disk took nothing', { where: file.path });
    at += count;
  }
}

function lost(position: JournalPosition, where: string): DiskError {
  return new DiskError('DISK_EIO', 'a record that could not be synced cannot be read back either', {
    where,
    found: position,
  });
}
