/** Prints the register map as C tables, for programs that look blocks and registers up by name: `driver/include/crossfeed_map.h`. */
import { counterGroup, type RegisterMap } from './model.js';

type Block = RegisterMap['blocks'][number];

const hex = (value: number): string => `0x${value.toString(16).toUpperCase()}u`;
/** Parts of a line counter table that are listed: as many as cards have had ports so far. */
const LINES = 2;

/** Every counter of a block as two words: name, offset. */
function counterWords(map: RegisterMap, block: Block): [string, number][] {
  const words: [string, number][] = [];
  const add = (prefix: string, group: string, offset: number): void => {
    counterGroup(map, group).forEach(([name], index) => {
      words.push([`${prefix}${name}.LO`, offset + 8 * index], [`${prefix}${name}.HI`, offset + 8 * index + 4]);
    });
  };
  if (block.counters) add('', block.counters.group, block.counters.offset);
  if (block.lineCounters) {
    const { group, offset, stride } = block.lineCounters;
    for (let line = 0; line < LINES; line++) add(`line${line}.`, group, offset + line * stride);
  }
  return words;
}

export function emitCMap(map: RegisterMap, banner: string): string {
  const out: string[] = [
    `/* ${banner} */`,
    '#ifndef CROSSFEED_MAP_H',
    '#define CROSSFEED_MAP_H',
    '',
    '#include <stdint.h>',
    '',
    '/* A block, or the first of several: instance i is at base + i * stride. */',
    'typedef struct cf_map_block {',
    '  const char *name;',
    '  uint32_t type;',
    '  uint32_t version;',
    '  uint32_t base;',
    '  uint32_t stride; /* 0: there is one */',
    '  const char *count; /* the register of the device block that says how many; "": one */',
    '} cf_map_block;',
    '',
    '/* A register of a block, or a word of a counter ("frames.LO"). */',
    'typedef struct cf_map_register {',
    '  const char *block;',
    '  const char *name;',
    '  uint32_t offset;',
    '  uint32_t writable;',
    '  uint32_t reset;',
    '} cf_map_register;',
    '',
    'static const cf_map_block CF_MAP_BLOCKS[] = {',
  ];
  for (const { name, type, version, base, stride, count } of map.blocks) {
    out.push(`  {"${name}", ${hex(type)}, ${hex(version)}, ${hex(base)}, ${hex(stride ?? 0)}, "${count ?? ''}"},`);
  }
  out.push('};', '', 'static const cf_map_register CF_MAP_REGISTERS[] = {');
  for (const block of map.blocks) {
    for (const [name, { offset, access, reset }] of Object.entries(block.registers)) {
      const writable = access === 'ro' ? 0 : 1;
      out.push(`  {"${block.name}", "${name}", ${hex(offset)}, ${String(writable)}u, ${hex(reset)}},`);
    }
    for (const [name, offset] of counterWords(map, block)) {
      out.push(`  {"${block.name}", "${name}", ${hex(offset)}, 0u, 0x0u},`);
    }
  }
  out.push('};', '', '#endif', '');
  return out.join('\n');
}
