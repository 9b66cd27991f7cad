/** Prints the SystemVerilog package of constants, and the ITCH 5.0 decoder. */
import {
  constantCase,
  counterGroup,
  portCounters,
  type Layout,
  type PackedField,
  type PackedRecord,
  type RegisterMap,
} from './model.js';

const hex = (value: number, bits: number): string =>
  `${String(bits)}'h${value
    .toString(16)
    .toUpperCase()
    .padStart(Math.ceil(bits / 4), '0')}`;

function counterConstants(prefix: string, names: readonly string[]): string[] {
  const lines = names.map((name, index) => `  localparam int ${prefix}_${constantCase(name)} = ${String(index)};`);
  return [...lines, `  localparam int ${prefix}_COUNT = ${String(names.length)};`];
}

/** `cf_pkg.sv`: addresses, enumerations, counter indices, record offsets. */
export function emitPackage(layout: Layout, map: RegisterMap, banner: string): string {
  const out: string[] = [
    `// ${banner}`,
    '`default_nettype none',
    '/* verilator lint_off UNUSEDPARAM */ // the whole map is here, whether or not a block needs the constant',
    'package cf_pkg;',
  ];
  out.push(`  localparam int ADDRESS_BITS = ${String(map.addressBits)};`);
  out.push(`  localparam int CLOCK_PS = ${String(map.clock.periodPs)};`);
  for (const [name, value] of Object.entries(map.build))
    out.push(`  localparam int ${constantCase(name)} = ${String(value)};`);

  out.push('', '  // Whole-frame reject reasons, in checking order; NONE is above all of them.');
  const reasons = Object.keys(map.rejectReasons);
  reasons.forEach((reason, index) =>
    out.push(`  localparam logic [4:0] REJ_${constantCase(reason)} = 5'd${String(index)};`),
  );
  out.push(`  localparam int REJ_COUNT = ${String(reasons.length)};`, `  localparam logic [4:0] REJ_NONE = 5'd31;`);

  out.push('', '  // Counter indices within their groups.');
  out.push(
    ...counterConstants(
      'PC',
      portCounters(map).map(([name]) => name),
    ),
  );
  out.push(`  localparam int PC_REJECTED = ${String(Object.keys(map.counters.port).length)};`);
  out.push(
    ...counterConstants(
      'CC',
      counterGroup(map, 'channel').map(([name]) => name),
    ),
  );
  out.push(
    ...counterConstants(
      'LC',
      counterGroup(map, 'line').map(([name]) => name),
    ),
  );

  out.push('', '  // Register map.');
  map.blocks.forEach((block, index) => {
    const prefix = constantCase(block.name);
    const next = map.blocks[index + 1]?.base ?? 0;
    out.push(
      `  localparam logic [${String(map.addressBits - 1)}:0] ${prefix}_BASE = ${hex(block.base, map.addressBits)};`,
    );
    if (block.stride !== undefined) out.push(`  localparam int ${prefix}_STRIDE = ${String(block.stride)};`);
    out.push(`  localparam logic [31:0] ${prefix}_TYPE = ${hex(block.type, 32)};`);
    out.push(`  localparam logic [31:0] ${prefix}_VERSION = ${hex(block.version, 32)};`);
    out.push(`  localparam logic [31:0] ${prefix}_NEXT = ${hex(next, 32)};`);
    for (const [name, register] of Object.entries(block.registers)) {
      const full = `${prefix}_${name}`;
      out.push(`  localparam int ${full} = ${String(register.offset)};`);
      if (register.reset !== 0) out.push(`  localparam logic [31:0] ${full}_RESET = ${hex(register.reset, 32)};`);
      for (const [field, bits] of Object.entries(register.fields)) {
        out.push(`  localparam int ${full}_${constantCase(field)}_BIT = ${String(bits.bit)};`);
        if (bits.width > 1) out.push(`  localparam int ${full}_${constantCase(field)}_WIDTH = ${String(bits.width)};`);
      }
    }
    if (block.counters) out.push(`  localparam int ${prefix}_COUNTERS = ${String(block.counters.offset)};`);
    if (block.lineCounters) {
      out.push(`  localparam int ${prefix}_LINE_COUNTERS = ${String(block.lineCounters.offset)};`);
      out.push(`  localparam int ${prefix}_LINE_STRIDE = ${String(block.lineCounters.stride)};`);
    }
  });
  for (const window of map.windows) {
    out.push(
      `  localparam logic [${String(map.addressBits - 1)}:0] ${constantCase(window.name)}_BASE = ${hex(window.base, map.addressBits)};`,
    );
    out.push(`  localparam int ${constantCase(window.name)}_STRIDE = ${String(window.stride)};`);
  }

  out.push('', '  // Record layout.');
  out.push(
    `  localparam int SLOT_BYTES = ${String(layout.slotBytes)};`,
    `  localparam int LAP_OFFSET = ${String(layout.lapOffset)};`,
  );
  for (const field of layout.header)
    out.push(`  localparam int RH_${constantCase(field.name)} = ${String(field.offset)};`);
  for (const flag of layout.flags)
    out.push(`  localparam int RF_${constantCase(flag.name)}_BIT = ${String(flag.bit)};`);
  for (const record of layout.records.filter(({ protocol }) => protocol === 'control')) {
    out.push(`  localparam logic [7:0] RT_${constantCase(record.name)} = ${hex(record.type, 8)};`);
    for (const field of record.fields) {
      out.push(
        `  localparam int R_${constantCase(record.name)}_${constantCase(field.name)} = ${String(field.recordOffset)};`,
      );
    }
  }
  // The two types that do something on their way: the second of a unit, and the clear of its numbers.
  for (const name of ['PitchTime', 'PitchUnitClear']) {
    const type = layout.records.find((record) => record.name === name)?.type ?? 0;
    out.push(`  localparam logic [7:0] ${constantCase(name)} = ${hex(type, 8)};`);
  }
  out.push('endpackage', '/* verilator lint_on UNUSEDPARAM */', '`default_nettype wire', '');
  return out.join('\n');
}

