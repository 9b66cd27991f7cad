/** For tests and benchmarks of books: messages as plain objects, written into a ring as an engine would write them. */
import {
  FLAG,
  HEADER,
  LAP_OFFSET,
  RECORD_LAYOUTS,
  SLOT_BYTES,
  type RecordLayout,
} from '../../core/generated/records.js';
import { RecordRing, type RecordSink } from '../../core/record-ring.js';

/** Field values by the names of the message table; a text is padded with spaces. */
export interface TestRecord {
  readonly name: string;
  readonly channel?: number;
  readonly stockLocate?: number;
  readonly sequence?: bigint;
  readonly timestamp?: number;
  readonly flags?: number;
  readonly fields?: Readonly<Record<string, number | bigint | string>>;
}

const layouts = new Map(RECORD_LAYOUTS.map((layout) => [layout.name, layout]));

/** A ring of one's own and the place in it where the next record goes. */
export class TestRing {
  readonly ring: RecordRing;
  private readonly view: DataView;

  /** @param next absolute index of the first slot to be written, to start close before a wrap */
  constructor(
    slotsLog2: number,
    public next = 0,
  ) {
    this.ring = new RecordRing(new ArrayBuffer(SLOT_BYTES << slotsLog2), 0, slotsLog2);
    this.view = new DataView(this.ring.buffer);
  }

  /** Writes records and hands them over at once. */
  deliver(sink: RecordSink, ...records: readonly TestRecord[]): void {
    const first = this.next;
    for (const record of records) this.write(record);
    sink.onRecords(this.ring, first, this.next);
  }

  /** Writes one record behind the last one, padding first where it would straddle the end of the ring. */
  write(record: TestRecord): void {
    const layout = layouts.get(record.name);
    if (layout === undefined) throw new RangeError(`no record is called ${record.name}`);
    if (layout.slots === 2 && (this.next & this.ring.mask) === this.ring.mask) this.open(1);
    const at = this.open(layout.slots);
    const { view } = this;
    view.setUint8(at + HEADER.type, layout.type);
    view.setUint8(at + HEADER.channel, record.channel ?? 0);
    view.setUint8(at + HEADER.flags, (record.flags ?? 0) | (layout.slots === 2 ? FLAG.twoSlots : 0));
    view.setUint16(at + HEADER.stockLocate, record.stockLocate ?? 0, true);
    view.setBigUint64(at + HEADER.sequence, record.sequence ?? 1n, true);
    const timestamp = record.timestamp ?? 0;
    view.setUint32(at + HEADER.timestamp, timestamp % 2 ** 32, true);
    view.setUint16(at + HEADER.timestamp + 4, Math.floor(timestamp / 2 ** 32), true);
    for (const [name, value] of Object.entries(record.fields ?? {})) this.setField(layout, at, name, value);
  }

  private open(slots: number): number {
    const at = (this.next & this.ring.mask) * SLOT_BYTES;
    this.ring.u8.fill(0, at, at + slots * SLOT_BYTES);
    for (let i = 0; i < slots; i++) {
      this.view.setUint32(at + i * SLOT_BYTES + LAP_OFFSET, Math.floor(this.next / this.ring.slots) + 1, true);
      this.next = (this.next + 1) >>> 0;
    }
    return at;
  }

  private setField(layout: RecordLayout, at: number, name: string, value: number | bigint | string): void {
    const field = layout.fields.find((candidate) => candidate.name === name);
    if (field === undefined) throw new RangeError(`${layout.name} has no field ${name}`);
    const offset = at + field.offset;
    if (typeof value === 'string') {
      for (let i = 0; i < field.size; i++) this.ring.u8[offset + i] = i < value.length ? value.charCodeAt(i) : 0x20;
    } else if (field.size === 8) this.view.setBigUint64(offset, BigInt(value), true);
    else if (field.size === 4) this.view.setUint32(offset, Number(value), true);
    else if (field.size === 2) this.view.setUint16(offset, Number(value), true);
    else this.view.setUint8(offset, Number(value));
  }
}
