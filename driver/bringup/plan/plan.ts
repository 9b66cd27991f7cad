/** A plan of bring-up: which steps with which limits. YAML; docs/lab-bringup.md. */
import { z } from 'zod';
import { list, map, text } from '../../../control/core/config-shapes.js';
import { parseYamlConfig } from '../../../control/core/yaml-config.js';
import { STEPS } from '../steps/all-steps.js';
import type { StepKind } from '../steps/step.js';

const STEPS_MOST = 100;
const names = STEPS.map(({ name }) => name);

const stepSchemas = STEPS.map((kind) =>
  z.strictObject(
    { step: z.literal(kind.name), title: text('what the step is called').optional(), ...kind.schema.shape },
    { error: (issue) => (issue.code === 'invalid_type' ? 'a map' : undefined) },
  ),
) as unknown as [z.ZodObject, ...z.ZodObject[]];

const schema = map({
  title: text('a title'),
  /** What the plan is for, on the report. */
  purpose: text('what it is for').optional(),
  steps: list(z.discriminatedUnion('step', stepSchemas, { error: `a step: ${names.join(', ')}` }), 1, STEPS_MOST),
});

export interface PlannedStep {
  readonly kind: StepKind;
  readonly title: string;
  readonly parameters: object;
}

export interface Plan {
  readonly title: string;
  readonly purpose: string | undefined;
  readonly steps: readonly PlannedStep[];
}

/** Throws ConfigError, which names the lines. `file` is for its messages. */
export function parsePlan(file: string, yaml: string): Plan {
  const { title, purpose, steps } = parseYamlConfig(file, yaml, { schema });
  return { title, purpose, steps: withBeginning(steps.map(planned)) };
}

/** A plan of one step, for a subcommand; `connect` and `identify` come before it. Throws ConfigError. */
export function planOf(name: string, parameters: object): Plan {
  const kind = kindOf(name);
  const { title } = kind;
  return {
    title,
    purpose: undefined,
    steps: withBeginning([planned({ step: name, ...kind.schema.parse(parameters) })]),
  };
}

export function kindOf(name: string): StepKind {
  return STEPS.find((kind) => kind.name === name)!;
}

function planned({ step, title, ...parameters }: Readonly<Record<string, unknown>>): PlannedStep {
  const kind = kindOf(String(step));
  return { kind, title: typeof title === 'string' ? title : kind.title, parameters };
}

/** Nothing can be asked of a card before it was connected to and identified. */
function withBeginning(steps: readonly PlannedStep[]): readonly PlannedStep[] {
  const all = [...steps];
  const afterProgramming = all[0]?.kind.name === 'bitstream' ? 1 : 0;
  const isThere = (name: string): boolean => steps.some(({ kind }) => kind.name === name);
  const add = (name: string): void => {
    all.splice(afterProgramming, 0, planned({ step: name, ...kindOf(name).schema.parse({}) }));
  };
  const isOnlyProgramming = all.every(({ kind }) => kind.name === 'bitstream');
  if (!isOnlyProgramming && !isThere('identify') && all.some(({ kind }) => kind.needs.includes('identify')))
    add('identify');
  if (!isOnlyProgramming && !isThere('connect')) add('connect');
  return all;
}
