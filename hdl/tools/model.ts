/**
 * Reads `hdl/records.yaml` and `hdl/registers.yaml`, checks them, and packs every field of every
 * record into its slot. The emitters beside this file only print what is decided here.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { checkContiguous, LayoutError, packIntoSlots, sizeOf, type PackedField } from './pack.js';

export { LayoutError, sizeOf, type PackedField };

const kindSchema = z
  .string()
  .regex(/^(u8|u16|u32|u48|u64|price2|price4|price8|price4x8|beats48|alpha([1-9]|1[0-9]|2[0-4]))$/);

const freeSchema = z.array(z.tuple([z.number(), z.number()]));

const recordsSchema = z.strictObject({
  slot: z.strictObject({ bytes: z.number(), lap: z.number(), maxSlots: z.number() }),
  header: z.record(z.string(), z.strictObject({ offset: z.number(), kind: kindSchema, doc: z.string() })),
  flags: z.record(z.string(), z.strictObject({ bit: z.number(), width: z.number(), doc: z.string() })),
  free: freeSchema,
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
  pitch2: z.strictObject({
    free: freeSchema,
    places: z.record(z.string(), z.number()),
    common: z.record(z.string(), z.tuple([z.number(), kindSchema])),
    messages: z.record(
      z.string(),
      z.strictObject({
        type: z.number(),
        length: z.number(),
        atLeast: z.number().optional(),
        fields: z.record(
          z.string(),
          z.union([z.tuple([z.number(), kindSchema]), z.tuple([z.number(), kindSchema, kindSchema])]),
        ),
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

/** One record type: a control record or a message. */
export interface PackedRecord {
  readonly name: string;
  readonly protocol: 'control' | 'itch50' | 'pitch2';
  readonly type: number;
  /** Wire length in bytes; 0 for control records. */
  readonly length: number;
  /** The shortest that is known; less than `length` where a protocol's messages have grown. */
  readonly atLeast: number;
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

type PitchSource = z.infer<typeof recordsSchema>['pitch2'];

/** A PITCH message: its length is a field like others, and nothing of it stands in the header but its type and its time. */
function packPitch(
  name: string,
  message: PitchSource['messages'][string],
  { common, places, free }: PitchSource,
  slotBytes: number,
): PackedRecord {
  const where = `pitch2.${name}`;
  const all = Object.entries({ ...common, ...message.fields }).map(([field, [messageOffset, wire, kind = wire]]) => ({
    name: field,
    kind,
    ...(kind === wire ? {} : { wire }),
    messageOffset,
    size: sizeOf(kind),
  }));
  const own = all.filter((field) => field.name !== 'messageType').map((field) => [field.name, field.kind] as const);
  const { offsets, slots } = packIntoSlots(where, own, free, slotBytes, places);
  const fields = all.map((field) => ({ ...field, recordOffset: offsets.get(field.name) ?? -1 }));
  checkContiguous(where, fields, message.length);
  const { type, length, atLeast = length } = message;
  const doc = `PITCH 2 ${name}`;
  return { name: `Pitch${name}`, protocol: 'pitch2', type, length, atLeast, slots, fields, doc };
}

/** Fields that are a record's own: neither in its header, nor the type. */
export function ownFields(layout: Layout, record: PackedRecord): readonly PackedField[] {
  const inHeader = new Set(record.protocol === 'pitch2' ? [] : layout.header.map(({ name }) => name));
  return record.fields.filter((field) => field.recordOffset >= 0 && !inHeader.has(field.name));
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
      atLeast: 0,
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
      atLeast: message.length,
      slots,
      fields,
      doc: `ITCH 5.0 '${message.type}'`,
    });
  }

  for (const [name, message] of Object.entries(source.pitch2.messages)) {
    records.push(packPitch(name, message, source.pitch2, source.slot.bytes));
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
