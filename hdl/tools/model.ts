/**
 * Reads `hdl/records.yaml` and `hdl/registers.yaml`, checks them, and packs every field of every
 * record into its slot. The emitters beside this file only print what is decided here.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

export class LayoutError extends Error {
  constructor(where: string, found: string, expected: string) {
    super(`${where}: found ${found}, expected ${expected}`);
    this.name = 'LayoutError';
  }
}

const kindSchema = z.string().regex(/^(u8|u16|u32|u48|u64|price4|price8|beats48|alpha([1-9]|1[0-6]))$/);

const recordsSchema = z.strictObject({
  slot: z.strictObject({ bytes: z.number(), lap: z.number(), maxSlots: z.number() }),
  header: z.record(z.string(), z.strictObject({ offset: z.number(), kind: kindSchema, doc: z.string() })),
  flags: z.record(z.string(), z.strictObject({ bit: z.number(), width: z.number(), doc: z.string() })),
  free: z.array(z.tuple([z.number(), z.number()])),
  control: z.record(
    z.string(),
    z.strictObject({ type: z.number(), doc: z.string(), fields: z.record(z.string(), kindSchema) }),
  ),
  itch50: z.strictObject({
    common: z.record(z.string(), z.tuple([z.number(), kindSchema])),
    messages: z.record(
      z.string(),
      z.strictObject({
        type: z.string().length(1),
        length: z.number(),
        fields: z.record(z.string(), z.tuple([z.number(), kindSchema])),
      }),
    ),
  }),
});

const fieldBitsSchema = z.strictObject({ bit: z.number(), width: z.number().default(1), doc: z.string() });
const registerSchema = z.strictObject({
  offset: z.number(),
  access: z.enum(['ro', 'rw']),
  reset: z.number().default(0),
  doc: z.string(),
  fields: z.record(z.string(), fieldBitsSchema).default({}),
});
const registersSchema = z.strictObject({
  addressBits: z.number(),
  clock: z.strictObject({ periodPs: z.number(), name: z.string() }),
  build: z.record(z.string(), z.number()),
  rejectReasons: z.record(z.string(), z.string()),
  counters: z.strictObject({
    port: z.record(z.string(), z.string()),
    channel: z.record(z.string(), z.string()),
    line: z.record(z.string(), z.string()),
  }),
  blocks: z.array(
    z.strictObject({
      name: z.string(),
      type: z.number(),
      version: z.number(),
      base: z.number(),
      count: z.string().optional(),
      stride: z.number().optional(),
      doc: z.string(),
      counters: z.strictObject({ group: z.string(), offset: z.number() }).optional(),
      lineCounters: z.strictObject({ group: z.string(), offset: z.number(), stride: z.number() }).optional(),
      registers: z.record(z.string(), registerSchema),
    }),
  ),
  windows: z.array(
    z.strictObject({
      name: z.string(),
      base: z.number(),
      count: z.string(),
      stride: z.number(),
      access: z.enum(['rw']),
      doc: z.string(),
    }),
  ),
});

export type RegisterMap = z.infer<typeof registersSchema>;
export type RegisterBlock = RegisterMap['blocks'][number];

/** One field of a record: where it stands in the message and in the record. */
export interface PackedField {
  readonly name: string;
  /** u8, u16, u32, u48, u64, price4, price8, beats48 or alphaN. */
  readonly kind: string;
  /** Byte offset in the wire message; -1 where the field has none (control records). */
  readonly messageOffset: number;
  /** Byte offset in the record; -1 for the message type, which the header's `type` carries. */
  readonly recordOffset: number;
  readonly size: number;
}

/** One record type: a control record or an ITCH message. */
export interface PackedRecord {
  readonly name: string;
  readonly protocol: 'control' | 'itch50';
  readonly type: number;
  /** Wire length in bytes; 0 for control records. */
  readonly length: number;
  readonly slots: number;
  /** In the order of the message table. */
  readonly fields: readonly PackedField[];
  readonly doc: string;
}

