/**
 * A block alone between registers: one pin feeds a chain of input registers, and the registers behind its outputs are folded into one pin. So every path of
 * the block runs from a register to a register, whatever the number of its ports, and none of its outputs is optimised away.
 */

export interface Port {
  readonly direction: 'input' | 'output';
  readonly width: number;
}

export const WRAPPER = 'cf_synth_wrapper';
const CLOCK = 'clk_i';
const FOLD = 4;

export function wrapper(
  top: string,
  ports: ReadonlyMap<string, Port>,
  parameters: Readonly<Record<string, number>>,
): string {
  const connections = ports.has(CLOCK) ? [`.${CLOCK}(clk)`] : [];
  const widths = { input: 0, output: 0 };
  for (const [name, { direction, width }] of ports) {
    if (name === CLOCK) continue;
    const from = widths[direction];
    const wire = direction === 'input' ? 'in_q' : 'out';
    connections.push(`.${name}(${wire}[${from + width - 1}:${from}])`);
    widths[direction] += width;
  }
  const settings = Object.entries(parameters).map(([name, value]) => `.${name}(${value})`);
  const instance = `${top} ${settings.length === 0 ? '' : `#(${settings.join(', ')}) `}u_block (${connections.join(', ')});`;
  return `module ${WRAPPER}(input clk, input serial_i, output serial_o);
  (* keep *) reg [${widths.input - 1}:0] in_q;
  always @(posedge clk) in_q <= {in_q, serial_i};
  wire [${widths.output - 1}:0] out;
  (* keep *) reg [${widths.output - 1}:0] out_q;
  always @(posedge clk) out_q <= out;
  ${instance}
${fold(widths.output)}
endmodule
`;
}

/** One level of logic a stage. */
function fold(width: number): string {
  const lines: string[] = [];
  let from = 'out_q';
  let stage = 0;
  while (width > 1) {
    const next = Math.ceil(width / FOLD);
    const name = `fold${stage++}_q`;
    const bits = Array.from({ length: next }, (_, i) => {
      const high = Math.min(width, FOLD * (i + 1)) - 1;
      return `${name}[${i}] <= ^${from}[${high}:${FOLD * i}];`;
    });
    lines.push(`  reg [${next - 1}:0] ${name};`, `  always @(posedge clk) begin ${bits.join(' ')} end`);
    from = name;
    width = next;
  }
  lines.push(`  assign serial_o = ${from}[0];`);
  return lines.join('\n');
}
