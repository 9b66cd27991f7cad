/**
 * PITCH 2 messages to record slots. Places and widths are those of the record layout: a message is a short list of copies made
 * from it. The unit's clock stands here as well: a message carries nanoseconds only, the seconds come in Time messages.
 */
import { FLAG, HEADER, RECORD, RECORD_LAYOUTS, type FieldLayout } from '../../core/generated/records.js';
import type { RecordRing } from '../../core/record-ring.js';
import { HI, LO, newSequence } from '../arbiter/sequence.js';
import type { MessageDecoder } from './decoder.js';
import type { RecordKernel } from './kernel/kernel.js';

const TWO_32 = 4294967296;
const TWO_48 = 281474976710656;
const NS_PER_S = 1e9;
const SPACE = 0x20;
const TIME_BYTES = 6;

/** What a copy does. A record is cleared before, so that widened numbers need no zeros. */
const COPY = 0;
const PAD_TO_8 = 1;
const PRICE_2 = 2;
/** Places of one copy in a program: what it does, from where, how many bytes, and to where. */
const STEP = 4;

/** Of each type: its shortest length (0: unknown), its slots, where its nanoseconds are (0: nowhere), and its copies. */
const LEAST = new Uint8Array(256);
const SLOTS = new Uint8Array(256);
const OFFSET_AT = new Uint8Array(256);
const PROGRAMS: readonly Uint8Array[] = Array.from({ length: 256 }, () => new Uint8Array(0));
for (const { protocol, type, atLeast, slots, fields } of RECORD_LAYOUTS) {
  if (protocol !== 'pitch2') continue;
  LEAST[type] = atLeast;
  SLOTS[type] = slots;
  OFFSET_AT[type] = fields.find(({ name }) => name === 'timeOffset' || name === 'timestamp')?.messageOffset ?? 0;
  (PROGRAMS as Uint8Array[])[type] = programOf(fields);
}

function programOf(fields: readonly FieldLayout[]): Uint8Array {
  return Uint8Array.from(
    fields
      .filter(({ name }) => name !== 'messageType')
      .flatMap(({ name, kind, wire = kind, messageOffset, offset, size }) => {
        switch (wire) {
          case kind:
            return [COPY, messageOffset, size, offset];
          case 'u16':
            return [COPY, messageOffset, 2, offset];
          case 'alpha6':
            return [PAD_TO_8, messageOffset, 6, offset];
          case 'price2':
            return [PRICE_2, messageOffset, 2, offset];
          default:
            throw new Error(`record layout: ${name} is ${wire} on the wire and ${kind} in the record`);
        }
      }),
  );
}

/** A type as readers of records see it: `0x21`. */
export function pitchTypeName(type: number): string {
  return `0x${type.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** The seconds of a unit as far as they are known. */
class UnitClock {
  /** The last Time, in nanoseconds modulo 2^48. */
  ns = 0;
  uncertain = true;

  set(seconds: number): void {
    // Seconds have 32 bits on the wire, and the product must stay exact: in two halves.
    const high = ((Math.floor(seconds / 65536) * NS_PER_S) % TWO_32) * 65536;
    this.ns = (high + (seconds % 65536) * NS_PER_S) % TWO_48;
    this.uncertain = false;
  }
}

export class PitchDecoder implements MessageDecoder {
  private readonly live = new UnitClock();
  /** The clock of recovered messages, which come out of order: it is theirs as long as they follow each other. */
  private readonly past = new UnitClock();
  private readonly pastNext = newSequence();
  private clock = this.live;

  typeOf(bytes: Uint8Array, at: number): number {
    return bytes[at + 1]!;
  }

  recordTypeOf(bytes: Uint8Array, at: number): number {
    return bytes[at + 1]!;
  }

  slotsOf(bytes: Uint8Array, at: number, length: number): number {
    const type = bytes[at + 1]!;
    return LEAST[type] !== 0 && length >= LEAST[type]! ? SLOTS[type]! : 0;
  }

  isFiltered(): boolean {
    return false;
  }

  flagsOf(sequence: Uint32Array, bytes: Uint8Array, at: number, length: number, flags: number): number {
    const clock = (flags & FLAG.recovered) === 0 ? this.live : this.pastClock(sequence);
    this.clock = clock;
    if (bytes[at + 1] === RECORD.PitchTime && length >= TIME_BYTES) clock.set(u32(bytes, at + 2));
    return clock.uncertain ? flags | FLAG.timeUncertain : flags;
  }

  private pastClock(sequence: Uint32Array): UnitClock {
    const { past, pastNext, live } = this;
    if (sequence[LO] !== pastNext[LO] || sequence[HI] !== pastNext[HI]) {
      past.ns = live.ns;
      past.uncertain = true;
    }
    pastNext[LO] = sequence[LO]! + 1;
    pastNext[HI] = sequence[HI]!;
    return past;
  }

  decode(ring: RecordRing, slot: number, bytes: Uint8Array, at: number, length: number): void {
    const { u8 } = ring;
    const type = bytes[at + 1]!;
    const program = PROGRAMS[type]!;
    for (let i = 0; i < program.length; i += STEP) {
      const from = program[i + 1]!;
      const size = program[i + 2]!;
      // Fields that this revision of the message does not have.
      if (from + size > length) break;
      const to = slot + program[i + 3]!;
      if (program[i] === PRICE_2) {
        ring.u32[to >> 2] = (bytes[at + from]! | (bytes[at + from + 1]! << 8)) * 100;
        continue;
      }
      for (let k = 0; k < size; k++) u8[to + k] = bytes[at + from + k]!;
      if (program[i] === PAD_TO_8) {
        u8[to + 6] = SPACE;
        u8[to + 7] = SPACE;
      }
    }
    const offsetAt = OFFSET_AT[type]!;
    const ns = (this.clock.ns + (offsetAt === 0 ? 0 : u32(bytes, at + offsetAt))) % TWO_48;
    ring.u32[(slot + HEADER.timestamp) >> 2] = ns % TWO_32;
    ring.u16[(slot + HEADER.timestamp + 4) >> 1] = ns / TWO_32;
  }

  runFlags(flags: number): number {
    return this.live.uncertain ? flags | FLAG.timeUncertain : flags;
  }

  decodeRun(
    kernel: RecordKernel,
    at: number,
    end: number,
    most: number,
    slot: number,
    lap: number,
    sequence: Uint32Array,
  ): number {
    kernel.setClock(this.live.ns);
    return kernel.decodePitch2(at, end, most, slot, lap, sequence);
  }

  /** After a start, a gap or a restart the seconds are those last known. */
  onGap(): void {
    this.live.uncertain = true;
  }
}

function u32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}
