/** Prints the PITCH 2 decoder. */
import type { Layout, PackedField, PackedRecord } from './model.js';

const bits = (byte: number, size: number): string => `[${String(byte * 8)} +: ${String(size * 8)}]`;

/** Right-hand side: bytes as they come, which is little-endian on both sides; short forms widened. */
function source({ name, kind, wire = kind, messageOffset, size }: PackedField): string {
  switch (wire) {
    case kind:
      return `msg_i${bits(messageOffset, size)}`;
    case 'u16':
      return `{16'd0, msg_i${bits(messageOffset, 2)}}`;
    case 'alpha6':
      return `{16'h2020, msg_i${bits(messageOffset, 6)}}`;
    case 'price2':
      return `64'(msg_i${bits(messageOffset, 2)}) * 64'd100`;
    default:
      throw new Error(`record layout: ${name} is ${wire} on the wire and ${kind} in the record`);
  }
}

function wireBytes({ kind, wire = kind, size }: PackedField): number {
  return wire === kind ? size : wire === 'alpha6' ? 6 : 2;
}

function decodeCase(record: PackedRecord): string[] {
  const label = `8'h${record.type.toString(16).toUpperCase()}`;
  const offset = record.fields.find(({ name }) => name === 'timeOffset' || name === 'timestamp');
  return [
    `      ${label}: begin // ${record.name}`,
    `        known_o = length_i >= 16'd${String(record.atLeast)};`,
    `        two_slots_o = 1'b${record.slots === 2 ? '1' : '0'};`,
    ...(offset === undefined ? [] : [`        nanoseconds_o = msg_i${bits(offset.messageOffset, 4)};`]),
    ...record.fields
      .filter(({ name }) => name !== 'messageType')
      .map((field) => {
        const end = field.messageOffset + wireBytes(field);
        // Fields that an older revision of the message does not have.
        const guard = end > record.atLeast ? `if (length_i >= 16'd${String(end)}) ` : '';
        return `        ${guard}body_o${bits(field.recordOffset, field.size)} = ${source(field)}; // ${field.name}`;
      }),
    '      end',
  ];
}

/** `cf_pitch_decode.sv`: combinational; unknown types and messages shorter than known come out as `known_o` = 0. */
export function emitPitchDecoder(layout: Layout, banner: string): string {
  return [
    `// ${banner}`,
    '`default_nettype none',
    '/* verilator lint_off UNUSEDSIGNAL */ // bytes 47 to 63 of a message belong to no PITCH field',
    '',
    '// PITCH 2 message to record body: every field to its place, short forms widened. Byte 0 of a message is its length, byte 1 its type.',
    '// Combinational. The common header (type, channel, flags, sequence, timestamp, ingress) is not set here.',
    'module cf_pitch_decode (',
    '  // There is a message; outputs are 0 otherwise.',
    '  input  wire logic          valid_i,',
    '  // Message bytes, byte i in bits 8i+7:8i, and its length.',
    '  input  wire logic [511:0]  msg_i,',
    '  input  wire logic [15:0]   length_i,',
    '  // Two slots; bytes that belong to no field of the message are 0.',
    '  output logic [1023:0] body_o,',
    '  output logic          two_slots_o,',
    '  // What the message adds to the seconds of its unit; 0 where it has none.',
    '  output logic [31:0]   nanoseconds_o,',
    '  // 0: unknown type, or shorter than known; the other outputs are then meaningless.',
    '  output logic          known_o',
    ');',
    '  always_comb begin',
    "    body_o = '0;",
    "    two_slots_o = 1'b0;",
    "    nanoseconds_o = '0;",
    "    known_o = 1'b0;",
    '    if (valid_i) begin',
    '    case (msg_i[15:8])',
    ...layout.records.filter(({ protocol }) => protocol === 'pitch2').flatMap(decodeCase),
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
