/**
 * Reads a log that some process has left, and finds out where it ends. Changes nothing.
 *
 * A log grows at its end only, so a whole prefix of it is what its writer committed. What may be wrong after that prefix depends on how the
 * writer ended: after a kill at most the last write is incomplete; after a power cut anything that had not been synced may be missing
 * or half there. Where a record is not whole, the log is cut, unless something tells that the record was safe: a later record says that it was
 * synced, or the host was not restarted and there are whole records after it. Then it is damage.
 *
 * What one commit wrote is a batch, and its last record says so. A batch whose end is missing was never committed: all of it is cut, so that what belongs together (a message
 * taken, and what it led to) is there together or not at all.
 */
import type { Disk, DiskFile } from '../core/disk.js';
import { DiskError } from '../core/disk.js';
import { JournalKind, type JournalPosition } from '../core/journal.js';
import { RecordCursor, type CursorEnd } from './record-cursor.js';
import { align, MutableEntry, RecordBuffer } from './record.js';
import type { Damage, LogCut, RecoveryReport } from './recovery-report.js';
import { decodeRemoval, parseSegmentName, readSegmentHeader, type FoundHeader } from './segment-header.js';

/** One file of a log that was found. */
export interface FoundSegment {
  readonly number: number;
  readonly path: string;
  /** Position of the file's first byte. */
  readonly origin: JournalPosition;
  readonly base: JournalPosition;
  /** Where its last record ends. */
  readonly end: JournalPosition;
}

export interface FoundLog {
  /** The files that make up the log, in order; those that hold no record are left out. */
  readonly segments: readonly FoundSegment[];
  /** Names of the streams by number. */
  readonly streams: readonly string[];
  /** Per stream, by number: records before this position are forgotten. */
  readonly forgotten: readonly JournalPosition[];
  /** Where the log ends. */
  readonly end: JournalPosition;
  /** What was committed last may be missing. */
  readonly hostRestarted: boolean;
  /** Everything before it was synced once. */
  readonly synced: JournalPosition;
  /** Before it something may be missing, as it was known when the last file was begun. */
  readonly doubtfulBefore: JournalPosition;
  /** Files that are not part of the log any more. */
  readonly leftovers: readonly string[];
  /** Free for the next file: its number, and a position that no record has that is still there. */
  readonly nextNumber: number;
  readonly nextBase: JournalPosition;
  readonly report: RecoveryReport;
}

/** The first position of a new log: headers take positions of their own before it. */
const FIRST_BASE = 16 * 1024 * 1024;
const WINDOW_BYTES = 1024 * 1024;
const PART = '.part';

/** A file that is there, by its name. Its header is read when it is asked for: that of a file long complete hardly ever is. */
class Candidate {
  private isRead = false;
  private found: FoundHeader | undefined;

  constructor(
    readonly number: number,
    readonly origin: JournalPosition,
    readonly path: string,
    readonly size: number,
    private readonly readHeader: () => FoundHeader | undefined,
  ) {}

  get header(): FoundHeader | undefined {
    if (!this.isRead) this.found = this.readHeader();
    this.isRead = true;
    return this.found;
  }
}

/** One of the journal's own records, of the batch that is being read. */
interface Note {
  readonly kind: number;
  readonly number: number;
  readonly payload: Uint8Array;
}

export function recoverLog(disk: Disk, directory: string): FoundLog {
  return new Recovery(disk, directory).run();
}

class Recovery {
  private window = new RecordBuffer(0);
  private topNumber = 0;
  private readonly entry = new MutableEntry();
  private readonly damage: Damage[] = [];
  private cut: LogCut | undefined;
  private candidates: Candidate[] = [];
  private leftovers: string[] = [];
  /** Everything before it was synced once, says some record or header. */
  private synced = 0;
  private sameBoot = false;
  private closed = false;
  private streams: string[] = [];
  private forgotten: JournalPosition[] = [];
  private readonly removed = new Set<number>();
  /** Of the batch that is being read. */
  private readonly notes: Note[] = [];
  private lastKind = 0;

