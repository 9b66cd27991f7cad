/** Prints `docs/register-map.md`. */
import { counterGroup, ownFields, type Layout, type RegisterMap } from './model.js';

const hex = (value: number, digits = 4): string => `0x${value.toString(16).toUpperCase().padStart(digits, '0')}`;
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

export function emitDocument(layout: Layout, map: RegisterMap, banner: string): string {
  const out: string[] = [`<!-- ${banner} -->`, '', '# Register map and record layout', ''];
  out.push(
    'Registers are 32 bits wide on AXI4-Lite. Every block begins with `TYPE`, `VERSION` and `NEXT` (address of the next block, 0 at the end).',
    '64-bit values are LO then HI; reading LO latches HI.',
    '',
    '## Blocks',
    '',
    row('block', 'type', 'base', 'instances', 'stride', 'what'),
    row('---', '---', '---', '---', '---', '---'),
  );
  for (const block of map.blocks) {
    out.push(
      row(
        block.name,
        hex(block.type),
        hex(block.base),
        block.count ?? '1',
        block.stride === undefined ? '' : hex(block.stride, 3),
        block.doc,
      ),
    );
  }
  for (const window of map.windows)
    out.push(row(`${window.name} (window)`, '', hex(window.base, 5), window.count, hex(window.stride), window.doc));
  for (const block of map.blocks) {
    out.push(
      '',
      `## ${block.name}`,
      '',
      row('offset', 'register', 'access', 'reset', 'what'),
      row('---', '---', '---', '---', '---'),
    );
    out.push(
      row('0x000', 'TYPE', 'ro', hex(block.type), 'block type'),
      row('0x004', 'VERSION', 'ro', hex(block.version), 'block version'),
      row('0x008', 'NEXT', 'ro', '', 'address of the next block'),
    );
    for (const [name, register] of Object.entries(block.registers)) {
      out.push(row(hex(register.offset, 3), name, register.access, hex(register.reset, 1), register.doc));
      for (const [field, bits] of Object.entries(register.fields)) {
        const range = bits.width === 1 ? String(bits.bit) : `${String(bits.bit + bits.width - 1)}:${String(bits.bit)}`;
        out.push(row('', `&nbsp;&nbsp;[${range}] ${field}`, '', '', bits.doc));
      }
    }
    const groups = [
      block.counters && { ...block.counters, note: '' },
      block.lineCounters && { ...block.lineCounters, note: ` + port × ${hex(block.lineCounters.stride, 2)}` },
    ];
    for (const group of groups) {
      if (!group) continue;
      counterGroup(map, group.group).forEach(([name, doc], index) => {
        out.push(row(`${hex(group.offset + 8 * index, 3)}${group.note}`, name, 'ro', '0', `${doc} (64 bits)`));
      });
    }
  }
  out.push('', '## Reject reasons', '', 'Checked in this order; the first match is counted.', '');
  Object.entries(map.rejectReasons).forEach(([reason, doc], index) =>
    out.push(`${String(index + 1)}. \`${reason}\`: ${doc}`),
  );
  out.push('', '## Record header', '', row('offset', 'field', 'kind', 'what'), row('---', '---', '---', '---'));
  for (const field of layout.header) out.push(row(String(field.offset), field.name, field.kind, field.doc));
  out.push(row(String(layout.lapOffset), 'lap', 'u32', 'lap word, in every slot'));
  out.push('', row('bit', 'flag', 'what'), row('---', '---', '---'));
  for (const flag of layout.flags)
    out.push(
      row(
        flag.width === 1 ? String(flag.bit) : `${String(flag.bit + flag.width - 1)}:${String(flag.bit)}`,
        flag.name,
        flag.doc,
      ),
    );
  out.push(
    '',
    '## Records',
    '',
    row('type', 'record', 'slots', 'fields (record offset)'),
    row('---', '---', '---', '---'),
  );
  for (const record of layout.records) {
    const own = ownFields(layout, record);
    const label = record.protocol === 'itch50' ? `\`${String.fromCharCode(record.type)}\`` : hex(record.type, 2);
    out.push(
      row(
        label,
        record.name,
        String(record.slots),
        own.map((field) => `${field.name} ${field.kind} @${String(field.recordOffset)}`).join(', '),
      ),
    );
  }
  out.push('');
  return out.join('\n');
}
