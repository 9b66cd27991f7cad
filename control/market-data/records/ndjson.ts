/** Records as lines of JSON, one object each, fields named and ordered as in their message tables. */
import {
  FIELD,
  FLAG,
  HEADER,
  RECORD,
  RECORD_LAYOUTS,
  SLOT_BYTES,
  type FieldLayout,
} from '../../core/generated/records.js';
import type { RecordRing, RecordSink } from '../../core/record-ring.js';
import { pitchTypeName } from './pitch2.js';
import { TextBuffer } from './text-buffer.js';

const encoder = new TextEncoder();
const text = (value: string): Uint8Array => encoder.encode(value);

const CHANNEL = text('{"channel":');
const SEQUENCE = text(',"sequence":"');
const TYPE = text(',"type":"');
const PORT = text('","port":');
const GAP = text(',"gap":["');
const LOSS = text(',"loss":["');
const BETWEEN = text('","');
const LIST_END = text('"]');
const COUNT = text(',"count":');
const SESSION = text(',"session":"');
const END = text(',"end":true}\n');
const UNKNOWN = text(',"unknown":"0x');
const LENGTH = text('","length":');
const LINE_END = text('}\n');
const QUOTE = 0x22;
/** Where the records of all PITCH messages have the message's length. */
const PITCH_LENGTH = FIELD.PitchTime.length;
const HEX = text('0123456789ABCDEF');

/** Flags that are shown where they hold, in this order. */
const SHOWN_FLAGS = [
  { mask: FLAG.recovered, shown: text(',"recovered":true') },
  { mask: FLAG.unsequenced, shown: text(',"unsequenced":true') },
  { mask: FLAG.timeUncertain, shown: text(',"timeUncertain":true') },
] as const;
const ANY_SHOWN_FLAG = FLAG.recovered | FLAG.unsequenced | FLAG.timeUncertain;

/** A field of a message: what stands in front of its value, and how the value is written. */
interface Column {
  readonly name: Uint8Array;
  readonly write: (out: TextBuffer, ring: RecordRing, at: number) => void;
  readonly offset: number;
  /** Shown only by messages of so many bytes: older revisions do not have the field. 0: always. */
  readonly fromBytes: number;
}

/** A type as its messages show it: a letter of ITCH, a number of PITCH. */
const typeNames: readonly Uint8Array[] = Array.from({ length: 256 }, (_, type) => text(String.fromCharCode(type)));
const columnsOfType: (readonly Column[] | undefined)[] = Array.from({ length: 256 });
for (const { type, protocol, atLeast, fields } of RECORD_LAYOUTS) {
  if (protocol === 'control') continue;
  columnsOfType[type] = fields
    .filter(({ name }) => name !== 'messageType')
    .map((field) => {
      const end = field.messageOffset + wireBytes(field);
      return { ...columnOf(field), fromBytes: protocol === 'pitch2' && end > atLeast ? end : 0 };
    });
  if (protocol === 'pitch2') (typeNames as Uint8Array[])[type] = text(pitchTypeName(type));
}

/** Bytes of a field in the message. */
function wireBytes({ size, wire }: FieldLayout): number {
  if (wire === undefined) return size;
  return wire === 'alpha6' ? 6 : 2;
}

function columnOf({ name, kind, wire, offset, size }: FieldLayout): Omit<Column, 'fromBytes'> {
  const prefix = text(`,"${name}":`);
  if (wire === 'price2') {
    // As the message has it: the record's four decimals are two more.
    return { name: prefix, offset, write: (out, { u32 }, at) => out.number(u32[at >> 2]! / 100) };
  }
  switch (kind) {
    case 'u8':
      return { name: prefix, offset, write: (out, { u8 }, at) => out.number(u8[at]!) };
    case 'u16':
      return { name: prefix, offset, write: (out, { u16 }, at) => out.number(u16[at >> 1]!) };
    case 'u32':
    case 'price4':
      return { name: prefix, offset, write: (out, { u32 }, at) => out.number(u32[at >> 2]!) };
    case 'u48':
      return {
        name: prefix,
        offset,
        write: (out, { u16, u32 }, at) => {
          out.byte(QUOTE);
          out.number(u16[(at + 4) >> 1]! * 4294967296 + u32[at >> 2]!);
          out.byte(QUOTE);
        },
      };
    case 'u64':
    case 'price8':
    case 'price4x8':
      return {
        name: prefix,
        offset,
        write: (out, { u32 }, at) => {
          out.byte(QUOTE);
          out.number64(u32[(at + 4) >> 2]!, u32[at >> 2]!);
          out.byte(QUOTE);
        },
      };
    case 'beats48':
      throw new Error(`${name}: NIC times are not part of a message`);
    default:
      return {
        name: prefix,
        offset,
        write: (out, { u8 }, at) => {
          out.byte(QUOTE);
          out.latin1(u8, at, size);
          out.byte(QUOTE);
        },
      };
  }
}

