/** Brings what was written to the disk, off the event loop, and knows how far that has come. */
import type { Disk, DiskError, DiskFile } from '../core/disk.js';
import type { JournalPosition } from '../core/journal.js';
import type { Timer, Timers } from '../core/world.js';

export interface SyncOwner {
  /** Everything before it has been written. */
  readonly written: () => JournalPosition;
  readonly onSynced: () => void;
  /** Nothing from `synced` on is known to be on the disk, and nothing will be synced before `reset`. */
  readonly onFailed: (error: DiskError) => void;
}

export class SyncLoop {
  /** Everything before it survives a power cut. */
  synced: JournalPosition = 0;
  rounds = 0;
  private current: DiskFile | undefined;
  /** Complete files that were not synced since their last write. */
  private sealed: DiskFile[] = [];
  /** New files so far, and how many of them the directory is known to hold after a power cut. */
  private filesMade = 0;
  private filesSafe = 0;
  /** Each shorter than those before it when it was set; the first that fires takes the others away. */
  private waiting: Timer[] = [];
  private shortestDelayMs = Infinity;
  private inRound = false;
  private again = false;
  private broken = false;
  /** Rounds of a time before `reset` say nothing any more. */
  private era = 0;

  constructor(
    private readonly owner: SyncOwner,
    private readonly disk: Disk,
    private readonly timers: Timers,
    private readonly directory: string,
  ) {}

  /** Another file is written from now on; the one before it is complete. */
  follow(file: DiskFile): void {
    if (this.current !== undefined) this.sealed.push(this.current);
    this.current = file;
    this.filesMade++;
  }

  /** Starts over with a file in which everything written is synced. */
  reset(file: DiskFile, synced: JournalPosition): void {
    this.drop();
    this.current = file;
    this.synced = synced;
  }

  /** Gives all files up, and hears nothing of what is under way. */
  drop(): void {
    this.era++;
    this.inRound = false;
    this.again = false;
    this.broken = false;
    this.stopWaiting();
    this.current?.close();
    for (const file of this.sealed) file.close();
    this.current = undefined;
    this.sealed = [];
    this.filesSafe = this.filesMade;
  }

  /** Something was written: a round starts within `delayMs`, or after the one that is under way. */
  want(delayMs: number): void {
    if (this.shortestDelayMs <= delayMs) return;
    this.shortestDelayMs = delayMs;
    // The one that is set already stays: it may be due before this one.
    const timer = this.timers.after(delayMs, () => {
      this.stopWaiting();
      this.startRound();
    });
    this.waiting.push(timer);
  }

  private stopWaiting(): void {
    for (const timer of this.waiting) timer.cancel();
    this.waiting = [];
    this.shortestDelayMs = Infinity;
  }

  /** Blocks until everything written is synced. Throws DiskError, which is what `onFailed` means too. */
  now(): void {
    const written = this.owner.written();
    if (this.synced >= written && this.filesSafe === this.filesMade) return;
    try {
      this.syncFiles();
    } catch (error) {
      // A round that is under way may succeed without the bytes that were just given up.
      this.era++;
      this.broken = true;
      throw error;
    }
    this.moveTo(written);
  }

  private syncFiles(): void {
    while (this.sealed.length > 0) {
      this.sealed[0]!.sync();
      this.sealed.shift()!.close();
    }
    if (this.filesSafe < this.filesMade) {
      this.disk.syncDirectory(this.directory);
      this.filesSafe = this.filesMade;
    }
    this.current?.sync();
  }

  private startRound(): void {
    const target = this.owner.written();
    this.again = this.inRound;
    if (this.inRound || this.broken || this.current === undefined || target <= this.synced) return;
    this.inRound = true;
    const { era, sealed, filesMade, synced } = this;
    const files = [...sealed, this.current];
    let open = files.length;
    let failed: DiskError | undefined;
    const done = (error: DiskError | undefined): void => {
      if (era !== this.era) return;
      failed ??= error;
      if (--open > 0) return;
      this.inRound = false;
      if (failed !== undefined) {
        this.fail(synced, failed);
        return;
      }
      this.filesSafe = Math.max(this.filesSafe, filesMade);
      this.finish(files, target);
    };
    if (this.filesSafe < filesMade) {
      open++;
      this.disk.syncDirectoryLater(this.directory, done);
    }
    for (const file of files) file.syncLater(done);
  }

  private finish(files: readonly DiskFile[], target: JournalPosition): void {
    this.rounds++;
    // One that was completed while the round was under way has to be synced once more.
    for (const file of files.slice(0, -1)) {
      if (this.sealed.includes(file)) file.close();
    }
    this.sealed = this.sealed.filter((file) => file === files.at(-1) || !files.includes(file));
    this.moveTo(target);
    if (this.again) this.startRound();
  }

  /** A failed sync is told to one caller only: a blocking sync that came meanwhile may have succeeded without these bytes. */
  private fail(from: JournalPosition, error: DiskError): void {
    this.synced = Math.min(this.synced, from);
    this.broken = true;
    this.owner.onFailed(error);
  }

  private moveTo(synced: JournalPosition): void {
    if (synced <= this.synced) return;
    this.synced = synced;
    this.owner.onSynced();
  }
}
