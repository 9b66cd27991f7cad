/** Files of the real world: inputs read in chunks, and outputs that appear under their name only when they are whole. */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { InputError } from './errors.js';

export interface InputFile {
  readonly path: string;
  readonly size: number;
  /** Reads on from where the last read ended: up to `length` bytes to `into[at]`. Returns their number, 0 at the end. */
  read(into: Uint8Array, at: number, length: number): number;
  close(): void;
}

export interface OutputFile {
  write(bytes: Uint8Array): void;
  /** Puts what was written in place, under the file's name. */
  commit(): void;
  /** Leaves what was there before. */
  discard(): void;
}

export interface Files {
  openInput(path: string): InputFile;
  openOutput(path: string): OutputFile;
}

class RealInputFile implements InputFile {
  readonly size: number;
  private readonly fd: number;

  constructor(readonly path: string) {
    this.fd = attempt('FILE_OPEN', 'cannot be opened', path, () => openSync(path, 'r'));
    const stat = fstatSync(this.fd);
    if (!stat.isFile()) {
      closeSync(this.fd);
      throw new InputError('FILE_KIND', 'cannot be read twice', { where: path, expected: 'a regular file' });
    }
    this.size = stat.size;
  }

  read(into: Uint8Array, at: number, length: number): number {
    return attempt('FILE_READ', 'cannot be read', this.path, () => readSync(this.fd, into, at, length, null));
  }

  close(): void {
    closeSync(this.fd);
  }
}

class RealOutputFile implements OutputFile {
  private readonly fd: number;
  private readonly target: string;
  /** Where the bytes go until they are whole; undefined for a device or a pipe, which takes them at once. */
  private readonly temporary: string | undefined;

  constructor(path: string) {
    const existing = resolveExisting(path);
    this.target = existing ?? path;
    if (existing !== undefined) {
      const fd = attempt('FILE_OPEN', 'cannot be written', path, () => openSync(existing, 'r+'));
      if (!fstatSync(fd).isFile()) {
        this.fd = fd;
        this.temporary = undefined;
        return;
      }
      closeSync(fd);
    }
    this.temporary = `${this.target}.${process.pid}.part`;
    const { temporary } = this;
    this.fd = attempt('FILE_OPEN', 'cannot be written', path, () => openSync(temporary, 'w'));
  }

  write(bytes: Uint8Array): void {
    attempt('FILE_WRITE', 'cannot be written', this.target, () => {
      for (let at = 0; at < bytes.length;) at += writeSync(this.fd, bytes, at);
    });
  }

  commit(): void {
    const { temporary, target } = this;
    if (temporary !== undefined) attempt('FILE_WRITE', 'cannot be written', target, () => fsyncSync(this.fd));
    closeSync(this.fd);
    if (temporary !== undefined) {
      attempt('FILE_WRITE', 'cannot be put in place', target, () => renameSync(temporary, target));
    }
  }

  discard(): void {
    closeSync(this.fd);
    if (this.temporary !== undefined) rmSync(this.temporary, { force: true });
  }
}

/** The file behind a name, through symbolic links; undefined when there is none. */
function resolveExisting(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function attempt<Result>(code: string, message: string, where: string, action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    throw new InputError(code, message, {
      where,
      found: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}

export const realFiles: Files = {
  openInput: (path) => new RealInputFile(path),
  openOutput: (path) => new RealOutputFile(path),
};