  constructor(
    private readonly disk: Disk,
    private readonly directory: string,
  ) {}

  run(): FoundLog {
    this.readNames();
    const { candidates } = this;
    const last = candidates.findLast(({ header }) => header !== undefined);
    const chain = last?.header === undefined ? this.withoutHeader() : this.chain(last, last.header);
    const segments = chain.filter((segment) => segment.end > segment.base);
    const end = segments.at(-1)?.end ?? FIRST_BASE;
    const inLog = new Set(segments.map(({ number }) => number));
    for (const { number, path } of candidates) if (!inLog.has(number)) this.leftovers.push(path);
    const top = candidates.reduce((most, { origin, size }) => Math.max(most, align(origin + size)), FIRST_BASE);
    const restarted = last !== undefined && !this.sameBoot && !this.closed && last.header?.policy !== 'sync';
    const hostRestarted = restarted || this.damage.length > 0 || this.cut?.reason === 'broken';
    return {
      segments,
      streams: this.streams,
      forgotten: this.forgotten,
      end,
      hostRestarted,
      synced: this.synced,
      doubtfulBefore: last?.header?.doubtfulBefore ?? 0,
      leftovers: this.leftovers,
      nextNumber: this.topNumber + 1,
      nextBase: Math.max(top, end),
      report: {
        files: segments.length,
        hostRestarted,
        cut: this.cut,
        damage: this.damage,
        removedFiles: [...this.leftovers],
      },
    };
  }

  private readNames(): void {
    for (const name of this.disk.list(this.directory)) {
      const path = `${this.directory}/${name}`;
      if (name.endsWith(PART)) {
        this.leftovers.push(path);
        this.topNumber = Math.max(this.topNumber, parseSegmentName(name.slice(0, -PART.length))?.number ?? 0);
      }
      const parsed = parseSegmentName(name);
      if (parsed === undefined) continue;
      const size = this.withFile(path, (file) => file.size());
      // Its writer has just removed it, when there is one.
      if (size === undefined) continue;
      const { number, origin } = parsed;
      const readHeader = (): FoundHeader | undefined => this.withFile(path, (file) => readSegmentHeader(file)?.header);
      this.candidates.push(new Candidate(number, origin, path, size, readHeader));
      this.topNumber = Math.max(this.topNumber, number);
    }
    const largest = this.candidates.reduce((most, { size }) => Math.max(most, size), 0);
    this.window = new RecordBuffer(Math.min(WINDOW_BYTES, largest));
    this.candidates.sort((a, b) => a.number - b.number);
  }

  /** No file has a header: the log is new, or was lost to a power cut before it held anything; or all headers are damaged. */
  private withoutHeader(): FoundSegment[] {
    for (const candidate of this.candidates) {
      if (this.firstRecord(candidate) !== undefined)
        this.damage.push({ path: candidate.path, offset: 0, what: 'header', bytes: candidate.size });
    }
    return [];
  }

  private chain(last: Candidate, header: FoundHeader): FoundSegment[] {
    this.synced = header.synced;
    this.sameBoot = header.bootId === this.disk.bootId;
    const tail = this.readTail(last, header);
    this.lookBehind(last);
    const found: FoundSegment[] = [];
    const byNumber = new Map(this.candidates.map((candidate) => [candidate.number, candidate]));
    for (const [number, base, end] of header.files) {
      if (this.removed.has(number)) continue;
      const candidate = byNumber.get(number);
      const goodEnd = this.checkSealed(candidate, number, base, end);
      if (candidate !== undefined) {
        found.push({ number, path: candidate.path, origin: candidate.origin, base, end: goodEnd });
      }
      if (goodEnd < end && this.cut !== undefined) {
        // What came after it is no part of the log; the streams are those that were known there.
        this.restartStreams(candidate, base, goodEnd);
        return found;
      }
    }
    found.push({ number: last.number, path: last.path, origin: last.origin, base: header.base, end: tail });
    return found;
  }