export interface Layout {
  readonly slotBytes: number;
  readonly lapOffset: number;
  readonly header: readonly { name: string; offset: number; kind: string; doc: string }[];
  readonly flags: readonly { name: string; bit: number; width: number; doc: string }[];
  readonly records: readonly PackedRecord[];
}

/** Size in bytes of a field kind. */
export function sizeOf(kind: string): number {
  if (kind.startsWith('alpha')) return Number(kind.slice(5));
  const sizes: Record<string, number> = { u8: 1, u16: 2, u32: 4, u48: 6, beats48: 6, u64: 8, price4: 4, price8: 8 };
  const size = sizes[kind];
  if (size === undefined) throw new LayoutError('field kind', kind, Object.keys(sizes).join(', '));
  return size;
}

/** The largest power of two up to 8 that a field of this size is aligned to. */
function alignmentOf(size: number): number {
  if (size >= 8) return 8;
  return size >= 4 ? 4 : size >= 2 ? 2 : 1;
}

/** First free aligned offset for each field, largest alignment first, so that holes stay small. */
function pack(
  where: string,
  fields: readonly (readonly [string, string])[],
  free: readonly (readonly [number, number])[],
): Map<string, number> {
  const end = Math.max(...free.map(([, last]) => last));
  const taken = new Uint8Array(end).fill(1);
  for (const [first, last] of free) taken.fill(0, first, last);
  const placed = new Map<string, number>();
  const order = fields
    .map(([name, kind], index) => ({ name, size: sizeOf(kind), index }))
    .sort((a, b) => alignmentOf(b.size) - alignmentOf(a.size) || a.index - b.index);
  for (const { name, size } of order) {
    const step = alignmentOf(size);
    let offset = 0;
    while (offset + size <= end && taken.subarray(offset, offset + size).some((used) => used === 1)) offset += step;
    if (offset + size > end) {
      throw new LayoutError(
        `${where}.${name}`,
        `no free place for ${String(size)} bytes`,
        'a record of at most two slots',
      );
    }
    taken.fill(1, offset, offset + size);
    placed.set(name, offset);
  }
  return placed;
}

/** One slot where it fits, else two. */
function packIntoSlots(
  where: string,
  fields: readonly (readonly [string, string])[],
  free: readonly (readonly [number, number])[],
  slotBytes: number,
): { offsets: Map<string, number>; slots: number } {
  const firstSlot = free.filter(([first]) => first < slotBytes);
  try {
    return { offsets: pack(where, fields, firstSlot), slots: 1 };
  } catch (error) {
    if (!(error instanceof LayoutError)) throw error;
    return { offsets: pack(where, fields, free), slots: 2 };
  }
}

/** The fields of a message must follow each other without overlap or hole, and fill its length. */
function checkContiguous(where: string, fields: readonly PackedField[], length: number): void {
  let next = 0;
  for (const field of fields) {
    if (field.messageOffset !== next) {
      throw new LayoutError(
        `${where}.${field.name}`,
        `offset ${String(field.messageOffset)}`,
        `offset ${String(next)}`,
      );
    }
    next += field.size;
  }
  if (next !== length) throw new LayoutError(where, `fields of ${String(next)} bytes`, `length ${String(length)}`);
}

