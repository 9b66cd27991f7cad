/**
 * Between a card in cut-through mode and whoever must not see what may be taken back: keeps provisional records until they are committed, drops them when
 * they are aborted, and hands everything else through where it stands. Order within a channel stays; channels may overtake each other.
 */
import { FIELD, FLAG, HEADER, RECORD, SLOT_BYTES } from '../../core/generated/records.js';
import { RecordRing } from '../../core/record-ring.js';
import type { RecordSink } from '../../core/record-ring.js';

const WORDS = SLOT_BYTES / 4;
const SEQUENCE_WORD = HEADER.sequence / 4;
const LAST_WORD = FIELD.Commit.last / 4;
/** Slots of one channel that may wait: far more than the frames on all lines of a channel can bring before their verdict. */
const WAITING_LOG2 = 12;

/** Of a loss record, in words. */
const LOSS_LAST_WORD = FIELD.Loss.last / 4;
const LOSS_COUNT_WORD = FIELD.Loss.count / 4;

/** The records of one channel that wait for their verdict, in slots [head, end) of `ring`. */
interface Waiting {
  readonly ring: RecordRing;
  head: number;
  end: number;
}

export interface ConfirmedCounters {
  /** Provisional records that came, that were taken back, and that lost their verdict because the card's ring was full. */
  readonly provisional: number;
  readonly aborted: number;
  readonly unresolved: number;
}

export class ConfirmedRecords implements RecordSink {
  private readonly waiting: readonly Waiting[];
  private provisional = 0;
  private aborted = 0;
  private unresolved = 0;
  /** Place for one record of its own. */
  private readonly told = new RecordRing(new ArrayBuffer(SLOT_BYTES), 0, 0);

  constructor(
    channels: number,
    /** Gets confirmed records only. */
    public inner: RecordSink,
  ) {
    this.waiting = Array.from({ length: channels }, () => ({
      ring: new RecordRing(new ArrayBuffer(SLOT_BYTES << WAITING_LOG2), 0, WAITING_LOG2),
      head: 0,
      end: 0,
    }));
  }

  get counters(): ConfirmedCounters {
    return { provisional: this.provisional, aborted: this.aborted, unresolved: this.unresolved };
  }

  onRecords(ring: RecordRing, first: number, end: number): void {
    // Slots from here on have not been handed through yet.
    let from = first;
    let i = first;
    while (i !== end) {
      const at = (i & ring.mask) * SLOT_BYTES;
      const type = ring.u8[at + HEADER.type]!;
      const flags = ring.u8[at + HEADER.flags]!;
      const next = (i + ((flags & FLAG.twoSlots) !== 0 && type !== RECORD.Pad ? 2 : 1)) >>> 0;
      const isProvisional = (flags & FLAG.provisional) !== 0;
      if (type !== RECORD.Pad && (isProvisional || this.mayResolve(ring, at, type, flags))) {
        if (from !== i) this.inner.onRecords(ring, from, i);
        const waiting = this.waiting[ring.u8[at + HEADER.channel]!]!;
        from = next;
        if (isProvisional) this.keep(waiting, ring, i, next);
        else if (type === RECORD.Commit) this.commit(waiting, ring.u32, at >> 2);
        else if (type === RECORD.Abort) this.aborted += this.dropFrom(waiting, ring.u32, at >> 2);
        else {
          // It stands where something unresolved would: the verdict was lost with other records.
          this.unresolved += this.dropFrom(waiting, ring.u32, at >> 2);
          from = i;
        }
      }
      i = next;
    }
    if (from !== end) this.inner.onRecords(ring, from, end);
  }

  private mayResolve(ring: RecordRing, at: number, type: number, flags: number): boolean {
    if (type === RECORD.Commit || type === RECORD.Abort) return true;
    if (type === RECORD.Loss || (flags & (FLAG.unsequenced | FLAG.recovered)) !== 0) return false;
    const { head, end } = this.waiting[ring.u8[at + HEADER.channel]!]!;
    return head !== end;
  }

