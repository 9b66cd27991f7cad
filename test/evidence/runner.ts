/** Runs the pieces of an evidence run, one after another, and keeps what each said. */
import type { EvidenceRun, Piece } from './runs.js';
import type { PieceResult, StateFile } from './state.js';

/** Ends with the exit status and the last line that the program wrote. */
export type Execute = (
  command: readonly string[],
  env: Readonly<Record<string, string>>,
) => Promise<{ readonly status: number; readonly lastLine: string; readonly output: string }>;

export interface RunnerParts {
  readonly file: StateFile;
  readonly execute: Execute;
  readonly nowMs: () => number;
  /** Of the whole run, once; a run that goes on keeps its own. */
  readonly freshSeed: () => number;
  readonly progress: (text: string) => void;
  /** All that a piece which failed has written. */
  readonly failed: (run: EvidenceRun, piece: Piece, output: string) => void;
}

/** Exit status of what cannot be made here. */
const SKIPPED = 77;

/** One of `count` shares of the work, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Makes what is left of this shard. True when every piece that was made so far has passed, or could not be made here. */
export async function makeRun(run: EvidenceRun, shard: Shard, parts: RunnerParts): Promise<boolean> {
  const state = parts.file.run(run.id, parts.freshSeed(), new Date(parts.nowMs()).toISOString());
  for (let index = shard.index - 1; index < run.pieces; index += shard.count) {
    if (state.pieces[index]?.passed === true) continue;
    const piece = { index, seed: state.seed };
    parts.progress(`${run.id}: ${Object.keys(state.pieces).length} of ${run.pieces} parts done`);
    const result = await makePiece(run, piece, parts);
    state.pieces[index] = result;
    parts.file.save();
  }
  return Object.values(state.pieces).every(({ passed, skipped }) => passed || skipped);
}

async function makePiece(run: EvidenceRun, piece: Piece, parts: RunnerParts): Promise<PieceResult> {
  const command = run.command(piece);
  const env = run.env ?? {};
  const beganMs = parts.nowMs();
  const { status, lastLine, output } = await parts.execute(command, env);
  const skipped = status === SKIPPED;
  if (status !== 0 && !skipped) parts.failed(run, piece, output);
  const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return {
    passed: status === 0,
    ...(skipped ? { skipped } : {}),
    seconds: Math.round((parts.nowMs() - beganMs) / 100) / 10,
    summary: status === 0 || skipped ? lastLine : `exit status ${status}; ${lastLine}`,
    command: [...settings, ...command].join(' '),
  };
}
