/**
 * Runs a command of this program in a process of its own, for questions whose answer takes longer than a gateway may stand still: it reads files that the gateway
 * writes, and shares nothing else with it.
 */
import { execFile } from 'node:child_process';
import { extname, join } from 'node:path';

/** The same in the sources and in what is built from them. */
const CLI = join(import.meta.dirname, '..', `cli${extname(import.meta.filename)}`);
const WITHIN_MS = 30_000;
const BYTES_MAX = 16 * 1024 * 1024;

/** How this Node runs the command line. */
export const OWN_COMMAND: readonly string[] = [...process.execArgv, CLI];

/** What the command said; `output` is undefined when it failed. */
export interface Told {
  readonly output: string | undefined;
  readonly complaint: string;
}

/** @param command `OWN_COMMAND`, or what stands in its place in tests */
export function runOwnCommand(command: readonly string[], args: readonly string[]): Promise<Told> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...command, ...args],
      { timeout: WITHIN_MS, maxBuffer: BYTES_MAX },
      (error, stdout, stderr) => {
        resolve({ output: error === null ? stdout : undefined, complaint: stderr.slice(0, 500) });
      },
    );
  });
}
