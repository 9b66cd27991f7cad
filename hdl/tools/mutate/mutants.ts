/** Yosys puts faults into a block: one netlist with all of them, of which an input chooses one. */
import { yosys } from '../yosys.js';
import { readCommands, rtlSources } from '../rtl-sources.js';
import type { MutatedBlock } from './blocks.js';

export interface Mutant {
  /** From 1; 0 is the block as it is. */
  readonly number: number;
  /** inv, const0, const1, cnot0 or cnot1: the bit inverted, stuck, or inverted while another one is 0 or 1. */
  readonly mode: string;
  readonly cell: string;
  readonly port: string;
  /** FILE:LINE of the source, where yosys knows it. */
  readonly source: string;
}

export interface MutatedNetlist {
  readonly mutants: readonly Mutant[];
  readonly verilog: string;
}

/** Name and width of the input that chooses. */
const CHOICE = 'mutant_i';
const CHOICE_BITS = 12;
export const MUTANTS_MAX = 2 ** CHOICE_BITS - 1;

/** @param benchRtl file name to text */
export async function mutate(
  block: MutatedBlock,
  benchRtl: Readonly<Record<string, string>>,
  count: number,
  seed: number,
): Promise<MutatedNetlist> {
  const files = { ...rtlSources(), ...benchRtl };
  const parameters = Object.entries(block.parameters).map(([name, value]) => `-chparam ${name} ${value}`);
  const base = await yosys(
    [
      ...readCommands(files),
      `hierarchy -check ${parameters.join(' ')} -top ${block.top}`,
      ...['proc', 'flatten', 'opt_clean', `rename -top ${block.top}`],
      `mutate -list ${count} -seed ${seed} -o list.txt`,
      'write_rtlil base.il',
    ],
    files,
  );
  const lines = base.file('list.txt').split('\n');
  const commands = lines.filter((line) => line.startsWith('mutate '));
  const netlist = await yosys(
    [
      'read_rtlil base.il',
      ...commands.map((line, i) => line.replace('mutate ', `mutate -ctrl ${CHOICE} ${CHOICE_BITS} ${i + 1} `)),
      ...['opt_clean', 'write_verilog -noattr out.v'],
    ],
    { 'base.il': base.file('base.il') },
  );
  return { mutants: commands.map(mutantOf), verilog: netlist.file('out.v') };
}

function mutantOf(command: string, index: number): Mutant {
  const option = (name: string): string => new RegExp(` -${name} (\\S+)`).exec(command)?.[1] ?? '';
  return {
    number: index + 1,
    mode: option('mode'),
    cell: option('cell'),
    port: `${option('port')}[${option('portbit')}]`,
    source: option('src').replace(/^(.*?):(\d+).*$/, '$1:$2'),
  };
}
