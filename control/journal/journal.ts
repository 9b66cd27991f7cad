/** The one write-ahead log: records in memory, written together by `commit`, synced by policy, kept when the disk refuses. */
import { DiskError, type DirectoryLock } from '../core/disk.js';
import {
  JournalKind,
  type DurabilityPolicy,
  type Journal,
  type JournalEntry,
  type JournalPosition,
  type JournalState,
} from '../core/journal.js';
import { LatencyHistogram } from '../core/latency-histogram.js';
import type { Clock, Timer, Timers } from '../core/world.js';
import { JournalError } from './errors.js';
import { LogFiles } from './log-files.js';
import type { JournalCounters, JournalOptions } from './journal-options.js';
import { noRecord, LogReader, scanFiles } from './log-reader.js';
import { LogWriter, type HeaderFacts } from './log-writer.js';
import { MAX_PAYLOAD_BYTES, MutableEntry, putRecord, RecordBuffer, recordBytes, sealBatch } from './record.js';
import { describeDamage, type Damage, type RecoveryReport } from './recovery-report.js';
import { recoverLog, type FoundLog } from './recovery.js';
import { encodeRemoval } from './segment-header.js';
import { SyncLoop } from './sync-loop.js';

export type { JournalCounters, JournalOptions } from './journal-options.js';

const SEGMENT_BYTES = 64 * 1024 * 1024;
const PENDING_BYTES = 64 * 1024 * 1024;
const FIRST_PENDING_BYTES = 64 * 1024;
const GROUP_SYNC_MS = 5;
const OS_SYNC_MS = 1000;
const RETRY_FIRST_MS = 50;
const RETRY_LAST_MS = 1000;
const COMPACT_ABOVE_FILES = 4;
/** A file is sparse when no more than this part of a full file is needed in it. */
const SPARSE_PART = 1 / 8;
const MAX_STREAMS = 1 << 20;
const NO_BYTES = new Uint8Array(0);

/**
 * Opens the log of a directory: finds out where it ends, cuts off what is not whole, and goes on in a new file. Throws JournalError
 * `JOURNAL_DAMAGED`, DiskError, and what the directory's lock throws. A full disk is no error: the state says it.
 */
