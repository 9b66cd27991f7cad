/** Two streams of records, a card's and the golden model's, compared one by one as they come. The first difference is kept. */
import { FLAG, HEADER, LAP_OFFSET, RECORD, SLOT_BYTES } from '../../../control/core/generated/records.js';
import type { RecordRing, RecordSink } from '../../../control/core/record-ring.js';
import { recordDifference, recordText } from './record-text.js';

/** NIC time: two bytes and four. */
const INGRESS_BYTES = 6;
const LAPS = 2 ** 32;

export interface ComparisonOptions {
  /** The frames came in the card's own time, and on either port first: NIC times and ports are not compared. */
  readonly overTheWire: boolean;
}

export class RecordComparison {
  /** Records that were equal. */
  equal = 0;
  /** In words; undefined: none so far. */
  difference: string | undefined;
  readonly card: RecordSink;
  readonly model: RecordSink;
  private readonly found: Uint8Array[] = [];
  private readonly expected: Uint8Array[] = [];

  constructor(private readonly options: ComparisonOptions) {
    this.card = { onRecords: (ring, first, end) => this.take(ring, first, end, this.found, true) };
    this.model = { onRecords: (ring, first, end) => this.take(ring, first, end, this.expected, false) };
  }

  /** Records of the model that the card has not delivered yet. */
  get missing(): number {
    return this.expected.length;
  }

  /** After both are complete: what one has and the other has not is a difference too. */
  finish(): void {
    const [missing] = this.expected;
    const [surplus] = this.found;
    if (missing !== undefined) {
      this.differ(`the card delivered nothing more, ${this.missing} missing, the first of them ${recordText(missing)}`);
    } else if (surplus !== undefined) {
      this.differ(
        `the card delivered ${this.found.length} more than expected, the first of them ${recordText(surplus)}`,
      );
    }
  }

  private take(ring: RecordRing, first: number, end: number, into: Uint8Array[], isCard: boolean): void {
    const { u8, u32, mask, slots } = ring;
    for (let index = first; index !== end && this.difference === undefined; index = (index + 1) >>> 0) {
      const at = (index & mask) * SLOT_BYTES;
      const lap = (Math.floor(index / slots) + 1) % LAPS;
      if (isCard && u32[(at + LAP_OFFSET) >> 2] !== lap) {
        this.differ(`its slot ${index} has lap ${u32[(at + LAP_OFFSET) >> 2]!}, expected ${lap}`);
        return;
      }
      if (u8[at + HEADER.type] === RECORD.Pad) continue;
      const isLong = (u8[at + HEADER.flags]! & FLAG.twoSlots) !== 0;
      into.push(this.compared(u8.slice(at, at + (isLong ? 2 : 1) * SLOT_BYTES)));
      if (isLong) index = (index + 1) >>> 0;
    }
    this.compare();
  }

  /** Without what need not be equal. */
  private compared(bytes: Uint8Array): Uint8Array {
    for (let lap = LAP_OFFSET; lap < bytes.length; lap += SLOT_BYTES) bytes.fill(0, lap, lap + 4);
    if (this.options.overTheWire) {
      bytes.fill(0, HEADER.ingress, HEADER.ingress + INGRESS_BYTES);
      bytes[HEADER.flags]! &= ~FLAG.port;
    }
    return bytes;
  }

  private compare(): void {
    const { found, expected } = this;
    const count = Math.min(found.length, expected.length);
    for (let n = 0; n < count && this.difference === undefined; n++) {
      const words = recordDifference(found[n]!, expected[n]!);
      if (words === undefined) this.equal += 1;
      else this.differ(words);
    }
    found.splice(0, count);
    expected.splice(0, count);
  }

  private differ(words: string): void {
    this.difference ??= `record ${this.equal + 1}: ${words}`;
  }
}
