/** Yosys: a block's ports, its netlist for the timing proxy, and an estimate for a card-class part. */
import { readCommands, rtlSources } from '../rtl-sources.js';
import { yosys } from '../yosys.js';
import type { SynthBlock } from './blocks.js';
import { wrapper, WRAPPER, type Port } from './wrapper.js';

export interface Netlist {
  /** For nextpnr. */
  readonly json: string;
}

/** Cells by kind. */
export interface Estimate {
  readonly luts: number;
  readonly ffs: number;
  readonly memories: number;
  /** Longest path in levels of logic, as yosys counts it (`ltp -noff`). */
  readonly levels: number;
}

interface PortsJson {
  readonly modules: Readonly<
    Record<
      string,
      {
        readonly attributes: Readonly<Record<string, string>>;
        readonly ports: Readonly<Record<string, { direction: 'input' | 'output'; bits: unknown[] }>>;
      }
    >
  >;
}

interface StatJson {
  readonly design: { readonly num_cells_by_type: Readonly<Record<string, number>> };
}

const sources = rtlSources();

async function portsOf({ top, parameters }: SynthBlock): Promise<Map<string, Port>> {
  const settings = Object.entries(parameters).map(([name, value]) => `-chparam ${name} ${value}`);
  const { file } = await yosys(
    [...readCommands(sources), `hierarchy -check ${settings.join(' ')} -top ${top}`, 'proc', 'write_json ports.json'],
    sources,
  );
  const { modules } = JSON.parse(file('ports.json')) as PortsJson;
  const found = Object.values(modules).find(({ attributes }) => attributes['top'] !== undefined);
  if (found === undefined) throw new Error(`yosys found no top in ${top}`);
  return new Map(
    Object.entries(found.ports).map(([name, { direction, bits }]) => [name, { direction, width: bits.length }]),
  );
}

export async function wrappedSources(block: SynthBlock): Promise<Record<string, string>> {
  return { ...sources, 'wrapper.v': wrapper(block.top, await portsOf(block), block.parameters) };
}

export async function netlistFor(files: Readonly<Record<string, string>>): Promise<Netlist> {
  const { file } = await yosys(
    [...readCommands(sources), 'read_verilog wrapper.v', `synth_ecp5 -top ${WRAPPER} -json netlist.json`],
    files,
  );
  return { json: file('netlist.json') };
}

/** UltraScale+; without the wrapper's own registers it would be less, so it is an upper bound. */
export async function estimateFor(files: Readonly<Record<string, string>>): Promise<Estimate> {
  const { log, file } = await yosys(
    [
      ...readCommands(sources),
      'read_verilog wrapper.v',
      `synth_xilinx -family xcup -flatten -noiopad -top ${WRAPPER}`,
      'tee -o stat.json stat -json',
      'ltp -noff',
    ],
    files,
  );
  const cells = (JSON.parse(file('stat.json')) as StatJson).design.num_cells_by_type;
  const sum = (kind: RegExp): number =>
    Object.entries(cells).reduce((total, [name, count]) => (kind.test(name) ? total + count : total), 0);
  const levels = [...log.matchAll(/Longest topological path in .*\(length=(\d+)\)/g)].at(-1)?.[1];
  return {
    luts: sum(/^LUT\d$/),
    ffs: sum(/^FD[RSCP]E/),
    memories: sum(/^RAMB/),
    levels: Number(levels ?? 0),
  };
}
