/**
 * The hash chain over the order engine's records: SHA-256 over the hash before and every record since, written as a record of its own. Whoever changes, takes
 * out or puts in a record later has to make every hash after it anew, and the newest one is in the evidence that was exported before.
 */
import { createHash } from 'node:crypto';
import type { JournalEntry } from '../../../core/journal.js';
import { RecordWriter } from './record-text.js';

export const HASH_BYTES = 32;
const HEAD_BYTES = 16;
const FIRST_BYTES = 16 * 1024;
/** A group is closed at this size, whatever the time. */
const GROUP_BYTES_MAX = 256 * 1024;

export class AuditChain {
  /** The last hash; zeros before the first. */
  readonly hash = new Uint8Array(HASH_BYTES);
  /** How many hashes there are. */
  count = 0;
  /** Records since the last hash. */
  records = 0;
  /** The group, and the record that is being written behind it: where it comes to lie it is hashed later, and nothing is copied. */
  private readonly writer = new RecordWriter(FIRST_BYTES);
  private used = HASH_BYTES;

  /** True when the group should be closed now. */
  get isFull(): boolean {
    return this.used >= GROUP_BYTES_MAX;
  }

  /** An empty record, to be filled; it counts when `take` is called. */
  begin(): RecordWriter {
    const { writer } = this;
    writer.start(this.used);
    writer.reserve(HEAD_BYTES);
    writer.start(this.used + HEAD_BYTES);
    return writer;
  }

  /** The record that was begun last. */
  get written(): RecordWriter {
    return this.writer;
  }

  /** Where it begins in its bytes. */
  get start(): number {
    return this.used + HEAD_BYTES;
  }

  /** The record that was begun, and stands in the journal, is the next of the stream. */
  take(kind: number, number: number): void {
    const { writer, used } = this;
    const { at: end } = writer;
    writer.head(used, kind, end - used - HEAD_BYTES, number);
    this.used = end;
    this.records++;
  }

  /** A record of the stream, in its order, that was written elsewhere. */
  add(kind: number, number: number, bytes: Uint8Array, start: number, end: number): void {
    this.begin().copy(bytes, start, end);
    this.take(kind, number);
  }

  /** Closes the group: `hash` is the new one, and is what the audit record holds. */
  close(): void {
    const { bytes } = this.writer;
    bytes.set(this.hash, 0);
    this.hash.set(createHash('sha256').update(bytes.subarray(0, this.used)).digest());
    this.used = HASH_BYTES;
    this.records = 0;
    this.count++;
  }

  /** Goes on from a hash that is known: what was before may be gone. */
  goOnFrom(hash: string, count: number): void {
    for (let i = 0; i < HASH_BYTES; i++) this.hash[i] = Number.parseInt(hash.slice(2 * i, 2 * i + 2), 16);
    this.count = count;
    this.used = HASH_BYTES;
    this.records = 0;
  }

  /** An audit record was read. True when it is what the records since the last one make; the chain goes on from it in any case. */
  meet(entry: JournalEntry): boolean {
    this.close();
    const told = entry.bytes.subarray(entry.start, entry.start + HASH_BYTES);
    const isRight = told.length === HASH_BYTES && told.every((byte, i) => byte === this.hash[i]);
    this.hash.set(told.subarray(0, HASH_BYTES));
    this.count = entry.number;
    return isRight;
  }
}

export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}
