/** How far the evidence runs have come: kept after every piece, so that a run that was stopped goes on where it was. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface PieceResult {
  readonly passed: boolean;
  /** It could not be made here, which is neither a failure nor evidence; the summary says why. */
  readonly skipped?: boolean;
  readonly seconds: number;
  /** Its last line. */
  readonly summary: string;
  /** To run it again by itself. */
  readonly command: string;
}

/** One run at one state of the sources. */
export interface RunState {
  readonly seed: number;
  /** ISO 8601. */
  readonly began: string;
  readonly pieces: Record<number, PieceResult>;
}

/** By run id. Results of another commit are not gone on with. */
export interface State {
  readonly commit: string;
  readonly runs: Record<string, RunState>;
}

export class StateFile {
  readonly state: State;

  constructor(
    private readonly file: string,
    commit: string,
  ) {
    const found = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as State) : undefined;
    this.state = found?.commit === commit ? found : { commit, runs: {} };
  }

  run(id: string, seed: number, nowIso: string): RunState {
    return (this.state.runs[id] ??= { seed, began: nowIso, pieces: {} });
  }

  save(): void {
    mkdirSync(dirname(this.file), { recursive: true });
    const written = `${this.file}.new`;
    writeFileSync(written, `${JSON.stringify(this.state, null, 1)}\n`);
    renameSync(written, this.file);
  }
}
