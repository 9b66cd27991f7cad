/** The real disk. */
import {
  closeSync,
  constants,
  existsSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DiskError, type DirectoryLock, type Disk, type DiskFile } from './disk.js';
import { lockDataDirectory } from './world-data-directory.js';

const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;

const OPEN_FLAGS = {
  create: constants.O_RDWR | constants.O_CREAT | constants.O_EXCL,
  write: constants.O_RDWR,
  read: constants.O_RDONLY,
} as const;

class RealDiskFile implements DiskFile {
  private syncing = 0;
  private closed = false;

  constructor(
    readonly path: string,
    private readonly fd: number,
  ) {}

  size(): number {
    return attempt('stat', this.path, () => fstatSync(this.fd).size);
  }

  write(bytes: Uint8Array, at: number, length: number, position: number): number {
    // No closure: this is called for every commit.
    try {
      return writeSync(this.fd, bytes, at, length, position);
    } catch (cause) {
      throw diskError('write', this.path, cause);
    }
  }

  read(into: Uint8Array, at: number, length: number, position: number): number {
    try {
      return readSync(this.fd, into, at, length, position);
    } catch (cause) {
      throw diskError('read', this.path, cause);
    }
  }

  sync(): void {
    attempt('sync', this.path, () => {
      fdatasyncSync(this.fd);
    });
  }

  syncLater(done: (error: DiskError | undefined) => void): void {
    this.syncing++;
    fdatasync(this.fd, (cause) => {
      this.syncing--;
      if (this.closed && this.syncing === 0) closeSync(this.fd);
      done(cause === null ? undefined : diskError('sync', this.path, cause));
    });
  }

  truncate(size: number): void {
    attempt('truncate', this.path, () => {
      ftruncateSync(this.fd, size);
    });
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    // The number of a closed file is given out again: a sync under way would meet another file.
    if (this.syncing === 0) attempt('close', this.path, () => closeSync(this.fd));
  }
}

class RealDisk implements Disk {
  private boot: string | undefined;

  get bootId(): string {
    this.boot ??= readBootId();
    return this.boot;
  }

  open(path: string, how: 'create' | 'write' | 'read'): DiskFile {
    return new RealDiskFile(
      path,
      attempt('open', path, () => openSync(path, OPEN_FLAGS[how], FILE_MODE)),
    );
  }

  exists(path: string): boolean {
    return existsSync(path);
  }

  list(path: string): string[] {
    try {
      return readdirSync(path).sort();
    } catch (cause) {
      if (codeOf(cause) === 'ENOENT') return [];
      throw diskError('list', path, cause);
    }
  }

  makeDirectory(path: string): void {
    attempt('create', path, () => {
      const first = mkdirSync(path, { recursive: true, mode: DIRECTORY_MODE });
      if (first === undefined) return;
      // Each new directory is a name in the one above it.
      const top = dirname(resolve(first));
      for (let made = dirname(resolve(path)); made.length >= top.length; made = dirname(made)) {
        this.syncDirectory(made);
        if (made === top) return;
      }
    });
  }

  lockDirectory(path: string): DirectoryLock {
    return lockDataDirectory(path);
  }

  rename(from: string, to: string): void {
    attempt('rename', from, () => {
      renameSync(from, to);
    });
  }

  remove(path: string): void {
    attempt('remove', path, () => {
      unlinkSync(path);
    });
  }

  syncDirectory(path: string): void {
    attempt('sync', path, () => {
      const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
      try {
        fsyncSync(fd);
      } finally {
        closeSync(fd);
      }
    });
  }

  syncDirectoryLater(path: string, done: (error: DiskError | undefined) => void): void {
    const fd = attempt('open', path, () => openSync(path, constants.O_RDONLY | constants.O_DIRECTORY));
    fsync(fd, (cause) => {
      closeSync(fd);
      done(cause === null ? undefined : diskError('sync', path, cause));
    });
  }
}

/** Linux tells one run of the host from the next. Elsewhere every start counts as one: careful, never wrong. */
function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return `start ${process.pid} ${Date.now()}`;
  }
}

function attempt<Result>(action: string, path: string, run: () => Result): Result {
  try {
    return run();
  } catch (cause) {
    throw cause instanceof DiskError ? cause : diskError(action, path, cause);
  }
}

function diskError(action: string, path: string, cause: unknown): DiskError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new DiskError(`DISK_${codeOf(cause) ?? 'UNKNOWN'}`, `cannot ${action} (${message})`, { where: path, cause });
}

function codeOf(cause: unknown): string | undefined {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
}

export const realDisk: Disk = new RealDisk();
