/** Prints the register map as a table for programs that look registers up by name: `driver/generated/register-map.ts`. */
import { counterGroup, type RegisterMap } from './model.js';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const hex = (value: number): string => `0x${value.toString(16)}`;

const TYPES = `
/** Bits of a register. */
export interface RegisterField {
  readonly name: string;
  readonly bit: number;
  readonly width: number;
  readonly doc: string;
}

export interface RegisterEntry {
  readonly name: string;
  /** From the block's address. */
  readonly offset: number;
  readonly access: 'ro' | 'rw';
  readonly reset: number;
  readonly doc: string;
  readonly fields: readonly RegisterField[];
}

/** 64-bit counters, low word first: counter n of part p is at \`offset + p * stride + 8 * n\`. */
export interface CounterTable {
  readonly offset: number;
  /** There are as many parts as the card has ports when there is a stride; otherwise one. */
  readonly stride?: number;
  readonly names: readonly string[];
}

export interface BlockEntry {
  readonly name: string;
  readonly type: number;
  readonly version: number;
  readonly base: number;
  /** The register of the device block that says how many there are; absent: one. */
  readonly count?: string;
  readonly stride: number;
  readonly doc: string;
  readonly registers: readonly RegisterEntry[];
  readonly counters: readonly CounterTable[];
}
`;

export function emitRegisterTable(map: RegisterMap, banner: string): string {
  const out: string[] = [
    `// ${banner}`,
    TYPES.trimEnd(),
    '',
    'export const REGISTER_BLOCKS: readonly BlockEntry[] = [',
  ];
  for (const block of map.blocks) {
    out.push('  {', `    name: ${quoted(block.name)},`, `    type: ${String(block.type)},`);
    out.push(`    version: ${hex(block.version)},`, `    base: ${hex(block.base)},`);
    if (block.count !== undefined) out.push(`    count: ${quoted(block.count)},`);
    out.push(`    stride: ${hex(block.stride ?? 0)},`, `    doc: ${quoted(block.doc)},`, '    registers: [');
    for (const [name, { offset, access, reset, doc, fields }] of Object.entries(block.registers)) {
      const bits = Object.entries(fields).map(
        ([field, { bit, width, doc: says }]) =>
          `{ name: ${quoted(field)}, bit: ${String(bit)}, width: ${String(width)}, doc: ${quoted(says)} }`,
      );
      out.push(
        `      { name: ${quoted(name)}, offset: ${hex(offset)}, access: '${access}', reset: ${hex(reset)}, doc: ${quoted(doc)}, fields: [${bits.join(', ')}] },`,
      );
    }
    out.push('    ],', '    counters: [');
    const table = (group: string, offset: number, stride: string): void => {
      const names = counterGroup(map, group).map(([name]) => quoted(name));
      out.push(`      { offset: ${hex(offset)},${stride} names: [${names.join(', ')}] },`);
    };
    const { counters, lineCounters } = block;
    if (counters !== undefined) table(counters.group, counters.offset, '');
    if (lineCounters !== undefined)
      table(lineCounters.group, lineCounters.offset, ` stride: ${hex(lineCounters.stride)},`);
    out.push('    ],', '  },');
  }
  out.push('];', '');
  return out.join('\n');
}