  /** Goes through the last file. Returns where its last record ends. */
  private readTail(last: Candidate, header: FoundHeader): JournalPosition {
    this.streams = [...header.streams];
    this.forgotten = [...header.forgotten];
    const end = this.withFile(last.path, (file) => {
      const cursor = new RecordCursor(file, last.origin, header.base, Infinity, this.window);
      for (;;) {
        let whole = cursor.position;
        while (cursor.next()) {
          this.note(cursor);
          if (header.marksBatches && !cursor.endsBatch) continue;
          this.applyNotes();
          whole = cursor.position + cursor.size;
        }
        // Its end is missing: its writer was stopped within.
        if (cursor.stop === 'end') {
          if (whole === cursor.position) return whole;
          this.notes.length = 0;
          this.cutAt(last, whole, 'torn');
          return whole;
        }
        const from = cursor.position;
        const goesOn = this.resyncTold(cursor);
        if (!goesOn || !this.isDamage(from, goesOn)) {
          this.notes.length = 0;
          this.cutAt(last, whole, cursor.stop);
          return whole;
        }
        this.addDamage(last, from, cursor.position - from);
      }
    });
    return end ?? header.base;
  }

  /** After something broken: goes on with the next whole record, having heard first what the rest of the file says about syncs. */
  private resyncTold(cursor: RecordCursor): boolean {
    if (!cursor.resync()) return false;
    const ahead = cursor.fork(cursor.position);
    do {
      while (ahead.next()) this.noteSynced(ahead);
    } while (ahead.stop !== 'end' && ahead.resync());
    return true;
  }

  /** Files after the last one that has a header: their beginning was lost, what they say about syncs is still heard. */
  private lookBehind(last: Candidate): void {
    for (const candidate of this.candidates) {
      if (candidate.number <= last.number) continue;
      const first = this.firstRecord(candidate);
      if (first !== undefined && this.isDamage(first, true)) {
        this.damage.push({ path: candidate.path, offset: 0, what: 'header', bytes: candidate.size });
      }
    }
  }

  /** Checks a file that was complete before another one was begun. Returns where its good records end. */
  private checkSealed(
    candidate: Candidate | undefined,
    number: number,
    base: JournalPosition,
    end: JournalPosition,
  ): JournalPosition {
    const name = candidate?.path ?? `${this.directory} (file ${number})`;
    if (candidate !== undefined && end <= this.synced && candidate.origin + candidate.size >= end) return end;
    if (candidate?.header === undefined) {
      if (this.isDamage(base, true) && end > base) {
        this.damage.push({
          path: name,
          offset: 0,
          what: candidate === undefined ? 'missing' : 'header',
          bytes: end - base,
        });
        return end;
      }
      if (end > base) this.cut = { path: name, offset: 0, position: base, reason: 'broken', bytes: end - base };
      return base;
    }
    const { marksBatches } = candidate.header;
    const good = this.withFile(candidate.path, (file) => {
      const cursor = new RecordCursor(file, candidate.origin, base, end, this.window);
      for (;;) {
        let whole = cursor.position;
        while (cursor.next()) if (!marksBatches || cursor.endsBatch) whole = cursor.position + cursor.size;
        if (cursor.stop === 'end') return end;
        const from = cursor.position;
        if (!this.isDamage(from, true)) {
          this.cutAt(candidate, whole, cursor.stop);
          return whole;
        }
        const goesOn = cursor.resync();
        this.addDamage(candidate, from, (goesOn ? cursor.position : end) - from);
        if (!goesOn) return end;
      }
    });
    return good ?? end;
  }

  private restartStreams(candidate: Candidate | undefined, base: JournalPosition, end: JournalPosition): void {
    if (candidate?.header === undefined) {
      const before = this.candidates.findLast((other) => other.header !== undefined && other.header.base < base);
      // The streams of a file that is gone: its records are gone too, and the one before it knew the others.
      this.streams = [...(before?.header?.streams ?? [''])];
      if (before === undefined) return;
      this.collectStreams(before, before.header!.base, base);
      return;
    }
    this.streams = [...candidate.header.streams];
    this.collectStreams(candidate, base, end);
  }

