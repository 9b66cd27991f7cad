/** A line for each step on the terminal. */
import type { StepResult } from '../../../driver/bringup/plan/run-plan.js';
import { limitsText, numberText } from '../../../driver/bringup/report/measurement-text.js';
import type { Measurement } from '../../../driver/bringup/steps/step.js';

export interface ProgressIo {
  readonly write: (text: string) => void;
  /** The line that is overwritten; absent without a terminal. */
  readonly transient?: (text: string) => void;
  readonly coloured: boolean;
}

const MARKS = { passed: '✓', failed: '✗', skipped: '–' } as const;
const COLOURS = { passed: '\x1b[32m', failed: '\x1b[31m', skipped: '\x1b[2m' } as const;
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

export interface StepLineStyle {
  /** Which card it is, where there are several. */
  readonly prefix: string;
  /** Of the longest title of the plan. */
  readonly titleWidth: number;
  readonly coloured: boolean;
}

export function stepLine(
  { verdict, title, detail, tookMs }: StepResult,
  { prefix, titleWidth, coloured }: StepLineStyle,
): string {
  const took = verdict === 'skipped' ? '' : `${(tookMs / 1000).toFixed(2)} s`;
  const mark = coloured ? `${COLOURS[verdict]}${MARKS[verdict]}${PLAIN}` : MARKS[verdict];
  return `${prefix}${mark} ${title.padEnd(titleWidth)} ${took.padStart(9)}  ${detail}`.trimEnd();
}

/** `  chip  48.5 °C, at most 85 (simulated)`, in columns. */
export function measurementLines(measurements: readonly Measurement[]): readonly string[] {
  const nameWidth = Math.max(0, ...measurements.map(({ name }) => name.length));
  const values = measurements.map(({ value, unit }) => `${numberText(value)} ${unit}`.trimEnd());
  const valueWidth = Math.max(0, ...values.map((value) => value.length));
  return measurements.map(({ name, isWithin, simulated, ...limits }, n) => {
    const notes = [limitsText(limits), isWithin ? '' : 'outside', simulated ? '(simulated)' : ''].filter(
      (note) => note !== '',
    );
    return `  ${name.padEnd(nameWidth)}  ${values[n]!.padEnd(valueWidth)}  ${notes.join(' ')}`.trimEnd();
  });
}
