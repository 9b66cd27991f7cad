/** What was found when a log was opened. */
import type { JournalPosition } from '../core/journal.js';

/** Something that was safe and is not what was written. */
export interface Damage {
  readonly path: string;
  /** Where in the file, and how many bytes. */
  readonly offset: number;
  readonly bytes: number;
  /** Records, the header of a file, or the whole file, which is not there. */
  readonly what: 'record' | 'header' | 'missing';
}

/** The end of the log was not whole, and was taken off. */
export interface LogCut {
  readonly path: string;
  readonly offset: number;
  readonly position: JournalPosition;
  /** `torn`: a write that was under way; `broken`: something else, so that what was committed may be gone. */
  readonly reason: 'torn' | 'broken';
  readonly bytes: number;
}

export interface RecoveryReport {
  /** Files that make up the log. */
  readonly files: number;
  readonly hostRestarted: boolean;
  readonly cut: LogCut | undefined;
  readonly damage: readonly Damage[];
  /** Files that were no part of the log any more. */
  readonly removedFiles: readonly string[];
}

export function describeDamage({ path, offset, bytes, what }: Damage): string {
  if (what === 'missing') return `${path}: the file is missing, with ${bytes} bytes of records`;
  return `${path}: ${what} damaged at offset ${offset}, ${bytes} bytes`;
}
