/**
 * Writes records into a `RecordRing` the way the card does: whole slots, a lap word in each, a Pad where a two-slot
 * record would straddle the wrap. There is no overwriting: callers ask `free` first and wait for `release`.
 */
import { FLAG, HEADER, LAP_OFFSET, SLOT_BYTES } from '../../core/generated/records.js';
import type { RecordRing } from '../../core/record-ring.js';
import { advance } from '../arbiter/sequence.js';
import type { MessageDecoder } from './decoder.js';
import { RecordKernel } from './kernel/kernel.js';

const WORDS = SLOT_BYTES / 4;
const LAP_WORD = LAP_OFFSET / 4;

export class RecordWriter {
  readonly ring: RecordRing;
  /** The ring is in its memory. */
  readonly kernel: RecordKernel;
  /** Absolute slot indices modulo 2^32: the next one to be written, and the oldest one not yet released. */
  private producer = 0;
  private consumer = 0;
  /** 1 for the second slot of a two-slot record, so that a batch never ends in the middle of one; and how many there are. */
  private readonly second: Uint8Array;
  private seconds = 0;

  constructor(slotsLog2: number) {
    this.kernel = new RecordKernel(slotsLog2);
    this.ring = this.kernel.ring;
    this.second = new Uint8Array(this.ring.slots);
  }

  /** Slots that can be written now. */
  get free(): number {
    return this.ring.slots - ((this.producer - this.consumer) >>> 0);
  }

  /** Slots written and not released. */
  get pending(): number {
    return (this.producer - this.consumer) >>> 0;
  }

  get first(): number {
    return this.consumer >>> 0;
  }

  /** The end of a batch of at most `maxSlots` slots, or one more so that a record stays whole. */
  batchEnd(maxSlots: number): number {
    if (this.pending <= maxSlots) return this.producer >>> 0;
    let end = (this.consumer + maxSlots) | 0;
    if (this.second[end & this.ring.mask] !== 0) end = (end + 1) | 0;
    return end >>> 0;
  }

  /** Frees every slot before `end`. */
  release(end: number): void {
    this.consumer = end | 0;
  }

  /**
   * Takes one slot or two, clears them, and fills in their lap words, the type, the channel and the flags. Returns the byte offset
   * of the first.
   */
  begin(slots: number, type: number, channel: number, flags: number): number {
    const { ring } = this;
    // What `take` leaves behind is a Pad: type 0 and nothing else.
    if (slots === 2 && (this.producer & ring.mask) === ring.mask) this.take(0);
    const base = this.take(0);
    if (slots === 2) this.take(1);
    ring.u8[base + HEADER.type] = type;
    ring.u8[base + HEADER.channel] = channel;
    ring.u8[base + HEADER.flags] = slots === 2 ? flags | FLAG.twoSlots : flags;
    return base;
  }

  /**
   * Has the kernel decode messages that it was given (`load`, `begin`), from position `at` on: as many as the decoder leaves to it, at most `count`,
   * or fewer where the ring ends. Returns how many records were written; `kernel.next` is where it goes on.
   */
  decode(decoder: MessageDecoder, at: number, end: number, count: number, sequence: Uint32Array): number {
    const { ring, kernel } = this;
    const slot = this.producer & ring.mask;
    const most = count < ring.slots - slot ? count : ring.slots - slot;
    const written = decoder.decodeRun(kernel, at, end, most, slot, (this.producer >>> ring.slotsLog2) + 1, sequence);
    if (this.seconds > 0) this.clearSeconds(slot, slot + written);
    this.producer = (this.producer + written) | 0;
    return written;
  }

  /** As `decode`, but all of `count` messages, which end at `end`, or none. */
  decodeWhole(decoder: MessageDecoder, at: number, end: number, count: number, sequence: Uint32Array): boolean {
    const before = this.producer;
    const { kernel } = this;
    let left = count - this.decode(decoder, at, end, count, sequence);
    // Once more where the ring ends.
    if (left > 0 && left < count && (this.producer & this.ring.mask) === 0) {
      advance(sequence, count - left);
      left -= this.decode(decoder, kernel.next, end, left, sequence);
    }
    if (left === 0 && kernel.next === end) return true;
    this.producer = before;
    return false;
  }

  private clearSeconds(from: number, to: number): void {
    const { second } = this;
    for (let i = from; i < to; i++) {
      this.seconds -= second[i]!;
      second[i] = 0;
    }
  }

  private take(second: number): number {
    const { ring } = this;
    const slot = this.producer & ring.mask;
    const { u32 } = ring;
    const word = slot * WORDS;
    for (let i = word; i < word + LAP_WORD; i++) u32[i] = 0;
    u32[word + LAP_WORD] = (this.producer >>> ring.slotsLog2) + 1;
    this.seconds += second - this.second[slot]!;
    this.second[slot] = second;
    this.producer = (this.producer + 1) | 0;
    return slot * SLOT_BYTES;
  }
}
