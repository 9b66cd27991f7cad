/** docs/measurements.md, made from what is kept of the benchmarks: no figure in it was typed by hand. */
import { goalMet, show, showGoalBound } from '../bench/harness.js';
import type { BenchLine, Measurement } from './measurement.js';

export function documentOf(measurements: readonly Measurement[]): string {
  return `# Measurements

Made by \`npm run measure\`, which runs every suite of \`crossfeed bench\` some times, each in a process of its own, one after the other, and keeps all lines under \`docs/evidence/bench\`. This page is
generated from those files; a test compares the two.

A row shows the run whose p50 is the middle one, whole: its p50, p99, p99.9 and max. *p50 of all runs* is the least and the greatest of them. A goal is met in so many of the runs; it is one for the p50
unless another quantile is named. Rates are better when they are higher. *Peer* rows are somebody else's way of the same work, in the same run. What a name means and what a row leaves out is said by
the suite itself (\`crossfeed bench --suite NAME\`). Figures of a virtual machine with shared cores: a neighbour's load moves all of them, and tails most.

${measurements.map(sectionOf).join('\n')}`;
}

function sectionOf({ suite, began, commit, dirty, machine, loads, runs }: Measurement): string {
  const rows = rowsOf(runs);
  const missed = rows.filter((row) => row.goals > row.met);
  const verdict =
    missed.length === 0
      ? `All ${rows.filter((row) => row.goals > 0).length} goals are met in each run.`
      : `**Missed** in some run: ${missed.map(({ line }) => `\`${line.name}\``).join(', ')}.`;
  return `## ${suite}

${began.slice(0, 10)}, ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}, sources ${commit.slice(0, 10)}${dirty ? ' with changes' : ''}, ${machine}; load before: ${loads.map((load) => load.toFixed(1)).join(', ')}.
${verdict}

| figure | unit | n | p50 | p99 | p99.9 | max | p50 of all runs | goal | input |
|---|---|---:|---:|---:|---:|---:|---:|---|---|
${rows.map(rowText).join('\n')}
`;
}

interface Row {
  /** The run with the middle p50. */
  readonly line: BenchLine;
  readonly least: number;
  readonly greatest: number;
  /** Runs with a goal, and those that met it. */
  readonly goals: number;
  readonly met: number;
}

/** In the order in which the first run that has a figure reports it. */
function rowsOf(runs: Measurement['runs']): Row[] {
  const byName = new Map<string, BenchLine[]>();
  for (const run of runs) {
    for (const line of run) {
      const found = byName.get(line.name);
      if (found === undefined) byName.set(line.name, [line]);
      else found.push(line);
    }
  }
  return [...byName.values()].map((lines) => {
    const sorted = [...lines].sort((a, b) => a.p50 - b.p50);
    const verdicts = lines.map((line) => goalMet(line));
    return {
      line: sorted[(sorted.length - 1) >> 1]!,
      least: sorted[0]!.p50,
      greatest: sorted.at(-1)!.p50,
      goals: verdicts.filter((met) => met !== undefined).length,
      met: verdicts.filter((met) => met === true).length,
    };
  });
}

function rowText({ line, least, greatest, goals, met }: Row): string {
  const { name, unit, n, p50, p99, p999, max, input = '', peer = false } = line;
  return [
    '',
    peer ? `peer: \`${name}\`` : `\`${name}\``,
    unit,
    n.toLocaleString('en-GB'),
    ...[p50, p99, p999, max].map(show),
    `${show(least)} to ${show(greatest)}`,
    goals === 0 ? '' : `${showGoalBound(line)} ${met === goals ? 'met' : `**met in ${met} of ${goals}**`}`,
    input.replaceAll('|', '\\|'),
    '',
  ]
    .join(' | ')
    .trim();
}
