/**
 * The matcher's log: what came from outside, with the venue time at which it took effect, and how far time has been let go. Each record is a length, a
 * checksum and JSON. A record that is cut off at the end was never acted upon; anything else that is wrong is an error.
 */
import type { Disk, DiskFile, DirectoryLock } from '../../../control/core/disk.js';
import { ExchangeLogError } from './errors.js';
import type { OperatorCommand } from './operator.js';
import type { OrderCommand, PortIdentity } from './orders.js';

export type LogRecord =
  /** First, and again at each start: venue time `atNs` is the moment `epochMs`. `digest` is of everything that the market follows from. */
  | { readonly k: 'start'; readonly atNs: number; readonly epochMs: number; readonly digest: string }
  /** Time goes at least so far. */
  | { readonly k: 'mark'; readonly atNs: number }
  | {
      readonly k: 'command';
      readonly atNs: number;
      readonly link: string;
      readonly from: PortIdentity;
      readonly id: number;
      readonly command: OrderCommand;
    }
  | { readonly k: 'operate'; readonly atNs: number; readonly command: OperatorCommand };

/** `os`: written before anything follows from it, which survives the process; `sync`: also synced, which survives the host. */
export type LogDurability = 'os' | 'sync';

const FILE = 'matcher.log';
const HEADER_BYTES = 8;
const LONGEST_RECORD = 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class ExchangeLog {
  /** Bytes of whole records. */
  private position = 0;
  private pending: Uint8Array = new Uint8Array(64 * 1024);
  private pendingBytes = 0;

  private constructor(
    private readonly file: DiskFile,
    private readonly lock: DirectoryLock,
    private readonly durability: LogDurability,
  ) {}

  /** Opens or begins the log of a directory, which is this process's from now on, and gives every record that is there. */
  static open(
    disk: Disk,
    directory: string,
    durability: LogDurability,
    replay: (record: LogRecord) => void,
  ): ExchangeLog {
    disk.makeDirectory(directory);
    const lock = disk.lockDirectory(directory);
    const path = `${directory}/${FILE}`;
    try {
      const isNew = !disk.exists(path);
      const file = disk.open(path, isNew ? 'create' : 'write');
      if (isNew) disk.syncDirectory(directory);
      const log = new ExchangeLog(file, lock, durability);
      log.read(replay);
      return log;
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  get bytes(): number {
    return this.position;
  }

  /** Adds a record to those that the next `commit` makes durable. */
  append(record: LogRecord): void {
    const payload = encoder.encode(JSON.stringify(record));
    const end = this.pendingBytes + HEADER_BYTES + payload.length;
    if (end > this.pending.length) {
      const grown = new Uint8Array(Math.max(end, this.pending.length * 2));
      grown.set(this.pending.subarray(0, this.pendingBytes));
      this.pending = grown;
    }
    const view = new DataView(this.pending.buffer);
    view.setUint32(this.pendingBytes, payload.length);
    view.setUint32(this.pendingBytes + 4, checksum(payload, 0, payload.length));
    this.pending.set(payload, this.pendingBytes + HEADER_BYTES);
    this.pendingBytes = end;
  }

  /** When this returns, what was appended is as durable as was asked for. Throws DiskError; then the matcher must not go on. */
  commit(): void {
    let at = 0;
    while (at < this.pendingBytes) at += this.file.write(this.pending, at, this.pendingBytes - at, this.position + at);
    this.position += at;
    this.pendingBytes = 0;
    if (at > 0 && this.durability === 'sync') this.file.sync();
  }

  close(): void {
    this.file.close();
    this.lock.release();
  }

  private read(replay: (record: LogRecord) => void): void {
    const { file } = this;
    const size = file.size();
    let buffer: Uint8Array = new Uint8Array(Math.min(CHUNK_BYTES, size));
    let held = 0;
    let read = 0;
    while (read < size) {
      if (held === buffer.length) {
        const grown = new Uint8Array(buffer.length * 2);
        grown.set(buffer);
        buffer = grown;
      }
      const count = file.read(buffer, held, Math.min(buffer.length - held, size - read), read);
      if (count === 0) break;
      read += count;
      held += count;
      const used = this.records(buffer.subarray(0, held), size, replay);
      buffer.copyWithin(0, used, held);
      held -= used;
    }
    // What is left is a record that was being written.
    if (held > 0) file.truncate(this.position);
  }

  /** Returns how many bytes whole records took. */
  private records(bytes: Uint8Array, size: number, replay: (record: LogRecord) => void): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    while (bytes.length - at >= HEADER_BYTES) {
      const length = view.getUint32(at);
      const end = at + HEADER_BYTES + length;
      const isLast = this.position + HEADER_BYTES + length >= size;
      if (length > LONGEST_RECORD && !isLast) throw this.damaged(`a record of ${length} bytes`);
      if (end > bytes.length) break;
      if (view.getUint32(at + 4) !== checksum(bytes, at + HEADER_BYTES, end)) {
        if (isLast) break;
        throw this.damaged('a wrong checksum');
      }
      replay(JSON.parse(decoder.decode(bytes.subarray(at + HEADER_BYTES, end))) as LogRecord);
      this.position += end - at;
      at = end;
    }
    return at;
  }

  private damaged(found: string): ExchangeLogError {
    return new ExchangeLogError('EXCHANGE_LOG_DAMAGED', 'the matcher’s log is damaged before its end', {
      where: `${this.file.path} at byte ${this.position}`,
      found,
    });
  }
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** CRC-32. */
function checksum(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0xffffffff;
  for (let i = start; i < end; i++) crc = CRC_TABLE[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
