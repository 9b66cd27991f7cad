/** Prints the C header: register addresses, counter indices, record offsets. */
import { constantCase, counterGroup, ownFields, type Layout, type RegisterMap } from './model.js';

const hex = (value: number): string => `0x${value.toString(16).toUpperCase()}u`;

export function emitHeader(layout: Layout, map: RegisterMap, banner: string): string {
  const out: string[] = [`/* ${banner} */`, '#ifndef CROSSFEED_LAYOUT_H', '#define CROSSFEED_LAYOUT_H', ''];
  const define = (name: string, value: string, doc = ''): void => {
    out.push(`#define CF_${name} ${value}${doc === '' ? '' : ` /* ${doc} */`}`);
  };
  define('CLOCK_PS', `${String(map.clock.periodPs)}u`);
  for (const [name, value] of Object.entries(map.build)) define(constantCase(name), `${String(value)}u`);
  out.push('');
  Object.entries(map.rejectReasons).forEach(([reason, doc], index) => {
    define(`REJ_${constantCase(reason)}`, `${String(index)}u`, doc);
  });
  define('REJ_COUNT', `${String(Object.keys(map.rejectReasons).length)}u`);
  for (const [prefix, group] of [
    ['PC', 'portAll'],
    ['CC', 'channel'],
    ['LC', 'line'],
  ] as const) {
    out.push('');
    const counters = counterGroup(map, group);
    counters.forEach(([name, doc], index) => {
      define(`${prefix}_${constantCase(name)}`, `${String(index)}u`, doc);
    });
    define(`${prefix}_COUNT`, `${String(counters.length)}u`);
  }
  for (const block of map.blocks) {
    const prefix = constantCase(block.name);
    out.push('');
    define(`${prefix}_BASE`, hex(block.base), block.doc);
    define(`${prefix}_TYPE`, hex(block.type));
    define(`${prefix}_VERSION`, hex(block.version), 'major in the upper byte');
    if (block.stride !== undefined) define(`${prefix}_STRIDE`, hex(block.stride));
    for (const [name, register] of Object.entries(block.registers)) {
      define(`${prefix}_${name}`, hex(register.offset), register.doc);
      for (const [field, bits] of Object.entries(register.fields)) {
        define(`${prefix}_${name}_${constantCase(field)}_SHIFT`, `${String(bits.bit)}u`, bits.doc);
        define(`${prefix}_${name}_${constantCase(field)}_MASK`, hex((2 ** bits.width - 1) * 2 ** bits.bit));
      }
    }
    if (block.counters) define(`${prefix}_COUNTERS`, hex(block.counters.offset));
    if (block.lineCounters) {
      define(`${prefix}_LINE_COUNTERS`, hex(block.lineCounters.offset));
      define(`${prefix}_LINE_STRIDE`, hex(block.lineCounters.stride));
    }
  }
  out.push('');
  for (const window of map.windows) {
    define(`${constantCase(window.name)}_BASE`, hex(window.base), window.doc);
    define(`${constantCase(window.name)}_STRIDE`, hex(window.stride));
  }
  out.push('');
  define('SLOT_BYTES', `${String(layout.slotBytes)}u`);
  define('SLOT_LAP', `${String(layout.lapOffset)}u`);
  for (const field of layout.header) define(`RH_${constantCase(field.name)}`, `${String(field.offset)}u`, field.doc);
  for (const flag of layout.flags) {
    define(`RF_${constantCase(flag.name)}`, hex((2 ** flag.width - 1) * 2 ** flag.bit), flag.doc);
  }
  for (const record of layout.records) {
    out.push('');
    define(`RT_${constantCase(record.name)}`, hex(record.type), record.doc);
    define(`RT_${constantCase(record.name)}_SLOTS`, `${String(record.slots)}u`);
    for (const field of ownFields(layout, record)) {
      define(
        `R_${constantCase(record.name)}_${constantCase(field.name)}`,
        `${String(field.recordOffset)}u`,
        field.kind,
      );
    }
  }
  out.push('', '#endif', '');
  return out.join('\n');
}
