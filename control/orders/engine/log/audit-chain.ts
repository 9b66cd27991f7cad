/**
 * The hash chain over the order engine's records: SHA-256 over the hash before and every record since, written as a record of its own. Whoever changes, takes
 * out or puts in a record later has to make every hash after it anew, and the newest one is in the evidence that was exported before.
 */
import { createHash } from 'node:crypto';
import type { JournalEntry } from '../../../core/journal.js';

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
  private group = new Uint8Array(FIRST_BYTES);
  private view = new DataView(this.group.buffer);
  private used = HASH_BYTES;

  /** True when the group should be closed now. */
  get isFull(): boolean {
    return this.used >= GROUP_BYTES_MAX;
  }

  /** A record of the stream, in its order. */
  add(kind: number, number: number, bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    const size = HEAD_BYTES + length;
    if (this.used + size > this.group.length) this.grow(size);
    const { view, used } = this;
    view.setUint32(used, kind, true);
    view.setUint32(used + 4, length, true);
    view.setFloat64(used + 8, number, true);
    const { group } = this;
    for (let i = 0; i < length; i++) group[used + HEAD_BYTES + i] = bytes[start + i]!;
    this.used += size;
    this.records++;
  }

  /** Closes the group: `hash` is the new one, and is what the audit record holds. */
  close(): void {
    this.group.set(this.hash, 0);
    this.hash.set(createHash('sha256').update(this.group.subarray(0, this.used)).digest());
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

  private grow(size: number): void {
    const larger = new Uint8Array(Math.max(this.group.length * 2, this.used + size));
    larger.set(this.group.subarray(0, this.used));
    this.group = larger;
    this.view = new DataView(larger.buffer);
  }
}

export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}
