/** Archives of the real world: a folder, or a `.tar.gz` that any tar reads. Files in them are there whole, with their SHA-256 told to whoever writes or reads them. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { createGunzip, gzipSync } from 'node:zlib';
import { InputError } from './errors.js';
import { isSafe, readTarHeader, TAR_BLOCK_BYTES, TAR_END_BYTES, TarError, tarHeader, tarPadding } from './tar.js';

const CHUNK_BYTES = 1024 * 1024;

/** Where the bytes of a file come from: up to `length` from `position` into `into[at]`, and how many there were. */
export type ReadAt = (into: Uint8Array, at: number, length: number, position: number) => number;

export interface ArchivedFile {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

/** Every regular file below a folder, by its name from there, sorted. Links, sockets and pipes are left out. */
export function filesBelow(folder: string): readonly string[] {
  const names: string[] = [];
  const walk = (below: string): void => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) walk(name);
      else if (entry.isFile()) names.push(name);
    }
  };
  if (existsSync(folder)) walk('');
  return names.sort();
}

/** An archive that is being written. It appears under its name with `commit`. Throws InputError. */
export class ArchiveWriter {
  private readonly part: string;
  private readonly fd: number | undefined;
  private readonly waiting: Uint8Array[] = [];
  private waitingBytes = 0;

  /** @param target a folder, or a file whose name ends with `.tar.gz` or `.tgz`; neither may be there */
  constructor(private readonly target: string) {
    if (existsSync(target)) throw new InputError('ARCHIVE_EXISTS', 'is there already', { where: target });
    this.part = `${target}.part`;
    rmSync(this.part, { recursive: true, force: true });
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    if (isTar(target)) this.fd = openSync(this.part, 'wx', 0o600);
    else mkdirSync(this.part, { mode: 0o700 });
  }

  /** Adds a file of so many bytes. One that has become shorter is filled with zeros. */
  add(name: string, size: number, read: ReadAt, epochMs = 0): ArchivedFile {
    const hash = createHash('sha256');
    const out = this.fd === undefined ? this.ownFile(name) : undefined;
    if (out === undefined) this.gzip(tarHeader({ name, size, epochMs }));
    const chunk = new Uint8Array(Math.min(size, CHUNK_BYTES));
    for (let position = 0; position < size;) {
      const wanted = Math.min(chunk.length, size - position);
      const count = read(chunk, 0, wanted, position);
      if (count === 0) chunk.fill(0, 0, wanted);
      const bytes = chunk.subarray(0, count === 0 ? wanted : count);
      hash.update(bytes);
      if (out === undefined) this.gzip(bytes.slice());
      else writeAll(out, bytes);
      position += bytes.length;
    }
    if (out === undefined) this.gzip(new Uint8Array(tarPadding(size)));
    else closeSynced(out);
    return { name, size, sha256: hash.digest('hex') };
  }

  addText(name: string, text: string): ArchivedFile {
    const bytes = Buffer.from(text);
    return this.add(name, bytes.length, (into, at, length, position) =>
      bytes.copy(into, at, position, position + length),
    );
  }

  /** A file of the disk, as long as it is now. Undefined when it is not there any more. */
  addFile(name: string, path: string): ArchivedFile | undefined {
    let fd: number;
    try {
      fd = openSync(path, 'r');
    } catch {
      return undefined;
    }
    try {
      const { size, mtimeMs } = fstatSync(fd);
      return this.add(name, size, (into, at, length, position) => readSync(fd, into, at, length, position), mtimeMs);
    } finally {
      closeSync(fd);
    }
  }

  commit(): void {
    if (this.fd !== undefined) {
      this.gzip(new Uint8Array(TAR_END_BYTES));
      this.flush();
      closeSynced(this.fd);
    }
    renameSync(this.part, this.target);
  }

  /** Nothing of it stays. */
  discard(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    rmSync(this.part, { recursive: true, force: true });
  }

  private ownFile(name: string): number {
    if (!isSafe(name)) throw new TarError('TAR_NAME', 'no name for a file of an archive', { found: name });
    const path = join(this.part, name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return openSync(path, 'wx', 0o600);
  }

  /** A gzip file may have several members, so each chunk can be packed by itself. */
  private gzip(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    if (this.waitingBytes >= CHUNK_BYTES) this.flush();
  }

  private flush(): void {
    if (this.waitingBytes === 0) return;
    writeAll(this.fd!, gzipSync(Buffer.concat(this.waiting), { level: 3 }));
    this.waiting.length = 0;
    this.waitingBytes = 0;
  }
}

const isTar = (path: string): boolean => /\.(tar\.gz|tgz)$/.test(path);

/** Unpacks an archive into a folder that is made for it. Throws InputError, TarError. */
export async function unpack(source: string, folder: string): Promise<readonly ArchivedFile[]> {
  if (!existsSync(source)) throw new InputError('FILE_UNREADABLE', 'there is no such archive', { where: source });
  const files: ArchivedFile[] = [];
  const writer = new ArchiveWriter(folder);
  try {
    if (statSync(source).isDirectory()) {
      for (const name of filesBelow(source)) files.push(writer.addFile(name, join(source, name))!);
    } else {
      for await (const { name, bytes } of tarFiles(source)) {
        files.push(
          writer.add(name, bytes.length, (into, at, length, position) => {
            into.set(bytes.subarray(position, position + length), at);
            return length;
          }),
        );
      }
    }
    writer.commit();
    return files;
  } catch (error) {
    writer.discard();
    throw error;
  }
}

/** The files of a `.tar.gz`, each in memory while it is being looked at. */
export async function* tarFiles(source: string): AsyncGenerator<{ readonly name: string; readonly bytes: Uint8Array }> {
  const chunks: Buffer[] = [];
  let have = 0;
  const take = (length: number): Buffer => {
    const all = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    chunks.length = 0;
    if (all.length > length) chunks.push(all.subarray(length));
    have -= length;
    return all.subarray(0, length);
  };
  let header: ReturnType<typeof readTarHeader>;
  let isEnded = false;
  try {
    for await (const chunk of createReadStream(source).pipe(createGunzip())) {
      chunks.push(chunk as Buffer);
      have += (chunk as Buffer).length;
      while (!isEnded) {
        if (header === undefined) {
          if (have < TAR_BLOCK_BYTES) break;
          header = readTarHeader(take(TAR_BLOCK_BYTES));
          isEnded = header === undefined;
        } else {
          const { name, size } = header;
          if (have < size + tarPadding(size)) break;
          const bytes = take(size + tarPadding(size)).subarray(0, size);
          header = undefined;
          yield { name, bytes };
        }
      }
    }
  } catch (cause) {
    if (cause instanceof TarError) throw cause;
    throw new TarError('TAR_DAMAGED', 'the archive cannot be read', { where: source, cause });
  }
  if (!isEnded) throw new TarError('TAR_DAMAGED', 'the end of the archive is missing', { where: source });
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
}

function closeSynced(fd: number): void {
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Puts a folder in place of one that is not there, or empty. Throws InputError `ARCHIVE_EXISTS`. */
export function placeFolder(folder: string, target: string): void {
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new InputError('ARCHIVE_EXISTS', 'is there already, and not empty', { where: target });
  }
  rmSync(target, { recursive: true, force: true });
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  renameSync(folder, target);
}

/** Takes a folder away, with all that is in it. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
