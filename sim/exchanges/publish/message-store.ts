/**
 * The numbered messages of one stream (a MoldUDP64 session, a PITCH unit): what has been published, for everybody who wants some of it
 * again. Chunks of consecutive messages; the newest are in memory, all that are kept are files, whose form is BinaryFILE.
 *
 * A publisher that starts again regenerates messages from its last checkpoint on. Those that are there are compared, not stored again,
 * so that a message can never come out under the same number as another one.
 *
 * Written files survive the process. They are not synced: after a power cut what is missing is regenerated.
 */
import type { Disk, DiskFile } from '../../../control/core/disk.js';
import { Chunk, LENGTH_BYTES } from './chunk.js';
import { PublishError } from './errors.js';
import type { MessageOutput, MessagePlace } from './message-output.js';

export interface MessageStoreOptions {
  /** For messages and file names: letters, digits and dashes. */
  readonly name: string;
  readonly firstSequence?: number;
  /** Numbers end here; default 2^53 - 1. */
  readonly lastSequence?: number;
  /** Where files go. Absent: in memory only, and lost with the process. */
  readonly files?: { readonly disk: Disk; readonly directory: string };
  readonly chunkBytes?: number;
  /** Kept at hand; without files, kept at all. */
  readonly chunksInMemory?: number;
  /** The oldest file beyond so many is removed. */
  readonly chunksMax?: number;
}

const MESSAGE_BYTES_MAX = 255;
const SUFFIX = '.itch';
const DIGITS = 16;

export interface MessageStoreCounters {
  readonly first: number;
  readonly next: number;
  readonly bytes: number;
  readonly verified: number;
  /** Messages that are no longer kept. */
  readonly dropped: number;
  /** Chunks that were read back from their files. */
  readonly fileReads: number;
}

export class MessageStore implements MessageOutput {
  readonly name: string;
  private readonly chunks: Chunk[] = [];
  /** First numbers of the chunks that are files only, oldest first. */
  private readonly onDisk: number[] = [];
  private readonly chunkBytes: number;
  private readonly chunksInMemory: number;
  private readonly chunksMax: number;
  private readonly lastSequence: number;
  private readonly files: MessageStoreOptions['files'];
  private file: DiskFile | undefined;
  private recalled: Chunk | undefined;
  /** Messages to come that are there already. */
  private verifyNext: number;
  private readonly scratch = new Uint8Array(LENGTH_BYTES + MESSAGE_BYTES_MAX);
  private readonly place: MessagePlace = { bytes: this.scratch, start: 0, end: 0 };
  private oldest: number;
  private totalBytes = 0;
  private verified = 0;
  private dropped = 0;
  private fileReads = 0;

  constructor(options: MessageStoreOptions) {
    const { name, firstSequence = 1, chunkBytes = 1 << 20, chunksInMemory = 16, chunksMax = 512 } = options;
    this.name = name;
    this.chunkBytes = chunkBytes;
    this.chunksInMemory = chunksInMemory;
    this.chunksMax = chunksMax;
    this.lastSequence = options.lastSequence ?? Number.MAX_SAFE_INTEGER;
    this.files = options.files;
    this.oldest = firstSequence;
    if (this.files !== undefined) this.load(this.files);
    if (this.chunks.length === 0) this.chunks.push(new Chunk(firstSequence, new Uint8Array(chunkBytes)));
    this.verifyNext = this.next;
  }

  /** Number of the oldest message that is kept. */
  get first(): number {
    return this.oldest;
  }

  /** Number of the next message that is not there. */
  get next(): number {
    return this.newest.next;
  }

  /** Number of the next message that an encoder writes: behind `next` while messages are regenerated. */
  get nextToWrite(): number {
    return this.verifyNext;
  }

  get counters(): MessageStoreCounters {
    const { first, next, totalBytes: bytes, verified, dropped, fileReads } = this;
    return { first, next, bytes, verified, dropped, fileReads };
  }

  /** The next messages are to be those from this number on again. */
  regenerateFrom(sequence: number): void {
    if (sequence < this.oldest || sequence > this.next) {
      throw new PublishError('PUBLISH_STORE', 'the stored messages do not reach to the checkpoint', {
        where: this.name,
        found: `${this.oldest} to ${this.next - 1}`,
        expected: `messages to ${sequence - 1}`,
      });
    }
    this.verifyNext = sequence;
  }

  get bytes(): Uint8Array {
    return this.verifyNext < this.next ? this.scratch : this.newest.bytes;
  }

  reserve(length: number): number {
    if (this.verifyNext < this.next) return LENGTH_BYTES;
    if (!this.newest.hasRoom(length)) this.startChunk();
    return this.newest.used + LENGTH_BYTES;
  }

  commit(length: number): void {
    if (this.verifyNext < this.next) {
      this.verify(length);
      return;
    }
    if (this.next > this.lastSequence) {
      throw new PublishError('PUBLISH_FULL', 'the sequence numbers have run out', { where: this.name });
    }
    this.newest.add(length);
    this.totalBytes += LENGTH_BYTES + length;
    this.verifyNext = this.next;
  }

