/** docs/rtl-mutation.md. */
import type { MutatedBlock } from './blocks.js';
import type { Mutant } from './mutants.js';

export interface BlockScore {
  readonly block: MutatedBlock;
  readonly mutants: number;
  readonly found: number;
  readonly alive: readonly Mutant[];
}

/** Percent. */
export const GOAL = 90;

/** Percent of all faults, those that change nothing among them: what could be found is more. */
export function scoreOf({ mutants, found }: BlockScore): number {
  return (100 * found) / mutants;
}

export interface MutationRun {
  readonly date: string;
  readonly commit: string;
  readonly tool: string;
  readonly seed: number;
  readonly scores: readonly BlockScore[];
}

export function mutationPage({ date, commit, tool, seed, scores }: MutationRun): string {
  const rows = scores.map((score) => {
    const { block, mutants, found } = score;
    const verdict = scoreOf(score) >= GOAL ? 'met' : '**missed**';
    return `| ${block.name}, \`${block.top}\` | \`hdl/bench/${block.bench}\` | ${mutants} | ${found} | ${scoreOf(score).toFixed(1)} % | ≥ ${GOAL} % ${verdict} |`;
  });
  const lists = scores.map(({ block, alive }) => {
    const items = alive.map(({ mode, source, port, cell }) => `- ${mode} of ${port} at ${source || `\`${cell}\``}`);
    return `### ${block.name}\n\n${items.length === 0 ? 'None.' : items.join('\n')}`;
  });
  return `# RTL: faults that the benches find

\`npm run mutate\` writes this page. Yosys' \`mutate\` puts faults into a block's netlist (a bit inverted, stuck at 0 or 1, or inverted while another one is 0 or 1, spread over cells and
source lines), one input chooses which of them is on, and the block's bench runs with each. ${date}, ${tool}, seed ${seed}, sources ${commit}.

| block | bench | faults | found | score | goal |
|---|---|---|---|---|---|
${rows.join('\n')}

The score is of all faults. Some of them change nothing that anybody can see (a bit of a value that is not looked at, a state that cannot come): the score over those that do is
higher, by how much has not been found out.

## Not found

${lists.join('\n\n')}
`;
}
