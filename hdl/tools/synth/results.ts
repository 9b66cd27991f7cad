/** What is kept of `npm run synth`: figures by block, compared with the next run, and shown in docs/rtl-performance.md. */
import type { SynthPlan } from './blocks.js';
import type { Routed } from './place.js';
import type { Estimate } from './synthesise.js';

export interface BlockResult {
  readonly name: string;
  readonly top: string;
  readonly parameters: Readonly<Record<string, number>>;
  /** Median over the seeds, and the slowest and fastest of them. */
  readonly mhz: number;
  readonly mhzRange: readonly [number, number];
  readonly luts: number;
  readonly ffs: number;
  readonly rams: number;
  readonly critical: Routed['critical'];
  readonly estimate: Estimate;
}

export interface Results {
  /** ISO date. */
  readonly date: string;
  readonly part: string;
  readonly tools: Readonly<Record<string, string>>;
  readonly seeds: number;
  readonly blocks: readonly BlockResult[];
}

export function blockResult(
  block: Pick<BlockResult, 'name' | 'top' | 'parameters'>,
  routed: readonly Routed[],
  estimate: Estimate,
): BlockResult {
  const sorted = [...routed].sort((a, b) => a.mhz - b.mhz);
  const middle = sorted[(sorted.length - 1) >> 1]!;
  const round = (value: number): number => Math.round(value * 10) / 10;
  return {
    ...block,
    mhz: round(middle.mhz),
    mhzRange: [round(sorted[0]!.mhz), round(sorted.at(-1)!.mhz)],
    luts: middle.luts,
    ffs: middle.ffs,
    rams: middle.rams,
    critical: { ...middle.critical, ns: round(middle.critical.ns) },
    estimate,
  };
}

/** What got worse by more than it may: words for each. */
export function regressions(kept: Results | undefined, now: readonly BlockResult[], plan: SynthPlan): string[] {
  const found: string[] = [];
  const limit = plan.regressionPercent / 100;
  for (const block of now) {
    const before = kept?.blocks.find(({ name }) => name === block.name);
    if (before === undefined) continue;
    if (block.mhz < before.mhz * (1 - limit)) {
      found.push(`${block.name}: ${block.mhz} MHz, was ${before.mhz}`);
    }
    if (block.luts > before.luts * (1 + limit)) found.push(`${block.name}: ${block.luts} LUTs, was ${before.luts}`);
  }
  return found;
}

const BEGIN = '<!-- synth: begin (npm run synth -- --update) -->';
const END = '<!-- synth: end -->';

/** Puts the tables into the document, between its marks. */
export function withTables(document: string, results: Results, plan: SynthPlan): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`no "${BEGIN}" and "${END}" in the document`);
  return `${document.slice(0, begin)}${BEGIN}\n\n${tables(results, plan)}\n${document.slice(end)}`;
}

function tables({ date, part, tools, seeds, blocks }: Results, plan: SynthPlan): string {
  const goals = new Map(plan.blocks.map(({ name, goalMhz }) => [name, goalMhz]));
  const versions = Object.entries(tools).map(([name, version]) => `${name} ${version}`);
  const rows = blocks.map((block) => {
    const goal = goals.get(block.name);
    const verdict = goal === undefined ? '' : block.mhz >= goal ? 'met' : '**missed**';
    const parameters = Object.entries(block.parameters).map(([name, value]) => `${name}=${value}`);
    return [
      block.name,
      `\`${block.top}\`${parameters.length === 0 ? '' : ` (${parameters.join(', ')})`}`,
      block.mhz.toFixed(1),
      block.mhzRange.map((mhz) => mhz.toFixed(1)).join(' to '),
      goal === undefined ? '' : `${goal} ${verdict}`,
      String(block.luts),
      String(block.ffs),
      String(block.rams),
      `\`${block.critical.from}\` to \`${block.critical.to}\`, ${block.critical.ns.toFixed(1)} ns`,
    ];
  });
  const estimates = blocks.map(({ name, estimate }) => [
    name,
    String(estimate.luts),
    String(estimate.ffs),
    String(estimate.memories),
    String(estimate.levels),
  ]);
  return `${date}, ${part}, median of ${seeds} seeds; ${versions.join(', ')}. Each block stands between registers of its own, which are counted with it.

| block | module | Fmax, MHz | over seeds | goal | LUTs | FFs | 18 kbit RAMs | slowest path |
|---|---|---|---|---|---|---|---|---|
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}

An estimate for a card-class part: \`synth_xilinx -family xcup\`, not placed.

| block | LUTs | FFs | block RAMs | levels of logic |
|---|---|---|---|---|
${estimates.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
}
