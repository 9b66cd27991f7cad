/** The host's end of one record ring: what the card has written is handed on, and the card is told how far the host is. */
import { FLAG, HEADER } from '../control/core/generated/records.js';
import type { RecordRing, RecordSink } from '../control/core/record-ring.js';
import { CTL, WAIT } from './abi.js';

const PRODUCER = CTL.PRODUCER / 4;
const CONSUMER = CTL.CONSUMER / 4;

export class RingReader {
  private consumer = 0;

  /**
   * @param words the control words of this ring
   * @param wait the card's word that says what it waits for
   * @param wake rings the doorbell
   * @param nothing called when there is nothing to read, to look for faults
   */
  constructor(
    readonly ring: RecordRing,
    private readonly words: Int32Array,
    private readonly wait: Int32Array,
    private readonly wake: () => void,
    private readonly nothing: () => void,
  ) {}

  /** Absolute index of the next slot to be read. */
  get index(): number {
    return this.consumer;
  }

  /** Hands at most about `maxSlots` slots to the sink; whole records. Neither a call into the library nor an allocation. */
  poll(sink: RecordSink, maxSlots: number): number {
    const { words, ring } = this;
    const first = this.consumer;
    let end = Atomics.load(words, PRODUCER) >>> 0;
    const available = (end - first) >>> 0;
    if (available === 0) {
      this.nothing();
      return 0;
    }
    if (available > maxSlots) end = wholeRecordsEnd(ring, first, (first + maxSlots) >>> 0);
    sink.onRecords(ring, first, end);
    this.consumer = end;
    Atomics.store(words, CONSUMER, end | 0);
    // The card says that it sleeps before it looks for the last time, so one of the two sees the other.
    if (Atomics.load(this.wait, CTL.WAIT / 4) === WAIT.CREDIT) this.wake();
    return (end - first) >>> 0;
  }

  /** Slots written and not yet read. */
  fill(): number {
    return (Atomics.load(this.words, PRODUCER) - this.consumer) >>> 0;
  }

  /** The ring was switched off: it begins anew. */
  restart(): void {
    this.consumer = 0;
  }
}

/** The first index at or behind `limit` at which a record ends. */
function wholeRecordsEnd(ring: RecordRing, first: number, limit: number): number {
  const { u8, mask } = ring;
  let index = first;
  while ((limit - index) >>> 0 !== 0) {
    const flags = u8[((index & mask) << 6) + HEADER.flags]!;
    index = (index + ((flags & FLAG.twoSlots) !== 0 ? 2 : 1)) >>> 0;
    if ((index - limit) >>> 0 === 1) break;
  }
  return index;
}
