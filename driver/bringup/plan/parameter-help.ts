/** What a step's parameters are, for the help of its command: the words of its schema, its limits and defaults. */
import { z } from 'zod';
import type { StepKind } from '../steps/step.js';

export interface ParameterHelp {
  readonly name: string;
  /** `how many, 1 to 1000000 (default: 200)` */
  readonly says: string;
}

export function parametersOf({ schema }: StepKind): readonly ParameterHelp[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => {
    const { description, minimum, maximum, enum: values, default: without } = property as z.core.JSONSchema.JSONSchema;
    const range = minimum === undefined || maximum === undefined ? undefined : `${minimum} to ${maximum}`;
    const parts = [description ?? values?.join(' or '), range].filter((part) => part !== undefined);
    const otherwise = without === undefined ? '' : ` (default: ${defaultText(without)})`;
    return { name, says: parts.join('; ') + otherwise };
  });
}

function defaultText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '').replaceAll(/[:,]/g, '$& ');
}