export function openJournal(options: JournalOptions): FileJournal {
  const { disk, directory } = options;
  disk.makeDirectory(directory);
  const lock = disk.lockDirectory(directory);
  try {
    const found = recoverLog(disk, directory);
    const [first] = found.report.damage;
    if (first !== undefined && options.onDamage !== 'skip') {
      throw new JournalError('JOURNAL_DAMAGED', 'the log is damaged', { where: describeDamage(first) });
    }
    return new FileJournal(options, found, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

export class FileJournal implements Journal {
  readonly policy: DurabilityPolicy;
  readonly hostRestarted: boolean;
  readonly doubtfulBefore: JournalPosition;
  /** What was found when the log was opened. */
  readonly recovery: RecoveryReport;
  readonly counters: JournalCounters = {
    records: 0,
    commits: 0,
    bytes: 0,
    files: 0,
    filesRemoved: 0,
    blockingSyncs: 0,
    timesFull: 0,
    timesFailed: 0,
    refused: 0,
    damaged: 0,
  };
  /** How long commits took that wrote something. */
  readonly commitLatencies = new LatencyHistogram();
  /** Everything before it has been written, and everything before `committed` was told to be committed. */
  written: JournalPosition;
  committed: JournalPosition;
  private condition: JournalState = 'failed';
  private problem: DiskError | undefined;
  private readonly clock: Clock;
  private readonly timers: Timers;
  private readonly segmentBytes: number;
  private readonly maxPendingBytes: number;
  private readonly syncDelayMs: number;
  private readonly compactAboveFiles: number;
  private readonly skipsDamage: boolean;
  private readonly files: LogFiles;
  private readonly writer: LogWriter;
  private readonly syncs: SyncLoop;
  private readonly reader: LogReader;
  private readonly pending: RecordBuffer;
  private readonly entry = new MutableEntry();
  private readonly streams: string[];
  private readonly streamNumbers = new Map<string, number>();
  /** Bytes that wait in `pending`, and how many of them the disk took before it refused the rest. */
  private used = 0;
  private taken = 0;
  /** Records in `pending` before this have their checksums. */
  private sealed = 0;
  /** Where the last record in `pending` begins. */
  private lastAt = 0;
  private batchEpochMs = 0;
  private syncRequired = false;
  /** What was written from `synced` on is not to be trusted: it has to be written again, elsewhere. */
  private mustRestart = true;
  private syncedNoted = 0;
  private retryTimer: Timer | undefined;
  private retryMs = RETRY_FIRST_MS;
  private readonly syncedListeners: (() => void)[] = [];
  private readonly stateListeners: ((state: JournalState) => void)[] = [];
  private readonly compactListeners: ((stream: number, position: JournalPosition) => void)[] = [];
  /** What streams do not need any more once what they need instead is safe. */
  private readonly forgotten = new Map<number, JournalPosition>();
  /** Files that may be removed once it is safe that the log has said so. */
  private readonly dead: { path: string; after: JournalPosition }[] = [];

  /** Use `openJournal`. */
  constructor(
    options: JournalOptions,
    found: FoundLog,
    private readonly lock: DirectoryLock,
  ) {
    this.clock = options.clock;
    this.timers = options.timers;
    this.policy = options.policy ?? 'group';
    this.segmentBytes = options.segmentBytes ?? SEGMENT_BYTES;
    this.maxPendingBytes = options.maxPendingBytes ?? PENDING_BYTES;
    this.compactAboveFiles = options.compactAboveFiles ?? COMPACT_ABOVE_FILES;
    this.syncDelayMs =
      this.policy === 'os' ? (options.osSyncMs ?? OS_SYNC_MS) : (options.groupSyncMs ?? GROUP_SYNC_MS) / 2;
    this.pending = new RecordBuffer(Math.min(FIRST_PENDING_BYTES, this.maxPendingBytes));
    this.recovery = found.report;
    this.hostRestarted = found.hostRestarted;
    this.written = found.nextBase;
    this.committed = found.nextBase;
    this.doubtfulBefore = found.hostRestarted ? found.nextBase : found.doubtfulBefore;
    this.streams = found.streams.length === 0 ? [''] : [...found.streams];
    this.files = new LogFiles(options.disk, found.segments, found.forgotten);
    this.files.addStream(this.streams.length);
    this.streams.forEach((name, number) => this.streamNumbers.set(name, number));
    this.reader = new LogReader(this.files);
    this.skipsDamage = options.onDamage === 'skip';
    const owner = {
      // Of a batch that a full disk took a part of, a sync may not claim that part: it ends within a record.
      written: () => this.written - this.taken,
      onSynced: () => this.syncMoved(),
      onFailed: (error: DiskError) => {
        this.mustRestart = true;
        this.fail(error);
      },
    };
    this.syncs = new SyncLoop(owner, options.disk, this.timers, options.directory);
    this.writer = new LogWriter(options.disk, options.directory, this.files, this.syncs, found);
    this.retry();
  }

  get state(): JournalState {
    return this.condition;
  }

  get synced(): JournalPosition {
    return this.syncs.synced;
  }

  /** Why the state is `full` or `failed`. */
  get lastError(): DiskError | undefined {
    return this.problem;
  }

  /** Bytes that wait for a commit. */
  get pendingBytes(): number {
    return this.used;
  }

  /** Files that make up the log. */
  get fileCount(): number {
    return this.files.sealed.length + 1;
  }

  openStream(name: string): number {
    const known = this.streamNumbers.get(name);
    if (known !== undefined && name !== '') return known;
    const number = this.streams.length;
    if (name === '' || number >= MAX_STREAMS) {
      throw new JournalError('JOURNAL_RECORD', 'no stream can have this name or number', {
        where: name,
        found: number,
      });
    }
    const bytes = Buffer.from(name, 'utf8');
    this.files.addStream(number);
    this.append(JournalKind.stream, 0, number, bytes, 0, bytes.length);
    this.streams.push(name);
    this.streamNumbers.set(name, number);
    return number;
  }

  append(kind: number, stream: number, number: number, bytes: Uint8Array, start: number, end: number): JournalPosition {
    const payloadBytes = end - start;
    if (!(payloadBytes >= 0 && payloadBytes <= MAX_PAYLOAD_BYTES)) throw wrongLength(payloadBytes);
    const size = recordBytes(payloadBytes);
    if (this.used + size > this.pending.bytes.length) this.makeRoom(size);
    const position = this.written - this.taken + this.used;
    // One look at the clock for a batch: its records go to the disk together.
    if (this.used === 0 || this.condition !== 'open') {
      if (this.condition === 'closed') throw new JournalError('JOURNAL_CLOSED', 'the log is closed');
      this.batchEpochMs = this.clock.epochMs();
    }
    this.lastAt = this.used;
    putRecord(this.pending, this.used, position, kind, stream, number, this.batchEpochMs, bytes, start, end);
    this.used += size;
    this.files.noteRecord(stream, position, size);
    this.counters.records++;
    return position;
  }

  commit(): boolean {
    if (this.condition !== 'open') return false;
    if (this.used === 0 && !this.syncRequired) return true;
    return this.flush();
  }

  onSynced(listener: () => void): void {
    this.syncedListeners.push(listener);
  }

  onStateChange(listener: (state: JournalState) => void): void {
    this.stateListeners.push(listener);
  }

  onCompact(listener: (stream: number, position: JournalPosition) => void): void {
    this.compactListeners.push(listener);
  }

  requireSync(): void {
    this.syncRequired = true;
  }

  requestSync(): void {
    if (this.condition === 'open' && this.synced < this.written + this.used) this.syncs.want(0);
  }

  syncNow(): void {
    this.syncRequired = true;
    if (this.commit()) return;
    throw new JournalError('JOURNAL_UNSAFE', 'the log cannot be brought to the disk', {
      found: this.condition,
      cause: this.problem,
    });
  }

  read(position: JournalPosition, visit: (entry: JournalEntry) => void): void {
    const first = this.written - this.taken;
    if (position >= first) {
      const at = position - first;
      if (at >= this.used || at % 8 !== 0) throw noRecord(position);
      visit(this.entry.show(this.pending, at, position));
      return;
    }
    visit(this.reader.read(position));
  }

  scan(from: JournalPosition, visit: (entry: JournalEntry) => boolean): void {
    const onDamage = (damage: Damage): void => {
      this.counters.damaged++;
      if (this.skipsDamage) return;
      throw new JournalError('JOURNAL_DAMAGED', 'the log is damaged', { where: describeDamage(damage) });
    };
    scanFiles(this.files, this.files.all, from, this.committed, visit, onDamage);
  }

  forget(stream: number, position: JournalPosition): void {
    const waiting = this.forgotten.get(stream) ?? 0;
    if (waiting < this.synced) this.files.forget(stream, waiting);
    this.forgotten.set(stream, Math.max(waiting, position));
    this.applyForgotten();
  }

  close(): void {
    if (this.condition === 'closed') return;
    this.retryTimer?.cancel();
    try {
      if (this.condition !== 'open') this.retry();
      this.append(JournalKind.closed, 0, 0, NO_BYTES, 0, 0);
      this.syncNow();
    } finally {
      this.retryTimer?.cancel();
      this.syncs.drop();
      this.files.closeReaders();
      this.lock.release();
      this.enter('closed');
    }
  }

  private makeRoom(size: number): void {
    const wanted = this.used + size;
    if (wanted > this.maxPendingBytes) {
      this.counters.refused++;
      throw new JournalError('JOURNAL_FULL', 'too much waits for the disk', {
        found: wanted,
        expected: `at most ${this.maxPendingBytes}`,
      });
    }
    this.pending.grow(Math.min(this.maxPendingBytes, Math.max(wanted, this.pending.bytes.length * 2)), this.used);
  }

  private flush(): boolean {
    let beganNs = -1;
    try {
      this.noteSynced();
      if (this.used > 0) beganNs = this.clock.monotonicNs();
      if (
        this.taken === 0 &&
        this.written > this.writer.base &&
        this.written + this.used - this.writer.base > this.segmentBytes
      ) {
        this.rotate();
      }
      // What a full disk has taken a part of is marked already.
      if (this.used > this.sealed) {
        sealBatch(this.pending, this.sealed, this.used, this.lastAt, this.written - this.taken);
        this.sealed = this.used;
      }
      while (this.taken < this.used) {
        const count = this.writer.write(this.pending.bytes, this.taken, this.used - this.taken, this.written);
        this.taken += count;
        this.written += count;
      }
    } catch (error) {
      return this.fail(error);
    }
    if (this.used > 0) this.counters.commits++;
    this.counters.bytes += this.used;
    this.used = 0;
    this.taken = 0;
    this.sealed = 0;
    if (this.syncRequired || this.policy === 'sync') {
      try {
        this.counters.blockingSyncs++;
        this.syncRequired = false;
        this.syncs.now();
      } catch (error) {
        this.syncRequired = true;
        this.mustRestart = true;
        return this.fail(error);
      }
    } else {
      this.syncs.want(this.syncDelayMs);
    }
    this.committed = this.written;
    if (beganNs >= 0) this.commitLatencies.record(this.clock.monotonicNs() - beganNs);
    return true;
  }

  /** Says in the log how far it is safe, so that damage before that place can be told from a power cut's. */
  private noteSynced(): void {
    if (this.synced <= this.syncedNoted || this.used + 32 > this.pending.bytes.length) return;
    this.syncedNoted = this.synced;
    this.append(JournalKind.synced, 0, this.synced, NO_BYTES, 0, 0);
  }

  private rotate(): void {
    this.writer.rotate({ ...this.header(this.written), synced: this.synced });
    this.counters.files++;
    this.sweep();
    this.compact();
  }

  /** Asks streams to take what they need out of files that hold little else. */
  private compact(): void {
    if (this.files.sealed.length <= this.compactAboveFiles) return;
    for (const { file, streams } of this.files.takeSparse(this.segmentBytes * SPARSE_PART)) {
      for (const stream of streams) {
        for (const listener of this.compactListeners) {
          this.timers.soon(() => {
            // The last rotation may be that of the close.
            if (this.condition !== 'closed') listener(stream, file.end);
          });
        }
      }
    }
  }

  private header(base: JournalPosition): HeaderFacts {
    return {
      base,
      synced: base,
      doubtfulBefore: this.doubtfulBefore,
      policy: this.policy,
      createdEpochMs: this.clock.epochMs(),
      streams: this.streams,
      forgotten: this.files.forgotten(),
    };
  }

  private syncMoved(): void {
    this.removeDead();
    this.applyForgotten();
    for (const listener of this.syncedListeners) listener();
  }

  /** What a stream needs instead of its older records has to be safe before those go. */
  private applyForgotten(): void {
    let changed = false;
    for (const [stream, position] of this.forgotten) {
      if (position >= this.synced) continue;
      this.forgotten.delete(stream);
      if (this.files.forget(stream, position)) changed = true;
    }
    if (!changed) return;
    this.sweep();
    this.compact();
  }

  /** Takes files out of the log in which nothing is needed; they go when it is safe that the log has said so. */
  private sweep(): void {
    const files = this.files.takeDead();
    if (files.length === 0) return;
    const removal = { files: files.map(({ number }) => number), forgotten: this.files.forgottenIn(files) };
    const payload = encodeRemoval(removal);
    const position = this.append(JournalKind.removed, 0, files.length, payload, 0, payload.length);
    for (const file of files) {
      this.files.closeReader(file);
      this.dead.push({ path: file.path, after: position });
    }
    this.timers.soon(() => this.commit());
  }

  private removeDead(): void {
    while (this.dead.length > 0 && this.dead[0]!.after < this.synced) {
      const { path } = this.dead.shift()!;
      if (this.writer.remove(path)) this.counters.filesRemoved++;
    }
  }

  /** Tries again what failed. */
  private retry(): void {
    this.retryTimer = undefined;
    if (this.condition === 'closed') return;
    try {
      if (this.mustRestart) this.restart();
    } catch (error) {
      this.fail(error);
      return;
    }
    if (!this.flush()) return;
    this.problem = undefined;
    this.retryMs = RETRY_FIRST_MS;
    this.enter('open');
    this.syncMoved();
  }

  private restart(): void {
    // What the disk took of a batch that it did not take whole is written again with the rest.
    this.written -= this.taken;
    this.taken = 0;
    this.writer.restart(this.header(this.synced === 0 ? this.written : this.synced), this.written);
    this.counters.files++;
    this.syncedNoted = this.synced;
    this.mustRestart = false;
  }

  /** Keeps everything, and tries again later. Anything but a DiskError is not the disk's doing. */
  private fail(error: unknown): false {
    if (!(error instanceof DiskError)) throw error;
    this.problem = error;
    const state = error.isFull ? 'full' : 'failed';
    if (!error.isFull) this.mustRestart = true;
    if (this.condition !== state) {
      if (error.isFull) this.counters.timesFull++;
      else this.counters.timesFailed++;
    }
    if (this.retryTimer === undefined) {
      this.retryTimer = this.timers.after(this.retryMs, () => this.retry());
      this.retryMs = Math.min(RETRY_LAST_MS, this.retryMs * 2);
    }
    this.enter(state);
    return false;
  }

  private enter(state: JournalState): void {
    if (this.condition === state) return;
    this.condition = state;
    for (const listener of this.stateListeners) listener(state);
  }
}

function wrongLength(bytes: number): JournalError {
  return new JournalError('JOURNAL_RECORD', 'no length of a record', {
    found: bytes,
    expected: `0 to ${MAX_PAYLOAD_BYTES} bytes`,
  });
}
