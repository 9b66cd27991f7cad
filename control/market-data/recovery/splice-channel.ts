/**
 * One channel's stream as its books shall see it: whole and in order. Records pass as long as nothing is missing in front of them. From a gap on they
 * are held, until the missing messages have come from somewhere else, or a picture of the market that is newer; then they follow, and the
 * books are certain again. What is held is bounded: beyond that the books go on without what is missing, in doubt.
 */
import type { RecordRing, RecordSink } from '../../core/record-ring.js';
import { HeldRecords } from './held-records.js';
import type { HostRecords } from './snapshot.js';

/** What a splice does to books besides giving them records. */
export interface SplicedBooks {
  /** Nothing is missing: the channel's books are those of the exchange. */
  certify(channel: number): void;
  /** Takes every order of the channel out. */
  empty(channel: number): void;
}

export interface SpliceEvents {
  /** These messages are missing, and the channel waits for them. */
  onMissing(channel: number, first: number, last: number): void;
  /** Nothing is missing any more. */
  onWhole(channel: number): void;
  /** The numbers begin again: what was missing cannot come any more, and matters to nobody. */
  onRestart(channel: number): void;
  /** More waited than may: all of it has passed, and the books are in doubt. */
  onOverflow(channel: number): void;
}

export interface SpliceCounters {
  /** Messages that came from the host and were missing, or continued the stream. */
  readonly spliced: number;
  /** Records of the lines, and messages of the host, that had come before. */
  readonly duplicates: number;
  /** Slots and messages that wait. */
  readonly held: number;
  readonly heldMax: number;
}

/** Messages that are missing, and those of them that have come meanwhile. */
interface Hole {
  readonly kind: 'hole';
  first: number;
  last: number;
  readonly messages: Map<number, Uint8Array>;
}

interface Held {
  readonly kind: 'held';
  readonly records: HeldRecords;
  /** Behind the last of them. */
  end: number;
}

export class SpliceChannel {
  /** Records pass as they come. */
  isLive = true;
  /** A record of the lines has been seen. */
  isStarted = false;
  /** Of the next message that the books take. */
  next = 1;
  private end = 1;
  private queue: (Hole | Held)[] = [];
  /** A picture is awaited or on its way: nothing goes to the books before it is whole. */
  private isLoading = false;
  private spliced = 0;
  private duplicates = 0;
  private held = 0;
  private heldEver = 0;

  constructor(
    private readonly channel: number,
    private readonly host: HostRecords,
    private readonly sink: RecordSink,
    private readonly books: SplicedBooks,
    private readonly events: SpliceEvents,
    private readonly heldMax: number,
  ) {}

  get counters(): SpliceCounters {
    const { spliced, duplicates, held, heldEver } = this;
    return { spliced, duplicates, held, heldMax: heldEver };
  }

  /** Missing messages. */
  get missing(): number {
    return this.queue.reduce((sum, part) => sum + (part.kind === 'hole' ? missingIn(part) : 0), 0);
  }

  /** Number behind the last message that is known of. */
  get known(): number {
    return this.isLive ? this.next : this.end;
  }

  /** The lines say that these are missing. False: they have come already. */
  miss(first: number, last: number): boolean {
    const from = Math.max(first, this.known);
    if (from > last) return false;
    this.queue.push({ kind: 'hole', first: from, last, messages: new Map() });
    this.end = last + 1;
    this.isLive = false;
    this.events.onMissing(this.channel, from, last);
    return true;
  }

  /** The host's stream goes on at a later number than it should: what is in between is missing. */
  skip(sequence: number): void {
    const { known } = this;
    if (sequence <= known || !this.isStarted) return;
    this.host.gap(known, sequence - 1);
    this.host.flush();
    this.miss(known, sequence - 1);
  }

  /** Another engine reads the lines from now on: what it begins with need not follow what there was. */
  rejoin(): void {
    this.isStarted = false;
  }

  /** A record of the lines that does not simply pass. */
  record(ring: RecordRing, slot: number, slots: number, sequence: number): void {
    if (!this.isStarted) {
      this.isStarted = true;
      // A late start: the books learn of it at once.
      if (sequence > this.known) {
        this.host.gap(this.known, sequence - 1);
        this.host.flush();
        this.miss(this.known, sequence - 1);
      }
    }
    if (sequence < this.known) {
      this.duplicates++;
      return;
    }
    if (this.isLive) {
      this.next = sequence + 1;
      this.sink.onRecords(ring, slot, slot + slots);
      return;
    }
    this.end = sequence + 1;
    this.hold(ring, slot, slots);
  }

  /** A record without a number that has to keep its place behind what is held. */
  trailer(ring: RecordRing, slot: number, slots: number): void {
    if (this.isLive) this.sink.onRecords(ring, slot, slot + slots);
    else this.hold(ring, slot, slots);
  }

  /** A message of the host. Nothing happens with one that nobody misses. To be followed by `advance`. */
  message(sequence: number, bytes: Uint8Array, at: number, length: number): void {
    const { known } = this;
    if (sequence > known) return;
    if (sequence < known) {
      this.fill(sequence, bytes, at, length);
      return;
    }
    this.spliced++;
    if (this.isLive) {
      this.host.message(sequence, bytes, at, length);
      this.next = sequence + 1;
      return;
    }
    const tail = this.queue.at(-1);
    const copy = bytes.slice(at, at + length);
    if (tail?.kind === 'hole') {
      tail.last = sequence;
      tail.messages.set(sequence, copy);
    } else {
      this.queue.push({ kind: 'hole', first: sequence, last: sequence, messages: new Map([[sequence, copy]]) });
    }
    this.end = sequence + 1;
    this.count(1);
  }