  private keep(waiting: Waiting, ring: RecordRing, first: number, end: number): void {
    const slots = (end - first) >>> 0;
    this.provisional++;
    this.unresolved += this.dropFrom(waiting, ring.u32, (first & ring.mask) * WORDS);
    const to = waiting.ring;
    if (waiting.end + slots > to.slots) {
      to.u32.copyWithin(0, waiting.head * WORDS, waiting.end * WORDS);
      waiting.end -= waiting.head;
      waiting.head = 0;
    }
    if (waiting.end + slots > to.slots) {
      this.unresolved++;
      return;
    }
    const start = waiting.end * WORDS;
    const source = (first & ring.mask) * WORDS;
    for (let word = 0; word < slots * WORDS; word++) to.u32[start + word] = ring.u32[source + word]!;
    const flagsAt = waiting.end * SLOT_BYTES + HEADER.flags;
    to.u8[flagsAt] = to.u8[flagsAt]! & ~FLAG.provisional;
    waiting.end += slots;
  }

  /** Hands up what stands in the range of the record at word `at`; what is in front of it lost its own verdict. */
  private commit(waiting: Waiting, words: Uint32Array, at: number): void {
    const { ring } = waiting;
    const begin = this.firstFrom(waiting, words, at + SEQUENCE_WORD, false);
    if (waiting.head !== begin) this.tellLost(waiting, begin);
    waiting.head = begin;
    const end = this.firstFrom(waiting, words, at + LAST_WORD, true);
    if (begin !== end) this.inner.onRecords(ring, begin, end);
    waiting.head = end;
    this.rewind(waiting);
  }

  /** What waits in front of slot `end` has lost its verdict, and the stream has gone past it: as good as lost by the ring, and said in the same way. */
  private tellLost({ ring, head }: Waiting, end: number): void {
    const { u8, u32 } = this.told;
    let count = 0;
    let last = head;
    for (let slot = head; slot < end; slot += slotsOf(ring, slot)) {
      count++;
      last = slot;
    }
    this.unresolved += count;
    u8.fill(0);
    u8[HEADER.type] = RECORD.Loss;
    u8[HEADER.channel] = ring.u8[head * SLOT_BYTES + HEADER.channel]!;
    for (let word = 0; word < 2; word++) {
      u32[SEQUENCE_WORD + word] = ring.u32[head * WORDS + SEQUENCE_WORD + word]!;
      u32[LOSS_LAST_WORD + word] = ring.u32[last * WORDS + SEQUENCE_WORD + word]!;
    }
    u32[LOSS_COUNT_WORD] = count;
    this.inner.onRecords(this.told, 0, 1);
  }

  /** Drops what waits from the sequence number of the record at word `at` on; returns how many records. */
  private dropFrom(waiting: Waiting, words: Uint32Array, at: number): number {
    if (waiting.head === waiting.end) return 0;
    const end = this.firstFrom(waiting, words, at + SEQUENCE_WORD, false);
    let dropped = 0;
    for (let slot = end; slot < waiting.end; slot += slotsOf(waiting.ring, slot)) dropped++;
    waiting.end = end;
    this.rewind(waiting);
    return dropped;
  }

  /** The first waiting slot whose number is at least (or, `beyond`, more than) the 64 bits at `words[at]`. */
  private firstFrom({ ring, head, end }: Waiting, words: Uint32Array, at: number, beyond: boolean): number {
    const low = words[at]!;
    const high = words[at + 1]!;
    let slot = head;
    while (slot < end) {
      const ownLow = ring.u32[slot * WORDS + SEQUENCE_WORD]!;
      const ownHigh = ring.u32[slot * WORDS + SEQUENCE_WORD + 1]!;
      if (ownHigh > high || (ownHigh === high && (beyond ? ownLow > low : ownLow >= low))) break;
      slot += slotsOf(ring, slot);
    }
    return slot;
  }

  private rewind(waiting: Waiting): void {
    if (waiting.head !== waiting.end) return;
    waiting.head = 0;
    waiting.end = 0;
  }
}

function slotsOf(ring: RecordRing, slot: number): number {
  return (ring.u8[slot * SLOT_BYTES + HEADER.flags]! & FLAG.twoSlots) !== 0 ? 2 : 1;
}
