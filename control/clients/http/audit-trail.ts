/**
 * Who did what, when and from where: one JSON line for each command that acts, done or refused, and for each login. Every line has the hash of the one before it in its
 * own, so that a line that was changed, taken out or put in later is found: when the trail is opened, and by anybody with `sha256`.
 *
 * The trail is a file of its own, written before the answer leaves (a killed process forgets nothing) and synced behind it. Orders themselves are in the journal.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Disk, DiskFile } from '../../core/disk.js';
import type { Logger } from '../../core/logging.js';
import { auditEntrySchema, type AuditEntry, type AuditView } from '../../core/order-api/operations-json.js';
import type { Clock } from '../../core/world.js';

export interface AuditTrailOptions {
  readonly disk: Disk;
  readonly directory: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** A file that has become longer is followed by another one, which goes on from its hash. */
  readonly fileBytesMax?: number;
}

export type AuditFact = Pick<AuditEntry, 'by' | 'from' | 'op' | 'subject' | 'detail' | 'outcome'>;

/** What the first line follows on. */
const FIRST_HASH = '0'.repeat(64);
const FILE_BYTES_MAX = 64 * 1024 * 1024;
/** Kept in memory for the view. */
const KEPT_MAX = 2000;
/** Lines that wait for a disk that takes nothing. */
const WAITING_MAX = 10_000;
const CHUNK_BYTES = 1024 * 1024;
const NAME = /^audit-(\d{6})\.ndjson$/;

export class AuditTrail {
  readonly counters = { written: 0, failures: 0, lost: 0 };
  private readonly kept: AuditEntry[] = [];
  private readonly waiting: Uint8Array[] = [];
  private file: DiskFile | undefined;
  private fileNumber = 0;
  private size = 0;
  private count = 0;
  private checked = 0;
  private brokenAt: number | null = null;
  private newest = FIRST_HASH;
  private syncing = false;

  /** Reads and checks what there is. A last line that was torn is cut off. Throws DiskError. */
  constructor(private readonly options: AuditTrailOptions) {
    const { disk, directory } = options;
    disk.makeDirectory(directory);
    const numbers = disk.list(directory).flatMap((name) => NAME.exec(name)?.[1] ?? []);
    for (const number of numbers) this.read(Number(number), number === numbers.at(-1));
    if (this.file === undefined) this.begin(1);
  }

  append(fact: AuditFact): void {
    const { clock, fileBytesMax = FILE_BYTES_MAX } = this.options;
    const body = { number: this.count + 1, at: new Date(clock.epochMs()).toISOString(), ...factOf(fact) };
    const entry: AuditEntry = { ...body, hash: hashOf(this.newest, body) };
    this.count++;
    this.checked++;
    this.newest = entry.hash;
    this.keep(entry);
    if (this.waiting.length >= WAITING_MAX) {
      this.waiting.shift();
      this.counters.lost++;
    }
    this.waiting.push(Buffer.from(`${JSON.stringify(entry)}\n`));
    this.write();
    if (this.size > fileBytesMax && this.waiting.length === 0) this.next();
  }

  /** The newest entries before a number, newest first. */
  view(before: number | undefined, count: number): AuditView {
    const end = before === undefined ? this.kept.length : this.kept.findIndex(({ number }) => number >= before);
    const upTo = end < 0 ? this.kept.length : end;
    const { checked, brokenAt, newest } = this;
    return {
      entries: this.kept.slice(Math.max(0, upTo - count), upTo).reverse(),
      count: this.count,
      chain: { state: brokenAt === null ? 'verified' : 'broken', checked, brokenAt, newest },
    };
  }

  close(): void {
    try {
      this.file?.sync();
    } catch (error) {
      this.options.log.error('audit trail: the last entries may not survive a power cut', { error });
    }
    this.file?.close();
    this.file = undefined;
  }

  private keep(entry: AuditEntry): void {
    this.kept.push(entry);
    if (this.kept.length > KEPT_MAX) this.kept.shift();
  }

  /** What the disk does not take waits, and is tried again with the next entry: nobody is kept from stopping the trading. */
  private write(): void {
    const { log } = this.options;
    try {
      while (this.waiting.length > 0) {
        const line = this.waiting[0]!;
        let at = 0;
        while (at < line.length) at += this.file!.write(line, at, line.length - at, this.size + at);
        this.size += line.length;
        this.waiting.shift();
        this.counters.written++;
      }
      this.syncSoon();
    } catch (error) {
      this.counters.failures++;
      log.error('audit trail: cannot be written', { waiting: this.waiting.length, error });
    }
  }

  private syncSoon(): void {
    if (this.syncing) return;
    this.syncing = true;
    this.file!.syncLater((error) => {
      this.syncing = false;
      if (error !== undefined) this.options.log.error('audit trail: cannot be synced', { error });
    });
  }

  private next(): void {
    const { file } = this;
    try {
      this.begin(this.fileNumber + 1);
      file?.close();
    } catch (error) {
      this.file = file;
      this.options.log.error('audit trail: no further file', { error });
    }
  }

  private begin(number: number): void {
    const { disk } = this.options;
    this.file = disk.open(this.pathOf(number), 'create');
    this.fileNumber = number;
    this.size = 0;
    disk.syncDirectory(this.options.directory);
  }

  private pathOf(number: number): string {
    return join(this.options.directory, `audit-${String(number).padStart(6, '0')}.ndjson`);
  }

  private read(number: number, isLast: boolean): void {
    const { disk, log } = this.options;
    const file = disk.open(this.pathOf(number), isLast ? 'write' : 'read');
    const chunk = new Uint8Array(CHUNK_BYTES);
    const decoder = new TextDecoder();
    let rest = '';
    let position = 0;
    for (;;) {
      const got = file.read(chunk, 0, chunk.length, position);
      if (got === 0) break;
      position += got;
      const lines = (rest + decoder.decode(chunk.subarray(0, got), { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.take(line);
    }
    if (!isLast) {
      file.close();
      return;
    }
    const torn = Buffer.byteLength(rest);
    if (torn > 0) {
      log.warn('audit trail: a line that was not written to its end is cut off', { bytes: torn });
      file.truncate(position - torn);
    }
    this.file = file;
    this.fileNumber = number;
    this.size = position - torn;
  }

  private take(line: string): void {
    const entry = entryOf(line);
    this.count++;
    this.checked++;
    const { hash = '', ...body } = entry ?? {};
    if (entry === undefined || entry.number !== this.count || hashOf(this.newest, body) !== hash) {
      if (this.brokenAt === null) {
        this.brokenAt = this.count;
        this.options.log.error('audit trail: an entry does not follow on the one before it', { number: this.count });
      }
    }
    if (entry === undefined) return;
    // Behind a break the chain goes on from what is there: later breaks would be found too.
    this.count = Math.max(this.count, entry.number);
    this.newest = entry.hash;
    this.keep(entry);
  }
}

function entryOf(line: string): AuditEntry | undefined {
  try {
    const result = auditEntrySchema.safeParse(JSON.parse(line));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}

/** Members in the order in which they are hashed. */
function factOf({ by, from, op, subject, detail, outcome }: AuditFact): AuditFact {
  return { by, from, op, subject, detail, outcome };
}

function hashOf(before: string, body: object): string {
  return createHash('sha256').update(before).update('\n').update(JSON.stringify(body)).digest('hex');
}
