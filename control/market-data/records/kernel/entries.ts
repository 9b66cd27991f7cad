/**
 * Which byte of a message goes where in its record, made from the record layouts: the kernel knows nothing else of the protocols. A record
 * is written sixteen bytes at a time, each of them put together from a few stretches of sixteen bytes of the message.
 */
import { RECORD_LAYOUTS, SLOT_BYTES, type FieldLayout, type RecordLayout } from '../../../core/generated/records.js';
import { Entry, NONE } from './memory.js';

const VECTOR_BYTES = 16;
/** A place that gives 0. */
const NOTHING = 0x80;
const SPACE = 0x20;
const CENTS = 100;

export interface KernelProtocol {
  readonly name: 'itch50' | 'pitch2';
  /** Types that the kernel decodes: those about orders. The rest is rare, or has rules of its own. */
  readonly types: readonly number[];
  /** Where in a message the stretches begin that are read. */
  readonly stretches: readonly number[];
  /** Which stretches each sixteen bytes of a record are made from. */
  readonly sources: readonly (readonly number[])[];
}

export const itch50: KernelProtocol = {
  name: 'itch50',
  types: [0x41, 0x46, 0x45, 0x43, 0x58, 0x44, 0x55],
  stretches: [0, 16, 24],
  sources: [[0, 1], [0, 1], [0, 1], [2]],
};

/** Length and type, which stand in front of the first stretch, are the same in all messages that an entry is for. */
export const pitch2: KernelProtocol = {
  name: 'pitch2',
  types: [0x21, 0x22, 0x23, 0x25, 0x26, 0x27, 0x28, 0x29],
  stretches: [2, 18],
  sources: [[0, 1], [0], [0, 1], [0, 1]],
};

/** Number of a pair of a part of the record and a stretch of the message, in the order of `sources`. */
export function pairOf({ sources }: KernelProtocol, part: number, stretch: number): number {
  const before = sources.slice(0, part).reduce((sum, list) => sum + list.length, 0);
  return before + sources[part]!.indexOf(stretch);
}

/** Writes the entries of all types of a protocol. */
export function writeEntries(protocol: KernelProtocol, memory: Uint8Array, at: number): void {
  const words = new Uint32Array(memory.buffer, at, (256 * Entry.bytes) / 4);
  for (let type = 0; type < 256; type++) words[(type * Entry.bytes) / 4] = NONE;
  for (const layout of RECORD_LAYOUTS) {
    if (layout.protocol !== protocol.name || !protocol.types.includes(layout.type)) continue;
    writeEntry(protocol, layout, memory.subarray(at + layout.type * Entry.bytes, at + (layout.type + 1) * Entry.bytes));
  }
}

function writeEntry(protocol: KernelProtocol, layout: RecordLayout, entry: Uint8Array): void {
  const words = new Uint32Array(entry.buffer, entry.byteOffset, Entry.bytes / 4);
  words[Entry.length / 4] = layout.protocol === 'itch50' ? layout.length << 8 : layout.length;
  words.fill(1, Entry.factors / 4, (Entry.factors + VECTOR_BYTES) / 4);
  entry.fill(NOTHING, Entry.places);
  if (layout.slots !== 1) throw new RangeError(`record kernel: ${layout.name} takes two slots`);
  for (const field of layout.fields) {
    for (const [from, to] of copiesOf(layout, field)) {
      if (from >= protocol.stretches[0]!) place(protocol, layout, entry, from, to);
      else entry[Entry.head + to] = from === 0 ? layout.length : layout.type;
    }
    if (field.wire === 'price2') words[(Entry.factors + field.offset - 48) / 4] = CENTS;
    if (field.wire === 'alpha6')
      entry.fill(SPACE, Entry.fill + field.offset + 6 - 32, Entry.fill + field.offset + 8 - 32);
  }
}

/** Bytes of a field, from the message to the record. Numbers of ITCH have their highest byte first. */
function copiesOf(
  { protocol }: RecordLayout,
  { kind, wire = kind, messageOffset, offset, size }: FieldLayout,
): [number, number][] {
  const bytes = wire === kind ? size : { u16: 2, price2: 2, alpha6: 6 }[wire as string];
  if (bytes === undefined) throw new RangeError(`record kernel: ${wire} cannot become ${kind}`);
  const isReversed = protocol === 'itch50' && !kind.startsWith('alpha');
  return Array.from({ length: bytes }, (_, i) => [messageOffset + (isReversed ? bytes - 1 - i : i), offset + i]);
}

function place(protocol: KernelProtocol, layout: RecordLayout, entry: Uint8Array, from: number, to: number): void {
  const part = Math.floor(to / VECTOR_BYTES);
  const stretch = protocol.sources[part]?.find((each) => {
    const at = from - protocol.stretches[each]!;
    return at >= 0 && at < VECTOR_BYTES;
  });
  if (stretch === undefined || to >= SLOT_BYTES) {
    throw new RangeError(`record kernel: byte ${from} of ${layout.name} is in no stretch that byte ${to} is made from`);
  }
  const pair = pairOf(protocol, part, stretch);
  entry[Entry.places + pair * VECTOR_BYTES + (to % VECTOR_BYTES)] = from - protocol.stretches[stretch]!;
}
