/** hdl/synth/blocks.yaml: what is synthesised, for which part, and what it must reach. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const block = z.strictObject({
  name: z.string(),
  /** Module. */
  top: z.string().regex(/^\w+$/),
  parameters: z.record(z.string().regex(/^\w+$/), z.int()).default({}),
  goalMhz: z.number().positive().optional(),
});

const schema = z.strictObject({
  part: z.strictObject({ device: z.string(), package: z.string(), speed: z.int(), name: z.string() }),
  seeds: z.int().min(1).max(20),
  clockMhz: z.number().positive(),
  regressionPercent: z.number().positive(),
  blocks: z.array(block).min(1),
});

export type SynthBlock = z.infer<typeof block>;
export type SynthPlan = z.infer<typeof schema>;

export function readPlan(file: string): SynthPlan {
  return schema.parse(parse(readFileSync(file, 'utf8')));
}