export class NdjsonWriter implements RecordSink {
  private readonly out: TextBuffer;

  /** @param write takes lines; the bytes are valid only during the call */
  constructor(write: (bytes: Uint8Array) => void) {
    this.out = new TextBuffer(write);
  }

  onRecords(ring: RecordRing, first: number, end: number): void {
    for (let index = first; index !== end; index = (index + 1) >>> 0) {
      const slot = (index & ring.mask) * SLOT_BYTES;
      this.record(ring, slot);
      this.out.flushIfLong();
      if ((ring.u8[slot + HEADER.flags]! & FLAG.twoSlots) !== 0) index = (index + 1) >>> 0;
    }
  }

  /** Hands on the lines that have piled up. */
  flush(): void {
    this.out.flush();
  }

  private record(ring: RecordRing, slot: number): void {
    const { out } = this;
    const type = ring.u8[slot + HEADER.type]!;
    if (type === RECORD.Pad) return;
    out.raw(CHANNEL);
    out.number(ring.u8[slot + HEADER.channel]!);
    const columns = columnsOfType[type];
    if (columns === undefined) {
      this.control(ring, slot, type);
      return;
    }
    const flags = ring.u8[slot + HEADER.flags]!;
    this.sequence(ring, slot, flags);
    out.raw(TYPE);
    out.raw(typeNames[type]!);
    out.raw(PORT);
    out.number(flags & FLAG.port);
    for (let i = 0; i < columns.length; i++) {
      const { name, write, offset, fromBytes } = columns[i]!;
      if (fromBytes > ring.u8[slot + PITCH_LENGTH]!) continue;
      out.raw(name);
      write(out, ring, slot + offset);
    }
    this.flags(flags);
    out.raw(LINE_END);
  }

  private control(ring: RecordRing, slot: number, type: number): void {
    const { out } = this;
    switch (type) {
      case RECORD.Unknown: {
        const flags = ring.u8[slot + HEADER.flags]!;
        const rawType = ring.u8[slot + FIELD.Unknown.rawType]!;
        this.sequence(ring, slot, flags);
        out.raw(UNKNOWN);
        out.byte(HEX[rawType >> 4]!);
        out.byte(HEX[rawType & 15]!);
        out.raw(LENGTH);
        out.number(ring.u16[(slot + FIELD.Unknown.length) >> 1]!);
        this.flags(flags);
        out.raw(LINE_END);
        return;
      }
      case RECORD.Gap:
        this.range(GAP, ring, slot, FIELD.Gap.last);
        out.raw(LINE_END);
        return;
      case RECORD.Loss:
        this.range(LOSS, ring, slot, FIELD.Loss.last);
        out.raw(COUNT);
        out.number(ring.u32[(slot + FIELD.Loss.count) >> 2]!);
        out.raw(LINE_END);
        return;
      case RECORD.Session:
        out.raw(SESSION);
        out.latin1(ring.u8, slot + FIELD.Session.session, 10);
        out.byte(QUOTE);
        out.raw(LINE_END);
        return;
      case RECORD.End:
        out.raw(END);
        return;
      default:
        throw new Error(`record type 0x${type.toString(16)} is not in the record layout`);
    }
  }

  private sequence(ring: RecordRing, slot: number, flags: number): void {
    if ((flags & FLAG.unsequenced) !== 0) return;
    this.out.raw(SEQUENCE);
    this.u64(ring, slot + HEADER.sequence);
    this.out.byte(QUOTE);
  }

  private range(name: Uint8Array, ring: RecordRing, slot: number, last: number): void {
    const { out } = this;
    out.raw(name);
    this.u64(ring, slot + HEADER.sequence);
    out.raw(BETWEEN);
    this.u64(ring, slot + last);
    out.raw(LIST_END);
  }

  private u64(ring: RecordRing, at: number): void {
    this.out.number64(ring.u32[(at + 4) >> 2]!, ring.u32[at >> 2]!);
  }

  private flags(flags: number): void {
    if ((flags & ANY_SHOWN_FLAG) === 0) return;
    for (const { mask, shown } of SHOWN_FLAGS) {
      if ((flags & mask) !== 0) this.out.raw(shown);
    }
  }
}
