/**
 * The beginning of a file of the log: 16 bytes that say what it is, the header's whole length and the CRC-32C of the text, and the text,
 * JSON padded with spaces to a multiple of 8. It holds everything a reader must know of the log at that moment.
 */
import { z } from 'zod';
import type { DiskFile } from '../core/disk.js';
import type { JournalPosition } from '../core/journal.js';
import { crc32c } from './crc32c.js';
import { JournalError } from './errors.js';
import { align, RecordBuffer } from './record.js';

const MAGIC = Buffer.from('crossfeed log 2\n', 'latin1');
/** The version before: the ends of batches are not marked. */
const MAGIC_1 = Buffer.from('crossfeed log 1\n', 'latin1');
/** What every version begins with. */
const ANY_MAGIC = /^crossfeed log (\d{1,2})\n/;
const VERSION = 2;
const FIXED_BYTES = 24;
const MAX_HEADER_BYTES = 8 * 1024 * 1024;
const SUFFIX = '.journal';

const position = z.number().int().nonnegative();

const schema = z.object({
  /** Files are numbered in the order they were begun, from 1. */
  number: z.number().int().positive(),
  /** Position of the first record. */
  base: position,
  /** Everything before it survived a power cut when this file was begun. */
  synced: position,
  /** Before it something that was committed may be missing; 0: nothing is. */
  doubtfulBefore: position,
  bootId: z.string(),
  policy: z.enum(['os', 'group', 'sync']),
  createdEpochMs: z.number(),
  /** Names of the streams by number; number 0 is the journal's own. */
  streams: z.array(z.string()),
  /** Per stream, by number: its records before this position are forgotten, even where they are still there. Short of zeros at the end. */
  forgotten: z.array(position),
  /** The files that make up the log before this one: number, position of the first record, and where the last one ends. */
  files: z.array(z.tuple([z.number().int().positive(), position, position])),
});

export type SegmentHeader = z.infer<typeof schema>;

/** As it was found. */
export type FoundHeader = SegmentHeader & {
  /** Records tell where batches end; without, each is a batch of its own. */
  readonly marksBatches: boolean;
};

/** The payload of a `removed` record: numbers of files, and what is forgotten of the streams that had something in them. */
const removal = z.object({ files: z.array(z.number()), forgotten: z.array(z.tuple([z.number(), position])) });

export type Removal = z.infer<typeof removal>;

export function encodeRemoval(value: Removal): Uint8Array {
  return Buffer.from(JSON.stringify(value), 'latin1');
}

export function decodeRemoval(bytes: Uint8Array): Removal {
  return removal.parse(JSON.parse(Buffer.from(bytes).toString('latin1')));
}

export function encodeSegmentHeader(header: SegmentHeader): Uint8Array {
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const buffer = new RecordBuffer(FIXED_BYTES + text.length);
  const { bytes, words } = buffer;
  bytes.fill(0x20);
  bytes.set(MAGIC);
  bytes.set(text, FIXED_BYTES);
  words[4] = bytes.length;
  words[5] = crc32c(words, FIXED_BYTES >> 2, bytes.length >> 2, 0);
  return bytes;
}

/** The header of a file and its length; undefined when it is not whole. Throws DiskError, JournalError `JOURNAL_VERSION`. */
export function readSegmentHeader(file: DiskFile): { header: FoundHeader; headerBytes: number } | undefined {
  const start = new RecordBuffer(FIXED_BYTES);
  if (readFully(file, start.bytes) < FIXED_BYTES) return undefined;
  refuseNewer(file, start.bytes);
  const marksBatches = MAGIC.compare(start.bytes, 0, MAGIC.length) === 0;
  if (!marksBatches && MAGIC_1.compare(start.bytes, 0, MAGIC_1.length) !== 0) return undefined;
  const length = start.words[4]! >>> 0;
  if (length < FIXED_BYTES || length > MAX_HEADER_BYTES || length !== align(length)) return undefined;
  const whole = new RecordBuffer(length);
  if (readFully(file, whole.bytes) < length) return undefined;
  if (crc32c(whole.words, FIXED_BYTES >> 2, length >> 2, 0) !== whole.words[5]) return undefined;
  const text = Buffer.from(whole.bytes.buffer, FIXED_BYTES, length - FIXED_BYTES).toString('utf8');
  const header = schema.safeParse(JSON.parse(text));
  if (header.success) return { header: { ...header.data, marksBatches }, headerBytes: length };
  throw new JournalError('JOURNAL_VERSION', 'another version of this program has written the log', {
    where: file.path,
    found: z.prettifyError(header.error),
  });
}

/** What a newer version has written is not damaged, and must not be taken for nothing. */
function refuseNewer(file: DiskFile, start: Uint8Array): void {
  const found = Number(ANY_MAGIC.exec(Buffer.from(start.subarray(0, MAGIC.length)).toString('latin1'))?.[1] ?? 0);
  if (found <= VERSION) return;
  throw new JournalError(
    'JOURNAL_VERSION',
    'a newer version of Crossfeed has written the log: this one would lose what it cannot read',
    {
      where: file.path,
      found: `format ${found}`,
      expected: `format ${VERSION} or older`,
    },
  );
}

/** The same header for a copy of the file: whoever opens it must not think that nothing can be missing, so it was written on no host. Undefined where it has another length. */
export function headerOfCopy({ marksBatches, ...header }: FoundHeader, headerBytes: number): Uint8Array | undefined {
  if (!marksBatches) return undefined;
  const bytes = encodeSegmentHeader({
    ...header,
    bootId: 'copied'.padEnd(header.bootId.length, '-').slice(0, header.bootId.length),
  });
  return bytes.length === headerBytes ? bytes : undefined;
}

function readFully(file: DiskFile, into: Uint8Array): number {
  let at = 0;
  while (at < into.length) {
    const count = file.read(into, at, into.length - at, at);
    if (count === 0) break;
    at += count;
  }
  return at;
}

/** A file's name: its number, and the position that its first byte would have, so that records can be told even without the header. */
export function segmentName(number: number, origin: JournalPosition): string {
  return `${String(number).padStart(8, '0')}-${origin.toString(16).padStart(14, '0')}${SUFFIX}`;
}

export function parseSegmentName(name: string): { number: number; origin: JournalPosition } | undefined {
  const match = /^(\d{8,})-([0-9a-f]{14})\.journal$/.exec(name);
  return match === null ? undefined : { number: Number(match[1]), origin: parseInt(match[2]!, 16) };
}
