/**
 * Good frames of one port and one channel in cut-through mode, whose messages have yet to be taken. A ring of equal places; it grows by doubling, up to
 * what one port's queue may hold: more would mean that the other port's frames last longer than anything a wire can carry.
 */
import { CrossfeedError } from '../../core/errors.js';

const FIRST_CAPACITY = 8;
const CAPACITY_MAX = 1 << 16;

export class FrameRing {
  count = 0;
  bytes: Uint8Array;
  private readonly placeBytes: number;
  private capacity = FIRST_CAPACITY;
  private head = 0;
  private times = new Float64Array(2 * FIRST_CAPACITY);
  private payloads = new Int32Array(2 * FIRST_CAPACITY);

  constructor(maxFrameBytes: number) {
    this.placeBytes = Math.ceil(maxFrameBytes / 64) * 64;
    this.bytes = new Uint8Array(this.capacity * this.placeBytes);
  }

  /** Copies a frame of `length` bytes at `at`, whose payload begins at `payloadAt` in the same bytes. */
  push(
    bytes: Uint8Array,
    at: number,
    length: number,
    payloadAt: number,
    payloadLength: number,
    times: Float64Array,
  ): void {
    if (this.count === this.capacity) this.grow();
    const place = (this.head + this.count) & (this.capacity - 1);
    const to = place * this.placeBytes;
    for (let i = 0; i < length; i++) this.bytes[to + i] = bytes[at + i]!;
    this.times[2 * place] = times[0]!;
    this.times[2 * place + 1] = times[1]!;
    this.payloads[2 * place] = payloadAt - at;
    this.payloads[2 * place + 1] = payloadLength;
    this.count++;
  }

  /** Where the oldest frame's bytes begin. */
  get frameAt(): number {
    return this.head * this.placeBytes;
  }

  /** Where its payload begins. */
  get payloadAt(): number {
    return this.frameAt + this.payloads[2 * this.head]!;
  }

  get payloadLength(): number {
    return this.payloads[2 * this.head + 1]!;
  }

  /** The oldest frame's end (0) or start (1), written to `to[at]`. */
  time(which: 0 | 1, to: Float64Array, at: number): void {
    to[at] = this.times[2 * this.head + which]!;
  }

  pop(): void {
    this.head = (this.head + 1) & (this.capacity - 1);
    this.count--;
  }

  private grow(): void {
    if (this.capacity >= CAPACITY_MAX) {
      throw new CrossfeedError('FEED_ORDER', `more than ${this.capacity} frames of one line wait for the other port`);
    }
    const { capacity, head, placeBytes } = this;
    const bytes = new Uint8Array(2 * capacity * placeBytes);
    const times = new Float64Array(4 * capacity);
    const payloads = new Int32Array(4 * capacity);
    for (let i = 0; i < capacity; i++) {
      const from = (head + i) & (capacity - 1);
      bytes.set(this.bytes.subarray(from * placeBytes, (from + 1) * placeBytes), i * placeBytes);
      times.set(this.times.subarray(2 * from, 2 * from + 2), 2 * i);
      payloads.set(this.payloads.subarray(2 * from, 2 * from + 2), 2 * i);
    }
    this.bytes = bytes;
    this.times = times;
    this.payloads = payloads;
    this.head = 0;
    this.capacity = 2 * capacity;
  }
}