/** Right-hand side: a big-endian number turned little-endian, or alpha bytes as they come. */
function source(field: PackedField): string {
  const bytes = Array.from({ length: field.size }, (_, i) => `msg_i[${String((field.messageOffset + i) * 8)} +: 8]`);
  // A concatenation lists its most significant byte first: the first byte of a number, the last one of text.
  return `{${(field.kind.startsWith('alpha') ? bytes.reverse() : bytes).join(', ')}}`;
}

function decodeCase(record: PackedRecord): string[] {
  const own = record.fields.slice(4);
  const label = `8'h${record.type.toString(16).toUpperCase()}`;
  return [
    `      ${label}: begin // ${record.name}`,
    `        known_o = length_i == 16'd${String(record.length)};`,
    `        two_slots_o = 1'b${record.slots === 2 ? '1' : '0'};`,
    ...own.map(
      (field) =>
        `        body_o[${String(field.recordOffset * 8)} +: ${String(field.size * 8)}] = ${source(field)}; // ${field.name}`,
    ),
    '      end',
  ];
}

/** `cf_itch_decode.sv`: combinational, all 23 types; unknown types and lengths come out as `known_o` = 0. */
export function emitItchDecoder(layout: Layout, banner: string): string {
  const messages = layout.records.filter(({ protocol }) => protocol === 'itch50');
  const header = (name: string): number => (layout.header.find((field) => field.name === name)?.offset ?? 0) * 8;
  const swap = (offset: number, size: number): string =>
    `{${Array.from({ length: size }, (_, i) => `msg_i[${String((offset + i) * 8)} +: 8]`).join(', ')}}`;
  return [
    `// ${banner}`,
    '`default_nettype none',
    '/* verilator lint_off UNUSEDSIGNAL */ // bytes 50 to 63 of a message belong to no ITCH field',
    '',
    '// ITCH 5.0 message to record body: every field to its place, big-endian to little-endian.',
    '// Combinational. The common header (type, channel, flags, sequence, ingress) is not set here.',
    'module cf_itch_decode (',
    '  // There is a message; outputs are 0 otherwise.',
    '  input  wire logic          valid_i,',
    '  // Message bytes, byte i in bits 8i+7:8i, and its length.',
    '  input  wire logic [511:0]  msg_i,',
    '  input  wire logic [15:0]   length_i,',
    '  // Two slots; bytes that belong to no field of the message are 0.',
    '  output logic [1023:0] body_o,',
    '  output logic          two_slots_o,',
    '  // 0: unknown type, or a known type of another length; body_o is then meaningless.',
    '  output logic          known_o',
    ');',
    '  always_comb begin',
    "    body_o = '0;",
    "    two_slots_o = 1'b0;",
    "    known_o = 1'b0;",
    '    if (valid_i) begin',
    `    body_o[${String(header('stockLocate'))} +: 16] = ${swap(1, 2)};`,
    `    body_o[${String(header('trackingNumber'))} +: 16] = ${swap(3, 2)};`,
    `    body_o[${String(header('timestamp'))} +: 48] = ${swap(5, 6)};`,
    '    case (msg_i[7:0])',
    ...messages.flatMap(decodeCase),
    '      default: ;',
    '    endcase',
    '    end',
    '  end',
    'endmodule',
    '/* verilator lint_on UNUSEDSIGNAL */',
    '`default_nettype wire',
    '',
  ].join('\n');
}
