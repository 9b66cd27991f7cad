/** What a run of bring-up found, in the shape of its JSON report. */
import type { ConsoleStatistics } from '../console/statistics.js';
import type { StepResult } from '../plan/run-plan.js';

export interface BringupReport {
  readonly title: string;
  readonly purpose: string | undefined;
  /** The plan's file; absent: a single step. */
  readonly plan: string | undefined;
  readonly software: string;
  readonly operator: string | undefined;
  readonly card: {
    readonly port: string;
    readonly baud: number;
    readonly device: string | undefined;
    readonly serialNumber: string | undefined;
    /** A simulated card says nothing about silicon. */
    readonly simulated: boolean;
    /** Injected on purpose. */
    readonly fault: string | undefined;
    readonly buildId: string | undefined;
    readonly blocks: readonly { readonly name: string; readonly version: string; readonly address: string }[];
  };
  readonly beganEpochMs: number;
  readonly endedEpochMs: number;
  readonly verdict: 'passed' | 'failed';
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly steps: readonly StepResult[];
  readonly line: ConsoleStatistics;
}

export function jsonReport(report: BringupReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

export function totalsOf(
  steps: readonly StepResult[],
): Pick<BringupReport, 'verdict' | 'passed' | 'failed' | 'skipped'> {
  const count = (verdict: StepResult['verdict']): number => steps.filter((step) => step.verdict === verdict).length;
  const failed = count('failed');
  return { verdict: failed === 0 ? 'passed' : 'failed', passed: count('passed'), failed, skipped: count('skipped') };
}
