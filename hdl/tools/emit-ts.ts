/** Prints the TypeScript constants: the record layout (core) and the register map (driver). */
import { constantCase, counterGroup, ownFields, type Layout, type RegisterMap } from './model.js';

const list = (names: readonly string[]): string => names.map((name) => `  '${name}',`).join('\n');
const byteHex = (value: number): string => `0x${value.toString(16).toUpperCase().padStart(2, '0')}`;

/** `control/core/generated/records.ts`. */
export function emitRecords(layout: Layout, map: RegisterMap, banner: string): string {
  const out: string[] = [`// ${banner}`, ''];
  out.push(
    `/** Bytes of a slot; a record takes one or two. */`,
    `export const SLOT_BYTES = ${String(layout.slotBytes)};`,
  );
  out.push(
    `/** Byte offset of the lap word in each slot. */`,
    `export const LAP_OFFSET = ${String(layout.lapOffset)};`,
  );
  out.push(`/** Picoseconds of one beat of NIC time. */`, `export const BEAT_PS = ${String(map.clock.periodPs)};`);
  for (const [name, value] of Object.entries(map.build))
    out.push(`export const ${constantCase(name)} = ${String(value)};`);
  out.push('', '/** Byte offsets of the header that every record has. */', 'export const HEADER = {');
  for (const field of layout.header)
    out.push(`  /** ${field.kind}: ${field.doc} */`, `  ${field.name}: ${String(field.offset)},`);
  out.push('} as const;', '', "/** Masks of the header's flags byte. */", 'export const FLAG = {');
  for (const flag of layout.flags)
    out.push(`  /** ${flag.doc} */`, `  ${flag.name}: ${byteHex((2 ** flag.width - 1) * 2 ** flag.bit)},`);
  out.push(
    '} as const;',
    '',
    '/** Record types: control records, and the type byte of each message. */',
    'export const RECORD = {',
  );
  for (const record of layout.records) out.push(`  /** ${record.doc} */`, `  ${record.name}: ${byteHex(record.type)},`);
  out.push(
    '} as const;',
    '',
    "/** Byte offsets of the fields that are a record's own. 64-bit values: low word first. */",
    'export const FIELD = {',
  );
  for (const record of layout.records) {
    const own = ownFields(layout, record);
    out.push(`  ${record.name}: { ${own.map((field) => `${field.name}: ${String(field.recordOffset)}`).join(', ')} },`);
  }
  out.push('} as const;', '');
  out.push(
    '/** How a field is encoded: `u8`…`u64` and prices are numbers, `alphaN` is N bytes of Latin-1. */',
    "export type FieldKind = 'u8' | 'u16' | 'u32' | 'u48' | 'u64' | 'price4' | 'price8' | 'price4x8' | 'beats48' | `alpha${number}`;",
    '',
    '/** A field in the order of its message table. `offset` is in the record, `messageOffset` on the wire (-1: none). */',
    'export interface FieldLayout {',
    '  readonly name: string;',
    '  readonly kind: FieldKind;',
    '  readonly offset: number;',
    '  readonly messageOffset: number;',
    '  readonly size: number;',
    '  /** How it is on the wire, where that is narrower. `price2` has two bytes and two decimals. */',
    "  readonly wire?: FieldKind | 'price2';",
    '}',
    '',
    'export interface RecordLayout {',
    '  readonly name: string;',
    "  readonly protocol: 'control' | 'itch50' | 'pitch2';",
    '  readonly type: number;',
    '  /** Wire length; 0 for control records. */',
    '  readonly length: number;',
    '  /** The shortest that is known: messages of PITCH have grown. */',
    '  readonly atLeast: number;',
    '  readonly slots: number;',
    '  readonly fields: readonly FieldLayout[];',
    '}',
    '',
    '/** Every record, for code that walks fields by name (printing, tests); hot paths use the constants above. */',
    'export const RECORD_LAYOUTS: readonly RecordLayout[] = [',
  );
  for (const record of layout.records) {
    out.push(
      '  {',
      `    name: '${record.name}',`,
      `    protocol: '${record.protocol}',`,
      `    type: ${byteHex(record.type)},`,
    );
    out.push(
      `    length: ${String(record.length)},`,
      `    atLeast: ${String(record.atLeast)},`,
      `    slots: ${String(record.slots)},`,
      '    fields: [',
    );
    for (const field of record.fields) {
      out.push(
        `      { name: '${field.name}', kind: '${field.kind}', offset: ${String(Math.max(field.recordOffset, 0))}, messageOffset: ${String(field.messageOffset)}, size: ${String(field.size)}${field.wire === undefined ? '' : `, wire: '${field.wire}'`} },`,
      );
    }
    out.push('    ],', '  },');
  }
  out.push('];', '', '/** Whole-frame reject reasons in checking order. */', 'export const REJECT_REASONS = [');
  out.push(
    list(Object.keys(map.rejectReasons)),
    '] as const;',
    'export type RejectReason = (typeof REJECT_REASONS)[number];',
    '',
  );
  for (const [constant, type, group] of [
    ['PORT_COUNTERS', 'PortCounter', Object.keys(map.counters.port)],
    ['CHANNEL_COUNTERS', 'ChannelCounter', Object.keys(map.counters.channel)],
    ['LINE_COUNTERS', 'LineCounter', Object.keys(map.counters.line)],
  ] as const) {
    out.push(`/** Counters in register order. */`, `export const ${constant} = [`, list(group), '] as const;');
    out.push(`export type ${type} = (typeof ${constant})[number];`, '');
  }
  return out.join('\n');
}

/** `driver/generated/registers.ts`. */
export function emitRegisters(map: RegisterMap, banner: string): string {
  const out: string[] = [`// ${banner}`, ''];
  for (const block of map.blocks) {
    out.push(
      `/** ${block.doc} */`,
      `export const ${constantCase(block.name)} = {`,
      `  BASE: 0x${block.base.toString(16)},`,
    );
    if (block.stride !== undefined) out.push(`  STRIDE: 0x${block.stride.toString(16)},`);
    out.push(`  BLOCK_TYPE: ${String(block.type)},`, `  BLOCK_VERSION: ${String(block.version)},`);
    for (const [name, register] of Object.entries(block.registers)) {
      out.push(`  /** ${register.doc} */`, `  ${name}: 0x${register.offset.toString(16)},`);
      for (const [field, bits] of Object.entries(register.fields)) {
        out.push(`  /** ${bits.doc} */`, `  ${name}_${constantCase(field)}_SHIFT: ${String(bits.bit)},`);
        out.push(`  ${name}_${constantCase(field)}_MASK: 0x${((2 ** bits.width - 1) * 2 ** bits.bit).toString(16)},`);
      }
    }
    if (block.counters) out.push(`  COUNTERS: 0x${block.counters.offset.toString(16)},`);
    if (block.lineCounters) {
      out.push(
        `  LINE_COUNTERS: 0x${block.lineCounters.offset.toString(16)},`,
        `  LINE_STRIDE: 0x${block.lineCounters.stride.toString(16)},`,
      );
    }
    out.push('} as const;', '');
  }
  for (const window of map.windows) {
    out.push(
      `/** ${window.doc} */`,
      `export const ${constantCase(window.name)} = { BASE: 0x${window.base.toString(16)}, STRIDE: 0x${window.stride.toString(16)} } as const;`,
      '',
    );
  }
  out.push(
    '/** All counters of a port in register order; `rejected.*` follow the plain ones. */',
    'export const PORT_COUNTERS_ALL = [',
  );
  out.push(list(counterGroup(map, 'portAll').map(([name]) => name)), '] as const;', '');
  return out.join('\n');
}
