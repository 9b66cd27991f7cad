/**
 * The frames of one port that wait for their turn, with the times they take on the wire. A ring of equal places in
 * one block of memory; it grows by doubling, and only where more frames share one moment than it has places.
 */
import { CrossfeedError } from '../../core/errors.js';
import { frameBeats, INTERFRAME_BEATS } from '../frames/wire-time.js';

const FIRST_CAPACITY = 256;
const BYTES_MAX = 512 * 2 ** 20;

export class PortQueue {
  count = 0;
  bytes: Uint8Array;
  private readonly placeBytes: number;
  private capacity = FIRST_CAPACITY;
  private head = 0;
  private lengths = new Int32Array(FIRST_CAPACITY);
  private badFcs = new Uint8Array(FIRST_CAPACITY);
  private starts = new Float64Array(FIRST_CAPACITY);
  private ends = new Float64Array(FIRST_CAPACITY);
  /** The end of the newest frame, so that the first one may start at beat 0. */
  private readonly lastEnd = Float64Array.of(-INTERFRAME_BEATS);

  /**
   * @param horizons at `horizons[port]`: no frame with an earlier arrival will come
   * @param nextEnds at `nextEnds[port]` stands the end of the oldest frame, or else the earliest that a frame to come can have
   * @param nextStarts the same for starts
   */
  constructor(
    maxFrameBytes: number,
    private readonly port: number,
    private readonly horizons: Float64Array,
    private readonly nextEnds: Float64Array,
    private readonly nextStarts: Float64Array,
  ) {
    this.placeBytes = Math.ceil(maxFrameBytes / 64) * 64;
    this.bytes = new Uint8Array(this.capacity * this.placeBytes);
    this.refresh();
  }

  get full(): boolean {
    return this.count === this.capacity;
  }

  /** Brings `nextEnds` and `nextStarts` up to date, after the horizon was raised. */
  refresh(): void {
    const { nextEnds, nextStarts, port } = this;
    if (this.count > 0) {
      nextEnds[port] = this.ends[this.head]!;
      nextStarts[port] = this.starts[this.head]!;
    } else {
      nextStarts[port] = Math.max(this.horizons[port]!, this.lastEnd[0]! + INTERFRAME_BEATS);
      nextEnds[port] = nextStarts[port] + 1;
    }
  }

  /**
   * Adds a frame that arrives at the horizon; the queue must not be full. Of a frame longer than the longest good one only the
   * length is kept.
   */
  push(bytes: Uint8Array, length: number, fcsIsBad: boolean): void {
    const place = (this.head + this.count) & (this.capacity - 1);
    if (!fcsIsBad && length <= this.placeBytes) {
      const to = place * this.placeBytes;
      for (let i = 0; i < length; i++) this.bytes[to + i] = bytes[i]!;
    }
    const start = Math.max(this.horizons[this.port]!, this.lastEnd[0]! + INTERFRAME_BEATS);
    const end = start + frameBeats(length);
    this.starts[place] = start;
    this.ends[place] = end;
    this.lastEnd[0] = end;
    this.lengths[place] = length;
    this.badFcs[place] = fcsIsBad ? 1 : 0;
    this.count++;
    if (this.count === 1) this.refresh();
  }

  /** The oldest frame: where its bytes are in `bytes`, its length, and whether its FCS was bad. */
  get headAt(): number {
    return this.head * this.placeBytes;
  }

  get headLength(): number {
    return this.lengths[this.head]!;
  }

  get headFcsIsBad(): boolean {
    return this.badFcs[this.head] !== 0;
  }

  /** Writes the oldest frame's end and start to `to[endAt]` and `to[startAt]`. */
  headTimes(to: Float64Array, endAt: number, startAt: number): void {
    to[endAt] = this.ends[this.head]!;
    to[startAt] = this.starts[this.head]!;
  }

  pop(): void {
    this.head = (this.head + 1) & (this.capacity - 1);
    this.count--;
    this.refresh();
  }

  /** Doubles the places. */
  grow(): void {
    const capacity = this.capacity * 2;
    if (capacity * this.placeBytes > BYTES_MAX) {
      throw new CrossfeedError('FEED_ORDER', `more than ${this.capacity} frames of one port wait for the other port`);
    }
    const bytes = new Uint8Array(capacity * this.placeBytes);
    const lengths = new Int32Array(capacity);
    const badFcs = new Uint8Array(capacity);
    const starts = new Float64Array(capacity);
    const ends = new Float64Array(capacity);
    for (let i = 0; i < this.count; i++) {
      const from = (this.head + i) & (this.capacity - 1);
      bytes.set(this.bytes.subarray(from * this.placeBytes, (from + 1) * this.placeBytes), i * this.placeBytes);
      lengths[i] = this.lengths[from]!;
      badFcs[i] = this.badFcs[from]!;
      starts[i] = this.starts[from]!;
      ends[i] = this.ends[from]!;
    }
    this.bytes = bytes;
    this.lengths = lengths;
    this.badFcs = badFcs;
    this.starts = starts;
    this.ends = ends;
    this.head = 0;
    this.capacity = capacity;
  }
}
