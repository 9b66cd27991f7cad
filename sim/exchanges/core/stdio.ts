/** How a process of an exchange talks to who started it: JSON, one object a line, on standard output and standard input. */
import { CommanderError } from 'commander';
import { CrossfeedError } from '../../../control/core/errors.js';

const LONGEST_LINE = 65_536;

export function say(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Gives each line of standard input. */
export function listen(onLine: (text: string) => void, onEnd: () => void): void {
  let rest = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(-LONGEST_LINE);
    for (const text of lines) if (text.trim() !== '') onLine(text);
  });
  process.stdin.on('error', onEnd);
  process.stdin.on('end', onEnd);
}

/**
 * Ends the process once standard output has taken what was said. To let it run out instead is not safe: Node 20 was seen to wait for ever,
 * at full speed, for a handle of a process that had nothing left to do.
 */
export function leave(): void {
  process.stdout.write('', () => process.exit());
}

/** Says why the process cannot go on, and ends it. */
export function fail(error: unknown): void {
  if (error instanceof CommanderError) {
    // Commander has said it, help and version included.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
    return;
  }
  const known = error instanceof CrossfeedError;
  const message = error instanceof Error ? error.message : String(error);
  say({ error: { code: known ? error.code : 'SIM_FAILED', message } });
  process.stderr.write(`${known || !(error instanceof Error) ? message : (error.stack ?? message)}\n`);
  process.exitCode = known ? error.exitStatus : 1;
  leave();
}

/** The line as an object; an error to answer with when it is none. */
export function parseCommand(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
