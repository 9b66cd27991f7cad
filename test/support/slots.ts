/** Slots as bytes: a log of them, and how an event of the oracle looks in slots. */
import { FLAG, HEADER, LAP_OFFSET, RECORD, RECORD_LAYOUTS, SLOT_BYTES } from '../../control/core/generated/records.js';
import type { FieldLayout, RecordLayout } from '../../control/core/generated/records.js';
import type { OracleEvent } from './oracle-channel.js';
import { isUnknown } from './oracle-channel.js';

export const SLOT_WORDS = SLOT_BYTES / 4;
const CHUNK_SLOTS = 1 << 14;

/** An append-only list of slots. */
export class SlotLog {
  readonly #chunks: Uint32Array[] = [];
  length = 0;

  /** Appends a slot of 16 words that stand at `at` in `words`. */
  add(words: Uint32Array, at: number): void {
    const offset = this.length % CHUNK_SLOTS;
    if (offset === 0) this.#chunks.push(new Uint32Array(CHUNK_SLOTS * SLOT_WORDS));
    const chunk = this.#chunks[this.#chunks.length - 1]!;
    const to = offset * SLOT_WORDS;
    for (let i = 0; i < SLOT_WORDS; i++) chunk[to + i] = words[at + i]!;
    this.length++;
  }

  /** Whether slot `index` equals the 16 words at `at`. */
  equals(index: number, words: Uint32Array, at: number): boolean {
    const chunk = this.#chunks[Math.floor(index / CHUNK_SLOTS)]!;
    const from = (index % CHUNK_SLOTS) * SLOT_WORDS;
    for (let i = 0; i < SLOT_WORDS; i++) if (chunk[from + i] !== words[at + i]) return false;
    return true;
  }

  /** A copy of slot `index`. */
  slot(index: number): Uint8Array {
    const chunk = this.#chunks[Math.floor(index / CHUNK_SLOTS)]!;
    const from = (index % CHUNK_SLOTS) * SLOT_WORDS;
    return new Uint8Array(chunk.slice(from, from + SLOT_WORDS).buffer);
  }
}

const layouts = new Map(RECORD_LAYOUTS.map((layout) => [layout.type, layout]));

/** Turns the oracle's events into the slots that a ring of `2 ** slotsLog2` slots must show. */
export class SlotWriter {
  readonly #words = new Uint32Array(2 * SLOT_WORDS);
  readonly #bytes = new Uint8Array(this.#words.buffer);
  readonly #view = new DataView(this.#words.buffer);
  readonly log = new SlotLog();

  constructor(readonly slotsLog2: number) {}

  readonly write = (event: OracleEvent): void => {
    this.#words.fill(0);
    this.#bytes[1] = event.channel;
    const slots = this.#fill(event);
    const size = 2 ** this.slotsLog2;
    if (slots === 2 && (this.log.length + 1) % size === 0) {
      const record = this.#words.slice();
      this.#words.fill(0);
      this.#append(0);
      this.#words.set(record);
    }
    for (let slot = 0; slot < slots; slot++) this.#append(slot);
  };

  #append(slot: number): void {
    const lap = Math.floor(this.log.length / 2 ** this.slotsLog2) + 1;
    this.#view.setUint32(slot * SLOT_BYTES + LAP_OFFSET, lap, true);
    this.log.add(this.#words, slot * SLOT_WORDS);
  }

  #setSequence(sequence: bigint): void {
    this.#view.setBigUint64(HEADER.sequence, sequence, true);
  }

  /** Writes the record; how many slots it takes. */
  #fill(event: OracleEvent): number {
    const bytes = this.#bytes;
    switch (event.kind) {
      case 'gap':
        bytes[HEADER.type] = RECORD.Gap;
        this.#setSequence(event.first);
        this.#view.setBigUint64(32, event.last, true);
        return 1;
      case 'session':
        bytes[HEADER.type] = RECORD.Session;
        this.#setSequence(event.sequence);
        for (let i = 0; i < 10; i++) bytes[32 + i] = event.session.charCodeAt(i);
        return 1;
      case 'end':
        bytes[HEADER.type] = RECORD.End;
        this.#setSequence(event.sequence);
        return 1;
      case 'message': {
        this.#setSequence(event.sequence);
        const high = Math.floor(event.ingress / 2 ** 32);
        this.#view.setUint16(HEADER.ingress, high, true);
        this.#view.setUint32(HEADER.ingress + 2, event.ingress % 2 ** 32, true);
        const flags = event.port | (event.unsequenced ? FLAG.unsequenced : 0);
        const message = event.bytes;
        if (isUnknown(message)) {
          bytes[HEADER.type] = RECORD.Unknown;
          bytes[HEADER.flags] = flags;
          bytes[3] = message[0]!;
          this.#view.setUint16(28, message.length, true);
          return 1;
        }
        const layout = layouts.get(message[0]!)!;
        bytes[HEADER.flags] = flags | (layout.slots === 2 ? FLAG.twoSlots : 0);
        for (const field of layout.fields) this.#copyField(field, message);
        return layout.slots;
      }
    }
  }

  /** Numbers turn from big-endian to little-endian; characters stay as they are. */
  #copyField({ kind, offset, messageOffset, size }: FieldLayout, message: Uint8Array): void {
    const text = kind.startsWith('alpha');
    for (let i = 0; i < size; i++) {
      this.#bytes[offset + (text ? i : size - 1 - i)] = message[messageOffset + i]!;
    }
  }
}

function fieldValue(slot: DataView, kind: string, offset: number, size: number): string {
  if (kind.startsWith('alpha')) {
    return JSON.stringify(String.fromCharCode(...new Uint8Array(slot.buffer, slot.byteOffset + offset, size)));
  }
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = value * 256n + BigInt(slot.getUint8(offset + i));
  return value.toString();
}

/** A record in words, for a reader of a failed test: `second` is the slot behind the first one. */
export function describeRecord(first: Uint8Array, second?: Uint8Array): string {
  const bytes = new Uint8Array(2 * SLOT_BYTES);
  bytes.set(first);
  if (second) bytes.set(second, SLOT_BYTES);
  const view = new DataView(bytes.buffer);
  const layout: RecordLayout | undefined = layouts.get(bytes[0]!);
  const ingress = view.getUint16(HEADER.ingress, true) * 2 ** 32 + view.getUint32(HEADER.ingress + 2, true);
  const parts = [
    layout?.name ?? `type 0x${bytes[0]!.toString(16)}`,
    `channel=${bytes[1]!}`,
    `flags=0x${bytes[2]!.toString(16)}`,
    `sequence=${fieldValue(view, 'u64', HEADER.sequence, 8)}`,
    `ingress=${ingress}`,
    `lap=${view.getUint32(LAP_OFFSET, true)}`,
  ];
  for (const { name, kind, offset, size } of layout?.fields ?? []) {
    if (name !== 'messageType' && (second ?? offset < SLOT_BYTES)) {
      parts.push(`${name}=${fieldValue(view, kind, offset, size)}`);
    }
  }
  return parts.join(' ');
}

/** Slot bytes in hex, for the slots that differ in bytes that belong to no field. */
export function hexSlot(slot: Uint8Array): string {
  return Buffer.from(slot)
    .toString('hex')
    .replace(/(.{8})/g, '$1 ')
    .trim();
}
