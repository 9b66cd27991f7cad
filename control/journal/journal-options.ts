/** What a journal is opened with, and what it counts. */
import type { Disk } from '../core/disk.js';
import type { DurabilityPolicy } from '../core/journal.js';
import type { Clock, Timers } from '../core/world.js';

export interface JournalOptions {
  /** Made where it is missing, and locked for this process. Nothing else may be in it. */
  readonly directory: string;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly timers: Timers;
  /** `group` when absent. */
  readonly policy?: DurabilityPolicy;
  /** Policy `group`: a sync starts at most half this time after a commit, which leaves it the other half. 5 when absent. */
  readonly groupSyncMs?: number;
  /** Policy `os`: a sync starts at most so long after a commit. 1000 when absent. */
  readonly osSyncMs?: number;
  /** A file that has grown so large is followed by another one. 64 MiB when absent. */
  readonly segmentBytes?: number;
  /** How much may wait while the disk refuses. 64 MiB when absent. */
  readonly maxPendingBytes?: number;
  /** With more files than this, streams are asked to take their records out of files that hold little else. 4 when absent. */
  readonly compactAboveFiles?: number;
  /** What to do when records that were safe are damaged: refuse to open, or go on without them. `refuse` when absent. */
  readonly onDamage?: 'refuse' | 'skip';
}

export interface JournalCounters {
  /** Records appended, commits that wrote something, their bytes. */
  records: number;
  commits: number;
  bytes: number;
  /** Files begun. */
  files: number;
  /** Files removed because nothing in them was needed. */
  filesRemoved: number;
  /** Syncs that a caller had to wait for. */
  blockingSyncs: number;
  /** Times the disk was full, and times it failed in another way. */
  timesFull: number;
  timesFailed: number;
  /** Appends that were refused because too much was waiting. */
  refused: number;
  /** Places found damaged by a scan or a read. */
  damaged: number;
}