  private collectStreams(candidate: Candidate, base: JournalPosition, end: JournalPosition): void {
    this.withFile(candidate.path, (file) => {
      const cursor = new RecordCursor(file, candidate.origin, base, end, this.window);
      while (cursor.next()) this.noteStream(cursor);
      return true;
    });
  }

  /** Where the first whole record is in a file whose header is not. Hears what all of its records say about syncs. */
  private firstRecord(candidate: Candidate): JournalPosition | undefined {
    return this.withFile(candidate.path, (file) => {
      const { origin } = candidate;
      const cursor = new RecordCursor(file, origin, origin, Infinity, this.window);
      let first: JournalPosition | undefined;
      do {
        while (cursor.next()) {
          first ??= cursor.position;
          this.noteSynced(cursor);
        }
      } while (cursor.stop !== 'end' && cursor.resync());
      return first;
    });
  }

  /** Was this place safe? A later record says so, or it was only this program that ended, and there is more after it. */
  private isDamage(position: JournalPosition, goesOn: boolean): boolean {
    return position < this.synced || (this.sameBoot && goesOn);
  }

  /** What the journal's own records say counts when their batch is whole; how far the log is safe counts at once. */
  private note(cursor: RecordCursor): void {
    this.noteSynced(cursor);
    const { kind, number, bytes, start, end } = this.entry;
    this.lastKind = kind;
    if (kind <= JournalKind.removed) this.notes.push({ kind, number, payload: bytes.slice(start, end) });
  }

  private applyNotes(): void {
    this.closed = this.lastKind === JournalKind.closed;
    if (this.notes.length === 0) return;
    for (const { kind, number, payload } of this.notes) {
      if (kind === JournalKind.stream) this.nameStream(number, payload);
      if (kind !== JournalKind.removed) continue;
      const removal = decodeRemoval(payload);
      for (const file of removal.files) this.removed.add(file);
      for (const [stream, position] of removal.forgotten) {
        while (this.forgotten.length <= stream) this.forgotten.push(0);
        this.forgotten[stream] = position;
      }
    }
    this.notes.length = 0;
  }

  private noteSynced(cursor: RecordCursor): void {
    const { kind, number } = this.entry.show(cursor.window, cursor.at, cursor.position);
    if (kind === JournalKind.synced && number > this.synced) this.synced = number;
  }

  private noteStream(cursor: RecordCursor): void {
    const { kind, number, bytes, start, end } = this.entry.show(cursor.window, cursor.at, cursor.position);
    if (kind === JournalKind.stream) this.nameStream(number, bytes.subarray(start, end));
  }

  private nameStream(number: number, name: Uint8Array): void {
    while (this.streams.length < number) this.streams.push('');
    this.streams[number] = Buffer.from(name).toString('utf8');
  }

  private cutAt(candidate: Candidate, position: JournalPosition, reason: CursorEnd): void {
    const offset = position - candidate.origin;
    const bytes = candidate.size - offset;
    this.cut = { path: candidate.path, offset, position, reason: reason === 'torn' ? 'torn' : 'broken', bytes };
  }

  private addDamage(candidate: Candidate, position: JournalPosition, bytes: number): void {
    this.damage.push({ path: candidate.path, offset: position - candidate.origin, what: 'record', bytes });
  }

  /** Undefined when the file is not there any more. */
  private withFile<Result>(path: string, use: (file: DiskFile) => Result): Result | undefined {
    let file: DiskFile;
    try {
      file = this.disk.open(path, 'read');
    } catch (error) {
      if (error instanceof DiskError && error.code === 'DISK_ENOENT') return undefined;
      throw error;
    }
    try {
      return use(file);
    } finally {
      file.close();
    }
  }
}
