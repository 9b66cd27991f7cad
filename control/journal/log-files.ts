/** The files of a log that is open for writing: which there are, what is needed in each, and which may go. */
import type { Disk, DiskFile } from '../core/disk.js';
import type { JournalPosition } from '../core/journal.js';
import type { FoundSegment } from './recovery.js';
import type { SegmentHeader } from './segment-header.js';

/** What one stream has in one file. */
interface StreamUse {
  readonly stream: number;
  /** Position of its last record there, or a later one. */
  readonly last: JournalPosition;
  readonly bytes: number;
}

export class LogFile {
  /** Undefined until the file has been gone through, and while it is being written: then anything may be needed. */
  uses: StreamUse[] | undefined;
  /** The streams have been asked to take what they need out of it. */
  compactionAsked = false;

  constructor(
    readonly number: number,
    readonly path: string,
    readonly origin: JournalPosition,
    readonly base: JournalPosition,
    public end: JournalPosition,
  ) {}
}

/** Files open for reading at one time, besides the one that is written. */
const OPEN_FILES = 8;

export class LogFiles {
  /** Complete ones, in order; the one that is written comes after them. */
  sealed: LogFile[];
  current: LogFile | undefined;
  /** Latest record of each stream, by its number. */
  private lastOf: Float64Array = new Float64Array(64);
  /** Bytes of each stream since the current file was begun. */
  private bytesOf: Float64Array = new Float64Array(64);
  /** By stream: what is before this position is forgotten. */
  neededFrom: Float64Array = new Float64Array(64);
  private readonly readers = new Map<LogFile, DiskFile>();

  constructor(
    private readonly disk: Disk,
    found: readonly FoundSegment[],
    forgotten: readonly JournalPosition[],
  ) {
    this.addStream(forgotten.length);
    this.neededFrom.set(forgotten);
    this.sealed = found.map(({ number, path, origin, base, end }) => new LogFile(number, path, origin, base, end));
  }

  /** All of them, in order. */
  get all(): readonly LogFile[] {
    return this.current === undefined ? [...this.sealed] : [...this.sealed, this.current];
  }

  /** Makes room for a stream's figures. */
  addStream(stream: number): void {
    if (stream < this.lastOf.length) return;
    const size = Math.max(stream + 1, this.lastOf.length * 2);
    this.lastOf = enlarge(this.lastOf, size);
    this.bytesOf = enlarge(this.bytesOf, size);
    this.neededFrom = enlarge(this.neededFrom, size);
  }

  /** Called for every record that is appended. */
  noteRecord(stream: number, position: JournalPosition, bytes: number): void {
    this.lastOf[stream] = position;
    this.bytesOf[stream]! += bytes;
  }

  /** The current file is complete, up to `end`; records appended but not written yet go to the next one. */
  seal(end: JournalPosition): void {
    const { current } = this;
    if (current === undefined) return;
    current.end = end;
    const uses: StreamUse[] = [];
    for (let stream = 1; stream < this.lastOf.length; stream++) {
      // A stream that has records waiting may have none here: then it is asked to forget one position too many, no harm.
      if (this.lastOf[stream]! >= current.base) {
        uses.push({ stream, last: Math.min(this.lastOf[stream]!, end - 8), bytes: this.bytesOf[stream]! });
      }
    }
    this.bytesOf.fill(0);
    current.uses = uses;
    this.sealed.push(current);
    this.current = undefined;
  }

  /** What a scan found in a file that was there when the log was opened. */
  noteScanned(file: LogFile, last: Float64Array, bytes: Float64Array): void {
    if (file.uses !== undefined || file === this.current) return;
    const uses: StreamUse[] = [];
    for (let stream = 1; stream < last.length; stream++) {
      if (bytes[stream]! > 0) uses.push({ stream, last: last[stream]!, bytes: bytes[stream]! });
    }
    file.uses = uses;
  }

  /** @returns whether anything changed */
  forget(stream: number, position: JournalPosition): boolean {
    if (position <= this.neededFrom[stream]!) return false;
    this.neededFrom[stream] = position;
    return true;
  }

  /** Takes the files out of the log in which nothing is needed. */
  takeDead(): LogFile[] {
    const dead = this.sealed.filter((file) => file.uses?.every((use) => !this.isNeeded(use)) === true);
    if (dead.length > 0) this.sealed = this.sealed.filter((file) => !dead.includes(file));
    return dead;
  }

  /** What is forgotten of the streams that have something in these files. */
  forgottenIn(files: readonly LogFile[]): [number, JournalPosition][] {
    const streams = new Set(files.flatMap(({ uses = [] }) => uses.map(({ stream }) => stream)));
    return [...streams].map((stream) => [stream, this.neededFrom[stream]!]);
  }

  /** The same of all streams, as a header has it. */
  forgotten(): JournalPosition[] {
    return [...this.neededFrom.subarray(0, this.neededFrom.findLastIndex((position) => position > 0) + 1)];
  }

  /** Complete files of which no more than `bytes` are needed, each given once; the last one is left alone. */
  takeSparse(bytes: number): { file: LogFile; streams: number[] }[] {
    const sparse: { file: LogFile; streams: number[] }[] = [];
    for (const file of this.sealed.slice(0, -1)) {
      if (file.uses === undefined || file.compactionAsked) continue;
      const needed = file.uses.filter((use) => this.isNeeded(use));
      if (needed.reduce((sum, use) => sum + use.bytes, 0) > bytes) continue;
      file.compactionAsked = true;
      sparse.push({ file, streams: needed.map(({ stream }) => stream) });
    }
    return sparse;
  }

  /** Files that no longer belong to the log because their records were written again: all from `position` on. */
  supersede(position: JournalPosition): LogFile[] {
    const gone = this.sealed.filter(({ base }) => base >= position);
    this.sealed = this.sealed.filter(({ base }) => base < position);
    const last = this.sealed.at(-1);
    if (last !== undefined && last.end > position) last.end = position;
    return gone;
  }

  /** The file that a position is in, by its place alone. */
  find(position: JournalPosition): LogFile | undefined {
    const { sealed, current } = this;
    if (current !== undefined && position >= current.base) return position < current.end ? current : undefined;
    let low = 0;
    let high = sealed.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sealed[middle]!.end <= position) low = middle + 1;
      else high = middle;
    }
    const file = sealed[low];
    return file !== undefined && file.base <= position ? file : undefined;
  }

  /** Opens a file for reading; a few stay open. */
  reader(file: LogFile): DiskFile {
    let reader = this.readers.get(file);
    if (reader !== undefined) return reader;
    reader = this.disk.open(file.path, 'read');
    this.readers.set(file, reader);
    if (this.readers.size > OPEN_FILES)
      for (const oldest of [...this.readers.keys()].slice(0, 1)) this.closeReader(oldest);
    return reader;
  }

  closeReader(file: LogFile): void {
    this.readers.get(file)?.close();
    this.readers.delete(file);
  }

  closeReaders(): void {
    for (const file of [...this.readers.keys()]) this.closeReader(file);
  }

  /** The complete files, as a header lists them. */
  list(): SegmentHeader['files'] {
    return this.sealed.map(({ number, base, end }) => [number, base, end]);
  }

  private isNeeded({ stream, last }: StreamUse): boolean {
    return last >= (this.neededFrom[stream] ?? 0);
  }
}

function enlarge(values: Float64Array, size: number): Float64Array {
  const larger = new Float64Array(size);
  larger.set(values);
  return larger;
}
