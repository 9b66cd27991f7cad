/** nextpnr, from PyPI in a virtual environment of its own: places and routes a netlist, and says how fast it is and which path is the slowest. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { SynthPlan } from './blocks.js';

const run = promisify(execFile);

export interface Routed {
  readonly mhz: number;
  readonly luts: number;
  readonly ffs: number;
  readonly rams: number;
  /** Where the slowest path begins and ends, and its length in ns. */
  readonly critical: { readonly from: string; readonly to: string; readonly ns: number };
}

interface ReportJson {
  readonly fmax: Readonly<Record<string, { readonly achieved: number }>>;
  readonly utilization: Readonly<Record<string, { readonly used: number }>>;
  readonly critical_paths: readonly {
    readonly from: string;
    readonly to: string;
    readonly path: readonly {
      readonly delay: number;
      readonly from?: { readonly cell: string };
      readonly to?: { readonly cell: string };
    }[];
  }[];
}

export async function route(command: string, netlist: string, plan: SynthPlan, seed: number): Promise<Routed> {
  // By names in its own folder: this nextpnr has a /tmp of its own, and finds no file by a path that begins there.
  const [folder, name] = [dirname(netlist), basename(netlist)];
  const report = `${name}.seed${seed}.report`;
  const { device, package: pins, speed } = plan.part;
  const args = [
    `--${device}`,
    ...['--package', pins, '--speed', String(speed), '--json', name, '--freq', String(plan.clockMhz)],
    ...['--seed', String(seed), '--timing-allow-fail', '--report', report, '--quiet'],
  ];
  await run(command, args, { cwd: folder, maxBuffer: 1 << 26 });
  return readReport(readFileSync(join(folder, report), 'utf8'));
}

export function readReport(text: string): Routed {
  const { fmax, utilization, critical_paths: paths } = JSON.parse(text) as ReportJson;
  const clocks = Object.values(fmax).map(({ achieved }) => achieved);
  // The path of the clock, not those between pins.
  const [slowest] = paths.filter(({ from, to }) => from.startsWith('posedge') && to.startsWith('posedge'));
  const steps = slowest?.path ?? [];
  const used = (kind: string): number => utilization[kind]?.used ?? 0;
  return {
    mhz: Math.min(...clocks),
    luts: used('TRELLIS_COMB'),
    ffs: used('TRELLIS_FF'),
    rams: used('DP16KD'),
    critical: {
      from: nameOf(steps[0]?.from?.cell),
      to: nameOf(steps.at(-1)?.to?.cell),
      ns: steps.reduce((sum, { delay }) => sum + delay, 0),
    },
  };
}

/** The register's own name, without what synthesis hangs on it. */
function nameOf(cell = ''): string {
  return cell.replace(/_(TRELLIS_FF|LUT4|PFUMX|L6MUX21|CCU2C|DP16KD).*$/, '').replace(/^u_block\./, '');
}
