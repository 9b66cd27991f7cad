/** The files of one session's log: NAME.000001.log, NAME.000002.log, … Lines go to the last one; of the others so many are kept. */
import { DiskError, type Disk, type DiskFile } from '../../core/disk.js';

const LF = 0x0a;
const DIGITS = 6;

export interface LogFileLimits {
  /** A file that would become larger is followed by a new one. A single write may be larger: it has a file of its own. */
  readonly maxFileBytes: number;
  /** So many files a session, the one written to included. */
  readonly keepFiles: number;
}

export class LogFiles {
  private file: DiskFile | undefined;
  /** The number of the file that is written to; 0 before the first. */
  private number = 0;
  private position = 0;

  constructor(
    private readonly disk: Disk,
    private readonly directory: string,
    private readonly name: string,
    private readonly limits: LogFileLimits,
  ) {}

  /**
   * Writes whole lines. When the disk refuses, the lines that were written whole stay and the torn rest is written over next time.
   * @returns undefined, or how many bytes were kept and what the disk said
   */
  write(lines: Uint8Array, length: number): { readonly kept: number; readonly error: DiskError } | undefined {
    let written = 0;
    try {
      const file = this.ready(length);
      while (written < length) {
        const took = file.write(lines, written, length - written, this.position + written);
        if (took === 0) throw new DiskError('DISK_ENOSPC', 'took nothing', { where: file.path });
        written += took;
      }
      this.position += length;
      return undefined;
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      const kept = written === 0 ? 0 : lines.lastIndexOf(LF, written - 1) + 1;
      this.position += kept;
      this.cutBack();
      return { kept, error };
    }
  }

  close(): void {
    const { file } = this;
    this.file = undefined;
    if (file !== undefined) quietly(() => file.close());
  }

  /** The file to write to: the newest one of the last run, or a new one where that has no room. */
  private ready(length: number): DiskFile {
    if (this.file === undefined) this.reopen();
    if (this.file !== undefined && (this.position === 0 || this.position + length <= this.limits.maxFileBytes)) {
      return this.file;
    }
    this.close();
    this.keepOnly(this.limits.keepFiles - 1);
    const file = this.disk.open(this.path(this.number + 1), 'create');
    this.number++;
    this.position = 0;
    this.file = file;
    return file;
  }

  private reopen(): void {
    this.disk.makeDirectory(this.directory);
    const last = this.numbers().at(-1);
    if (last === undefined) return;
    this.number = last;
    const file = this.disk.open(this.path(last), 'write');
    const size = file.size();
    const tail = new Uint8Array(1);
    // A line torn by a killed host is ended, so that the next one is whole.
    if (size > 0 && file.read(tail, 0, 1, size - 1) === 1 && tail[0] !== LF) {
      tail[0] = LF;
      file.write(tail, 0, 1, size);
    }
    this.position = file.size();
    this.file = file;
  }

  private keepOnly(count: number): void {
    const numbers = this.numbers();
    for (const number of numbers.slice(0, Math.max(0, numbers.length - count))) {
      // One that cannot be removed is tried again at the next turn of files.
      quietly(() => this.disk.remove(this.path(number)));
    }
  }

  private numbers(): number[] {
    const numbers: number[] = [];
    for (const entry of this.disk.list(this.directory)) {
      if (!entry.startsWith(`${this.name}.`) || !entry.endsWith('.log')) continue;
      const number = entry.slice(this.name.length + 1, -'.log'.length);
      if (/^\d{6,}$/.test(number)) numbers.push(Number(number));
    }
    return numbers.sort((a, b) => a - b);
  }

  private path(number: number): string {
    return `${this.directory}/${this.name}.${String(number).padStart(DIGITS, '0')}.log`;
  }

  private cutBack(): void {
    const { file, position } = this;
    if (file === undefined) return;
    quietly(() => {
      if (file.size() > position) file.truncate(position);
    });
  }
}

/** For what may fail without harm: only the disk's own refusals are passed over. */
function quietly(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
  }
}

/** A file name for any session's name: what is not a letter, digit, dot, dash or underscore becomes `%HH`. */
export function fileNameOf(session: string): string {
  const name = session.replace(/[^A-Za-z0-9._-]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
  // No hidden files, and nothing that leads out of the directory.
  return name.replace(/^\./, '%2e');
}
