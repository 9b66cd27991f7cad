/** A gateway's data directory: locked by one process, with its log. The World's seam for it, and its real implementation. */
import {
  closeSync,
  existsSync,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError, WorldError } from './errors.js';

const LOG_ROTATES_BYTES = 16 * 1024 * 1024;
/** Files of a log before the one that is written. */
const LOGS_KEPT = 4;

/** A log that is written a line at a time. */
export interface LogFile {
  write(line: string): void;
  /** Goes on in a file of the same name: somebody has put the one before aside. */
  reopen(): void;
  close(): void;
}

export interface DataDirectory {
  readonly path: string;
  /** Appends whole lines to `NAME.log`. At 16 MiB another file is begun; the ones before are `NAME.1.log` (newest) to `NAME.4.log`. */
  openLog(name: string): LogFile;
  /** Gives the directory up. */
  release(): void;
}

/** Reads a text file that a user named. */
export function readUserFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new InputError('FILE_UNREADABLE', `cannot read the file (${messageOf(cause)})`, { where: path, cause });
  }
}

/** Creates the directory where it is missing and locks it for this process. */
export function lockDataDirectory(path: string): DataDirectory {
  const directory = resolve(path);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new WorldError('DATA_DIRECTORY', `cannot create the data directory (${messageOf(cause)})`, {
      where: directory,
      cause,
    });
  }
  const lock = join(directory, 'lock');
  const self = `${process.pid} ${startOf(process.pid) ?? ''}\n`;
  takeLock(lock, self, directory);
  let held = true;
  return {
    path: directory,
    openLog: (name) => new RealLogFile(join(directory, name)),
    release() {
      if (!held) return;
      held = false;
      if (readLock(lock) === self) unlinkSync(lock);
    },
  };
}

/** A lock's file appears with its content (a hard link is atomic) and outlives its holder only when that was killed. */
function takeLock(lock: string, self: string, directory: string): void {
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, self, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        linkSync(mine, lock);
        return;
      } catch (cause) {
        if (!isCode(cause, 'EEXIST')) throw cause;
      }
      const holder = readLock(lock);
      if (holder === undefined) continue;
      const [pid = '', start = ''] = holder.trim().split(' ');
      if (isAlive(Number(pid), start)) {
        throw new WorldError('DATA_DIRECTORY_LOCKED', `another gateway (process ${pid}) is using this data directory`, {
          where: directory,
        });
      }
      removeLeftover(lock, holder);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  throw new WorldError('DATA_DIRECTORY_LOCKED', 'the data directory is being locked by another gateway', {
    where: directory,
  });
}

/** Takes a dead holder's lock away, unless somebody else replaced it in between. */
function removeLeftover(lock: string, holder: string): void {
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return; // Somebody else took it away.
  }
  if (readLock(aside) !== holder) {
    try {
      linkSync(aside, lock);
    } catch {
      // A third one holds it now; the next attempt finds out.
    }
  }
  rmSync(aside, { force: true });
}

function readLock(lock: string): string | undefined {
  try {
    return readFileSync(lock, 'utf8');
  } catch {
    return undefined;
  }
}

function isAlive(pid: number, start: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!isCode(error, 'EPERM')) return false;
  }
  // Numbers of processes are used again; the start time tells a successor from the holder.
  const now = startOf(pid);
  return start === '' || now === undefined || now === start;
}

/** When a process started, in clock ticks since boot, where the system says (Linux). */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

class RealLogFile implements LogFile {
  private readonly path: string;
  private file: number;
  private written: number;
  private isOpen = true;

  constructor(private readonly stem: string) {
    this.path = `${stem}.log`;
    if ((statSync(this.path, { throwIfNoEntry: false })?.size ?? 0) > LOG_ROTATES_BYTES) this.shift();
    this.file = openSync(this.path, 'a', 0o600);
    this.written = fstatSync(this.file).size;
  }

  write(line: string): void {
    if (!this.isOpen) return;
    this.written += writeSync(this.file, line);
    if (this.written < LOG_ROTATES_BYTES) return;
    this.shift();
    this.reopen();
  }

  reopen(): void {
    if (!this.isOpen) return;
    const before = this.file;
    // Where there is no room for another file the old one is written on.
    this.file = openSync(this.path, 'a', 0o600);
    this.written = fstatSync(this.file).size;
    closeSync(before);
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    closeSync(this.file);
  }

  /** Moves each file on by one; the oldest one goes. */
  private shift(): void {
    for (let n = LOGS_KEPT; n > 1; n--) {
      if (existsSync(`${this.stem}.${n - 1}.log`)) renameSync(`${this.stem}.${n - 1}.log`, `${this.stem}.${n}.log`);
    }
    if (existsSync(this.path)) renameSync(this.path, `${this.stem}.1.log`);
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
