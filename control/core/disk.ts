/** Files that must survive a crash. One part of the World seam: the real disk, or the simulated one that tears, fills and forgets. */
import { CrossfeedError } from './errors.js';

/** What a disk refuses: `code` is the system's, with a prefix: `DISK_ENOSPC`, `DISK_EIO`, `DISK_ENOENT`, `DISK_EROFS`. */
export class DiskError extends CrossfeedError {
  /** There may be room again: worth another try of the same write. */
  get isFull(): boolean {
    return this.code === 'DISK_ENOSPC' || this.code === 'DISK_EDQUOT';
  }
}

export interface DiskFile {
  readonly path: string;
  size(): number;
  /**
   * Writes up to `length` bytes of `bytes` from `at` to `position` in the file. Returns how many were written: fewer than asked
   * is a short write, not an error. Throws DiskError. What it returned survives the process, but not a power cut.
   */
  write(bytes: Uint8Array, at: number, length: number, position: number): number;
  /** Returns how many bytes there were, 0 at the end of the file. Throws DiskError. */
  read(into: Uint8Array, at: number, length: number, position: number): number;
  /** Everything written before survives a power cut when this returns (fdatasync). Throws DiskError: then nothing is known. */
  sync(): void;
  /** The same off the caller's thread. `done` comes in a later turn; what was written after the call may or may not be included. */
  syncLater(done: (error: DiskError | undefined) => void): void;
  truncate(size: number): void;
  close(): void;
}

/** A directory that one process holds. */
export interface DirectoryLock {
  release(): void;
}

export interface Disk {
  /** Changes when the host was restarted, and only then: what was written but not synced may be gone. */
  readonly bootId: string;
  /** `create` makes a new file and fails when it is there; `write` needs it to be there; `read` cannot write. Mode 0600. */
  open(path: string, how: 'create' | 'write' | 'read'): DiskFile;
  exists(path: string): boolean;
  /** Names in a directory, sorted; empty when it is not there. */
  list(path: string): string[];
  /** With its parents, mode 0700. The directories survive a power cut when this returns. */
  makeDirectory(path: string): void;
  /** Takes a directory that is there for this process alone; a lock whose holder was killed is free. Throws when another one has it. */
  lockDirectory(path: string): DirectoryLock;
  rename(from: string, to: string): void;
  remove(path: string): void;
  /** New names, removals and renames in a directory survive a power cut when this returns. */
  syncDirectory(path: string): void;
  /** The same off the caller's thread. `done` comes in a later turn. */
  syncDirectoryLater(path: string, done: (error: DiskError | undefined) => void): void;
}
