/**
 * A record as it lies in memory and in a file, little-endian, at a multiple of 8 bytes:
 *
 *     0  u32  CRC-32C of everything after it, padding included; it starts from the record's position, so that a record that was left
 *             over from elsewhere is none
 *     4  u32  bytes of payload
 *     8  u16  kind; the highest bit is set in the last record of a batch, which is what one commit wrote: a batch is taken whole or not at all
 *    10  u16  a checksum of the header's integers alone: tells a record whose end is missing from noise
 *    12  u32  stream
 *    16  f64  number
 *    24  f64  time, milliseconds since the Unix epoch
 *    32       payload, and zeros up to a multiple of 8
 */
import type { JournalEntry, JournalPosition } from '../core/journal.js';
import { crc32c } from './crc32c.js';
import { JournalError } from './errors.js';

export const RECORD_HEADER_BYTES = 32;
export const MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

const TWO_32 = 4294967296;
/** The bit of the kind that ends a batch. */
const BATCH_END = 0x8000;
const KIND_MASK = 0x7fff;

if (new Uint8Array(new Uint32Array([1]).buffer)[0] !== 1) {
  throw new JournalError('JOURNAL_RECORD', 'the journal needs a little-endian processor');
}

/** What is wrong where a record should start. `torn`: its beginning is right and its end is not there; `broken`: anything else. */
export const RecordFault = { broken: 0, torn: -1 } as const;

/** Memory that records are put together and looked at in: bytes, words and doubles of the same place. */
export class RecordBuffer {
  bytes: Uint8Array;
  words: Int32Array;
  floats: Float64Array;

  constructor(size: number) {
    const memory = new ArrayBuffer(align(size));
    this.bytes = new Uint8Array(memory);
    this.words = new Int32Array(memory);
    this.floats = new Float64Array(memory);
  }

  /** Makes room for `size` bytes and keeps the first `used`. */
  grow(size: number, used: number): void {
    const larger = new RecordBuffer(size);
    larger.bytes.set(this.bytes.subarray(0, used));
    this.bytes = larger.bytes;
    this.words = larger.words;
    this.floats = larger.floats;
  }
}

/** The one entry that a reader shows, record after record. */
export class MutableEntry implements JournalEntry {
  position = 0;
  kind = 0;
  stream = 0;
  number = 0;
  epochMs = 0;
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;

  show(buffer: RecordBuffer, at: number, position: JournalPosition): this {
    const { words, floats } = buffer;
    const word = at >> 2;
    this.position = position;
    this.kind = words[word + 2]! & KIND_MASK;
    this.stream = words[word + 3]! >>> 0;
    this.number = floats[(at >> 3) + 2]!;
    this.epochMs = floats[(at >> 3) + 3]!;
    this.bytes = buffer.bytes;
    this.start = at + RECORD_HEADER_BYTES;
    this.end = this.start + (words[word + 1]! >>> 0);
    return this;
  }
}

/** Bytes that a record with so much payload takes. */
export function recordBytes(payloadBytes: number): number {
  return align(RECORD_HEADER_BYTES + payloadBytes);
}

/** Payloads from this size on are copied in one go, whose set-up costs more than the loop does below it. */
const LARGE_PAYLOAD_BYTES = 512;

/**
 * Writes a record whose room has been checked, but for its checksum, which `sealBatch` makes for all records of a batch when it is complete: what waits for the record to
 * be there need not wait for that. Allocates nothing below `LARGE_PAYLOAD_BYTES`.
 */
export function putRecord(
  buffer: RecordBuffer,
  at: number,
  position: JournalPosition,
  kind: number,
  stream: number,
  number: number,
  epochMs: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  const { words, floats, bytes: to } = buffer;
  const word = at >> 2;
  const length = end - start;
  words[word + 1] = length;
  words[word + 2] = kind | (headerCheck(length, kind, stream, position) << 16);
  words[word + 3] = stream;
  floats[(at >> 3) + 2] = number;
  floats[(at >> 3) + 3] = epochMs;
  if (length === 0) return;
  const from = at + RECORD_HEADER_BYTES;
  // Zeros up to the multiple of eight, most of which the payload then covers.
  floats[(from + length - 1) >> 3] = 0;
  if (length < LARGE_PAYLOAD_BYTES) copySmall(words, from >> 2, bytes, start, end);
  else to.set(bytes.subarray(start, end), from);
}

/** Four bytes at a time: a quarter of the stores, which are what the time goes into. Behind the last byte the rest of its word is zeros. */
function copySmall(words: Int32Array, word: number, bytes: Uint8Array, start: number, end: number): void {
  let at = start;
  let to = word;
  for (; at + 3 < end; at += 4, to++) {
    words[to] = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  }
  let last = 0;
  for (let shift = 0; at < end; at++, shift += 8) last |= bytes[at]! << shift;
  if (((end - start) & 3) !== 0) words[to] = last;
}

/**
 * Makes the checksums of the records from `from` to `to`, and marks the one at `last` as the end of its batch. One that lies before `from` has both already.
 * @param base position of the buffer's first byte
 */
export function sealBatch(buffer: RecordBuffer, from: number, to: number, last: number, base: JournalPosition): void {
  const { words } = buffer;
  if (last >= from) words[(last >> 2) + 2] = words[(last >> 2) + 2]! | BATCH_END;
  for (let at = from; at < to;) {
    const word = at >> 2;
    const size = recordBytes(words[word + 1]! >>> 0);
    words[word] = crc32c(words, word + 1, word + (size >> 2), seedOf(base + at));
    at += size;
  }
}

export function endsBatch({ words }: RecordBuffer, at: number): boolean {
  return (words[(at >> 2) + 2]! & BATCH_END) !== 0;
}

/** Bytes of the record at `at`, of which `available` bytes are there; or a fault. `position` is where it must have been written for. */
export function checkRecord(buffer: RecordBuffer, at: number, available: number, position: JournalPosition): number {
  if (available < RECORD_HEADER_BYTES) return RecordFault.torn;
  const size = checkHeader(buffer, at, position);
  if (size === RecordFault.broken) return RecordFault.broken;
  if (size > available) return RecordFault.torn;
  const word = at >> 2;
  const crc = crc32c(buffer.words, word + 1, word + (size >> 2), seedOf(position));
  return crc === buffer.words[word] ? size : RecordFault.broken;
}

/** Bytes of the record whose header is at `at`, going by the header alone; `RecordFault.broken` when it is none. */
export function checkHeader({ words }: RecordBuffer, at: number, position: JournalPosition): number {
  const word = at >> 2;
  const length = words[word + 1]! >>> 0;
  const kind = words[word + 2]! & KIND_MASK;
  if (length > MAX_PAYLOAD_BYTES) return RecordFault.broken;
  const check = headerCheck(length, kind, words[word + 3]!, position);
  return check === words[word + 2]! >>> 16 ? recordBytes(length) : RecordFault.broken;
}

function headerCheck(length: number, kind: number, stream: number, position: JournalPosition): number {
  let mixed =
    Math.imul(length + 0x7feb352d, 0x2c1b3c6d) ^ Math.imul(stream + (kind << 20), 0x297a2d39) ^ seedOf(position);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) & 0xffff;
}

function seedOf(position: JournalPosition): number {
  return (position | 0) ^ Math.imul((position / TWO_32) | 0, 0x9e3779b1);
}

export function align(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