  /** Gives the books what nothing is missing in front of. */
  advance(): void {
    if (this.isLive) {
      this.host.flush();
      return;
    }
    if (this.isLoading) return;
    for (;;) {
      const [part] = this.queue;
      if (part === undefined) break;
      if (part.kind === 'hole') {
        const isWhole = this.close(part);
        this.host.flush();
        if (!isWhole) return;
      } else {
        part.records.give(this.sink, this.next);
        this.held -= part.records.slots;
        this.next = Math.max(this.next, part.end);
      }
      this.queue.shift();
    }
    this.goLive();
    this.books.certify(this.channel);
    this.events.onWhole(this.channel);
  }

  /** A picture has been asked for: from now on everything is held, so that what is newer than the picture can follow it. */
  beginSnapshot(): void {
    if (this.isLive) this.end = this.next;
    this.isLive = false;
    this.isLoading = true;
  }

  /** Records wait for a picture: the books stand still. */
  get isHeld(): boolean {
    return this.isLoading;
  }

  /** The picture is not wanted any more, and has not begun: what waited for it follows, as far as nothing is missing. */
  cancelSnapshot(): void {
    if (!this.isLoading) return;
    this.isLoading = false;
    this.advance();
  }

  /** The picture begins: the books are emptied for it, of a broken one before it, too. */
  emptyBooks(): void {
    this.host.flush();
    this.books.empty(this.channel);
  }

  snapshotMessage(bytes: Uint8Array, at: number, length: number): void {
    this.host.add(bytes, at, length);
  }

  /** The picture is whole: it holds everything before `next`. What is missing behind it is told again. */
  endSnapshot(next: number): void {
    this.host.flush();
    this.isLoading = false;
    // A picture older than what the books had: they had it, and have it no more.
    if (next < this.next) this.queue.unshift({ kind: 'hole', first: next, last: this.next - 1, messages: new Map() });
    this.next = next;
    this.end = Math.max(this.end, next);
    this.queue = this.queue.filter((part) => !this.isBefore(part, next));
    const holes = this.queue.flatMap((part) => (part.kind === 'hole' && missingIn(part) > 0 ? [part] : []));
    const ranges = holes.map(({ first, last }) => [first, last] as const);
    this.advance();
    for (const [first, last] of ranges) {
      if (!this.isLive && last >= this.next) this.events.onMissing(this.channel, Math.max(first, this.next), last);
    }
  }

  /** Waits no longer: what is held follows, what is missing stays missing, and the books are in doubt. */
  release(): void {
    if (this.isLive) return;
    this.isLoading = false;
    for (const part of this.queue.splice(0)) {
      if (part.kind === 'held') {
        part.records.give(this.sink, 0);
        continue;
      }
      for (const [sequence, bytes] of [...part.messages].sort(([a], [b]) => a - b)) {
        this.host.message(sequence, bytes, 0, bytes.length);
      }
      this.host.flush();
    }
    this.next = this.end;
    this.goLive();
  }

  /** The numbers begin again at `sequence`, with empty books. */
  restart(sequence: number): void {
    this.queue = [];
    this.isLoading = false;
    this.isStarted = true;
    this.next = sequence;
    this.goLive();
    this.events.onRestart(this.channel);
  }

  private goLive(): void {
    this.isLive = true;
    this.end = this.next;
    this.held = 0;
  }

  private hold(ring: RecordRing, slot: number, slots: number): void {
    let part = this.queue.at(-1);
    if (part?.kind !== 'held') {
      part = { kind: 'held', records: new HeldRecords(), end: this.end };
      this.queue.push(part);
    }
    part.records.add(ring, slot, slots);
    part.end = this.end;
    this.count(slots);
  }

  private count(more: number): void {
    this.held += more;
    if (this.held > this.heldEver) this.heldEver = this.held;
    if (this.held <= this.heldMax) return;
    this.release();
    this.events.onOverflow(this.channel);
  }

  private fill(sequence: number, bytes: Uint8Array, at: number, length: number): void {
    for (const part of this.queue) {
      if (part.kind !== 'hole' || sequence < part.first || sequence > part.last) continue;
      if (part.messages.has(sequence)) break;
      part.messages.set(sequence, bytes.slice(at, at + length));
      this.spliced++;
      this.count(1);
      return;
    }
    this.duplicates++;
  }

  /** Gives the books the messages at the beginning of a hole. True: it is closed. */
  private close(hole: Hole): boolean {
    for (; hole.first <= hole.last; hole.first++) {
      const bytes = hole.messages.get(hole.first);
      if (bytes === undefined) return false;
      hole.messages.delete(hole.first);
      this.held--;
      this.host.message(hole.first, bytes, 0, bytes.length);
      this.next = hole.first + 1;
    }
    return true;
  }

  /** Makes a part begin at `next`; true when nothing is left of it. */
  private isBefore(part: Hole | Held, next: number): boolean {
    if (part.kind === 'held') {
      if (part.end > next) return false;
      this.held -= part.records.slots;
      return true;
    }
    for (const sequence of [...part.messages.keys()]) {
      if (sequence >= next) continue;
      part.messages.delete(sequence);
      this.held--;
    }
    part.first = Math.max(part.first, next);
    return part.first > part.last;
  }
}

function missingIn({ first, last, messages }: Hole): number {
  return last - first + 1 - messages.size;
}
