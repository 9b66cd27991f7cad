/**
 * A list of checks done one after the other, each timed and bounded, with a result a person can read and file: what `doctor`, `certify` and bring-up
 * are made of. A check that needs one that failed is not done, and says which.
 */
import type { Clock, Timers } from '../../core/world.js';

export type CheckVerdict = 'passed' | 'failed' | 'skipped';

export interface CheckResult {
  readonly name: string;
  readonly verdict: CheckVerdict;
  /** What was seen, or what was expected instead. */
  readonly detail: string;
  readonly tookMs: number;
}

/** Says why a check is not done here: not a failure. */
export class NotApplicable extends Error {}

export interface Check {
  readonly id: string;
  /** For people: what is looked at. */
  readonly name: string;
  /** Ids of checks without which this one means nothing. */
  readonly needs?: readonly string[];
  readonly timeoutMs: number;
  /** Resolves with what was seen; rejects with what is wrong, or NotApplicable. `signal` aborts at the timeout. */
  run(signal: AbortSignal): Promise<string>;
}

export interface CheckListOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly onStart?: (check: Check) => void;
  readonly onResult?: (result: CheckResult) => void;
}

/** Does all checks. Never rejects: what a check throws is its result. */
export async function runChecks(checks: readonly Check[], options: CheckListOptions): Promise<readonly CheckResult[]> {
  const { clock, onStart, onResult } = options;
  const verdicts = new Map<string, CheckVerdict>();
  const results: CheckResult[] = [];
  for (const check of checks) {
    const missing = check.needs?.find((id) => verdicts.get(id) !== 'passed');
    let result: CheckResult;
    if (missing === undefined) {
      onStart?.(check);
      const startNs = clock.monotonicNs();
      const [verdict, detail] = await outcomeOf(check, options);
      result = { name: check.name, verdict, detail, tookMs: (clock.monotonicNs() - startNs) / 1e6 };
    } else {
      const needed = checks.find(({ id }) => id === missing)?.name ?? missing;
      result = { name: check.name, verdict: 'skipped', detail: `needs: ${needed}`, tookMs: 0 };
    }
    verdicts.set(check.id, result.verdict);
    results.push(result);
    onResult?.(result);
  }
  return results;
}

async function outcomeOf(check: Check, { timers }: CheckListOptions): Promise<[CheckVerdict, string]> {
  const abort = new AbortController();
  const late = new Promise<never>((_, reject) => {
    const timer = timers.after(check.timeoutMs, () => {
      abort.abort();
      reject(new Error(`nothing within ${check.timeoutMs} ms`));
    });
    abort.signal.addEventListener('abort', () => timer.cancel());
  });
  try {
    return ['passed', await Promise.race([check.run(abort.signal), late])];
  } catch (error) {
    if (error instanceof NotApplicable) return ['skipped', error.message];
    return ['failed', error instanceof Error ? error.message : String(error)];
  } finally {
    abort.abort();
    late.catch(() => undefined);
  }
}

const MARKS: Readonly<Record<CheckVerdict, string>> = { passed: 'ok  ', failed: 'FAIL', skipped: '-   ' };

/** One line, in columns of their own width. */
export function checkLine({ name, verdict, detail, tookMs }: CheckResult, nameWidth: number): string {
  const took = verdict === 'skipped' ? '' : `${tookMs < 10 ? tookMs.toFixed(1) : tookMs.toFixed(0)} ms`;
  return `  ${MARKS[verdict]} ${name.padEnd(nameWidth)}  ${took.padStart(9)}  ${detail}`.trimEnd();
}
