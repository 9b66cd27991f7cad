/** What a step of bring-up is: one thing about a card, looked at within a stated time, with measurements, their limits, and words that name the cause. */
import type { z } from 'zod';
import type { Clock, Timers } from '../../../control/core/world.js';
import { BringupError } from '../errors.js';
import type { Card } from '../card/card.js';
import type { Bench } from './bench.js';

export interface Measurement {
  readonly name: string;
  readonly value: number | string;
  readonly unit: string;
  readonly least?: number;
  readonly most?: number;
  readonly isWithin: boolean;
  /** The value is a simulation's: it says nothing about silicon. */
  readonly simulated: boolean;
}

export interface Limits {
  readonly least?: number | undefined;
  readonly most?: number | undefined;
  readonly simulated?: boolean;
}

/** The words of a step that failed. */
export class StepFailure extends BringupError {
  constructor(words: string) {
    super('STEP_FAILED', words);
  }
}

export interface StepContext {
  readonly card: Card;
  readonly bench: Bench;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Aborts when the step's time is over. */
  readonly signal: AbortSignal;
  /** Notes a value for the report, and whether it is within its limits. */
  readonly measure: (name: string, value: number | string, unit: string, limits?: Limits) => boolean;
  /** Tells whoever is at the bench what to do now; absent: nobody is there. */
  readonly tell?: ((words: string) => void) | undefined;
  /** Rejects when the step's time is over. */
  readonly wait: (ms: number) => Promise<void>;
}

export interface StepKind<Parameters extends object = object> {
  readonly name: string;
  readonly title: string;
  /** Kinds of steps without which this one means nothing. */
  readonly needs: readonly string[];
  /** Parameters in a plan and on the command line; all have defaults. */
  readonly schema: z.ZodObject<z.ZodRawShape>;
  /** Longest time that it may take. */
  timeoutMs(parameters: Parameters, simulated: boolean): number;
  /** Resolves with what was found, in words; throws StepFailure, or NotApplicable. A measurement outside its limits also fails it. */
  run(context: StepContext, parameters: Parameters): Promise<string>;
}

/** A step whose parameters are typed by its schema. */
export function defineStep<Schema extends z.ZodObject>(
  kind: Omit<StepKind, 'schema' | 'run' | 'timeoutMs'> & {
    readonly schema: Schema;
    timeoutMs(parameters: z.infer<Schema>, simulated: boolean): number;
    run(context: StepContext, parameters: z.infer<Schema>): Promise<string>;
  },
): StepKind {
  return kind;
}

export function fail(words: string): never {
  throw new StepFailure(words);
}