/** Reads and packs `records.yaml`. Throws {@link LayoutError} naming the field that is wrong. */
export function loadLayout(file: string): Layout {
  const source = recordsSchema.parse(parse(readFileSync(file, 'utf8')));
  const headerOffsets = new Map(Object.entries(source.header).map(([name, field]) => [name, field.offset]));
  const records: PackedRecord[] = [];

  for (const [name, record] of Object.entries(source.control)) {
    const fields = Object.entries(record.fields);
    const { offsets, slots } = packIntoSlots(`control.${name}`, fields, source.free, source.slot.bytes);
    records.push({
      name,
      protocol: 'control',
      type: record.type,
      length: 0,
      slots,
      doc: record.doc,
      fields: fields.map(([field, kind]) => ({
        name: field,
        kind,
        messageOffset: -1,
        recordOffset: offsets.get(field) ?? -1,
        size: sizeOf(kind),
      })),
    });
  }

  for (const [name, message] of Object.entries(source.itch50.messages)) {
    const own = Object.entries(message.fields).map(([field, [, kind]]) => [field, kind] as const);
    const { offsets, slots } = packIntoSlots(`itch50.${name}`, own, source.free, source.slot.bytes);
    const all = [...Object.entries(source.itch50.common), ...Object.entries(message.fields)];
    const fields = all.map(([field, [messageOffset, kind]]) => ({
      name: field,
      kind,
      messageOffset,
      recordOffset: offsets.get(field) ?? (field === 'messageType' ? -1 : (headerOffsets.get(field) ?? -1)),
      size: sizeOf(kind),
    }));
    checkContiguous(`itch50.${name}`, fields, message.length);
    records.push({
      name,
      protocol: 'itch50',
      type: message.type.charCodeAt(0),
      length: message.length,
      slots,
      fields,
      doc: `ITCH 5.0 '${message.type}'`,
    });
  }

  const seen = new Map<number, string>();
  for (const record of records) {
    const other = seen.get(record.type);
    if (other !== undefined) throw new LayoutError(`record ${record.name}`, `type of ${other}`, 'a type of its own');
    seen.set(record.type, record.name);
  }
  return {
    slotBytes: source.slot.bytes,
    lapOffset: source.slot.lap,
    header: Object.entries(source.header).map(([name, field]) => ({ name, ...field })),
    flags: Object.entries(source.flags).map(([name, flag]) => ({ name, ...flag })),
    records,
  };
}

/** All counters of a port: the listed ones, then one per reject reason. */
export function portCounters(map: RegisterMap): readonly (readonly [string, string])[] {
  return [
    ...Object.entries(map.counters.port),
    ...Object.entries(map.rejectReasons).map(
      ([reason, doc]) => [`rejected.${reason}`, `frames rejected: ${doc}`] as const,
    ),
  ];
}

/** Reads `registers.yaml`; registers must be word-aligned and must not overlap. */
export function loadRegisters(file: string): RegisterMap {
  const map = registersSchema.parse(parse(readFileSync(file, 'utf8')));
  for (const block of map.blocks) {
    const taken = new Map<number, string>([
      [0, 'TYPE'],
      [4, 'VERSION'],
      [8, 'NEXT'],
    ]);
    for (const [name, register] of Object.entries(block.registers)) {
      const where = `${block.name}.${name}`;
      if (register.offset % 4 !== 0)
        throw new LayoutError(where, `offset ${String(register.offset)}`, 'a multiple of 4');
      const other = taken.get(register.offset);
      if (other !== undefined) throw new LayoutError(where, `the offset of ${other}`, 'an offset of its own');
      if (block.stride !== undefined && register.offset >= block.stride) {
        throw new LayoutError(where, `offset ${String(register.offset)}`, `below the stride ${String(block.stride)}`);
      }
      taken.set(register.offset, name);
    }
    const groups = [
      block.counters && { offset: block.counters.offset, count: counterGroup(map, block.counters.group).length },
      block.lineCounters && {
        offset: block.lineCounters.offset,
        count: counterGroup(map, block.lineCounters.group).length,
      },
    ];
    for (const group of groups) {
      if (group && block.stride !== undefined && group.offset + 8 * group.count > block.stride) {
        throw new LayoutError(
          `${block.name} counters`,
          `${String(group.count)} counters`,
          `room below ${String(block.stride)}`,
        );
      }
    }
  }
  return map;
}

/** The counters of a group, in register order. */
export function counterGroup(map: RegisterMap, group: string): readonly (readonly [string, string])[] {
  if (group === 'portAll') return portCounters(map);
  if (group === 'channel') return Object.entries(map.counters.channel);
  if (group === 'line') return Object.entries(map.counters.line);
  throw new LayoutError('counter group', group, 'portAll, channel or line');
}

/** `closedByDepth` → `CLOSED_BY_DEPTH`; dots become underscores. */
export function constantCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[.\s-]/g, '_')
    .toUpperCase();
}
