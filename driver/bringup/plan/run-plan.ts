/** Does a plan with one card: step by step, each within its time, with what it measured. Never rejects: what goes wrong is a result. */
import type { Clock, Timers } from '../../../control/core/world.js';
import {
  NotApplicable,
  runChecks,
  type Check,
  type CheckVerdict,
} from '../../../control/operations/checks/check-list.js';
import type { Card } from '../card/card.js';
import { BringupError } from '../errors.js';
import { limitsText } from '../report/measurement-text.js';
import type { Bench } from '../steps/bench.js';
import { isWithin } from '../steps/limits.js';
import type { Limits, Measurement, StepContext } from '../steps/step.js';
import type { Plan, PlannedStep } from './plan.js';

export interface StepResult {
  /** Its name, with a number where a plan has it more than once. */
  readonly id: string;
  readonly step: string;
  readonly title: string;
  readonly verdict: CheckVerdict;
  /** What was found, or the cause of the failure, in words. */
  readonly detail: string;
  readonly tookMs: number;
  readonly timeoutMs: number;
  readonly measurements: readonly Measurement[];
}

export interface RunOptions {
  readonly card: Card;
  readonly bench: Bench;
  readonly world: { readonly clock: Clock; readonly timers: Timers };
  readonly onStart?: (step: PlannedStep, id: string) => void | Promise<void>;
  readonly onResult?: (result: StepResult) => void;
  /** Aborts when the run is given up: the step at work has failed then, and those after it are not done. */
  readonly interrupted?: AbortSignal;
  /** What whoever is at the bench has to do now. */
  readonly onTell?: (words: string) => void;
}

const INTERRUPTED = 'interrupted by whoever is at the bench';
const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

/** A simulation shares its machine with others. */
const SIMULATED_PATIENCE = 4;

export async function runPlan(plan: Plan, options: RunOptions): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  const ids = idsOf(plan);
  const measured = ids.map((): Measurement[] => []);
  const { interrupted, bench } = options;
  const { isSimulated } = bench;
  const patience = isSimulated ? SIMULATED_PATIENCE : 1;
  const timeouts = plan.steps.map(({ kind, parameters }) => patience * kind.timeoutMs(parameters, isSimulated));
  let lostIn: string | undefined;
  const checks = plan.steps.map((step, n): Check => ({
    id: ids[n]!,
    name: step.title,
    needs: needsOf(plan, ids, n),
    timeoutMs: timeouts[n]!,
    run: async (signal) => {
      if (lostIn !== undefined) throw new NotApplicable(`the device was lost in: ${lostIn}`);
      if (isAborted(interrupted)) throw new NotApplicable(INTERRUPTED);
      await options.onStart?.(step, ids[n]!);
      const either = interrupted === undefined ? signal : AbortSignal.any([signal, interrupted]);
      try {
        return await runStep(step, contextOf(options, either, measured[n]!), measured[n]!);
      } catch (error) {
        if (isAborted(interrupted)) throw new BringupError('STEP_INTERRUPTED', INTERRUPTED, { cause: error });
        if (options.card.client.isLost) lostIn = step.title;
        throw error;
      }
    },
  }));
  await runChecks(checks, {
    clock: options.world.clock,
    timers: options.world.timers,
    onResult: ({ verdict, detail, tookMs }) => {
      const n = results.length;
      const { kind, title } = plan.steps[n]!;
      const result: StepResult = {
        id: ids[n]!,
        step: kind.name,
        title,
        verdict,
        detail,
        tookMs,
        timeoutMs: timeouts[n]!,
        measurements: measured[n]!,
      };
      results.push(result);
      options.onResult?.(result);
    },
  });
  return results;
}

async function runStep(
  { kind, parameters }: PlannedStep,
  context: StepContext,
  measurements: readonly Measurement[],
): Promise<string> {
  const words = await kind.run(context, parameters);
  const outside = measurements.filter((each) => !each.isWithin);
  if (outside.length === 0) return words;
  throw new BringupError('STEP_LIMIT', outside.map(outsideText).join('; '));
}

function outsideText({ name, value, unit, ...limits }: Measurement): string {
  return `${name}: ${value}${unit === '' ? '' : ` ${unit}`}, ${limitsText(limits)}`;
}

function contextOf(
  { card, bench, world, onTell }: RunOptions,
  signal: AbortSignal,
  measurements: Measurement[],
): StepContext {
  return {
    card,
    bench,
    clock: world.clock,
    timers: world.timers,
    signal,
    tell: onTell,
    measure: (name, value, unit, limits: Limits = {}) => {
      const { least, most, simulated = false } = limits;
      const within = isWithin(value, limits);
      measurements.push({
        name,
        value,
        unit,
        ...(least === undefined ? {} : { least }),
        ...(most === undefined ? {} : { most }),
        isWithin: within,
        simulated,
      });
      return within;
    },
    wait: (ms) =>
      new Promise((resolve, reject) => {
        const timer = world.timers.after(ms, () => {
          signal.removeEventListener('abort', stop);
          resolve();
        });
        const stop = (): void => {
          timer.cancel();
          reject(new BringupError('STEP_ABORTED', 'the time of the step is over'));
        };
        if (signal.aborted) stop();
        else signal.addEventListener('abort', stop, { once: true });
      }),
  };
}

function idsOf({ steps }: Plan): string[] {
  const seen = new Map<string, number>();
  return steps.map(({ kind: { name } }) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name}-${times}`;
  });
}

/** Of the kinds that a step needs, those that the plan has before it. */
function needsOf({ steps }: Plan, ids: readonly string[], n: number): string[] {
  const { needs } = steps[n]!.kind;
  return ids.slice(0, n).filter((_, before) => needs.includes(steps[before]!.kind.name));
}
