/** Does the cases of a list one after the other, each with what was said while it ran. */
import type { Clock, Timers } from '../../core/world.js';
import { runChecks, type Check, type CheckResult } from '../checks/check-list.js';
import { NothingCame } from '../checks/venue-watch.js';
import type { CertificationBench } from './bench.js';
import type { CertificationCase } from './case-list.js';
import type { WireEntry } from './conversation.js';
import { procedures, type Procedure } from './procedures.js';

/** An answer to an ordinary request, twice over a slow line. */
const ANSWER_MS = 8_000;
const TIDY_MS = 4_000;
/** So that a case can still say what it waited for. */
const LAST_WORDS_MS = 500;

export interface CaseResult extends CertificationCase {
  /** `skipped`: does not apply to this venue; `notDone`: a case before it failed that it needs. */
  readonly verdict: CheckResult['verdict'] | 'notDone';
  /** What was seen, or why it failed or does not apply. */
  readonly found: string;
  readonly beganEpochMs: number;
  readonly tookMs: number;
  readonly messages: readonly WireEntry[];
}

export interface RunCasesOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly onResult?: (result: CheckResult) => void;
}

/** Never rejects: what goes wrong is a case's result. */
export async function runCases(
  cases: readonly CertificationCase[],
  bench: CertificationBench,
  { clock, timers, onResult }: RunCasesOptions,
): Promise<readonly CaseResult[]> {
  const { conversation, heartbeatMs } = bench.parts;
  const results: CaseResult[] = [];
  let beganEpochMs = clock.epochMs();
  let logon = '';
  let hasBegun = false;
  const checks = cases.map((each, i): Check => {
    const procedure: Procedure = procedures[each.case];
    const id = `${i}`;
    const needs = procedure.changes === 'logon' ? [] : [logon];
    if (each.case === 'logon') logon = id;
    const workMs = ANSWER_MS + heartbeatMs * (procedure.heartbeats ?? 0);
    return {
      id,
      name: `${each.number} ${each.title}`,
      ...(needs.length === 0 ? {} : { needs }),
      timeoutMs: workMs + LAST_WORDS_MS + TIDY_MS,
      run: () => run(procedure, bench, workMs, timers),
    };
  });
  await runChecks(checks, {
    clock,
    timers,
    onStart: () => {
      hasBegun = true;
      beganEpochMs = clock.epochMs();
      bench.mark = conversation.mark;
    },
    onResult: (result) => {
      const { detail, tookMs } = result;
      const verdict = hasBegun ? result.verdict : 'notDone';
      const messages = verdict === 'passed' || verdict === 'failed' ? conversation.entries.slice(bench.mark) : [];
      hasBegun = false;
      results.push({ ...cases[results.length]!, verdict, found: detail, beganEpochMs, tookMs, messages });
      onResult?.(result);
    },
  });
  return results;
}

async function run(procedure: Procedure, bench: CertificationBench, workMs: number, timers: Timers): Promise<string> {
  try {
    return await within(workMs, timers, (signal) => procedure.run(bench, signal));
  } finally {
    // What a case leaves behind must not be there in the next one, and no line stays silent.
    bench.parts.tap.release('');
    if (procedure.changes === undefined) await within(TIDY_MS, timers, (signal) => bench.tidy(signal));
  }
}

async function within<T>(ms: number, timers: Timers, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const timer = timers.after(ms, () => abort.abort());
  try {
    return await work(abort.signal);
  } catch (error) {
    if (abort.signal.aborted && error instanceof NothingCame)
      throw new Error(`nothing within ${ms} ms`, { cause: error });
    throw error;
  } finally {
    timer.cancel();
  }
}
