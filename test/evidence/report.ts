/** What is kept of the evidence runs: one JSON file each, and a table of all of them, under docs/evidence. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvidenceRun } from './runs.js';
import type { RunState } from './state.js';

export interface Evidence {
  readonly id: string;
  readonly title: string;
  readonly amount: string;
  /** ISO 8601: when it began and when its last piece ended. */
  readonly began: string;
  readonly ended: string;
  readonly commit: string;
  /** The tree had changes that were not committed. */
  readonly dirty: boolean;
  readonly machine: string;
  readonly seed: number;
  readonly pieces: number;
  readonly done: number;
  readonly failed: number;
  /** Pieces that could not be made here. */
  readonly skipped?: number;
  readonly seconds: number;
  /** Commands of pieces that failed, and the last line of each piece. */
  readonly failures: readonly string[];
  readonly summaries: readonly string[];
}

export interface Provenance {
  readonly commit: string;
  readonly dirty: boolean;
  readonly machine: string;
}

export function evidenceOf(run: EvidenceRun, state: RunState, from: Provenance, endedIso: string): Evidence {
  const results = Object.entries(state.pieces)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, result]) => result);
  const failures = results.filter(({ passed, skipped }) => !passed && !skipped);
  const skipped = results.filter((each) => each.skipped).length;
  return {
    id: run.id,
    title: run.title,
    amount: run.amount,
    began: state.began,
    ended: endedIso,
    ...from,
    seed: state.seed,
    pieces: run.pieces,
    done: results.length,
    failed: failures.length,
    ...(skipped > 0 ? { skipped } : {}),
    seconds: Math.round(results.reduce((sum, { seconds }) => sum + seconds, 0)),
    failures: failures.map(({ command, summary }) => `${command}: ${summary}`),
    summaries: results.map(({ summary }) => summary),
  };
}

/** Writes `DATE-ID.json` and the table. Returns the file. */
export function writeEvidence(folder: string, evidence: Evidence): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${evidence.ended.slice(0, 10)}-${evidence.id}.json`);
  writeFileSync(file, `${JSON.stringify(evidence, null, 2)}\n`);
  writeFileSync(join(folder, 'README.md'), tableOf(folder));
  return file;
}

/** The newest result of each run, whole ones before parts. */
export function tableOf(folder: string): string {
  const found = new Map<string, Evidence>();
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    if (!name.endsWith('.json')) continue;
    const evidence = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Evidence;
    found.set(evidence.id, evidence);
  }
  const rows = [...found.values()].map((each) => [
    each.ended.slice(0, 10),
    `\`${each.id}\``,
    each.title,
    each.done === each.pieces ? each.amount : `${each.done} of ${each.pieces} parts of ${each.amount}`,
    resultOf(each),
    hours(each.seconds),
    `${each.commit.slice(0, 10)}${each.dirty ? ' with changes' : ''}`,
  ]);
  return `# Evidence

What \`npm run verify\` found: the runs that take too long for \`npm test\`. Each file beside this one has the seed, the machine, and what every part said;
\`npm run verify -- --list\` shows all runs, \`--only ID\` makes one, \`--shard I/N\` a share of the parts. A run that is stopped goes on where it was.

| date | run | what | amount | result | time | sources |
|---|---|---|---|---|---|---|
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
}

function resultOf({ failed, done, skipped = 0, summaries }: Evidence): string {
  if (failed > 0) return `**${failed} of ${done} parts failed**`;
  if (skipped === done) return summaries[0] ?? 'skipped';
  return skipped > 0 ? `passed, ${skipped} of ${done} parts skipped` : 'passed';
}

function hours(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
