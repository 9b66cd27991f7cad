/** A line for each step on the terminal. */
import type { StepResult } from '../../../driver/bringup/plan/run-plan.js';

export interface ProgressIo {
  readonly write: (text: string) => void;
  /** The line that is overwritten; absent without a terminal. */
  readonly transient?: (text: string) => void;
  readonly coloured: boolean;
}

const MARKS = { passed: '✓', failed: '✗', skipped: '–' } as const;
const COLOURS = { passed: '\x1b[32m', failed: '\x1b[31m', skipped: '\x1b[2m' } as const;
const TITLE_WIDTH = 32;
const PLAIN = '\x1b[0m';

/** To stdout; with `--json` to stderr. */
export function terminal(isJson: boolean): ProgressIo {
  const stream = isJson ? process.stderr : process.stdout;
  return {
    write: (text) => void stream.write(text),
    ...(stream.isTTY ? { transient: (text: string) => void stream.write(`\r\x1b[K${text}`) } : {}),
    coloured: stream.isTTY && process.env['NO_COLOR'] === undefined,
  };
}

/** @param prefix which card it is, where there are several */
export function stepLine({ verdict, title, detail, tookMs }: StepResult, prefix: string, coloured: boolean): string {
  const took = verdict === 'skipped' ? '' : `${(tookMs / 1000).toFixed(2)} s`;
  const mark = coloured ? `${COLOURS[verdict]}${MARKS[verdict]}${PLAIN}` : MARKS[verdict];
  return `${prefix}${mark} ${title.padEnd(TITLE_WIDTH)} ${took.padStart(9)}  ${detail}`.trimEnd();
}