  /** Hands everything to the kernel: what comes after this call survives the process. Throws DiskError. */
  flush(): void {
    const { file, newest } = this;
    if (file === undefined) return;
    while (newest.written < newest.used) {
      newest.written += file.write(newest.bytes, newest.written, newest.used - newest.written, newest.written);
    }
  }

  /** Finds a message; false when it is not kept, or not yet there. The bytes are valid until the next call. */
  read(sequence: number, into: MessagePlace): boolean {
    if (sequence < this.oldest || sequence >= this.next) return false;
    const chunk = this.inMemory(sequence) ?? this.recall(sequence);
    if (chunk === undefined) return false;
    chunk.place(sequence, into);
    return true;
  }

  close(): void {
    this.flush();
    this.file?.close();
    this.file = undefined;
  }

  private get newest(): Chunk {
    return this.chunks[this.chunks.length - 1] as Chunk;
  }

  private inMemory(sequence: number): Chunk | undefined {
    for (let i = this.chunks.length - 1; i >= 0; i--) {
      const chunk = this.chunks[i] as Chunk;
      if (sequence >= chunk.first) return chunk;
    }
    return undefined;
  }

  private recall(sequence: number): Chunk | undefined {
    const { recalled } = this;
    if (recalled !== undefined && sequence >= recalled.first && sequence < recalled.next) return recalled;
    let first: number | undefined;
    for (const candidate of this.onDisk) if (candidate <= sequence) first = candidate;
    if (this.files === undefined || first === undefined) return undefined;
    this.fileReads++;
    this.recalled = readChunk(this.files.disk, this.path(first), first, undefined);
    return sequence < this.recalled.next ? this.recalled : undefined;
  }

  private verify(length: number): void {
    const { place, scratch } = this;
    if (!this.read(this.verifyNext, place)) this.diverged('is no longer kept');
    let isSame = place.end - place.start === length;
    for (let i = 0; isSame && i < length; i++) {
      isSame = place.bytes[place.start + i] === scratch[LENGTH_BYTES + i];
    }
    if (!isSame) this.diverged('differs from the one that was published');
    this.verifyNext++;
    this.verified++;
  }

  private diverged(how: string): never {
    throw new PublishError('PUBLISH_DIVERGED', `a message that was made again ${how}`, {
      where: `${this.name} ${this.verifyNext}`,
      expected: 'the exchange log that the stored messages were made from',
    });
  }

  private startChunk(): void {
    this.flush();
    this.file?.close();
    this.file = undefined;
    const chunk = new Chunk(this.next, new Uint8Array(this.chunkBytes));
    this.chunks.push(chunk);
    this.verifyNext = chunk.first;
    if (this.files !== undefined) this.file = this.files.disk.open(this.path(chunk.first), 'create');
    while (this.chunks.length > this.chunksInMemory) {
      const { first } = this.chunks.shift() as Chunk;
      if (this.files === undefined) this.drop();
      else this.onDisk.push(first);
    }
    while (this.onDisk.length + this.chunks.length > this.chunksMax && this.onDisk.length > 0) {
      this.files?.disk.remove(this.path(this.onDisk.shift() as number));
      this.drop();
    }
  }

  private drop(): void {
    const before = this.oldest;
    this.oldest = this.onDisk[0] ?? (this.chunks[0] as Chunk).first;
    this.dropped += this.oldest - before;
  }

  private path(first: number): string {
    return `${this.files?.directory ?? ''}/${this.name}-${String(first).padStart(DIGITS, '0')}${SUFFIX}`;
  }

  private load({ disk, directory }: NonNullable<MessageStoreOptions['files']>): void {
    disk.makeDirectory(directory);
    const prefix = `${this.name}-`;
    const firsts = disk
      .list(directory)
      .filter((name) => name.startsWith(prefix) && name.length === prefix.length + DIGITS + SUFFIX.length)
      .map((name) => Number(name.slice(prefix.length, -SUFFIX.length)));
    const last = firsts.pop();
    if (last === undefined) {
      this.file = disk.open(this.path(this.oldest), 'create');
      return;
    }
    const chunk = readChunk(disk, this.path(last), last, this.chunkBytes);
    this.chunks.push(chunk);
    this.onDisk.push(...firsts);
    this.oldest = firsts[0] ?? last;
    this.file = disk.open(this.path(last), 'write');
    // A message that was cut off in the middle was never published.
    if (this.file.size() > chunk.used) this.file.truncate(chunk.used);
  }
}

/** @param capacity bytes of the chunk; absent: it is only read */
function readChunk(disk: Disk, path: string, first: number, capacity: number | undefined): Chunk {
  const file = disk.open(path, 'read');
  try {
    const size = file.size();
    const chunk = new Chunk(first, new Uint8Array(Math.max(size, capacity ?? 0)));
    let length = 0;
    while (length < size) {
      const got = file.read(chunk.bytes, length, size - length, length);
      if (got === 0) break;
      length += got;
    }
    chunk.scan(length);
    return chunk;
  } finally {
    file.close();
  }
}
